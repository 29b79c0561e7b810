/* huiyin head, prove, prove-consistency, key: what the log shows to those who
 * hold no ledger, and the key that signs its head. */
#include <string.h>

#include "base/json.h"
#include "base/os.h"
#include "cli/door.h"
#include "cli/held.h"

/* To the file of --output, else to standard output. */
static int put_out(struct cli *c, struct str text)
{
	struct err e = { 0 };
	if (!cli_has(c, OPT_OUTPUT)) {
		cli_print(c, text);
		return 0;
	}
	return os_write(c->value[OPT_OUTPUT], text, &e) ? 0 : cli_fail(c, &e);
}

static int put_json(struct cli *c, const struct val *v)
{
	struct buf b;
	buf_init(&b, c->a);
	json_write(&b, v, JSON_PRETTY);
	buf_byte(&b, '\n');
	return put_out(c, buf_str(&b));
}

static int sign(struct cli *c, struct store *s, struct head *head)
{
	struct sign_key *key;
	struct err e = { 0 };
	if (!sign_key_read(c->value[OPT_KEY_FILE], &key, &e))
		return cli_fail(c, &e);
	bool ok = store_sign_head(s, c->a, key, head, &e);
	sign_free(key);
	return ok ? 0 : cli_fail(c, &e);
}

int cmd_head(struct cli *c)
{
	bool signs = cli_has(c, OPT_SIGN) || cli_has(c, OPT_KEY_FILE);
	struct store *s;
	struct head head;
	struct err e = { 0 };
	int status;
	if (signs && !c->value[OPT_KEY_FILE]) {
		cli_say(c, MSG_HEAD_NO_KEY, NO_ARGS);
		return 2;
	}
	if (!door_open(c, signs ? STORE_WRITE : STORE_READ, &s, &status))
		return status;
	if (signs)
		status = sign(c, s, &head);
	else
		status = store_head(s, c->a, &head, &e) ? 0 : cli_fail(c, &e);
	store_close(s);
	if (status)
		return status;
	door_mark(c, S("head"));
	return cli_has(c, OPT_JSON) ? put_json(c, head_val(c->a, &head))
				    : put_out(c, head_text(c->a, &head));
}

/* The i-th argument, a count of events; false after saying that it is none. */
static bool number(struct cli *c, int i, int64_t *out)
{
	if (str_int(str_of(c->arg[i]), out) && *out > 0)
		return true;
	cli_say(c, MSG_PROVE_NUMBER, ARGS(str_of(c->arg[i])));
	return false;
}

int cmd_prove(struct cli *c)
{
	struct store *s;
	struct proof proof;
	struct err e = { 0 };
	int64_t seq;
	int status;
	if (!number(c, 0, &seq))
		return 2;
	if (!door_open(c, STORE_READ, &s, &status))
		return status;
	bool ok = store_prove(s, c->a, seq, &proof, &e);
	store_close(s);
	return ok ? put_json(c, proof_val(c->a, &proof)) : cli_fail(c, &e);
}

int cmd_prove_consistency(struct cli *c)
{
	struct store *s;
	struct proof proof;
	struct err e = { 0 };
	int64_t old, size = 0;
	int status;
	if (!number(c, 0, &old) || (c->args > 1 && !number(c, 1, &size)))
		return 2;
	if (!door_open(c, STORE_READ, &s, &status))
		return status;
	bool ok = store_prove_consistency(s, c->a, old, size, &proof, &e);
	store_close(s);
	return ok ? put_json(c, proof_val(c->a, &proof)) : cli_fail(c, &e);
}

int cmd_key(struct cli *c)
{
	struct str what = str_of(c->arg[0]), kind = c->args > 2 ? str_of(c->arg[2]) : S("ed25519");
	struct sign_key *key;
	struct err e = { 0 };
	if (str_eq(what, S("new")) && (str_eq(kind, S("ed25519")) || str_eq(kind, S("sm2")))) {
		if (!sign_key_new(str_eq(kind, S("sm2")) ? SIGN_SM2 : SIGN_ED25519, c->arg[1], &e))
			return cli_fail(c, &e);
		cli_say(c, MSG_KEY_DONE, ARGS(str_of(c->arg[1])));
		return 0;
	}
	if (!str_eq(what, S("public")) || c->args > 2) {
		cli_say(c, MSG_KEY_WHAT, NO_ARGS);
		return 2;
	}
	if (!sign_key_read(c->arg[1], &key, &e))
		return cli_fail(c, &e);
	cli_print(c, sign_public_pem(c->a, sign_public(c->a, key)));
	sign_free(key);
	return 0;
}

/* Whether the proof is of the log whose head is held. */
static bool of_head(const struct proof *proof, const struct head *head)
{
	return proof->tenant == head->tenant && proof->hash == head->hash &&
	       ((proof->size == head->size && hash_eq(proof->root, head->root)) ||
		(proof->old_size == head->size && hash_eq(proof->old_root, head->root)));
}

int verify_proof(struct cli *c, const struct head *held)
{
	struct proof p;
	struct str text;
	struct err e = { 0 };
	if (!os_read(c->a, c->value[OPT_PROOF], PROOF_BYTES_MAX, &text, &e) ||
	    !proof_read(c->a, text, &p, &e))
		return cli_fail(c, &e);
	bool holds = proof_holds(&p), fits = !held || of_head(&p, held);
	if (!holds || !fits) {
		cli_say(c, holds ? MSG_PROOF_OTHER : MSG_PROOF_FALSE, NO_ARGS);
		return 1;
	}
	struct str size = str_fmt(c->a, "%lld", (long long)p.size);
	struct str at = str_fmt(c->a, "%lld", (long long)(p.seq ? p.seq : p.old_size));
	struct str said = msg_fill(c->a, p.seq ? MSG_PROOF_INCLUDED : MSG_PROOF_CONTINUES, c->lang,
				   ARGS(at, size, hash_hex(c->a, p.root)));
	cli_print(c, str_fmt(c->a, "%.*s\n", STR_ARG(said)));
	if (!held)
		cli_say(c, MSG_PROOF_ALONE, NO_ARGS);
	return 0;
}

bool verify_held(struct cli *c, struct head *out, int *status)
{
	struct str text, pem;
	struct err e = { 0 };
	bool ok = os_read(c->a, c->value[OPT_HEAD_FILE], HEAD_BYTES_MAX, &text, &e) &&
		  head_read(c->a, text, out, &e);
	if (ok && cli_has(c, OPT_PUBLIC)) {
		ok = os_read(c->a, c->value[OPT_PUBLIC], HEAD_BYTES_MAX, &pem, &e);
		struct str key = ok ? sign_public_of_pem(c->a, pem) : STR_NONE;
		if (ok && (!key.p || !out->key.p || !str_eq(key, out->key)))
			ok = err_set(&e, ERR_BAD_INPUT, MSG_HEAD_KEY,
				     ARGS(str_of(c->value[OPT_PUBLIC])));
	}
	if (!ok)
		*status = cli_fail(c, &e);
	return ok;
}
