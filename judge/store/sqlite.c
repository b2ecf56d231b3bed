/*
 * sqlite: the SQLite database behind a store.
 *
 * What a transaction has committed is on the disk (WAL, synchronous=FULL); readers never wait for a writer; a process
 * that is killed at any moment leaves a journal that the next one rolls back.
 *
 * The file may be damaged or another program's: nothing is written to it before its schema was recognised, and what
 * is read from it is checked like any input. Statements are prepared; no text of a submission ever becomes SQL.
 *
 * It does not protect against its own user, who can change the file.
 */
#include "judge/store/sqlite.h"

#include "sandbox/base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>

#define RETRY_MS 10

static const char *const statements[SQL_COUNT] = {
#define X(id, text) [SQL_##id] = text,
	STORE_STATEMENTS(X)
#undef X
};

/* ---- errors ---------------------------------------------------------------------------------------------------- */

/* Only ENOSPC becomes SQLITE_FULL; a quota or a file size limit ends as a failed write whose errno is lost. */
static bool is_disk_full(int rc)
{
	return (rc & 0xff) == SQLITE_FULL || rc == SQLITE_IOERR_WRITE || rc == SQLITE_IOERR_SHMSIZE;
}

/* What to do about a failure, by SQLite's primary code. */
static const struct advice {
	int rc;
	int code;
	const char *text;
} advices[] = {
	{ SQLITE_FULL, -ENOSPC,
	  "cannot be written: its disk or quota is full, or the disk fails; free some space, then try "
	  "again: nothing was stored" },
	{ SQLITE_BUSY, -EBUSY, "another judge is writing to it and does not finish; try again" },
	{ SQLITE_LOCKED, -EBUSY, "another judge is writing to it and does not finish; try again" },
	{ SQLITE_READONLY, -EACCES,
	  "not writable; see who owns it and its directory, or set XDG_DATA_HOME to another one" },
	{ SQLITE_CANTOPEN, -EACCES,
	  "cannot be opened; see who owns it and its directory, or set XDG_DATA_HOME to another one" },
	{ SQLITE_PERM, -EACCES,
	  "not accessible; see who owns it and its directory, or set XDG_DATA_HOME to another one" },
	{ SQLITE_NOTADB, -EBADMSG, "not a database; move it away, and a new one is made" },
	{ SQLITE_CORRUPT, -EBADMSG, "damaged; move it away, and a new one is made" },
	{ SQLITE_NOMEM, -ENOMEM, "out of memory" },
};

int store_fail(const struct store *s, int rc, struct err *e)
{
	const int primary = is_disk_full(rc) ? SQLITE_FULL : rc & 0xff;

	for (size_t i = 0; i < sizeof(advices) / sizeof(*advices); i++)
		if (advices[i].rc == primary)
			return err_set(e, advices[i].code, "history %s: %s", s->path, advices[i].text);
	return err_set(e, -EIO, "history %s: %s; see whether its disk is in order", s->path,
		       s->db ? sqlite3_errmsg(s->db) : sqlite3_errstr(rc));
}

int store_damaged(const struct store *s, const char *what, struct err *e)
{
	return err_set(e, -EBADMSG, "history %s: damaged: %s; move it away, and a new one is made", s->path, what);
}

/* ---- statements ------------------------------------------------------------------------------------------------ */

int sqlite_run(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(db, sql, -1, &st, NULL);

	while (rc == SQLITE_OK || rc == SQLITE_ROW)
		rc = sqlite3_step(st);
	sqlite3_finalize(st);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

int store_statement(struct store *s, enum statement id, sqlite3_stmt **out, struct err *e)
{
	int rc = SQLITE_OK;

	if (!s->prepared[id])
		rc = sqlite3_prepare_v3(s->db, statements[id], -1, SQLITE_PREPARE_PERSISTENT, &s->prepared[id], NULL);
	if (rc != SQLITE_OK)
		return store_fail(s, rc, e);
	sqlite3_reset(s->prepared[id]);
	sqlite3_clear_bindings(s->prepared[id]);
	*out = s->prepared[id];
	return 0;
}

void statement_done(sqlite3_stmt **st)
{
	if (*st)
		sqlite3_reset(*st);
}

void binder_text(struct binder *b, const char *text)
{
	b->at++;
	if (b->rc == SQLITE_OK)
		b->rc = text ? sqlite3_bind_text(b->st, b->at, text, -1, SQLITE_STATIC)
			     : sqlite3_bind_null(b->st, b->at);
}

void binder_cut(struct binder *b, const char *text, size_t max)
{
	size_t n = strnlen(text, max + 1);

	if (n > max)
		for (n = max; n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80;)
			n--;
	b->at++;
	if (b->rc == SQLITE_OK)
		b->rc = sqlite3_bind_text(b->st, b->at, text, (int)n, SQLITE_STATIC);
}

void binder_bytes(struct binder *b, const char *bytes, size_t n)
{
	b->at++;
	/* A NULL pointer would bind NULL instead of an empty blob. */
	if (b->rc == SQLITE_OK)
		b->rc = sqlite3_bind_blob64(b->st, b->at, n ? bytes : "", n, SQLITE_STATIC);
}

void binder_number(struct binder *b, uint64_t v)
{
	b->at++;
	if (b->rc == SQLITE_OK)
		b->rc = sqlite3_bind_int64(b->st, b->at, v < INT64_MAX ? (sqlite3_int64)v : INT64_MAX);
}

int store_execute(struct store *s, struct binder *b, struct err *e)
{
	if (b->rc == SQLITE_OK)
		b->rc = sqlite3_step(b->st);
	return b->rc == SQLITE_DONE ? 0 : store_fail(s, b->rc, e);
}

uint64_t column_number(sqlite3_stmt *st, int column)
{
	const sqlite3_int64 v = sqlite3_column_int64(st, column);

	return v > 0 ? (uint64_t)v : 0;
}

int column_text(struct store *s, sqlite3_stmt *st, int column, char *out, size_t size, struct err *e)
{
	const unsigned char *text = sqlite3_column_text(st, column);
	const size_t n = text ? (size_t)sqlite3_column_bytes(st, column) : 0;

	if (n >= size || (n > 0 && memchr(text, 0, n)))
		return store_damaged(s, sqlite3_column_name(st, column), e);
	if (n > 0)
		memcpy(out, text, n);
	out[n] = 0;
	return 0;
}

/* ---- opening --------------------------------------------------------------------------------------------------- */

/* The version of the schema, 0 for an empty database. */
static int read_version(struct store *s, sqlite3_int64 *version, struct err *e)
{
	static const char sql[] = "SELECT count(*), coalesce(sum(name = 'judge_schema'), 0) FROM sqlite_master";
	cleanup_statement sqlite3_stmt *st = NULL;
	sqlite3_stmt *count = NULL;
	sqlite3_int64 all = 0, ours = 0;
	int rc = sqlite3_prepare_v2(s->db, sql, -1, &count, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_step(count);
	if (rc == SQLITE_ROW) {
		all = sqlite3_column_int64(count, 0);
		ours = sqlite3_column_int64(count, 1);
	}
	sqlite3_finalize(count);
	if (rc != SQLITE_ROW)
		return store_fail(s, rc, e);
	if (all > 0 && ours == 0)
		return err_set(e, -EBADMSG,
			       "history %s: a database of another program; move it away, and a new one is made",
			       s->path);
	*version = 0;
	if (all == 0)
		return 0;
	if (store_statement(s, SQL_VERSION, &st, e) < 0)
		return e->code;
	rc = sqlite3_step(st);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		return store_fail(s, rc, e);
	*version = rc == SQLITE_ROW ? sqlite3_column_int64(st, 0) : 0;
	if (*version <= 0)
		return store_damaged(s, "no version", e);
	if (*version > STORE_VERSION)
		return err_set(
			e, -EBADMSG,
			"history %s: written by a newer judge (version %lld, this one knows %d); update the judge, or "
			"set XDG_DATA_HOME to another directory",
			s->path, (long long)*version, STORE_VERSION);
	return 0;
}

/* Brings the schema up to date; two processes that start at once do it one after the other. */
static int migrate(struct store *s, struct err *e)
{
	sqlite3_int64 version;
	int rc;

	if (read_version(s, &version, e) < 0)
		return e->code;
	if (version == STORE_VERSION)
		return 0;
	rc = sqlite_run(s->db, "BEGIN IMMEDIATE");
	if (rc != SQLITE_OK)
		return store_fail(s, rc, e);
	if (read_version(s, &version, e) < 0) {
		(void)sqlite_run(s->db, "ROLLBACK");
		return e->code;
	}
	for (; rc == SQLITE_OK && version < STORE_VERSION; version++)
		for (size_t i = 0; rc == SQLITE_OK && i < STORE_MIGRATION_MAX && store_migrations[version][i]; i++)
			rc = sqlite_run(s->db, store_migrations[version][i]);
	if (rc == SQLITE_OK)
		rc = sqlite_run(s->db, "COMMIT");
	if (rc == SQLITE_OK)
		return 0;
	(void)store_fail(s, rc, e);
	(void)sqlite_run(s->db, "ROLLBACK");
	return e->code;
}

/*
 * Turning WAL on while another process does the same is called busy at once, without asking the busy handler: so it
 * is tried again here, and the handler, which would wait each time, is off meanwhile.
 */
static int run_patiently(sqlite3 *db, const char *sql)
{
	int rc;

	sqlite3_busy_timeout(db, 0);
	rc = sqlite_run(db, sql);
	for (int waited = 0; (rc & 0xff) == SQLITE_BUSY && waited < STORE_PATIENCE_MS; waited += RETRY_MS) {
		sqlite3_sleep(RETRY_MS);
		rc = sqlite_run(db, sql);
	}
	sqlite3_busy_timeout(db, STORE_PATIENCE_MS);
	return rc;
}

static int configure(struct store *s, struct err *e)
{
	static const char *const pragmas[] = {
		/*
		 * Where the file system cannot share memory, SQLite stays with a rollback journal: as safe, only
		 * slower.
		 */
		"PRAGMA journal_mode = WAL",
		"PRAGMA synchronous = FULL",
		"PRAGMA foreign_keys = ON",
		"PRAGMA cell_size_check = ON",
	};
	int rc = SQLITE_OK;

	for (size_t i = 0; rc == SQLITE_OK && i < sizeof(pragmas) / sizeof(*pragmas); i++)
		rc = run_patiently(s->db, pragmas[i]);
	return rc == SQLITE_OK ? 0 : store_fail(s, rc, e);
}

/*
 * Makes the file, so that it never exists with another mode than 0600: SQLite gives its journals the mode of the
 * file.
 */
static int create(const char *path, struct err *e)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	/* An existing one is not touched: closing it would drop the locks that this process may have on it. */
	if (fd < 0 && errno == EEXIST)
		return fs_is_dir(path) ? err_set(e, -EISDIR, "history %s: a directory; name a file", path) : 0;
	if (fd < 0 && (errno == EACCES || errno == EROFS))
		return err_set(
			e, -EACCES,
			"history %s: cannot be made; see who owns its directory, or set XDG_DATA_HOME to another one",
			path);
	if (fd < 0 && errno == ENOENT)
		return err_set(e, -ENOENT, "history %s: its directory does not exist; make it, or name another file",
			       path);
	if (fd < 0)
		return err_errno(e, "history %s: cannot be made", path);
	fd_close(&fd);
	return 0;
}

static int open_database(struct store *s, struct err *e)
{
	int rc;

	if (create(s->path, e) < 0)
		return e->code;
	rc = sqlite3_open_v2(s->path, &s->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
			     NULL);
	if (rc != SQLITE_OK)
		return store_fail(s, rc, e);
	sqlite3_busy_timeout(s->db, STORE_PATIENCE_MS);
	/* A file that can be read only is opened so without a word. */
	if (sqlite3_db_readonly(s->db, "main") == 1)
		return store_fail(s, SQLITE_READONLY, e);
	return 0;
}

/* Where the database is: malloc'ed, and with a slash, so that SQLite takes no name for something special. */
static int find_path(const char *where, char **out, struct err *e)
{
	cleanup_free char *home = NULL;

	if (where && strncmp(where, "postgresql://", 13) == 0)
		return err_set(e, -ENOTSUP, "this judge keeps its history in SQLite only; name a file");
	if (where) {
		*out = where[0] == '/' ? strdup(where) : fs_join(".", where);
	} else {
		if (fs_data_home(&home, e) < 0 || fs_mkdirs(home, 0700, e) < 0)
			return err_wrap(e, "history");
		*out = fs_join(home, "judge.db");
	}
	return *out ? 0 : err_set(e, -ENOMEM, "history: out of memory");
}

int store_open(const char *where, struct store **out, struct err *e)
{
	cleanup_store struct store *s = calloc(1, sizeof(*s));
	sqlite3_int64 version;

	if (!s)
		return err_set(e, -ENOMEM, "history: out of memory");
	if (find_path(where, &s->path, e) < 0 || open_database(s, e) < 0)
		return e->code;
	/* The first look, before anything is written: WAL mode would change a file that is not ours. */
	if (read_version(s, &version, e) < 0 || configure(s, e) < 0 || migrate(s, e) < 0)
		return e->code;
	*out = steal_ptr(&s);
	return 0;
}

void store_close(struct store *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < SQL_COUNT; i++)
		sqlite3_finalize(s->prepared[i]);
	sqlite3_close(s->db);
	free(s->path);
	free(s);
}
