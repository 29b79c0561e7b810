/* The options of the command line, as one table; reading them. */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "text/width.h"

#define OPT_ALWAYS (OPT_BIT(OPT_HELP) | OPT_BIT(OPT_VERSION) | OPT_BIT(OPT_LANG))

static const struct {
	struct str name;
	char letter;     /* short form, 0 = none */
	enum msg value;  /* name of its value; MSG_NONE = takes none */
	enum msg about;
} table[OPT_COUNT] = {
	[OPT_SEEN] = { { "version", 7 }, 0, MSG_OPT_SEEN_VALUE, MSG_OPT_SEEN },
	[OPT_HELP] = { { "help", 4 }, 'h', MSG_NONE, MSG_OPT_HELP },
	[OPT_VERSION] = { { "version", 7 }, 'V', MSG_NONE, MSG_OPT_VERSION },
	[OPT_LANG] = { { "lang", 4 }, 0, MSG_OPT_LANG_VALUE, MSG_OPT_LANG },
	[OPT_LEDGER] = { { "ledger", 6 }, 0, MSG_OPT_LEDGER_VALUE, MSG_OPT_LEDGER },
	[OPT_STORE] = { { "store", 5 }, 0, MSG_OPT_STORE_VALUE, MSG_OPT_STORE },
	[OPT_EVIDENCE] = { { "evidence", 8 }, 0, MSG_OPT_LEDGER_VALUE, MSG_OPT_EVIDENCE },
	[OPT_JSON] = { { "json", 4 }, 0, MSG_NONE, MSG_OPT_JSON },
	[OPT_RULES] = { { "rules", 5 }, 0, MSG_NONE, MSG_OPT_RULES },
	[OPT_OUTPUT] = { { "output", 6 }, 'o', MSG_OPT_FILE_VALUE, MSG_OPT_OUTPUT },
	[OPT_FILES_FROM] = { { "files-from", 10 }, 0, MSG_OPT_FILE_VALUE, MSG_OPT_FILES_FROM },
	[OPT_AS] = { { "as", 2 }, 0, MSG_OPT_AS_VALUE, MSG_OPT_AS },
	[OPT_KEY] = { { "key", 3 }, 0, MSG_OPT_KEY_VALUE, MSG_OPT_KEY },
	[OPT_HAPPENED] = { { "happened", 8 }, 0, MSG_OPT_HAPPENED_VALUE, MSG_OPT_HAPPENED },
	[OPT_DAYS] = { { "days", 4 }, 0, MSG_OPT_DAYS_VALUE, MSG_OPT_DAYS },
	[OPT_ON] = { { "on", 2 }, 0, MSG_OPT_ON_VALUE, MSG_OPT_ON },
	[OPT_NEWEST] = { { "newest", 6 }, 0, MSG_NONE, MSG_OPT_NEWEST },
	[OPT_CSV] = { { "csv", 3 }, 0, MSG_NONE, MSG_OPT_CSV },
	[OPT_UNITS] = { { "units", 5 }, 0, MSG_OPT_DAYS_VALUE, MSG_OPT_UNITS },
	[OPT_FINDINGS] = { { "findings", 8 }, 0, MSG_OPT_DAYS_VALUE, MSG_OPT_FINDINGS },
	[OPT_SEED] = { { "seed", 4 }, 0, MSG_OPT_DAYS_VALUE, MSG_OPT_SEED },
	[OPT_PLAIN] = { { "plain", 5 }, 0, MSG_NONE, MSG_OPT_PLAIN },
	[OPT_PACK] = { { "pack", 4 }, 0, MSG_OPT_PACK_VALUE, MSG_OPT_PACK },
	[OPT_HASH] = { { "hash", 4 }, 0, MSG_OPT_HASH_VALUE, MSG_OPT_HASH },
	[OPT_TO] = { { "to", 2 }, 0, MSG_OPT_TO_VALUE, MSG_OPT_TO },
	[OPT_TO_EVIDENCE] = { { "to-evidence", 11 }, 0, MSG_OPT_LEDGER_VALUE, MSG_OPT_TO_EVIDENCE },
	[OPT_HEAD] = { { "head", 4 }, 0, MSG_OPT_HEAD_VALUE, MSG_OPT_HEAD },
	[OPT_HASHES] = { { "hashes", 6 }, 0, MSG_NONE, MSG_OPT_HASHES },
	[OPT_SWEEP] = { { "sweep", 5 }, 0, MSG_NONE, MSG_OPT_SWEEP },
	[OPT_KEY_FILE] = { { "key", 3 }, 0, MSG_OPT_FILE_VALUE, MSG_OPT_KEY_FILE },
	[OPT_SIGN] = { { "sign", 4 }, 0, MSG_NONE, MSG_OPT_SIGN },
	[OPT_HEAD_FILE] = { { "head", 4 }, 0, MSG_OPT_FILE_VALUE, MSG_OPT_HEAD_FILE },
	[OPT_PUBLIC] = { { "public", 6 }, 0, MSG_OPT_FILE_VALUE, MSG_OPT_PUBLIC },
	[OPT_PROOF] = { { "proof", 5 }, 0, MSG_OPT_FILE_VALUE, MSG_OPT_PROOF },
	[OPT_SINCE] = { { "since", 5 }, 0, MSG_OPT_SINCE_VALUE, MSG_OPT_SINCE },
	[OPT_VERB] = { { "verb", 4 }, 0, MSG_OPT_AS_VALUE, MSG_OPT_VERB },
	[OPT_ACTOR] = { { "actor", 5 }, 0, MSG_OPT_AS_VALUE, MSG_OPT_ACTOR },
	[OPT_TARGET] = { { "target", 6 }, 0, MSG_OPT_AS_VALUE, MSG_OPT_TARGET },
	[OPT_OFF] = { { "off", 3 }, 0, MSG_NONE, MSG_OPT_OFF },
	[OPT_END] = { { "end", 3 }, 0, MSG_SESSIONS_ID, MSG_OPT_END },
	[OPT_END_ALL] = { { "end-all", 7 }, 0, MSG_OPT_AS_VALUE, MSG_OPT_END_ALL },
	[OPT_LISTEN] = { { "listen", 6 }, 0, MSG_OPT_LISTEN_VALUE, MSG_OPT_LISTEN },
	[OPT_TLS_CERT] = { { "tls-cert", 8 }, 0, MSG_OPT_FILE_VALUE, MSG_OPT_TLS_CERT },
	[OPT_TLS_KEY] = { { "tls-key", 7 }, 0, MSG_OPT_FILE_VALUE, MSG_OPT_TLS_KEY },
	[OPT_PROXY] = { { "trusted-proxy", 13 }, 0, MSG_OPT_PROXY_VALUE, MSG_OPT_PROXY },
	[OPT_USER] = { { "user", 4 }, 0, MSG_OPT_USER_VALUE, MSG_OPT_USER },
	[OPT_WORKERS] = { { "workers", 7 }, 0, MSG_OPT_WORKERS_VALUE, MSG_OPT_WORKERS },
	[OPT_OPEN_METRICS] = { { "open-metrics", 12 }, 0, MSG_NONE, MSG_OPT_OPEN_METRICS },
	[OPT_UNIT] = { { "unit", 4 }, 0, MSG_OPT_UNIT_VALUE, MSG_OPT_UNIT },
	[OPT_FEEDBACK] = { { "feedback", 8 }, 0, MSG_OPT_FEEDBACK_VALUE, MSG_OPT_FEEDBACK },
	[OPT_HISTORY] = { { "history", 7 }, 0, MSG_OPT_HISTORY_VALUE, MSG_OPT_HISTORY },
	[OPT_FAULTS] = { { "faults", 6 }, 0, MSG_OPT_FAULTS_VALUE, MSG_OPT_FAULTS },
	[OPT_LIST] = { { "list", 4 }, 0, MSG_OPT_LIST_VALUE, MSG_OPT_LIST },
};

static int least(int a, int b)
{
	return a < b ? a : b;
}

/* Levenshtein's distance with swaps of neighbours (optimal string alignment),
 * of words up to 31 bytes. */
static int distance(struct str a, struct str b)
{
	enum { MOST = 32 };
	int d[MOST][MOST];
	if (a.n >= MOST || b.n >= MOST)
		return MOST;
	for (int i = 0; i <= a.n; i++)
		d[i][0] = i;
	for (int j = 0; j <= b.n; j++)
		d[0][j] = j;
	for (int i = 1; i <= a.n; i++)
		for (int j = 1; j <= b.n; j++) {
			int other = a.p[i - 1] != b.p[j - 1];
			d[i][j] = least(least(d[i - 1][j] + 1, d[i][j - 1] + 1),
					d[i - 1][j - 1] + other);
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1])
				d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
		}
	return d[a.n][b.n];
}

struct str cli_nearest(struct arena *a, struct str typed, const struct str *names, int count)
{
	struct str best = STR_NONE;
	int least_far = (int)(typed.n / 3) + 2;
	for (int i = 0; i < count; i++) {
		int far = distance(typed, names[i]);
		if (far < least_far) {
			least_far = far;
			best = str_copy(a, names[i]);
		}
	}
	return best;
}

/* What the command takes; before it is known, what all of them do. */
static uint64_t taken(const struct cli *c)
{
	uint64_t takes = OPT_ALWAYS | (c->command ? c->command->options : 0);
	return takes & OPT_BIT(OPT_SEEN) ? takes & ~OPT_BIT(OPT_VERSION) : takes;
}

static bool unknown_option(struct cli *c, struct str typed)
{
	struct str names[OPT_COUNT];
	int count = 0;
	uint64_t takes = taken(c);
	for (int i = 0; i < OPT_COUNT; i++)
		if (takes & OPT_BIT(i))
			names[count++] = table[i].name;
	struct str near = cli_nearest(c->a, typed, names, count);
	if (near.n)
		cli_say(c, MSG_CLI_OPTION_NEAR, ARGS(typed, near));
	else
		cli_say(c, MSG_CLI_OPTION_UNKNOWN, ARGS(typed));
	return false;
}

/* The option that a word names, its value behind = in *value; -1 where none.
 * Of two that share a name it is the one that the command takes. */
static int find_option(const struct cli *c, struct str word, const char **value)
{
	*value = NULL;
	if (!str_starts(word, S("--"))) {
		for (int i = 0; i < OPT_COUNT; i++)
			if (word.n == 2 && table[i].letter && word.p[1] == table[i].letter)
				return i;
		return -1;
	}
	struct str name = str_from(word, 2);
	ptrdiff_t eq = str_find(name, S("="), 0);
	if (eq >= 0) {
		*value = name.p + eq + 1;
		name = str_cut(name, 0, eq);
	}
	int found = -1;
	for (int i = OPT_COUNT - 1; i >= 0; i--)
		if (str_eq(name, table[i].name) && (found < 0 || taken(c) & OPT_BIT(i)))
			found = i;
	return found;
}

/* --NAME VALUE or --NAME=VALUE of a command that takes fields. */
static bool take_field(struct cli *c, struct str word, int argc, char **argv, int *i)
{
	struct str name = str_from(word, 2);
	ptrdiff_t eq = str_find(name, S("="), 0);
	struct str value = eq < 0 ? STR_NONE : str_from(name, eq + 1);
	name = eq < 0 ? name : str_cut(name, 0, eq);
	if (eq < 0 && *i + 1 >= argc) {
		cli_say(c, MSG_CLI_OPTION_VALUE, ARGS(name, msg_text(MSG_ACT_TEXT, c->lang)));
		return false;
	}
	value = eq < 0 ? str_of(argv[++*i]) : value;
	c->field[c->fields++] = (struct cli_field){ name, value };
	return true;
}

static bool take_option(struct cli *c, int argc, char **argv, int *i)
{
	struct str word = str_of(argv[*i]);
	const char *value;
	int id = find_option(c, word, &value);
	bool takes = id >= 0 && taken(c) & OPT_BIT(id);
	if (!takes && c->command && c->command->help && str_starts(word, S("--")))
		return take_field(c, word, argc, argv, i);
	if (!takes) {
		while (str_drop_head(&word, S("-")))
			;
		ptrdiff_t eq = str_find(word, S("="), 0);
		return unknown_option(c, eq < 0 ? word : str_cut(word, 0, eq));
	}
	if (table[id].value == MSG_NONE && value) {
		cli_say(c, MSG_CLI_OPTION_NO_VALUE, ARGS(table[id].name));
		return false;
	}
	if (table[id].value != MSG_NONE && !value) {
		if (*i + 1 >= argc) {
			cli_say(c, MSG_CLI_OPTION_VALUE,
				ARGS(table[id].name, msg_text(table[id].value, c->lang)));
			return false;
		}
		value = argv[++*i];
	}
	c->given |= OPT_BIT(id);
	c->value[id] = value;
	if (id == OPT_LANG)
		c->lang = lang_of(str_of(value));
	return true;
}

/* The first word that is no option names the command: it is known before any
 * option is judged. */
static bool find_command(struct cli *c, int argc, char **argv)
{
	int count = 0;
	for (const struct command *row = commands; row->name.n; row++)
		count++;
	struct str *names = arena_new(c->a, struct str, count);
	for (int i = 1; i < argc; i++) {
		struct str word = str_of(argv[i]);
		const char *value;
		if (str_starts(word, S("-"))) {
			int id = find_option(c, word, &value);
			i += id >= 0 && table[id].value != MSG_NONE && !value;
			continue;
		}
		if (str_eq(word, S("help")))
			return true;
		for (int k = 0; k < count; k++) {
			names[k] = commands[k].name;
			if (str_eq(names[k], word))
				c->command = &commands[k];
		}
		if (c->command)
			return true;
		struct str near = cli_nearest(c->a, word, names, count);
		if (near.n)
			cli_say(c, MSG_CLI_COMMAND_NEAR, ARGS(word, near));
		else
			cli_say(c, MSG_CLI_COMMAND_UNKNOWN, ARGS(word));
		return false;
	}
	return true;
}

static const char *environment(const char *name, const char *otherwise)
{
	const char *value = getenv(name);
	return value && *value ? value : otherwise;
}

bool cli_options(struct cli *c, int argc, char **argv)
{
	c->lang = lang_of(str_of(
		environment("HUIYIN_LANG", environment("LC_ALL", environment("LANG", "zh")))));
	c->value[OPT_LEDGER] = environment("HUIYIN_LEDGER", "ledger");
	c->value[OPT_STORE] = environment("HUIYIN_STORE", NULL);
	c->value[OPT_KEY_FILE] = environment("HUIYIN_KEY", NULL);
	c->value[OPT_EVIDENCE] = environment("HUIYIN_EVIDENCE", "evidence");
	c->arg = arena_new(c->a, const char *, argc + 1);
	c->field = arena_new(c->a, struct cli_field, argc + 1);
	if (!find_command(c, argc, argv))
		return false;
	bool only_words = false, named = false;
	for (int i = 1; i < argc; i++) {
		struct str word = str_of(argv[i]);
		if (!only_words && str_eq(word, S("--")))
			only_words = true;
		else if (!only_words && word.n > 1 && word.p[0] == '-') {
			if (!take_option(c, argc, argv, &i))
				return false;
		} else if (!named && c->command)
			named = true;
		else if (!c->command && str_eq(word, S("help")))
			c->given |= OPT_BIT(OPT_HELP);
		else
			c->arg[c->args++] = argv[i];
	}
	return true;
}

void cli_print_options(const struct cli *c, FILE *to, uint64_t set)
{
	for (int i = 0; i < OPT_COUNT; i++) {
		if (!(set & OPT_BIT(i)))
			continue;
		char letter[5] = "    ";
		if (table[i].letter)
			snprintf(letter, sizeof(letter), "-%c, ", table[i].letter);
		struct str value = msg_text(table[i].value, c->lang);
		struct str shown = str_fmt(c->a, "%s--%.*s%s%.*s", letter, STR_ARG(table[i].name),
					   value.n ? " " : "", STR_ARG(value));
		fprintf(to, "  %.*s%*s  %.*s\n", STR_ARG(shown), (int)(26 - width_str(shown)), "",
			STR_ARG(msg_text(table[i].about, c->lang)));
	}
}
