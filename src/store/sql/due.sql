-- What is due and not over. ?1 is the tenant.

-- ?2, ?3: from this day to that one; ?4: at most
-- name: findings_due
SELECT f.code, f.title, f.state, f.due, f.owner, f.extension, u.name AS unit
FROM finding f
	JOIN inspection i ON i.tenant = f.tenant AND i.id = f.inspection
	LEFT JOIN unit u ON u.tenant = i.tenant AND u.id = i.unit
WHERE f.tenant = ?1 AND f.due >= ?2 AND f.due <= ?3
	AND f.state NOT IN ('closed', 'held', 'closed-unrectified', 'withdrawn')
ORDER BY f.due, f.inspection, f.ordinal LIMIT ?4;

-- ?2, ?3: from this day to that one; ?4: at most
-- name: measures_due
SELECT f.code, m.ordinal AS measure, m.text AS title, f.state, m.due, m.owner, u.name AS unit
FROM measure m
	JOIN finding f ON f.tenant = m.tenant AND f.inspection = m.inspection
		AND f.ordinal = m.finding
	JOIN inspection i ON i.tenant = m.tenant AND i.id = m.inspection
	LEFT JOIN unit u ON u.tenant = i.tenant AND u.id = i.unit
WHERE m.tenant = ?1 AND m.due >= ?2 AND m.due <= ?3
	AND (m.progress IS NULL OR m.progress <> 'done')
	AND (m.kind IS NULL OR m.kind <> 'recurring')
	AND f.state NOT IN ('closed', 'held', 'closed-unrectified', 'withdrawn')
ORDER BY m.due, m.inspection, m.finding, m.ordinal LIMIT ?4;

-- ?2: at most
-- name: measures_recurring
SELECT f.code, m.ordinal AS measure, m.text AS title, f.state, m.every, m.starts, m.reported,
	m.due AS until, m.owner, u.name AS unit
FROM measure m
	JOIN finding f ON f.tenant = m.tenant AND f.inspection = m.inspection
		AND f.ordinal = m.finding
	JOIN inspection i ON i.tenant = m.tenant AND i.id = m.inspection
	LEFT JOIN unit u ON u.tenant = i.tenant AND u.id = i.unit
WHERE m.tenant = ?1 AND m.kind = 'recurring' AND (m.progress IS NULL OR m.progress <> 'done')
	AND f.state NOT IN ('closed', 'held', 'closed-unrectified', 'withdrawn')
ORDER BY m.inspection, m.finding, m.ordinal LIMIT ?2;

-- Findings that are not over and have no date.
-- name: findings_undated
SELECT count(*) AS n FROM finding
WHERE tenant = ?1 AND due IS NULL
	AND state NOT IN ('closed', 'held', 'closed-unrectified', 'withdrawn');
