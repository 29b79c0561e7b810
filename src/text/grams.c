/* Text to grams, and what is looked for: see grams.h. */
#include "text/grams.h"

#include "base/buf.h"
#include "base/utf8.h"

enum what { BREAKS, LETTER, CHARACTER };

static uint32_t fold(uint32_t cp)
{
	if (cp >= 0xFF01 && cp <= 0xFF5E)
		cp -= 0xFEE0;
	return cp >= 'A' && cp <= 'Z' ? cp + ('a' - 'A') : cp;
}

/* Of a folded character. */
static enum what what_is(uint32_t cp)
{
	static const struct { uint32_t from, to; } characters[] = {
		{ 0x3005, 0x3007 },   /* 々〆〇 */
		{ 0x3041, 0x30FA },   /* kana */
		{ 0x30FC, 0x30FF },
		{ 0x3105, 0x312F },   /* bopomofo */
		{ 0x3400, 0x4DBF },   { 0x4E00, 0x9FFF },
		{ 0xAC00, 0xD7A3 },   /* hangul */
		{ 0xF900, 0xFAFF },   { 0x20000, 0x3FFFF },
	};
	if (cp < 0x80)
		return (cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z') ? LETTER : BREAKS;
	if (cp >= 0xC0 && cp < 0x2000)
		return cp == 0xD7 || cp == 0xF7 ? BREAKS : LETTER;
	for (size_t i = 0; i < sizeof(characters) / sizeof(*characters); i++)
		if (cp >= characters[i].from && cp <= characters[i].to)
			return CHARACTER;
	return BREAKS;
}

void grams_start(struct grams *g, struct str s)
{
	*g = (struct grams){ .s = s };
}

/* The character at `at`, folded; BREAKS at the end. */
static enum what look(const struct grams *g, ptrdiff_t at, uint32_t *cp, ptrdiff_t *n)
{
	if (at >= g->s.n)
		return *n = 0, BREAKS;
	*cp = fold(utf8_at(g->s, at, n));
	return what_is(*cp);
}

static bool take_word(struct grams *g, struct gram *out)
{
	uint32_t cp;
	ptrdiff_t n, bytes = 0;
	while (bytes < GRAM_BYTES && look(g, g->at, &cp, &n) == LETTER) {
		bytes += utf8_put(g->folded + bytes, cp);
		g->at += n;
	}
	g->inside = false;
	*out = (struct gram){ GRAM_WORD, false, { g->folded, bytes }, out->from, g->at };
	return true;
}

static bool take_pair(struct grams *g, uint32_t cp, ptrdiff_t n, struct gram *out)
{
	uint32_t next;
	ptrdiff_t more, bytes = utf8_put(g->folded, cp);
	bool pair = look(g, g->at + n, &next, &more) == CHARACTER;
	if (pair)
		bytes += utf8_put(g->folded + bytes, next);
	*out = (struct gram){ pair ? GRAM_PAIR : GRAM_LAST, !pair && !g->inside,
			      { g->folded, bytes }, g->at, g->at + n + (pair ? more : 0) };
	g->at += n;
	g->inside = pair;
	return true;
}

bool grams_next(struct grams *g, struct gram *out)
{
	uint32_t cp;
	ptrdiff_t n;
	for (; g->at < g->s.n; g->at += n) {
		out->from = g->at;
		switch (look(g, g->at, &cp, &n)) {
		case LETTER: return take_word(g, out);
		case CHARACTER: return take_pair(g, cp, n, out);
		case BREAKS: break;
		}
		g->inside = false;
	}
	return false;
}

/* What closes a quotation, or 0. */
static uint32_t quote_end(uint32_t cp)
{
	switch (cp) {
	case '"': return '"';
	case 0xFF02: return 0xFF02;
	case 0x201C: return 0x201D; /* “ ” */
	case 0x300C: return 0x300D; /* 「 」 */
	case 0x300E: return 0x300F; /* 『 』 */
	default: return 0;
	}
}

static bool is_blank(uint32_t cp)
{
	return cp <= ' ' || cp == 0x00A0 || cp == 0x3000 || (cp >= 0x2000 && cp <= 0x200B);
}

/* The next word as typed, off the head of `rest`; false at the end. */
static bool next_typed(struct str *rest, struct str *word)
{
	ptrdiff_t at = 0, n = 0, from;
	uint32_t until = 0;
	while (at < rest->n && is_blank(utf8_at(*rest, at, &n)))
		at += n;
	if (at >= rest->n)
		return false;
	until = quote_end(utf8_at(*rest, at, &n));
	from = at += until ? n : 0;
	for (; at < rest->n; at += n) {
		uint32_t cp = utf8_at(*rest, at, &n);
		if (until ? cp == until : is_blank(cp) || quote_end(cp))
			break;
	}
	*word = str_cut(*rest, from, at);
	*rest = str_from(*rest, until && at < rest->n ? at + n : at);
	return true;
}

/* Folded, each stretch of what separates as one blank. */
static struct word_sought fold_word(struct arena *a, struct str typed)
{
	struct buf b;
	enum what before = BREAKS;
	bool alone = false;
	buf_init(&b, a);
	for (ptrdiff_t at = 0, n; at < typed.n; at += n) {
		uint32_t cp = fold(utf8_at(typed, at, &n));
		enum what is = what_is(cp);
		if (is != BREAKS && before == BREAKS && b.n)
			buf_byte(&b, ' ');
		if (is != BREAKS) {
			alone = is == CHARACTER && before != CHARACTER;
			buf_rune(&b, cp);
		}
		before = is;
	}
	return (struct word_sought){ b.n ? buf_str(&b) : S(""), alone };
}

bool words_sought_read(struct arena *a, struct str typed, struct words_sought *out, struct err *e)
{
	struct str rest = typed, word;
	*out = (struct words_sought){ 0 };
	if (typed.n > WORDS_BYTES)
		return err_set(e, ERR_LIMIT, MSG_SEARCH_LONG, NO_ARGS);
	while (next_typed(&rest, &word)) {
		struct word_sought made = fold_word(a, word);
		if (!made.text.n)
			continue;
		if (out->n == WORDS_MOST)
			return err_set(e, ERR_LIMIT, MSG_SEARCH_LONG, NO_ARGS);
		out->word[out->n++] = made;
	}
	return out->n > 0 || err_set(e, ERR_BAD_INPUT, MSG_SEARCH_EMPTY, ARGS(typed));
}

void words_sought_grams(struct arena *a, const struct word_sought *word, struct gram_list *out)
{
	struct grams walk;
	struct gram gram = { 0 };
	grams_start(&walk, word->text);
	*out = (struct gram_list){ 0 };
	while (grams_next(&walk, &gram)) {
		struct gram *kept = list_add(a, out);
		*kept = gram;
		kept->text = str_copy(a, gram.text);
	}
	if (out->n > 1 && gram.kind == GRAM_LAST && !gram.alone)
		out->n--;
}

/* Whether the word stands at gram `at` of the text, and up to which byte. */
static bool stands(const struct gram_list *text, ptrdiff_t at, const struct gram_list *word,
		   bool open, ptrdiff_t *to)
{
	if (at + word->n > text->n)
		return false;
	for (ptrdiff_t i = 0; i < word->n; i++) {
		const struct gram *t = &text->p[at + i], *w = &word->p[i];
		bool head = open && i == word->n - 1;
		if (head ? !str_starts(t->text, w->text) : !str_eq(t->text, w->text))
			return false;
		*to = t->to;
	}
	/* of a pair only its first character was asked for */
	if (open && text->p[at + word->n - 1].kind == GRAM_PAIR)
		*to = text->p[at + word->n].from;
	return true;
}

struct mark {
	ptrdiff_t from, to;
};
struct marks LIST(struct mark);

/* Where the words stand, in order, none inside another. */
static struct marks find_marks(struct arena *a, const struct words_sought *words, struct str text)
{
	struct gram_list grams = { 0 }, word[WORDS_MOST];
	struct marks out = { 0 };
	struct grams walk;
	struct gram gram;
	grams_start(&walk, text);
	while (grams_next(&walk, &gram)) {
		struct gram *kept = list_add(a, &grams);
		*kept = gram;
		kept->text = str_copy(a, gram.text);
	}
	for (int w = 0; w < words->n; w++)
		words_sought_grams(a, &words->word[w], &word[w]);
	for (ptrdiff_t at = 0, done = 0; at < grams.n; at++) {
		ptrdiff_t far = 0, to;
		for (int w = 0; w < words->n; w++)
			if (stands(&grams, at, &word[w], words->word[w].open, &to) && to > far)
				far = to;
		if (far <= done)
			continue;
		ptrdiff_t from = grams.p[at].from;
		if (out.n && from <= out.p[out.n - 1].to)
			out.p[out.n - 1].to = far;
		else
			*list_add(a, &out) = (struct mark){ from, far };
		done = far;
	}
	return out;
}

static void add_piece(struct arena *a, struct val *list, struct str text, bool mark)
{
	if (!text.n)
		return;
	struct val *piece = val_push(list, val_map(a));
	val_put_str(a, piece, S("text"), text);
	val_put_bool(a, piece, S("mark"), mark);
}

struct val *words_sought_snippet(struct arena *a, const struct words_sought *words,
				 struct str text, ptrdiff_t most)
{
	struct marks marks = find_marks(a, words, text);
	ptrdiff_t from, to, len;
	if (!marks.n)
		return NULL;
	from = marks.p[0].from;
	for (ptrdiff_t i = 0; i < most / 4 && from > 0; i++) {
		utf8_before(text, from, &len);
		from -= len;
	}
	to = from + utf8_skip(str_from(text, from), most);
	struct val *list = val_list(a);
	if (from > 0)
		add_piece(a, list, S("…"), false);
	for (ptrdiff_t i = 0; i < marks.n && marks.p[i].from < to; i++) {
		struct mark m = marks.p[i];
		add_piece(a, list, str_cut(text, from, m.from), false);
		from = m.to < to ? m.to : to;
		add_piece(a, list, str_cut(text, m.from, from), true);
	}
	add_piece(a, list, str_cut(text, from, to), false);
	if (to < text.n)
		add_piece(a, list, S("…"), false);
	return list;
}
