/*
 * sqlite: the SQLite database behind a store: its connection, its errors in words, its statements and their
 * parameters.
 *
 * Private to the SQLite back-end. SQLite's result codes are called `rc` and never mixed with the negative errno of
 * everything else.
 */
#ifndef JUDGE_JUDGE_STORE_SQLITE_H
#define JUDGE_JUDGE_STORE_SQLITE_H

#include "judge/store/sql.h"
#include "judge/store/store.h"

#include <sqlite3.h>

enum statement {
#define X(id, text) SQL_##id,
	STORE_STATEMENTS(X)
#undef X
		SQL_COUNT
};

struct store {
	sqlite3 *db;
	sqlite3_stmt *prepared[SQL_COUNT]; /* made when first used */
	char *path;                        /* owned */
};

/* ---- errors ---------------------------------------------------------------------------------------------------- */

/* Puts the failure `rc` of the last call into words that say what to do, and returns the errno for it. */
int store_fail(const struct store *s, int rc, struct err *e);
/* -EBADMSG: something in the file is not what we can have written. */
int store_damaged(const struct store *s, const char *what, struct err *e);

/* ---- statements ------------------------------------------------------------------------------------------------ */

/* Runs a text without parameters and without rows that matter: pragmas, schema, transactions. Returns an rc. */
int sqlite_run(sqlite3 *db, const char *sql);
/* The prepared statement, ready for its parameters. */
int store_statement(struct store *s, enum statement id, sqlite3_stmt **out, struct err *e) must_check;
/* Ends the use of a statement: an open one would hold a snapshot, and with it the journal. */
void statement_done(sqlite3_stmt **st);
#define cleanup_statement cleanup(statement_done)

/* Parameters, one after the other. Texts must live until the statement is run. NULL becomes NULL. */
struct binder {
	sqlite3_stmt *st;
	int at;
	int rc; /* the first failure sticks */
};
void binder_text(struct binder *b, const char *text);
/* The beginning of a text that may be too long for a column with a limit, cut at a whole character. */
void binder_cut(struct binder *b, const char *text, size_t max);
void binder_bytes(struct binder *b, const char *bytes, size_t n);
/* Above INT64_MAX it is that. */
void binder_number(struct binder *b, uint64_t v);
/* Runs a statement that gives no rows. */
int store_execute(struct store *s, struct binder *b, struct err *e) must_check;

/* A number of the row that the statement stands on; 0 for a negative one. */
uint64_t column_number(sqlite3_stmt *st, int column);
/* Copies a text of that row; -EBADMSG when it does not fit or has a NUL, which only we can have kept out. */
int column_text(struct store *s, sqlite3_stmt *st, int column, char *out, size_t size, struct err *e) must_check;

#endif
