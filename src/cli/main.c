/* The command line's commands, as one table; finding and running one; help. */
#include <locale.h>
#include <signal.h>
#include <string.h>

#include "cli/cli.h"
#include "text/width.h"

const struct command commands[] = {
	{ { "parse", 5 },
	  cmd_parse,
	  OPT_BIT(OPT_JSON),
	  1,
	  -1,
	  MSG_CLI_ARGS_FILES,
	  MSG_PARSE_ABOUT,
	  MSG_PARSE_MORE,
	  { "huiyin parse notice.docx", "huiyin parse --json notice.txt" } },
	{ { "check", 5 },
	  cmd_check,
	  OPT_BIT(OPT_JSON) | OPT_BIT(OPT_RULES),
	  0,
	  -1,
	  MSG_CLI_ARGS_FILES,
	  MSG_CHECK_ABOUT,
	  MSG_CHECK_MORE,
	  { "huiyin check notice.docx", "huiyin check --rules" } },
	{ { "init", 4 },
	  cmd_init,
	  OPT_WHERE | OPT_BIT(OPT_AS) | OPT_BIT(OPT_HASH),
	  0,
	  1,
	  MSG_CLI_ARGS_DIR,
	  MSG_INIT_ABOUT,
	  MSG_INIT_MORE,
	  { "huiyin init district" } },
	{ { "import", 6 },
	  cmd_import,
	  OPT_WHERE | OPT_BIT(OPT_AS) | OPT_BIT(OPT_FILES_FROM) | OPT_BIT(OPT_JSON) |
		  OPT_BIT(OPT_PACK),
	  0,
	  -1,
	  MSG_CLI_ARGS_FILES,
	  MSG_IMPORT_ABOUT,
	  MSG_IMPORT_MORE,
	  { "huiyin import notice.docx",
	    "find . -name 'notice*.txt' | huiyin import --files-from -" } },
	{ { "list", 4 },
	  cmd_list,
	  OPT_WHERE | OPT_BIT(OPT_AS) | OPT_BIT(OPT_ON) | OPT_BIT(OPT_JSON),
	  0,
	  1,
	  MSG_CLI_ARGS_LIST,
	  MSG_LIST_ABOUT,
	  MSG_LIST_MORE,
	  { "huiyin list findings --due overdue --sort due", "huiyin list measures --json" },
	  help_list },
	{ { "search", 6 },
	  cmd_search,
	  OPT_WHERE | OPT_BIT(OPT_AS) | OPT_BIT(OPT_NEWEST) | OPT_BIT(OPT_JSON),
	  1,
	  -1,
	  MSG_CLI_ARGS_WORDS,
	  MSG_SEARCH_ABOUT,
	  MSG_SEARCH_MORE,
	  { "huiyin search 楼道 物业", "huiyin search 垃圾 --in findings,measures --newest" },
	  help_search },
	{ { "show", 4 },
	  cmd_show,
	  OPT_WHERE | OPT_BIT(OPT_JSON),
	  1,
	  1,
	  MSG_CLI_ARGS_CODE,
	  MSG_SHOW_ABOUT,
	  MSG_SHOW_MORE,
	  { "huiyin show 2025-01", "huiyin show 2025-01-003" } },
	{ { "notice", 6 },
	  cmd_notice,
	  OPT_WHERE | OPT_BIT(OPT_OUTPUT),
	  1,
	  1,
	  MSG_CLI_ARGS_INSPECTION,
	  MSG_NOTICE_ABOUT,
	  MSG_NOTICE_MORE,
	  { "huiyin notice 2025-01 -o notice.docx", "huiyin notice 2025-01 -o notice.html" } },
	{ { "verify", 6 },
	  cmd_verify,
	  OPT_WHERE | OPT_BIT(OPT_JSON) | OPT_BIT(OPT_HEAD_FILE) | OPT_BIT(OPT_PUBLIC) |
		  OPT_BIT(OPT_PROOF),
	  0,
	  0,
	  MSG_NONE,
	  MSG_VERIFY_ABOUT,
	  MSG_VERIFY_MORE,
	  { "huiyin verify", "huiyin verify --head head.txt",
	    "huiyin verify --proof proof.json" } },
	{ { "head", 4 },
	  cmd_head,
	  OPT_WHERE | OPT_BIT(OPT_SIGN) | OPT_BIT(OPT_KEY_FILE) | OPT_BIT(OPT_OUTPUT) |
		  OPT_BIT(OPT_JSON),
	  0,
	  0,
	  MSG_NONE,
	  MSG_HEAD_ABOUT,
	  MSG_HEAD_MORE,
	  { "huiyin head", "huiyin head --key head.key -o head.txt" } },
	{ { "prove", 5 },
	  cmd_prove,
	  OPT_WHERE | OPT_BIT(OPT_OUTPUT),
	  1,
	  1,
	  MSG_CLI_ARGS_SEQ,
	  MSG_PROVE_ABOUT,
	  MSG_PROVE_MORE,
	  { "huiyin prove 1 -o proof.json" } },
	{ { "prove-consistency", 17 },
	  cmd_prove_consistency,
	  OPT_WHERE | OPT_BIT(OPT_OUTPUT),
	  1,
	  2,
	  MSG_CLI_ARGS_SIZES,
	  MSG_CONSISTENCY_ABOUT,
	  MSG_PROVE_MORE,
	  { "huiyin prove-consistency 1" } },
	{ { "key", 3 },
	  cmd_key,
	  0,
	  2,
	  3,
	  MSG_CLI_ARGS_KEY,
	  MSG_KEY_ABOUT,
	  MSG_KEY_MORE,
	  { "huiyin key new head.key", "huiyin key public head.key" } },
	{ { "log", 3 },
	  cmd_log,
	  OPT_WHERE | OPT_BIT(OPT_SINCE) | OPT_BIT(OPT_VERB) | OPT_BIT(OPT_ACTOR) |
		  OPT_BIT(OPT_TARGET) | OPT_BIT(OPT_JSON),
	  0,
	  2,
	  MSG_CLI_ARGS_LOG,
	  MSG_LOG_ABOUT,
	  MSG_LOG_MORE,
	  { "huiyin log --verb erase", "huiyin log export log.jsonl" } },
	{ { "reindex", 7 },
	  cmd_reindex,
	  OPT_WHERE,
	  0,
	  0,
	  MSG_NONE,
	  MSG_REINDEX_ABOUT,
	  MSG_REINDEX_MORE,
	  { "huiyin reindex" } },
	{ { "due", 3 },
	  cmd_due,
	  OPT_WHERE | OPT_BIT(OPT_AS) | OPT_BIT(OPT_DAYS) | OPT_BIT(OPT_ON) | OPT_BIT(OPT_JSON),
	  0,
	  0,
	  MSG_NONE,
	  MSG_DUE_ABOUT,
	  MSG_DUE_MORE,
	  { "huiyin due", "huiyin due --days 60 --json" } },
	{ { "overdue", 7 },
	  cmd_overdue,
	  OPT_WHERE | OPT_BIT(OPT_AS) | OPT_BIT(OPT_ON) | OPT_BIT(OPT_JSON),
	  0,
	  0,
	  MSG_NONE,
	  MSG_OVERDUE_ABOUT,
	  MSG_DUE_MORE,
	  { "huiyin overdue", "huiyin overdue --on 2025-06-30" } },
	{ { "stats", 5 },
	  cmd_stats,
	  OPT_WHERE | OPT_BIT(OPT_AS) | OPT_BIT(OPT_ON) | OPT_BIT(OPT_JSON) | OPT_BIT(OPT_CSV),
	  0,
	  1,
	  MSG_CLI_ARGS_STATS,
	  MSG_STATS_ABOUT,
	  MSG_STATS_MORE,
	  { "huiyin stats unit", "huiyin stats category --csv" } },
	{ { "packs", 5 },
	  cmd_packs,
	  OPT_WHERE | OPT_BIT(OPT_AS) | OPT_BIT(OPT_JSON),
	  0,
	  2,
	  MSG_CLI_ARGS_PACKS,
	  MSG_PACKS_ABOUT,
	  MSG_PACKS_MORE,
	  { "huiyin packs", "huiyin packs 巡察" } },
	{ { "recurrences", 11 },
	  cmd_recurrences,
	  OPT_WHERE | OPT_BIT(OPT_JSON),
	  1,
	  1,
	  MSG_CLI_ARGS_CODE,
	  MSG_RECURRENCES_ABOUT,
	  MSG_RECURRENCES_MORE,
	  { "huiyin recurrences 2025-01-003" } },
	{ { "act", 3 },
	  cmd_act,
	  OPT_WHERE | OPT_BIT(OPT_AS) | OPT_BIT(OPT_KEY) | OPT_BIT(OPT_SEEN) |
		  OPT_BIT(OPT_HAPPENED) | OPT_BIT(OPT_JSON),
	  0,
	  2,
	  MSG_CLI_ARGS_ACT,
	  MSG_ACT_ABOUT,
	  MSG_ACT_MORE,
	  { "huiyin act report 2025-01-003 --measure 1 --progress done --text 楼道已清理",
	    "huiyin act assign 2025-01-003 --owner 王小明 --leader 李芳" },
	  help_act },
	{ { "backup", 6 },
	  cmd_backup,
	  OPT_WHERE | OPT_BIT(OPT_JSON),
	  1,
	  1,
	  MSG_CLI_ARGS_FILE,
	  MSG_BACKUP_ABOUT,
	  MSG_BACKUP_MORE,
	  { "huiyin backup ledger.zip" } },
	{ { "restore", 7 },
	  cmd_restore,
	  OPT_WHERE | OPT_BIT(OPT_HEAD) | OPT_BIT(OPT_JSON),
	  1,
	  1,
	  MSG_CLI_ARGS_FILE,
	  MSG_RESTORE_ABOUT,
	  MSG_RESTORE_MORE,
	  { "huiyin restore ledger.zip --ledger restored" } },
	{ { "move", 4 },
	  cmd_move,
	  OPT_WHERE | OPT_BIT(OPT_TO) | OPT_BIT(OPT_TO_EVIDENCE) | OPT_BIT(OPT_JSON),
	  0,
	  0,
	  MSG_NONE,
	  MSG_MOVE_ABOUT,
	  MSG_MOVE_MORE,
	  { "huiyin move --to copy" } },
	{ { "check-ledger", 12 },
	  cmd_check_ledger,
	  OPT_WHERE | OPT_BIT(OPT_HASHES) | OPT_BIT(OPT_SWEEP) | OPT_BIT(OPT_JSON),
	  0,
	  0,
	  MSG_NONE,
	  MSG_CHECK_LEDGER_ABOUT,
	  MSG_CHECK_LEDGER_MORE,
	  { "huiyin check-ledger", "huiyin check-ledger --hashes --json" } },
	{ { "seed", 4 },
	  cmd_seed,
	  OPT_WHERE | OPT_BIT(OPT_AS) | OPT_BIT(OPT_ON) | OPT_BIT(OPT_UNITS) |
		  OPT_BIT(OPT_FINDINGS) | OPT_BIT(OPT_SEED) | OPT_BIT(OPT_PLAIN),
	  0,
	  0,
	  MSG_NONE,
	  MSG_SEED_ABOUT,
	  MSG_SEED_MORE,
	  { "huiyin seed --ledger yunxi --units 20 --findings 100 --seed 7" } },
	{ { "attach", 6 },
	  cmd_attach,
	  OPT_WHERE | OPT_BIT(OPT_AS) | OPT_BIT(OPT_JSON),
	  2,
	  -1,
	  MSG_CLI_ARGS_ATTACH,
	  MSG_ATTACH_ABOUT,
	  MSG_ATTACH_MORE,
	  { "huiyin attach 2025-01-003/1 photo.jpg --title 清理后的楼道 --date 2025-06-01",
	    "huiyin attach 2025-01-003 minutes.txt --origin 社区党委" },
	  help_attach },
	{ { "evidence", 8 },
	  cmd_evidence,
	  OPT_WHERE | OPT_BIT(OPT_OUTPUT) | OPT_BIT(OPT_JSON),
	  1,
	  1,
	  MSG_CLI_ARGS_EVIDENCE,
	  MSG_EVIDENCE_ABOUT,
	  MSG_EVIDENCE_MORE,
	  { "huiyin evidence 2025-01-003", "huiyin evidence 2025-01-003-1-01 -o photo.jpg" } },
	{ { "export-evidence", 15 },
	  cmd_export_evidence,
	  OPT_WHERE | OPT_BIT(OPT_OUTPUT),
	  1,
	  1,
	  MSG_CLI_ARGS_CODE,
	  MSG_EXPORT_ABOUT,
	  MSG_EXPORT_MORE,
	  { "huiyin export-evidence 2025-01 -o archive.zip" } },
	{ { "settings", 8 },
	  cmd_settings,
	  OPT_WHERE | OPT_BIT(OPT_AS) | OPT_BIT(OPT_JSON),
	  0,
	  2,
	  MSG_CLI_ARGS_SETTINGS,
	  MSG_SETTINGS_ABOUT,
	  MSG_SETTINGS_MORE,
	  { "huiyin settings", "huiyin settings session-hours 8" } },
	{ { "audit-settings", 14 },
	  cmd_audit_settings,
	  OPT_WHERE | OPT_BIT(OPT_JSON),
	  0,
	  0,
	  MSG_NONE,
	  MSG_AUDIT_ABOUT,
	  MSG_AUDIT_MORE,
	  { "huiyin audit-settings --ledger district" } },
	{ { "login-code", 10 },
	  cmd_login_code,
	  OPT_WHERE | OPT_BIT(OPT_AS),
	  0,
	  1,
	  MSG_CLI_ARGS_PERSON,
	  MSG_LOGIN_CODE_ABOUT,
	  MSG_LOGIN_CODE_MORE,
	  { "huiyin login-code" } },
	{ { "passwd", 6 },
	  cmd_passwd,
	  OPT_WHERE | OPT_BIT(OPT_AS),
	  0,
	  1,
	  MSG_CLI_ARGS_PERSON,
	  MSG_PASSWD_ABOUT,
	  MSG_PASSWD_MORE,
	  { "huiyin passwd < password.txt" } },
	{ { "totp", 4 },
	  cmd_totp,
	  OPT_WHERE | OPT_BIT(OPT_AS) | OPT_BIT(OPT_OFF),
	  0,
	  1,
	  MSG_CLI_ARGS_PERSON,
	  MSG_TOTP_ABOUT,
	  MSG_TOTP_MORE,
	  { "huiyin totp", "huiyin totp --off" } },
	{ { "sessions", 8 },
	  cmd_sessions,
	  OPT_WHERE | OPT_BIT(OPT_AS) | OPT_BIT(OPT_END) | OPT_BIT(OPT_END_ALL) |
		  OPT_BIT(OPT_JSON),
	  0,
	  0,
	  MSG_NONE,
	  MSG_SESSIONS_ABOUT,
	  MSG_SESSIONS_MORE,
	  { "huiyin sessions", "huiyin sessions --json" } },
	{ .run = NULL },
};

static void print(FILE *to, struct str s)
{
	fprintf(to, "%.*s", STR_ARG(s));
}

static void print_usage(const struct cli *c, FILE *to)
{
	print(to, msg_text(MSG_CLI_USAGE, c->lang));
	for (const struct command *row = commands; row->name.n; row++) {
		struct str shown = str_fmt(c->a, "%.*s %.*s", STR_ARG(row->name),
					   STR_ARG(msg_text(row->args, c->lang)));
		fprintf(to, "  %.*s%*s  %.*s\n", STR_ARG(shown), (int)(28 - width_str(shown)), "",
			STR_ARG(msg_text(row->about, c->lang)));
	}
	fputs("\n", to);
	cli_print_options(c, to, OPT_BIT(OPT_HELP) | OPT_BIT(OPT_VERSION) | OPT_BIT(OPT_LANG));
	print(to, msg_text(MSG_CLI_AFTER, c->lang));
}

static void print_help(struct cli *c, FILE *to)
{
	const struct command *row = c->command;
	fprintf(to, "%.*s\n\n  huiyin %.*s [%.*s] %.*s\n\n%.*s\n",
		STR_ARG(msg_text(row->about, c->lang)), STR_ARG(row->name),
		STR_ARG(msg_text(MSG_CLI_OPTIONS, c->lang)), STR_ARG(msg_text(row->args, c->lang)),
		STR_ARG(msg_text(row->more, c->lang)));
	fputs("\n", to);
	cli_print_options(c, to, row->options | OPT_BIT(OPT_HELP) | OPT_BIT(OPT_LANG));
	fprintf(to, "\n%.*s\n", STR_ARG(msg_text(MSG_CLI_EXAMPLES, c->lang)));
	for (int i = 0; i < 4 && row->example[i]; i++)
		fprintf(to, "  %s\n", row->example[i]);
	if (row->help)
		row->help(c);
}

static int dispatch(struct cli *c)
{
	const struct command *row = c->command;
	if (cli_has(c, OPT_VERSION)) {
		puts("huiyin " HUIYIN_VERSION);
		return 0;
	}
	if (cli_has(c, OPT_HELP)) {
		if (row)
			print_help(c, stdout);
		else
			print_usage(c, stdout);
		return 0;
	}
	if (!row) {
		print_usage(c, stderr);
		return 2;
	}
	if (c->args < row->least || (row->most >= 0 && c->args > row->most)) {
		cli_say(c, c->args < row->least ? MSG_CLI_ARGS_FEW : MSG_CLI_ARGS_MANY,
			ARGS(row->name, msg_text(row->args, c->lang)));
		return 2;
	}
	return row->run(c);
}

int main(int argc, char **argv)
{
	struct arena a;
	arena_init(&a, 0);
	/* a closed pipe is an error of writing, not the end of a ledger's action */
	signal(SIGPIPE, SIG_IGN);
	struct cli c = { .a = &a };
	int status = cli_options(&c, argc, argv) ? dispatch(&c) : 2;
	status = cli_leave(&c, status);
	arena_free(&a);
	return status;
}
