-- Evidence of findings and measures: what it shows, who attached it, who cleared
-- it for the public (never the one who attached it), what made it void. The table
-- is made anew, since a key to its finding cannot be added.

CREATE TABLE attached (
	tenant BIGINT NOT NULL,
	inspection BIGINT NOT NULL,
	ordinal BIGINT NOT NULL,
	sha256 TEXT NOT NULL,
	name TEXT NOT NULL,
	kind TEXT NOT NULL,
	size BIGINT NOT NULL,
	finding BIGINT,
	measure BIGINT,
	item BIGINT,
	code TEXT,
	title TEXT,
	date TEXT,
	origin TEXT,
	actor TEXT,
	cleared_by TEXT,
	cleared TEXT,
	voided_by TEXT,
	voided TEXT,
	void_reason TEXT,
	PRIMARY KEY (tenant, inspection, ordinal),
	FOREIGN KEY (tenant, inspection) REFERENCES inspection (tenant, id),
	FOREIGN KEY (tenant, inspection, finding) REFERENCES finding (tenant, inspection, ordinal),
	CHECK (cleared_by IS NULL OR cleared_by <> actor),
	CHECK ((cleared_by IS NULL) = (cleared IS NULL)),
	CHECK ((voided_by IS NULL) = (voided IS NULL)),
	CHECK ((voided IS NULL) = (void_reason IS NULL))
) WITHOUT ROWID;
INSERT INTO attached (tenant, inspection, ordinal, sha256, name, kind, size)
	SELECT tenant, inspection, ordinal, sha256, name, kind, size FROM evidence;
DROP TABLE evidence;
ALTER TABLE attached RENAME TO evidence;
CREATE INDEX evidence_by_sha256 ON evidence (tenant, sha256);
CREATE UNIQUE INDEX evidence_by_code ON evidence (tenant, code);
CREATE UNIQUE INDEX evidence_by_item ON evidence (tenant, inspection, finding, measure, item);
