/* QR codes as inline SVG: see qr.h. */
#include "out/qr.h"

#include <qrencode.h>

#include "base/buf.h"
#include "out/html/template.h"

enum { TEXT_MOST = 1000, QUIET = 4, SQUARE = 4 };

/* One path over all dark squares, a run of them in a row at a time. */
static void draw(struct buf *b, const QRcode *q)
{
	for (int y = 0; y < q->width; y++)
		for (int x = 0, run; x < q->width; x += run ? run : 1) {
			for (run = 0; x + run < q->width && q->data[y * q->width + x + run] & 1;)
				run++;
			if (run)
				buf_fmt(b, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, run, run);
		}
}

struct str qr_svg(struct arena *a, struct str text, struct str label)
{
	struct buf b;
	if (text.n < 1 || text.n > TEXT_MOST)
		return STR_NONE;
	QRcode *q = QRcode_encodeData((int)text.n, (const unsigned char *)text.p, 0, QR_ECLEVEL_M);
	if (!q)
		return STR_NONE;
	int side = q->width + 2 * QUIET;
	buf_init(&b, a);
	buf_fmt(&b, "<svg class=\"qr\" xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
		    "width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" aria-label=\"",
		side * SQUARE, side * SQUARE, side, side);
	html_escape(&b, label);
	buf_fmt(&b, "\"><path fill=\"#fff\" d=\"M0 0h%dv%dh-%dz\"/><path fill=\"#000\" d=\"", side,
		side, side);
	draw(&b, q);
	buf_add(&b, S("\"/></svg>"));
	QRcode_free(q);
	return buf_str(&b);
}
