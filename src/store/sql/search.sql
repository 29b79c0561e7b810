-- The index of the search: keeping it and asking it. ?1 is the tenant. Of SQLite
-- one tenant has the whole file, for its index knows none.

-- `last` is the greatest id.
-- name: search_form
SELECT form, (SELECT id FROM search_item WHERE tenant = ?1 ORDER BY id DESC LIMIT 1) AS last
FROM search_form WHERE tenant = ?1;

-- name: search_form_drop
DELETE FROM search_form WHERE tenant = ?1;

-- name: search_form_set
INSERT INTO search_form (tenant, form) VALUES (?1, ?2);

-- name: search_items_drop
DELETE FROM search_item WHERE tenant = ?1;

-- name: search_text_clear
-- sqlite:
INSERT INTO search_text (search_text) SELECT 'delete-all' WHERE ?1 = 1;

-- The greatest id.
-- name: search_item_last
SELECT id FROM search_item WHERE tenant = ?1 ORDER BY id DESC LIMIT 1;

-- ?2, ?3, ?4: the object's key; ?5: its name
-- name: search_item
SELECT id, unit, lead FROM search_item
WHERE tenant = ?1 AND key1 = ?2 AND key2 = ?3 AND key3 = ?4 AND object = ?5;

-- ?2, ?3: inspection id, finding
-- name: search_items_of_finding
SELECT object, key3 FROM search_item
WHERE tenant = ?1 AND key1 = ?2 AND key2 = ?3 AND object IN ({search_of_finding});

-- Whose an object is. ?2: inspection id; ?3: finding, or 0
-- name: search_place
SELECT i.unit, f.lead_unit AS lead
FROM inspection i LEFT JOIN finding f
	ON f.tenant = i.tenant AND f.inspection = i.id AND f.ordinal = ?3
WHERE i.tenant = ?1 AND i.id = ?2;

-- Of all findings of an inspection. ?2: inspection id
-- name: search_places
SELECT ordinal, lead_unit AS lead FROM finding WHERE tenant = ?1 AND inspection = ?2;

-- ?2: id; ?3: object; ?4, ?5, ?6: its key; ?7: unit; ?8: lead
-- name: search_item_add
-- sqlite:
INSERT INTO search_item (tenant, id, object, key1, key2, key3, unit, lead)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- So too, and ?9: the grams
-- name: search_item_add_grams
-- postgres:
INSERT INTO search_item (tenant, id, object, key1, key2, key3, unit, lead, grams)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, CAST(CAST(?9 AS TEXT) AS TSVECTOR));

-- name: search_item_drop
DELETE FROM search_item WHERE tenant = ?1 AND id = ?2;

-- ?2: id; ?3: title; ?4: body; ?5: place
-- name: search_text_add
-- sqlite:
INSERT INTO search_text (rowid, title, body, place) SELECT ?2, ?3, ?4, ?5 WHERE ?1 = 1;

-- The same that was added.
-- name: search_text_drop
-- sqlite:
INSERT INTO search_text (search_text, rowid, title, body, place)
SELECT 'delete', ?2, ?3, ?4, ?5 WHERE ?1 = 1;

-- ?2: unit id; ?3: at most
-- name: units_under
SELECT id FROM ({under ?2}) x LIMIT ?3;

-- ?2: the unit's name; ?3: at most; each with that unit's id, `root`
-- name: units_under_named
SELECT id, root FROM (WITH RECURSIVE under (tenant, id, root) AS (
	SELECT tenant, id, id FROM unit WHERE tenant = ?1 AND name = ?2
	UNION ALL SELECT k.tenant, k.id, under.root FROM under
		JOIN unit k ON k.tenant = under.tenant AND k.parent = under.id)
	SELECT id, root FROM under) x LIMIT ?3;

-- The newest rows that match ?2 of ids under ?3 and from ?4 on, at most ?5; ?6:
-- of that unit and those under it. On PostgreSQL `x.id + 0` keeps the plan from
-- walking the ids.
-- name: search_newest_{scope=all,under}
-- sqlite:
SELECT {search_columns}
FROM (SELECT t.rowid AS id FROM search_text t
		{scope: | JOIN search_item x ON x.tenant = ?1 AND x.id = t.rowid}
	WHERE t.search_text MATCH ?2 AND t.rowid < ?3 AND t.rowid >= ?4
		{scope: | AND (x.unit IN ({under ?6}) OR x.lead IN ({under ?6}))}
	ORDER BY t.rowid DESC LIMIT ?5) h
	JOIN search_item i ON i.tenant = ?1 AND i.id = h.id {search_joins}
ORDER BY i.id DESC;
-- postgres:
SELECT {search_columns}
FROM (SELECT x.id FROM search_item x
	WHERE x.tenant = ?1 AND x.grams @@ CAST(CAST(?2 AS TEXT) AS TSQUERY) AND x.id + 0 < ?3 AND x.id + 0 >= ?4
		{scope: | AND (x.unit IN ({under ?6}) OR x.lead IN ({under ?6}))}
	ORDER BY x.id + 0 DESC LIMIT ?5) h
	JOIN search_item i ON i.tenant = ?1 AND i.id = h.id {search_joins}
ORDER BY i.id DESC;

-- So too, their ids and how well they match the words alone, ?7; ?6 is 0 for all.
-- name: search_ranked_{scope=all,under}
-- sqlite:
SELECT t.rowid AS id, CAST(gram_rank(search_text) AS BIGINT) AS score
FROM search_text t {scope: | JOIN search_item x ON x.tenant = ?1 AND x.id = t.rowid}
WHERE t.search_text MATCH ?2 AND t.rowid < ?3 AND t.rowid >= ?4 AND ?1 = 1 AND ?7 <> ''
	{scope: AND CAST(?6 AS BIGINT) = 0 | AND (x.unit IN ({under ?6}) OR x.lead IN ({under ?6}))}
ORDER BY t.rowid DESC LIMIT ?5;
-- postgres:
SELECT x.id, CAST(1000000 * ts_rank(x.grams, CAST(CAST(?7 AS TEXT) AS TSQUERY), 1) AS BIGINT) AS score
FROM search_item x
WHERE x.tenant = ?1 AND x.grams @@ CAST(CAST(?2 AS TEXT) AS TSQUERY) AND x.id + 0 < ?3 AND x.id + 0 >= ?4
	{scope: AND CAST(?6 AS BIGINT) = 0 | AND (x.unit IN ({under ?6}) OR x.lead IN ({under ?6}))}
ORDER BY x.id + 0 DESC LIMIT ?5;

-- ?2: id
-- name: search_found
SELECT {search_columns} FROM search_item i {search_joins} WHERE i.tenant = ?1 AND i.id = ?2;

-- name: search_text_count
-- sqlite:
SELECT count(*) AS n FROM search_text_docsize WHERE ?1 = 1;
