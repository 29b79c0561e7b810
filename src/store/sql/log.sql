-- The event log and its head. ?1 is the tenant.

-- name: head
SELECT h.size, h.root, h.frontier, l.hash
FROM head h LEFT JOIN ledger l ON l.tenant = h.tenant WHERE h.tenant = ?1;

-- name: head_insert
INSERT INTO head (tenant, size, root, frontier) VALUES (?1, ?2, ?3, ?4);

-- name: head_update
UPDATE head SET size = ?2, root = ?3, frontier = ?4 WHERE tenant = ?1;

-- name: event_insert
INSERT INTO event (tenant, seq, recorded, happened, actor, verb, target, request_key,
	request_hash, payload, leaf)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11);

-- name: event_by_key
SELECT seq, target, request_hash FROM event WHERE tenant = ?1 AND request_key = ?2;

-- name: event_by_seq
SELECT seq, recorded, happened, actor, verb, target, request_key, request_hash, payload, leaf
FROM event WHERE tenant = ?1 AND seq = ?2;

-- ?2: after this seq; ?3: at most
-- name: events
SELECT seq, recorded, happened, actor, verb, target
FROM event WHERE tenant = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3;

-- name: events_whole
SELECT seq, recorded, happened, actor, verb, target, request_key, request_hash, payload, leaf
FROM event WHERE tenant = ?1 ORDER BY seq;

-- ?2, ?3: targets, a finding's and its inspection's; ?4: at most
-- name: events_of_targets
SELECT seq, recorded, happened, actor, verb, target
FROM event WHERE tenant = ?1 AND target IN (?2, ?3) ORDER BY seq LIMIT ?4;

-- Salts of personal cells. ?2: object; ?3: the row's key as JSON; ?4: column
-- name: salt
SELECT salt FROM salt WHERE tenant = ?1 AND object = ?2 AND row_key = ?3 AND col = ?4;

-- ?5: the event that filled the cell; ?6: the salt
-- name: salt_insert
INSERT INTO salt (tenant, object, row_key, col, seq, salt) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: salt_delete
DELETE FROM salt WHERE tenant = ?1 AND object = ?2 AND row_key = ?3 AND col = ?4;

-- name: salts_of_event
SELECT salt FROM salt WHERE tenant = ?1 AND seq = ?2 ORDER BY object, row_key, col;

-- name: salts_whole
SELECT object, row_key, col, seq, salt FROM salt WHERE tenant = ?1
ORDER BY object, row_key, col;

-- Leaves after the event ?2, at most ?3.
-- name: leaves
SELECT leaf FROM event WHERE tenant = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3;

-- Roots of subtrees of level ?2, those numbered ?3 to ?4.
-- name: nodes
SELECT hash FROM node WHERE tenant = ?1 AND level = ?2 AND idx BETWEEN ?3 AND ?4 ORDER BY idx;

-- name: node_insert
INSERT INTO node (tenant, level, idx, hash) VALUES (?1, ?2, ?3, ?4);

-- name: nodes_count
SELECT count(*) AS nodes FROM node WHERE tenant = ?1;

-- name: head_signed
SELECT signed FROM head WHERE tenant = ?1;

-- name: head_sign
UPDATE head SET signed = ?2 WHERE tenant = ?1;

-- name: signed_head_insert
INSERT INTO signed_head (tenant, ordinal, size, root, signed_at, public_key, signature)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- name: signed_heads
SELECT ordinal, size, root, signed_at, public_key, signature
FROM signed_head WHERE tenant = ?1 ORDER BY ordinal;

-- What people read of the log: after the event ?2, at most ?3; the verb, the
-- actor, the target, where they are not null.
-- name: events_page
SELECT seq, recorded, happened, actor, verb, target, request_key, request_hash, payload, leaf
FROM event
WHERE tenant = ?1 AND seq > ?2 AND verb = coalesce(?4, verb) AND actor = coalesce(?5, actor)
ORDER BY seq LIMIT ?3;

-- name: events_page_of_target
SELECT seq, recorded, happened, actor, verb, target, request_key, request_hash, payload, leaf
FROM event
WHERE tenant = ?1 AND target = ?6 AND seq > ?2 AND verb = coalesce(?4, verb)
	AND actor = coalesce(?5, actor)
ORDER BY seq LIMIT ?3;

-- The same, the newest first: before the event ?2, from the event ?6 on.
-- name: events_back
SELECT seq, recorded, happened, actor, verb, target
FROM event
WHERE tenant = ?1 AND seq < ?2 AND seq >= ?6 AND verb = coalesce(?4, verb)
	AND actor = coalesce(?5, actor)
ORDER BY seq DESC LIMIT ?3;

-- name: events_back_of_target
SELECT seq, recorded, happened, actor, verb, target
FROM event
WHERE tenant = ?1 AND target = ?7 AND seq < ?2 AND seq >= ?6 AND verb = coalesce(?4, verb)
	AND actor = coalesce(?5, actor)
ORDER BY seq DESC LIMIT ?3;

-- As copying reads and writes them.
-- name: head_whole
SELECT size, root, frontier, signed FROM head WHERE tenant = ?1;

-- name: head_copy
INSERT INTO head (tenant, size, root, frontier, signed) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: nodes_whole
SELECT level, idx, hash FROM node WHERE tenant = ?1 ORDER BY level, idx;
