/*
 * Reaching a PostgreSQL server, and its errors as our sentences. libpq tells
 * why a connection failed in words alone, in the server's language; so it is
 * asked for error codes in place of words while it connects.
 */
#include "store/postgres.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/os.h"

enum { VERSION_LEAST = 150000 };
#define REACH_SECONDS 10.0

/* libpq's words on one line. */
static struct str words(char *out, size_t size, const char *from)
{
	size_t n = 0;
	for (; *from && n + 1 < size; from++) {
		bool space = *from == '\n' || *from == '\t' || *from == ' ';
		if (space && (!n || out[n - 1] == ' '))
			continue;
		out[n++] = space ? ' ' : *from;
	}
	out[n] = 0;
	return str_trim(str_of(out));
}

static const char *option(const PQconninfoOption *options, const char *name)
{
	for (; options->keyword; options++)
		if (strcmp(options->keyword, name) == 0)
			return options->val && *options->val ? options->val : NULL;
	return NULL;
}

char *postgres_shown(const char *at)
{
	char *why = NULL, *shown = NULL;
	PQconninfoOption *all = PQconninfoParse(at, &why);
	PQfreemem(why);
	if (!all) /* nothing of it can be told from a password */
		return strdup("postgres://…");
	const char *user = option(all, "user"), *host = option(all, "host");
	const char *port = option(all, "port"), *name = option(all, "dbname");
	if (asprintf(&shown, "postgres://%s%s%s%s%s/%s", user ? user : "", user ? "@" : "",
		     host ? host : "", port ? ":" : "", port ? port : "", name ? name : "") < 0)
		shown = NULL;
	PQconninfoFree(all);
	return shown;
}

/* What a server's code means for one who connects; by its first characters. */
static const struct { const char *code; enum err_code kind; enum msg msg; } refusals[] = {
	{ "28", ERR_DENIED, MSG_PG_LOGIN },
	{ "3D000", ERR_NOT_FOUND, MSG_PG_NO_DATABASE },
	{ "53300", ERR_IO, MSG_PG_CROWDED },
	{ "57P03", ERR_IO, MSG_PG_STARTING },
	{ "42501", ERR_DENIED, MSG_PG_LOGIN },
};

/* The codes stand after "FATAL:  ", whose word may be in another language. */
static bool has_code(struct str said, const char *code)
{
	char mark[16];
	snprintf(mark, sizeof(mark), ":  %s", code);
	return str_has(said, str_of(mark));
}

static bool not_reached(PGconn *conn, const char *shown, bool late, struct err *e)
{
	char line[500];
	struct str said = str_of(PQerrorMessage(conn)), where = str_of(shown);
	for (size_t i = 0; i < sizeof(refusals) / sizeof(*refusals); i++)
		if (has_code(said, refusals[i].code))
			return err_set(e, refusals[i].kind, refusals[i].msg, ARGS(where));
	if (PQconnectionNeedsPassword(conn))
		return err_set(e, ERR_DENIED, MSG_PG_LOGIN, ARGS(where));
	if (late)
		return err_set(e, ERR_IO, MSG_PG_SILENT, ARGS(where));
	return err_set(e, ERR_IO, MSG_PG_UNREACHABLE,
		       ARGS(where, words(line, sizeof(line), PQerrorMessage(conn))));
}

/* Goes on until connected; false where it failed or took too long. */
static bool wait_for(PGconn *conn, bool *late)
{
	PostgresPollingStatusType want = PGRES_POLLING_WRITING;
	double end = os_clock() + REACH_SECONDS;
	*late = false;
	while (want == PGRES_POLLING_READING || want == PGRES_POLLING_WRITING) {
		double left = end - os_clock();
		struct pollfd fd = { PQsocket(conn),
				     want == PGRES_POLLING_READING ? POLLIN : POLLOUT, 0 };
		int n = left > 0 ? poll(&fd, 1, (int)(left * 1000) + 1) : 0;
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			*late = n == 0;
			return false;
		}
		want = PQconnectPoll(conn);
	}
	return want == PGRES_POLLING_OK;
}

/* The server is of a kind that the driver can use. */
static bool fits(PGconn *conn, const char *shown, struct err *e)
{
	char version[40];
	const char *encoding = PQparameterStatus(conn, "server_encoding");
	if (PQserverVersion(conn) < VERSION_LEAST) {
		const char *told = PQparameterStatus(conn, "server_version");
		snprintf(version, sizeof(version), "%s", told ? told : "?");
		return err_set(e, ERR_BAD_INPUT, MSG_PG_VERSION,
			       ARGS(str_of(shown), str_of(version)));
	}
	if (!encoding || strcmp(encoding, "UTF8") != 0)
		return err_set(e, ERR_BAD_INPUT, MSG_PG_ENCODING,
			       ARGS(str_of(shown), str_of(encoding ? encoding : "?")));
	return true;
}

bool postgres_reach(const char *at, const char *shown, PGconn **out, struct err *e)
{
	/* What stands before the address gives way to it, what stands after does not. */
	static const char *const keys[] = { "fallback_application_name", "keepalives_idle",
					    "tcp_user_timeout", "dbname", "client_encoding", NULL };
	const char *const values[] = { "huiyin", "60", "60000", at, "UTF8", NULL };
	char *why = NULL;
	bool late;
	PQconninfoOption *parsed = PQconninfoParse(at, &why);
	PQfreemem(why);
	if (!parsed)
		return err_set(e, ERR_BAD_INPUT, MSG_PG_ADDRESS, NO_ARGS);
	PQconninfoFree(parsed);
	PGconn *conn = PQconnectStartParams(keys, values, 1);
	if (!conn)
		return err_set(e, ERR_LIMIT, MSG_STORE_MEMORY, NO_ARGS);
	PQsetErrorVerbosity(conn, PQERRORS_SQLSTATE);
	bool ok = PQstatus(conn) != CONNECTION_BAD && wait_for(conn, &late);
	if (!ok)
		not_reached(conn, shown, PQstatus(conn) != CONNECTION_BAD && late, e);
	if (!ok || !fits(conn, shown, e)) {
		PQfinish(conn);
		return false;
	}
	PQsetErrorVerbosity(conn, PQERRORS_DEFAULT);
	*out = conn;
	return true;
}

/* By the first characters of the server's code; the first that fits. */
static const struct { const char *code; enum err_code kind; enum msg msg; bool words; } errors[] = {
	{ "40", ERR_CONFLICT, MSG_STORE_BUSY, false },
	{ "55P03", ERR_CONFLICT, MSG_PG_TURN, false },
	{ "53100", ERR_IO, MSG_STORE_FULL, false },
	{ "53", ERR_IO, MSG_PG_SHORT, true },
	{ "57P", ERR_IO, MSG_PG_LOST, false },
	{ "08", ERR_IO, MSG_PG_LOST, false },
	{ "25006", ERR_IO, MSG_PG_STANDBY, false },
	{ "42501", ERR_DENIED, MSG_PG_RIGHT, true },
	{ "58", ERR_IO, MSG_PG_SHORT, true },
	{ "", ERR_DB, MSG_STORE_DB, true },
};

bool postgres_fail(PGconn *conn, const PGresult *result, const char *shown, struct err *e)
{
	char line[500];
	const char *code = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const char *said = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
	if (PQstatus(conn) == CONNECTION_BAD)
		return err_set(e, ERR_IO, MSG_PG_LOST, ARGS(str_of(shown)));
	struct str about = words(line, sizeof(line), said ? said : PQerrorMessage(conn));
	size_t i = 0;
	while (strncmp(code ? code : "", errors[i].code, strlen(errors[i].code)) != 0)
		i++;
	return err_set(e, errors[i].kind, errors[i].msg,
		       errors[i].words ? ARGS(about) : ARGS(str_of(shown)));
}
