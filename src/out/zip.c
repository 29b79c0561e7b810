/* Zip archives: see zip.h. */
#include "out/zip.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>
#include <zip.h>

#include "base/buf.h"
#include "base/utf8.h"

/* 1980-01-01, the first time that a zip can say: so that bytes stay the same. */
enum { TIME_FIRST = 315532800, ENDING_MOST = 12, MODE_FILE = 0100644 };

struct zip_out {
	struct arena *a;
	struct str path;
	zip_t *zip;
	struct err why; /* what failed while libzip was reading */
};

/* One entry, while it is read. */
struct part {
	struct zip_out *z;
	struct str name;
	const char *path; /* NULL: it is made */
	struct hash hash;
	bool (*make)(void *with, struct arena *a, struct str *bytes, struct err *e);
	void *with;
	struct arena arena;
	struct str rest;
	struct hasher *hasher;
	int fd;
};

static bool failed(struct zip_out *z, const char *why, struct err *e)
{
	return err_set(e, ERR_IO, MSG_ZIP_WRITE, ARGS(z->path, str_of(why)));
}

bool zip_out_open(struct arena *a, const char *path, struct zip_out **out, struct err *e)
{
	int code = 0;
	struct zip_out *z = arena_new(a, struct zip_out, 1);
	*z = (struct zip_out){ .a = a, .path = str_copy(a, str_of(path)) };
	z->zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);
	if (!z->zip) {
		zip_error_t error;
		zip_error_init_with_code(&error, code);
		failed(z, zip_error_strerror(&error), e);
		zip_error_fini(&error);
		return false;
	}
	*out = z;
	return true;
}

static int64_t start(struct part *p)
{
	if (!p->path) {
		arena_init(&p->arena, 0);
		if (p->make(p->with, &p->arena, &p->rest, &p->z->why))
			return 0;
		arena_free(&p->arena);
		return -1;
	}
	p->fd = open(p->path, O_RDONLY | O_CLOEXEC);
	if (p->fd < 0) {
		err_set(&p->z->why, ERR_IO, MSG_ZIP_PART, ARGS(p->name, err_errno()));
		return -1;
	}
	p->hasher = hash_open(HASH_SHA256);
	return 0;
}

static int64_t take(struct part *p, char *to, int64_t n)
{
	if (!p->path) {
		struct str piece = str_cut(p->rest, 0, n);
		memcpy(to, piece.p, (size_t)piece.n);
		p->rest = str_from(p->rest, piece.n);
		return piece.n;
	}
	ssize_t got = read(p->fd, to, (size_t)n);
	if (got > 0)
		hash_add(p->hasher, (struct str){ to, got });
	if (got < 0)
		err_set(&p->z->why, ERR_IO, MSG_ZIP_PART, ARGS(p->name, err_errno()));
	if (got == 0 && p->hasher) {
		bool fits = hash_eq(hash_close(p->hasher), p->hash);
		p->hasher = NULL;
		if (!fits) {
			err_set(&p->z->why, ERR_IO, MSG_ZIP_CHANGED, ARGS(p->name));
			return -1;
		}
	}
	return got;
}

static void finish(struct part *p)
{
	if (!p->path) {
		arena_free(&p->arena);
		return;
	}
	if (p->hasher)
		hash_close(p->hasher);
	p->hasher = NULL;
	close(p->fd);
}

static zip_int64_t feed(void *with, void *data, zip_uint64_t n, zip_source_cmd_t command)
{
	struct part *p = with;
	zip_stat_t *st = data;
	int *error = data;
	if (command == ZIP_SOURCE_OPEN)
		return start(p);
	if (command == ZIP_SOURCE_READ)
		return take(p, data, (int64_t)n);
	if (command == ZIP_SOURCE_CLOSE) {
		finish(p);
		return 0;
	}
	if (command == ZIP_SOURCE_STAT) {
		zip_stat_init(st);
		st->mtime = TIME_FIRST;
		st->valid = ZIP_STAT_MTIME;
		return sizeof(*st);
	}
	if (command == ZIP_SOURCE_ERROR) {
		error[0] = ZIP_ER_READ;
		error[1] = EIO;
		return 2 * sizeof(*error);
	}
	if (command == ZIP_SOURCE_SUPPORTS)
		return ZIP_SOURCE_SUPPORTS_READABLE;
	return command == ZIP_SOURCE_FREE ? 0 : -1;
}

static bool add(struct zip_out *z, const struct part *from, bool packed, struct err *e)
{
	struct part *p = arena_new(z->a, struct part, 1);
	*p = *from;
	p->z = z;
	p->fd = -1;
	zip_source_t *source = zip_source_function(z->zip, feed, p);
	zip_int64_t at = source ? zip_file_add(z->zip, str_cstr(z->a, p->name), source,
					       ZIP_FL_ENC_UTF_8)
				: -1;
	if (at < 0) {
		zip_source_free(source);
		return failed(z, zip_strerror(z->zip), e);
	}
	zip_set_file_compression(z->zip, (zip_uint64_t)at, packed ? ZIP_CM_STORE : ZIP_CM_DEFLATE,
				 0);
	zip_file_set_external_attributes(z->zip, (zip_uint64_t)at, 0, ZIP_OPSYS_UNIX,
					 (zip_uint32_t)MODE_FILE << 16);
	return true;
}

bool zip_out_file(struct zip_out *z, struct str name, const char *path, struct hash hash,
		  bool packed, struct err *e)
{
	struct part p = { .name = str_copy(z->a, name), .path = path, .hash = hash };
	return add(z, &p, packed, e);
}

bool zip_out_made(struct zip_out *z, struct str name,
		  bool (*make)(void *with, struct arena *a, struct str *bytes, struct err *e),
		  void *with, struct err *e)
{
	struct part p = { .name = str_copy(z->a, name), .make = make, .with = with };
	return add(z, &p, false, e);
}

bool zip_out_close(struct zip_out *z, struct err *e)
{
	if (zip_close(z->zip) == 0)
		return true;
	if (z->why.code != ERR_NONE) {
		if (e && e->code == ERR_NONE)
			*e = z->why;
	} else {
		failed(z, zip_strerror(z->zip), e);
	}
	zip_discard(z->zip);
	return false;
}

void zip_out_drop(struct zip_out *z)
{
	zip_discard(z->zip);
}

/* Controls, and what turns the order of writing or is not seen. */
static bool is_hidden(uint32_t cp)
{
	return cp < ' ' || (cp >= 0x7F && cp < 0xA0) || cp == 0xAD || cp == 0x61C ||
	       (cp >= 0x200B && cp <= 0x200F) || (cp >= 0x2028 && cp <= 0x202E) ||
	       (cp >= 0x2060 && cp <= 0x206F) || cp == 0xFEFF || cp == 0xFFFD;
}

static bool is_device(struct str s)
{
	static const char *const names[] = { "con", "prn", "aux", "nul", "com", "lpt" };
	ptrdiff_t dot = str_find(s, S("."), 0);
	struct str stem = str_trim(dot < 0 ? s : str_cut(s, 0, dot));
	for (int i = 0; i < 6; i++)
		if (stem.n == 3 + (i > 3) && strncasecmp(stem.p, names[i], 3) == 0)
			return i < 4 || (stem.p[3] >= '0' && stem.p[3] <= '9');
	return false;
}

struct str zip_out_name(struct arena *a, struct str s, ptrdiff_t most)
{
	struct buf b;
	buf_init(&b, a);
	for (ptrdiff_t i = 0, len; i < s.n; i += len) {
		uint32_t cp = utf8_at(s, i, &len);
		bool bad = is_hidden(cp) || (cp < 0x80 && strchr("<>:\"/\\|?*", (int)cp));
		buf_rune(&b, bad ? '_' : cp);
	}
	struct str clean = str_trim(buf_str(&b)), ending = S("");
	ptrdiff_t dot = str_rfind(clean, S("."));
	if (dot > 0 && clean.n - dot <= ENDING_MOST)
		ending = str_from(clean, dot);
	if (utf8_count(clean) > most) {
		struct str stem = str_cut(clean, 0, clean.n - ending.n);
		clean = str_join(a, str_cut(stem, 0, utf8_skip(stem, most - utf8_count(ending))),
				 ending);
	}
	while (clean.n && (clean.p[clean.n - 1] == '.' || clean.p[clean.n - 1] == ' '))
		clean.n--;
	while (clean.n && clean.p[0] == '.')
		clean = str_from(clean, 1);
	if (!clean.n)
		return S("_");
	return is_device(clean) ? str_join(a, S("_"), clean) : clean;
}
