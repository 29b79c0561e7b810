-- The ledger, its log, and the log's head. Types and words are those that both
-- SQLite and PostgreSQL's relatives take; every key starts with the tenant.

CREATE TABLE ledger (
	tenant BIGINT NOT NULL,
	name TEXT,
	started TEXT NOT NULL,
	PRIMARY KEY (tenant)
) WITHOUT ROWID;

CREATE TABLE unit (
	tenant BIGINT NOT NULL,
	id BIGINT NOT NULL,
	name TEXT NOT NULL,
	short_name TEXT,
	changed BIGINT NOT NULL,
	PRIMARY KEY (tenant, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX unit_by_name ON unit (tenant, name);

CREATE TABLE inspection (
	tenant BIGINT NOT NULL,
	id BIGINT NOT NULL,
	code TEXT NOT NULL,
	year BIGINT NOT NULL,
	number BIGINT NOT NULL,
	unit BIGINT,
	kind TEXT,
	authority TEXT,
	team TEXT,
	inspected TEXT,
	started TEXT,
	ended TEXT,
	feedback TEXT,
	changed BIGINT NOT NULL,
	PRIMARY KEY (tenant, id),
	FOREIGN KEY (tenant, unit) REFERENCES unit (tenant, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX inspection_by_code ON inspection (tenant, code);
CREATE UNIQUE INDEX inspection_by_number ON inspection (tenant, year, number);
CREATE INDEX inspection_by_unit ON inspection (tenant, unit, id);

CREATE TABLE notice (
	tenant BIGINT NOT NULL,
	inspection BIGINT NOT NULL,
	ordinal BIGINT NOT NULL,
	issuer TEXT,
	title TEXT,
	published TEXT,
	phone TEXT,
	address TEXT,
	postcode TEXT,
	email TEXT,
	disclosure_start TEXT,
	disclosure_end TEXT,
	disclosure_text TEXT,
	source TEXT NOT NULL,
	PRIMARY KEY (tenant, inspection, ordinal),
	FOREIGN KEY (tenant, inspection) REFERENCES inspection (tenant, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX notice_by_source ON notice (tenant, source);

CREATE TABLE section (
	tenant BIGINT NOT NULL,
	inspection BIGINT NOT NULL,
	notice BIGINT NOT NULL,
	ordinal BIGINT NOT NULL,
	label TEXT,
	title TEXT,
	role TEXT NOT NULL,
	heading TEXT,
	position BIGINT NOT NULL,
	flows BOOLEAN NOT NULL,
	PRIMARY KEY (tenant, inspection, notice, ordinal),
	FOREIGN KEY (tenant, inspection, notice) REFERENCES notice (tenant, inspection, ordinal)
) WITHOUT ROWID;

CREATE TABLE category (
	tenant BIGINT NOT NULL,
	inspection BIGINT NOT NULL,
	ordinal BIGINT NOT NULL,
	label TEXT,
	title TEXT,
	heading TEXT,
	position BIGINT NOT NULL,
	flows BOOLEAN NOT NULL,
	PRIMARY KEY (tenant, inspection, ordinal),
	FOREIGN KEY (tenant, inspection) REFERENCES inspection (tenant, id)
) WITHOUT ROWID;

CREATE TABLE finding (
	tenant BIGINT NOT NULL,
	inspection BIGINT NOT NULL,
	ordinal BIGINT NOT NULL,
	category BIGINT NOT NULL,
	code TEXT NOT NULL,
	label TEXT,
	title TEXT,
	heading TEXT,
	position BIGINT NOT NULL,
	flows BOOLEAN NOT NULL,
	state TEXT NOT NULL,
	progress TEXT,
	changed BIGINT NOT NULL,
	PRIMARY KEY (tenant, inspection, ordinal),
	FOREIGN KEY (tenant, inspection, category) REFERENCES category (tenant, inspection, ordinal)
) WITHOUT ROWID;
CREATE UNIQUE INDEX finding_by_code ON finding (tenant, code);

CREATE TABLE measure (
	tenant BIGINT NOT NULL,
	inspection BIGINT NOT NULL,
	finding BIGINT NOT NULL,
	ordinal BIGINT NOT NULL,
	label TEXT,
	text TEXT NOT NULL,
	position BIGINT NOT NULL,
	flows BOOLEAN NOT NULL,
	changed BIGINT NOT NULL,
	PRIMARY KEY (tenant, inspection, finding, ordinal),
	FOREIGN KEY (tenant, inspection, finding) REFERENCES finding (tenant, inspection, ordinal)
) WITHOUT ROWID;

CREATE TABLE fact (
	tenant BIGINT NOT NULL,
	inspection BIGINT NOT NULL,
	finding BIGINT NOT NULL,
	measure BIGINT NOT NULL,
	ordinal BIGINT NOT NULL,
	kind TEXT NOT NULL,
	value DOUBLE PRECISION,
	low DOUBLE PRECISION,
	high DOUBLE PRECISION,
	unit TEXT,
	approx TEXT,
	per TEXT,
	date TEXT,
	expected BOOLEAN NOT NULL,
	subject TEXT,
	PRIMARY KEY (tenant, inspection, finding, measure, ordinal),
	FOREIGN KEY (tenant, inspection, finding, measure)
		REFERENCES measure (tenant, inspection, finding, ordinal)
) WITHOUT ROWID;

CREATE TABLE prose (
	tenant BIGINT NOT NULL,
	inspection BIGINT NOT NULL,
	notice BIGINT NOT NULL,
	ordinal BIGINT NOT NULL,
	place TEXT NOT NULL,
	section TEXT,
	text TEXT NOT NULL,
	position BIGINT NOT NULL,
	flows BOOLEAN NOT NULL,
	PRIMARY KEY (tenant, inspection, notice, ordinal),
	FOREIGN KEY (tenant, inspection, notice) REFERENCES notice (tenant, inspection, ordinal)
) WITHOUT ROWID;

CREATE TABLE evidence (
	tenant BIGINT NOT NULL,
	inspection BIGINT NOT NULL,
	ordinal BIGINT NOT NULL,
	sha256 TEXT NOT NULL,
	name TEXT NOT NULL,
	kind TEXT NOT NULL,
	size BIGINT NOT NULL,
	PRIMARY KEY (tenant, inspection, ordinal),
	FOREIGN KEY (tenant, inspection) REFERENCES inspection (tenant, id)
) WITHOUT ROWID;
CREATE INDEX evidence_by_sha256 ON evidence (tenant, sha256);

-- The log: one row an action. `leaf` is the Merkle leaf hash of the row.
CREATE TABLE event (
	tenant BIGINT NOT NULL,
	seq BIGINT NOT NULL,
	recorded TEXT NOT NULL,
	happened TEXT NOT NULL,
	actor TEXT NOT NULL,
	verb TEXT NOT NULL,
	target TEXT,
	request_key TEXT,
	request_hash TEXT,
	payload TEXT NOT NULL,
	leaf TEXT NOT NULL,
	PRIMARY KEY (tenant, seq)
);
CREATE UNIQUE INDEX event_by_key ON event (tenant, request_key);
CREATE INDEX event_by_target ON event (tenant, target, seq);

-- The log's head: how many events, the root over their leaves, the frontier
-- that the next leaf is added to.
CREATE TABLE head (
	tenant BIGINT NOT NULL,
	size BIGINT NOT NULL,
	root TEXT NOT NULL,
	frontier TEXT NOT NULL,
	PRIMARY KEY (tenant)
) WITHOUT ROWID;
