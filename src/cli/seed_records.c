/*
 * What units of the district recorded in the months before today: studies, patrols,
 * visits and the like, by the carried registers. They are entered on the last day.
 */
#include "cli/seed.h"

enum { UNITS_MOST = 12, MONTHS = 6, VALUES = 7, EVENING = 19 * 60, DAYS_OF_MONTH = 28 };

/* A register, how often a month (percent), what is filled in: seed_say() texts. */
static const struct seed_record {
	struct str of;
	int percent;
	struct { struct str field, text; } value[VALUES];
} rows[] = {
	{ S("study"), 90,
	  { { S("topic"), S("{record.study}") }, { S("kind"), S("{record.study.kind}") },
	    { S("attendance"), S("{8-30}") } } },
	{ S("meeting"), 60,
	  { { S("topic"), S("{record.meeting}") }, { S("kind"), S("coordination") },
	    { S("partners"), S("居委会、物业公司") }, { S("attendance"), S("{5-12}") },
	    { S("decision"), S("{record.decision}") } } },
	{ S("patrol"), 80,
	  { { S("place"), S("{2-19}号楼") }, { S("team"), S("志愿服务队") },
	    { S("found"), S("{record.found}") }, { S("problems"), S("{1-3}") },
	    { S("fixed"), S("{record.yes}") } } },
	{ S("contact"), 70,
	  { { S("member"), S("党员{1-5}") }, { S("household"), S("H-{101-125}") },
	    { S("request"), S("{record.found}") }, { S("answered"), S("{record.yes}") } } },
	{ S("fund"), 40,
	  { { S("kind"), S("{record.fund.kind}") }, { S("source"), S("{record.fund}") },
	    { S("purpose"), S("社区助老") }, { S("amount"), S("{2-90}00") },
	    { S("mode"), S("donation") } } },
	{ S("outreach"), 85,
	  { { S("topic"), S("{record.outreach}") }, { S("kind"), S("{record.outreach.kind}") },
	    { S("audience"), S("{20-80}") }, { S("items"), S("{0-6}") } } },
	{ S("survey"), 20,
	  { { S("topic"), S("物业服务满意度") }, { S("way"), S("paper") },
	    { S("sent"), S("50") }, { S("valid"), S("{40-50}") },
	    { S("satisfied"), S("{25-40}") } } },
};

/* A day of the month that lies `back` months before today's; never past today. */
static struct date day_of(const struct seeding *x, struct dice *d, int back)
{
	struct date today = date_of_days(x->day), day = today;
	int month = today.y * 12 + today.m - 1 - back;
	day.y = month / 12;
	day.m = month % 12 + 1;
	day.d = dice_roll(d, 1, back ? DAYS_OF_MONTH : today.d);
	return day;
}

static bool enter(struct seeding *x, const struct seed_unit *unit, const struct seed_record *row,
		  struct dice *d, int back, struct err *e)
{
	static const struct seed_names names = { .n = 0 };
	arena_reset(&x->turn);
	struct arena *a = &x->turn;
	struct val *fields = val_map(a), *values = val_map(a);
	struct action act = { .actor = unit->clerk, .verb = S("record"), .fields = fields };
	val_put_str(a, fields, S("register"), row->of);
	val_put_str(a, fields, S("date"), date_iso(a, day_of(x, d, back)));
	val_put_str(a, fields, S("unit"), unit->name);
	for (int i = 0; i < VALUES && row->value[i].field.p; i++)
		val_put_str(a, values, row->value[i].field,
			    seed_say(&x->words, a, d, row->value[i].text, &names));
	val_put(fields, S("values"), values);
	return seed_act(x, &act, seed_minute(x->day, EVENING), NULL, e);
}

bool seed_records(struct seeding *x, struct err *e)
{
	int made = 0;
	for (int u = 1; u < x->district.units && made < UNITS_MOST && !x->plain; u++) {
		const struct seed_unit *unit = &x->district.unit[u];
		if (!unit->clerk.n)
			continue;
		made++;
		for (int back = MONTHS - 1; back >= 0; back--)
			for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
				struct dice d = dice_of(x->seed, rows[i].of, u * 100 + back);
				if (dice_chance(&d, rows[i].percent) &&
				    !enter(x, unit, &rows[i], &d, back, e))
					return false;
			}
	}
	return true;
}
