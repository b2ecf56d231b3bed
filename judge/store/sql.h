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

#define STORE_VERSION 3

#define STORE_MIGRATION_MAX 24 /* statements of one */

/*
 * What brings a database from version n to n + 1, NULL behind the last of each. They are never changed once released:
 * a new version is a new row.
 */
static const char *const store_migrations[STORE_VERSION][STORE_MIGRATION_MAX] = {
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
	{
		/*
		 * A submission is what was handed in and never changes; what the judge said of it is a judgement, of
		 * which there is one more each time that it is judged again. The last one counts.
		 */
		"CREATE TABLE judgement ("
		" submission TEXT NOT NULL REFERENCES submission (id) ON DELETE CASCADE,"
		" number BIGINT NOT NULL,"
		" problem_hash TEXT,"
		" verdict TEXT NOT NULL,"
		" reason TEXT NOT NULL,"
		" decided_by TEXT NOT NULL,"
		" judged_at_us BIGINT NOT NULL,"
		" cpu_us BIGINT NOT NULL,"
		" peak_bytes BIGINT NOT NULL,"
		" passed BIGINT NOT NULL,"
		" total BIGINT NOT NULL,"
		" score TEXT,"
		" compiler TEXT,"
		" host TEXT,"
		" report TEXT NOT NULL,"
		" PRIMARY KEY (submission, number))",

		"INSERT INTO judgement (submission, number, problem_hash, verdict, reason, decided_by, judged_at_us,"
		" cpu_us, peak_bytes, passed, total, score, compiler, host, report)"
		" SELECT id, 1, problem_hash, verdict, reason, decided_by, judged_at_us,"
		" cpu_us, peak_bytes, passed, total, score, compiler, host, report FROM submission",

		"ALTER TABLE submission RENAME COLUMN judged_at_us TO submitted_at_us",
		"ALTER TABLE submission DROP COLUMN report",
		"ALTER TABLE submission DROP COLUMN problem_hash",
		"ALTER TABLE submission DROP COLUMN verdict",
		"ALTER TABLE submission DROP COLUMN reason",
		"ALTER TABLE submission DROP COLUMN decided_by",
		"ALTER TABLE submission DROP COLUMN cpu_us",
		"ALTER TABLE submission DROP COLUMN peak_bytes",
		"ALTER TABLE submission DROP COLUMN passed",
		"ALTER TABLE submission DROP COLUMN total",
		"ALTER TABLE submission DROP COLUMN score",
		"ALTER TABLE submission DROP COLUMN compiler",
		"ALTER TABLE submission DROP COLUMN host",

		"ALTER TABLE result RENAME TO result_of_2",
		"CREATE TABLE result ("
		" submission TEXT NOT NULL,"
		" judgement BIGINT NOT NULL,"
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
		" PRIMARY KEY (submission, judgement, number),"
		" FOREIGN KEY (submission, judgement) REFERENCES judgement (submission, number) ON DELETE CASCADE)",
		"INSERT INTO result (submission, judgement, number, test_group, name, verdict, reason, cpu_us, wall_us,"
		" peak_bytes, input_bytes, exit_code, signal)"
		" SELECT submission, 1, number, test_group, name, verdict, reason, cpu_us, wall_us,"
		" peak_bytes, input_bytes, exit_code, signal FROM result_of_2",
		"DROP TABLE result_of_2",
		"UPDATE judge_schema SET version = 3",
	},
};

/* What a listing shows of a submission and one judgement of it. */
#define STORE_ENTRY                                                                                         \
	"SELECT s.id, s.problem, s.file, s.submitted_at_us, j.number, j.problem_hash, j.verdict, j.reason," \
	" j.judged_at_us, j.cpu_us, j.peak_bytes, j.passed, j.total, j.score"                               \
	" FROM submission s JOIN judgement j ON j.submission = s.id"
#define STORE_ENTRY_LATEST STORE_ENTRY " AND j.number = (SELECT max(number) FROM judgement WHERE submission = s.id)"
#define STORE_NEWEST_FIRST " ORDER BY s.submitted_at_us DESC, s.id DESC"

/* X(id, text) */
#define STORE_STATEMENTS(X)                                                                                           \
	X(ADD_SUBMISSION, "INSERT INTO submission (id, problem, file, source_hash, submitted_at_us)"                  \
			  " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING")                                 \
	X(ADD_SOURCE, "INSERT INTO source (submission, number, name, content) VALUES ($1, $2, $3, $4)")               \
	/* Two that judge the same submission again give their judgements the same number: one of them comes late. */ \
	X(ADD_JUDGEMENT,                                                                                              \
	  "INSERT INTO judgement (submission, number, problem_hash, verdict, reason, decided_by, judged_at_us,"       \
	  " cpu_us, peak_bytes, passed, total, score, compiler, host, report)"                                        \
	  " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"                                \
	  " ON CONFLICT (submission, number) DO NOTHING")                                                             \
	X(ADD_RESULT,                                                                                                 \
	  "INSERT INTO result (submission, judgement, number, test_group, name, verdict, reason, cpu_us, wall_us,"    \
	  " peak_bytes, input_bytes, exit_code, signal)"                                                              \
	  " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)")                                         \
	X(LIST, STORE_ENTRY_LATEST STORE_NEWEST_FIRST " LIMIT $1")                                                    \
	X(LIST_PROBLEM, STORE_ENTRY_LATEST " WHERE s.problem = $1" STORE_NEWEST_FIRST " LIMIT $2")                    \
	X(LIST_JUDGEMENTS, STORE_ENTRY " WHERE s.id = $1 ORDER BY j.number")                                          \
	X(FIND, "SELECT id FROM submission WHERE id LIKE $1 ORDER BY id LIMIT 2")                                     \
	X(REPORT, "SELECT report FROM judgement WHERE submission = $1 ORDER BY number DESC LIMIT 1")                  \
	X(REPORT_OF, "SELECT report FROM judgement WHERE submission = $1 AND number = $2")                            \
	X(SOURCE_HASH, "SELECT source_hash FROM submission WHERE id = $1")                                            \
	X(SOURCES, "SELECT name, content FROM source WHERE submission = $1 ORDER BY number")                          \
	X(VERSION, "SELECT version FROM judge_schema")

#endif
