-- Personal data: its salts, and the first columns that hold any; the log's hash.

ALTER TABLE ledger ADD COLUMN hash TEXT;

ALTER TABLE person ADD COLUMN phone TEXT;
ALTER TABLE person ADD COLUMN email TEXT;

-- `row_key`: the row's key as JSON; `seq`: the event that filled the cell.
CREATE TABLE salt (
	tenant BIGINT NOT NULL,
	object TEXT NOT NULL,
	row_key TEXT NOT NULL,
	col TEXT NOT NULL,
	seq BIGINT NOT NULL,
	salt TEXT NOT NULL,
	PRIMARY KEY (tenant, object, row_key, col)
) WITHOUT ROWID;
CREATE INDEX salt_by_seq ON salt (tenant, seq, object, row_key, col);
