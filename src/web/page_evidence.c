/*
 * A kept file, to be saved. Whatever it is, the browser neither guesses at it nor
 * runs it: it comes as an attachment, in a sandbox, with the type of our own table.
 */
#include <fcntl.h>
#include <sys/stat.h>

#include "web/finding.h"
#include "web/pages.h"

/* What may be shown within a page; all else is only saved. */
static const struct {
	struct str kind, type;
} pictures[] = {
	{ S("jpg"), S("image/jpeg") },
	{ S("png"), S("image/png") },
	{ S("webp"), S("image/webp") },
};

struct str picture_type(struct str kind)
{
	for (size_t i = 0; i < sizeof(pictures) / sizeof(*pictures); i++)
		if (str_eq(pictures[i].kind, kind))
			return pictures[i].type;
	return STR_NONE;
}

/* 2025-01-017 of 2025-01-017-2-03: before the last two dashes. */
static struct str finding_of(struct str code)
{
	ptrdiff_t at = str_rfind(code, S("-"));
	at = at < 0 ? at : str_rfind(str_cut(code, 0, at), S("-"));
	return at < 0 ? code : str_cut(code, 0, at);
}

bool page_evidence(struct request *rq, struct answer *out, struct err *e)
{
	struct str code = in_text(rq, S("code"));
	const struct val *finding, *row;
	struct stat st;
	if (!finding_seen(rq, finding_of(code), &finding, e) ||
	    !request_ask(rq, ASK_EVIDENCE, val_str(rq->a, code), &row, e))
		return false;
	if (!row || val_get_str(row, S("voided")).n)
		return err_set(e, ERR_NOT_FOUND, MSG_WEB_EVIDENCE_NONE, ARGS(code));
	char *path = store_evidence_path(rq->store, rq->a, val_get_str(row, S("sha256")));
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0 || fstat(fd, &st) != 0)
		return err_set(e, ERR_IO, MSG_WEB_EVIDENCE_GONE, ARGS(code, err_errno()));
	struct str type = picture_type(val_get_str(row, S("kind")));
	out->fd = fd;
	out->size = st.st_size;
	out->type = type.p ? type : S("application/octet-stream");
	out->file_name = val_get_str(row, S("name"));
	return true;
}
