-- Rule packs: what the action door asks, what lists and views read. ?1 is the tenant.

-- name: ask_pack
SELECT id, name, text FROM pack WHERE tenant = ?1 AND id = ?2;

-- The newest text of that name.
-- name: ask_pack_by_name
SELECT id, name, text FROM pack WHERE tenant = ?1 AND name = ?2 ORDER BY id DESC LIMIT 1;

-- name: ask_pack_last
SELECT id FROM pack WHERE tenant = ?1 ORDER BY id DESC LIMIT 1;

-- Who verified this application already. ?2, ?3, ?4: inspection id, finding, the
-- decision that applied; ?5: who
-- name: ask_review_by
SELECT level, date FROM decision
WHERE tenant = ?1 AND inspection = ?2 AND finding = ?3 AND asked = ?4 AND actor = ?5
	AND level IS NOT NULL;

-- ?2: after this id; ?3: at most
-- name: packs
SELECT p.id, p.name, p.text,
	(SELECT count(*) FROM inspection i WHERE i.tenant = p.tenant AND i.pack = p.id)
		AS inspections
FROM pack p WHERE p.tenant = ?1 AND p.id > ?2 ORDER BY p.id LIMIT ?3;
