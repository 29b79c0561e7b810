-- What is due and not over. ?1 is the tenant. The reach, a unit's id or 0 for the
-- whole ledger, is asked here: what falls due is walked by its date, and the limit
-- counts those that are within it. PostgreSQL keeps its indexes where findings are
-- asked for their own unit, the others for their inspection's.

-- part: under_5
WITH RECURSIVE under (id) AS (
	SELECT id FROM unit WHERE tenant = ?1 AND id = ?5
	UNION ALL SELECT k.id FROM under JOIN unit k ON k.tenant = ?1 AND k.parent = under.id)
SELECT id FROM under;

-- part: under_3
WITH RECURSIVE under (id) AS (
	SELECT id FROM unit WHERE tenant = ?1 AND id = ?3
	UNION ALL SELECT k.id FROM under JOIN unit k ON k.tenant = ?1 AND k.parent = under.id)
SELECT id FROM under;

-- part: finding_reached
(CAST(?5 AS BIGINT) = 0 OR i.unit IN ({under_5}) OR f.lead_unit IN ({under_5}));

-- ?2, ?3: from this day to that one; ?4: at most; ?5: the reach
-- name: findings_due
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
FROM finding f
	JOIN inspection i ON i.tenant = f.tenant AND i.id = f.inspection
	LEFT JOIN unit u ON u.tenant = i.tenant AND u.id = i.unit
WHERE f.tenant = ?1 AND f.due >= ?2 AND f.due <= ?3
	AND f.state NOT IN ('closed', 'held', 'closed-unrectified', 'withdrawn',
		'closed-imported')
	AND (CAST(?5 AS BIGINT) = 0 OR f.unit IN ({under_5}) OR f.lead_unit IN ({under_5}))
ORDER BY f.due, f.inspection, f.ordinal LIMIT ?4;

-- ?2, ?3: from this day to that one; ?4: at most; ?5: the reach
-- name: measures_due
SELECT f.code, m.ordinal AS measure, m.text AS title, f.state, f.class, f.progress, m.due,
	m.owner, i.pack, i.unit AS unit_id, f.lead_unit AS lead_unit_id, u.name AS unit
FROM measure m
	JOIN finding f ON f.tenant = m.tenant AND f.inspection = m.inspection
		AND f.ordinal = m.finding
	JOIN inspection i ON i.tenant = m.tenant AND i.id = m.inspection
	LEFT JOIN unit u ON u.tenant = i.tenant AND u.id = i.unit
WHERE m.tenant = ?1 AND m.due >= ?2 AND m.due <= ?3
	AND (m.progress IS NULL OR m.progress <> 'done')
	AND (m.kind IS NULL OR m.kind <> 'recurring')
	AND f.state NOT IN ('closed', 'held', 'closed-unrectified', 'withdrawn',
		'closed-imported')
	AND {finding_reached}
ORDER BY m.due, m.inspection, m.finding, m.ordinal LIMIT ?4;

-- Plans that are asked for. ?2, ?3: from this day to that one; ?4: at most; ?5: the reach
-- name: plans_due
SELECT f.code, f.title, f.state, f.class, f.progress, f.plan_due AS due, f.owner, i.pack,
	i.unit AS unit_id, f.lead_unit AS lead_unit_id, u.name AS unit
FROM finding f
	JOIN inspection i ON i.tenant = f.tenant AND i.id = f.inspection
	LEFT JOIN unit u ON u.tenant = i.tenant AND u.id = i.unit
WHERE f.tenant = ?1 AND f.plan_due >= ?2 AND f.plan_due <= ?3
	AND f.state IN ('issued', 'claimed', 'disputed')
	AND {finding_reached}
ORDER BY f.plan_due, f.inspection, f.ordinal LIMIT ?4;

-- Reports on the whole that are asked for. ?2, ?3: from this day to that one; ?4: at
-- most; ?5: the reach
-- name: reports_due
SELECT i.code, i.inspected AS title, i.report_due AS due, i.pack, i.unit AS unit_id,
	u.name AS unit
FROM inspection i LEFT JOIN unit u ON u.tenant = i.tenant AND u.id = i.unit
WHERE i.tenant = ?1 AND i.report_due >= ?2 AND i.report_due <= ?3 AND i.reported IS NULL
	AND (CAST(?5 AS BIGINT) = 0 OR i.unit IN ({under_5}))
ORDER BY i.report_due, i.id LIMIT ?4;

-- ?2: at most; ?3: the reach
-- name: measures_recurring
SELECT f.code, m.ordinal AS measure, m.text AS title, f.state, f.class, f.progress, m.every,
	m.starts, m.reported, m.due AS until, m.owner, i.pack, i.unit AS unit_id,
	f.lead_unit AS lead_unit_id, u.name AS unit
FROM measure m
	JOIN finding f ON f.tenant = m.tenant AND f.inspection = m.inspection
		AND f.ordinal = m.finding
	JOIN inspection i ON i.tenant = m.tenant AND i.id = m.inspection
	LEFT JOIN unit u ON u.tenant = i.tenant AND u.id = i.unit
WHERE m.tenant = ?1 AND m.kind = 'recurring' AND (m.progress IS NULL OR m.progress <> 'done')
	AND f.state NOT IN ('closed', 'held', 'closed-unrectified', 'withdrawn',
		'closed-imported')
	AND (CAST(?3 AS BIGINT) = 0 OR i.unit IN ({under_3}) OR f.lead_unit IN ({under_3}))
ORDER BY m.inspection, m.finding, m.ordinal LIMIT ?2;

-- Findings that are not over and have no date, by whose they are.
-- name: findings_undated
SELECT i.unit AS unit_id, f.lead_unit AS lead_unit_id, count(*) AS n
FROM finding f JOIN inspection i ON i.tenant = f.tenant AND i.id = f.inspection
WHERE f.tenant = ?1 AND f.due IS NULL
	AND f.state NOT IN ('closed', 'held', 'closed-unrectified', 'withdrawn',
		'closed-imported')
GROUP BY i.unit, f.lead_unit;

-- Milestones that are not reached. ?2, ?3: from this day to that one; ?4: at most; ?5: the reach
-- name: milestones_due
SELECT f.code, s.measure, s.name AS title, f.state, f.class, f.progress, s.planned AS due,
	m.owner, i.pack, i.unit AS unit_id, f.lead_unit AS lead_unit_id, u.name AS unit
FROM milestone s
	JOIN measure m ON m.tenant = s.tenant AND m.inspection = s.inspection
		AND m.finding = s.finding AND m.ordinal = s.measure
	JOIN finding f ON f.tenant = s.tenant AND f.inspection = s.inspection
		AND f.ordinal = s.finding
	JOIN inspection i ON i.tenant = s.tenant AND i.id = s.inspection
	LEFT JOIN unit u ON u.tenant = i.tenant AND u.id = i.unit
WHERE s.tenant = ?1 AND s.planned >= ?2 AND s.planned <= ?3 AND s.actual IS NULL
	AND f.state NOT IN ('closed', 'held', 'closed-unrectified', 'withdrawn',
		'closed-imported')
	AND {finding_reached}
ORDER BY s.planned, s.inspection, s.finding, s.measure, s.ordinal LIMIT ?4;

-- Orders that wait for a reply. ?2, ?3: from this day to that one; ?4: at most; ?5: the reach
-- name: orders_due
SELECT o.code, o.text AS title, o.state, o.due, o.person AS owner, o.unit AS unit_id,
	u.name AS unit
FROM supervision_order o LEFT JOIN unit u ON u.tenant = o.tenant AND u.id = o.unit
WHERE o.tenant = ?1 AND o.due >= ?2 AND o.due <= ?3 AND o.state = 'sent'
	AND (CAST(?5 AS BIGINT) = 0 OR o.unit IN ({under_5}))
ORDER BY o.due, o.id LIMIT ?4;

-- Cases that wait to be handled or answered. ?2, ?3: from this day to that one;
-- ?4: at most; ?5: the reach
-- name: cases_due
SELECT c.code, c.text AS title, c.state, c.due, c.handler AS owner, c.unit AS unit_id,
	u.name AS unit
FROM case_file c LEFT JOIN unit u ON u.tenant = c.tenant AND u.id = c.unit
WHERE c.tenant = ?1 AND c.due >= ?2 AND c.due <= ?3
	AND c.state NOT IN ('answered', 'confirmed', 'refused')
	AND (CAST(?5 AS BIGINT) = 0 OR c.unit IN ({under_5}))
ORDER BY c.due, c.id LIMIT ?4;

-- Regulations to be looked at again. ?2, ?3: from this day to that one; ?4: at most; ?5: the reach
-- name: regulations_due
SELECT r.code, r.title, r.state, r.review AS due, r.unit AS unit_id, u.name AS unit
FROM regulation r LEFT JOIN unit u ON u.tenant = r.tenant AND u.id = r.unit
WHERE r.tenant = ?1 AND r.review >= ?2 AND r.review <= ?3 AND r.state = 'in-force'
	AND (CAST(?5 AS BIGINT) = 0 OR r.unit IN ({under_5}))
ORDER BY r.review, r.id LIMIT ?4;
