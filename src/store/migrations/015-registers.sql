-- Registers and their records; indicators that take their figure from a register.

CREATE TABLE register (
	tenant BIGINT NOT NULL,
	id BIGINT NOT NULL,
	name TEXT NOT NULL,
	unit BIGINT,
	text TEXT NOT NULL,
	PRIMARY KEY (tenant, id),
	FOREIGN KEY (tenant, unit) REFERENCES unit (tenant, id)
) WITHOUT ROWID;
CREATE INDEX register_by_name ON register (tenant, name, id);

CREATE TABLE record (
	tenant BIGINT NOT NULL,
	id BIGINT NOT NULL,
	code TEXT NOT NULL,
	year BIGINT NOT NULL,
	number BIGINT NOT NULL,
	register BIGINT NOT NULL,
	name TEXT NOT NULL,
	unit BIGINT NOT NULL,
	date TEXT NOT NULL,
	about TEXT,
	measure BIGINT,
	node BIGINT,
	opened TEXT,
	state TEXT NOT NULL,
	asked BIGINT,
	changed BIGINT NOT NULL,
	PRIMARY KEY (tenant, id),
	FOREIGN KEY (tenant, register) REFERENCES register (tenant, id),
	FOREIGN KEY (tenant, unit) REFERENCES unit (tenant, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX record_by_code ON record (tenant, code);
CREATE UNIQUE INDEX record_by_number ON record (tenant, year, number);
CREATE INDEX record_by_date ON record (tenant, name, date, id);
CREATE INDEX record_by_unit ON record (tenant, name, unit, date, id);
CREATE INDEX record_by_about ON record (tenant, about, id);

CREATE TABLE record_value (
	tenant BIGINT NOT NULL,
	record BIGINT NOT NULL,
	field TEXT NOT NULL,
	text TEXT,
	number BIGINT,
	date TEXT,
	secret TEXT,
	PRIMARY KEY (tenant, record, field),
	FOREIGN KEY (tenant, record) REFERENCES record (tenant, id)
) WITHOUT ROWID;

CREATE TABLE record_node (
	tenant BIGINT NOT NULL,
	record BIGINT NOT NULL,
	ordinal BIGINT NOT NULL,
	name TEXT NOT NULL,
	date TEXT NOT NULL,
	actor TEXT NOT NULL,
	text TEXT,
	PRIMARY KEY (tenant, record, ordinal),
	FOREIGN KEY (tenant, record) REFERENCES record (tenant, id)
) WITHOUT ROWID;

ALTER TABLE indicator ADD COLUMN register TEXT;
ALTER TABLE indicator ADD COLUMN counts TEXT;
ALTER TABLE indicator ADD COLUMN chosen TEXT;
ALTER TABLE indicator ADD COLUMN since TEXT;
ALTER TABLE indicator ADD COLUMN until TEXT;
