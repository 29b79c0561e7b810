-- The operating state: see ops.tsv.

CREATE TABLE ops_credential (
	tenant BIGINT NOT NULL,
	person BIGINT NOT NULL,
	password TEXT,
	changed BIGINT,
	old TEXT,
	code TEXT,
	code_until BIGINT,
	totp TEXT,
	totp_on BOOLEAN NOT NULL,
	totp_step BIGINT,
	recovery TEXT,
	login BIGINT,
	address TEXT,
	PRIMARY KEY (tenant, person)
) WITHOUT ROWID;

CREATE TABLE ops_session (
	tenant BIGINT NOT NULL,
	id TEXT NOT NULL,
	person BIGINT NOT NULL,
	name TEXT NOT NULL,
	stage TEXT NOT NULL CHECK (stage IN ('whole', 'password', 'totp', 'enrol')),
	started BIGINT NOT NULL,
	seen BIGINT NOT NULL,
	ends BIGINT NOT NULL,
	rights BIGINT NOT NULL,
	address TEXT,
	agent TEXT,
	PRIMARY KEY (tenant, id)
) WITHOUT ROWID;
CREATE INDEX ops_session_by_person ON ops_session (tenant, person, id);
CREATE INDEX ops_session_by_end ON ops_session (tenant, ends);
CREATE INDEX ops_session_by_seen ON ops_session (tenant, seen);

CREATE TABLE ops_throttle (
	tenant BIGINT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('pair', 'address', 'account')),
	name TEXT NOT NULL,
	failures BIGINT NOT NULL,
	last BIGINT NOT NULL,
	until BIGINT NOT NULL,
	PRIMARY KEY (tenant, kind, name)
) WITHOUT ROWID;
CREATE INDEX ops_throttle_by_last ON ops_throttle (tenant, last);

CREATE TABLE ops_auth_log (
	tenant BIGINT NOT NULL,
	seq BIGINT NOT NULL,
	time BIGINT NOT NULL,
	event TEXT NOT NULL,
	name TEXT,
	address TEXT,
	detail TEXT,
	PRIMARY KEY (tenant, seq)
) WITHOUT ROWID;
CREATE INDEX ops_auth_log_by_time ON ops_auth_log (tenant, time);

CREATE TABLE ops_view (
	tenant BIGINT NOT NULL,
	person BIGINT NOT NULL,
	name TEXT NOT NULL,
	page TEXT NOT NULL,
	query TEXT NOT NULL,
	changed BIGINT NOT NULL,
	PRIMARY KEY (tenant, person, name)
) WITHOUT ROWID;

CREATE TABLE ops_draft (
	tenant BIGINT NOT NULL,
	person BIGINT NOT NULL,
	form TEXT NOT NULL,
	content TEXT NOT NULL,
	changed BIGINT NOT NULL,
	PRIMARY KEY (tenant, person, form)
) WITHOUT ROWID;
CREATE INDEX ops_draft_by_changed ON ops_draft (tenant, changed);

CREATE TABLE ops_job (
	tenant BIGINT NOT NULL,
	id BIGINT NOT NULL,
	kind TEXT NOT NULL,
	person BIGINT,
	input TEXT,
	state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed')),
	added BIGINT NOT NULL,
	worker TEXT,
	seen BIGINT,
	done BIGINT,
	total BIGINT,
	ended BIGINT,
	result TEXT,
	problem TEXT,
	PRIMARY KEY (tenant, id)
) WITHOUT ROWID;
CREATE INDEX ops_job_by_state ON ops_job (tenant, state, id);
CREATE INDEX ops_job_by_ended ON ops_job (tenant, ended);

CREATE TABLE ops_mark (
	tenant BIGINT NOT NULL,
	name TEXT NOT NULL,
	time BIGINT NOT NULL,
	detail TEXT,
	PRIMARY KEY (tenant, name)
) WITHOUT ROWID;
