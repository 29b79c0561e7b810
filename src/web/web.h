/*
 * The web, for those who make pages.
 *
 * A page is: a handler in a file page_X.c, a template pages/X.html, a row in
 * the table of routes (routes.c), words in src/lang/web.tsv. The dispatcher has
 * checked everything that the row declares before the handler runs: the path,
 * the method, who asks and by which right, the form's token, each input's kind
 * and bounds. The handler builds one value tree; the template renders it inside
 * layout.html, and the same address with `.json` or `Accept: application/json`
 * gives the tree itself. A handler writes no markup, no SQL, no sentence of its
 * own, and changes the ledger by request_act() alone.
 */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include "base/date.h"
#include "ledger/act.h"
#include "ledger/value.h"
#include "store/store.h"

struct ops;
struct auth_session;

enum method { METHOD_GET, METHOD_POST, METHODS };

enum {
	PATH_PARTS_MAX = 8,
	FORM_BYTES = 1 << 20,      /* of a form's body, files apart */
	FORM_NAMES = 500,          /* inputs of one request */
	UPLOAD_BYTES = 60 << 20,   /* of a body with files */
	DRAINED = 3,               /* times that is read and dropped, so that who sends too
				      much is told so: a connection that is shut tells nothing */
	UPLOADS_MAX = 20,
	REQUEST_BYTES = 64 << 20   /* an arena of one request: its cap */
};

/* What a route takes: from the path, the query or the form. */
struct input {
	struct str name;
	struct value_rule rule;
	enum msg label;    /* as the page calls it */
	bool required;
	bool many;         /* may come more than once: a list */
};

struct inputs {
	const struct input *p;
	int n;
};
#define INPUTS(table) { (table), (int)(sizeof(table) / sizeof(*(table))) }

/* Who may ask: bits of enum actor_role, or one of these. */
enum {
	RIGHT_PUBLIC = 0,       /* anybody */
	RIGHT_SIGNED_IN = 1 << 30 /* whoever has signed in, whatever their roles */
};

struct request;
struct answer;

enum route_flag {
	ROUTE_FORM = 1,      /* the handler gives the form back filled: it runs with
				faults in the inputs too, and looks at rq->faults */
	ROUTE_OPEN = 2,      /* takes inputs that are not declared here, as text: the
				handler holds them against a table of its own */
	ROUTE_FILES = 4,     /* takes files */
	ROUTE_CACHED = 8,    /* the same for everybody until the ledger changes */
	ROUTE_STRANGER = 16, /* a form of somebody who has not signed in: no token */
	ROUTE_BARE = 32,     /* not a page: the handler writes bytes */
	ROUTE_HALFWAY = 128, /* for those too who still have to give a code or to
				choose a password */
	ROUTE_LOCAL = 64     /* from this machine alone, unless a setting opens it */
};

struct route {
	enum method method;
	struct str path;      /* "/findings/{code}": {name} is an input */
	unsigned right;
	bool (*run)(struct request *rq, struct answer *out, struct err *e);
	struct str page;      /* template, without .html; none: ROUTE_BARE */
	enum msg title;
	struct inputs in;
	unsigned flags;
};

extern const struct route routes[];
extern const int route_count;

/* The main navigation: an entry is shown to those who have its right, and is
 * marked on the pages whose path begins with its own. */
struct navigation {
	struct str path;
	enum msg word;
	unsigned right;
	struct str under; /* first parts of other addresses that belong to it */
};
extern const struct navigation navigation[];
extern const int navigation_count;

/* Who asks. */
struct who {
	struct str name;       /* as the ledger has it; STR_NONE: nobody signed in */
	unsigned roles;
	int64_t unit;          /* or UNIT_WHOLE */
	struct str unit_name;  /* STR_NONE for the whole ledger */
	struct str token;      /* of the session, as the cookie has it */
	bool whole;            /* signed in wholly: no password or code still asked for */
	const struct auth_session *session;
};

struct upload {
	struct str field, name; /* the form's input; the file's name as given */
	int fd;                 /* a file without a name, at its start */
	int64_t size;
};

struct request {
	struct arena *a;           /* of this request */
	const struct route *route;
	enum method method;
	enum lang lang;
	struct str path;           /* decoded, without .json */
	struct str query;          /* as it came, without ? */
	bool json;                 /* the tree itself is asked for */
	struct who who;
	struct date today;         /* in China */
	const struct val *in;      /* the inputs that are right, by name; absent: not given */
	const struct val *given;   /* all inputs as typed, to fill a form with */
	struct val *faults;        /* [{field text}…] of inputs that are wrong */
	struct { struct upload *p; ptrdiff_t n, cap; } file;
	struct str agent;          /* the browser, as it calls itself */
	struct str address;        /* whose: the client's, not the proxy's */
	bool secure;               /* it came by TLS, to us or to the trusted proxy */
	struct str id;             /* in the log and on error pages */
	struct store *store;       /* a reader */
	struct ledger_state state; /* asks it; a page's keeps its answers */
	struct worker *worker;
};

struct answer {
	int status;           /* 0: 200 */
	struct val *tree;     /* what the template renders, and JSON is */
	struct str page;      /* a template other than the route's */
	struct str title;     /* other than the route's */
	struct str location;  /* go there: 303 */
	struct str type;      /* with `body` or `fd`: not a page */
	struct str body;
	int fd;               /* a file to send whole, or -1; closed when sent */
	int64_t size;
	struct str file_name; /* the browser saves it under this name */
	struct str cookie[2]; /* Set-Cookie, whole */
	int cookies;
};

/* A sheet that is written to memory and sent from there: the path at which to write
 * it, in the request's arena; then, where that went well (`ok`), it is what the
 * answer sends. False with an error where not, and nothing stays open. */
bool sheet_begin(struct request *rq, struct answer *out, const char **path, struct err *e);
bool sheet_send(struct answer *out, bool ok, struct err *e);

/* Inputs that are right. */
struct str in_text(const struct request *rq, struct str name);
int64_t in_int(const struct request *rq, struct str name, int64_t otherwise);
/* An input as typed, right or not; the first where it came more than once. */
struct str in_given(const struct request *rq, struct str name);
/* All that was given under the name (boxes that are checked), as one text. */
struct str in_all(const struct request *rq, struct str name);
/* Notes that an input is wrong: the sentence goes on top of the page and beside
 * the field. `field` STR_NONE: of the whole form. */
void request_fault(struct request *rq, struct str field, struct str text);
/* The same with an error's sentence. */
void request_fault_err(struct request *rq, struct str field, const struct err *e);

/* The operating state (saved views, drafts, jobs): a writer. */
struct ops *request_ops(const struct request *rq);

/* An action of the person who asks, by the door: `fields` borrowed, `key` an
 * idempotency key (a form's hidden `_key`), `version` the target's as seen or
 * VERSION_ANY. */
bool request_act(struct request *rq, struct str verb, struct str target,
		 const struct val *fields, struct str key, int64_t version,
		 struct result *out, struct err *e);

/* A question to the ledger as the request sees it; the answer in its arena. */
bool request_ask(struct request *rq, enum question q, const struct val *about,
		 const struct val **row, struct err *e);
/* Whether who asks sees what belongs to this unit (an id): auditors,
 * publishers, supervisors and all others see their unit and those under it. */
bool request_sees(struct request *rq, int64_t unit, bool *sees, struct err *e);

/* "{1}…" filled in the request's language. */
struct str request_say(struct request *rq, enum msg msg, struct msg_args args);
/* The word of web.tsv with this key and a suffix ("web.field." + "due"), or
 * `otherwise` where there is none. */
struct str request_word(struct request *rq, struct str group, struct str key,
			struct str otherwise);
/* An error's sentence for a page: the ledger's own words in it (verbs, roles,
 * fields) as people call them; where web.tsv has web.say.KEY for the sentence
 * KEY, that one, for a page has no command line. */
struct str request_err(struct request *rq, const struct err *e);
/* Words of the ledger, set apart by spaces (roles, verbs, states), as people
 * call them. */
struct str request_words(struct request *rq, struct str words);
/* `/path` with a query, for redirections: only ours, never another site's. */
struct str request_return(struct request *rq, struct str to);

/* Text percent-encoded for a part of a path or a query, in `a`. */
struct str web_encode(struct arena *a, struct str s);

/* Where a field's suggestions come from: page, list in its tree, member, what is said beside. */
#define SUGGEST_UNITS S("/units units name short_name")
#define SUGGEST_INSPECTIONS S("/ inspections code unit")

/* Fields of a form, as parts/field.html takes them. */
enum field_kind { FIELD_TEXT, FIELD_AREA, FIELD_DATE, FIELD_NUMBER, FIELD_CHOICE,
		  FIELD_PASSWORD, FIELD_CODE, FIELD_FILE,
		  FIELD_CHECKS /* a choice of several: a box a word */ };
struct field_spec {
	enum field_kind kind;
	struct str name, label, hint, value;
	struct str id;      /* where a page has two of that name; else the name is it */
	struct str words;   /* of a choice: its values, set apart by spaces */
	struct str group;   /* of a choice: where its words are named, "web.class." */
	struct val *options; /* of a choice: [{value label selected}…] in place of words;
				of a text: what is suggested */
	struct str suggest; /* of a text, where scripts run: whence suggestions come when it
				is first typed in, as one of SUGGEST_… */
	bool required;
};
/* Adds the field to the list, with the fault that the request has of it. */
struct val *field_put(struct request *rq, struct val *list, const struct field_spec *spec);
/* Puts `errors`, where there are any. */
void faults_put(struct request *rq, struct val *tree);
/* Puts what each form has: `errors`, `csrf`, `key`. */
void form_put(struct request *rq, struct val *tree);

#endif
