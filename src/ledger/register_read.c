/* Reading a register's definition: one table of its keys: see register.h. */
#include "ledger/register.h"

enum { IN_REGISTER, IN_FIELD, IN_NODE, IN_COUNT, SECTIONS };

static const struct str type_words = S("text number money date choice yes-no");
static const struct str rule_words =
	S("count sum distinct late percent difference months-below");
static const struct str yes_words = S("no yes");
static const struct str channel_words = S("public-page patrol visit phone letter");

struct reader {
	struct register_def *r;
	struct register_field *field; /* of the section; NULL where it is another */
	struct register_node *node;
	struct register_count *count;
	struct str of; /* as the count has it */
};

#define READER(c) ((struct reader *)(c)->with)

/* Names stand in addresses and options: letters, digits, - and whatever is not ASCII. */
static bool take_name(struct conf *c, struct str value, struct str *out)
{
	for (ptrdiff_t i = 0; i < value.n; i++) {
		unsigned char b = (unsigned char)value.p[i];
		if (!((b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b >= 0x80 ||
		      (b == '-' && i > 0)))
			return conf_fail(c, MSG_REGISTER_NAME, value, STR_NONE);
	}
	return conf_text(c, value, CONF_NAME, out);
}

static bool register_name(struct conf *c, struct str value)
{
	return take_name(c, value, &READER(c)->r->name);
}

static bool register_title(struct conf *c, struct str value)
{
	return conf_both(c, value, REGISTER_LABEL, READER(c)->r->title);
}

static bool register_about(struct conf *c, struct str value)
{
	return conf_both(c, value, CONF_SOURCE, READER(c)->r->about);
}

static bool register_date(struct conf *c, struct str value)
{
	return conf_both(c, value, REGISTER_LABEL, READER(c)->r->date);
}

static bool register_channel(struct conf *c, struct str value)
{
	int i;
	READER(c)->r->channel = value;
	return conf_word(c, channel_words, value, &i);
}

/* The label of a field, a node or a count. */
static bool take_label(struct conf *c, struct str value)
{
	struct reader *r = READER(c);
	return conf_both(c, value, REGISTER_LABEL,
			 r->field  ? r->field->label
			 : r->node ? r->node->label
				   : r->count->label);
}

static bool field_synonyms(struct conf *c, struct str value)
{
	return conf_text(c, value, CONF_SOURCE, &READER(c)->field->synonyms);
}

static bool field_type(struct conf *c, struct str value)
{
	int i;
	bool ok = conf_word(c, type_words, value, &i);
	READER(c)->field->type = ok ? (enum register_type)i : REGISTER_TEXT;
	return ok;
}

static bool take_yes(struct conf *c, struct str value, bool *out)
{
	int i;
	bool ok = conf_word(c, yes_words, value, &i);
	*out = i == 1;
	return ok;
}

static bool field_required(struct conf *c, struct str value)
{
	return take_yes(c, value, &READER(c)->field->required);
}

static bool field_personal(struct conf *c, struct str value)
{
	return take_yes(c, value, &READER(c)->field->personal);
}

static bool field_least(struct conf *c, struct str value)
{
	return conf_number(c, value, -1000000000000, 1000000000000, &READER(c)->field->least);
}

static bool field_most(struct conf *c, struct str value)
{
	READER(c)->field->bounded = true;
	return conf_number(c, value, 1, 1000000000000, &READER(c)->field->most);
}

/* `talk 专题交流 | Exchange; lesson 党课 | Lesson`: each a name and its label. */
static bool field_choices(struct conf *c, struct str value)
{
	struct register_field *f = READER(c)->field;
	struct str one, name;
	while (str_split(&value, ';', &one)) {
		one = str_trim(one);
		if (!one.n)
			continue;
		if (f->choices == REGISTER_CHOICES)
			return conf_fail(c, MSG_CONF_MANY, one, STR_NONE);
		struct str rest = one;
		conf_next(&rest, &name);
		for (int i = 0; i < f->choices; i++)
			if (str_eq(f->choice[i].name, name))
				return conf_fail(c, MSG_CONF_TWICE, name, STR_NONE);
		if (!take_name(c, name, &f->choice[f->choices].name) ||
		    !conf_both(c, str_trim(rest.n ? rest : name), REGISTER_LABEL,
			       f->choice[f->choices].label))
			return false;
		f->choices++;
	}
	return f->choices || conf_fail(c, MSG_CONF_TEXT, c->key, S("65536"));
}

static bool node_second(struct conf *c, struct str value)
{
	return take_yes(c, value, &READER(c)->node->second);
}

static bool node_needs(struct conf *c, struct str value)
{
	int at = READER(c)->node->needs = register_field_find(READER(c)->r, value);
	return at >= 0 || conf_fail(c, MSG_REGISTER_OF, value, STR_NONE);
}

static bool count_unit(struct conf *c, struct str value)
{
	return conf_both(c, value, REGISTER_LABEL, READER(c)->count->unit);
}

static bool count_rule(struct conf *c, struct str value)
{
	int i;
	bool ok = conf_word(c, rule_words, value, &i);
	READER(c)->count->rule = ok ? (enum register_rule)i : REGISTER_COUNT;
	return ok;
}

static bool count_least(struct conf *c, struct str value)
{
	return conf_number(c, value, 1, 1000000000000, &READER(c)->count->least);
}

static bool count_where(struct conf *c, struct str value)
{
	struct register_count *n = READER(c)->count;
	if (!conf_text(c, value, REGISTER_WHERE, &n->where))
		return false;
	return register_filter_read(c->a, READER(c)->r, value, &n->filter, NULL) ||
	       conf_fail(c, MSG_REGISTER_WHERE_LINE, value, STR_NONE);
}

/* What each rule is of: so many fields, of these types; or counts. */
static const struct {
	int of;
	bool counts;
	unsigned types; /* bits of register_type */
} rules[] = {
	[REGISTER_COUNT] = { 0, false, 0 },
	[REGISTER_SUM] = { 1, false, 1 << REGISTER_NUMBER | 1 << REGISTER_MONEY },
	[REGISTER_DISTINCT] = { 1, false, 0x3f },
	[REGISTER_LATE] = { 2, false, 1 << REGISTER_DATE },
	[REGISTER_PERCENT] = { 2, true, 0 },
	[REGISTER_DIFFERENCE] = { 2, true, 0 },
	[REGISTER_MONTHS] = { 1, true, 0 },
};

/* One word of `of`: a field of the right type that is not personal (figures outlive
 * erasing), or a count above that is a plain one. */
static int find_of(const struct register_def *r, const struct register_count *n, struct str word)
{
	int at =
		rules[n->rule].counts ? register_count_find(r, word) : register_field_find(r, word);
	if (at < 0 || (rules[n->rule].counts && &r->count[at] >= n))
		return -1;
	if (rules[n->rule].counts)
		return r->count[at].rule < (n->rule == REGISTER_MONTHS ? REGISTER_DISTINCT
									: REGISTER_PERCENT)
			       ? at
			       : -1;
	const struct register_field *f = &r->field[at];
	return rules[n->rule].types & 1u << f->type && !f->personal ? at : -1;
}

/* It may stand before `rule`: looked up when the section ends. */
static bool count_of(struct conf *c, struct str value)
{
	return conf_text(c, value, CONF_SOURCE, &READER(c)->of);
}

static bool end_count(struct conf *c)
{
	struct register_count *n = READER(c)->count;
	struct str rest = READER(c)->of, word;
	int of = 0;
	for (; conf_next(&rest, &word); of++)
		if (of == rules[n->rule].of ||
		    (n->of[of] = find_of(READER(c)->r, n, word)) < 0)
			return conf_fail(c, MSG_REGISTER_OF, word, STR_NONE);
	if (of < rules[n->rule].of)
		return conf_fail(c, MSG_CONF_LACKS, n->name, S("of"));
	return n->rule != REGISTER_MONTHS || n->least ||
	       conf_fail(c, MSG_CONF_LACKS, n->name, S("least"));
}

static bool end_field(struct conf *c)
{
	struct register_field *f = READER(c)->field;
	if ((f->type == REGISTER_CHOICE) != (f->choices > 0))
		return conf_fail(c, MSG_CONF_LACKS, f->name,
				 f->choices ? S("type = choice") : S("choices"));
	if (f->personal && f->type != REGISTER_TEXT)
		return conf_fail(c, MSG_REGISTER_PERSONAL, f->name, STR_NONE);
	if (!f->bounded)
		f->most = f->type == REGISTER_TEXT ? REGISTER_VALUE : 1000000000000;
	if (f->type == REGISTER_TEXT && (f->least < 0 || f->most > REGISTER_VALUE))
		return conf_fail(c, MSG_CONF_NUMBER, f->name,
				 str_fmt(c->a, "0–%d", REGISTER_VALUE));
	return f->least <= f->most ||
	       conf_fail(c, MSG_CONF_NUMBER, str_fmt(c->a, "%lld", (long long)f->least),
			 str_fmt(c->a, "≤%lld", (long long)f->most));
}

static bool begin(struct conf *c, struct str name, bool full, int there, struct str *out)
{
	struct reader *r = READER(c);
	r->field = NULL;
	r->node = NULL;
	r->count = NULL;
	r->of = STR_NONE;
	if (full)
		return conf_fail(c, MSG_CONF_MANY, name, STR_NONE);
	return there < 0 ? take_name(c, name, out) : conf_fail(c, MSG_CONF_TWICE, name, STR_NONE);
}

static bool begin_field(struct conf *c, struct str name)
{
	/* what every record has, and options of the commands that make them */
	static const struct str taken =
		S("code date unit about measure version node where from to "
		  "json csv as ledger store evidence key happened lang help "
		  "output faults");
	struct register_def *r = READER(c)->r;
	struct register_field *f = &r->field[r->fields];
	if (conf_index(taken, name) >= 0)
		return conf_fail(c, MSG_REGISTER_TAKEN, name, taken);
	if (!begin(c, name, r->fields == REGISTER_FIELDS, register_field_find(r, name), &f->name))
		return false;
	READER(c)->field = f;
	f->label[LANG_ZH] = f->label[LANG_EN] = name;
	r->fields++;
	return true;
}

static bool begin_node(struct conf *c, struct str name)
{
	struct register_def *r = READER(c)->r;
	struct register_node *n = &r->node[r->nodes];
	if (!begin(c, name, r->nodes == REGISTER_NODES, register_node_find(r, name), &n->name))
		return false;
	READER(c)->node = n;
	n->needs = -1;
	r->nodes++;
	return true;
}

static bool begin_count(struct conf *c, struct str name)
{
	struct register_def *r = READER(c)->r;
	struct register_count *n = &r->count[r->counts];
	if (!begin(c, name, r->counts == REGISTER_COUNTS, register_count_find(r, name), &n->name))
		return false;
	READER(c)->count = n;
	n->of[0] = n->of[1] = -1;
	r->counts++;
	return true;
}

static const struct conf_section sections[SECTIONS] = {
	[IN_REGISTER] = { S("register"), NULL, NULL },
	[IN_FIELD] = { S("field"), begin_field, end_field },
	[IN_NODE] = { S("node"), begin_node, NULL },
	[IN_COUNT] = { S("count"), begin_count, end_count },
};

static const struct conf_key keys[] = {
	{ IN_REGISTER, S("name"), register_name, true },
	{ IN_REGISTER, S("title"), register_title, true },
	{ IN_REGISTER, S("about"), register_about, false },
	{ IN_REGISTER, S("date"), register_date, false },
	{ IN_REGISTER, S("channel"), register_channel, false },
	{ IN_FIELD, S("label"), take_label, true },
	{ IN_FIELD, S("synonyms"), field_synonyms, false },
	{ IN_FIELD, S("type"), field_type, true },
	{ IN_FIELD, S("required"), field_required, false },
	{ IN_FIELD, S("personal"), field_personal, false },
	{ IN_FIELD, S("least"), field_least, false },
	{ IN_FIELD, S("most"), field_most, false },
	{ IN_FIELD, S("choices"), field_choices, false },
	{ IN_NODE, S("label"), take_label, true },
	{ IN_NODE, S("second"), node_second, false },
	{ IN_NODE, S("needs"), node_needs, false },
	{ IN_COUNT, S("label"), take_label, true },
	{ IN_COUNT, S("unit"), count_unit, true },
	{ IN_COUNT, S("rule"), count_rule, true },
	{ IN_COUNT, S("of"), count_of, false },
	{ IN_COUNT, S("least"), count_least, false },
	{ IN_COUNT, S("where"), count_where, false },
};

static const struct conf_form form = { sections, SECTIONS, keys, sizeof(keys) / sizeof(*keys) };

bool register_read(struct arena *a, struct str text, struct register_def *out, struct err *e)
{
	struct reader reader = { .r = out };
	struct conf c = { .a = a, .form = &form, .with = &reader, .e = e };
	*out = (struct register_def){ .date = { S("日期"), S("Date") } };
	if (!conf_read(&c, text))
		return false;
	if (!out->name.n)
		return conf_fail(&c, MSG_CONF_LACKS, S("register"), S("name"));
	return out->fields || conf_fail(&c, MSG_CONF_LACKS, out->name, S("[field]"));
}
