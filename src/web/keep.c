/* Uploaded files kept: see keep.h. */
#include "web/keep.h"

#include <errno.h>
#include <unistd.h>

#include "in/upload.h"

enum { PIECE = 1 << 16 };

static bool stream(struct arena *a, int fd, struct str name, int64_t most, struct keeping *k,
		   struct err *e)
{
	char *piece = arena_new(a, char, PIECE);
	ssize_t n;
	while ((n = read(fd, piece, PIECE)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_set(e, ERR_IO, MSG_WEB_FORM_KEEP, ARGS(err_errno()));
		if (store_keep_size(k) + n > most)
			return err_set(e, ERR_LIMIT, MSG_EVIDENCE_BIG,
				       ARGS(name, str_fmt(a, "%lld", (long long)most >> 20)));
		if (!store_keep_write(k, (struct str){ piece, n }, e))
			return false;
	}
	return true;
}

/* Streams it, and finishes it where `any`, or where name and bytes agree. */
static bool keep(struct store *s, struct arena *a, int fd, struct str name, bool any,
		 struct val *fields, struct err *e)
{
	struct keeping *k;
	struct str kind = STR_NONE, hex, shown = upload_name(a, name);
	struct settings settings;
	if (!store_settings(s, a, &settings, e) || !store_keep_open(s, &k, e))
		return false;
	int64_t most = settings_int(&settings, SETTING_EVIDENCE_FILE_MB) << 20;
	int kept = store_keep_fd(k);
	bool ok = stream(a, fd, shown, most, k, e);
	int64_t size = store_keep_size(k);
	struct upload file = upload_of_fd(&kept, size);
	if (!ok || (!any && !upload_kind(a, shown, &file, &kind, e))) {
		store_keep_drop(k);
		return false;
	}
	if (!store_keep_finish(k, a, &hex, e))
		return false;
	val_put_str(a, fields, S("sha256"), hex);
	val_put_str(a, fields, S("name"), shown);
	if (kind.p)
		val_put_str(a, fields, S("kind"), kind);
	val_put_int(a, fields, S("size"), size);
	return true;
}

bool keep_upload(struct store *s, struct arena *a, int fd, struct str name, struct val *fields,
		 struct err *e)
{
	return keep(s, a, fd, name, false, fields, e);
}

bool keep_import(struct store *s, struct arena *a, int fd, struct str name, struct val *fields,
		 struct err *e)
{
	return keep(s, a, fd, name, true, fields, e) &&
	       store_keep_alone(s, val_get_str(fields, S("sha256")),
				val_get_int(fields, S("size"), 0), e);
}
