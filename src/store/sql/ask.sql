-- What the action door asks of what stands in the ledger. ?1 is the tenant.

-- name: ask_ledger
SELECT l.name, l.started, h.size AS changed
FROM ledger l JOIN head h ON h.tenant = l.tenant
WHERE l.tenant = ?1;

-- name: ask_unit_by_name
SELECT id, short_name FROM unit WHERE tenant = ?1 AND name = ?2;

-- name: ask_unit_last
SELECT id FROM unit WHERE tenant = ?1 ORDER BY id DESC LIMIT 1;

-- name: ask_inspection_last
SELECT id FROM inspection WHERE tenant = ?1 ORDER BY id DESC LIMIT 1;

-- name: ask_inspection_number
SELECT number FROM inspection WHERE tenant = ?1 AND year = ?2 ORDER BY number DESC LIMIT 1;

-- name: ask_notice_by_source
SELECT n.inspection, i.code
FROM notice n JOIN inspection i ON i.tenant = n.tenant AND i.id = n.inspection
WHERE n.tenant = ?1 AND n.source = ?2;
