/*
 * Whatever the bytes: the parser ends, its tree lies inside the notice's text,
 * every place lies inside the source, and the JSON is valid and reads back.
 */
#include <stdlib.h>

#include "base/json.h"
#include "base/utf8.h"
#include "notice/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

/* `s` is absent, or a whole number of characters inside `outer`. */
static void inside(struct str s, struct str outer)
{
	must(!s.p || (s.n >= 0 && str_within(s, outer) && utf8_check(s) < 0));
}

static void paragraphs(const struct notice *n, const struct source *src)
{
	int last = src->paras ? src->para[src->paras - 1].line : 0;
	for (ptrdiff_t i = 0; i < n->paras; i++) {
		const struct npara *p = &n->para[i];
		inside(p->text, n->text);
		inside(p->label, p->text);
		inside(p->title, p->text);
		inside(p->body, p->text);
		must(p->text.n > 0 && p->level >= 0 && p->level <= 4);
		must(p->section < n->sections && p->category < n->categories);
		must(notice_para_at(n, p->text.p) == i);
		for (ptrdiff_t at = 0; at < p->text.n; at++) {
			struct place place = notice_place(n, p->text.p + at);
			must(place.line >= 1 && place.line <= last && place.col >= 1);
		}
	}
}

static void measures(const struct notice *n, const struct finding *f)
{
	must(f->para >= 0 && f->para < n->paras);
	inside(f->ordinal, n->text);
	for (ptrdiff_t i = 0; i < f->measures; i++) {
		const struct measure *m = &f->measure[i];
		inside(m->text, n->text);
		must(m->ordinal == i + 1 && m->text.n > 0);
		for (ptrdiff_t k = 0; k < m->facts; k++)
			inside(m->fact[k].text, m->text);
	}
}

static void read_back(struct arena *a, const struct notice *n, bool layout)
{
	struct buf out;
	struct err e = { 0 };
	const struct val *again;
	struct val *v = notice_val(a, n, layout);
	buf_init(&out, a);
	json_write(&out, v, JSON_LINE);
	must(utf8_check(buf_str(&out)) < 0 && json_read(a, buf_str(&out), &again, &e));
	must(val_eq(v, again));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	arena_init(&a, 0);
	struct source src;
	struct err e = { 0 };
	struct str bytes = { (const char *)data, (ptrdiff_t)size };
	/* pdf starts a child: its reader has a target of its own */
	bool pdf = size > 3 && data[0] == '%' && data[1] == 'P';
	if (!pdf && source_parse(&a, S("fuzz"), bytes, &src, &e)) {
		struct notice *n = notice_parse(&a, &src);
		must(utf8_check(n->text) < 0);
		paragraphs(n, &src);
		for (ptrdiff_t c = 0; c < n->categories; c++)
			for (ptrdiff_t f = 0; f < n->category[c].findings; f++)
				measures(n, &n->category[c].finding[f]);
		read_back(&a, n, false);
		read_back(&a, n, true);
	}
	arena_free(&a);
	return 0;
}
