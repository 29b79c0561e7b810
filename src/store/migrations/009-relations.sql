-- Whom to call about a finding, and how it stands to others.

ALTER TABLE finding ADD COLUMN phone TEXT;
ALTER TABLE finding ADD COLUMN split_from TEXT;
CREATE INDEX finding_by_recurrence ON finding (tenant, recurrence_of);
CREATE INDEX finding_by_origin ON finding (tenant, split_from);
CREATE INDEX category_by_title ON category (tenant, title, inspection, ordinal);

CREATE TABLE support (
	tenant BIGINT NOT NULL,
	inspection BIGINT NOT NULL,
	finding BIGINT NOT NULL,
	unit BIGINT NOT NULL,
	active BOOLEAN NOT NULL,
	PRIMARY KEY (tenant, inspection, finding, unit),
	FOREIGN KEY (tenant, inspection, finding) REFERENCES finding (tenant, inspection, ordinal),
	FOREIGN KEY (tenant, unit) REFERENCES unit (tenant, id)
) WITHOUT ROWID;
