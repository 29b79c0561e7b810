-- What the operating state is asked beside insert_X, update_X, row_X, delete_X and
-- page_X, which tools/sql.py makes for each table. ?1 is the tenant.

-- ?2: person
-- name: sessions_of
SELECT id, person, name, stage, started, seen, ends, rights, address, agent
FROM ops_session WHERE tenant = ?1 AND person = ?2 ORDER BY id LIMIT 1000;

-- ?2: person; ?3: not this one
-- name: end_sessions_of
DELETE FROM ops_session WHERE tenant = ?1 AND person = ?2 AND id <> ?3;

-- ?2: id; ?3: now
-- name: touch_session
UPDATE ops_session SET seen = ?3 WHERE tenant = ?1 AND id = ?2;

-- ?2: ended before; ?3: last seen before
-- name: sweep_sessions
DELETE FROM ops_session WHERE tenant = ?1 AND (ends < ?2 OR seen < ?3);

-- ?2: last failure before
-- name: sweep_throttles
DELETE FROM ops_throttle WHERE tenant = ?1 AND last < ?2;

-- name: auth_log_last
SELECT seq, time FROM ops_auth_log WHERE tenant = ?1 ORDER BY seq DESC LIMIT 1;

-- ?2: before this seq; ?3: at most
-- name: auth_log_page
SELECT seq, time, event, name, address, detail
FROM ops_auth_log WHERE tenant = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT ?3;

-- ?2: older than
-- name: sweep_auth_log
DELETE FROM ops_auth_log WHERE tenant = ?1 AND time < ?2;

-- ?2: not changed since
-- name: sweep_drafts
DELETE FROM ops_draft WHERE tenant = ?1 AND changed < ?2;

-- name: job_last
SELECT id FROM ops_job WHERE tenant = ?1 ORDER BY id DESC LIMIT 1;

-- ?2: state
-- name: job_first
SELECT id, kind, person, input, state, added, worker, seen, done, total, ended, result, problem
FROM ops_job WHERE tenant = ?1 AND state = ?2 ORDER BY id LIMIT 1;

-- ?2: running, not heard of since
-- name: jobs_lost
SELECT id, kind, person, input, state, added, worker, seen, done, total, ended, result, problem
FROM ops_job WHERE tenant = ?1 AND state = 'running' AND seen < ?2 ORDER BY id LIMIT 1;

-- ?2: before this id; ?3: at most
-- name: jobs_newest
SELECT id, kind, person, input, state, added, worker, seen, done, total, ended, result, problem
FROM ops_job WHERE tenant = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3;

-- ?2: ended before
-- name: sweep_jobs
DELETE FROM ops_job WHERE tenant = ?1 AND ended < ?2;
