/* Zip files within bounds: see zip.h. */
#include "in/zip.h"

#include <string.h>

static bool broken(const struct zip_file_in *z, const char *why, struct err *e)
{
	return err_set(e, ERR_BAD_INPUT, MSG_IN_ZIP_BROKEN, ARGS(z->in->name, str_of(why)));
}

static struct str number(const struct zip_file_in *z, int64_t n)
{
	return str_fmt(z->in->a, "%lld", (long long)n);
}

static bool too_big(const struct zip_file_in *z, struct err *e)
{
	return err_set(e, ERR_LIMIT, MSG_IN_ZIP_EXPANDED,
		       ARGS(z->in->name, number(z, SOURCE_EXPANDED_MAX)));
}

/* What the headers own up to; they may lie, so the bytes are counted as well. */
static bool refuse_headers(const struct zip_file_in *z, struct err *e)
{
	int64_t count = zip_get_num_entries(z->zip, 0), sum = 0;
	if (count > SOURCE_ENTRIES_MAX)
		return err_set(e, ERR_LIMIT, MSG_IN_ZIP_ENTRIES,
			       ARGS(z->in->name, number(z, count), number(z, SOURCE_ENTRIES_MAX)));
	for (int64_t i = 0; i < count; i++) {
		zip_stat_t st;
		if (zip_stat_index(z->zip, (zip_uint64_t)i, 0, &st) != 0 ||
		    !(st.valid & ZIP_STAT_SIZE))
			continue;
		if (st.size > SOURCE_EXPANDED_MAX)
			return too_big(z, e);
		sum += (int64_t)st.size;
	}
	return sum <= SOURCE_EXPANDED_MAX || too_big(z, e);
}

bool zip_in_open(struct zip_file_in *z, const struct in *in, struct str bytes, struct err *e)
{
	*z = (struct zip_file_in){ .in = in, .size = bytes.n };
	zip_error_t why;
	zip_error_init(&why);
	zip_source_t *source = zip_source_buffer_create(bytes.p, (zip_uint64_t)bytes.n, 0, &why);
	z->zip = source ? zip_open_from_source(source, ZIP_RDONLY, &why) : NULL;
	if (!z->zip) {
		broken(z, zip_error_strerror(&why), e);
		zip_source_free(source);
	}
	zip_error_fini(&why);
	if (!z->zip)
		return false;
	if (refuse_headers(z, e))
		return true;
	zip_in_close(z);
	return false;
}

void zip_in_close(struct zip_file_in *z)
{
	zip_discard(z->zip);
	z->zip = NULL;
}

int64_t zip_in_find(const struct zip_file_in *z, const char *name)
{
	return zip_name_locate(z->zip, name, 0);
}

/* After `got` more bytes of an entry that has given `given`. */
static bool within(struct zip_file_in *z, const zip_stat_t *st, int64_t given, int64_t got,
		   struct err *e)
{
	z->expanded += got;
	if (z->expanded > SOURCE_EXPANDED_MAX)
		return too_big(z, e);
	int64_t packed = st->valid & ZIP_STAT_COMP_SIZE && st->comp_size < (zip_uint64_t)z->size
				 ? (int64_t)st->comp_size
				 : z->size;
	if (given + got > ZIP_RATIO_FROM && given + got > packed * ZIP_RATIO_MAX)
		return err_set(e, ERR_LIMIT, MSG_IN_ZIP_RATIO,
			       ARGS(z->in->name, str_of(st->name), number(z, ZIP_RATIO_MAX)));
	return true;
}

static bool read_open(struct zip_file_in *z, zip_file_t *f, const zip_stat_t *st,
		      bool (*take)(void *ud, struct str piece, bool last, struct err *e), void *ud,
		      struct err *e)
{
	char piece[1 << 15];
	int64_t given = 0, got;
	while ((got = zip_fread(f, piece, sizeof(piece))) > 0) {
		if (!within(z, st, given, got, e) ||
		    !take(ud, (struct str){ piece, got }, false, e))
			return false;
		given += got;
	}
	if (got < 0)
		return broken(z, zip_file_strerror(f), e);
	return take(ud, S(""), true, e);
}

bool zip_in_read(struct zip_file_in *z, int64_t index,
		 bool (*take)(void *ud, struct str piece, bool last, struct err *e), void *ud,
		 struct err *e)
{
	zip_stat_t st;
	if (zip_stat_index(z->zip, (zip_uint64_t)index, 0, &st) != 0)
		return broken(z, zip_strerror(z->zip), e);
	if (st.valid & ZIP_STAT_ENCRYPTION_METHOD && st.encryption_method != ZIP_EM_NONE)
		return err_set(e, ERR_BAD_INPUT, MSG_IN_LOCKED, ARGS(z->in->name));
	zip_file_t *f = zip_fopen_index(z->zip, (zip_uint64_t)index, 0);
	if (!f)
		return broken(z, zip_strerror(z->zip), e);
	bool ok = read_open(z, f, &st, take, ud, e);
	zip_fclose(f);
	return ok;
}
