/*
 * Personal cells in the log: an event keeps a commitment in a value's place, the
 * value stands in its row, and its salt in the table `salt`. A commitment is the
 * hash, by the log's algorithm, of the byte 0x02 and one line of JSON:
 *
 *   {"salt":32 hex digits,"object":…,"key":[…],"column":…,"value":…}
 *
 * Without the salt, 128 bits of the operating system's, no value can be tried
 * against it; so taking value and salt away erases, and the log stays whole.
 */
#include "store/inside.h"

#include <stdio.h>

#include "base/json.h"
#include "base/os.h"

enum { SALT_BYTES = 16 };

struct str seal_key(struct arena *a, const struct object *o, const struct val *const *cell)
{
	struct buf b;
	buf_init(&b, a);
	buf_byte(&b, '[');
	for (int i = 0; i < o->keys; i++) {
		buf_add(&b, i ? S(",") : S(""));
		json_write(&b, cell[i], JSON_LINE);
	}
	buf_byte(&b, ']');
	return buf_str(&b);
}

struct str seal_commit(struct arena *a, enum hash_kind kind, const struct seal *seal,
		       const struct val *value)
{
	struct buf b;
	buf_init(&b, a);
	buf_fmt(&b, "\2{\"salt\":\"%.*s\",\"object\":\"%.*s\",\"key\":%.*s,\"column\":\"%.*s\",",
		STR_ARG(seal->salt), STR_ARG(object_rows[seal->object].name), STR_ARG(seal->key),
		STR_ARG(seal->column));
	buf_add(&b, S("\"value\":"));
	json_write(&b, value, JSON_LINE);
	buf_byte(&b, '}');
	struct str bytes = buf_str(&b);
	return hash_hex(a, hash_of(kind, &bytes, 1));
}

static struct str new_salt(struct arena *a)
{
	unsigned char bytes[SALT_BYTES];
	char *hex = arena_alloc(a, 2 * SALT_BYTES + 1, 1);
	os_random(bytes, sizeof(bytes));
	for (int i = 0; i < SALT_BYTES; i++)
		snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
	return (struct str){ hex, 2 * SALT_BYTES };
}

/* The effect's cells in an array of their own. */
static const struct val **own_cells(struct arena *a, const struct effect *f)
{
	int n = object_rows[f->object].columns;
	const struct val **cell = arena_new(a, const struct val *, n);
	for (int i = 0; i < n; i++)
		cell[i] = f->cell[i];
	return cell;
}

/* What the effect does to its i-th cell, which is personal. */
static struct seal *add_seal(struct arena *a, const struct effect *f, int i, struct seals *seals)
{
	const struct object *o = &object_rows[f->object];
	struct seal *seal = list_add(a, seals);
	*seal = (struct seal){ .object = f->object,
			       .key = seal_key(a, o, f->cell),
			       .column = o->column[i].name,
			       .again = f->kind == EFFECT_UPDATE };
	return seal;
}

/* Each personal cell that the effects name: a commitment in its place where
 * `kind` says by which hash, or its digits where the effects are a log's. */
static struct effects change(struct arena *a, const enum hash_kind *kind,
			     const struct effects *from, struct seals *seals)
{
	struct effects out = { 0 };
	*seals = (struct seals){ 0 };
	for (ptrdiff_t e = 0; e < from->n; e++) {
		const struct effect *f = &from->p[e];
		const struct object *o = &object_rows[f->object];
		struct effect *to = list_add(a, &out);
		*to = *f;
		if (!o->personal)
			continue;
		to->cell = own_cells(a, f);
		for (int i = 0; i < o->columns; i++) {
			if (!o->column[i].personal || !f->cell[i])
				continue;
			struct seal *seal = add_seal(a, f, i, seals);
			if (f->cell[i]->kind == VAL_NULL)
				continue;
			seal->value = f->cell[i];
			seal->salt = kind ? new_salt(a) : commitment_hex(f->cell[i]);
			seal->commit = kind ? seal_commit(a, *kind, seal, f->cell[i]) : seal->salt;
			to->cell[i] = kind ? commitment_val(a, seal->commit)
					   : val_str(a, seal->commit);
		}
	}
	return out;
}

struct effects seal_effects(struct arena *a, enum hash_kind kind, const struct effects *plain,
			    struct seals *seals)
{
	return change(a, &kind, plain, seals);
}

struct effects seal_replayed(struct arena *a, const struct effects *logged, struct seals *seals)
{
	return change(a, NULL, logged, seals);
}

const struct val *seal_fields(struct arena *a, const struct val *fields, const struct seals *seals)
{
	struct val *out = val_map(a);
	for val_each(v, fields) {
		struct val *kept = arena_new(a, struct val, 1);
		*kept = *v;
		kept->next = NULL;
		for (ptrdiff_t i = 0; i < seals->n; i++)
			if (seals->p[i].salt.p && val_eq(seals->p[i].value, v))
				kept = commitment_val(a, seals->p[i].commit);
		val_put(out, v->key, kept);
	}
	return out;
}

bool seal_keep(struct db *db, const struct seals *seals, int64_t seq, struct err *e)
{
	for (ptrdiff_t i = 0; i < seals->n; i++) {
		const struct seal *s = &seals->p[i];
		struct val object = P_STR(object_rows[s->object].name);
		if (s->again &&
		    !db_put(db, SQL_SALT_DELETE,
			    PARAMS(object, P_STR(s->key), P_STR(s->column)), e))
			return false;
		if (s->salt.p &&
		    !db_put(db, SQL_SALT_INSERT,
			    PARAMS(object, P_STR(s->key), P_STR(s->column), P_INT(seq),
				   P_STR(s->salt)), e))
			return false;
	}
	return true;
}

/* The salts that event `seq` made and that are still there, put together. */
static bool salts_of(struct db *db, struct arena *a, int64_t seq, struct str *salts, int *count,
		     struct err *e)
{
	struct rows r;
	struct buf b;
	buf_init(&b, a);
	*count = 0;
	if (!db_rows(db, SQL_SALTS_OF_EVENT, PARAMS(P_INT(seq)), &r, e))
		return false;
	for (; rows_next(&r); ++*count)
		buf_add(&b, rows_str(&r, 0));
	*salts = buf_str(&b);
	return rows_close(&r);
}

bool seal_request(struct db *db, struct arena *a, int64_t seq, struct str request, struct str *out,
		  struct err *e)
{
	struct str salts;
	int count;
	if (!salts_of(db, a, seq, &salts, &count, e))
		return false;
	struct str parts[] = { S("\3"), salts, S("\n"), request };
	*out = str_fmt(a, "%d:%.*s", count,
		       STR_ARG(hash_hex(a, hash_of(HASH_SHA256, parts, 4))));
	return true;
}

bool seal_same_request(struct db *db, struct arena *a, int64_t seq, struct str request,
		       struct str kept, bool *same, struct err *e)
{
	struct str now;
	if (!str_has(kept, S(":"))) { /* nothing personal in it */
		*same = str_eq(hash_hex(a, hash_of(HASH_SHA256, &request, 1)), kept);
		return true;
	}
	if (!seal_request(db, a, seq, request, &now, e))
		return false;
	*same = str_eq(now, kept); /* with a salt gone, their count tells them apart */
	return true;
}
