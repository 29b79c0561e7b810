/* The fields of forms, as parts of a page's value tree (parts/field.html). */
#include <string.h>
#include <openssl/rand.h>

#include "ledger/verb.h"
#include "web/engine.h"

static const struct str kinds[] = {
	[FIELD_TEXT] = S("text"),         [FIELD_AREA] = S("area"),
	[FIELD_DATE] = S("date"),         [FIELD_NUMBER] = S("number"),
	[FIELD_CHOICE] = S("choice"),     [FIELD_PASSWORD] = S("password"),
	[FIELD_CODE] = S("code"),         [FIELD_FILE] = S("file"),
	[FIELD_CHECKS] = S("checks"),
};

/* The first fault of the field. */
static struct str fault_of(const struct request *rq, struct str name)
{
	for val_each(fault, rq->faults)
		if (str_eq(val_get_str(fault, S("field")), name))
			return val_get_str(fault, S("text"));
	return STR_NONE;
}

/* Whether the word is among those of the text. */
static bool has_word(struct str words, struct str word)
{
	for (struct str rest = words, one; str_split(&rest, ' ', &one);)
		if (str_eq(one, word))
			return true;
	return false;
}

struct str in_all(const struct request *rq, struct str name)
{
	const struct val *v = val_get(rq->given, name);
	struct buf b;
	if (!v || v->kind != VAL_LIST)
		return in_given(rq, name);
	buf_init(&b, rq->a);
	for val_each(one, v)
		buf_fmt(&b, "%s%.*s", b.n ? " " : "", STR_ARG(one->s));
	return buf_str(&b);
}

static void put_options(struct request *rq, struct val *field, const struct field_spec *spec,
			struct str value)
{
	struct val *list = val_put(field, S("options"), val_list(rq->a));
	struct str rest = spec->words, word;
	while (str_split(&rest, ' ', &word)) {
		struct val *option = val_push(list, val_map(rq->a));
		val_put_str(rq->a, option, S("value"), word);
		struct str plain = request_word(rq, str_from(spec->group, 4), word, word);
		val_put_str(rq->a, option, S("label"), request_word(rq, spec->group, word, plain));
		val_put_bool(rq->a, option, S("selected"),
			     spec->kind == FIELD_CHECKS ? has_word(value, word)
							: str_eq(word, value));
	}
}

/* The ids of what is said of the field: its fault, then its hint. */
static struct str described_by(struct arena *a, struct str id, bool fault, bool hint)
{
	const char *both = fault && hint ? " " : "";
	struct str e = fault ? str_join(a, S("e-"), id) : S("");
	struct str h = hint ? str_join(a, S("h-"), id) : S("");
	return str_fmt(a, "%.*s%s%.*s", STR_ARG(e), both, STR_ARG(h));
}

struct val *field_put(struct request *rq, struct val *list, const struct field_spec *spec)
{
	struct val *field = val_push(list, val_map(rq->a));
	struct str value = in_all(rq, spec->name);
	struct str fault = fault_of(rq, spec->name), id = spec->id.n ? spec->id : spec->name;
	bool secret = spec->kind == FIELD_PASSWORD || spec->kind == FIELD_CODE;
	value = secret ? STR_NONE : value.p ? value : spec->value;
	val_put_bool(rq->a, val_put(field, S("is"), val_map(rq->a)), kinds[spec->kind], true);
	val_put_str(rq->a, field, S("name"), spec->name);
	val_put_str(rq->a, field, S("id"), id);
	val_put_str(rq->a, field, S("label"), spec->label);
	val_put_str(rq->a, field, S("hint"), spec->hint);
	val_put_str(rq->a, field, S("value"), value);
	val_put_bool(rq->a, field, S("required"), spec->required);
	val_put_str(rq->a, field, S("error"), fault);
	val_put_str(rq->a, field, S("described"),
		    described_by(rq->a, id, fault.n > 0, spec->hint.n > 0));
	val_put_str(rq->a, field, S("suggest"), spec->suggest);
	val_put_bool(rq->a, field, S("suggests"), spec->options && spec->options->count);
	if (spec->options)
		val_put(field, S("options"), spec->options);
	else if (spec->kind == FIELD_CHOICE || spec->kind == FIELD_CHECKS)
		put_options(rq, field, spec, value);
	return field;
}

void faults_put(struct request *rq, struct val *tree)
{
	struct val *list = arena_new(rq->a, struct val, 1);
	*list = *rq->faults; /* a value has one place; the list may get another yet */
	list->next = NULL;
	if (list->count)
		val_put(tree, S("errors"), list);
}

void form_put(struct request *rq, struct val *tree)
{
	unsigned char bytes[16];
	struct buf hex;
	faults_put(rq, tree);
	val_put_str(rq->a, tree, S("csrf"), session_token(rq));
	buf_init(&hex, rq->a);
	if (RAND_bytes(bytes, sizeof(bytes)) != 1)
		return; /* without a key the form still works, only once more if sent twice */
	for (size_t i = 0; i < sizeof(bytes); i++)
		buf_fmt(&hex, "%02x", bytes[i]);
	val_put_str(rq->a, tree, S("key"), buf_str(&hex));
}

/* Words in which the ledger speaks of itself, and what people call them. */

static struct str word_for_people(struct request *rq, struct str word)
{
	static const struct str groups[] = { S("web.do."), S("web.role."), S("web.field."),
					     S("state.") };
	if (!word.n || word.p[0] < 'a' || word.p[0] > 'z')
		return STR_NONE; /* none of the ledger's own */
	for (size_t i = 0; i < sizeof(groups) / sizeof(*groups); i++) {
		struct str said = request_word(rq, groups[i], word, STR_NONE);
		if (said.p)
			return said;
	}
	return STR_NONE;
}

/* An argument of a sentence: where all its words are the ledger's own, theirs. */
static struct str argument(struct request *rq, struct str arg)
{
	struct buf b;
	struct str rest = arg, word;
	buf_init(&b, rq->a);
	while (str_split(&rest, ' ', &word)) {
		struct str said = word_for_people(rq, word);
		if (!said.p)
			return arg;
		buf_add(&b, !b.n ? S("") : rq->lang == LANG_EN ? S(", ") : S("、"));
		buf_add(&b, said);
	}
	return b.n ? buf_str(&b) : arg;
}

struct str request_words(struct request *rq, struct str words)
{
	return argument(rq, words);
}

struct str request_err(struct request *rq, const struct err *e)
{
	struct str args[ERR_ARGS];
	for (int i = 0; i < e->args; i++) {
		int from = i ? e->end[i - 1] : 0;
		args[i] = argument(rq, (struct str){ e->bytes + from, e->end[i] - from });
	}
	struct str key = str_join(rq->a, S("web.say."), msg_rows[e->msg].key);
	enum msg ours = msg_find(key);
	return msg_fill(rq->a, ours == MSG_NONE ? e->msg : ours, rq->lang,
			(struct msg_args){ args, e->args });
}
