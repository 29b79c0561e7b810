-- Notices to be published: their lives, the versions of their texts, who had a hand in
-- them. One person has one hand in a notice: who writes neither reviews nor approves,
-- and reviewer and approver are two.

CREATE TABLE publication_hand (
	tenant BIGINT NOT NULL,
	id BIGINT NOT NULL,
	person TEXT NOT NULL,
	hand TEXT NOT NULL,
	PRIMARY KEY (tenant, id, person)
) WITHOUT ROWID;

CREATE TABLE publication (
	tenant BIGINT NOT NULL,
	id BIGINT NOT NULL,
	code TEXT NOT NULL,
	year BIGINT NOT NULL,
	number BIGINT NOT NULL,
	inspection BIGINT NOT NULL,
	unit BIGINT,
	wording TEXT NOT NULL,
	title TEXT,
	version BIGINT NOT NULL,
	author TEXT NOT NULL,
	contact TEXT,
	state TEXT NOT NULL,
	asked BIGINT,
	reviewer TEXT,
	approver TEXT,
	published TEXT,
	until TEXT,
	head TEXT,
	html TEXT,
	pdf TEXT,
	docx TEXT,
	changed BIGINT NOT NULL,
	PRIMARY KEY (tenant, id),
	FOREIGN KEY (tenant, inspection) REFERENCES inspection (tenant, id),
	FOREIGN KEY (tenant, id, reviewer) REFERENCES publication_hand (tenant, id, person),
	FOREIGN KEY (tenant, id, approver) REFERENCES publication_hand (tenant, id, person),
	CHECK (reviewer <> author AND approver <> author AND approver <> reviewer),
	CHECK (state NOT IN ('reviewed', 'approved', 'published') OR reviewer IS NOT NULL),
	CHECK (state NOT IN ('approved', 'published') OR approver IS NOT NULL),
	CHECK (state <> 'published' OR (published IS NOT NULL AND until IS NOT NULL
		AND contact IS NOT NULL AND head IS NOT NULL AND html IS NOT NULL
		AND pdf IS NOT NULL AND docx IS NOT NULL))
) WITHOUT ROWID;
CREATE UNIQUE INDEX publication_by_code ON publication (tenant, code);
CREATE UNIQUE INDEX publication_by_number ON publication (tenant, year, number);
CREATE INDEX publication_by_inspection ON publication (tenant, inspection, id);

CREATE TABLE publication_text (
	tenant BIGINT NOT NULL,
	id BIGINT NOT NULL,
	version BIGINT NOT NULL,
	author TEXT NOT NULL,
	date TEXT NOT NULL,
	text TEXT NOT NULL,
	PRIMARY KEY (tenant, id, version),
	FOREIGN KEY (tenant, id) REFERENCES publication (tenant, id),
	FOREIGN KEY (tenant, id, author) REFERENCES publication_hand (tenant, id, person)
) WITHOUT ROWID;
