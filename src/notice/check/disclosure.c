/*
 * Rules on what is made public: postcode, telephone and address that lie in one
 * place, no private person's data, no mark of classification.
 */
#include "notice/check/rule.h"

#include <string.h>

#include "base/utf8.h"
#include "text/num.h"

/* A place that the tables know: province, and city where it is known. */
struct region {
	struct str province, city;
};

/* The province a city lies in, STR_NONE where the table has no such city. */
static struct str province_of(const struct check *c, struct str city)
{
	const struct rows *places = &c->t->rows[TABLE_PLACES];
	for (ptrdiff_t i = 0; i < places->n; i++)
		if (str_eq(places->p[i].col[0], city))
			return places->p[i].col[1];
	return STR_NONE;
}

/* The first city, else the first province, named in `s`, a part of the notice. */
static struct region region_of_text(const struct check *c, struct str s)
{
	struct region r = { 0 };
	for (const struct hit *h; s.n && (h = hit_in(&c->place, s)); s = after(s, h->text)) {
		if (str_eq(h->text, h->row->col[0]))
			return (struct region){ h->row->col[1], h->row->col[0] };
		if (!r.province.n)
			r.province = h->row->col[1];
	}
	return r;
}

static struct region region_of_postcode(const struct check *c, struct str code)
{
	const struct rows *rows = &c->t->rows[TABLE_POSTCODES];
	struct region r = { 0 };
	for (ptrdiff_t i = 0; i < rows->n; i++) {
		if (!str_starts(code, rows->p[i].col[0]))
			continue;
		if (rows->p[i].col[0].n == 2)
			r.province = rows->p[i].col[1];
		else
			r.city = rows->p[i].col[1];
	}
	return r;
}

/* Does the postcode table know this city, and the code's first three digits as
 * one of its prefixes? 1 yes, 0 no, -1 = the city is not in the table. */
static int postcode_of_city(const struct check *c, struct str code, struct str city)
{
	const struct rows *rows = &c->t->rows[TABLE_POSTCODES];
	int known = -1;
	for (ptrdiff_t i = 0; i < rows->n && known < 1; i++)
		if (rows->p[i].col[0].n == 3 && str_eq(rows->p[i].col[1], city))
			known = str_starts(code, rows->p[i].col[0]);
	return known;
}

static bool code_contradicts(const struct check *c, struct str code, struct region at)
{
	struct region r = region_of_postcode(c, code);
	if (r.province.n && at.province.n && !str_eq(r.province, at.province))
		return true;
	return at.city.n && postcode_of_city(c, code, at.city) == 0;
}

/* The area code of a telephone as printed (0755-…, （0755）…), or STR_NONE. */
static struct str area_code(const struct check *c, struct str phone)
{
	const struct rows *rows = &c->t->rows[TABLE_AREA_CODES];
	struct str best = STR_NONE;
	str_drop_head(&phone, S("（"));
	str_drop_head(&phone, S("("));
	for (ptrdiff_t i = 0; i < rows->n; i++)
		if (str_starts(phone, rows->p[i].col[0]) && rows->p[i].col[0].n > best.n)
			best = str_cut(phone, 0, rows->p[i].col[0].n);
	return best;
}

/* Is the area code one of the place's? Several cities may share one. */
static bool area_contradicts(const struct check *c, struct str area, struct region at)
{
	const struct rows *rows = &c->t->rows[TABLE_AREA_CODES];
	bool province = false, city = false, known = false;
	for (ptrdiff_t i = 0; i < rows->n; i++) {
		struct str name = rows->p[i].col[1];
		known |= at.city.n && str_eq(name, at.city);
		if (!str_eq(rows->p[i].col[0], area))
			continue;
		province |= str_eq(province_of(c, name), at.province);
		city |= str_eq(name, at.city);
	}
	return at.province.n && (!province || (known && !city));
}

/* Any city that has this area code and takes this postcode? */
static bool code_area_contradict(const struct check *c, struct str code, struct str area)
{
	const struct rows *rows = &c->t->rows[TABLE_AREA_CODES];
	bool any = false;
	for (ptrdiff_t i = 0; i < rows->n; i++) {
		if (!str_eq(rows->p[i].col[0], area))
			continue;
		struct region at = { province_of(c, rows->p[i].col[1]), rows->p[i].col[1] };
		if (!at.province.n || !code_contradicts(c, code, at))
			return false;
		any = true;
	}
	return any;
}

void rule_postcode_region(struct check *c)
{
	const struct contact *k = &c->n->contact;
	if (!k->phones && !k->postcode.n)
		return;
	struct region at = region_of_text(c, k->address);
	struct str area = STR_NONE;
	if (!at.city.n) {
		struct region issuer = region_of_text(c, c->n->issuer);
		if (!at.province.n || str_eq(at.province, issuer.province))
			at = issuer;
	}
	for (ptrdiff_t i = 0; i < k->phones && !area.n; i++)
		area = area_code(c, k->phone[i]);
	struct str place = at.city.n ? at.city : at.province;
	if (k->postcode.n == 6 && code_contradicts(c, k->postcode, at))
		report(c, k->postcode.p, ARGS(k->postcode, place));
	else if (area.n && area_contradicts(c, area, at))
		report(c, area.p, ARGS(area, place));
	else if (area.n && k->postcode.n == 6 && code_area_contradict(c, k->postcode, area))
		report(c, k->postcode.p, ARGS(k->postcode, area));
}

/* GB 11643 (ISO 7064 MOD 11-2): the last character of an ID number of 18. */
static bool identity_ok(struct str s)
{
	static const int weight[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
	int sum = 0;
	for (int i = 0; i < 17; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		sum += (s.p[i] - '0') * weight[i];
	}
	char want = "10X98765432"[sum % 11], got = s.p[17] == 'x' ? 'X' : s.p[17];
	int64_t y = 0, m = 0, d = 0;
	str_int(str_cut(s, 6, 10), &y);
	str_int(str_cut(s, 10, 12), &m);
	str_int(str_cut(s, 12, 14), &d);
	return want == got && date_ok((struct date){ (int)y, (int)m, (int)d }) && y >= 1880;
}

/* Luhn's check digit (ISO/IEC 7812-1). */
static bool luhn_ok(struct str s)
{
	int sum = 0;
	for (ptrdiff_t i = 0; i < s.n; i++) {
		int digit = s.p[s.n - 1 - i] - '0';
		if (i % 2)
			digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
		sum += digit;
	}
	return sum % 10 == 0;
}

enum { LOOK_BACK = 45 /* bytes: fifteen characters */ };

/* The words before `p` in its paragraph. */
static struct str look_back(const struct check *c, const char *p)
{
	int para = notice_para_at(c->n, p);
	const char *from = para < 0 ? p : c->n->para[para].text.p;
	if (p - from > LOOK_BACK)
		from = p - LOOK_BACK;
	return (struct str){ from, p - from };
}

static bool in_contact(const struct check *c, const char *p)
{
	int para = notice_para_at(c->n, p);
	return para < 0 || is_tail(&c->n->para[para]);
}

static bool private_digits(const struct check *c, struct str digits)
{
	struct str head = look_back(c, digits.p);
	if (cue_in(c, CUE_NUMBER, head))
		return false;
	if (digits.n == 18 && identity_ok(digits))
		return true;
	if (digits.p[digits.n - 1] == 'X' || digits.p[digits.n - 1] == 'x')
		return false;
	if (digits.n >= 16 && digits.n <= 19 && luhn_ok(digits))
		return digits.n != 18 || str_has(head, S("卡")) || str_has(head, S("账"));
	if (digits.n != 11 || digits.p[0] != '1' || digits.p[1] < '3' || in_contact(c, digits.p))
		return false;
	return !cue_in(c, CUE_OFFICE, head) || cue_in(c, CUE_PERSON, head);
}

static void private_numbers(struct check *c)
{
	struct str text = c->n->text;
	for (ptrdiff_t i = 0, from; i < text.n;) {
		if (text.p[i] < '0' || text.p[i] > '9') {
			i++;
			continue;
		}
		for (from = i; i < text.n && text.p[i] >= '0' && text.p[i] <= '9';)
			i++;
		if (i - from == 17 && i < text.n && (text.p[i] == 'X' || text.p[i] == 'x'))
			i++;
		struct str digits = str_cut(text, from, i);
		char prev = from ? text.p[from - 1] : ' ', next = i < text.n ? text.p[i] : ' ';
		bool alone = prev != '.' && prev != '-' && next != '.' && next != '@' &&
			     next != '-' && !(prev >= 'A' && prev <= 'z') &&
			     !(next >= 'A' && next <= 'z');
		if (digits.n >= 11 && alone && private_digits(c, digits))
			report(c, digits.p, ARGS(str_join(c->a, str_cut(digits, 0, 3), S("…"))));
	}
}

/* The name after a person word: 钱多多 of 居民钱多多（5栋…; STR_NONE where it is
 * masked or no name. */
static struct str name_after(const struct check *c, const struct hit *person)
{
	const char *p = person->text.p + person->text.n;
	if (!cue_at(c, CUE_SURNAME, p) || cue_at(c, CUE_NO_NAME, p))
		return STR_NONE;
	struct str rest = { p, c->n->text.p + c->n->text.n - p };
	ptrdiff_t len, n = 0;
	for (int i = 0; i < 3 && n < rest.n; i++, n += len) {
		uint32_t cp = utf8_at(rest, n, &len);
		if (cp == 0x67D0 /* 某 */ || cp == 0xD7 || cp == '*' || cp == 'X')
			return STR_NONE;
		if (!utf8_is_han(cp))
			break;
	}
	return n >= 6 ? str_cut(rest, 0, n) : STR_NONE;
}

/* The household in `s`: 5栋3单元402室, 第3组18号; its bytes are `out`. */
static bool household_in(struct str s, struct str *out)
{
	static const struct { struct str word; int level; } marks[] = {
		{ S("栋"), 1 }, { S("幢"), 1 }, { S("号楼"), 1 }, { S("组"), 1 }, { S("社"), 1 },
		{ S("单元"), 2 }, { S("室"), 3 }, { S("号"), 3 }, { S("户"), 3 }, { S("房"), 3 },
	};
	ptrdiff_t from = -1, len;
	int levels = 0, last = 0;
	for (ptrdiff_t i = 0; i < s.n; i += len) {
		struct num num;
		utf8_at(s, i, &len);
		if (!num_read(s, i, &num) || num.places)
			continue;
		struct str rest = str_from(s, i + num.n);
		int level = 0;
		ptrdiff_t n = 0;
		for (size_t k = 0; k < sizeof(marks) / sizeof(*marks); k++)
			if (str_starts(rest, marks[k].word) && marks[k].word.n > n) {
				level = marks[k].level;
				n = marks[k].word.n;
			}
		len = num.n + n;
		if (!level || level <= last)
			continue;
		from = from < 0 ? i : from;
		levels++;
		last = level;
		*out = str_cut(s, from, i + len);
	}
	return levels >= 2 && last == 3;
}

static void households(struct check *c)
{
	const char *done = NULL;
	for (ptrdiff_t i = 0; i < c->cue[CUE_PERSON].n; i++) {
		const struct hit *h = &c->cue[CUE_PERSON].p[i];
		struct str name = name_after(c, h), house, clause = clause_of(c, h->text.p);
		if (!name.n || in_contact(c, h->text.p) || clause.p == done)
			continue;
		struct str rest = after(clause, name);
		if (!household_in(str_cut(rest, 0, utf8_skip(rest, 24)), &house) &&
		    !household_in(before(clause, h->text), &house))
			continue;
		done = clause.p;
		report(c, name.p,
		       ARGS(str_join(c->a, str_cut(name, 0, utf8_skip(name, 1)), S("某某"))));
	}
}

void rule_personal_data(struct check *c)
{
	private_numbers(c);
	households(c);
}

/* 秘密★2年, or the word alone on its line. */
static bool classified(struct str s)
{
	static const struct str grades[] = { S("绝密"), S("机密"), S("秘密") };
	str_drop_head(&s, S("密级："));
	str_drop_head(&s, S("密级:"));
	s = str_trim(s);
	for (size_t i = 0; i < sizeof(grades) / sizeof(*grades); i++) {
		struct str rest = s;
		if (!str_drop_head(&rest, grades[i]))
			continue;
		rest = str_trim(rest);
		return !rest.n || str_starts(rest, S("★")) || str_starts(rest, S("☆")) ||
		       str_starts(rest, S("*"));
	}
	return false;
}

/* The line of the source that piece `k` is. */
static struct str line_of(const struct check *c, ptrdiff_t k)
{
	struct str text = c->n->text;
	ptrdiff_t end = k + 1 < c->n->pieces ? c->n->piece[k + 1].at : text.n;
	return str_trim(str_cut(text, c->n->piece[k].at, end));
}

void rule_secret_mark(struct check *c)
{
	enum { MARK_CHARS = 20, TOP_LINES = 3 };
	for (ptrdiff_t k = 0; k < c->n->pieces; k++) {
		struct str s = line_of(c, k), line = s;
		if (utf8_count(s) > MARK_CHARS || str_has(s, S("。")) ||
		    (k >= TOP_LINES && (c->n->piece[k].joined || str_has(s, S("，")))))
			continue;
		str_drop_head(&s, S("（"));
		str_drop_head(&s, S("【"));
		str_drop_head(&s, S("〔"));
		if (classified(line) || cue_at(c, CUE_MARK, s.p))
			report(c, line.p, ARGS(quote(c, line, 20)));
	}
}
