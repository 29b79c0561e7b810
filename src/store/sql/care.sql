-- What copying, keeping and checking a whole ledger reads. ?1 is the tenant.

-- The files that the ledger names, each once.
-- name: kept_files
SELECT sha256, max(size) AS size FROM evidence WHERE tenant = ?1 GROUP BY sha256 ORDER BY sha256;

-- ?2: sha256
-- name: kept_file
SELECT size FROM evidence WHERE tenant = ?1 AND sha256 = ?2 ORDER BY inspection, ordinal LIMIT 1;

-- name: leaves_whole
SELECT seq, leaf FROM event WHERE tenant = ?1 ORDER BY seq;
