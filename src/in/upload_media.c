/*
 * Pictures, films, PDF: are they whole, as far as the outside tells? Pictures
 * that would unfold into too many points are refused, for who opens them.
 */
#include "in/upload_in.h"

#include <string.h>

enum { SIDE_MOST = 40000, STEPS_MOST = 100000, PDF_TAIL = 2048 };
#define POINTS_MOST (INT64_C(400) * 1000 * 1000)

static bool check_points(const struct looked *l, int64_t width, int64_t height, struct err *e)
{
	if (width <= 0 || height <= 0)
		return upload_bad(l, MSG_UPLOAD_BROKEN, e);
	if (width > SIDE_MOST || height > SIDE_MOST || width * height > POINTS_MOST)
		return err_set(e, ERR_LIMIT, MSG_UPLOAD_POINTS, ARGS(l->name));
	return true;
}

/* The end-of-image marker somewhere from `at` on: phones put films behind it. */
static bool has_end_of_image(const struct looked *l, int64_t at)
{
	char piece[1 << 14];
	while (at < l->file->size - 1) {
		int64_t left = l->file->size - at;
		ptrdiff_t n = left < (int64_t)sizeof(piece) ? (ptrdiff_t)left
							  : (ptrdiff_t)sizeof(piece);
		if (!upload_get(l, at, piece, n))
			return false;
		if (memmem(piece, (size_t)n, "\xff\xd9", 2))
			return true;
		at += n - 1; /* the marker may stand across two pieces */
	}
	return false;
}

/* Segments up to the start of the scan (ITU-T T.81, B.1). */
bool upload_check_jpg(const struct looked *l, struct err *e)
{
	int64_t at = 2;
	bool sized = false;
	unsigned char p[9];
	for (int i = 0; i < STEPS_MOST && upload_get(l, at, p, 4) && p[0] == 0xFF; i++) {
		if (p[1] == 0xFF) {
			at++;
			continue;
		}
		bool frame = p[1] >= 0xC0 && p[1] <= 0xCF && p[1] != 0xC4 && p[1] != 0xC8 &&
			     p[1] != 0xCC;
		if (frame && !upload_get(l, at, p, 9))
			break;
		if (frame && !check_points(l, be16(p + 7), be16(p + 5), e))
			return false;
		sized = sized || frame;
		if (be16(p + 2) < 2)
			break;
		at += 2 + be16(p + 2);
		if (p[1] == 0xDA && sized && has_end_of_image(l, at))
			return true;
		if (p[1] == 0xDA)
			break;
	}
	return upload_bad(l, MSG_UPLOAD_BROKEN, e);
}

/* Chunks from IHDR to IEND (ISO 15948, 5). */
bool upload_check_png(const struct looked *l, struct err *e)
{
	int64_t at = 8;
	unsigned char p[16];
	if (!upload_get(l, at, p, 16) || be32(p) != 13 || memcmp(p + 4, "IHDR", 4) != 0)
		return upload_bad(l, MSG_UPLOAD_BROKEN, e);
	if (!check_points(l, be32(p + 8), be32(p + 12), e))
		return false;
	for (int i = 0; i < STEPS_MOST && upload_get(l, at, p, 8); i++) {
		at += 12 + (int64_t)be32(p);
		if (memcmp(p + 4, "IEND", 4) == 0 && at <= l->file->size)
			return true;
	}
	return upload_bad(l, MSG_UPLOAD_BROKEN, e);
}

bool upload_check_webp(const struct looked *l, struct err *e)
{
	unsigned char p[16];
	if (!upload_get(l, 0, p, 16) || memcmp(p + 12, "VP8", 3) != 0 ||
	    (int64_t)le32(p + 4) + 8 > l->file->size)
		return upload_bad(l, MSG_UPLOAD_BROKEN, e);
	return true;
}

/* The box at `at`: its end; false where it does not fit into the file. */
static bool box_end(const struct looked *l, int64_t at, unsigned char head[16], int64_t *end)
{
	if (!upload_get(l, at, head, 8))
		return false;
	int64_t size = be32(head), least = 8;
	if (size == 1) {
		if (!upload_get(l, at, head, 16) || be32(head + 8) >> 16)
			return false;
		size = (int64_t)be32(head + 8) << 32 | be32(head + 12);
		least = 16;
	}
	if (size == 0)
		size = l->file->size - at; /* to the end of the file */
	*end = at + size;
	return size >= least && size <= l->file->size - at;
}

enum what upload_boxes(const struct looked *l)
{
	static const struct { const char *brand; enum what what; } brands[] = {
		{ "heic", WHAT_HEIC }, { "heix", WHAT_HEIC }, { "heim", WHAT_HEIC },
		{ "heis", WHAT_HEIC }, { "mif1", WHAT_HEIC }, { "qt  ", WHAT_MOV },
		{ "isom", WHAT_MP4 },  { "iso2", WHAT_MP4 },  { "iso4", WHAT_MP4 },
		{ "iso5", WHAT_MP4 },  { "iso6", WHAT_MP4 },  { "mp41", WHAT_MP4 },
		{ "mp42", WHAT_MP4 },  { "avc1", WHAT_MP4 },  { "M4V ", WHAT_MP4 },
		{ "mmp4", WHAT_MP4 },  { "MSNV", WHAT_MP4 },  { "3gp4", WHAT_MP4 },
		{ "3gp5", WHAT_MP4 },
	};
	char major[4];
	if (!upload_get(l, 8, major, 4))
		return WHAT_UNKNOWN;
	for (size_t i = 0; i < sizeof(brands) / sizeof(*brands); i++)
		if (memcmp(major, brands[i].brand, 4) == 0)
			return brands[i].what;
	return WHAT_UNKNOWN;
}

/* Boxes to the end of the file, one of them of that name. */
static bool check_boxes(const struct looked *l, const char *wanted, struct err *e)
{
	int64_t at = 0, end;
	unsigned char head[16];
	bool found = false;
	for (int i = 0; i < STEPS_MOST && at < l->file->size; i++) {
		if (!box_end(l, at, head, &end))
			return upload_bad(l, MSG_UPLOAD_BROKEN, e);
		found = found || memcmp(head + 4, wanted, 4) == 0;
		at = end;
	}
	return (found && at == l->file->size) || upload_bad(l, MSG_UPLOAD_BROKEN, e);
}

bool upload_check_heic(const struct looked *l, struct err *e)
{
	return check_boxes(l, "meta", e);
}

bool upload_check_mp4(const struct looked *l, struct err *e)
{
	return check_boxes(l, "moov", e);
}

bool upload_check_pdf(const struct looked *l, struct err *e)
{
	char tail[PDF_TAIL];
	int64_t size = l->file->size;
	ptrdiff_t n = size < PDF_TAIL ? (ptrdiff_t)size : PDF_TAIL;
	if (!upload_get(l, size - n, tail, n) || !memmem(tail, (size_t)n, "%%EOF", 5) ||
	    !memmem(tail, (size_t)n, "startxref", 9))
		return upload_bad(l, MSG_UPLOAD_BROKEN, e);
	return true;
}
