-- People and their rights, the life of a finding, and who decided what. That
-- who asks never answers holds here too, by a key to the row that asked.

ALTER TABLE unit ADD COLUMN parent BIGINT;

CREATE TABLE person (
	tenant BIGINT NOT NULL,
	id BIGINT NOT NULL,
	name TEXT NOT NULL,
	unit BIGINT,
	roles TEXT NOT NULL,
	changed BIGINT NOT NULL,
	PRIMARY KEY (tenant, id),
	FOREIGN KEY (tenant, unit) REFERENCES unit (tenant, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX person_by_name ON person (tenant, name);

ALTER TABLE finding ADD COLUMN detail TEXT;
ALTER TABLE finding ADD COLUMN class TEXT;
ALTER TABLE finding ADD COLUMN standard TEXT;
ALTER TABLE finding ADD COLUMN leader TEXT;
ALTER TABLE finding ADD COLUMN lead_unit BIGINT;
ALTER TABLE finding ADD COLUMN owner TEXT;
ALTER TABLE finding ADD COLUMN due TEXT;
ALTER TABLE finding ADD COLUMN asked BIGINT;
ALTER TABLE finding ADD COLUMN extension BIGINT;
ALTER TABLE finding ADD COLUMN since TEXT;
ALTER TABLE finding ADD COLUMN closed TEXT;
ALTER TABLE finding ADD COLUMN reopened BIGINT;
CREATE INDEX finding_by_due ON finding (tenant, due, inspection, ordinal);

ALTER TABLE measure ADD COLUMN progress TEXT;
ALTER TABLE measure ADD COLUMN reported TEXT;
ALTER TABLE measure ADD COLUMN kind TEXT;
ALTER TABLE measure ADD COLUMN every TEXT;
ALTER TABLE measure ADD COLUMN starts TEXT;
ALTER TABLE measure ADD COLUMN due TEXT;
ALTER TABLE measure ADD COLUMN owner TEXT;

CREATE TABLE report (
	tenant BIGINT NOT NULL,
	inspection BIGINT NOT NULL,
	finding BIGINT NOT NULL,
	ordinal BIGINT NOT NULL,
	measure BIGINT,
	actor TEXT NOT NULL,
	date TEXT NOT NULL,
	text TEXT NOT NULL,
	progress TEXT,
	reason TEXT,
	next TEXT,
	PRIMARY KEY (tenant, inspection, finding, ordinal),
	FOREIGN KEY (tenant, inspection, finding) REFERENCES finding (tenant, inspection, ordinal),
	FOREIGN KEY (tenant, inspection, finding, measure)
		REFERENCES measure (tenant, inspection, finding, ordinal)
) WITHOUT ROWID;

CREATE TABLE decision (
	tenant BIGINT NOT NULL,
	inspection BIGINT NOT NULL,
	finding BIGINT NOT NULL,
	ordinal BIGINT NOT NULL,
	verb TEXT NOT NULL,
	actor TEXT NOT NULL,
	date TEXT NOT NULL,
	version BIGINT NOT NULL,
	state TEXT NOT NULL,
	asked BIGINT,
	asked_by TEXT,
	text TEXT,
	due TEXT,
	score BIGINT,
	PRIMARY KEY (tenant, inspection, finding, ordinal),
	UNIQUE (tenant, inspection, finding, ordinal, actor),
	FOREIGN KEY (tenant, inspection, finding) REFERENCES finding (tenant, inspection, ordinal),
	FOREIGN KEY (tenant, inspection, finding, asked, asked_by)
		REFERENCES decision (tenant, inspection, finding, ordinal, actor),
	CHECK ((asked IS NULL) = (asked_by IS NULL)),
	CHECK (asked_by IS NULL OR asked_by <> actor),
	CHECK (asked IS NOT NULL OR verb NOT IN
		('uphold', 'approve', 'return-plan', 'return', 'verify', 'close-stage',
		'decide-extension'))
) WITHOUT ROWID;

CREATE TABLE extension (
	tenant BIGINT NOT NULL,
	inspection BIGINT NOT NULL,
	finding BIGINT NOT NULL,
	ordinal BIGINT NOT NULL,
	original TEXT NOT NULL,
	asked TEXT NOT NULL,
	reason TEXT NOT NULL,
	asked_by TEXT NOT NULL,
	outcome TEXT,
	granted TEXT,
	decided_by TEXT,
	decided TEXT,
	PRIMARY KEY (tenant, inspection, finding, ordinal),
	FOREIGN KEY (tenant, inspection, finding, ordinal)
		REFERENCES decision (tenant, inspection, finding, ordinal),
	CHECK (asked > original),
	CHECK (decided_by IS NULL OR decided_by <> asked_by),
	CHECK ((outcome IS NULL) = (decided_by IS NULL)),
	CHECK ((granted IS NOT NULL) = (outcome IS NOT NULL AND outcome = 'granted'))
) WITHOUT ROWID;

CREATE TABLE lookback (
	tenant BIGINT NOT NULL,
	inspection BIGINT NOT NULL,
	finding BIGINT NOT NULL,
	ordinal BIGINT NOT NULL,
	date TEXT NOT NULL,
	outcome TEXT NOT NULL,
	sample TEXT,
	PRIMARY KEY (tenant, inspection, finding, ordinal),
	FOREIGN KEY (tenant, inspection, finding, ordinal)
		REFERENCES decision (tenant, inspection, finding, ordinal)
) WITHOUT ROWID;
