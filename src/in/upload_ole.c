/*
 * An OLE file ([MS-CFB]): what it is by the streams that its directory names.
 * The old Office and WPS kinds are told from each other, and from others, by
 * them; nothing else is read.
 */
#include "in/upload_in.h"

#include <string.h>

enum {
	HEADER = 512,
	DIFAT_AT = 76,
	DIFAT_ROWS = 109,
	ROW = 128,
	SECTORS_MOST = 512,
	SECTOR_LAST = 0xFFFFFFFA /* from here on: no sector */
};

static const struct { const char *stream; enum what what; } streams[] = {
	{ "EncryptedPackage", WHAT_LOCKED },
	{ "WordDocument", WHAT_DOC },
	{ "Workbook", WHAT_XLS },
	{ "Book", WHAT_XLS },
};

/* The sector that follows `sector` in its chain. */
static uint32_t next_sector(const struct looked *l, const unsigned char *header, int shift,
			    uint32_t sector)
{
	uint32_t each = 1u << (shift - 2), row = sector / each;
	unsigned char p[4];
	if (row >= DIFAT_ROWS)
		return SECTOR_LAST;
	int64_t table = le32(header + DIFAT_AT + 4 * row);
	int64_t at = ((table + 1) << shift) + 4 * (int64_t)(sector % each);
	return upload_get(l, at, p, 4) ? le32(p) : SECTOR_LAST;
}

/* A directory row's name is UTF-16LE with a final NUL, its bytes counted at 64. */
static bool is_named(const unsigned char *row, const char *name)
{
	size_t n = strlen(name);
	if (le16(row + 64) != 2 * (n + 1))
		return false;
	for (size_t i = 0; i < n; i++)
		if (row[2 * i] != (unsigned char)name[i] || row[2 * i + 1])
			return false;
	return true;
}

enum what upload_ole(const struct looked *l)
{
	unsigned char header[HEADER], row[ROW];
	enum what what = WHAT_OLE;
	if (!upload_get(l, 0, header, HEADER))
		return WHAT_OLE;
	int shift = (int)le16(header + 30);
	if (shift != 9 && shift != 12)
		return WHAT_OLE;
	uint32_t sector = le32(header + 48);
	for (int i = 0; i < SECTORS_MOST && sector < SECTOR_LAST; i++) {
		int64_t at = ((int64_t)sector + 1) << shift;
		for (int64_t k = 0; k < 1 << shift; k += ROW) {
			if (!upload_get(l, at + k, row, ROW))
				return what;
			for (size_t s = 0; s < sizeof(streams) / sizeof(*streams); s++)
				if (is_named(row, streams[s].stream))
					what = what == WHAT_OLE || what == streams[s].what
						       ? streams[s].what
						       : WHAT_LOCKED < what ? what : WHAT_OLE;
		}
		sector = next_sector(l, header, shift, sector);
	}
	return what;
}
