/*
 * Headings: what a paragraph is as one, apart from where it stands.
 */
#ifndef NOTICE_HEADING_H
#define NOTICE_HEADING_H

#include "notice/parser.h"

/* A heading's title is seldom longer, in characters. */
enum { HEADING_CHARS = 60 };

/* Does `want` stand in `s` outside “” and 《》? */
bool heading_has(struct str s, uint32_t want);
/* Does `s` start as measures do: 一是, 第一，, （1）, ①, 整改情况：? */
bool heading_opens_measures(struct str s);
/* 关于…问题, X方面: a title by its look, whatever stands round it. */
bool heading_strong(struct str title);
/* Splits a heading's text behind its number into title and what runs on; `body`
 * is STR_NONE where the paragraph is the heading alone. */
void heading_split(struct str s, struct str *title, struct str *body);
/* Is the paragraph a heading without number: X方面 alone or run in, 针对…问题。一是…? */
bool heading_bare(const struct parser *p, int para);
/* Makes the paragraph a heading: role, level, style, number, label, title, body. */
void heading_set(struct parser *p, int para, int level);
/* The level that a style has where nothing else says one: 1..4. */
int heading_level(enum number_style style);
/* The number alone: 1, （一）, 三; STR_NONE where it bears none. */
struct str heading_ordinal(const struct npara *p);

#endif
