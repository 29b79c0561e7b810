/*
 * The outline: level-1 headings (一、) open sections, whose words, or else whose
 * content, tell their role; headings of the sections without findings.
 */
#include "base/utf8.h"
#include "notice/heading.h"
#include "notice_words.h"

int section_end(const struct parser *p, int section)
{
	return section + 1 < p->n->sections ? p->n->section[section + 1].para : p->tail;
}

static struct section *add_section(struct parser *parser, int para)
{
	struct notice *n = parser->n;
	struct npara *p = &n->para[para];
	heading_set(parser, para, 1);
	n->section[n->sections] =
		(struct section){ .para = para, .title = p->title, .role = SECTION_OTHER };
	n->section[n->sections].ordinal = heading_ordinal(p);
	return &n->section[n->sections++];
}

/* What a section is by its words; -1 where they do not say. */
static int role_by_words(struct str title)
{
	const struct word *w = words_in(&words_section, title);
	return w ? w->is : -1;
}

/* Measures' ordinals and headings of findings between two paragraphs: how much
 * they look like a findings section. */
static int findings_in(const struct parser *p, int from, int to)
{
	int count = 0;
	for (int i = from; i < to; i++) {
		struct numbering num = p->num[i];
		struct str title, body;
		if (num.style == NUM_FEEDBACK) {
			count++;
		} else if (numbering_heads(num.style)) {
			heading_split(str_from(p->n->para[i].text, num.n), &title, &body);
			count += heading_strong(title);
		} else {
			count += heading_bare(p, i) || heading_opens_measures(p->n->para[i].text);
		}
	}
	return count;
}

static void find_sections(struct parser *p)
{
	struct notice *n = p->n;
	int count = 0, most = -1, unsure = -1;
	bool *known = arena_new(p->a, bool, n->paras + 1);
	for (int i = p->body; i < p->tail; i++)
		count += p->num[i].style == NUM_CN;
	n->section = arena_new(p->a, struct section, count + 1);
	for (int i = p->body; i < p->tail; i++) {
		if (p->num[i].style == NUM_CN) {
			struct section *s = add_section(p, i);
			int role = role_by_words(s->title);
			known[n->sections - 1] = role >= 0;
			if (role >= 0)
				s->role = (enum section_role)role;
		}
		n->para[i].section = (int)n->sections - 1;
	}
	/* words that say nothing: the one that looks most like it holds the
	 * findings, where no other does */
	bool found = false;
	for (ptrdiff_t k = 0; k < n->sections; k++)
		found |= n->section[k].role == SECTION_FINDINGS;
	for (ptrdiff_t k = 0; k < n->sections; k++) {
		int to = section_end(p, (int)k);
		int looks = findings_in(p, n->section[k].para + 1, to);
		if (known[k])
			continue;
		if (looks > 1 && found)
			n->section[k].role = SECTION_FINDINGS;
		else if (looks > most) {
			most = looks;
			unsure = (int)k;
		}
	}
	if (!found && unsure >= 0 && (most > 0 || n->sections == 1))
		n->section[unsure].role = SECTION_FINDINGS;
}

/* Headings outside the findings: （一）强化…。body */
static void other_section(struct parser *parser, int from, int to)
{
	for (int i = from; i < to; i++) {
		struct npara *p = &parser->n->para[i];
		struct numbering num = parser->num[i];
		if (!numbering_heads(num.style) || num.style == NUM_FEEDBACK)
			continue;
		struct npara was = *p;
		heading_set(parser, i, heading_level(num.style));
		bool sentence = !p->body.n && is_terminated(p->text) && num.style != NUM_CN_PAREN &&
				utf8_count(p->title) > 30;
		if (utf8_count(p->title) > HEADING_CHARS || sentence) {
			*p = was;
			p->style = num.style;
			p->number = num.number;
			p->label = str_cut(p->text, 0, num.n);
		}
	}
}

void parse_outline(struct parser *p)
{
	struct notice *n = p->n;
	find_sections(p);
	for (int k = 0; k < n->sections; k++)
		if (n->section[k].role != SECTION_FINDINGS)
			other_section(p, n->section[k].para + 1, section_end(p, k));
}
