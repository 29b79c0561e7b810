-- The ledger as a sheet. ?1 is the tenant.

-- ?2, ?3: after this inspection id and ordinal; ?4: at most
-- name: sheet_findings
SELECT f.inspection, f.ordinal, f.code, f.title, f.amount, f.class, f.standard, f.leader, f.owner,
	f.phone, f.due, f.state, f.progress, f.closed, f.note, f.stated, f.unit AS unit_id,
	f.lead_unit AS lead_unit_id,
	i.kind, i.round, c.title AS category, u.name AS lead_unit, u.short_name AS lead_short,
	iu.name AS unit_name
FROM finding f
	JOIN inspection i ON i.tenant = f.tenant AND i.id = f.inspection
	JOIN category c ON c.tenant = f.tenant AND c.inspection = f.inspection
		AND c.ordinal = f.category
	LEFT JOIN unit u ON u.tenant = f.tenant AND u.id = f.lead_unit
	LEFT JOIN unit iu ON iu.tenant = f.tenant AND iu.id = f.unit
WHERE f.tenant = ?1 AND (f.inspection, f.ordinal) > (?2, ?3)
ORDER BY f.inspection, f.ordinal LIMIT ?4;

-- ?2: inspection id; ?3: the finding's ordinal
-- name: sheet_measures
SELECT ordinal, label, text, progress, reported, due, owner, phone, begins, done, stated
FROM measure WHERE tenant = ?1 AND inspection = ?2 AND finding = ?3 ORDER BY ordinal;

-- ?2: inspection id; ?3: the finding's ordinal
-- name: sheet_support
SELECT u.name, u.short_name
FROM support s JOIN unit u ON u.tenant = s.tenant AND u.id = s.unit
WHERE s.tenant = ?1 AND s.inspection = ?2 AND s.finding = ?3 AND s.active ORDER BY s.unit;

-- ?2: inspection id; ?3: the finding's ordinal
-- name: sheet_evidence
SELECT measure, code, name FROM evidence
WHERE tenant = ?1 AND inspection = ?2 AND finding = ?3 AND voided IS NULL ORDER BY ordinal;

-- What closed the finding, the last of it. ?2: inspection id; ?3: its ordinal
-- name: sheet_closing
SELECT text, actor FROM decision
WHERE tenant = ?1 AND inspection = ?2 AND finding = ?3
	AND verb IN ('verify', 'close-stage', 'close-unrectified', 'adopt-history')
ORDER BY ordinal DESC LIMIT 1;

-- The inspection that a sheet was brought in as. ?2: the file's SHA-256
-- name: ask_sheet_by_source
SELECT i.code FROM evidence e JOIN inspection i ON i.tenant = e.tenant AND i.id = e.inspection
WHERE e.tenant = ?1 AND e.sha256 = ?2 AND e.ordinal = 1 ORDER BY e.inspection LIMIT 1;

-- The units that were inspected, two at most: one or several. ?2: an inspection's id; 0: all
-- name: sheet_units
SELECT name FROM unit u
WHERE u.tenant = ?1 AND EXISTS (SELECT 1 FROM inspection i
	WHERE i.tenant = u.tenant AND i.unit = u.id AND (?2 = 0 OR i.id = ?2))
ORDER BY u.id LIMIT 2;
