-- Rule packs, the dates that they set, the levels of a review. Nobody verifies an
-- application at two levels, and a level is passed once: this holds here too.

CREATE TABLE pack (
	tenant BIGINT NOT NULL,
	id BIGINT NOT NULL,
	name TEXT NOT NULL,
	text TEXT NOT NULL,
	PRIMARY KEY (tenant, id)
) WITHOUT ROWID;
CREATE INDEX pack_by_name ON pack (tenant, name, id);

ALTER TABLE inspection ADD COLUMN pack BIGINT;
ALTER TABLE inspection ADD COLUMN report_due TEXT;

ALTER TABLE finding ADD COLUMN registered TEXT;
ALTER TABLE finding ADD COLUMN plan_due TEXT;
ALTER TABLE finding ADD COLUMN due_rule TEXT;
ALTER TABLE finding ADD COLUMN level BIGINT;

ALTER TABLE decision ADD COLUMN level BIGINT
	CHECK (level IS NULL OR (asked IS NOT NULL AND level BETWEEN 1 AND 4));
ALTER TABLE decision ADD COLUMN rule TEXT;
CREATE UNIQUE INDEX decision_by_reviewer ON decision (tenant, inspection, finding, asked, actor)
	WHERE level IS NOT NULL;
CREATE UNIQUE INDEX decision_by_level ON decision (tenant, inspection, finding, asked, level)
	WHERE level IS NOT NULL;
