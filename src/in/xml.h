/*
 * XML parts of an office file, streamed by expat: no DTD, bounded depth.
 */
#ifndef IN_XML_H
#define IN_XML_H

#include "in/zip.h"

/* The namespaces that matter, transitional and strict forms alike. */
enum xml_space { XML_OTHER, XML_WORD, XML_MATH, XML_COMPAT, XML_RELATIONS, XML_SHEET };

struct xml_name {
	enum xml_space space;
	const char *local;
};

/* One part being read. `ud` and the functions are the caller's; any function
 * may be NULL. A function ends the reading by setting `e`. */
struct xml {
	void *ud;
	void (*start)(struct xml *x, struct xml_name name, const char **attrs);
	void (*end)(struct xml *x, struct xml_name name);
	void (*text)(struct xml *x, struct str text);
	const struct in *in;
	struct str part;     /* its name, for messages */
	int depth;           /* open elements, the one being told included */
	struct err *e;
	void *parser;
};

/* Reads the entry `index`, called `part`. */
bool xml_read(struct xml *x, struct zip_file_in *z, int64_t index, const char *part, struct err *e);
/* The value of the attribute whose local name is `local`, or NULL. */
const char *xml_attr(const char **attrs, const char *local);
/* Ends the reading after `e` was set. */
void xml_stop(struct xml *x);

#endif
