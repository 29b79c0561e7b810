-- What lists, pages and notices read. ?1 is the tenant. Lists page by key: the
-- key of the last row seen (0 at first), then how many rows at most.

-- ?2: after this id; ?3: at most
-- name: inspections
SELECT i.id, i.code, i.kind, i.authority, i.team, i.inspected, i.started, i.ended, i.feedback,
	u.name AS unit, u.short_name AS unit_short_name, n.title, n.published, i.unit AS unit_id,
	(SELECT count(*) FROM finding f WHERE f.tenant = i.tenant AND f.inspection = i.id) AS findings,
	(SELECT count(*) FROM measure m WHERE m.tenant = i.tenant AND m.inspection = i.id) AS measures
FROM inspection i
	LEFT JOIN unit u ON u.tenant = i.tenant AND u.id = i.unit
	LEFT JOIN notice n ON n.tenant = i.tenant AND n.inspection = i.id AND n.ordinal = 1
WHERE i.tenant = ?1 AND i.id > ?2
ORDER BY i.id LIMIT ?3;

-- Those that were opened and hold no finding yet, the newest first. ?2: at most
-- name: inspections_empty
SELECT i.id, i.code, i.kind, i.feedback, i.unit AS unit_id, u.name AS unit
FROM inspection i LEFT JOIN unit u ON u.tenant = i.tenant AND u.id = i.unit
WHERE i.tenant = ?1 AND NOT EXISTS (SELECT 1 FROM finding f
	WHERE f.tenant = i.tenant AND f.inspection = i.id)
ORDER BY i.id DESC LIMIT ?2;

-- name: inspection_by_code
SELECT i.id, i.code, i.kind, i.authority, i.team, i.inspected, i.started, i.ended, i.feedback,
	i.changed, i.pack, p.name AS pack_name, i.report_due,
	i.reported,
	u.name AS unit, u.short_name AS unit_short_name
FROM inspection i
	LEFT JOIN pack p ON p.tenant = i.tenant AND p.id = i.pack
	LEFT JOIN unit u ON u.tenant = i.tenant AND u.id = i.unit
WHERE i.tenant = ?1 AND i.code = ?2;

-- ?2: inspection id; ?3: the notice's ordinal, 1 = the one adopted
-- name: notice
SELECT inspection, ordinal, issuer, title, published, phone, address, postcode, email,
	disclosure_start, disclosure_end, disclosure_text, source
FROM notice WHERE tenant = ?1 AND inspection = ?2 AND ordinal = ?3;

-- ?2: inspection id; ?3: the notice's ordinal
-- name: sections_of_notice
SELECT ordinal, label, title, role, heading, position, flows
FROM section WHERE tenant = ?1 AND inspection = ?2 AND notice = ?3 ORDER BY ordinal;

-- ?2: inspection id; ?3: the notice's ordinal
-- name: prose_of_notice
SELECT ordinal, place, section, text, position, flows
FROM prose WHERE tenant = ?1 AND inspection = ?2 AND notice = ?3 ORDER BY ordinal;

-- name: categories_of_inspection
SELECT ordinal, label, title, heading, position, flows
FROM category WHERE tenant = ?1 AND inspection = ?2 ORDER BY ordinal;

-- ?2: inspection id
-- name: findings_of_inspection
SELECT f.inspection, f.ordinal, f.category, f.code, f.label, f.title, f.heading, f.position,
	f.flows, f.state, f.progress, f.changed, c.label AS category_label,
	c.title AS category_title
FROM finding f JOIN category c
	ON c.tenant = f.tenant AND c.inspection = f.inspection AND c.ordinal = f.category
WHERE f.tenant = ?1 AND f.inspection = ?2 ORDER BY f.category, f.ordinal;

-- ?2, ?3: after this inspection id and ordinal; ?4: at most. With what a light is
-- lit by: measures that do not recur, and the first date of those not done.
-- name: findings
SELECT f.inspection, f.ordinal, f.code, f.label, f.title, f.state, f.progress, f.class, f.due,
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
	f.owner, f.closed, f.reopened, c.label AS category_label, c.title AS category_title, u.name AS unit,
	u.short_name AS unit_short_name,
	(SELECT count(*) FROM measure m WHERE m.tenant = f.tenant AND m.inspection = f.inspection
		AND m.finding = f.ordinal) AS measures
FROM finding f
	JOIN category c ON c.tenant = f.tenant AND c.inspection = f.inspection
		AND c.ordinal = f.category
	JOIN inspection i ON i.tenant = f.tenant AND i.id = f.inspection
	LEFT JOIN unit u ON u.tenant = i.tenant AND u.id = i.unit
WHERE f.tenant = ?1 AND (f.inspection, f.ordinal) > (?2, ?3)
ORDER BY f.inspection, f.ordinal LIMIT ?4;

-- name: finding_by_code
SELECT f.inspection, f.ordinal, f.category, f.code, f.label, f.title, f.heading, f.position,
	f.flows, f.state, f.progress, f.changed,
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
	f.plan_due, f.due_rule, f.level, f.detail, f.class, f.standard, f.leader, f.owner,
	f.due, f.closed, f.reopened, f.amount, f.phone, f.recurrence_of, f.split_from,
	l.name AS lead_unit,
	c.label AS category_label, c.title AS category_title, i.code AS inspection_code, i.kind AS inspection_kind,
	i.team AS inspection_team, i.feedback AS inspection_feedback,
	k.name AS pack_name, u.name AS unit,
	u.short_name AS unit_short_name
FROM finding f
	JOIN category c ON c.tenant = f.tenant AND c.inspection = f.inspection
		AND c.ordinal = f.category
	JOIN inspection i ON i.tenant = f.tenant AND i.id = f.inspection
	LEFT JOIN unit u ON u.tenant = i.tenant AND u.id = i.unit
	LEFT JOIN unit l ON l.tenant = f.tenant AND l.id = f.lead_unit
	LEFT JOIN pack k ON k.tenant = i.tenant AND k.id = i.pack
WHERE f.tenant = ?1 AND f.code = ?2;

-- ?2, ?3, ?4: after this inspection id, finding and ordinal; ?5: at most
-- name: measures
SELECT m.inspection, m.finding, m.ordinal, m.label, m.text, f.code AS finding_code,
	f.title AS finding_title, i.unit AS unit_id, f.lead_unit AS lead_unit_id,
	(SELECT count(*) FROM fact x WHERE x.tenant = m.tenant AND x.inspection = m.inspection
		AND x.finding = m.finding AND x.measure = m.ordinal) AS facts
FROM measure m
	JOIN finding f ON f.tenant = m.tenant AND f.inspection = m.inspection
		AND f.ordinal = m.finding
	JOIN inspection i ON i.tenant = m.tenant AND i.id = m.inspection
WHERE m.tenant = ?1 AND (m.inspection, m.finding, m.ordinal) > (?2, ?3, ?4)
ORDER BY m.inspection, m.finding, m.ordinal LIMIT ?5;

-- ?2: inspection id; in the order of the findings above
-- name: measures_of_inspection
SELECT m.finding, m.ordinal, m.label, m.text, m.position, m.flows, m.changed
FROM measure m JOIN finding f
	ON f.tenant = m.tenant AND f.inspection = m.inspection AND f.ordinal = m.finding
WHERE m.tenant = ?1 AND m.inspection = ?2 ORDER BY f.category, m.finding, m.ordinal;

-- ?2: inspection id; ?3: the finding's ordinal
-- name: measures_of_finding
SELECT finding, ordinal, label, text, position, flows, changed, progress, reported, kind, every,
	starts, due, owner
FROM measure WHERE tenant = ?1 AND inspection = ?2 AND finding = ?3 ORDER BY ordinal;

-- ?2: inspection id; in the order of the measures above
-- name: facts_of_inspection
SELECT x.finding, x.measure, x.ordinal, x.kind, x.value, x.low, x.high, x.unit, x.approx, x.per,
	x.date, x.expected, x.subject
FROM fact x JOIN finding f
	ON f.tenant = x.tenant AND f.inspection = x.inspection AND f.ordinal = x.finding
WHERE x.tenant = ?1 AND x.inspection = ?2
ORDER BY f.category, x.finding, x.measure, x.ordinal;

-- ?2: inspection id; ?3: the finding's ordinal
-- name: facts_of_finding
SELECT finding, measure, ordinal, kind, value, low, high, unit, approx, per, date, expected,
	subject
FROM fact WHERE tenant = ?1 AND inspection = ?2 AND finding = ?3 ORDER BY measure, ordinal;

-- ?2: inspection id; what is the inspection's own: the notice that was adopted
-- name: evidence_of_inspection
SELECT ordinal, sha256, name, kind, size
FROM evidence WHERE tenant = ?1 AND inspection = ?2 AND finding IS NULL ORDER BY ordinal;

-- ?2: inspection id; ?3: the finding's ordinal
-- name: evidence_of_finding
SELECT code, measure, item, title, date, origin, actor, name, kind, size, sha256,
	cleared, cleared_by, voided, voided_by, void_reason
FROM evidence WHERE tenant = ?1 AND inspection = ?2 AND finding = ?3 ORDER BY measure, item;

-- ?2: inspection id; ?3, ?4, ?5: after this finding, measure and item; ?6: at most
-- name: evidence_page
SELECT x.finding AS of_finding, x.code, x.measure, x.item, x.title, x.date, x.origin, x.actor, x.name,
	x.kind, x.size, x.sha256, x.cleared, x.cleared_by, x.voided, x.voided_by, x.void_reason,
	f.code AS finding_code, f.title AS finding_title
FROM evidence x JOIN finding f
	ON f.tenant = x.tenant AND f.inspection = x.inspection AND f.ordinal = x.finding
WHERE x.tenant = ?1 AND x.inspection = ?2 AND (x.finding, x.measure, x.item) > (?3, ?4, ?5)
ORDER BY x.finding, x.measure, x.item LIMIT ?6;

-- ?2: the finding's code; what was attached to it last
-- name: evidence_last
SELECT x.code FROM finding f JOIN evidence x
	ON x.tenant = f.tenant AND x.inspection = f.inspection AND x.finding = f.ordinal
WHERE f.tenant = ?1 AND f.code = ?2 ORDER BY x.ordinal DESC LIMIT 1;

-- name: evidence_by_code
SELECT code, name, kind, size, sha256, title, date FROM evidence WHERE tenant = ?1 AND code = ?2;

-- ?2: inspection id; ?3: the finding's ordinal
-- name: reports_of_finding
SELECT ordinal, measure, actor, date, text, progress, reason, next
FROM report WHERE tenant = ?1 AND inspection = ?2 AND finding = ?3 ORDER BY ordinal;

-- ?2: inspection id; ?3: the finding's ordinal; with what an extension or a
-- look-back adds
-- name: decisions_of_finding
SELECT d.ordinal, d.verb, d.actor, d.date, d.version, d.state, d.asked, d.asked_by, d.text, d.due,
	d.score, d.level, d.rule, e.original, e.outcome AS extension, e.granted, b.outcome AS lookback, b.sample
FROM decision d
	LEFT JOIN extension e ON e.tenant = d.tenant AND e.inspection = d.inspection
		AND e.finding = d.finding AND e.ordinal = d.ordinal
	LEFT JOIN lookback b ON b.tenant = d.tenant AND b.inspection = d.inspection
		AND b.finding = d.finding AND b.ordinal = d.ordinal
WHERE d.tenant = ?1 AND d.inspection = ?2 AND d.finding = ?3 ORDER BY d.ordinal;

-- The tree of units. ?2: after this id; ?3: at most
-- name: units_parents
SELECT id, parent FROM unit WHERE tenant = ?1 AND id > ?2 ORDER BY id LIMIT ?3;

-- How many findings are in which state. ?2: the reach, 0 = the whole ledger
-- name: states_{scope=all,reach}
SELECT state, CAST(sum(n) AS BIGINT) AS n FROM (SELECT state, count(*) AS n
	FROM {scope: finding WHERE tenant = ?1 AND CAST(?2 AS BIGINT) = 0 GROUP BY unit, state
		| {all_within ?2} k GROUP BY state}) x
GROUP BY state;

-- part: newest
SELECT i.id FROM inspection i
	WHERE i.tenant = ?1 AND (CAST(?2 AS BIGINT) = 0 OR i.unit IN ({under ?2}))
		AND EXISTS (SELECT 1 FROM finding x WHERE x.tenant = ?1 AND x.inspection = i.id)
	ORDER BY i.id DESC LIMIT ?3;

-- part: of_newest
-- sqlite:
IN ({newest});
-- postgres:
= ANY (ARRAY({newest}));

-- The newest inspections that have findings, those by their states. ?2: of this unit and
-- those under it, 0 = all; ?3: at most
-- name: overview
SELECT i.id, i.code, i.kind, i.feedback, u.name AS unit, f.state, f.n
FROM (SELECT inspection, state, count(*) AS n FROM finding
		WHERE tenant = ?1 AND inspection {of_newest} GROUP BY inspection, state) f
	JOIN inspection i ON i.tenant = ?1 AND i.id = f.inspection
	LEFT JOIN unit u ON u.tenant = i.tenant AND u.id = i.unit
ORDER BY i.id DESC, f.state;
