-- What the self-audit looks at. ?1 is the tenant.

-- Units with findings that are not over.
-- name: audit_units
SELECT DISTINCT u.id, u.name
FROM inspection i JOIN unit u ON u.tenant = i.tenant AND u.id = i.unit
WHERE i.tenant = ?1 AND EXISTS (SELECT 1 FROM finding f WHERE f.tenant = i.tenant
	AND f.inspection = i.id
	AND f.state NOT IN {over})
ORDER BY u.id;
