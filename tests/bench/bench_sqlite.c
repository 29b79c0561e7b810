/*
 * What SQLite alone takes for as many commits and rows as an import made: the
 * yardstick of the import.
 *
 * usage: bench_sqlite FILE COMMITS ROWS_A_COMMIT BYTES_A_ROW
 *
 * WAL, synchronous=FULL, one prepared statement, a checkpoint at the end.
 * Prints `seconds N`.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/os.h"

static sqlite3 *db;

static void must(int rc)
{
	if (rc != SQLITE_OK && rc != SQLITE_DONE && rc != SQLITE_ROW) {
		fprintf(stderr, "bench_sqlite: %s\n", sqlite3_errmsg(db));
		exit(1);
	}
}

static void run(const char *sql)
{
	must(sqlite3_exec(db, sql, NULL, NULL, NULL));
}

int main(int argc, char **argv)
{
	if (argc != 5) {
		fprintf(stderr, "usage: %s FILE COMMITS ROWS BYTES\n", argv[0]);
		return 2;
	}
	long commits = strtol(argv[2], NULL, 10), rows = strtol(argv[3], NULL, 10);
	int bytes = (int)strtol(argv[4], NULL, 10);
	char *text = malloc((size_t)bytes + 1);
	if (!text)
		return 1;
	memset(text, 'x', (size_t)bytes);
	must(sqlite3_open(argv[1], &db));
	run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
	    "CREATE TABLE t (a INTEGER, b INTEGER, c TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;");
	sqlite3_stmt *insert;
	must(sqlite3_prepare_v2(db, "INSERT INTO t VALUES (?, ?, ?)", -1, &insert, NULL));
	double start = os_clock();
	for (long i = 0; i < commits; i++) {
		run("BEGIN IMMEDIATE");
		for (long j = 0; j < rows; j++) {
			must(sqlite3_bind_int64(insert, 1, i));
			must(sqlite3_bind_int64(insert, 2, j));
			must(sqlite3_bind_text(insert, 3, text, bytes, SQLITE_STATIC));
			must(sqlite3_step(insert));
			must(sqlite3_reset(insert));
		}
		run("COMMIT");
	}
	run("PRAGMA wal_checkpoint(TRUNCATE)");
	printf("seconds %.3f\n", os_clock() - start);
	sqlite3_finalize(insert);
	must(sqlite3_close(db));
	free(text);
	return 0;
}
