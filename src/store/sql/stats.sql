-- Figures. ?1 is the tenant.

-- Findings by inspection, category and class, counted by what became of them.
-- ?2: today; ?3, ?4: 30 and 90 days before. `total` is all that was registered,
-- what was withdrawn too; `due`: those whose date has come; `on_time`: of them,
-- closed by that date.
-- name: stats
SELECT i.code AS inspection, u.name AS unit, c.title AS category, f.class,
	count(*) AS total,
	sum(CASE WHEN f.state IN ('closed', 'held') THEN 1 ELSE 0 END) AS closed,
	sum(CASE WHEN f.state = 'stage-closed' THEN 1 ELSE 0 END) AS staged,
	sum(CASE WHEN f.state = 'closed-unrectified' THEN 1 ELSE 0 END) AS unrectified,
	sum(CASE WHEN f.state = 'withdrawn' THEN 1 ELSE 0 END) AS withdrawn,
	sum(CASE WHEN f.reopened > 0 THEN 1 ELSE 0 END) AS reopened,
	sum(CASE WHEN f.due IS NULL THEN 1 ELSE 0 END) AS undated,
	sum(CASE WHEN f.due <= ?2 THEN 1 ELSE 0 END) AS due,
	sum(CASE WHEN f.due <= ?2 AND f.state IN ('closed', 'held') THEN 1 ELSE 0 END)
		AS due_closed,
	sum(CASE WHEN f.due <= ?2 AND f.state IN ('closed', 'held') AND f.closed <= f.due
		THEN 1 ELSE 0 END) AS on_time,
	sum(CASE WHEN f.due < ?2 AND f.due >= ?3 AND f.state NOT IN
		('closed', 'held', 'closed-unrectified', 'withdrawn') THEN 1 ELSE 0 END) AS late_30,
	sum(CASE WHEN f.due < ?3 AND f.due >= ?4 AND f.state NOT IN
		('closed', 'held', 'closed-unrectified', 'withdrawn') THEN 1 ELSE 0 END) AS late_90,
	sum(CASE WHEN f.due < ?4 AND f.state NOT IN
		('closed', 'held', 'closed-unrectified', 'withdrawn') THEN 1 ELSE 0 END) AS late_more
FROM finding f
	JOIN category c ON c.tenant = f.tenant AND c.inspection = f.inspection
		AND c.ordinal = f.category
	JOIN inspection i ON i.tenant = f.tenant AND i.id = f.inspection
	LEFT JOIN unit u ON u.tenant = i.tenant AND u.id = i.unit
WHERE f.tenant = ?1
GROUP BY f.inspection, f.category, f.class, i.code, u.name, c.title
ORDER BY f.inspection, f.category, f.class;
