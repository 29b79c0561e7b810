/*
 * QR codes (ISO/IEC 18004) as inline SVG, by libqrencode.
 */
#ifndef OUT_QR_H
#define OUT_QR_H

#include "base/arena.h"
#include "base/str.h"

/* The text (at most 1000 bytes) as an SVG element, in `a`: dark squares on white with
 * the quiet zone of four, four units a square; `label` names it to those who do not see
 * it. STR_NONE where the text does not fit. */
struct str qr_svg(struct arena *a, struct str text, struct str label);

#endif
