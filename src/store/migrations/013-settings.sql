-- Settings that somebody set; the others have the program's own value.

CREATE TABLE setting (
	tenant BIGINT NOT NULL,
	name TEXT NOT NULL,
	value TEXT,
	changed BIGINT NOT NULL,
	PRIMARY KEY (tenant, name)
) WITHOUT ROWID;
