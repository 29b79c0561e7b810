/*
 * What browsers send: the first byte chooses the reader (query, JSON, cookies,
 * path, content type, multipart in pieces). Whatever comes out is valid UTF-8
 * without control characters, within its bounds.
 */
#include <stdlib.h>
#include <unistd.h>

#include "base/utf8.h"
#include "web/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(struct str s)
{
	if (utf8_check(s) >= 0)
		abort();
	for (ptrdiff_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 32 && s.p[i] != '\t' && s.p[i] != '\n')
			abort();
}

static void check_map(const struct val *map)
{
	int all = 0;
	for val_each(v, map) {
		check_text(v->key);
		if (v->key.n < 1 || v->key.n > FORM_NAME_BYTES)
			abort();
		for (const struct val *one = v->kind == VAL_LIST ? v->first : v; one;
		     one = v->kind == VAL_LIST ? one->next : NULL) {
			check_text(one->s);
			all++;
		}
	}
	if (all > FORM_NAMES)
		abort();
}

/* The body in pieces whose sizes the bytes themselves choose. */
static void try_multipart(struct arena *a, struct str body, struct val *map)
{
	struct multipart m;
	struct request rq = { .a = a };
	struct err e = { 0 };
	bool files = body.n && body.p[0] & 1;
	multipart_open(&m, a, S("XX"), map, files ? &rq : NULL);
	bool ok = true;
	for (ptrdiff_t at = 0; ok && at < body.n;) {
		ptrdiff_t piece = 1 + (unsigned char)body.p[at] % 61;
		ok = multipart_feed(&m, str_cut(body, at, at + piece), &e);
		at += piece;
	}
	if (ok)
		multipart_end(&m, &e);
	if (!ok && !e.code)
		abort();
	multipart_close(&m);
	for (ptrdiff_t i = 0; i < rq.file.n; i++)
		close(rq.file.p[i].fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct err e = { 0 };
	arena_init(&a, 0);
	struct val *map = val_map(&a);
	struct str text = { (const char *)data + 1, size ? (ptrdiff_t)size - 1 : 0 }, out;
	switch (size ? data[0] : 0) {
	case 'q':
		form_pairs(&a, text, map, &e);
		break;
	case 'j':
		form_json(&a, text, map, &e);
		break;
	case 'c':
		out = form_cookie(text, S("huiyin"));
		if (out.n > 4096)
			abort();
		break;
	case 'p':
		if (form_path(&a, text, &out))
			check_text(out);
		break;
	case 't':
		out = form_boundary(text);
		if (out.n > BOUNDARY_MAX)
			abort();
		break;
	default:
		try_multipart(&a, text, map);
	}
	check_map(map);
	arena_free(&a);
	return 0;
}
