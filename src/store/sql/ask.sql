-- What the action door asks of what stands in the ledger. ?1 is the tenant.

-- name: ask_ledger
SELECT l.name, l.started, h.size AS changed
FROM ledger l JOIN head h ON h.tenant = l.tenant
WHERE l.tenant = ?1;

-- name: ask_unit_by_name
SELECT id, name, short_name, parent, changed FROM unit WHERE tenant = ?1 AND name = ?2;

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

-- name: ask_unit
SELECT id, name, parent FROM unit WHERE tenant = ?1 AND id = ?2;

-- name: ask_person
SELECT id, name, unit, roles, changed FROM person WHERE tenant = ?1 AND name = ?2;

-- name: ask_person_last
SELECT id FROM person WHERE tenant = ?1 ORDER BY id DESC LIMIT 1;

-- Who manages the whole ledger: all but the person of this id.
-- name: ask_other_admin
SELECT id FROM person
WHERE tenant = ?1 AND id <> ?2 AND unit IS NULL AND roles LIKE '%admin%' ORDER BY id LIMIT 1;

-- name: ask_inspection
SELECT i.id, i.code, i.unit, i.feedback, i.changed, i.pack, i.reported,
	(SELECT max(c.ordinal) FROM category c WHERE c.tenant = i.tenant AND c.inspection = i.id)
		AS last_category,
	(SELECT max(f.ordinal) FROM finding f WHERE f.tenant = i.tenant AND f.inspection = i.id)
		AS last_finding,
	(SELECT max(f.position) FROM finding f WHERE f.tenant = i.tenant AND f.inspection = i.id)
		AS finding_position,
	(SELECT max(m.position) FROM measure m WHERE m.tenant = i.tenant AND m.inspection = i.id)
		AS measure_position
FROM inspection i WHERE i.tenant = ?1 AND i.code = ?2;

-- ?2: inspection id; ?3: title
-- name: ask_category_by_title
SELECT ordinal FROM category WHERE tenant = ?1 AND inspection = ?2 AND title = ?3
ORDER BY ordinal LIMIT 1;

-- With what stands in the way of closing: `open_measure` is not done, and
-- `unproved` has no evidence dated from the day on from which it counts: the
-- feedback or the reopening; what was put right at once may be proved from before.
-- name: ask_finding
SELECT f.inspection, f.ordinal, f.code, f.position, f.state, f.progress, f.changed, f.class,
	f.lead_unit, f.due, f.asked, f.extension, f.reopened, i.unit, i.pack, i.feedback,
	f.registered, f.plan_due, f.due_rule, f.level, f.category, f.detail, f.standard,
	f.recurrence_of, i.code AS inspection_code,
	(SELECT count(*) FROM extension x WHERE x.tenant = f.tenant
		AND x.inspection = f.inspection AND x.finding = f.ordinal
		AND x.outcome = 'granted') AS extensions,
	(SELECT max(x.ordinal) FROM decision x WHERE x.tenant = f.tenant
		AND x.inspection = f.inspection AND x.finding = f.ordinal) AS decisions,
	(SELECT max(x.ordinal) FROM report x WHERE x.tenant = f.tenant
		AND x.inspection = f.inspection AND x.finding = f.ordinal) AS reports,
	(SELECT max(x.ordinal) FROM measure x WHERE x.tenant = f.tenant
		AND x.inspection = f.inspection AND x.finding = f.ordinal) AS measures,
	(SELECT max(x.position) FROM measure x WHERE x.tenant = f.tenant
		AND x.inspection = f.inspection AND x.finding = f.ordinal) AS measure_position,
	(SELECT min(x.ordinal) FROM measure x WHERE x.tenant = f.tenant
		AND x.inspection = f.inspection AND x.finding = f.ordinal
		AND (x.progress IS NULL OR x.progress <> 'done')) AS open_measure,
	(SELECT min(x.ordinal) FROM measure x WHERE x.tenant = f.tenant
		AND x.inspection = f.inspection AND x.finding = f.ordinal
		AND NOT EXISTS (SELECT 1 FROM evidence v WHERE v.tenant = x.tenant
			AND v.inspection = x.inspection AND v.finding = x.finding
			AND v.measure = x.ordinal AND v.voided IS NULL
			AND (v.date >= coalesce(f.since, i.feedback, '')
				OR (f.since IS NULL AND f.class = 'immediate'))))
		AS unproved,
	(SELECT max(x.ordinal) FROM evidence x WHERE x.tenant = f.tenant
		AND x.inspection = f.inspection) AS evidence
FROM finding f JOIN inspection i ON i.tenant = f.tenant AND i.id = f.inspection
WHERE f.tenant = ?1 AND f.code = ?2;

-- ?2, ?3, ?4: inspection id, finding, ordinal
-- name: ask_measure
SELECT m.ordinal, m.progress, m.reported, m.kind, m.every, m.starts, m.due,
	(SELECT max(x.ordinal) FROM indicator x WHERE x.tenant = m.tenant
		AND x.inspection = m.inspection AND x.finding = m.finding
		AND x.measure = m.ordinal) AS indicators,
	(SELECT max(x.ordinal) FROM milestone x WHERE x.tenant = m.tenant
		AND x.inspection = m.inspection AND x.finding = m.finding
		AND x.measure = m.ordinal) AS milestones
FROM measure m
WHERE m.tenant = ?1 AND m.inspection = ?2 AND m.finding = ?3 AND m.ordinal = ?4;

-- ?2, ?3, ?4: inspection id, finding, ordinal
-- name: ask_decision
SELECT verb, actor, date FROM decision
WHERE tenant = ?1 AND inspection = ?2 AND finding = ?3 AND ordinal = ?4;

-- ?2, ?3, ?4: inspection id, finding, who
-- name: ask_report_by
SELECT ordinal, date FROM report
WHERE tenant = ?1 AND inspection = ?2 AND finding = ?3 AND actor = ?4
UNION ALL
SELECT item, date FROM evidence
WHERE tenant = ?1 AND inspection = ?2 AND finding = ?3 AND actor = ?4 AND voided IS NULL
ORDER BY 1 LIMIT 1;

-- ?2, ?3, ?4: inspection id, finding, ordinal
-- name: ask_extension
SELECT original, asked, asked_by, outcome FROM extension
WHERE tenant = ?1 AND inspection = ?2 AND finding = ?3 AND ordinal = ?4;

-- The algorithm of the log.
-- name: ask_ledger_hash
SELECT hash FROM ledger WHERE tenant = ?1;

-- ?2, ?3, ?4: inspection id, finding, unit
-- name: ask_support
SELECT active FROM support
WHERE tenant = ?1 AND inspection = ?2 AND finding = ?3 AND unit = ?4;

-- ?2 … ?5: inspection id, finding, measure, ordinal
-- name: ask_indicator
SELECT ordinal, actual, register, counts, chosen FROM indicator
WHERE tenant = ?1 AND inspection = ?2 AND finding = ?3 AND measure = ?4 AND ordinal = ?5;

-- ?2 … ?5: inspection id, finding, measure, ordinal
-- name: ask_milestone
SELECT ordinal, planned, actual FROM milestone
WHERE tenant = ?1 AND inspection = ?2 AND finding = ?3 AND measure = ?4 AND ordinal = ?5;

-- ?2, ?3, ?4: table, id, ordinal
-- name: ask_step
SELECT verb, actor, date FROM step
WHERE tenant = ?1 AND object = ?2 AND id = ?3 AND ordinal = ?4;

-- name: ask_order
SELECT o.id, o.code, o.unit, o.person, o.level, o.state, o.due, o.asked, o.changed,
	(SELECT max(s.ordinal) FROM step s WHERE s.tenant = o.tenant
		AND s.object = 'supervision_order' AND s.id = o.id) AS steps
FROM supervision_order o WHERE o.tenant = ?1 AND o.code = ?2;

-- ?2: year
-- name: ask_order_last
SELECT (SELECT max(id) FROM supervision_order WHERE tenant = ?1) AS id,
	(SELECT max(number) FROM supervision_order WHERE tenant = ?1 AND year = ?2) AS number;

-- ?2: order id; ?3, ?4: after this inspection id and finding
-- name: ask_order_item_after
SELECT inspection, finding FROM order_item
WHERE tenant = ?1 AND id = ?2 AND (inspection, finding) > (?3, ?4)
ORDER BY inspection, finding LIMIT 1;

-- name: ask_case
SELECT c.id, c.code, c.unit, c.state, c.due, c.finding, c.asked, c.changed,
	(SELECT max(s.ordinal) FROM step s WHERE s.tenant = c.tenant
		AND s.object = 'case_file' AND s.id = c.id) AS steps
FROM case_file c WHERE c.tenant = ?1 AND c.code = ?2;

-- ?2: year
-- name: ask_case_last
SELECT (SELECT max(id) FROM case_file WHERE tenant = ?1) AS id,
	(SELECT max(number) FROM case_file WHERE tenant = ?1 AND year = ?2) AS number;

-- name: ask_regulation
SELECT r.id, r.code, r.unit, r.state, r.review, r.changed,
	(SELECT max(s.ordinal) FROM step s WHERE s.tenant = r.tenant
		AND s.object = 'regulation' AND s.id = r.id) AS steps
FROM regulation r WHERE r.tenant = ?1 AND r.code = ?2;

-- ?2: year
-- name: ask_regulation_last
SELECT (SELECT max(id) FROM regulation WHERE tenant = ?1) AS id,
	(SELECT max(number) FROM regulation WHERE tenant = ?1 AND year = ?2) AS number;
-- With its finding's state, version and units.
-- name: ask_evidence
SELECT x.inspection, x.ordinal, x.finding, x.actor, x.date, x.cleared, x.voided,
	x.voided_by, x.sha256, x.name, x.kind, f.code, f.state, f.changed, f.lead_unit, i.unit
FROM evidence x
	JOIN finding f ON f.tenant = x.tenant AND f.inspection = x.inspection
		AND f.ordinal = x.finding
	JOIN inspection i ON i.tenant = x.tenant AND i.id = x.inspection
WHERE x.tenant = ?1 AND x.code = ?2;

-- ?2, ?3, ?4: inspection id, finding, measure
-- name: ask_evidence_item
SELECT max(item) AS item FROM evidence
WHERE tenant = ?1 AND inspection = ?2 AND finding = ?3 AND measure = ?4;

-- ?2: unit id. What is void is kept, and so it counts.
-- name: ask_evidence_bytes
SELECT CAST(coalesce(sum(x.size), 0) AS BIGINT) AS bytes
FROM inspection i JOIN evidence x ON x.tenant = i.tenant AND x.inspection = i.id
WHERE i.tenant = ?1 AND i.unit = ?2;


-- name: ask_setting
SELECT name, value FROM setting WHERE tenant = ?1 AND name = ?2;

-- With the pack of its inspection, and the last file that one has.
-- name: ask_publication
SELECT p.id, p.code, p.inspection, i.code AS inspection_code, i.pack, p.unit, p.wording,
	p.version, p.author, p.contact, p.state, p.asked, p.reviewer, p.approver, p.changed,
	(SELECT max(s.ordinal) FROM step s WHERE s.tenant = p.tenant
		AND s.object = 'publication' AND s.id = p.id) AS steps,
	(SELECT max(x.ordinal) FROM evidence x WHERE x.tenant = p.tenant
		AND x.inspection = p.inspection) AS last_evidence
FROM publication p JOIN inspection i ON i.tenant = p.tenant AND i.id = p.inspection
WHERE p.tenant = ?1 AND p.code = ?2;

-- ?2: year
-- name: ask_publication_last
SELECT (SELECT max(id) FROM publication WHERE tenant = ?1) AS id,
	(SELECT max(number) FROM publication WHERE tenant = ?1 AND year = ?2) AS number;

-- ?2, ?3: publication id, version
-- name: ask_publication_text
SELECT text FROM publication_text WHERE tenant = ?1 AND id = ?2 AND version = ?3;

-- ?2, ?3: publication id, person
-- name: ask_publication_hand
SELECT hand FROM publication_hand WHERE tenant = ?1 AND id = ?2 AND person = ?3;
