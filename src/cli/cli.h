/*
 * The command line: one row a command (main.c), one row an option (options.c),
 * one file a command. Data goes to standard output, words to standard error.
 * Exit status: 0 done, 1 something was found or refused, 2 asked for wrongly
 * or not readable.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdio.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/val.h"

enum option_id {
	OPT_SEEN, /* before OPT_VERSION, whose name it has where it is taken */
	OPT_HELP,
	OPT_VERSION,
	OPT_LANG,
	OPT_LEDGER,
	OPT_STORE,
	OPT_EVIDENCE,
	OPT_JSON,
	OPT_RULES,
	OPT_OUTPUT,
	OPT_FILES_FROM,
	OPT_AS,
	OPT_KEY,
	OPT_HAPPENED,
	OPT_DAYS,
	OPT_ON,
	OPT_CSV,
	OPT_UNITS,
	OPT_FINDINGS,
	OPT_SEED,
	OPT_PLAIN,
	OPT_PACK,
	OPT_HASH,
	OPT_TO,
	OPT_TO_EVIDENCE,
	OPT_HEAD,
	OPT_HASHES,
	OPT_SWEEP,
	OPT_KEY_FILE,
	OPT_SIGN,
	OPT_HEAD_FILE,
	OPT_PUBLIC,
	OPT_PROOF,
	OPT_SINCE,
	OPT_VERB,
	OPT_ACTOR,
	OPT_TARGET,
	OPT_NEWEST,
	OPT_OFF,
	OPT_END,
	OPT_END_ALL,
	OPT_LISTEN,
	OPT_TLS_CERT,
	OPT_TLS_KEY,
	OPT_PROXY,
	OPT_USER,
	OPT_WORKERS,
	OPT_OPEN_METRICS,
	OPT_UNIT,
	OPT_FEEDBACK,
	OPT_HISTORY,
	OPT_FAULTS,
	OPT_LIST,
	OPT_COUNT
};
#define OPT_BIT(id) ((uint64_t)1 << (id))
/* Where the ledger is. */
#define OPT_WHERE (OPT_BIT(OPT_LEDGER) | OPT_BIT(OPT_STORE) | OPT_BIT(OPT_EVIDENCE))

/* What was asked for. */
struct cli {
	struct arena *a;                  /* lives as long as the command */
	enum lang lang;
	const struct command *command;
	uint64_t given;                   /* OPT_BIT of each option given */
	const char *value[OPT_COUNT];     /* of those that take one; --ledger, --store
					     and --evidence have their default here */
	const char **arg;                 /* the other words */
	int args;
	struct cli_field {
		struct str name, value;
	} * field; /* --NAME VALUE that is no option, of a
					     command that takes fields */
	int fields;
};

struct command {
	struct str name;
	int (*run)(struct cli *c);        /* the exit status */
	uint64_t options;                 /* OPT_BIT of those it takes, besides
					     help, version and lang */
	int least, most;                  /* arguments; most -1 = any number */
	enum msg args;                    /* how they are written in the usage */
	enum msg about;                   /* one line */
	enum msg more;                    /* paragraphs of its help */
	const char *example[4];           /* each runs as printed */
	void (*help)(struct cli *c);      /* more help, NULL = none; such a command
					     takes any --NAME VALUE as a field */
};

/* All commands; ends with an empty name. */
extern const struct command commands[];

/* Reads argv; false after saying what is wrong. c->command is NULL where none
 * was named. */
bool cli_options(struct cli *c, int argc, char **argv);
/* The rows of the options in `set`, for help. */
void cli_print_options(const struct cli *c, FILE *to, uint64_t set);
/* The nearest of `names` to what was typed, or STR_NONE where none is near. */
struct str cli_nearest(struct arena *a, struct str typed, const struct str *names, int count);

static inline bool cli_has(const struct cli *c, enum option_id id)
{
	return c->given & OPT_BIT(id);
}

/* Says a sentence on standard error, after `huiyin: `. */
void cli_say(const struct cli *c, enum msg msg, struct msg_args args);
/* Says an error; returns its exit status. */
int cli_fail(const struct cli *c, const struct err *e);
/* Prints to standard output; a failure (a full disk, a closed pipe) is said
 * once, and makes the status 2. */
void cli_print(struct cli *c, struct str s);
/* Prints a value tree: indented, or on one line. */
void cli_print_json(struct cli *c, const struct val *v, bool line);
/* The status to leave with: `status`, or 2 where standard output failed. */
int cli_leave(struct cli *c, int status);
/* True where colour is wanted on the descriptor: a terminal, NO_COLOR unset. */
bool cli_colour(int fd);

/* A bar on standard error for work that takes over a second, on a terminal. */
struct progress {
	const struct cli *c;
	enum msg what;
	int64_t done, total;  /* total 0: unknown */
	double started, shown;
	bool on;
};
void progress_start(struct progress *p, const struct cli *c, enum msg what, int64_t total);
void progress_step(struct progress *p, int64_t done);
void progress_end(struct progress *p);

int cmd_parse(struct cli *c);
int cmd_check(struct cli *c);
int cmd_init(struct cli *c);
int cmd_import(struct cli *c);
int cmd_sheet(struct cli *c);
int cmd_list(struct cli *c);
int cmd_show(struct cli *c);
int cmd_notice(struct cli *c);
int cmd_form(struct cli *c);
int cmd_publish(struct cli *c);
int cmd_verify(struct cli *c);
int cmd_head(struct cli *c);
int cmd_prove(struct cli *c);
int cmd_prove_consistency(struct cli *c);
int cmd_key(struct cli *c);
int cmd_log(struct cli *c);
int cmd_act(struct cli *c);
int cmd_due(struct cli *c);
int cmd_stats(struct cli *c);
int cmd_overdue(struct cli *c);
int cmd_seed(struct cli *c);
int cmd_packs(struct cli *c);
int cmd_backup(struct cli *c);
int cmd_restore(struct cli *c);
int cmd_move(struct cli *c);
int cmd_check_ledger(struct cli *c);
int cmd_recurrences(struct cli *c);
int cmd_search(struct cli *c);
int cmd_reindex(struct cli *c);
int cmd_audit_settings(struct cli *c);
int cmd_login_code(struct cli *c);
int cmd_passwd(struct cli *c);
int cmd_totp(struct cli *c);
int cmd_sessions(struct cli *c);
int cmd_settings(struct cli *c);
int cmd_serve(struct cli *c);
int cmd_cert(struct cli *c);
int cmd_routes(struct cli *c);
void help_act(struct cli *c);
void help_list(struct cli *c);
void help_search(struct cli *c);
int cmd_attach(struct cli *c);
int cmd_evidence(struct cli *c);
int cmd_export_evidence(struct cli *c);
int cmd_registers(struct cli *c);
int cmd_record(struct cli *c);
int cmd_correct_record(struct cli *c);
int cmd_records(struct cli *c);
int cmd_import_records(struct cli *c);
int cmd_count(struct cli *c);
void help_record(struct cli *c);
void help_records(struct cli *c);
void help_count(struct cli *c);
void help_act(struct cli *c);
void help_attach(struct cli *c);
void help_publish(struct cli *c);

#endif
