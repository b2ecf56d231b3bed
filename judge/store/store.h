/*
 * store: what is remembered of judged submissions. One interface, back-ends behind it: SQLite here (store_sqlite.c),
 * PostgreSQL for more than one machine later; the SQL keeps to what both understand (sql.h).
 *
 * A submission's text, verdict and whole report are written in one transaction and are on the disk when store_add
 * returns: after a crash there is all of it or nothing. A store belongs to one thread; any number of processes may
 * have the same one open.
 *
 * Every error text names the database and says what to do. Beyond the codes below every function can give -ENOMEM,
 * -EBADMSG (the database is damaged), -EBUSY (another process held it for longer than STORE_PATIENCE_MS) and -EIO.
 */
#ifndef JUDGE_JUDGE_STORE_STORE_H
#define JUDGE_JUDGE_STORE_STORE_H

#include "judge/report/report.h"

#define STORE_PATIENCE_MS 5000

struct store;

struct store_entry {
	char id[REPORT_ID_MAX];
	char problem[PROBLEM_ID_MAX];
	struct judgement judgement;
	char file[SOURCE_NAME_MAX + 1]; /* name of the first source, "" when there was none */
	uint64_t judged_at_us;          /* wall clock, since 1970 */
	uint64_t cpu_us;                /* of the slowest test */
	uint64_t peak_bytes;            /* of the largest test */
	uint32_t passed, total;         /* numbers of tests */
	char score[32];                 /* "40", "12.5"; "" where the problem gives none */
};

/*
 * `where`: NULL: $XDG_DATA_HOME/judge/judge.db, made with its directory (0700); a path, whose directory must exist;
 * later a postgresql:// address (-ENOTSUP). A new file has mode 0600. -ENOENT: no such directory, or no home;
 * -EACCES: not writable; -ENOSPC; -EBADMSG: not a database of ours, damaged, or written by a newer version: it is
 * left as it is.
 */
int store_open(const char *where, struct store **out, struct err *e) must_check;
/* NULL is allowed. */
void store_close(struct store *s);
static inline void cleanup_store_(struct store **s)
{
	store_close(*s);
}
#define cleanup_store cleanup(cleanup_store_)

/*
 * Idempotent by report id: a second call with the same id changes nothing and returns 0. -EINVAL: the id is not of 1
 * to 32 lower-case hex digits; -ENOSPC, -EACCES. Nothing of a report whose call failed is in the store.
 */
int store_add(struct store *s, const struct report *r, struct err *e) must_check;

struct store_query {
	const char *problem; /* NULL = all */
	size_t limit;        /* at most so many, the newest first */
};
/*
 * Calls `entry` for each. When it returns anything but 0, the listing ends and that is returned (`e` is the
 * callback's to fill). The callback may use the store, but not call store_list.
 */
int store_list(struct store *s, const struct store_query *q, int (*entry)(const struct store_entry *en, void *arg),
	       void *arg, struct err *e) must_check;
/*
 * Appends the report (JSON, one line, as report_json wrote it for the owner) of one submission by id or a unique
 * beginning of it. -ENOENT: none, or not an id; -EEXIST: several; -EMSGSIZE over json's ceiling.
 */
int store_report(struct store *s, const char *id, struct buf *json, struct err *e) must_check;
/* Likewise its sources, as a JSON array of {"name", "text"}; bytes that are no UTF-8 are U+FFFD there. */
int store_sources(struct store *s, const char *id, struct buf *json, struct err *e) must_check;

#endif
