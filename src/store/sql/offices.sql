-- What has a life beside findings: orders, cases, regulations; and what measures
-- are held to. ?1 is the tenant. Lists page by key: ?2: after this id; ?3: at most.

-- name: orders
SELECT o.id, o.code, o.level, o.person, o.text, o.issued, o.due, o.state, o.replied,
	o.unit AS unit_id,
	u.name AS unit,
	(SELECT count(*) FROM order_item i WHERE i.tenant = o.tenant AND i.id = o.id) AS findings
FROM supervision_order o LEFT JOIN unit u ON u.tenant = o.tenant AND u.id = o.unit
WHERE o.tenant = ?1 AND o.id > ?2 ORDER BY o.id LIMIT ?3;

-- name: order_by_code
SELECT o.id, o.code, o.level, o.person, o.text, o.issued, o.due, o.state, o.reply, o.replied,
	o.raised_from, o.changed, u.name AS unit,
	(SELECT min(n.code || '') FROM supervision_order n WHERE n.tenant = o.tenant AND n.id > o.id
		AND n.raised_from = o.code) AS raised_to
FROM supervision_order o LEFT JOIN unit u ON u.tenant = o.tenant AND u.id = o.unit
WHERE o.tenant = ?1 AND o.code = ?2;

-- ?2: order id
-- name: findings_of_order
SELECT f.code, f.title, f.state, f.due
FROM order_item i JOIN finding f ON f.tenant = i.tenant AND f.inspection = i.inspection
	AND f.ordinal = i.finding
WHERE i.tenant = ?1 AND i.id = ?2 ORDER BY i.inspection, i.finding;

-- name: cases
SELECT c.id, c.code, c.channel, c.received, c.text, c.state, c.due, c.handler, c.finding,
	c.unit AS unit_id,
	u.name AS unit
FROM case_file c LEFT JOIN unit u ON u.tenant = c.tenant AND u.id = c.unit
WHERE c.tenant = ?1 AND c.id > ?2 ORDER BY c.id LIMIT ?3;

-- name: case_by_code
SELECT c.id, c.code, c.channel, c.received, c.place, c.text, c.contact, c.phone, c.state, c.due,
	c.handler, c.handling, c.answer, c.finding, c.changed, u.name AS unit
FROM case_file c LEFT JOIN unit u ON u.tenant = c.tenant AND u.id = c.unit
WHERE c.tenant = ?1 AND c.code = ?2;

-- name: regulations
SELECT r.id, r.code, r.title, r.document, r.in_force, r.review, r.state, r.unit AS unit_id,
	u.name AS unit,
	(SELECT count(*) FROM regulation_finding x WHERE x.tenant = r.tenant AND x.id = r.id)
		AS findings
FROM regulation r LEFT JOIN unit u ON u.tenant = r.tenant AND u.id = r.unit
WHERE r.tenant = ?1 AND r.id > ?2 ORDER BY r.id LIMIT ?3;

-- name: regulation_by_code
SELECT r.id, r.code, r.title, r.document, r.in_force, r.review, r.state, r.changed, u.name AS unit
FROM regulation r LEFT JOIN unit u ON u.tenant = r.tenant AND u.id = r.unit
WHERE r.tenant = ?1 AND r.code = ?2;

-- ?2: regulation id
-- name: findings_of_regulation
SELECT f.code, f.title, f.state, f.due
FROM regulation_finding x JOIN finding f ON f.tenant = x.tenant AND f.inspection = x.inspection
	AND f.ordinal = x.finding
WHERE x.tenant = ?1 AND x.id = ?2 ORDER BY x.inspection, x.finding;

-- ?2, ?3: table, id
-- name: steps_of
SELECT ordinal, verb, actor, date, version, state, asked, asked_by, text, due
FROM step WHERE tenant = ?1 AND object = ?2 AND id = ?3 ORDER BY ordinal;

-- ?2, ?3: inspection id, finding
-- name: orders_of_finding
SELECT o.code FROM order_item i JOIN supervision_order o ON o.tenant = i.tenant AND o.id = i.id
WHERE i.tenant = ?1 AND i.inspection = ?2 AND i.finding = ?3 ORDER BY i.id;

-- ?2, ?3: inspection id, finding
-- name: regulations_of_finding
SELECT r.code FROM regulation_finding x JOIN regulation r ON r.tenant = x.tenant AND r.id = x.id
WHERE x.tenant = ?1 AND x.inspection = ?2 AND x.finding = ?3 ORDER BY x.id;

-- ?2: the finding's code; ?3: at most
-- name: cases_of_finding
SELECT code FROM case_file WHERE tenant = ?1 AND finding = ?2 ORDER BY id LIMIT ?3;

-- ?2, ?3: inspection id, finding
-- name: indicators_of_finding
SELECT measure, ordinal, name, unit, target, actual, stated, register, counts, chosen, since, until
FROM indicator WHERE tenant = ?1 AND inspection = ?2 AND finding = ?3 ORDER BY measure, ordinal;

-- ?2, ?3: inspection id, finding
-- name: milestones_of_finding
SELECT measure, ordinal, name, planned, actual
FROM milestone WHERE tenant = ?1 AND inspection = ?2 AND finding = ?3 ORDER BY measure, ordinal;

-- name: publications
SELECT p.id, p.code, i.code AS inspection, p.wording, p.title, p.version, p.author, p.state,
	p.published, p.until, p.unit AS unit_id, u.name AS unit
FROM publication p JOIN inspection i ON i.tenant = p.tenant AND i.id = p.inspection
	LEFT JOIN unit u ON u.tenant = p.tenant AND u.id = p.unit
WHERE p.tenant = ?1 AND p.id > ?2 ORDER BY p.id LIMIT ?3;

-- name: publication_by_code
SELECT p.id, p.code, p.inspection AS inspection_id, i.code AS inspection, p.wording, p.title,
	p.version, p.author, p.contact, p.state, p.reviewer, p.approver, p.published, p.until,
	p.head, p.html, p.pdf, p.docx, p.changed, p.unit AS unit_id, u.name AS unit
FROM publication p JOIN inspection i ON i.tenant = p.tenant AND i.id = p.inspection
	LEFT JOIN unit u ON u.tenant = p.tenant AND u.id = p.unit
WHERE p.tenant = ?1 AND p.code = ?2;

-- ?2: publication id
-- name: versions_of_publication
SELECT version, author, date FROM publication_text WHERE tenant = ?1 AND id = ?2 ORDER BY version;

-- The notices of one inspection, in both wordings. ?2: inspection id
-- name: publications_of_inspection
SELECT code, wording, state, until FROM publication
WHERE tenant = ?1 AND inspection = ?2 ORDER BY inspection, id;
