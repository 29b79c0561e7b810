/*
 * Rules on names: the issuer's own name the same throughout, no other kind of
 * body's duties among one's own.
 */
#include "notice/check/rule.h"

#include <string.h>

#include "base/utf8.h"

/* `name` without 中共, the words for its organ (委员会, 党委) and white space:
 * the body itself, 云溪市第三中学. */
static struct str core_of(const struct check *c, struct str name)
{
	const struct rows *orgs = &c->t->rows[TABLE_ORGS];
	name = str_trim(name);
	str_drop_head(&name, S("中国共产党"));
	str_drop_head(&name, S("中共"));
	for (bool more = true; more;) {
		struct str best = STR_NONE;
		for (ptrdiff_t i = 0; i < orgs->n; i++)
			if (str_ends(name, orgs->p[i].col[0]) && orgs->p[i].col[0].n > best.n)
				best = orgs->p[i].col[0];
		more = best.n && best.n < name.n;
		if (more)
			str_drop_tail(&name, best);
	}
	return name;
}

/* Are the characters of `part` all in `whole`, in that order? So 信用联社 is a
 * short form of 农村信用社联合社. */
static bool short_form(struct str part, struct str whole)
{
	ptrdiff_t len, at = 0;
	for (ptrdiff_t i = 0; i < part.n; i += len) {
		utf8_at(part, i, &len);
		ptrdiff_t found = str_find(whole, str_cut(part, i, i + len), at);
		if (found < 0)
			return false;
		at = found + len;
	}
	return true;
}

/* What the name of a body ends in: 社区, 第N中学, 局; NULL where no row fits. */
static const struct row *kind_of(const struct check *c, struct str core)
{
	const struct rows *kinds = &c->t->rows[TABLE_KINDS];
	const struct row *best = NULL;
	for (ptrdiff_t i = 0; i < kinds->n; i++)
		if (str_ends(core, kinds->p[i].col[0]) &&
		    (!best || kinds->p[i].col[0].n > best->col[0].n))
			best = &kinds->p[i];
	return best;
}

/* Names one and the same kind of body, and two different ones of it. */
static bool another(const struct check *c, struct str a, struct str b)
{
	const struct row *ka = kind_of(c, a), *kb = kind_of(c, b);
	return ka && ka == kb && a.n > ka->col[0].n && b.n > kb->col[0].n && !short_form(a, b) &&
	       !short_form(b, a);
}

/* The name that stands before 关于 in a title, or STR_NONE. */
static struct str name_in_title(struct str title)
{
	ptrdiff_t at = str_find(title, S("关于"), 0);
	return at > 0 ? str_trim(str_cut(title, 0, at)) : STR_NONE;
}

/* Short names that the notice declares: 以下简称“港务党委”. */
static bool declared(const struct check *c, struct str core)
{
	static const struct str word = S("简称");
	struct str text = c->n->text;
	for (ptrdiff_t at = str_find(text, word, 0); at >= 0;
	     at = str_find(text, word, at + word.n)) {
		struct str rest = str_from(text, at + word.n);
		str_drop_head(&rest, S("：“"));
		str_drop_head(&rest, S("“"));
		struct str name = str_cut(rest, 0, str_find(rest, S("”"), 0));
		if (name.n > 0 && name.n < 90 && short_form(core, core_of(c, name)))
			return true;
	}
	return false;
}

struct own_name {
	struct str full, core;
	struct str last;         /* the line its last part stands in */
	const struct row *kind;  /* of body; NULL = none that the table has */
};

/* Compares a name of the notice with its own; reports where they differ. */
static bool compare(struct check *c, const struct own_name *own, struct str name, bool strict)
{
	struct str core = core_of(c, name);
	if (core.n < 6 || short_form(core, own->core) || short_form(own->core, core) ||
	    declared(c, core))
		return false;
	if (!strict && !another(c, core, own->core))
		return false;
	report(c, name.p, ARGS(quote(c, name, 40), quote(c, own->full, 40)));
	return true;
}

/* The last name of the sign-off, as one text; its date kept out. */
static struct str sign_off(const struct check *c)
{
	struct str name = STR_NONE;
	for (int i = 0; i < c->n->paras; i++)
		if (c->n->para[i].role == PARA_ISSUER)
			name = name.n ? str_span(name, c->n->para[i].text) : c->n->para[i].text;
	if (name.n && str_within(c->n->issuer, name))
		return c->n->issuer;
	if (name.n && str_within(c->n->published_text, name))
		name = str_trim(before(name, c->n->published_text));
	return name;
}

/* A line right above the title that ends as a body's name does is one, though
 * the tree takes it for a mark. */
static bool name_as_mark(const struct check *c, int i)
{
	const struct npara *p = &c->n->para[i];
	ptrdiff_t len;
	if (p->role != PARA_MARK || i + 1 >= c->n->paras || p[1].role != PARA_TITLE ||
	    !kind_of(c, core_of(c, p->text)))
		return false;
	for (ptrdiff_t at = 0; at < p->text.n; at += len)
		if (!utf8_is_han(utf8_at(p->text, at, &len)))
			return false;
	return true;
}

/* The name that stands above the title, its lines put together; a name cut in
 * two by a line's end goes on in the title's line. */
static struct str name_above(struct check *c, struct str *last)
{
	struct str name = STR_NONE;
	for (int i = 0; i < c->n->paras; i++) {
		const struct npara *p = &c->n->para[i];
		struct str core = core_of(c, name);
		bool whole = name.n && core.p + core.n < name.p + name.n; /* its organ is said */
		bool head = p->role == PARA_HEAD || name_as_mark(c, i);
		struct str more = head                    ? str_trim(p->text)
				  : p->role == PARA_TITLE ? name_in_title(p->text)
							  : STR_NONE;
		if (!more.n || whole)
			continue;
		name = name.n ? str_join(c->a, name, more) : more;
		*last = more;
	}
	return name;
}

static struct own_name own_name_of(struct check *c)
{
	struct own_name own = { 0 };
	own.full = name_above(c, &own.last);
	if (!own.full.n)
		own.full = sign_off(c);
	if (!own.full.n)
		own.full = c->n->issuer;
	own.core = core_of(c, own.full);
	own.kind = kind_of(c, own.core);
	return own;
}

/* A clause that begins 石桥村党总支…: the name up to its organ, or STR_NONE. */
static struct str name_at_start(struct str clause,
				const struct own_name *own)
{
	static const struct str organs[] = { S("党委"), S("党总支"), S("党支部"), S("党组"), S("党工委"),
					     S("委员会"), S("村委会"), S("居委会"), S("两委") };
	const struct row *kind = own->kind;
	struct str s = without_number(clause);
	ptrdiff_t end = str_find(s, kind->col[0], 0);
	if (end <= 0 || end > 60)
		return STR_NONE;
	end += kind->col[0].n;
	for (size_t i = 0; i < sizeof(organs) / sizeof(*organs); i++)
		if (str_starts(str_from(s, end), organs[i]))
			return str_cut(s, 0, end);
	return STR_NONE;
}

/* Is that name's head free of words that make it somebody else's part: 与, 各? */
static bool plain_name(const struct check *c, struct str name)
{
	static const struct str words[] = { S("各"),   S("本"),   S("该"),   S("我"),   S("全"),
					    S("对"),   S("把"),   S("由"),   S("在"),   S("向"),
					    S("为"),   S("其他"), S("周边"), S("辖区"), S("所属"),
					    S("下属"), S("、"),   S("和"),   S("个"),   S("“"),
					    S("的"),   S("两"),   S("推动"), S("指导"), S("督促"),
					    S("要求"), S("组织"), S("邻近"), S("与"),   S("结对"),
					    S("上级"), S("学习") };
	ptrdiff_t len;
	for (ptrdiff_t i = 0; i < name.n; i += len)
		if (!utf8_is_han(utf8_at(name, i, &len)))
			return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (str_has(name, words[i]))
			return false;
	return !cue_in(c, CUE_PARTNER, name);
}

static void names_in_body(struct check *c, const struct own_name *own)
{
	if (!own->kind || !str_eq(own->kind->col[1], S("body")))
		return;
	for (ptrdiff_t i = 0; i < c->clause.n; i++) {
		const struct npara *p = &c->n->para[c->clause.p[i].para];
		struct str clause = c->clause.p[i].text;
		if (p->role != PARA_BODY && p->role != PARA_HEADING)
			continue;
		struct str name = name_at_start(clause, own);
		if (!name.n || !plain_name(c, name) ||
		    cue_in(c, CUE_PARTNER, c->sentence.p[c->clause.p[i].sentence].text))
			continue;
		compare(c, own, name, false);
	}
}

void rule_unit_name_mismatch(struct check *c)
{
	struct own_name own = own_name_of(c);
	struct str inspected = c->n->inspection.inspected, end = sign_off(c);
	if (own.core.n < 6)
		return;
	for (int i = 0; i < c->n->paras; i++) {
		const struct npara *p = &c->n->para[i];
		struct str name = p->role == PARA_TITLE ? name_in_title(p->text) : STR_NONE;
		if (name.n && name.p > own.last.p)
			compare(c, &own, name, true);
	}
	if (inspected.n) {
		ptrdiff_t cut = str_find(inspected, S("（"), 0);
		compare(c, &own, cut > 0 ? str_cut(inspected, 0, cut) : inspected, false);
	}
	if (end.n && end.p != own.full.p)
		compare(c, &own, end, true);
	names_in_body(c, &own);
}

/* A cell that lists words with spaces between: is one of them in `s`? */
static bool names_one(struct str cell, struct str s, bool at_end)
{
	struct str word;
	while (str_split(&cell, ' ', &word))
		if (word.n && (at_end ? str_ends(s, word) : str_has(s, word)))
			return true;
	return false;
}

static const struct row *body_row(const struct check *c, struct str kind)
{
	const struct rows *rows = &c->t->rows[TABLE_BODIES];
	for (ptrdiff_t i = 0; i < rows->n; i++)
		if (str_eq(rows->p[i].col[0], kind))
			return &rows->p[i];
	return NULL;
}

/* Is `core` such a body: it ends in one of the words, or goes on in what makes a
 * company, group, branch or part of it: 某银行股份有限公司, 某大学附属医院? So a
 * body may be of two kinds. 学院路社区 is no school. */
static bool named_body(struct str cell, struct str core)
{
	static const struct str tails[] = { S("股份"), S("有限"), S("集团"), S("控股"), S("附属"),
					    S("教育"), S("医疗"), S("总行"), S("分行"), S("支行"),
					    S("第"),   S("直属"), S("（") };
	struct str word;
	while (str_split(&cell, ' ', &word)) {
		if (!word.n)
			continue;
		for (ptrdiff_t at = str_find(core, word, 0); at >= 0;
		     at = str_find(core, word, at + word.n)) {
			struct str rest = str_from(core, at + word.n);
			bool fits = !rest.n;
			for (size_t i = 0; i < sizeof(tails) / sizeof(*tails); i++)
				fits |= str_starts(rest, tails[i]);
			if (fits)
				return true;
		}
	}
	return false;
}

/* Is the issuer such a body (by any row of that kind), or one over all kinds? */
static bool is_body(const struct check *c, struct str core, struct str kind)
{
	const struct rows *rows = &c->t->rows[TABLE_BODIES];
	for (ptrdiff_t i = 0; i < rows->n; i++) {
		struct str of = rows->p[i].col[0];
		if (str_eq(of, kind) ? named_body(rows->p[i].col[1], core)
				     : str_eq(of, S("all")) &&
					       names_one(rows->p[i].col[1], core, true))
			return true;
	}
	return false;
}

void rule_foreign_duty(struct check *c)
{
	if (!c->duty.n)
		return;
	struct own_name own = own_name_of(c);
	const char *last = NULL;
	/* 人民政府 is an organ's word that says the kind, so the full name counts too */
	for (ptrdiff_t i = 0; i < c->duty.n; i++) {
		const struct hit *h = &c->duty.p[i];
		struct str kind = h->row->col[0], sentence = sentence_of(c, h->text.p);
		int para = notice_para_at(c->n, h->text.p);
		const struct row *body = body_row(c, kind);
		if (para < 0 || !body || sentence.p == last || c->n->para[para].cell)
			continue;
		enum para_role role = c->n->para[para].role;
		if (role != PARA_BODY && role != PARA_HEADING)
			continue;
		if (is_body(c, own.core, kind) || is_body(c, own.full, kind) ||
		    cue_in(c, CUE_PARTNER, sentence) || names_one(body->col[2], sentence, false))
			continue;
		last = sentence.p;
		report(c, h->text.p, ARGS(h->text, quote(c, sentence, 24)));
	}
}
