/*
 * A worker's cache of answers that are the same for everybody: static files,
 * and pages of routes marked ROUTE_CACHED, kept until the ledger changes; each
 * made and compressed once. Small, and dropped whole when it is full.
 */
#include <microhttpd.h>
#include <string.h>
#include <zlib.h>

#include "base/hash.h"
#include "ledger/act.h"
#include "web/engine.h"

enum { CACHE_BYTES = 8 << 20, CACHE_ROWS = 512 };

struct page_cache {
	struct arena arena;
	struct {
		struct str key;
		struct cached is;
	} row[CACHE_ROWS];
	int rows;
	int64_t bytes;
	int64_t version; /* of the ledger */
};

bool cache_open(struct worker *w, struct err *e)
{
	w->cache = arena_new(&w->arena, struct page_cache, 1);
	arena_init(&w->cache->arena, 0);
	return true;
}

static void drop(struct page_cache *c)
{
	for (int i = 0; i < CACHE_ROWS; i++) {
		if (c->row[i].is.plain)
			MHD_destroy_response(c->row[i].is.plain);
		if (c->row[i].is.zipped)
			MHD_destroy_response(c->row[i].is.zipped);
	}
	memset(c->row, 0, sizeof(c->row));
	arena_reset(&c->arena);
	c->rows = 0;
	c->bytes = 0;
}

void cache_close(struct worker *w)
{
	drop(w->cache);
	arena_free(&w->cache->arena);
}

bool cache_fresh(struct worker *w, struct arena *a, struct err *e)
{
	struct ledger_state state = store_state(w->reader);
	const struct val *row;
	if (!state.ask(state.with, a, ASK_LEDGER, NULL, &row, e))
		return false;
	int64_t version = val_get_int(row, S("changed"), 0);
	if (version != w->cache->version)
		drop(w->cache);
	w->cache->version = version;
	return true;
}

static uint64_t place_of(struct str key)
{
	return str_hash(key) % CACHE_ROWS;
}

const struct cached *cache_find(struct worker *w, struct str key)
{
	struct page_cache *c = w->cache;
	for (uint64_t i = place_of(key); c->row[i].key.p; i = (i + 1) % CACHE_ROWS)
		if (str_eq(c->row[i].key, key))
			return &c->row[i].is;
	return NULL;
}

struct str gzip(struct arena *a, struct str bytes, int level)
{
	enum { WINDOW_GZIP = 15 + 16, LEAST = 512 };
	z_stream z = { 0 };
	if (bytes.n < LEAST || deflateInit2(&z, level, Z_DEFLATED, WINDOW_GZIP, 8,
					    Z_DEFAULT_STRATEGY) != Z_OK)
		return STR_NONE;
	uLong most = deflateBound(&z, (uLong)bytes.n);
	char *p = arena_bytes(a, (ptrdiff_t)most);
	z.next_in = (Bytef *)bytes.p;
	z.avail_in = (uInt)bytes.n;
	z.next_out = (Bytef *)p;
	z.avail_out = (uInt)most;
	bool done = deflate(&z, Z_FINISH) == Z_STREAM_END;
	struct str out = { p, (ptrdiff_t)z.total_out };
	deflateEnd(&z);
	return done && out.n < bytes.n ? out : STR_NONE;
}

/* An answer that may be sent any number of times. */
static struct MHD_Response *make(struct worker *w, struct str bytes, const char *type,
				 const char *etag, bool file)
{
	struct MHD_Response *r = MHD_create_response_from_buffer((size_t)bytes.n, (void *)bytes.p,
								 MHD_RESPMEM_MUST_COPY);
	if (!r)
		return NULL;
	answer_headers(r, w->tls);
	MHD_add_response_header(r, "Content-Type", type);
	MHD_add_response_header(r, "ETag", etag);
	MHD_add_response_header(r, "Vary", "Accept-Encoding, Cookie, Accept");
	MHD_add_response_header(r, "Cache-Control",
				file ? "public, max-age=31536000, immutable" : "no-cache");
	return r;
}

const struct cached *cache_put(struct worker *w, struct str key, struct str type, struct str body,
			       bool file)
{
	struct page_cache *c = w->cache;
	if (c->rows >= CACHE_ROWS / 2 || c->bytes + body.n > CACHE_BYTES)
		drop(c);
	uint64_t i = place_of(key);
	while (c->row[i].key.p)
		i = (i + 1) % CACHE_ROWS;
	struct arena_mark mark;
	struct str hex = hash_hex(&c->arena, hash_of(HASH_SHA256, &body, 1));
	char *etag = str_cstr(&c->arena, str_fmt(&c->arena, "\"%.*s\"", 32, hex.p));
	c->row[i].key = str_copy(&c->arena, key);
	mark = arena_mark(&c->arena);
	struct str zipped = gzip(&c->arena, body, 9);
	const char *type_z = str_cstr(&c->arena, type);
	struct cached *is = &c->row[i].is;
	*is = (struct cached){ .etag = str_of(etag), .size = body.n, .zipped_size = zipped.n };
	is->plain = make(w, body, type_z, etag, file);
	is->zipped = zipped.n ? make(w, zipped, type_z, etag, file) : NULL;
	if (is->zipped)
		MHD_add_response_header(is->zipped, "Content-Encoding", "gzip");
	arena_release(&c->arena, mark);
	c->rows++;
	c->bytes += body.n + zipped.n;
	return is;
}
