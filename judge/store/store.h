/*
 * store: what is remembered of judged submissions. One interface, back-ends behind it: SQLite here (store_sqlite.c),
 * PostgreSQL for more than one machine later; the SQL keeps to what both understand (sql.h).
 *
 * A submission is what was handed in: it is written once and never changes. What the judge said of it, the verdict, the
 * whole report and the result of each test, is a judgement: the first comes with the submission, and each time that it
 * is judged again there is one more, with the next number. The last one counts; the others stay readable.
 *
 * A submission with its judgement, and each further judgement, is written in one transaction and is on the disk when
 * the call returns: after a crash there is all of it or nothing. A store belongs to one thread; any number of processes
 * may have the same one open.
 *
 * Every error text names the database and says what to do. Beyond the codes below every function can give -ENOMEM,
 * -EBADMSG (the database is damaged), -EBUSY (another process held it for longer than STORE_PATIENCE_MS) and -EIO.
 */
#ifndef JUDGE_JUDGE_STORE_STORE_H
#define JUDGE_JUDGE_STORE_STORE_H

#include "judge/judge.h"

#define STORE_PATIENCE_MS 5000
#define STORE_HASH_MAX    65 /* 64 hex digits and the NUL */

struct store;

/* A submission, and one judgement of it: in a listing the last. */
struct store_entry {
	char id[REPORT_ID_MAX];
	char problem[PROBLEM_ID_MAX];
	char file[SOURCE_NAME_MAX + 1];    /* name of the first source, "" when there was none */
	uint64_t submitted_at_us;          /* wall clock, since 1970 */
	uint32_t number;                   /* of the judgement, from 1 */
	char problem_hash[STORE_HASH_MAX]; /* of the package by which it was judged; "" where that was not known */
	struct judgement judgement;
	uint64_t judged_at_us;  /* as above */
	uint64_t cpu_us;        /* of the slowest test */
	uint64_t peak_bytes;    /* of the largest test */
	uint32_t passed, total; /* numbers of tests */
	char score[32];         /* "40", "12.5"; "" where the problem gives none */
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
/*
 * One more judgement of the submission r->id, numbered `after` + 1, where `after` is the number of the last one that
 * the caller has seen. -ESTALE: somebody else was faster, and nothing was written; -EINVAL and the others as above.
 */
int store_judge_again(struct store *s, const struct report *r, uint32_t after, struct err *e) must_check;

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
 * The following speak of one submission, by id or a unique beginning of it. -ENOENT: none, or not an id; -EEXIST:
 * several.
 */

/* Calls `entry` for each of its judgements, the first one first; as of store_list. */
int store_judgements(struct store *s, const char *id, int (*entry)(const struct store_entry *en, void *arg), void *arg,
		     struct err *e) must_check;
/*
 * Appends the report of a judgement (JSON, one line, as report_json wrote it for the owner); number 0: of the last.
 * -ENOENT: there is none of that number; -EMSGSIZE over json's ceiling.
 */
int store_report(struct store *s, const char *id, uint32_t number, struct buf *json, struct err *e) must_check;
/* Appends its sources, as a JSON array of {"name", "text"}; bytes that are no UTF-8 are U+FFFD there. */
int store_sources(struct store *s, const char *id, struct buf *json, struct err *e) must_check;
/*
 * What was handed in, to be judged again. *out is the caller's to clear. -ENODATA: no source was kept; -EBADMSG: they
 * are not what was handed in, by their hash.
 */
int store_submission(struct store *s, const char *id, struct submission *out, struct err *e) must_check;

#endif
