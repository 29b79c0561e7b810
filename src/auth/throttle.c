/*
 * Delays that grow with failures, and never lock for good. Three counts: of an
 * account from one address, of an address whatever the account, of an account
 * wherever from. The last one delays by a minute at most, and not at all from the
 * address of the last login: so whoever guesses from elsewhere cannot keep the
 * person out, at the price that a guesser with many addresses has a try a minute.
 * An attempt is counted before it is looked at, so that many at once gain nothing.
 */
#include "auth/inside.h"

enum { DAY = 86400, DOUBLINGS = 20 };

static const struct kind {
	struct str name;
	int64_t free, most; /* failures without a delay; the longest delay in seconds */
} kinds[] = {
	{ S("pair"), 5, 900 },
	{ S("address"), 20, 900 },
	{ S("account"), 50, 60 },
};

enum { PAIR, ADDRESS, ACCOUNT, KINDS = sizeof(kinds) / sizeof(*kinds) };

/* The count's name: a digest, since what was typed as a name may be anything. */
static struct str key_of(struct arena *a, int kind, struct str name, struct str address)
{
	switch (kind) {
	case PAIR: return secret_hash(a, str_fmt(a, "%.*s\n%.*s", STR_ARG(name), STR_ARG(address)));
	case ADDRESS: return address.n ? address : S("-");
	default: return secret_hash(a, name);
	}
}

static int64_t delay(const struct kind *kind, int64_t failures)
{
	int64_t over = failures - kind->free;
	int64_t seconds = over <= 0 ? 0 : (int64_t)1 << (over < DOUBLINGS ? over : DOUBLINGS);
	return seconds < kind->most ? seconds : kind->most;
}

static bool put(struct auth *h, int kind, struct str key, int64_t failures, int64_t now,
		int64_t until, struct err *e)
{
	struct val *row = val_map(h->a);
	val_put_str(h->a, row, S("kind"), kinds[kind].name);
	val_put_str(h->a, row, S("name"), key);
	val_put_int(h->a, row, S("failures"), failures);
	val_put_int(h->a, row, S("last"), now);
	val_put_int(h->a, row, S("until"), until);
	return ops_put(h->ops, h->a, OPS_TABLE_THROTTLE, row, e);
}

static bool get(struct auth *h, int kind, struct str key, const struct val **row, struct err *e)
{
	return ops_get(h->ops, h->a, OPS_TABLE_THROTTLE,
		       PARAMS(P_STR(kinds[kind].name), P_STR(key)), row, e);
}

/* Inside a group. A count is forgotten a day after the last failure. */
static bool charge(struct auth *h, struct str name, struct str address, bool known, int64_t now,
		   struct err *e)
{
	const struct val *row[KINDS];
	struct str key[KINDS];
	int64_t wait = 0, longest = 0;
	for (int i = 0; i < KINDS; i++) {
		key[i] = key_of(h->a, i, name, address);
		if (!get(h, i, key[i], &row[i], e))
			return false;
		int64_t left = val_get_int(row[i], S("until"), 0) - now;
		if (left > wait && left <= kinds[i].most && !(i == ACCOUNT && known))
			wait = left;
	}
	if (wait)
		return err_set(e, ERR_LIMIT, MSG_AUTH_WAIT,
			       ARGS(str_fmt(h->a, "%lld", (long long)wait)));
	for (int i = 0; i < KINDS; i++) {
		bool old = now - val_get_int(row[i], S("last"), 0) > DAY;
		int64_t failures = (old ? 0 : val_get_int(row[i], S("failures"), 0)) + 1;
		int64_t more = delay(&kinds[i], failures);
		longest = more > longest ? more : longest;
		if (!put(h, i, key[i], failures, now, more ? now + more : 0, e))
			return false;
	}
	return !longest || auth_note(h, S("delay"), STR_NONE, address,
				     str_fmt(h->a, "%lld s", (long long)longest), now, e);
}

bool throttle_charge(struct auth *h, struct str name, struct str address, bool known,
		     int64_t now, struct err *e)
{
	if (!ops_begin(h->ops, e))
		return false;
	return auth_close_group(h, charge(h, name, address, known, now, e), e);
}

bool throttle_clear(struct auth *h, struct str name, struct str address, struct err *e)
{
	const struct val *row;
	struct str key = key_of(h->a, ADDRESS, name, address);
	if (!get(h, ADDRESS, key, &row, e))
		return false;
	int64_t failures = val_get_int(row, S("failures"), 1) - 1;
	int64_t last = val_get_int(row, S("last"), 0);
	/* one's own right login gives back no more than it took */
	if (!(failures ? put(h, ADDRESS, key, failures, last, 0, e)
		       : ops_delete(h->ops, OPS_TABLE_THROTTLE,
				    PARAMS(P_STR(kinds[ADDRESS].name), P_STR(key)), e)))
		return false;
	return ops_delete(h->ops, OPS_TABLE_THROTTLE,
			  PARAMS(P_STR(kinds[PAIR].name),
				 P_STR(key_of(h->a, PAIR, name, address))), e) &&
	       ops_delete(h->ops, OPS_TABLE_THROTTLE,
			  PARAMS(P_STR(kinds[ACCOUNT].name),
				 P_STR(key_of(h->a, ACCOUNT, name, address))), e);
}
