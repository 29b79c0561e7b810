-- What is derived: the index of the search and, in each finding, its
-- inspection's unit. No part of the log; `huiyin reindex` makes the index anew.

-- A row of any searched object (search.tsv), by its key of up to three columns
-- (0 where there are fewer); a greater id was made later. `unit` and `lead` say who
-- may see it: the unit that was inspected, and the one that leads the work.
CREATE TABLE search_item (
	tenant BIGINT NOT NULL,
	id BIGINT NOT NULL,
	object TEXT NOT NULL,
	key1 BIGINT NOT NULL,
	key2 BIGINT NOT NULL,
	key3 BIGINT NOT NULL,
	unit BIGINT,
	lead BIGINT,
	PRIMARY KEY (tenant, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX search_item_by_key ON search_item (tenant, key1, key2, key3, object);

-- sqlite:
-- By the item's id; `place` holds words like ofinding u17 v18: object, unit, lead.
CREATE VIRTUAL TABLE search_text USING fts5 (title, body, place, content='', tokenize='grams');

-- postgres:
-- The grams of title and body, and words like /ofinding /u17 /v18 /c977 /d30: the
-- last two are the id in thousands and in 32 thousands, so that looking among the
-- newest costs the same in a large ledger. The list of what is not yet merged is
-- kept short, for each search reads it.
ALTER TABLE search_item ADD COLUMN grams TSVECTOR NOT NULL;
CREATE INDEX search_item_by_grams ON search_item USING GIN (grams)
	WITH (gin_pending_list_limit = 256);
-- both:

-- Which form of index the rows are of: see SEARCH_FORM in search.c.
CREATE TABLE search_form (
	tenant BIGINT NOT NULL,
	form BIGINT NOT NULL,
	PRIMARY KEY (tenant)
) WITHOUT ROWID;

ALTER TABLE finding ADD COLUMN unit BIGINT;
UPDATE finding SET unit = (SELECT i.unit FROM inspection i
	WHERE i.tenant = finding.tenant AND i.id = finding.inspection);

-- Lists of findings: of a unit by due date, those that are not over apart; by
-- last change; of the unit that leads the work.
CREATE INDEX finding_by_unit ON finding (tenant, unit, due, inspection, ordinal);
CREATE INDEX finding_open_of_unit ON finding (tenant, unit, due, inspection, ordinal)
	WHERE state NOT IN ('closed', 'held', 'closed-unrectified', 'withdrawn');
CREATE INDEX finding_open ON finding (tenant, due, inspection, ordinal)
	WHERE state NOT IN ('closed', 'held', 'closed-unrectified', 'withdrawn');
CREATE INDEX finding_by_change ON finding (tenant, changed, inspection, ordinal);
CREATE INDEX finding_by_lead ON finding (tenant, lead_unit, inspection, ordinal)
	WHERE lead_unit IS NOT NULL;
CREATE INDEX unit_by_parent ON unit (tenant, parent, id);
