/*
 * sql: every statement of the store, in the words that SQLite and PostgreSQL share.
 *
 * Parameters are $1, $2, … in the order of their first use: PostgreSQL's own form, which SQLite takes for names and
 * numbers in that same order. BYTEA means nothing to SQLite, which keeps a blob in any column as it is; TEXT and
 * BIGINT it knows. What differs between the two (how a transaction begins, how much is synced) stands in the
 * back-ends.
 */
#ifndef JUDGE_JUDGE_STORE_SQL_H
#define JUDGE_JUDGE_STORE_SQL_H

#define STORE_VERSION 2

/*
 * What brings a database from version n to n + 1, NULL behind the last of each. They are never changed once released:
 * a new version is a new row.
 */
static const char *const store_migrations[STORE_VERSION][8] = {
	{
		"CREATE TABLE judge_schema (version BIGINT NOT NULL)",
		"INSERT INTO judge_schema (version) VALUES (1)",

		"CREATE TABLE submission ("
		" id TEXT NOT NULL PRIMARY KEY,"
		" problem TEXT NOT NULL,"
		" problem_hash TEXT,"
		" verdict TEXT NOT NULL,"
		" reason TEXT NOT NULL,"
		" decided_by TEXT NOT NULL,"
		" file TEXT NOT NULL,"
		" source_hash TEXT,"
		" judged_at_us BIGINT NOT NULL,"
		" cpu_us BIGINT NOT NULL,"
		" peak_bytes BIGINT NOT NULL,"
		" passed BIGINT NOT NULL,"
		" total BIGINT NOT NULL,"
		" compiler TEXT,"
		" host TEXT,"
		" report TEXT NOT NULL)",

		"CREATE INDEX submission_by_time ON submission (judged_at_us, id)",
		"CREATE INDEX submission_by_problem ON submission (problem, judged_at_us, id)",

		"CREATE TABLE source ("
		" submission TEXT NOT NULL REFERENCES submission (id) ON DELETE CASCADE,"
		" number BIGINT NOT NULL,"
		" name TEXT NOT NULL,"
		" content BYTEA NOT NULL,"
		" PRIMARY KEY (submission, number))",

		"CREATE TABLE result ("
		" submission TEXT NOT NULL REFERENCES submission (id) ON DELETE CASCADE,"
		" number BIGINT NOT NULL,"
		" test_group TEXT NOT NULL,"
		" name TEXT NOT NULL,"
		" verdict TEXT NOT NULL,"
		" reason TEXT NOT NULL,"
		" cpu_us BIGINT NOT NULL,"
		" wall_us BIGINT NOT NULL,"
		" peak_bytes BIGINT NOT NULL,"
		" input_bytes BIGINT NOT NULL,"
		" exit_code BIGINT NOT NULL,"
		" signal BIGINT NOT NULL,"
		" PRIMARY KEY (submission, number))",
	},
	{
		/* Decimal; NULL: the problem gives none. */
		"ALTER TABLE submission ADD COLUMN score TEXT",
		"UPDATE judge_schema SET version = 2",
	},
};

/* X(id, text) */
#define STORE_STATEMENTS(X)                                                                                         \
	X(ADD_SUBMISSION,                                                                                           \
	  "INSERT INTO submission (id, problem, problem_hash, verdict, reason, decided_by, file, source_hash,"      \
	  " judged_at_us, cpu_us, peak_bytes, passed, total, compiler, host, report, score)"                        \
	  " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"                    \
	  " ON CONFLICT (id) DO NOTHING")                                                                           \
	X(ADD_SOURCE, "INSERT INTO source (submission, number, name, content) VALUES ($1, $2, $3, $4)")             \
	X(ADD_RESULT,                                                                                               \
	  "INSERT INTO result (submission, number, test_group, name, verdict, reason, cpu_us, wall_us, peak_bytes," \
	  " input_bytes, exit_code, signal) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)")            \
	X(LIST, "SELECT id, problem, verdict, reason, file, judged_at_us, cpu_us, peak_bytes, passed, total, score" \
		" FROM submission ORDER BY judged_at_us DESC, id DESC LIMIT $1")                                    \
	X(LIST_PROBLEM,                                                                                             \
	  "SELECT id, problem, verdict, reason, file, judged_at_us, cpu_us, peak_bytes, passed, total, score"       \
	  " FROM submission WHERE problem = $1 ORDER BY judged_at_us DESC, id DESC LIMIT $2")                       \
	X(FIND, "SELECT id FROM submission WHERE id LIKE $1 ORDER BY id LIMIT 2")                                   \
	X(REPORT, "SELECT report FROM submission WHERE id = $1")                                                    \
	X(SOURCES, "SELECT name, content FROM source WHERE submission = $1 ORDER BY number")                        \
	X(VERSION, "SELECT version FROM judge_schema")

#endif
