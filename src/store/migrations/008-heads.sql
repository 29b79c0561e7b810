-- Proofs and signed heads: subtrees' roots, so that a proof reads few rows, and
-- the heads that were signed.

-- The root of the 2^level leaves from idx * 2^level on, level being 8, 16, 24 …
CREATE TABLE node (
	tenant BIGINT NOT NULL,
	level BIGINT NOT NULL,
	idx BIGINT NOT NULL,
	hash TEXT NOT NULL,
	PRIMARY KEY (tenant, level, idx)
) WITHOUT ROWID;

CREATE TABLE signed_head (
	tenant BIGINT NOT NULL,
	ordinal BIGINT NOT NULL,
	size BIGINT NOT NULL,
	root TEXT NOT NULL,
	signed_at TEXT NOT NULL,
	public_key TEXT NOT NULL,
	signature TEXT NOT NULL,
	PRIMARY KEY (tenant, ordinal)
) WITHOUT ROWID;

-- How many heads were signed.
ALTER TABLE head ADD COLUMN signed BIGINT;
