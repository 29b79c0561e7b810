/*
 * An uploaded file to the store, before the action that makes it evidence.
 */
#ifndef WEB_KEEP_H
#define WEB_KEEP_H

#include "store/store.h"

/* Streams the open file to the writer's kept files and puts into `fields` what
 * `attach` wants of it: sha256, name, kind, size. BAD_INPUT where name and bytes do
 * not agree, LIMIT where it is too large; then nothing is kept. */
bool keep_upload(struct store *s, struct arena *a, int fd, struct str name, struct val *fields,
		 struct err *e);
/* The same of a file that is to be imported: what it is shows when it is read, which is
 * later and elsewhere, so it is durable at once. */
bool keep_import(struct store *s, struct arena *a, int fd, struct str name, struct val *fields,
		 struct err *e);

#endif
