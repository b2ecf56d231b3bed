/*
 * time_limit: from the references to a limit.
 *
 * Those that may not be too slow are run under a limit that none should meet, so that a limit that is too narrow today
 * does not hide how much too narrow. Then those that are to be too slow run under the limit that would be proposed,
 * with its margin: one that meets it is too slow for every limit below, and is not run any longer than that.
 *
 * Only tests are run: what the growth of costs or a sanitizer finds says nothing about seconds. A limit that stands in
 * no package is of the host on which it was measured, as the format wants it; that it is the same one tomorrow, with
 * another load, is what the cache is for.
 */
#include "judge/author/time_limit.h"

#include "judge/author/expect.h"
#include "judge/cached.h"
#include "judge/package/package.h"
#include "sandbox/base/clock.h"
#include "sandbox/base/fs.h"
#include "sandbox/base/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>

/* Nobody waits longer for an accepted reference in one test. */
#define CEILING_US (60 * (uint64_t)CLOCK_US_PER_S)

#define REMEMBERED "limit" /* in a directory of the cache: microseconds */

/* ---- measuring --------------------------------------------------------------------------------------------------- */

struct measuring {
	struct judge *j;
	struct problem with; /* the package, under another limit */
	struct time_proposal *out;
	void (*row)(const struct time_reference *r, void *arg);
	void *arg;
	struct err *e;
};

static void set_limit(struct problem *p, uint64_t cpu_us)
{
	p->limits.box.cpu_us = cpu_us;
	p->limits.box.wall_us = 2 * cpu_us + CLOCK_US_PER_S;
}

/* What is to be accepted is; what is to be wrong need only have been run. */
static bool as_expected(const struct problem_reference *ref, const struct report *r)
{
	const enum verdict v = r->judgement.verdict;

	if (ref->expected.verdict == VERDICT_AC)
		return v == VERDICT_AC;
	return v != VERDICT_CE && v != VERDICT_CTL && v != VERDICT_JE;
}

static int run_reference(struct measuring *m, const struct problem_reference *ref, enum time_bound side,
			 struct time_reference *row)
{
	static const struct judge_options tests_only = { .no_complexity = true, .no_soundness = true };
	cleanup_free char *folder = fs_join(m->with.dir, "submissions"),
			  *path = folder ? fs_join(folder, ref->file) : NULL;
	cleanup_report struct report report = { 0 };
	const char *const paths[] = { path };
	struct submission s = { 0 };
	bool exceeded;
	int r;

	if (!path)
		return err_set(m->e, -ENOMEM, "out of memory");
	r = submission_load(paths, 1, &s, m->e);
	s.entrypoint = ref->entrypoint;
	if (!r)
		r = judge_submit(m->j, &m->with, &s, &tests_only, &report, m->e);
	submission_clear(&s);
	if (r < 0)
		return err_wrap(m->e, "%s", ref->file);
	*row = (struct time_reference){ .reference = ref, .side = side, .got = report.judgement };
	row->cpu_us = expect_time_us(&m->with, ref, side, &report, &exceeded);
	row->as_promised = side == TIME_BOUND_UPPER ? exceeded : !exceeded && as_expected(ref, &report);
	return 0;
}

static int run_all(struct measuring *m, const struct problem *p, enum time_bound side)
{
	for (size_t i = 0; i < p->n_references; i++) {
		struct time_reference *row = &m->out->rows[m->out->n];

		if (!expect_bounds_time(p, &p->references[i], side))
			continue;
		if (run_reference(m, &p->references[i], side, row) < 0)
			return m->e->code;
		m->out->n_unexpected += !row->as_promised;
		m->out->n++;
		if (m->row)
			m->row(row, m->arg);
	}
	return 0;
}

static uint64_t round_up(double us, double resolution_s)
{
	const double step = resolution_s * CLOCK_US_PER_S;
	const double steps = ceil(us / step - 1e-9);

	return (uint64_t)llround((steps < 1 ? 1 : steps) * step);
}

/* From those that bound it from below. */
static int propose_lower(struct measuring *m, const struct problem *p)
{
	struct time_proposal *out = m->out;

	set_limit(&m->with, CEILING_US);
	if (run_all(m, p, TIME_BOUND_LOWER) < 0)
		return m->e->code;
	for (size_t i = 0; i < out->n; i++)
		if (out->rows[i].cpu_us > out->slowest_us)
			out->slowest_us = out->rows[i].cpu_us;
	out->limit_us = round_up((double)out->slowest_us * p->ac_to_time_limit, p->time_resolution_s);
	return 0;
}

static int propose(struct measuring *m, const struct problem *p)
{
	struct time_proposal *out = m->out;

	if (propose_lower(m, p) < 0)
		return m->e->code;
	if (!out->n)
		return err_set(m->e, -EINVAL, "problem %s: has no accepted reference", p->id);
	out->too_slow_us = (uint64_t)llround((double)out->limit_us * p->time_limit_to_tle);
	out->n_too_slow = out->n;
	set_limit(&m->with, out->too_slow_us);
	if (run_all(m, p, TIME_BOUND_UPPER) < 0)
		return m->e->code;
	out->n_too_slow = out->n - out->n_too_slow;
	return 0;
}

int time_limit_propose(struct judge *j, const struct problem *p, void (*row)(const struct time_reference *r, void *arg),
		       void *arg, struct time_proposal *out, struct err *e)
{
	struct time_proposal made = { .rows = calloc(2 * p->n_references + 1, sizeof(*made.rows)) };
	struct measuring m = { .j = j, .with = *p, .out = &made, .row = row, .arg = arg, .e = e };
	int r;

	if (!made.rows)
		return err_set(e, -ENOMEM, "out of memory");
	r = propose(&m, p);
	if (r < 0)
		free(made.rows);
	else
		*out = made;
	return r;
}

/* ---- inferring --------------------------------------------------------------------------------------------------- */

/* What is measured once, and the callback of its own. */
struct inferring {
	struct judge *j;
	const struct problem *p;
	void (*measuring)(void *arg);
	void *arg;
	uint64_t limit_us; /* as remembered; 0: none can be inferred */
};

/* A failure of the judge is nothing that should be remembered. */
static const struct time_reference *find_je(const struct time_proposal *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->rows[i].got.verdict == VERDICT_JE)
			return &t->rows[i];
	return NULL;
}

static bool is_remembered(int dir, void *arg)
{
	struct inferring *x = arg;
	cleanup_buf struct buf text;
	struct err ignored = ERR_INIT;
	char *end;

	buf_init(&text, 64);
	if (fs_read(dir, REMEMBERED, &text, &ignored) < 0 || !text.len)
		return false;
	x->limit_us = strtoull(text.data, &end, 10);
	return end > text.data && *end == '\n';
}

/* References that come to another end than they should ask for nothing; judge_verify says which. */
static int measure(const char *path, void *arg, struct err *e)
{
	struct inferring *x = arg;
	struct time_proposal made = { .rows = calloc(x->p->n_references + 1, sizeof(*made.rows)) };
	struct measuring m = { .j = x->j, .with = *x->p, .out = &made, .e = e };
	cleanup_free char *file = fs_join(path, REMEMBERED);
	const struct time_reference *je;
	char text[32];
	int r;

	if (x->measuring)
		x->measuring(x->arg);
	r = made.rows && file ? propose_lower(&m, x->p) : err_set(e, -ENOMEM, "out of memory");
	je = r ? NULL : find_je(&made);
	if (je)
		r = err_set(e, -EIO, "%s: %s", je->reference->file, je->got.reason);
	if (!r) {
		const bool any = made.n && !made.n_unexpected;

		snprintf(text, sizeof(text), "%llu\n", any ? (unsigned long long)made.limit_us : 0ULL);
		r = fs_create(AT_FDCWD, file, text, strlen(text), 0400, e);
	}
	free(made.rows);
	return r;
}

/* What can change the limit is the package and all its submissions. */
static int hash_all(const struct problem *p, char hex[HASH_HEX_MAX], struct err *e)
{
	cleanup_arena struct arena memory;
	cleanup_package struct package pk = { .fd = -1 };
	const struct package_file *files;
	struct hash h;
	size_t n;

	arena_init(&memory, PACKAGE_MEMORY_MAX);
	if (package_open(p->dir, &memory, &pk, e) < 0 || hash_init(&h, e) < 0)
		return e->code;
	hash_adds(&h, p->hash);
	files = package_below(&pk, "submissions/", &n);
	for (size_t i = 0; i < n; i++) {
		cleanup_fd int fd = package_open_file(pk.fd, files[i].path, e);

		hash_adds(&h, files[i].path);
		if (fd < 0 || hash_add_fd(&h, fd, e) < 0)
			return e->code;
	}
	hash_final(&h, hex);
	return 0;
}

int time_limit_infer(struct judge *j, struct problem *p, void (*measuring)(void *arg), void *arg, bool *inferred,
		     struct err *e)
{
	struct inferring x = { .j = j, .p = p, .measuring = measuring, .arg = arg };
	const struct cached_kind kind = { is_remembered, measure, &x };
	const uint64_t wall_us = p->limits.box.wall_us;
	char hex[HASH_HEX_MAX], name[PROBLEM_ID_MAX + HASH_HEX_MAX + 16];
	cleanup_fd int dir = -1;

	*inferred = false;
	if (p->has_time_limit || !p->n_references)
		return 0;
	if (hash_all(p, hex, e) < 0)
		return e->code;
	snprintf(name, sizeof(name), "%s-limit-%.32s", p->id, hex);
	/* What keeps them from being measured shows itself when something is judged. */
	if (cached_open(j, name, &kind, &dir, e) < 0) {
		if (e->code == -ENOMEM)
			return e->code;
		err_clear(e);
		return 0;
	}
	if (x.limit_us)
		set_limit(p, x.limit_us);
	if (p->has_wall_limit)
		p->limits.box.wall_us = wall_us;
	*inferred = x.limit_us > 0;
	return 0;
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

/* Where line number `line` begins. */
static size_t offset_of_line(const char *text, size_t len, uint32_t line)
{
	size_t at = 0;

	while (line > 1 && at < len)
		line -= text[at++] == '\n';
	return at;
}

/* Seconds as few digits say them: "2", "0.5". */
static void put_seconds(struct buf *out, uint64_t us)
{
	buf_printf(out, "%.6g", (double)us / CLOCK_US_PER_S);
}

/* The value behind "time_limit:", which stands in that line. */
static int replace_value(const char *text, size_t len, uint32_t line, uint64_t limit_us, struct buf *out, struct err *e)
{
	const size_t begin = offset_of_line(text, len, line);
	const char *key = memmem(text + begin, len - begin, "time_limit:", 11);
	size_t value;

	if (!key)
		return err_set(e, -EINVAL, "problem.yaml:%u: its time_limit is not written as `time_limit: VALUE`",
			       line);
	value = (size_t)(key - text) + 11;
	value += strspn(text + value, " \t");
	buf_append(out, text, value);
	put_seconds(out, limit_us);
	buf_puts(out, text + value + strcspn(text + value, " \t,}#\n"));
	return 0;
}

/* As the first of the limits, in the form in which they are written. */
static void add_to_limits(const char *text, size_t len, const struct yaml *limits, uint64_t limit_us, struct buf *out)
{
	const size_t begin = offset_of_line(text, len, limits->line);
	const char *brace = strchr(text + begin, '{');
	const size_t line_len = strcspn(text + begin, "\n");

	if (brace && brace < text + begin + line_len) {
		buf_append(out, text, (size_t)(brace - text) + 1);
		buf_puts(out, "time_limit: ");
		put_seconds(out, limit_us);
		buf_puts(out, limits->first ? ", " : "");
		buf_puts(out, brace + 1);
		return;
	}
	buf_append(out, text, begin + line_len);
	buf_printf(out, "\n%.*s",
		   limits->first ? (int)strspn(text + offset_of_line(text, len, limits->first->line), " ") : 2,
		   limits->first ? text + offset_of_line(text, len, limits->first->line) : "  ");
	buf_puts(out, "time_limit: ");
	put_seconds(out, limit_us);
	buf_puts(out, text + begin + line_len);
}

static int check_edited(const struct buf *out, uint64_t limit_us, struct arena *memory, struct err *e)
{
	const struct yaml *root, *node;

	if (buf_error(out, "problem.yaml", e) < 0 ||
	    yaml_parse("problem.yaml", out->data, out->len, memory, &root, e) < 0)
		return e->code;
	node = yaml_get(yaml_get(root, "limits"), "time_limit");
	if (!node || node->kind != YAML_TEXT || fabs(strtod(node->text, NULL) * CLOCK_US_PER_S - (double)limit_us) > 1)
		return err_set(e, -EINVAL, "problem.yaml: the limit cannot be written into it as it stands");
	return 0;
}

int time_limit_edit(const char *text, size_t len, uint64_t limit_us, struct buf *out, struct err *e)
{
	cleanup_arena struct arena memory;
	const struct yaml *root, *limits, *limit;

	arena_init(&memory, PACKAGE_MEMORY_MAX);
	if (yaml_parse("problem.yaml", text, len, &memory, &root, e) < 0)
		return e->code;
	limits = yaml_get(root, "limits");
	limit = limits ? yaml_get(limits, "time_limit") : NULL;
	if (limit) {
		if (replace_value(text, len, limit->line, limit_us, out, e) < 0)
			return e->code;
	} else if (limits) {
		add_to_limits(text, len, limits, limit_us, out);
	} else {
		buf_printf(out, "%s%slimits:\n  time_limit: ", text, len && text[len - 1] != '\n' ? "\n" : "");
		put_seconds(out, limit_us);
		buf_putc(out, '\n');
	}
	return check_edited(out, limit_us, &memory, e);
}

int time_limit_write(const struct problem *p, uint64_t limit_us, struct err *e)
{
	cleanup_free char *path = fs_join(p->dir, "problem.yaml");
	cleanup_buf struct buf text, edited;

	buf_init(&text, PACKAGE_TEXT_MAX);
	buf_init(&edited, PACKAGE_TEXT_MAX);
	if (!path)
		return err_set(e, -ENOMEM, "out of memory");
	if (fs_read(AT_FDCWD, path, &text, e) < 0)
		return e->code;
	if (time_limit_edit(text.data, text.len, limit_us, &edited, e) < 0)
		return err_wrap(e, "%s", p->id);
	return fs_write(AT_FDCWD, path, edited.data, edited.len, 0644, e);
}
