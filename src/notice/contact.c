/*
 * The contact block and the disclosure period, read from the tail's labels:
 * one sentence, one a line, two on a line, with or without colons.
 */
#include "base/utf8.h"
#include "notice/parser.h"
#include "text/chars.h"
#include "text/dates.h"

/* More than any office prints; what is past it is no telephone of its own. */
enum { PHONES_MAX = 16 };

/* Ends a value: the next label does too. */
static bool ends_value(uint32_t cp, enum contact_is is)
{
	switch (cp) {
	case 0xFF1B: /* ； */
	case ';':
	case 0x3002: /* 。 */
	case '\n':
		return true;
	case 0xFF0C: /* ， */
	case ',':
		return is != CONTACT_PHONE && is != CONTACT_PERIOD;
	case 0x3001: /* 、 */
		return is == CONTACT_EMAIL || is == CONTACT_POSTCODE;
	default:
		return false;
	}
}

/* May a label stand here: at the start, or after a mark or a blank? */
static bool label_may_start(struct str s, ptrdiff_t at)
{
	ptrdiff_t len;
	if (at == 0)
		return true;
	uint32_t cp = utf8_before(s, at, &len);
	return !utf8_is_han(cp);
}

/* Takes a colon, and what may stand between it and the label: 及邮编, （传真）. */
static bool drop_colon(struct str *s)
{
	static const struct { struct str from, to; } between[] = {
		{ S("及"), S("") },    { S("和"), S("") },    { S("与"), S("") },
		{ S("（"), S("）") }, { S("("), S(")") },
	};
	if (str_drop_head(s, S("：")) || str_drop_head(s, S(":")))
		return true;
	ptrdiff_t colon = str_find(str_cut(*s, 0, 30), S("："), 0);
	struct str gap = str_cut(*s, 0, colon);
	for (size_t i = 0; i < sizeof(between) / sizeof(*between) && colon > 0; i++)
		if (str_starts(gap, between[i].from) && str_ends(gap, between[i].to) &&
		    is_bare(gap)) {
			*s = str_from(*s, colon + S("：").n);
			return true;
		}
	return false;
}

/* A label at `at` with what opens its value: a colon (then it may stand
 * anywhere: 学校地址：), 为, 自, a blank, a bracket, or the value itself. What it
 * is, and in *n the bytes up to the value. */
static enum contact_is labelled(struct str s, ptrdiff_t at, ptrdiff_t *n)
{
	ptrdiff_t label, len;
	enum contact_is is = contact_label(s, at, &label);
	if (is == CONTACT_NONE)
		return is;
	struct str rest = str_from(s, at + label), value = str_trim_left(rest);
	bool period = is == CONTACT_PERIOD &&
		      (str_starts(value, S("自")) || str_starts(value, S("从")) ||
		       str_starts(value, S("为")));
	bool colon = drop_colon(&value);
	if (!colon && !period && !label_may_start(s, at))
		return CONTACT_NONE;
	bool opened = colon || str_drop_head(&value, S("为")) || value.n < rest.n;
	drop_colon(&value);
	bool bracket = (is == CONTACT_PERIOD || is == CONTACT_PHONE) &&
		       (str_starts(value, S("（")) || str_starts(value, S("(")));
	bool digit = value.n && value.p[0] >= '0' && value.p[0] <= '9';
	bool mail = is == CONTACT_EMAIL && value.n && (unsigned char)value.p[0] < 0x80;
	/* 邮政地址云溪市…: a long label needs no mark */
	bool plain = is == CONTACT_ADDRESS && label >= S("邮政地址").n && value.n &&
		     utf8_is_han(utf8_at(value, 0, &len));
	if (!opened && !period && !bracket && !digit && !mail && !plain)
		return CONTACT_NONE;
	*n = str_trim_left(value).p - (s.p + at);
	return is;
}

bool contact_opens(struct str s)
{
	ptrdiff_t n;
	return labelled(s, 0, &n) != CONTACT_NONE;
}

/* The value from `at`: to its end or to the next label. */
static struct str value_at(struct str s, ptrdiff_t at, enum contact_is is)
{
	ptrdiff_t i = at, len, n;
	for (; i < s.n; i += len) {
		if (ends_value(utf8_at(s, i, &len), is))
			break;
		if (i > at && labelled(s, i, &n) != CONTACT_NONE)
			break;
	}
	struct str value = str_trim(str_cut(s, at, i));
	while (str_drop_tail(&value, S("（")) || str_drop_tail(&value, S("、")) ||
	       str_drop_tail(&value, S("，")) || str_drop_tail(&value, S("(")) ||
	       str_drop_tail(&value, S(",")))
		value = str_trim(value);
	return value;
}

/* Without a remark in brackets at its end. */
static struct str without_remark(struct str s)
{
	ptrdiff_t open = str_find(s, S("（"), 1);
	ptrdiff_t half = str_find(s, S("("), 1);
	if (half > 0 && (open < 0 || half < open))
		open = half;
	return open > 0 ? str_trim(str_cut(s, 0, open)) : s;
}

/* Where the area code starts that ends before byte `i`: 0 and two or three
 * digits. */
static ptrdiff_t area_code_before(struct str s, ptrdiff_t i)
{
	for (ptrdiff_t n = 4; n >= 3; n--)
		if (i >= n && s.p[i - n] == '0')
			return i - n;
	return i;
}

/* Digits, and the signs between them, from the first digit (or bracketed area
 * code) on. */
static struct str phone_at(struct str s, ptrdiff_t *next)
{
	ptrdiff_t i = 0, len, from = -1, digits = 0, end = 0;
	for (; i < s.n; i += len) {
		uint32_t cp = utf8_at(s, i, &len);
		bool digit = (cp >= '0' && cp <= '9') || (cp >= 0xFF10 && cp <= 0xFF19);
		bool open = cp == '(' || cp == 0xFF08;
		bool sign = open || cp == ')' || cp == 0xFF09 || cp == '-' || cp == 0x2014 ||
			    cp == 0xFF0D || cp == 0x2013 || cp == '*';
		if (from < 0) {
			ptrdiff_t after;
			bool code = open && i + len < s.n && utf8_at(s, i + len, &after) == '0';
			if (digit || code)
				from = i;
		}
		if (from >= 0 && open && digits >= 7)
			break;
		if (from >= 0 && !digit && !sign)
			break;
		/* 0599-55501780599-5550179: the next number starts at its area code */
		if (cp == '-' && digits > 9) {
			i = area_code_before(s, i);
			end = i;
			break;
		}
		digits += from >= 0 && digit;
		if (digit)
			end = i + len;
	}
	*next = i;
	return from >= 0 && digits >= 3 ? str_cut(s, from, end) : STR_NONE;
}

/* Behind a remark in brackets at `at`, which holds no telephone. */
static ptrdiff_t behind_remark(struct str s, ptrdiff_t at)
{
	struct str rest = str_from(s, at);
	bool wide = str_starts(rest, S("（"));
	if (!wide && !str_starts(rest, S("(")))
		return at;
	struct str shut = wide ? S("）") : S(")");
	ptrdiff_t end = str_find(rest, shut, 0);
	return end < 0 ? s.n : at + end + shut.n;
}

static void add_phones(struct parser *p, struct str value)
{
	struct contact *c = &p->n->contact;
	if (!c->phone)
		c->phone = arena_new(p->a, struct str, PHONES_MAX);
	while (value.n && c->phones < PHONES_MAX) {
		ptrdiff_t next, len;
		struct str one = phone_at(value, &next);
		if (one.n)
			c->phone[c->phones++] = one;
		next = behind_remark(value, next);
		if (next >= value.n)
			break;
		uint32_t cp = utf8_at(value, next, &len);
		if (cp == ':') /* a clock time (9:00) behind the number */
			break;
		value = str_from(value, char_class(cp) & CHAR_NUMBER ? next : next + len);
	}
}

/* The run of characters that an address of electronic mail has. */
static struct str email_in(struct str s)
{
	ptrdiff_t at = str_find(s, S("@"), 0);
	if (at <= 0)
		return STR_NONE;
	ptrdiff_t from = at, end = at + 1;
	while (from > 0 && s.p[from - 1] > ' ' && s.p[from - 1] < 127 && s.p[from - 1] != ':' &&
	       s.p[from - 1] != '(')
		from--;
	while (end < s.n && s.p[end] > ' ' && s.p[end] < 127 && s.p[end] != ')' &&
	       s.p[end] != ';' && s.p[end] != ',')
		end++;
	return str_cut(s, from, end);
}

static struct str digits_in(struct str s, ptrdiff_t want)
{
	for (ptrdiff_t i = 0; i < s.n; i++) {
		ptrdiff_t n = 0;
		while (i + n < s.n && s.p[i + n] >= '0' && s.p[i + n] <= '9')
			n++;
		if (n == want)
			return str_cut(s, i, i + n);
		i += n;
	}
	return STR_NONE;
}

static void read_period(struct disclosure *d, struct str value)
{
	struct date_words from, to;
	if (d->raw.n)
		return;
	str_drop_head(&value, S("（"));
	str_drop_head(&value, S("("));
	/* 公示期间（…） ends with its bracket */
	ptrdiff_t shut = str_find(value, S("）"), 0), half = str_find(value, S(")"), 0);
	shut = shut < 0 || (half >= 0 && half < shut) ? half : shut;
	bool opened = str_has(str_cut(value, 0, shut < 0 ? 0 : shut), S("（")) ||
		      str_has(str_cut(value, 0, shut < 0 ? 0 : shut), S("("));
	if (shut >= 0 && !opened)
		value = str_cut(value, 0, shut);
	d->raw = value;
	if (!dates_next(value, 0, &from) || !from.d)
		return;
	d->start = (struct date){ from.y, from.m, from.d };
	ptrdiff_t end = from.text.p + from.text.n - value.p, dash = dates_dash(value, end);
	if (dash && dates_range_end(value, end + dash, &from, &to) && to.d) {
		int y = to.y ? to.y : from.y + (to.m < from.m && from.y);
		d->end = (struct date){ y, to.m, to.d };
	}
}

/* A period without a year is in the year of the sign-off. */
static void settle_period(struct notice *n)
{
	struct disclosure *d = &n->disclosure;
	if (d->start.m && !d->start.y) {
		d->start.y = n->published.y;
		d->end.y =
			d->end.m ? n->published.y + (d->end.m < d->start.m && n->published.y) : 0;
	}
	if (!date_ok(d->start))
		d->start = (struct date){ 0 };
	if (!date_ok(d->end))
		d->end = (struct date){ 0 };
}

static void take_value(struct parser *p, enum contact_is is, struct str value)
{
	struct contact *c = &p->n->contact;
	switch (is) {
	case CONTACT_PHONE:
		if (str_has(value, S("@")) && !c->email.n)
			c->email = email_in(value);
		else
			add_phones(p, value);
		break;
	case CONTACT_ADDRESS:
	case CONTACT_BOX:
		if (!c->address.n)
			c->address = without_remark(value);
		/* （353000） behind it */
		if (!c->postcode.n)
			c->postcode = digits_in(str_from(value, c->address.n), 6);
		break;
	case CONTACT_POSTCODE:
		if (!c->postcode.n)
			c->postcode = digits_in(value, 6);
		break;
	case CONTACT_EMAIL:
		if (!c->email.n)
			c->email = email_in(value);
		break;
	case CONTACT_PERIOD:
		read_period(&p->n->disclosure, value);
		break;
	case CONTACT_NONE:
	case CONTACT_OTHER:
		break;
	}
}

/* The next label with a value at or after *at: what it is and its value, and *at
 * moves behind it. CONTACT_NONE at the end. */
static enum contact_is next_value(struct str s, ptrdiff_t *at, struct str *value)
{
	ptrdiff_t n, len;
	for (ptrdiff_t i = *at; i < s.n; i += len) {
		utf8_at(s, i, &len);
		enum contact_is is = labelled(s, i, &n);
		if (is == CONTACT_NONE)
			continue;
		*value = value_at(s, i + n, is);
		*at = value->n ? value->p + value->n - s.p : i + n;
		if (value->n)
			return is;
		len = n;
	}
	return CONTACT_NONE;
}

int contact_count(struct str s)
{
	int count = 0;
	struct str value;
	for (ptrdiff_t at = 0; next_value(s, &at, &value) != CONTACT_NONE;)
		count++;
	return count;
}

static void read_period_of(struct notice *n, struct str s)
{
	enum contact_is is;
	struct str value;
	for (ptrdiff_t at = 0; (is = next_value(s, &at, &value)) != CONTACT_NONE;)
		if (is == CONTACT_PERIOD)
			read_period(&n->disclosure, value);
}

static void read_labels(struct parser *p, struct str s)
{
	enum contact_is is;
	struct str value;
	for (ptrdiff_t at = 0; (is = next_value(s, &at, &value)) != CONTACT_NONE;) {
		take_value(p, is, value);
		/* 地址：…，353000 */
		struct str rest = str_from(s, at);
		if (is == CONTACT_ADDRESS && str_drop_head(&rest, S("，")) &&
		    !p->n->contact.postcode.n)
			p->n->contact.postcode = digits_in(str_cut(rest, 0, 6), 6);
	}
}

void parse_contact(struct parser *p)
{
	struct notice *n = p->n;
	for (ptrdiff_t i = p->tail; i < n->paras; i++)
		if (n->para[i].role == PARA_CONTACT || n->para[i].role == PARA_INVITE)
			read_labels(p, n->para[i].text);
	/* a notice on display says in its lead for how long */
	for (int i = 0; i < p->body && !n->disclosure.raw.n; i++)
		if (n->para[i].role == PARA_LEAD)
			read_period_of(n, n->para[i].text);
	settle_period(n);
	struct contact *c = &n->contact;
	c->address = c->address.n ? c->address : STR_NONE;
	c->postcode = c->postcode.n ? c->postcode : STR_NONE;
	c->email = c->email.n ? c->email : STR_NONE;
}
