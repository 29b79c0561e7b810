-- Orders, cases, regulations, what measures are held to; the steps of their lives.
-- That who asks never answers holds here too, by a key to the row that asked.

CREATE TABLE step (
	tenant BIGINT NOT NULL,
	object TEXT NOT NULL,
	id BIGINT NOT NULL,
	ordinal BIGINT NOT NULL,
	verb TEXT NOT NULL,
	actor TEXT NOT NULL,
	date TEXT NOT NULL,
	version BIGINT NOT NULL,
	state TEXT NOT NULL,
	asked BIGINT,
	asked_by TEXT,
	text TEXT,
	due TEXT,
	PRIMARY KEY (tenant, object, id, ordinal),
	UNIQUE (tenant, object, id, ordinal, actor),
	FOREIGN KEY (tenant, object, id, asked, asked_by)
		REFERENCES step (tenant, object, id, ordinal, actor),
	CHECK ((asked IS NULL) = (asked_by IS NULL)),
	CHECK (asked_by IS NULL OR asked_by <> actor),
	CHECK (asked IS NOT NULL OR verb NOT IN
		('return-reply', 'close-order', 'confirm-case', 'return-case'))
) WITHOUT ROWID;

CREATE TABLE indicator (
	tenant BIGINT NOT NULL,
	inspection BIGINT NOT NULL,
	finding BIGINT NOT NULL,
	measure BIGINT NOT NULL,
	ordinal BIGINT NOT NULL,
	name TEXT NOT NULL,
	unit TEXT,
	target DOUBLE PRECISION NOT NULL,
	actual DOUBLE PRECISION,
	stated TEXT,
	PRIMARY KEY (tenant, inspection, finding, measure, ordinal),
	FOREIGN KEY (tenant, inspection, finding, measure)
		REFERENCES measure (tenant, inspection, finding, ordinal)
) WITHOUT ROWID;

CREATE TABLE milestone (
	tenant BIGINT NOT NULL,
	inspection BIGINT NOT NULL,
	finding BIGINT NOT NULL,
	measure BIGINT NOT NULL,
	ordinal BIGINT NOT NULL,
	name TEXT NOT NULL,
	planned TEXT NOT NULL,
	actual TEXT,
	PRIMARY KEY (tenant, inspection, finding, measure, ordinal),
	FOREIGN KEY (tenant, inspection, finding, measure)
		REFERENCES measure (tenant, inspection, finding, ordinal)
) WITHOUT ROWID;
CREATE INDEX milestone_by_planned ON milestone (tenant, planned, inspection, finding);

CREATE TABLE supervision_order (
	tenant BIGINT NOT NULL,
	id BIGINT NOT NULL,
	code TEXT NOT NULL,
	year BIGINT NOT NULL,
	number BIGINT NOT NULL,
	unit BIGINT NOT NULL,
	person TEXT,
	level TEXT NOT NULL,
	text TEXT NOT NULL,
	issued TEXT NOT NULL,
	due TEXT,
	state TEXT NOT NULL,
	reply TEXT,
	replied TEXT,
	raised_from TEXT,
	asked BIGINT,
	changed BIGINT NOT NULL,
	PRIMARY KEY (tenant, id),
	FOREIGN KEY (tenant, unit) REFERENCES unit (tenant, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX order_by_code ON supervision_order (tenant, code);
CREATE UNIQUE INDEX order_by_number ON supervision_order (tenant, year, number);
CREATE INDEX order_by_due ON supervision_order (tenant, due, id);

CREATE TABLE order_item (
	tenant BIGINT NOT NULL,
	id BIGINT NOT NULL,
	inspection BIGINT NOT NULL,
	finding BIGINT NOT NULL,
	PRIMARY KEY (tenant, id, inspection, finding),
	FOREIGN KEY (tenant, id) REFERENCES supervision_order (tenant, id),
	FOREIGN KEY (tenant, inspection, finding) REFERENCES finding (tenant, inspection, ordinal)
) WITHOUT ROWID;
CREATE INDEX order_by_finding ON order_item (tenant, inspection, finding, id);

CREATE TABLE case_file (
	tenant BIGINT NOT NULL,
	id BIGINT NOT NULL,
	code TEXT NOT NULL,
	year BIGINT NOT NULL,
	number BIGINT NOT NULL,
	channel TEXT NOT NULL,
	received TEXT NOT NULL,
	unit BIGINT,
	place TEXT,
	text TEXT NOT NULL,
	contact TEXT,
	phone TEXT,
	state TEXT NOT NULL,
	due TEXT,
	handler TEXT,
	handling TEXT,
	answer TEXT,
	finding TEXT,
	asked BIGINT,
	changed BIGINT NOT NULL,
	PRIMARY KEY (tenant, id),
	FOREIGN KEY (tenant, unit) REFERENCES unit (tenant, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX case_by_code ON case_file (tenant, code);
CREATE UNIQUE INDEX case_by_number ON case_file (tenant, year, number);
CREATE INDEX case_by_due ON case_file (tenant, due, id);
CREATE INDEX case_by_finding ON case_file (tenant, finding, id);

CREATE TABLE regulation (
	tenant BIGINT NOT NULL,
	id BIGINT NOT NULL,
	code TEXT NOT NULL,
	year BIGINT NOT NULL,
	number BIGINT NOT NULL,
	unit BIGINT,
	title TEXT NOT NULL,
	document TEXT,
	in_force TEXT NOT NULL,
	review TEXT,
	state TEXT NOT NULL,
	changed BIGINT NOT NULL,
	PRIMARY KEY (tenant, id),
	FOREIGN KEY (tenant, unit) REFERENCES unit (tenant, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX regulation_by_code ON regulation (tenant, code);
CREATE UNIQUE INDEX regulation_by_number ON regulation (tenant, year, number);
CREATE INDEX regulation_by_review ON regulation (tenant, review, id);

CREATE TABLE regulation_finding (
	tenant BIGINT NOT NULL,
	id BIGINT NOT NULL,
	inspection BIGINT NOT NULL,
	finding BIGINT NOT NULL,
	PRIMARY KEY (tenant, id, inspection, finding),
	FOREIGN KEY (tenant, id) REFERENCES regulation (tenant, id),
	FOREIGN KEY (tenant, inspection, finding) REFERENCES finding (tenant, inspection, ordinal)
) WITHOUT ROWID;
CREATE INDEX regulation_by_finding ON regulation_finding (tenant, inspection, finding, id);
