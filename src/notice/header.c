/*
 * The header: issuer, title, and what the lead tells of the inspection (kind,
 * authority, team, inspected body, dates).
 */
#include "base/buf.h"
#include "base/utf8.h"
#include "notice/parser.h"
#include "notice_words.h"
#include "text/dates.h"
#include "text/num.h"

/* The texts of all paragraphs of one role, put together with nothing between. */
static struct str together(struct parser *p, enum para_role role)
{
	struct buf b;
	int count = 0;
	struct str one = STR_NONE;
	buf_init(&b, p->a);
	for (ptrdiff_t i = 0; i < p->n->paras; i++)
		if (p->n->para[i].role == role) {
			one = p->n->para[i].text;
			buf_add(&b, one);
			count++;
		}
	return count == 1 ? one : count ? buf_str(&b) : STR_NONE;
}

/* Without （盖章） and the like at its end. */
static struct str without_seal(struct str s)
{
	ptrdiff_t open = str_rfind(s, S("（")), half = str_rfind(s, S("("));
	open = half > open ? half : open;
	bool seal = open > 0 &&
		    (str_has(str_from(s, open), S("章")) || str_has(str_from(s, open), S("印")));
	return seal ? str_trim(str_cut(s, 0, open)) : s;
}

/* The name at the end of a title's front part: `NAME 关于…`. */
static void issuer_and_title(struct parser *p)
{
	struct notice *n = p->n;
	struct str title = together(p, PARA_TITLE), head = together(p, PARA_HEAD), front = STR_NONE;
	ptrdiff_t about = str_find(title, S("关于"), 0);
	if (about > 0) {
		front = str_trim(str_cut(title, 0, about));
		title = str_from(title, about);
	}
	struct str sign = without_seal(together(p, PARA_ISSUER));
	if (n->issuer.n == 0)
		n->issuer = sign.n ? sign : head.n ? head : front;
	if (about < 0 && n->issuer.n && str_drop_head(&title, n->issuer))
		title = str_trim(title);
	else if (about < 0 && head.n && str_drop_head(&title, head))
		title = str_trim(title);
	/* the issuer's name above the title is its head line, whatever its ending */
	for (ptrdiff_t i = 0; i < n->paras && i < p->body; i++)
		if (n->para[i].role == PARA_MARK && n->issuer.n &&
		    str_eq(n->para[i].text, n->issuer))
			n->para[i].role = PARA_HEAD;
	n->title = title.n ? title : STR_NONE;
	if (n->issuer.n == 0)
		n->issuer = STR_NONE;
}

/* Where a name that ends at `end` starts: back over Chinese characters to a
 * stop, a date's 日, or a word that leads a name in. */
static ptrdiff_t name_start(struct str s, ptrdiff_t end)
{
	ptrdiff_t i = end, len;
	while (i > 0) {
		uint32_t cp = utf8_before(s, i, &len);
		if (!utf8_is_han(cp))
			break;
		ptrdiff_t at = i - len;
		if (cp == 0x65E5 /* 日 */ && at > 0 && s.p[at - 1] >= '0' && s.p[at - 1] <= '9')
			break;
		if (words_end(&words_name_lead, str_cut(s, 0, i)))
			break;
		i = at;
	}
	return i;
}

/* Behind 二组 or 第二组 at `at`; 0 where neither stands there. */
static ptrdiff_t numbered_team(struct str s, ptrdiff_t at)
{
	struct num num;
	if (str_starts(str_from(s, at), S("第")))
		at += S("第").n;
	if (!num_read(s, at, &num) || !str_starts(str_from(s, at + num.n), S("组")))
		return 0;
	return at + num.n + S("组").n;
}

/* The longest name of a team that the lead uses. */
static struct str find_team(struct str lead)
{
	struct str best = STR_NONE;
	const struct word *w;
	for (ptrdiff_t at = 0; (w = words_find(&words_team, lead, at, &at)); at += w->text.n) {
		ptrdiff_t end = at + w->text.n, from = name_start(lead, end);
		if (end - from > best.n && !str_starts(str_from(lead, end), S("长")))
			best = str_cut(lead, from, end);
	}
	for (ptrdiff_t at = 0; (w = words_find(&words_team_kind, lead, at, &at)); at += w->text.n) {
		ptrdiff_t end = numbered_team(lead, at + w->text.n);
		ptrdiff_t from = end ? name_start(lead, at) : 0;
		if (end - from > best.n)
			best = str_cut(lead, from, end);
	}
	return best;
}

/* A body's name at the start of `s`: up to a word of `after`. */
static struct str name_before(const struct words *after, struct str s)
{
	ptrdiff_t end = s.n;
	words_find(after, s, 0, &end);
	return str_trim(str_cut(s, 0, end));
}

static bool is_authority(struct str name)
{
	return name.n && name.n <= 90 && words_end(&words_authority, name);
}

/* Whose plan the lead names, else the body before the team's own name. */
static struct str find_authority(struct str lead, struct str team)
{
	const struct word *w;
	for (ptrdiff_t at = 0; (w = words_find(&words_by_whom, lead, at, &at)); at += w->text.n) {
		struct str name =
			name_before(&words_after_authority, str_from(lead, at + w->text.n));
		if (is_authority(name))
			return name;
	}
	struct str name = name_before(&words_team_own, team);
	return name.n < team.n && is_authority(name) ? name : STR_NONE;
}

/* The name of an inspected body at the start of `s`: up to a number (a year)
 * and to what tells of the matter. */
static struct str body_at(struct str s)
{
	ptrdiff_t end = s.n;
	for (ptrdiff_t i = 0; i < end; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9')
			end = i;
	s = str_cut(s, 0, end);
	ptrdiff_t first = utf8_skip(s, 1);
	words_find(&words_after_body, s, first, &end);
	return str_trim(str_cut(s, 0, end));
}

static struct str find_inspected(struct str lead)
{
	static const struct { struct str from, to; } frames[] = {
		{ S("对"), S("开展") },   { S("对"), S("进行") },   { S("对"), S("实施") },
		{ S("进驻"), S("开展") }, { S("向"), S("反馈") },   { S("进驻"), S("，") },
	};
	for (size_t k = 0; k < sizeof(frames) / sizeof(*frames); k++)
		for (ptrdiff_t at = 0; (at = str_find(lead, frames[k].to, at)) >= 0;
		     at += frames[k].to.n) {
			struct str before = str_cut(lead, 0, at);
			ptrdiff_t from = str_rfind(before, frames[k].from);
			if (from < 0)
				continue;
			struct str name = str_from(before, from + frames[k].from.n);
			if (str_has(name, S("。")) || str_has(name, S("，")) || str_has(name, S("、")))
				continue;
			name = body_at(name);
			if (name.n >= 6 && name.n <= 120)
				return name;
		}
	return STR_NONE;
}

static struct date full(const struct date_words *w, int y)
{
	struct date d = { w->y ? w->y : y, w->m, w->d };
	return date_ok(d) ? d : (struct date){ 0 };
}

/* `from` is the day before; a day without a year is in its year, or in the next
 * where the month goes back. */
static struct date day_after(const struct date_words *w, struct date from)
{
	if (w->y || date_none(from))
		return full(w, from.y);
	return full(w, from.y + (w->m < from.m));
}

static void find_dates(struct str lead, struct inspection *in)
{
	struct date_words w, to;
	struct date last = { 0 };
	struct str seen = STR_NONE; /* the last single day, for the feedback */
	struct date seen_day = { 0 };
	for (ptrdiff_t at = 0; dates_next(lead, at, &w); at = w.text.p + w.text.n - lead.p) {
		ptrdiff_t stop = w.text.p - lead.p;
		/* the time of disclosure is none of the inspection's */
		struct str near = str_cut(lead, stop - 24, stop);
		if (str_has(near, S("公示")) || str_has(near, S("公开"))) {
			ptrdiff_t dash = dates_dash(lead, stop + w.text.n);
			if (dash && dates_range_end(lead, stop + w.text.n + dash, &w, &to))
				w = to;
			continue;
		}
		/* a feedback between the last day and this one belongs to the last */
		if (seen.p && date_none(in->feedback)) {
			struct str gap = str_cut(lead, seen.p + seen.n - lead.p, stop);
			if (str_has(first_sentence(gap), S("反馈")))
				in->feedback = seen_day;
		}
		seen = STR_NONE;
		struct date day = day_after(&w, last);
		ptrdiff_t dash = dates_dash(lead, stop + w.text.n);
		if (dash && dates_range_end(lead, stop + w.text.n + dash, &w, &to) && to.m) {
			struct date end = day_after(&to, day);
			if (date_none(in->start) && !date_none(day)) {
				in->start = day;
				in->end = end;
			}
			w = to;
			last = date_none(end) ? last : end;
			continue;
		}
		if (date_none(day))
			continue;
		last = day;
		seen = w.text;
		seen_day = day;
	}
	if (seen.p && date_none(in->feedback) &&
	    str_has(first_sentence(str_from(lead, seen.p + seen.n - lead.p)), S("反馈")))
		in->feedback = seen_day;
}

static struct str find_kind(const struct notice *n, struct str lead)
{
	const struct word *w = words_in(&words_kind, n->title);
	if (!w)
		w = words_in(&words_kind, lead);
	return w ? w->value : STR_NONE;
}

void parse_header(struct parser *p)
{
	struct notice *n = p->n;
	issuer_and_title(p);
	int from = -1;
	for (int i = 0; i < p->body && from < 0; i++)
		if (n->para[i].role == PARA_LEAD)
			from = i;
	if (from < 0) {
		n->inspection.kind = find_kind(n, STR_NONE);
		return;
	}
	struct str lead = str_span(n->para[from].text, n->para[p->body - 1].text);
	struct inspection *in = &n->inspection;
	in->kind = find_kind(n, lead);
	in->team = find_team(lead);
	in->authority = find_authority(lead, in->team);
	in->inspected = find_inspected(lead);
	find_dates(lead, in);
}
