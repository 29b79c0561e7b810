/*
 * A multipart/form-data body (RFC 7578), taken apart as it comes: texts into
 * the map of inputs, files into files without a name, so that a large upload
 * takes no memory. See form.h.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/os.h"
#include "base/utf8.h"
#include "web/form.h"

enum { AT_START, IN_HEAD, IN_BODY, AFTER_BOUNDARY, AT_END };
enum { ROOM_MAX = 1 << 20 };

void multipart_open(struct multipart *m, struct arena *a, struct str boundary, struct val *map,
		    struct request *rq)
{
	*m = (struct multipart){ .a = a, .map = map, .rq = rq, .fd = -1 };
	memcpy(m->boundary, "\r\n--", 4);
	memcpy(m->boundary + 4, boundary.p, (size_t)boundary.n);
	m->boundary_n = (int)boundary.n + 4;
}

static bool malformed(struct err *e)
{
	return err_set(e, ERR_BAD_INPUT, MSG_WEB_FORM_PARTS, NO_ARGS);
}

/* A file that nobody else can name, in TMPDIR or /tmp. */
static int nameless(void)
{
	const char *dir = os_temp();
	int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	char path[4096];
	if (fd >= 0 ||
	    snprintf(path, sizeof(path), "%s/huiyin-upload-XXXXXX", dir) >= (int)sizeof(path))
		return fd;
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		unlink(path);
	return fd;
}

static bool put_content(struct multipart *m, struct str bytes, struct err *e)
{
	if (!m->is_file) {
		m->text_bytes += bytes.n;
		if (m->text_bytes > FORM_BYTES)
			return err_set(e, ERR_LIMIT, MSG_WEB_FORM_LONG, NO_ARGS);
		buf_add(m->text, bytes);
		return true;
	}
	for (ptrdiff_t done = 0; done < bytes.n && !m->drop;) {
		ssize_t n = write(m->fd, bytes.p + done, (size_t)(bytes.n - done));
		if (n < 0)
			return err_set(e, ERR_IO, MSG_WEB_FORM_KEEP, ARGS(err_errno()));
		done += n;
	}
	m->size += bytes.n;
	return true;
}

/* The value of `name="…"` in a part's head; a \" inside counts as a quote. */
static struct str head_value(struct multipart *m, struct str head, struct str name)
{
	struct str key = str_fmt(m->a, "%.*s=\"", STR_ARG(name));
	ptrdiff_t at = str_find(head, key, 0);
	while (at > 0 && head.p[at - 1] != ' ' && head.p[at - 1] != ';')
		at = str_find(head, key, at + 1);
	if (at < 0)
		return STR_NONE;
	struct buf b;
	buf_init(&b, m->a);
	for (ptrdiff_t i = at + key.n; i < head.n && head.p[i] != '"' && head.p[i] != '\r'; i++) {
		if (head.p[i] == '\\' && i + 1 < head.n && head.p[i + 1] == '"')
			i++;
		buf_byte(&b, head.p[i]);
	}
	buf_byte(&b, 0);
	return (struct str){ b.p, b.n - 1 };
}

/* The last part of a file's path, as old browsers sent it. */
static struct str base_name(struct str s)
{
	for (ptrdiff_t i = s.n - 1; i >= 0; i--)
		if (s.p[i] == '/' || s.p[i] == '\\')
			return str_from(s, i + 1);
	return s;
}

static bool begin_part(struct multipart *m, struct str head, struct err *e)
{
	m->name = head_value(m, head, S("name"));
	m->file_name = base_name(head_value(m, head, S("filename")));
	m->is_file = m->file_name.p != NULL;
	if (!m->name.n || m->name.n > FORM_NAME_BYTES || utf8_check(head) >= 0 ||
	    memchr(head.p, 0, (size_t)head.n))
		return malformed(e);
	if (!m->is_file) {
		m->text = arena_new(m->a, struct buf, 1);
		buf_init(m->text, m->a);
		return true;
	}
	if (!m->rq)
		return err_set(e, ERR_BAD_INPUT, MSG_WEB_FORM_NO_FILES, NO_ARGS);
	if (m->rq->file.n >= UPLOADS_MAX)
		return err_set(e, ERR_LIMIT, MSG_WEB_FORM_MANY, NO_ARGS);
	m->size = 0;
	if (m->drop)
		return true;
	m->fd = nameless();
	return m->fd >= 0 || err_set(e, ERR_IO, MSG_WEB_FORM_KEEP, ARGS(err_errno()));
}

static bool end_part(struct multipart *m, struct err *e)
{
	if (!m->is_file)
		return form_add(m->a, m->map, m->name, buf_str(m->text), e);
	if (m->drop)
		return true;
	if (m->size == 0 && m->file_name.n == 0) {
		close(m->fd); /* a file input left empty */
		m->fd = -1;
		return true;
	}
	lseek(m->fd, 0, SEEK_SET);
	*list_add(m->a, &m->rq->file) =
		(struct upload){ m->name, m->file_name, m->fd, m->size };
	m->fd = -1;
	return true;
}

/* Takes what it can from the front of the held bytes; false with *more where
 * it needs more of them, or with `e` set. `used` is how many are done with. */
static bool step(struct multipart *m, struct str h, ptrdiff_t *used, bool *more, struct err *e)
{
	struct str mark = { m->boundary, m->boundary_n };
	ptrdiff_t at;
	switch (m->state) {
	case AT_START: /* the first boundary has no line break before it */
		*more = h.n < mark.n - 2;
		if (*more || !str_starts(h, str_from(mark, 2)))
			return *more ? false : malformed(e);
		*used = mark.n - 2;
		m->state = AFTER_BOUNDARY;
		return true;
	case AFTER_BOUNDARY:
		*more = h.n < 2;
		if (*more)
			return false;
		m->state = str_starts(h, S("--")) ? AT_END : IN_HEAD;
		*used = 2;
		return m->state == AT_END || str_starts(h, S("\r\n")) || malformed(e);
	case IN_HEAD:
		at = str_find(h, S("\r\n\r\n"), 0);
		if (at < 0 && h.n > PART_HEAD_MAX)
			return malformed(e);
		*more = at < 0;
		if (*more)
			return false;
		*used = at + 4;
		m->state = IN_BODY;
		return begin_part(m, str_cut(h, 0, at), e);
	case IN_BODY:
		at = str_find(h, mark, 0);
		*more = at < 0 && h.n < mark.n;
		if (*more)
			return false;
		*used = at < 0 ? h.n - mark.n + 1 : at;
		if (!put_content(m, str_cut(h, 0, *used), e))
			return false;
		if (at < 0)
			return true;
		*used += mark.n;
		m->state = AFTER_BOUNDARY;
		return end_part(m, e);
	default: /* what follows the end is nobody's */
		*used = h.n;
		*more = true;
		return h.n > 0;
	}
}

bool multipart_feed(struct multipart *m, struct str bytes, struct err *e)
{
	if (!bytes.n)
		return true;
	if (m->held + bytes.n > m->room) {
		ptrdiff_t room = m->held + bytes.n + PART_HEAD_MAX;
		char *p = room > ROOM_MAX ? NULL : realloc(m->hold, (size_t)room);
		if (!p)
			return err_set(e, ERR_LIMIT, MSG_WEB_FORM_LONG, NO_ARGS);
		m->hold = p;
		m->room = room;
	}
	memcpy(m->hold + m->held, bytes.p, (size_t)bytes.n);
	m->held += bytes.n;
	ptrdiff_t from = 0;
	for (;;) {
		ptrdiff_t used = 0;
		bool more = false;
		struct str h = { m->hold + from, m->held - from };
		bool ok = step(m, h, &used, &more, e);
		from += used;
		if (!ok || more) {
			memmove(m->hold, m->hold + from, (size_t)(m->held - from));
			m->held -= from;
			return more;
		}
	}
}

bool multipart_end(struct multipart *m, struct err *e)
{
	return m->state == AT_END || malformed(e);
}

void multipart_close(struct multipart *m)
{
	free(m->hold);
	m->hold = NULL;
	if (m->fd >= 0)
		close(m->fd);
	m->fd = -1;
}
