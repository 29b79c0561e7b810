/*
 * A document as plain text. A document is one value tree that each format of
 * this room renders:
 *
 *	title   its title                      author  who issues it
 *	date    YYYY-MM-DD or null             lang    zh-CN
 *	blocks  its paragraphs in order, each a map:
 *	  style  mark head title h1 h2 h3 h4 body sign date note
 *	  text   the whole paragraph, one line
 *	  runs   [{style, text}…] where parts of it look different (a heading that
 *	         runs into its paragraph), else null
 *	A block of the style table has instead
 *	  widths  [weight…]  of its columns
 *	  rows    [{cells, head, lines}…]: `head` rows stand on top of each page,
 *	          `lines` is a row's least height
 *	  cells   [{text, label, span, foot}…]: a `label` names what stands beside
 *	          or below it, `span` columns wide (1), `foot` at its bottom right;
 *	          text and foot may have several lines
 *	and the document may have
 *	landscape  true: its pages lie
 *
 * The official layout (GB/T 9704-2012) gives the styles their looks.
 */
#ifndef OUT_TXT_H
#define OUT_TXT_H

#include "base/buf.h"
#include "base/val.h"

/* Appends the document: a paragraph a line, a blank line between two, body and
 * headings set in by two ideographic spaces. Of a table, a named cell is
 * "name：text", and a row without names its cells with tabs between. */
void txt_write(struct buf *out, const struct val *doc);

#endif
