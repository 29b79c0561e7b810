/* The words of a fictional district: tables, dice, and filling in a text. */
#include "cli/seed.h"

#include "base/buf.h"
#include "base/embed.h"

enum { DEPTH_MAX = 6, TEXT_MAX = 8000 };

extern const struct embed seed_files[];

struct texts LIST(struct str);
struct keys LIST(struct seed_key);

static uint64_t next(struct dice *d)
{
	uint64_t z = d->state += 0x9E3779B97F4A7C15u;
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	return z ^ (z >> 31);
}

struct dice dice_of(uint64_t seed, struct str kind, int64_t number)
{
	struct dice d = { seed ^ str_hash(kind) };
	d.state = next(&d) + (uint64_t)number;
	d.state = next(&d);
	return d;
}

int dice_roll(struct dice *d, int low, int high)
{
	return low >= high ? low : low + (int)(next(d) % (uint64_t)(high - low + 1));
}

bool dice_chance(struct dice *d, int percent)
{
	return dice_roll(d, 1, 100) <= percent;
}

void seed_name_add(struct seed_names *names, struct str name, struct str value)
{
	if (names->n < SEED_NAMES_MAX)
		names->p[names->n++] = (struct seed_name){ name, value };
}

void seed_words_open(struct seed_words *w, struct arena *a)
{
	struct str rest = embed_find(seed_files, S("seed.tsv")), line, key;
	struct texts rows = { 0 };
	struct keys keys = { 0 };
	while (str_split(&rest, '\n', &line)) {
		if (!line.n || str_starts(line, S("#")) || !str_split(&line, '\t', &key))
			continue;
		if (!keys.n || !str_eq(keys.p[keys.n - 1].key, key))
			*list_add(a, &keys) = (struct seed_key){ key, (int)rows.n, 0 };
		keys.p[keys.n - 1].count++;
		*list_add(a, &rows) = line;
	}
	*w = (struct seed_words){ keys.p, (int)keys.n, rows.p };
}

static const struct seed_key *find(const struct seed_words *w, struct str key)
{
	for (int i = 0; i < w->keys; i++)
		if (str_eq(w->key[i].key, key))
			return &w->key[i];
	return NULL;
}

int seed_rows(const struct seed_words *w, struct str key)
{
	const struct seed_key *found = find(w, key);
	return found ? found->count : 0;
}

struct str seed_row(const struct seed_words *w, struct str key, int at)
{
	const struct seed_key *found = find(w, key);
	return found && at >= 0 && at < found->count ? w->row[found->first + at] : STR_NONE;
}

/* Filling in. */
struct saying {
	const struct seed_words *w;
	struct dice *d;
	const struct seed_names *names;
	struct buf out;
};

static struct str value_of(const struct seed_names *names, struct str name)
{
	for (int i = 0; names && i < names->n; i++)
		if (str_eq(names->p[i].name, name))
			return names->p[i].value;
	return STR_NONE;
}

/* Whether the slot is a range such as 2-9. */
static bool range(struct str slot, int64_t *low, int64_t *high)
{
	ptrdiff_t dash = str_find(slot, S("-"), 0);
	return dash > 0 && str_int(str_cut(slot, 0, dash), low) &&
	       str_int(str_from(slot, dash + 1), high);
}

static void say(struct saying *s, struct str text, int depth);

static void fill(struct saying *s, struct str slot, int depth)
{
	int64_t low, high;
	struct str value = value_of(s->names, slot);
	if (value.p) {
		buf_add(&s->out, value);
		return;
	}
	if (range(slot, &low, &high)) {
		buf_fmt(&s->out, "%d", dice_roll(s->d, (int)low, (int)high));
		return;
	}
	if (str_drop_tail(&slot, S("*")))
		slot = str_join(s->out.a, slot, value_of(s->names, S("theme")));
	int rows = seed_rows(s->w, slot);
	if (rows && depth < DEPTH_MAX)
		say(s, seed_row(s->w, slot, dice_roll(s->d, 0, rows - 1)), depth + 1);
}

static void say(struct saying *s, struct str text, int depth)
{
	while (text.n && s->out.n < TEXT_MAX) {
		ptrdiff_t open = str_find(text, S("{"), 0);
		ptrdiff_t close = open < 0 ? -1 : str_find(text, S("}"), open);
		if (close < 0) {
			buf_add(&s->out, text);
			return;
		}
		buf_add(&s->out, str_cut(text, 0, open));
		fill(s, str_cut(text, open + 1, close), depth);
		text = str_from(text, close + 1);
	}
}

struct str seed_say(const struct seed_words *w, struct arena *a, struct dice *d, struct str text,
		    const struct seed_names *names)
{
	struct saying s = { w, d, names };
	buf_init(&s.out, a);
	say(&s, text, 0);
	return buf_str(&s.out);
}
