/* huiyin-verify: options, the walk over the log, what is said of it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/os.h"
#include "base/sign.h"
#include "verifier/verifier.h"

struct walk {
	const char *log, *dir, *head_file, *public_file;
	enum lang lang;
	struct arena kept, a; /* for the run; for one event or row */
	struct lines lines;
	struct ledger ledger;
	struct replay replay;
	struct tree tree;
	struct head held;
	int64_t tenant;
	bool log_ended;
};

/* A line for people; control characters in it are not theirs. */
static void say(FILE *to, struct str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++)
		fputc((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7F ? '?' : s.p[i], to);
	fputc('\n', to);
}

static void say_msg(struct walk *w, FILE *to, enum msg msg, struct msg_args args)
{
	say(to, msg_fill(&w->kept, msg, w->lang, args));
}

static bool read_head(struct walk *w, struct err *e)
{
	struct str text, pem;
	if (!w->head_file)
		return true;
	if (!os_read(&w->kept, w->head_file, HEAD_MAX_BYTES, &text, e) ||
	    !head_read(&w->kept, text, &w->held, e))
		return false;
	if (!w->public_file)
		return true;
	if (!os_read(&w->kept, w->public_file, HEAD_MAX_BYTES, &pem, e))
		return false;
	struct str key = sign_public_of_pem(&w->kept, pem);
	return (key.p && w->held.key.p && str_eq(key, w->held.key)) ||
	       err_set(e, ERR_BAD_INPUT, MSG_VERIFIER_HEAD_KEY, ARGS(str_of(w->public_file)));
}

/* The next event's line, of the file, of the ledger, or the same of both while the
 * file lasts: the ledger may have gone on. False with no error at the end. */
static bool next_line(struct walk *w, struct str *line, struct str *leaf, struct err *e)
{
	struct str filed = STR_NONE;
	*leaf = STR_NONE;
	if (w->log && !w->log_ended) {
		if (!lines_next(&w->lines, &w->a, &filed, e)) {
			if (e->code != ERR_NONE)
				return false;
			w->log_ended = true;
		}
	}
	*line = filed;
	if (!w->dir)
		return filed.p;
	if (!ledger_line(&w->ledger, &w->a, line, leaf, e))
		return e->code == ERR_NONE && filed.p &&
		       err_set(e, ERR_CONFLICT, MSG_VERIFIER_SHORT,
			       ARGS(decimal(&w->a, w->tree.size)));
	return !filed.p || str_eq(filed, *line) ||
	       err_set(e, ERR_CONFLICT, MSG_VERIFIER_DIFFERS,
		       ARGS(decimal(&w->a, w->tree.size + 1)));
}

/* The head kept elsewhere, where it is one over as many events as were read. */
static bool check_held(struct walk *w, struct err *e)
{
	const struct head *h = &w->held;
	if (!w->head_file || h->size != w->tree.size)
		return true;
	if (!w->tree.size) /* no event named a hash or tenant yet */
		return hash_eq(h->root, hash_of(h->hash, NULL, 0)) ||
		       err_set(e, ERR_CONFLICT, MSG_VERIFIER_HELD, ARGS(S("0"), h->time));
	return (hash_eq(h->root, tree_root(&w->tree)) && h->hash == w->tree.kind &&
		h->tenant == w->tenant) ||
	       err_set(e, ERR_CONFLICT, MSG_VERIFIER_HELD,
		       ARGS(decimal(&w->a, h->size), h->time));
}

static bool check_order(struct walk *w, const struct event *event, struct err *e)
{
	int64_t due = w->tree.size + 1;
	if (due == 1) {
		w->tree.kind = event->hash;
		w->tenant = event->tenant;
	}
	if (event->seq != due)
		return err_set(e, ERR_CONFLICT, MSG_VERIFIER_GAP,
			       ARGS(decimal(&w->a, due), decimal(&w->a, event->seq)));
	return (event->hash == w->tree.kind && event->tenant == w->tenant) ||
	       err_set(e, ERR_CONFLICT, MSG_VERIFIER_OTHER, ARGS(decimal(&w->a, due)));
}

static bool check_line(struct walk *w, struct str line, struct str leaf, struct err *e)
{
	struct event event;
	struct hash up[63];
	struct err why = { 0 };
	if (!event_read(&w->a, line, &event, &why))
		return err_set(e, w->tree.size || w->dir ? why.code : ERR_BAD_INPUT,
			       MSG_VERIFIER_AT, ARGS(decimal(&w->a, w->tree.size + 1),
						     err_text(&w->a, &why, w->lang)));
	if (!check_order(w, &event, e))
		return false;
	struct hash own = tree_leaf(w->tree.kind, line);
	if (w->dir && !str_eq(leaf, hash_hex(&w->a, own)))
		return err_set(e, ERR_CONFLICT, MSG_VERIFIER_LEAF,
			       ARGS(decimal(&w->a, event.seq)));
	int ended = tree_add(&w->tree, own, up);
	if (w->dir && (!ledger_nodes(&w->ledger, &w->a, &w->tree, up, ended, e) ||
		       !ledger_signed(&w->ledger, &w->a, &w->tree, w->tenant, e)))
		return false;
	return check_held(w, e) && (!w->dir || replay_event(&w->replay, &w->a, &event, e));
}

static bool check_all(struct walk *w, struct err *e)
{
	struct str line, leaf;
	if (!read_head(w, e) || (w->log && !lines_open(&w->lines, w->log, e)))
		return false;
	if (w->dir && (!ledger_open(&w->ledger, &w->kept, w->dir, e) ||
		       !replay_open(&w->replay, w->ledger.table, w->ledger.tables, e)))
		return false;
	if (!check_held(w, e))
		return false;
	while (next_line(w, &line, &leaf, e)) {
		if (!check_line(w, line, leaf, e))
			return false;
		arena_reset(&w->a);
	}
	if (e->code != ERR_NONE)
		return false;
	if (w->head_file && w->held.size > w->tree.size)
		return err_set(e, ERR_CONFLICT, MSG_VERIFIER_ROLLED,
			       ARGS(decimal(&w->a, w->held.size), w->held.time,
				    decimal(&w->a, w->tree.size)));
	return !w->dir || (ledger_head(&w->ledger, &w->a, &w->tree, e) &&
			   ledger_tables(&w->ledger, &w->a, &w->replay, w->tenant, w->tree.kind,
					 e));
}

static void say_intact(struct walk *w)
{
	struct arena *a = &w->kept;
	const struct ledger *l = &w->ledger;
	say_msg(w, stdout, MSG_VERIFIER_INTACT,
		ARGS(decimal(a, w->tree.size), hash_hex(a, tree_root(&w->tree))));
	if (w->dir)
		say_msg(w, stdout, MSG_VERIFIER_COMPARED,
			ARGS(decimal(a, l->tables), decimal(a, l->rows), decimal(a, l->files),
			     decimal(a, l->salts)));
	else
		say_msg(w, stderr, MSG_VERIFIER_LOG_ALONE, NO_ARGS);
	if (!w->head_file) {
		say_msg(w, stderr, MSG_VERIFIER_NO_HEAD, NO_ARGS);
		return;
	}
	enum msg whose = !w->held.key.p   ? MSG_VERIFIER_HEAD_NONE
			 : w->public_file ? MSG_VERIFIER_HEAD_OWN
					  : MSG_VERIFIER_HEAD_ANY;
	say_msg(w, stdout, MSG_VERIFIER_HEAD_FITS,
		ARGS(decimal(a, w->held.size), w->held.time, msg_text(whose, w->lang)));
}

static int verify(struct walk *w)
{
	struct err e = { 0 };
	w->lines.fd = -1;
	int status = 0;
	if (check_all(w, &e)) {
		say_intact(w);
	} else {
		status = e.code == ERR_CONFLICT ? 1 : 2;
		say(status == 1 ? stdout : stderr, err_text(&w->kept, &e, w->lang));
	}
	lines_close(&w->lines);
	replay_close(&w->replay);
	ledger_close(&w->ledger);
	return status;
}

/* Where an option's value goes; NULL where it is no option. */
static const char **place_of(struct walk *w, const char *arg, const char **lang)
{
	const struct {
		const char *name;
		const char **to;
	} options[] = { { "--ledger", &w->dir },
			{ "--head", &w->head_file },
			{ "--public", &w->public_file },
			{ "--lang", lang } };
	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++)
		if (strcmp(arg, options[i].name) == 0)
			return options[i].to;
	return NULL;
}

/* -1: go on; else the exit status. */
static int refuse(struct walk *w, enum msg msg, const char *arg)
{
	say_msg(w, stderr, msg, ARGS(str_of(arg)));
	return 2;
}

static int take_options(struct walk *w, int argc, char **argv)
{
	static const char *const from[] = { "HUIYIN_LANG", "LC_ALL", "LANG" };
	const char *lang = NULL;
	for (int i = 0; i < 3 && (!lang || !*lang); i++)
		lang = getenv(from[i]);
	w->lang = lang_of(str_of(lang));
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
			w->lang = lang_of(str_of(argv[i + 1]));
	for (int i = 1; i < argc; i++) {
		const char **to = place_of(w, argv[i], &lang);
		if (strcmp(argv[i], "--version") == 0) {
			puts("huiyin-verify " HUIYIN_VERSION);
			return 0;
		}
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
			struct str text = msg_text(MSG_VERIFIER_USAGE, w->lang);
			printf("%.*s", STR_ARG(text));
			return 0;
		}
		if (to && i + 1 < argc)
			*to = argv[++i];
		else if (to || (argv[i][0] == '-' && argv[i][1]))
			return refuse(w, MSG_VERIFIER_OPTION, argv[i]);
		else if (w->log)
			return refuse(w, MSG_VERIFIER_TWO, argv[i]);
		else
			w->log = argv[i];
	}
	if (!w->log && !w->dir) {
		struct str text = msg_text(MSG_VERIFIER_USAGE, w->lang);
		fprintf(stderr, "%.*s", STR_ARG(text));
		return 2;
	}
	return w->public_file && !w->head_file ? refuse(w, MSG_VERIFIER_PUBLIC, "") : -1;
}

int main(int argc, char **argv)
{
	struct walk w = { 0 };
	arena_init(&w.kept, 0);
	arena_init(&w.a, 0);
	int status = take_options(&w, argc, argv);
	if (status < 0)
		status = verify(&w);
	if (fflush(stdout) != 0)
		status = 2;
	arena_free(&w.kept);
	arena_free(&w.a);
	return status;
}
