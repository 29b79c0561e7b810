/* Roles by name, and the tree of units: see rights.h. */
#include "ledger/rights.h"

#include "base/buf.h"

enum { TREE_DEPTH_MAX = 32 };

static const struct {
	struct str name;
	enum actor_role role;
} role_rows[] = {
	{ S("clerk"), ACTOR_CLERK },           { S("lead"), ACTOR_LEAD },
	{ S("supervisor"), ACTOR_SUPERVISOR }, { S("publisher"), ACTOR_PUBLISHER },
	{ S("auditor"), ACTOR_AUDITOR },       { S("admin"), ACTOR_ADMIN },
};

enum { ROLES = sizeof(role_rows) / sizeof(*role_rows) };

static unsigned role_named(struct str name)
{
	for (int i = 0; i < ROLES; i++)
		if (str_eq(role_rows[i].name, name))
			return role_rows[i].role;
	return 0;
}

bool roles_read(struct str words, unsigned *roles, struct str *bad)
{
	*roles = 0;
	if (str_eq(str_trim(words), S("none")))
		return true;
	for (ptrdiff_t at = 0, end; at < words.n; at = end + 1) {
		for (end = at; end < words.n && words.p[end] != ' ' && words.p[end] != ',';)
			end++;
		struct str word = str_cut(words, at, end);
		unsigned role = role_named(word);
		if (word.n && !role) {
			*bad = word;
			return false;
		}
		*roles |= role;
	}
	*bad = words;
	return *roles != 0;
}

struct str roles_text(struct arena *a, unsigned roles)
{
	struct buf b;
	if (!roles)
		return S("none");
	buf_init(&b, a);
	for (int i = 0; i < ROLES; i++)
		if (roles & role_rows[i].role) {
			buf_add(&b, buf_str(&b).n ? S(" ") : S(""));
			buf_add(&b, role_rows[i].name);
		}
	return buf_str(&b);
}

bool rights_reach(struct arena *a, const struct ledger_state *state, const struct actor *actor,
		  int64_t unit, enum reach *out, struct err *e)
{
	*out = actor->unit == UNIT_WHOLE ? REACH_UNDER : REACH_OTHER;
	if (actor->unit != UNIT_WHOLE && unit == actor->unit)
		*out = REACH_OWN;
	for (int depth = 0; *out == REACH_OTHER && unit != UNIT_WHOLE && depth < TREE_DEPTH_MAX;
	     depth++) {
		const struct val *row;
		if (!state->ask(state->with, a, ASK_UNIT, val_int(a, unit), &row, e))
			return false;
		unit = val_get_int(row, S("parent"), UNIT_WHOLE);
		if (unit == actor->unit)
			*out = REACH_UNDER;
	}
	return true;
}
