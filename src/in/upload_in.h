/*
 * What the files that look at uploads share; no other room includes it.
 */
#ifndef IN_UPLOAD_IN_H
#define IN_UPLOAD_IN_H

#include "in/upload.h"

/* What a file is by its bytes: the kinds that are kept first. */
enum what {
	WHAT_UNKNOWN,
	WHAT_JPG,
	WHAT_PNG,
	WHAT_WEBP,
	WHAT_HEIC,
	WHAT_MP4,
	WHAT_PDF,
	WHAT_DOCX,
	WHAT_XLSX,
	WHAT_OFD,
	WHAT_DOC, /* OLE: doc, wps */
	WHAT_XLS, /* OLE: xls, et */
	WHAT_TXT,
	WHAT_OLE, /* from here on: named, never kept */
	WHAT_LOCKED,
	WHAT_PPTX,
	WHAT_ODF,
	WHAT_JAR,
	WHAT_ZIP,
	WHAT_HTML,
	WHAT_XML,
	WHAT_UTF16,
	WHAT_RTF,
	WHAT_GIF,
	WHAT_BMP,
	WHAT_TIFF,
	WHAT_MOV,
	WHAT_MP3,
	WHAT_RAR,
	WHAT_7Z,
	WHAT_GZ,
	WHAT_EXE,
	WHAT_ELF,
	WHAT_SQLITE,
	WHAT_COUNT
};

/* A file being looked at. */
struct looked {
	struct arena *a;
	struct str name; /* for messages */
	const struct upload *file;
};

/* `n` bytes at `at`; false where they are not all there. */
bool upload_get(const struct looked *l, int64_t at, void *to, ptrdiff_t n);
/* BAD_INPUT: not whole, or made to deceive; `why` says which. */
bool upload_bad(const struct looked *l, enum msg why, struct err *e);

static inline uint32_t le16(const unsigned char *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8;
}
static inline uint32_t le32(const unsigned char *p)
{
	return le16(p) | le16(p + 2) << 16;
}
static inline uint32_t be16(const unsigned char *p)
{
	return (uint32_t)p[0] << 8 | p[1];
}
static inline uint32_t be32(const unsigned char *p)
{
	return be16(p) << 16 | be16(p + 2);
}

/* Whether a zip's directory stands at the very end of the file. */
bool upload_has_zip_end(const struct looked *l);
/* What a zip is by the names in its directory; false where the directory is not
 * one that every reader understands alike, or holds what is not taken. */
bool upload_zip(const struct looked *l, enum what *what, struct err *e);
/* What an OLE file is by the names in its directory. */
enum what upload_ole(const struct looked *l);
/* Text in UTF-8 or GB18030, or what else it is. */
enum what upload_text(const struct looked *l);
/* What a film or picture in boxes (ISO 14496-12) is. */
enum what upload_boxes(const struct looked *l);

/* Is it whole: pictures, films, PDF. */
bool upload_check_jpg(const struct looked *l, struct err *e);
bool upload_check_png(const struct looked *l, struct err *e);
bool upload_check_webp(const struct looked *l, struct err *e);
bool upload_check_heic(const struct looked *l, struct err *e);
bool upload_check_mp4(const struct looked *l, struct err *e);
bool upload_check_pdf(const struct looked *l, struct err *e);

#endif
