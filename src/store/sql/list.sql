-- The filtered list of findings. ?1 is the tenant. A page's keys are found first,
-- in the order of an index, then what the rows show is read of them alone.
--
-- ?2 is where: a unit's id (scope unit: what was found there; lead: what it leads),
-- what the search is asked, of findings alone (hits; the newest 5,000), or 0 (all).
-- ?3, ?4, ?5: the row from which on (sort key, inspection, ordinal). ?6: who looks reaches this unit
-- and those under it, 0 = all. What is NULL does not filter: ?7 inspection id, ?8
-- category, ?9 class, ?10 states and ?11 progress as ' one another ', ?12 and ?13 due
-- from and to (never NULL where sorted by it), ?14 late on that day, ?15 owner, ?16
-- lead unit's id. ?17: at most. ?18: of this unit and those under it, 0 = all.

-- part: findings_chosen
	AND (CAST(?6 AS BIGINT) = 0 OR f.unit IN ({under ?6}) OR f.lead_unit IN ({under ?6}))
	AND (CAST(?18 AS BIGINT) = 0 OR f.unit IN ({under ?18}))
	AND (CAST(?7 AS BIGINT) IS NULL OR f.inspection = ?7)
	AND (CAST(?8 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM category c WHERE c.tenant = ?1
		AND c.inspection = f.inspection AND c.ordinal = f.category AND c.title = ?8))
	AND (CAST(?9 AS TEXT) IS NULL OR f.class = ?9)
	AND (CAST(?10 AS TEXT) IS NULL OR ?10 LIKE '% ' || f.state || ' %')
	AND (CAST(?11 AS TEXT) IS NULL OR ?11 LIKE '% ' || coalesce(f.progress, 'none') || ' %')
	AND (CAST(?14 AS TEXT) IS NULL OR (f.due < ?14 AND f.state NOT IN {over}))
	AND (CAST(?15 AS TEXT) IS NULL OR f.owner = ?15)
	AND (CAST(?16 AS BIGINT) IS NULL OR f.lead_unit = ?16)
	AND {sort: {findings_due_any} | {findings_due_range} | {findings_due_range} AND f.state NOT IN {over} | f.due IS NULL AND coalesce(CAST(?12 AS TEXT), CAST(?13 AS TEXT), '') IS NOT NULL | {findings_due_any}};

-- part: findings_due_any
(CAST(?12 AS TEXT) IS NULL OR f.due >= ?12) AND (CAST(?13 AS TEXT) IS NULL OR f.due <= ?13);

-- part: findings_due_range
f.due >= ?12 AND f.due <= ?13;

-- part: findings_from
	AND {sort: (f.inspection, f.ordinal) | (f.due, f.inspection, f.ordinal) | (f.due, f.inspection, f.ordinal) | (f.inspection, f.ordinal) | (f.changed, f.inspection, f.ordinal)}
	{way: > | <} {sort: (?4, ?5) AND CAST(?3 AS TEXT) IS NOT NULL | (?3, ?4, ?5) | (?3, ?4, ?5) | (?4, ?5) AND CAST(?3 AS TEXT) IS NOT NULL | (?3, ?4, ?5)};

-- part: findings_order
ORDER BY {sort: | f.due {way: | DESC}, | f.due {way: | DESC}, | | f.changed {way: | DESC},} f.inspection {way: | DESC}, f.ordinal {way: | DESC} LIMIT ?17;

-- In the order in which a page shows them (findings_view.c).
-- part: findings_columns
f.inspection, f.ordinal, f.code, f.label, f.title, c.title AS category, i.code AS inspection_code,
	u.name AS unit, u.short_name AS unit_short_name, l.name AS lead_unit, f.leader, f.owner,
	f.class, f.state, f.progress, f.due, f.closed, f.reopened,
	h.measures, h.measures_once, h.measures_done,
	f.amount, f.recurrence_of, f.changed, f.extension, i.pack,
	f.since, f.registered, i.feedback AS started_from, h.open_due;

-- What is counted of the measures of a page's keys, in one pass over them.
-- part: findings_counts
count(m.ordinal) AS measures, count(CASE WHEN {once} THEN 1 END) AS measures_once,
	count(CASE WHEN {once} AND m.progress = 'done' THEN 1 END) AS measures_done,
	min(CASE WHEN {once} AND (m.progress IS NULL OR m.progress <> 'done') THEN m.due END) AS open_due;

-- part: once
m.ordinal IS NOT NULL AND (m.kind IS NULL OR m.kind <> 'recurring');

-- part: findings_head
SELECT {findings_columns}
FROM (SELECT k.inspection, k.ordinal, {findings_counts}
	FROM (SELECT f.inspection, f.ordinal;

-- part: findings_measured
	k LEFT JOIN measure m ON m.tenant = ?1 AND m.inspection = k.inspection
		AND m.finding = k.ordinal
	GROUP BY k.inspection, k.ordinal) h {findings_joins};

-- part: findings_tail
	{findings_order}) {findings_measured} {findings_order};

-- part: findings_joins
JOIN finding f ON f.tenant = ?1 AND f.inspection = h.inspection AND f.ordinal = h.ordinal
	JOIN inspection i ON i.tenant = f.tenant AND i.id = f.inspection
	LEFT JOIN category c ON c.tenant = f.tenant AND c.inspection = f.inspection
		AND c.ordinal = f.category
	LEFT JOIN unit u ON u.tenant = f.tenant AND u.id = f.unit
	LEFT JOIN unit l ON l.tenant = f.tenant AND l.id = f.lead_unit;

-- SQLite, which is told the same of every index, is told here which has fewest rows.
-- part: findings_listed
-- sqlite:
finding f {scope: | INDEXED BY {sort: finding_by_unit | finding_by_unit | finding_open_of_unit | finding_by_unit | finding_by_unit} | INDEXED BY finding_by_lead};
-- postgres:
finding f;

-- name: findings_{scope=all,unit,lead}_{sort=code,due,open,undated,changed}_{way=after,before}
{findings_head} FROM {findings_listed}
	WHERE f.tenant = ?1 AND {scope: CAST(?2 AS BIGINT) = 0 | f.unit = ?2 | f.lead_unit = ?2}
	{findings_from} {findings_chosen}
{findings_tail};

-- name: findings_hits_{sort=code,due,open,undated,changed}_{way=after,before}
-- sqlite:
{findings_head}
	FROM (SELECT t.rowid AS id FROM search_text t WHERE t.search_text MATCH ?2
		ORDER BY t.rowid DESC LIMIT 5000) s
		CROSS JOIN search_item x ON x.tenant = ?1 AND x.id = s.id
		CROSS JOIN finding f ON f.tenant = ?1 AND f.inspection = x.key1 AND f.ordinal = x.key2
	WHERE f.tenant = ?1 {findings_from} {findings_chosen}
{findings_tail};
-- postgres:
{findings_head}
	FROM (SELECT x.key1, x.key2 FROM search_item x
		WHERE x.tenant = ?1 AND x.grams @@ CAST(CAST(?2 AS TEXT) AS TSQUERY)
		ORDER BY x.id + 0 DESC LIMIT 5000) s
		JOIN finding f ON f.tenant = ?1 AND f.inspection = s.key1 AND f.ordinal = s.key2
	WHERE f.tenant = ?1 {findings_from} {findings_chosen}
{findings_tail};

-- What waits for a decision: plans, applications, extensions asked for; the longest
-- waiting first. ?2: who looks reaches this unit and those under it, 0 = all; ?3, ?4, ?5:
-- after this change, inspection, ordinal; ?6: at most
-- name: findings_waiting
{findings_head} FROM finding f
	WHERE f.tenant = ?1 AND (f.state IN ('planned', 'applied') OR (f.extension IS NOT NULL
		AND f.state IN ('rectifying', 'returned', 'reopened')))
	AND (CAST(?2 AS BIGINT) = 0 OR f.unit IN ({under ?2}) OR f.lead_unit IN ({under ?2}))
	AND (f.changed, f.inspection, f.ordinal) > (?3, ?4, ?5)
	ORDER BY f.changed, f.inspection, f.ordinal LIMIT ?6) {findings_measured}
ORDER BY f.changed, f.inspection, f.ordinal;
