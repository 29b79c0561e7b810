-- How findings stand to each other. ?1 is the tenant.

-- ?2, ?3: inspection id, finding
-- name: support_of_finding
SELECT u.name AS unit FROM support s JOIN unit u ON u.tenant = s.tenant AND u.id = s.unit
WHERE s.tenant = ?1 AND s.inspection = ?2 AND s.finding = ?3 AND s.active = TRUE
ORDER BY s.unit;

-- ?2: code of the one that was split
-- name: parts_of_finding
SELECT code, title, state FROM finding WHERE tenant = ?1 AND split_from = ?2
ORDER BY inspection, ordinal;

-- ?2: code of the earlier one; ?3: at most
-- name: recurrences_of_finding
SELECT code, title, state FROM finding WHERE tenant = ?1 AND recurrence_of = ?2
ORDER BY inspection, ordinal LIMIT ?3;

-- Earlier findings of the same unit, the newest first. ?2, ?3: before this
-- inspection id and ordinal; ?4: unit; ?5: at most
-- name: earlier_of_unit
SELECT f.code, f.title, f.state, u.name AS unit
FROM inspection i
	JOIN finding f ON f.tenant = i.tenant AND f.inspection = i.id
	LEFT JOIN unit u ON u.tenant = i.tenant AND u.id = i.unit
WHERE i.tenant = ?1 AND i.unit = ?4 AND i.id <= ?2
	AND (f.inspection < ?2 OR f.ordinal < ?3) AND f.state <> 'withdrawn'
ORDER BY i.id DESC, f.ordinal DESC LIMIT ?5;

-- Earlier findings of a category of that title, in whatever unit. ?4: title
-- name: earlier_of_category
SELECT f.code, f.title, f.state, u.name AS unit
FROM category c
	JOIN finding f ON f.tenant = c.tenant AND f.inspection = c.inspection
		AND f.category = c.ordinal
	JOIN inspection i ON i.tenant = f.tenant AND i.id = f.inspection
	LEFT JOIN unit u ON u.tenant = i.tenant AND u.id = i.unit
WHERE c.tenant = ?1 AND c.title = ?4 AND c.inspection <= ?2
	AND (f.inspection < ?2 OR f.ordinal < ?3) AND f.state <> 'withdrawn'
ORDER BY c.inspection DESC, f.ordinal DESC LIMIT ?5;

-- The newest of all that are earlier. ?4: at most
-- name: earlier_of_any
SELECT f.code, f.title, f.state, u.name AS unit
FROM finding f
	JOIN inspection i ON i.tenant = f.tenant AND i.id = f.inspection
	LEFT JOIN unit u ON u.tenant = i.tenant AND u.id = i.unit
WHERE f.tenant = ?1 AND (f.inspection, f.ordinal) < (?2, ?3) AND f.state <> 'withdrawn'
ORDER BY f.inspection DESC, f.ordinal DESC LIMIT ?4;
