-- Units and people, as administrators see them. ?1 is the tenant. Lists page by key:
-- ?2: after this id; ?3: at most.

-- name: units
SELECT u.id AS unit_id, u.name, u.short_name, u.parent,
	(SELECT count(*) FROM inspection i WHERE i.tenant = u.tenant AND i.unit = u.id)
		AS inspections
FROM unit u WHERE u.tenant = ?1 AND u.id > ?2 ORDER BY u.id LIMIT ?3;

-- name: people
SELECT p.id, p.name, p.roles, p.unit AS unit_id, u.name AS unit
FROM person p LEFT JOIN unit u ON u.tenant = p.tenant AND u.id = p.unit
WHERE p.tenant = ?1 AND p.id > ?2 ORDER BY p.id LIMIT ?3;

-- name: person_by_name
SELECT p.id, p.name, p.roles, p.phone, p.email, p.unit AS unit_id, u.name AS unit
FROM person p LEFT JOIN unit u ON u.tenant = p.tenant AND u.id = p.unit
WHERE p.tenant = ?1 AND p.name = ?2;

-- Findings of a unit that are not over. ?2: unit; ?3: at most
-- name: open_of_unit
SELECT f.code, f.title, f.state, f.progress, f.due, f.owner
FROM inspection i JOIN finding f ON f.tenant = i.tenant AND f.inspection = i.id
WHERE i.tenant = ?1 AND i.unit = ?2
	AND f.state NOT IN {over}
ORDER BY i.id, f.ordinal LIMIT ?3;

-- ?2: unit; ?3: at most
-- name: people_of_unit
SELECT p.id, p.name, p.roles FROM person p
WHERE p.tenant = ?1 AND p.unit = ?2 ORDER BY p.id LIMIT ?3;
