/*
 * What goes on beside the findings in the month before today: orders about those
 * that are late, what residents say, notices to be published. Each follows a script,
 * a word of it on each of the days that the month is cut into; so some wait for an
 * answer today, and some are over. No notice is published, for its files say when;
 * no resident is named, for personal data has salts, which differ each time.
 */
#include "cli/seed.h"

#include <string.h>

#include "doc/publication.h"

enum { FIELDS = 5, CODE = 24, OPENING = 18 * 60, FINDINGS = 60, LATE_DAYS = 400, AHEAD_DAYS = 200,
       ORDERS = 12, CASES = 18, NOTICES = 7, CASE_UNITS = 9 };

/* Days before today on which the scripts' words are done, in their order. */
static const int days[] = { 30, 22, 15, 8, 2 };
enum { DAYS = sizeof(days) / sizeof(*days) };

enum who { CLERK, LEAD, SUPERVISOR, PUBLISHER };

/* A verb, who does it, with which fields: seed_say() texts. */
static const struct deed {
	struct str verb;
	enum who who;
	struct { struct str name, text; } field[FIELDS];
} deeds[] = {
	{ S("order"), SUPERVISOR,
	  { { S("findings"), S("{finding}") }, { S("text"), S("{order.text}") },
	    { S("level"), S("{order.level}") }, { S("person"), S("{lead}") },
	    { S("due"), S("{due}") } } },
	{ S("reply"), CLERK, { { S("text"), S("{order.reply}") } } },
	{ S("return-reply"), SUPERVISOR, { { S("reason"), S("{refuse}") } } },
	{ S("close-order"), SUPERVISOR, { { S("opinion"), S("{closing}") } } },
	{ S("raise-order"), SUPERVISOR,
	  { { S("text"), S("{order.raise}") }, { S("due"), S("{due}") } } },
	{ S("withdraw-order"), SUPERVISOR, { { S("reason"), S("{drop}") } } },
	{ S("take-case"), CLERK,
	  { { S("channel"), S("{case.channel}") }, { S("text"), S("{case.text}") },
	    { S("place"), S("{2-19}号楼") } } },
	{ S("dispatch-case"), LEAD, { { S("handler"), S("{clerk}") }, { S("due"), S("{due}") } } },
	{ S("handle-case"), CLERK, { { S("text"), S("{case.handling}") } } },
	{ S("answer-case"), LEAD, { { S("text"), S("{case.answer}") } } },
	{ S("confirm-case"), SUPERVISOR, { { S("opinion"), S("{case.confirm}") } } },
	{ S("return-case"), SUPERVISOR, { { S("reason"), S("{case.return}") } } },
	{ S("refuse-case"), LEAD, { { S("reason"), S("{case.refuse}") } } },
	{ S("draft-notice"), CLERK,
	  { { S("inspection"), S("{inspection}") }, { S("wording"), S("{notice.wording}") },
	    { S("contact"), S("{clerk}") } } },
	{ S("submit-notice"), CLERK, { { S("text"), S("{notice.submit}") } } },
	{ S("review-notice"), PUBLISHER, { { S("opinion"), S("{notice.review}") } } },
	{ S("return-notice"), PUBLISHER, { { S("reason"), S("{notice.return}") } } },
	{ S("approve-notice"), LEAD, { { S("opinion"), S("{agree}") } } },
};

static const struct str order_scripts[] = {
	S("order"), S("order reply"), S("order reply close-order"), S("order reply return-reply"),
	S("order raise-order"), S("order reply close-order"), S("order withdraw-order"),
};
static const struct str case_scripts[] = {
	S("take-case"),
	S("take-case dispatch-case"),
	S("take-case dispatch-case handle-case"),
	S("take-case dispatch-case handle-case answer-case"),
	S("take-case dispatch-case handle-case answer-case confirm-case"),
	S("take-case dispatch-case handle-case return-case"),
	S("take-case refuse-case"),
};
static const struct str notice_scripts[] = {
	S("draft-notice"),
	S("draft-notice submit-notice"),
	S("draft-notice submit-notice review-notice"),
	S("draft-notice submit-notice review-notice approve-notice"),
	S("draft-notice submit-notice return-notice"),
};

/* One order, case or notice. */
struct office {
	struct str script;
	int unit;
	struct str finding, inspection; /* that it is about */
	char code[CODE];
};

struct seed_offices {
	struct office p[ORDERS + CASES + NOTICES];
	int n, day; /* `day`: the next of `days` */
};

static void add(struct seed_offices *o, const struct str *scripts, int count, int at, int unit,
		struct str finding)
{
	struct str inspection = finding.n > 4 ? str_cut(finding, 0, finding.n - 4) : STR_NONE;
	o->p[o->n++] = (struct office){ .script = scripts[at % count], .unit = unit,
					.finding = finding, .inspection = inspection };
}

static int unit_named(const struct seeding *x, struct str name)
{
	for (int i = 0; i < x->district.units; i++)
		if (str_eq(x->district.unit[i].name, name))
			return i;
	return -1;
}

#define SCRIPTS(s) s, sizeof(s) / sizeof(*(s))

/* Orders and notices about what is late or soon due, a notice an inspection. */
static bool add_of_findings(struct seeding *x, struct seed_offices *o, int32_t day, struct err *e)
{
	struct val *rows;
	struct str last = S("");
	int orders = 0, notices = 0;
	if (!store_list(x->s, x->a, SQL_FINDINGS_DUE_ALL,
			PARAMS(P_STR(date_iso(x->a, date_of_days(day - LATE_DAYS))),
			       P_STR(date_iso(x->a, date_of_days(day + AHEAD_DAYS))),
			       P_INT(0), P_INT(FINDINGS)),
			&rows, e))
		return false;
	for val_each(row, rows) {
		struct str code = val_get_str(row, S("code"));
		int unit = unit_named(x, val_get_str(row, S("unit")));
		bool other = !str_eq(str_cut(code, 0, code.n - 4), last);
		if (unit < 0)
			continue;
		if (orders < ORDERS)
			add(o, SCRIPTS(order_scripts), orders++, unit, code);
		if (other && notices < NOTICES)
			add(o, SCRIPTS(notice_scripts), notices++, unit, code);
		last = str_cut(code, 0, code.n - 4);
	}
	return true;
}

static bool begin(struct seeding *x, struct err *e)
{
	struct seed_offices *o = x->offices = arena_new(x->a, struct seed_offices, 1);
	*o = (struct seed_offices){ 0 };
	for (int i = 0; i < CASES; i++)
		add(o, SCRIPTS(case_scripts), i,
		    1 + i % CASE_UNITS % (x->district.units - 1), STR_NONE);
	return add_of_findings(x, o, x->day - days[0], e);
}

static const struct deed *deed_of(struct str verb)
{
	for (size_t i = 0; i < sizeof(deeds) / sizeof(*deeds); i++)
		if (str_eq(deeds[i].verb, verb))
			return &deeds[i];
	return NULL;
}

/* The script's word of that place; STR_NONE where it has ended. */
static struct str word_of(struct str script, int at)
{
	struct str word = STR_NONE;
	for (int i = 0; i <= at; i++)
		if (!str_split(&script, ' ', &word))
			return STR_NONE;
	return word;
}

static struct str actor(const struct seeding *x, enum who who, int unit, int at)
{
	const struct seed_district *d = &x->district;
	switch (who) {
	case CLERK: return d->unit[unit].clerk;
	case LEAD: return d->unit[unit].lead;
	case PUBLISHER: return d->other[0];
	case SUPERVISOR: break;
	}
	return d->supervisor[at % d->supervisors];
}

static bool do_deed(struct seeding *x, int at, const struct deed *deed, int back, struct err *e)
{
	struct office *o = &x->offices->p[at];
	arena_reset(&x->turn);
	struct arena *a = &x->turn;
	const struct seed_unit *u = &x->district.unit[o->unit];
	struct dice d = dice_of(x->seed, deed->verb, at);
	struct seed_names names = { 0 };
	struct val *fields = val_map(a);
	struct action act = { .verb = deed->verb, .fields = fields };
	struct str body, target;
	int32_t day = x->day - back;
	seed_name_add(&names, S("clerk"), u->clerk);
	seed_name_add(&names, S("lead"), u->lead);
	seed_name_add(&names, S("finding"), o->finding);
	seed_name_add(&names, S("inspection"), o->inspection);
	seed_name_add(&names, S("due"),
		      date_iso(a, date_of_days(day + dice_roll(&d, 10, 40))));
	for (int i = 0; i < FIELDS && deed->field[i].name.p; i++)
		val_put_str(a, fields, deed->field[i].name,
			    seed_say(&x->words, a, &d, deed->field[i].text, &names));
	if (str_eq(deed->verb, S("draft-notice"))) {
		/* what the ledger says of it is read past the group */
		if (!seed_settle(x, e) || !publication_draft(x->s, a, o->inspection, &body, e))
			return false;
		val_put_str(a, fields, S("body"),
			    str_fmt(a, "%.*s\n\n%.*s\n\n%.*s\n\n%.*s", STR_ARG(u->name),
				    STR_ARG(seed_row(&x->words, S("notice.title"), 0)),
				    STR_ARG(seed_row(&x->words, S("notice.lead"), 0)),
				    STR_ARG(body)));
	}
	act.actor = actor(x, deed->who, o->unit, at);
	act.target = *o->code ? str_of(o->code) : STR_NONE;
	if (!seed_act(x, &act, seed_minute(day, OPENING + at), &target, e))
		return false;
	if (!*o->code && target.n < CODE)
		memcpy(o->code, target.p, (size_t)target.n);
	return true;
}

bool seed_offices(struct seeding *x, int64_t minute, struct err *e)
{
	for (int day = x->offices ? x->offices->day : 0; day < DAYS && !x->plain; day++) {
		if (minute < seed_minute(x->day - days[day], OPENING))
			return true;
		if (!x->offices && !begin(x, e))
			return false;
		for (int i = 0; i < x->offices->n; i++) {
			const struct deed *deed = deed_of(word_of(x->offices->p[i].script, day));
			if (deed && !do_deed(x, i, deed, days[day], e))
				return false;
		}
		x->offices->day = day + 1;
	}
	return true;
}
