-- Figures. ?1 is the tenant.

-- Each finding with what figures are made of; what is made of them stands in
-- src/ledger/figures.h. ?2: the reach, 0 = the whole ledger
-- name: figures_{scope=all,reach}
SELECT i.code AS inspection, i.pack, u.name AS unit, c.title AS category, f.class, f.state, f.due, f.closed, f.reopened,
	f.registered, i.feedback, f.amount, f.recurrence_of,
	(SELECT count(*) FROM extension x WHERE x.tenant = f.tenant
		AND x.inspection = f.inspection AND x.finding = f.ordinal
		AND x.outcome = 'granted') AS extensions
FROM {scope: finding f | {all_within ?2} k JOIN finding f ON f.tenant = ?1
		AND f.inspection = k.inspection AND f.ordinal = k.ordinal}
	JOIN category c ON c.tenant = f.tenant AND c.inspection = f.inspection
		AND c.ordinal = f.category
	JOIN inspection i ON i.tenant = f.tenant AND i.id = f.inspection
	LEFT JOIN unit u ON u.tenant = i.tenant AND u.id = i.unit
WHERE f.tenant = ?1 {scope: AND CAST(?2 AS BIGINT) = 0 | }
ORDER BY f.inspection, f.category, f.ordinal;
