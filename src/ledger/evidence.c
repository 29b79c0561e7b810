/*
 * Evidence 佐证材料: attached to a finding or to one of its measures, numbered
 * finding-measure-item; cleared for the public by a second person; made void,
 * after which it proves nothing, though row and bytes stay.
 */
#include "ledger/settings.h"
#include "ledger/step.h"
#include "ledger/verb_row.h"

static struct str number(struct decision *d, int64_t n)
{
	return str_fmt(d->a, "%lld", (long long)n);
}

/* A setting in megabytes, as bytes. */
static bool megabytes(struct decision *d, enum setting_id id, int64_t *bytes, struct err *e)
{
	const struct setting_row *setting = &setting_rows[id];
	const struct val *row;
	*bytes = 0;
	if (!decision_ask(d, ASK_SETTING, val_str(d->a, setting->name), &row, e))
		return false;
	struct str value = val_get_str(row, S("value"));
	str_int(value.p ? value : setting->otherwise, bytes);
	*bytes <<= 20;
	return true;
}

/* Room for one more file of the finding's unit. */
static bool check_room(struct decision *d, struct err *e)
{
	const struct val *kept;
	int64_t size = val_get_int(d->act->fields, S("size"), 0), file, whole;
	int64_t unit = val_get_int(d->target, S("unit"), UNIT_WHOLE);
	if (!megabytes(d, SETTING_EVIDENCE_FILE_MB, &file, e) ||
	    !megabytes(d, SETTING_EVIDENCE_UNIT_MB, &whole, e))
		return false;
	if (size > file)
		return err_set(e, ERR_LIMIT, MSG_EVIDENCE_BIG,
			       ARGS(decision_text(d, S("name")), number(d, file >> 20)));
	if (unit == UNIT_WHOLE)
		return true;
	if (!decision_ask(d, ASK_EVIDENCE_BYTES, val_int(d->a, unit), &kept, e))
		return false;
	return val_get_int(kept, S("bytes"), 0) <= whole - size ||
	       err_set(e, ERR_LIMIT, MSG_EVIDENCE_QUOTA, ARGS(number(d, whole >> 20)));
}

static void fill(struct step *p, int64_t measure, int64_t item, struct str date)
{
	static const struct {
		struct str field;
		int column;
	} plain[] = {
		{ S("sha256"), COL_EVIDENCE_SHA256 }, { S("name"), COL_EVIDENCE_NAME },
		{ S("kind"), COL_EVIDENCE_KIND },     { S("size"), COL_EVIDENCE_SIZE },
		{ S("title"), COL_EVIDENCE_TITLE },   { S("origin"), COL_EVIDENCE_ORIGIN },
	};
	struct decision *d = p->d;
	const struct val **cell =
		effect_add(d->a, &d->out->effects, EFFECT_INSERT, OBJECT_EVIDENCE)->cell;
	cell[COL_EVIDENCE_INSPECTION] = val_int(d->a, p->inspection);
	cell[COL_EVIDENCE_ORDINAL] =
		val_int(d->a, val_get_int(d->target, S("evidence"), 0) + 1);
	for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++)
		cell[plain[i].column] = decision_field(d, plain[i].field);
	cell[COL_EVIDENCE_FINDING] = val_int(d->a, p->finding);
	cell[COL_EVIDENCE_MEASURE] = val_int(d->a, measure);
	cell[COL_EVIDENCE_ITEM] = val_int(d->a, item);
	cell[COL_EVIDENCE_CODE] =
		val_str(d->a, str_fmt(d->a, "%.*s-%lld-%02lld", STR_ARG(d->act->target),
				      (long long)measure, (long long)item));
	cell[COL_EVIDENCE_DATE] = val_str(d->a, date);
	cell[COL_EVIDENCE_ACTOR] = val_str(d->a, d->act->actor);
}

static bool attach_decide(struct decision *d, struct err *e)
{
	struct step p;
	const struct val *row, *measure = decision_field(d, S("measure"));
	struct str date = decision_text(d, S("date"));
	struct str now = decision_day(d->a, d->act->recorded);
	if (!check_room(d, e) || !step_begin(&p, d, e))
		return false;
	date = date.p ? date : p.day;
	if (str_cmp(date, now) > 0)
		return err_set(e, ERR_BAD_INPUT, MSG_EVIDENCE_FUTURE, ARGS(date, now));
	if (measure && !step_measure(&p, measure, &row, e))
		return false;
	int64_t of = measure ? measure->i : 0;
	if (!step_ask(&p, ASK_EVIDENCE_ITEM, val_int(d->a, of), &row, e))
		return false;
	fill(&p, of, val_get_int(row, S("item"), 0) + 1, date);
	return true;
}

/* The evidence acted on, its cells; refused where it is void. Its finding's row
 * is touched, so that who looked at it before learns of this, and the event is
 * one of the finding. */
static const struct val **begin(struct step *p, struct decision *d, struct err *e)
{
	struct str voided = val_get_str(d->target, S("voided"));
	if (voided.p) {
		err_set(e, ERR_CONFLICT, MSG_EVIDENCE_VOID,
			ARGS(d->act->target, voided, val_get_str(d->target, S("voided_by"))));
		return NULL;
	}
	if (!step_begin(p, d, e))
		return NULL;
	p->finding = val_get_int(d->target, S("finding"), 0);
	if (d->verb->second && !step_second(p, e))
		return NULL;
	const struct val **finding =
		effect_add(d->a, &d->out->effects, EFFECT_UPDATE, OBJECT_FINDING)->cell;
	finding[COL_FINDING_INSPECTION] = val_int(d->a, p->inspection);
	finding[COL_FINDING_ORDINAL] = val_int(d->a, p->finding);
	d->out->target = val_get_str(d->target, S("code"));
	return p->of;
}

static bool clear_evidence_decide(struct decision *d, struct err *e)
{
	struct step p;
	struct str actor = val_get_str(d->target, S("actor"));
	bool open = str_eq(decision_text(d, S("outcome")), S("public"));
	if (str_eq(actor, d->act->actor))
		return err_set(e, ERR_DENIED, MSG_EVIDENCE_OWN, ARGS(actor, d->act->target));
	const struct val **cell = begin(&p, d, e);
	if (!cell)
		return false;
	cell[COL_EVIDENCE_CLEARED_BY] = open ? val_str(d->a, d->act->actor) : val_null(d->a);
	cell[COL_EVIDENCE_CLEARED] = open ? val_str(d->a, p.day) : val_null(d->a);
	return true;
}

static bool void_evidence_decide(struct decision *d, struct err *e)
{
	struct step p;
	const struct val **cell = begin(&p, d, e);
	if (!cell)
		return false;
	/* what proves nothing is shown to nobody */
	cell[COL_EVIDENCE_CLEARED_BY] = cell[COL_EVIDENCE_CLEARED] = val_null(d->a);
	cell[COL_EVIDENCE_VOIDED_BY] = val_str(d->a, d->act->actor);
	cell[COL_EVIDENCE_VOIDED] = val_str(d->a, p.day);
	cell[COL_EVIDENCE_VOID_REASON] = decision_field(d, S("reason"));
	return true;
}

#define KINDS S("txt docx pdf jpg png webp heic xlsx mp4 doc xls wps et ofd")

static const struct field attach_fields[] = {
	{ S("measure"), { VALUE_INT, 1, MEASURES_MAX } },
	{ S("title"), WORDS(LONG_NAME) },
	{ S("date"), DAY },
	{ S("origin"), WORDS(HEADER) },
	{ S("sha256"), { VALUE_HASH }, .required = true },
	{ S("name"), WORDS(1024), .required = true },
	{ S("kind"), { VALUE_TEXT, 1, 10, KINDS }, .required = true },
	{ S("size"), { VALUE_INT, 1, INT64_C(4) << 30 }, .required = true },
};

static const struct field clear_fields[] = {
	{ S("outcome"), ONE_OF(S("public withheld")), .required = true },
};

static const struct field reason_fields[] = {
	{ S("reason"), WORDS(PROSE), .required = true },
};

/* evidence comes and goes but while a closing is asked for, or stands */
#define PROVABLE (STATE_CLAIMED | STATE_DISPUTED | STATE_PLANNED | STATES_WORK | STATE_STAGE)
#define PUBLISHES BOTH(ACTOR_PUBLISHER)

static const struct verb rows[] = {
	{ S("attach"), OBJECT_FINDING, PROVABLE, 0, RECTIFIES, false, 0, 0, FIELDS(attach_fields),
	  MSG_VERB_ATTACH, attach_decide },
	{ S("clear-evidence"), OBJECT_EVIDENCE, STATES_FINDING, 0, PUBLISHES, true, 0, 0,
	  FIELDS(clear_fields), MSG_VERB_CLEAR_EVIDENCE, clear_evidence_decide },
	{ S("void-evidence"), OBJECT_EVIDENCE, PROVABLE, 0, ASSIGNS, false, 0, 0,
	  FIELDS(reason_fields), MSG_VERB_VOID_EVIDENCE, void_evidence_decide },
};

const struct verb_family evidence_family = FAMILY(rows);
