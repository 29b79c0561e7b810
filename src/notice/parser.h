/*
 * What the steps of the notice parser share. They run in this order, each in a
 * file of its own, and each fills its part of the notice:
 *
 *   mend      lines → mended paragraphs (text, pieces)
 *   frame     the roles of head matter, lead and tail
 *   header    issuer, title, sign-off date, inspection, contact, disclosure
 *   outline   level-1 headings → sections and their roles
 *   findings  a findings section → categories and findings
 *   measures  a finding's body → measures;  facts: a measure → facts
 *   prose     all that no other key holds
 */
#ifndef NOTICE_PARSER_H
#define NOTICE_PARSER_H

#include "base/arena.h"
#include "in/source.h"
#include "notice/tree.h"

enum label_is { LABEL_NONE, LABEL_TASK, LABEL_ASIDE, LABEL_DONE };
enum contact_is {
	CONTACT_NONE,
	CONTACT_PHONE,
	CONTACT_ADDRESS,
	CONTACT_BOX, /* 邮政信箱: an address of which the label is a part */
	CONTACT_POSTCODE,
	CONTACT_EMAIL,
	CONTACT_PERIOD,
	CONTACT_OTHER
};
enum heading_is { HEADING_NONE, HEADING_WEAK, HEADING_STRONG };

/* The number that a paragraph starts with. */
struct numbering {
	enum number_style style;
	int number;
	ptrdiff_t n; /* bytes of the label, a blank after it included */
};

struct parser {
	struct arena *a;
	struct notice *n;
	struct numbering *num; /* of each paragraph: the number it starts with */
	int body;  /* first paragraph after the lead */
	int tail;  /* first paragraph of the tail: invitation, contact, sign-off */
};

/* Reads it; style NUM_NONE where there is none. A measure's 一是 counts too. */
struct numbering clue_numbering(struct str s);
/* True for the styles that open a heading or an item of their own. */
bool numbering_heads(enum number_style style);

/* A label like 整改情况： at the start of `s`: its kind, and in `*n` its bytes,
 * colon and blank included. LABEL_NONE where none is. */
enum label_is label_read(struct str s, ptrdiff_t *n);
/* A contact label at byte `at` of `s`, blanks inside it allowed; `*n` its
 * bytes without what follows. */
enum contact_is contact_label(struct str s, ptrdiff_t at, ptrdiff_t *n);
/* Does a contact label with what opens its value start `s`? */
bool contact_opens(struct str s);
/* What may stand below the sign-off: 附件, （此件公开发布）, （盖章）. */
bool is_note(struct str s);
/* How many contact labels with a value `s` holds. */
int contact_count(struct str s);
/* True where no mark but brackets stands in `s`: it may be a name. */
bool is_bare(struct str s);
/* True for a line that is the name of a body and nothing else. */
bool is_body_name(struct str s);
/* True for what stands above or below a title and is none: 秘密★, 内部资料,
 * 〔2025〕3号, 来源：, a date. */
bool is_mark(struct str s);
/* True for a line that is a date and nothing else; the date goes to `out`. */
bool is_date_line(struct str s, struct date *out);
/* True where `s` ends a sentence: 。！？；： or half-width, closing quotes and
 * brackets after it allowed. */
bool is_terminated(struct str s);
/* The kind of heading that `s` (without final stop) would be by its last word. */
enum heading_is heading_end(struct str s);
/* The first sentence of `s`, its 。 included; all of `s` where there is none.
 * Stops inside quotes and brackets do not count. */
struct str first_sentence(struct str s);
/* `s` without one final 。 */
struct str without_stop(struct str s);

void parse_mend(struct parser *p, const struct source *src);
void parse_frame(struct parser *p);
void parse_header(struct parser *p);
void parse_contact(struct parser *p);
void parse_outline(struct parser *p);
void parse_findings(struct parser *p);
/* The first paragraph after a section. */
int section_end(const struct parser *p, int section);
/* Fills f->measure from the finding's body: `body` is what runs on in its
 * heading's paragraph (or STR_NONE), then the paragraphs first .. last - 1. */
void parse_measures(struct parser *p, struct finding *f, struct str body, int first, int last);
/* Fills m->fact from m->text. *year is the year that the sentence has said
 * before (0 = none), and after it the last one said. */
void parse_facts(struct parser *p, struct measure *m, int *year);
void parse_prose(struct parser *p);

#endif
