-- What is due and not over, and what several files ask of states and units. ?1 is the
-- tenant. What falls due in the whole ledger (scope all) is walked by its date, in the
-- indexes of what is open; of a unit and those under it, of what they lead (reach), the
-- open findings come first. The limit counts what is within the reach.

-- The states of a finding that is over; the indexes of what is open say the same.
-- part: over
('closed', 'held', 'closed-unrectified', 'withdrawn', 'closed-imported');

-- The unit ?N and those under it. The tenant goes along: where it is a parameter, SQLite
-- reads all units for a filter before it asks the index.
-- part: with_under
WITH RECURSIVE under (tenant, id) AS (
	SELECT tenant, id FROM unit WHERE tenant = ?1 AND id = ?N
	UNION ALL SELECT k.tenant, k.id FROM under
		JOIN unit k ON k.tenant = under.tenant AND k.parent = under.id);

-- part: under
{with_under ?N} SELECT id FROM under;

-- One of them, where a walk begins; PostgreSQL takes them for few, and asks an index.
-- part: of_units
-- sqlite:
IN (SELECT id FROM under);
-- postgres:
= ANY (ARRAY(SELECT id FROM under));

-- The findings within the reach ?N.
-- part: all_within
({with_under ?N} SELECT inspection, ordinal, state FROM finding
	WHERE tenant = ?1 AND unit {of_units}
	UNION SELECT inspection, ordinal, state FROM finding
	WHERE tenant = ?1 AND lead_unit {of_units});

-- Those that are open.
-- part: open_within
({with_under ?N} SELECT inspection, ordinal, due FROM finding
	WHERE tenant = ?1 AND unit {of_units} AND state NOT IN {over}
	UNION SELECT inspection, ordinal, due FROM finding
	WHERE tenant = ?1 AND lead_unit {of_units} AND state NOT IN {over});

-- part: findings_of
FROM {scope: finding f | {open_within ?N} k JOIN finding f ON f.tenant = ?1
	AND f.inspection = k.inspection AND f.ordinal = k.ordinal};

-- What a measure or a milestone is of comes after it (CROSS JOIN holds SQLite to that).
-- part: measures_of
FROM {scope: | {open_within ?N} k CROSS JOIN} measure m CROSS JOIN finding f;

-- part: milestones_of
FROM {scope: milestone s | {open_within ?N} k JOIN milestone s ON s.tenant = ?1
		AND s.inspection = k.inspection AND s.finding = k.ordinal}
	CROSS JOIN measure m CROSS JOIN finding f;

-- part: its_finding
f.tenant = ?1 AND f.inspection = m.inspection AND f.ordinal = m.finding
	AND f.state NOT IN {over} {scope: AND CAST(?4 AS BIGINT) = 0
		| AND m.inspection = k.inspection AND m.finding = k.ordinal};

-- part: of_findings
	JOIN inspection i ON i.tenant = f.tenant AND i.id = f.inspection
	LEFT JOIN unit u ON u.tenant = i.tenant AND u.id = i.unit;

-- Of findings, ?2, ?3: from this day to that one; ?4: the reach, 0 = the whole ledger
-- name: findings_due_count_{scope=all,reach}
SELECT count(*) AS n {findings_of ?4}
WHERE f.tenant = ?1 AND {scope: f | k}.due >= ?2 AND {scope: f | k}.due <= ?3 AND f.state NOT IN {over}
	{scope: AND CAST(?4 AS BIGINT) = 0 | };

-- Here and in what follows, ?2, ?3: from this day to that one; ?4: the reach; ?5: at most
-- name: findings_due_{scope=all,reach}
SELECT f.code, f.title, f.state, f.class, f.progress, f.due, f.owner, f.extension,
	i.pack, i.unit AS unit_id, f.lead_unit AS lead_unit_id, f.since, f.registered,
	i.feedback AS started_from,
	(SELECT count(*) FROM measure m WHERE m.tenant = f.tenant AND m.inspection = f.inspection
		AND m.finding = f.ordinal AND (m.kind IS NULL OR m.kind <> 'recurring'))
		AS measures_once,
	(SELECT count(*) FROM measure m WHERE m.tenant = f.tenant AND m.inspection = f.inspection
		AND m.finding = f.ordinal AND (m.kind IS NULL OR m.kind <> 'recurring')
		AND m.progress = 'done') AS measures_done,
	(SELECT min(m.due || '') FROM measure m WHERE m.tenant = f.tenant
		AND m.inspection = f.inspection AND m.finding = f.ordinal
		AND (m.kind IS NULL OR m.kind <> 'recurring')
		AND (m.progress IS NULL OR m.progress <> 'done')) AS open_due,
	u.name AS unit
{findings_of ?4} {of_findings}
WHERE f.tenant = ?1 AND {scope: f | k}.due >= ?2 AND {scope: f | k}.due <= ?3 AND f.state NOT IN {over}
	{scope: AND CAST(?4 AS BIGINT) = 0 | }
ORDER BY {scope: f | k}.due, f.inspection, f.ordinal LIMIT ?5;

-- name: measures_due_{scope=all,reach}
SELECT f.code, m.ordinal AS measure, m.text AS title, f.state, f.class, f.progress, m.due,
	m.owner, i.pack, i.unit AS unit_id, f.lead_unit AS lead_unit_id, u.name AS unit
{measures_of ?4} {of_findings}
WHERE m.tenant = ?1 AND m.due >= ?2 AND m.due <= ?3
	AND (m.progress IS NULL OR m.progress <> 'done')
	AND (m.kind IS NULL OR m.kind <> 'recurring') AND {its_finding}
ORDER BY m.due, m.inspection, m.finding, m.ordinal LIMIT ?5;

-- Plans that are asked for.
-- name: plans_due_{scope=all,reach}
SELECT f.code, f.title, f.state, f.class, f.progress, f.plan_due AS due, f.owner, i.pack,
	i.unit AS unit_id, f.lead_unit AS lead_unit_id, u.name AS unit
{findings_of ?4} {of_findings}
WHERE f.tenant = ?1 AND f.plan_due >= ?2 AND f.plan_due <= ?3
	AND f.state IN ('issued', 'claimed', 'disputed') {scope: AND CAST(?4 AS BIGINT) = 0 | }
ORDER BY f.plan_due, f.inspection, f.ordinal LIMIT ?5;

-- Reports on the whole that are asked for.
-- name: reports_due
SELECT i.code, i.inspected AS title, i.report_due AS due, i.pack, i.unit AS unit_id,
	u.name AS unit
FROM inspection i LEFT JOIN unit u ON u.tenant = i.tenant AND u.id = i.unit
WHERE i.tenant = ?1 AND i.report_due >= ?2 AND i.report_due <= ?3 AND i.reported IS NULL
	AND (CAST(?4 AS BIGINT) = 0 OR i.unit IN ({under ?4}))
ORDER BY i.report_due, i.id LIMIT ?5;

-- Those that recur; their dates are worked out of `starts` and `every`, within what ?2
-- and ?3 leave.
-- name: measures_recurring_{scope=all,reach}
SELECT f.code, m.ordinal AS measure, m.text AS title, f.state, f.class, f.progress, m.every,
	m.starts, m.reported, m.due AS until, m.owner, i.pack, i.unit AS unit_id,
	f.lead_unit AS lead_unit_id, u.name AS unit
{measures_of ?4} {of_findings}
WHERE m.tenant = ?1 AND m.kind = 'recurring' AND (m.progress IS NULL OR m.progress <> 'done')
	AND m.starts <= ?3 AND (m.due IS NULL OR m.due >= ?2)
	AND {its_finding}
ORDER BY m.inspection, m.finding, m.ordinal LIMIT ?5;

-- Findings that are not over and have no date. ?2: the reach
-- name: findings_undated_{scope=all,reach}
SELECT count(*) AS n {findings_of ?2}
WHERE f.tenant = ?1 AND f.due IS NULL AND f.state NOT IN {over}
	{scope: AND CAST(?2 AS BIGINT) = 0 | };

-- Milestones that are not reached.
-- name: milestones_due_{scope=all,reach}
SELECT f.code, s.measure, s.name AS title, f.state, f.class, f.progress, s.planned AS due,
	m.owner, i.pack, i.unit AS unit_id, f.lead_unit AS lead_unit_id, u.name AS unit
{milestones_of ?4} {of_findings}
WHERE s.tenant = ?1 AND s.planned >= ?2 AND s.planned <= ?3 AND s.actual IS NULL
	AND m.tenant = ?1 AND m.inspection = s.inspection AND m.finding = s.finding
	AND m.ordinal = s.measure AND {its_finding}
ORDER BY s.planned, s.inspection, s.finding, s.measure, s.ordinal LIMIT ?5;

-- Orders that wait for a reply.
-- name: orders_due
SELECT o.code, o.text AS title, o.state, o.due, o.person AS owner, o.unit AS unit_id,
	u.name AS unit
FROM supervision_order o LEFT JOIN unit u ON u.tenant = o.tenant AND u.id = o.unit
WHERE o.tenant = ?1 AND o.due >= ?2 AND o.due <= ?3 AND o.state = 'sent'
	AND (CAST(?4 AS BIGINT) = 0 OR o.unit IN ({under ?4}))
ORDER BY o.due, o.id LIMIT ?5;

-- Cases that wait to be handled or answered.
-- name: cases_due
SELECT c.code, c.text AS title, c.state, c.due, c.handler AS owner, c.unit AS unit_id,
	u.name AS unit
FROM case_file c LEFT JOIN unit u ON u.tenant = c.tenant AND u.id = c.unit
WHERE c.tenant = ?1 AND c.due >= ?2 AND c.due <= ?3
	AND c.state NOT IN ('answered', 'confirmed', 'refused')
	AND (CAST(?4 AS BIGINT) = 0 OR c.unit IN ({under ?4}))
ORDER BY c.due, c.id LIMIT ?5;

-- Regulations to be looked at again.
-- name: regulations_due
SELECT r.code, r.title, r.state, r.review AS due, r.unit AS unit_id, u.name AS unit
FROM regulation r LEFT JOIN unit u ON u.tenant = r.tenant AND u.id = r.unit
WHERE r.tenant = ?1 AND r.review >= ?2 AND r.review <= ?3 AND r.state = 'in-force'
	AND (CAST(?4 AS BIGINT) = 0 OR r.unit IN ({under ?4}))
ORDER BY r.review, r.id LIMIT ?5;
