-- What is due is walked by its date, and lists of what is open too: their indexes hold
-- only what is not over, so that what years have done costs nothing. A finding of an
-- adopted sheet that was struck off there is over as well.

DROP INDEX finding_open;
CREATE INDEX finding_open ON finding (tenant, due, inspection, ordinal, state)
	WHERE state NOT IN ('closed', 'held', 'closed-unrectified', 'withdrawn', 'closed-imported');
DROP INDEX finding_open_of_unit;
CREATE INDEX finding_open_of_unit ON finding (tenant, unit, due, inspection, ordinal, state)
	WHERE state NOT IN ('closed', 'held', 'closed-unrectified', 'withdrawn', 'closed-imported');
DROP INDEX finding_by_plan_due;
CREATE INDEX finding_unplanned ON finding (tenant, plan_due, inspection, ordinal)
	WHERE state IN ('issued', 'claimed', 'disputed');
DROP INDEX measure_by_due;
CREATE INDEX measure_open ON measure (tenant, due, inspection, finding, ordinal)
	WHERE (progress IS NULL OR progress <> 'done') AND (kind IS NULL OR kind <> 'recurring');
DROP INDEX milestone_by_planned;
CREATE INDEX milestone_open ON milestone (tenant, planned, inspection, finding)
	WHERE actual IS NULL;
DROP INDEX order_by_due;
CREATE INDEX order_open ON supervision_order (tenant, due, id) WHERE state = 'sent';
DROP INDEX case_by_due;
CREATE INDEX case_open ON case_file (tenant, due, id)
	WHERE state NOT IN ('answered', 'confirmed', 'refused');

-- How many findings are in which state, of units and of all.
CREATE INDEX finding_by_state ON finding (tenant, unit, state, inspection, ordinal);

-- What waits for a decision, the longest waiting first.
CREATE INDEX finding_waiting ON finding (tenant, changed, inspection, ordinal)
	WHERE state IN ('planned', 'applied') OR (extension IS NOT NULL
		AND state IN ('rectifying', 'returned', 'reopened'));
