/* The file language of rule packs and registers: see conf.h. */
#include "ledger/conf.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

bool conf_fail(struct conf *c, enum msg msg, struct str what, struct str wanted)
{
	return err_set(c->e, ERR_BAD_INPUT, msg, ARGS(c->line, what, wanted));
}

bool conf_next(struct str *rest, struct str *word)
{
	while (str_split(rest, ' ', word))
		if ((*word = str_trim(*word)).n)
			return true;
	return false;
}

int conf_index(struct str words, struct str s)
{
	struct str word;
	for (int i = 0; conf_next(&words, &word); i++)
		if (str_eq(word, s))
			return i;
	return -1;
}

bool conf_word(struct conf *c, struct str words, struct str value, int *out)
{
	*out = conf_index(words, value);
	return *out >= 0 || conf_fail(c, MSG_CONF_WORD, value, words);
}

bool conf_number(struct conf *c, struct str value, int64_t least, int64_t most, int64_t *out)
{
	if (!str_int(value, out) || *out < least || *out > most)
		return conf_fail(c, MSG_CONF_NUMBER, value,
				 str_fmt(c->a, "%lld–%lld", (long long)least, (long long)most));
	return true;
}

bool conf_text(struct conf *c, struct str value, int most, struct str *out)
{
	if (!value.n || value.n > most)
		return conf_fail(c, MSG_CONF_TEXT, c->key, str_fmt(c->a, "%d", most));
	*out = value;
	return true;
}

bool conf_both(struct conf *c, struct str value, int most, struct str out[LANG_COUNT])
{
	ptrdiff_t bar = str_find(value, S("|"), 0);
	struct str en = bar < 0 ? value : str_trim(str_from(value, bar + 1));
	struct str zh = bar < 0 ? value : str_trim(str_cut(value, 0, bar));
	return conf_text(c, zh, most, &out[LANG_ZH]) && conf_text(c, en, most, &out[LANG_EN]);
}

static bool was_named(const struct conf *c, struct str key)
{
	for (int i = 0; i < c->keys; i++)
		if (str_eq(c->named[i], key))
			return true;
	return false;
}

/* What the section that ends here must have and lacks. */
static bool end_section(struct conf *c)
{
	const struct conf_form *f = c->form;
	if (c->section < 0)
		return true;
	for (int i = 0; i < f->keys; i++)
		if (f->key[i].section == c->section && f->key[i].needed &&
		    !was_named(c, f->key[i].key))
			return conf_fail(c, MSG_CONF_LACKS, f->section[c->section].name,
					 f->key[i].key);
	return !f->section[c->section].end || f->section[c->section].end(c);
}

/* "[deadline …] [lights]" */
static struct str sections(const struct conf *c)
{
	struct buf b;
	buf_init(&b, c->a);
	for (int i = 0; i < c->form->sections; i++)
		buf_fmt(&b, "%s[%.*s%s]", i ? " " : "", STR_ARG(c->form->section[i].name),
			c->form->section[i].begin ? " …" : "");
	return buf_str(&b);
}

static bool begin_section(struct conf *c, struct str line)
{
	struct str name, rest;
	const struct conf_form *f = c->form;
	if (!end_section(c))
		return false;
	if (!str_drop_tail(&line, S("]")))
		return conf_fail(c, MSG_CONF_FORM, line, STR_NONE);
	rest = str_from(line, 1);
	conf_next(&rest, &name);
	rest = str_trim(rest);
	int at = 0;
	while (at < f->sections && !str_eq(f->section[at].name, name))
		at++;
	if (at == f->sections || (!f->section[at].begin && rest.n))
		return conf_fail(c, MSG_CONF_SECTION, line, sections(c));
	if (!f->section[at].begin && c->seen & 1u << at)
		return conf_fail(c, MSG_CONF_TWICE, name, STR_NONE);
	c->section = at;
	c->seen |= 1u << at;
	c->keys = 0;
	c->key = name;
	return !f->section[at].begin || f->section[at].begin(c, rest);
}

static bool read_line(struct conf *c, struct str line)
{
	const struct conf_form *f = c->form;
	ptrdiff_t sign = str_find(line, S("="), 0);
	if (line.p[0] == '[')
		return begin_section(c, line);
	if (sign <= 0 || c->section < 0)
		return conf_fail(c, MSG_CONF_FORM, line, STR_NONE);
	struct str value = str_trim(str_from(line, sign + 1));
	c->key = str_trim(str_cut(line, 0, sign));
	for (int i = 0; i < f->keys; i++) {
		if (f->key[i].section != c->section ||
		    (f->key[i].key.n && !str_eq(f->key[i].key, c->key)))
			continue;
		if (was_named(c, c->key))
			return conf_fail(c, MSG_CONF_TWICE, c->key, STR_NONE);
		if (f->key[i].key.n)
			c->named[c->keys++] = c->key;
		return f->key[i].take(c, value);
	}
	return conf_fail(c, MSG_CONF_KEY, c->key, f->section[c->section].name);
}

bool conf_read(struct conf *c, struct str text)
{
	struct str line;
	c->line = S("1");
	c->section = -1;
	if (text.n > CONF_BYTES)
		return err_set(c->e, ERR_LIMIT, MSG_CONF_LONG,
			       ARGS(S("1"), str_fmt(c->a, "%d", CONF_BYTES / 1024)));
	if (utf8_check(text) >= 0 || memchr(text.p ? text.p : "", 0, (size_t)text.n))
		return conf_fail(c, MSG_CONF_UTF8, STR_NONE, STR_NONE);
	while (str_split(&text, '\n', &line)) {
		c->line = str_fmt(c->a, "%d", ++c->number);
		line = str_trim(line);
		if (line.n && line.p[0] != '#' && !read_line(c, line))
			return false;
	}
	return end_section(c);
}
