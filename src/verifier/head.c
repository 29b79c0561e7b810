/* A head's file: lines of a name and a value, the last two only where it is signed. */
#include "base/buf.h"
#include "base/sign.h"
#include "verifier/verifier.h"

static struct str signed_lines(struct arena *a, const struct head *h)
{
	return str_fmt(a,
		       "huiyin log head 1\ntenant %lld\nhash %.*s\nsize %lld\nroot %.*s\n"
		       "time %.*s\nkey %.*s\n",
		       (long long)h->tenant, STR_ARG(hash_name(h->hash)), (long long)h->size,
		       STR_ARG(hash_hex(a, h->root)), STR_ARG(h->time), STR_ARG(h->key));
}

bool head_signed(struct arena *a, const struct head *h)
{
	return h->key.n && sign_fits(h->key, signed_lines(a, h), h->signature);
}

/* The rest of the next line, which begins with `name`; STR_NONE where it does not. */
static struct str take(struct str *text, struct str name)
{
	struct str line;
	if (!str_split(text, '\n', &line))
		return STR_NONE;
	str_drop_tail(&line, S("\r"));
	return str_drop_head(&line, name) && line.n ? line : STR_NONE;
}

static bool parse(struct arena *a, struct str text, struct head *h)
{
	struct str line;
	str_drop_head(&text, S("\xEF\xBB\xBF"));
	if (!str_split(&text, '\n', &line) || !str_eq(str_trim(line), S("huiyin log head 1")) ||
	    !str_int(take(&text, S("tenant ")), &h->tenant) ||
	    !hash_named(take(&text, S("hash ")), &h->hash) ||
	    !str_int(take(&text, S("size ")), &h->size) || h->size < 0 ||
	    !hash_parse(take(&text, S("root ")), &h->root))
		return false;
	h->time = take(&text, S("time "));
	if (!h->time.p)
		return false;
	if (!str_trim(text).n)
		return true;
	h->key = take(&text, S("key "));
	h->signature = take(&text, S("signature "));
	return h->key.p && h->signature.p && !str_trim(text).n && head_signed(a, h);
}

bool head_read(struct arena *a, struct str text, struct head *out, struct err *e)
{
	*out = (struct head){ 0 };
	return parse(a, text, out) || err_set(e, ERR_BAD_INPUT, MSG_VERIFIER_HEAD_FORM, NO_ARGS);
}
