-- Registers and records: what the action door asks, what lists, counts and views
-- read. ?1 is the tenant.

-- name: ask_register
SELECT id, name, unit, text FROM register WHERE tenant = ?1 AND id = ?2;

-- The newest of that name that is the unit's own (?3; 0: the whole ledger's).
-- name: ask_register_of
SELECT id, name, unit, text FROM register
WHERE tenant = ?1 AND name = ?2 AND coalesce(unit, 0) = ?3 ORDER BY id DESC LIMIT 1;

-- name: ask_register_last
SELECT id FROM register WHERE tenant = ?1 ORDER BY id DESC LIMIT 1;

-- With the definition that it was made under.
-- name: ask_record
SELECT r.id, r.code, r.name, r.unit, r.date, r.about, r.measure, r.node, r.opened, r.state,
	r.asked, r.changed, g.text AS definition,
	(SELECT max(s.ordinal) FROM step s WHERE s.tenant = r.tenant
		AND s.object = 'record' AND s.id = r.id) AS steps
FROM record r JOIN register g ON g.tenant = r.tenant AND g.id = r.register
WHERE r.tenant = ?1 AND r.code = ?2;

-- ?2: year
-- name: ask_record_last
SELECT (SELECT max(id) FROM record WHERE tenant = ?1) AS id,
	(SELECT max(number) FROM record WHERE tenant = ?1 AND year = ?2) AS number;

-- ?2: after this id; ?3: at most
-- name: registers
SELECT g.id, g.name, g.text, g.unit AS unit_id, u.name AS unit
FROM register g LEFT JOIN unit u ON u.tenant = g.tenant AND u.id = g.unit
WHERE g.tenant = ?1 AND g.id > ?2 ORDER BY g.id LIMIT ?3;

-- Records of the register ?2, of all units or of ?3 and those under it, on days from
-- ?4 to ?5, after the day ?6 and id ?7; ?8: at most.
-- name: records_{scope=all,under}
SELECT r.id, r.code, r.name, r.date, r.about, r.measure, r.node, r.opened, r.state, r.changed,
	r.unit AS unit_id, u.name AS unit, g.text AS definition
FROM record r JOIN register g ON g.tenant = r.tenant AND g.id = r.register
	LEFT JOIN unit u ON u.tenant = r.tenant AND u.id = r.unit
WHERE r.tenant = ?1 AND r.name = ?2 {scope: AND CAST(?3 AS BIGINT) = 0 | AND r.unit IN ({under ?3})}
	AND r.date >= ?4 AND r.date <= ?5 AND (r.date, r.id) > (?6, ?7)
ORDER BY r.date, r.id LIMIT ?8;

-- name: record_by_code
SELECT r.id, r.code, r.name, r.date, r.about, r.measure, r.node, r.opened, r.state, r.changed,
	r.unit AS unit_id, u.name AS unit, g.text AS definition
FROM record r JOIN register g ON g.tenant = r.tenant AND g.id = r.register
	LEFT JOIN unit u ON u.tenant = r.tenant AND u.id = r.unit
WHERE r.tenant = ?1 AND r.code = ?2;

-- ?2: record id
-- name: values_of_record
SELECT field, text, number, date, secret FROM record_value
WHERE tenant = ?1 AND record = ?2 ORDER BY field;

-- name: nodes_of_record
SELECT ordinal, name, date, actor, text FROM record_node
WHERE tenant = ?1 AND record = ?2 ORDER BY ordinal;

-- What is counted: the values of each record that stands, those of one record one
-- after another; personal ones are not read. ?2 to ?5 as above.
-- name: tally_{scope=all,under}
SELECT r.id, r.date, r.node, v.field, v.text, v.number, v.date AS day,
	CASE WHEN v.number IS NULL THEN 0 ELSE 1 END AS counted
FROM record r LEFT JOIN record_value v ON v.tenant = r.tenant AND v.record = r.id
WHERE r.tenant = ?1 AND r.name = ?2 {scope: AND CAST(?3 AS BIGINT) = 0 | AND r.unit IN ({under ?3})}
	AND r.date >= ?4 AND r.date <= ?5 AND r.state = 'recorded'
ORDER BY r.date, r.id;

-- ?2: code of an inspection or finding; ?3: at most
-- name: records_about
SELECT code, name, date FROM record WHERE tenant = ?1 AND about = ?2 ORDER BY id LIMIT ?3;
