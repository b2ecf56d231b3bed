/*
 * driver: plays one test of slow_report. The database is the judge's, in a process of its own: this is the client,
 * which sends each query there and keeps the rows that come until they are fetched. Nothing is counted here.
 *
 * What is said, a line each:
 *
 *	from there: "report TEAM", or the end
 *	from here:  "select TABLE N V1 … VN" or "all TABLE"; then from there "K", and K rows "ID OF CREATED LEN TEXT"
 *	from here:  "text LEN" and behind that line so many bytes
 */
#include "driver.h"
#include "slow_report.h"

#define RESULTS_MAX 4         /* there are fewer queries in a report */
#define VALUES_MAX  (1 << 20) /* of a query */
#define SHOWN_BYTES 128       /* a multiple of 8: fences end there */
#define MEANINGLESS 0x5a

struct stored {
	int64_t id, of, created;
	size_t text; /* where in texts */
};

struct result {
	bool open;
	size_t n, at, room;
	struct stored *rows;
	char *texts;
	size_t texts_len, texts_room;
	char shown[SHOWN_BYTES]; /* the text of the row that was fetched last; behind its NUL nobody reads */
};

static char *(*team_report)(const struct database *db, int64_t team);

const struct driver_function driver_functions[] = {
	{ "team_report", (void **)&team_report },
	{ NULL, NULL },
};

static const char *const TABLES[] = { "users", "posts", "comments" };

static struct result results[RESULTS_MAX];
static size_t n_rows; /* in this report */
static bool playing;

static void must(bool holds, const char *complaint)
{
	if (!holds)
		driver_complain(complaint);
}

/* ---- rows -------------------------------------------------------------------------------------------------------- */

/* A place twice as large as what is needed, with what was in the old one: nothing of the driver's is ever freed. */
static void *larger(const void *old, size_t used, size_t needed, size_t *room, size_t size)
{
	void *p;

	*room = 2 * needed;
	p = driver_alloc(*room, size);
	if (used)
		memcpy(p, old, used * size);
	return p;
}

static void read_row(struct result *r)
{
	struct stored *row = &r->rows[r->n];
	size_t len;

	row->id = driver_read_i64();
	row->of = driver_read_i64();
	row->created = driver_read_i64();
	len = (size_t)driver_read_i64();
	(void)driver_read_bytes(1);
	if (len > TEXT_MAX)
		driver_bad_input("a text of at most 100 bytes");
	if (r->texts_len + len + 1 > r->texts_room)
		r->texts = larger(r->texts, r->texts_len, r->texts_len + len + 1, &r->texts_room, 1);
	row->text = r->texts_len;
	memcpy(r->texts + r->texts_len, driver_read_bytes(len), len);
	r->texts[r->texts_len + len] = '\0';
	r->texts_len += len + 1;
	r->n++;
}

/* The query is written: what comes back is a result. */
static struct result *receive(struct result *r)
{
	size_t n = (size_t)driver_read_i64();

	r->open = true;
	r->n = r->at = r->texts_len = 0;
	if (n > r->room)
		r->rows = larger(r->rows, 0, n, &r->room, sizeof(*r->rows));
	while (r->n < n)
		read_row(r);
	n_rows += n;
	return r;
}

static struct result *unused_result(void)
{
	must(playing, "the database was asked outside of team_report");
	for (size_t i = 0; i < RESULTS_MAX; i++)
		if (!results[i].open)
			return &results[i];
	driver_complain("four results are open at once");
}

static struct result *open_result(struct result *result, const char *complaint)
{
	must(playing, "the database was asked outside of team_report");
	for (size_t i = 0; i < RESULTS_MAX; i++)
		if (result == &results[i] && result->open)
			return result;
	driver_complain(complaint);
}

/* ---- the client -------------------------------------------------------------------------------------------------- */

static struct result *db_select(enum lookup by, const int64_t *values, size_t n)
{
	struct result *r = unused_result();

	must((size_t)by <= COMMENTS_BY_POST, "select was given no lookup");
	must(n > 0, "select was given an empty list");
	must(n <= VALUES_MAX, "select was given a list of over a million values");
	must(values, "select was given NULL");
	driver_write_str("select ");
	driver_write_str(TABLES[by]);
	driver_write_char(' ');
	driver_write_i64((int64_t)n);
	for (size_t i = 0; i < n; i++) {
		driver_write_char(' ');
		driver_write_i64(values[i]);
	}
	driver_write_char('\n');
	return receive(r);
}

static struct result *db_select_all(enum table table)
{
	struct result *r = unused_result();

	must((size_t)table <= COMMENTS, "select_all was given no table");
	driver_write_str("all ");
	driver_write_str(TABLES[table]);
	driver_write_char('\n');
	return receive(r);
}

static void forget_text(struct result *r)
{
	driver_unfence(r->shown, SHOWN_BYTES);
	memset(r->shown, MEANINGLESS, TEXT_MAX);
	r->shown[SHOWN_BYTES - 1] = '\0';
}

static void show_text(struct result *r, const char *text)
{
	size_t size = strlen(text) + 1;

	memcpy(r->shown, text, size);
	driver_fence(r->shown + size, SHOWN_BYTES - size);
}

static bool db_next(struct result *result, struct row *row)
{
	struct result *r = open_result(result, "next was given what is no open result");
	const struct stored *from = &r->rows[r->at];

	must(row, "next was given NULL");
	forget_text(r);
	if (r->at == r->n)
		return false;
	show_text(r, r->texts + from->text);
	*row = (struct row){ from->id, from->of, from->created, r->shown };
	r->at++;
	return true;
}

static void db_close(struct result *result)
{
	struct result *r = open_result(result, "close was given what is no open result");

	forget_text(r);
	r->open = false;
}

static const struct database CLIENT = { db_select, db_select_all, db_next, db_close };

/* ---- a report ---------------------------------------------------------------------------------------------------- */

static void play_report(int64_t team)
{
	struct database handed = CLIENT;
	size_t len, most;
	char *text;

	playing = true;
	n_rows = 0;
	text = team_report(&handed, team);
	playing = false;
	must(memcmp(&handed, &CLIENT, sizeof(handed)) == 0, "the database that was passed was changed");
	for (size_t i = 0; i < RESULTS_MAX; i++)
		must(!results[i].open, "a result was left open");
	must(text, "team_report returned NULL");
	/* Each row has its texts and a few numbers in it, at most once. */
	most = 4096 + 4 * (TEXT_MAX + 40) * n_rows;
	len = strnlen(text, most);
	must(len < most, "the report is longer than it can be, or not ended by NUL");
	driver_write_str("text ");
	driver_write_i64((int64_t)len);
	driver_write_char('\n');
	driver_write_bytes(text, len);
	free(text);
}

void driver_run(void)
{
	while (!driver_at_end()) {
		size_t len;
		const char *word = driver_read_token(&len);

		if (len != 6 || memcmp(word, "report", 6) != 0)
			driver_bad_input("a report");
		play_report(driver_read_i64());
	}
}
