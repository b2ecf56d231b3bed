/*
 * time_limit: from the references to a limit.
 *
 * The accepted ones are run under a limit that none should meet, so that a limit that is too narrow today does not
 * hide how much too narrow. Then those that are to be too slow run under the limit that would be proposed, with its
 * margin: one that meets it is too slow for every limit below, and is not run any longer than that.
 *
 * Only tests are run: what the growth of costs or a sanitizer finds says nothing about seconds.
 */
#include "judge/author/time_limit.h"

#include "judge/package/package.h"
#include "sandbox/base/clock.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>

/* Nobody waits longer for an accepted reference in one test. */
#define CEILING_US (60 * (uint64_t)CLOCK_US_PER_S)

/* ---- the rules --------------------------------------------------------------------------------------------------- */

static int read_number(const struct yaml *map, const char *key, double min, double *out, struct err *e)
{
	const struct yaml *node = yaml_get(map, key);
	char *end;
	double v;

	if (!node)
		return 0;
	v = node->kind == YAML_TEXT ? strtod(node->text, &end) : 0;
	if (node->kind != YAML_TEXT || end == node->text || *end || !(v >= min && v <= 1e6))
		return yaml_error(node, e, "is no number from %g on", min);
	*out = v;
	return 0;
}

int time_rules_read(const struct problem *p, struct time_rules *out, struct err *e)
{
	cleanup_arena struct arena memory;
	cleanup_package struct package pk = { .fd = -1 };
	const struct yaml *root, *limits, *multipliers;
	struct time_rules rules = TIME_RULES_DEFAULT;

	arena_init(&memory, PACKAGE_MEMORY_MAX);
	if (package_open(p->dir, &memory, &pk, e) < 0 || package_yaml(&pk, "problem.yaml", &root, e) < 0)
		return e->code;
	limits = yaml_get(root, "limits");
	multipliers = yaml_get(limits ? limits : root, "time_multipliers");
	if (limits && read_number(limits, "time_resolution", 0.01, &rules.resolution, e) < 0)
		return e->code;
	if (multipliers && (read_number(multipliers, "ac_to_time_limit", 1, &rules.ac_to_time_limit, e) < 0 ||
			    read_number(multipliers, "time_limit_to_tle", 1, &rules.time_limit_to_tle, e) < 0))
		return e->code;
	*out = rules;
	return 0;
}

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

static int run_reference(struct measuring *m, const struct problem_reference *ref, struct time_reference *row)
{
	static const struct judge_options tests_only = { .no_complexity = true, .no_soundness = true };
	cleanup_free char *folder = fs_join(m->with.dir, "submissions"),
			  *path = folder ? fs_join(folder, ref->file) : NULL;
	cleanup_report struct report report = { 0 };
	const char *const paths[] = { path };
	struct submission s = { 0 };
	int r;

	if (!path)
		return err_set(m->e, -ENOMEM, "out of memory");
	r = submission_load(paths, 1, &s, m->e);
	if (!r)
		r = judge_submit(m->j, &m->with, &s, &tests_only, &report, m->e);
	submission_clear(&s);
	if (r < 0)
		return err_wrap(m->e, "%s", ref->file);
	*row = (struct time_reference){ .reference = ref, .got = report.judgement };
	row->cpu_us = report.slowest == SIZE_MAX ? 0 : report.tests[report.slowest].cpu_us;
	return 0;
}

static bool is_accepted(const struct problem_reference *ref)
{
	return ref->expected.verdict == VERDICT_AC;
}

/* One that only its growth shows to be too slow has no time that counts. */
static bool is_too_slow(const struct problem_reference *ref)
{
	return ref->expected.verdict == VERDICT_TLE && !ref->family &&
	       strncmp(ref->expected.reason, "complexity", 10) != 0;
}

static int run_all(struct measuring *m, const struct problem *p, bool (*is_one)(const struct problem_reference *ref))
{
	for (size_t i = 0; i < p->n_references; i++) {
		struct time_reference *row = &m->out->rows[m->out->n];

		if (!is_one(&p->references[i]))
			continue;
		if (run_reference(m, &p->references[i], row) < 0)
			return m->e->code;
		row->as_promised = row->got.verdict == p->references[i].expected.verdict;
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

static int propose(struct measuring *m, const struct problem *p)
{
	struct time_proposal *out = m->out;

	set_limit(&m->with, CEILING_US);
	if (run_all(m, p, is_accepted) < 0)
		return m->e->code;
	for (size_t i = 0; i < out->n; i++)
		if (out->rows[i].cpu_us > out->slowest_us)
			out->slowest_us = out->rows[i].cpu_us;
	if (!out->n)
		return err_set(m->e, -EINVAL, "problem %s: has no accepted reference", p->id);
	out->limit_us = round_up((double)out->slowest_us * out->rules.ac_to_time_limit, out->rules.resolution);
	out->too_slow_us = (uint64_t)llround((double)out->limit_us * out->rules.time_limit_to_tle);
	out->n_too_slow = out->n;
	set_limit(&m->with, out->too_slow_us);
	if (run_all(m, p, is_too_slow) < 0)
		return m->e->code;
	out->n_too_slow = out->n - out->n_too_slow;
	return 0;
}

int time_limit_propose(struct judge *j, const struct problem *p, void (*row)(const struct time_reference *r, void *arg),
		       void *arg, struct time_proposal *out, struct err *e)
{
	struct time_proposal made = { .rows = calloc(p->n_references + 1, sizeof(*made.rows)) };
	struct measuring m = { .j = j, .with = *p, .out = &made, .row = row, .arg = arg, .e = e };
	int r;

	if (!made.rows)
		return err_set(e, -ENOMEM, "out of memory");
	r = time_rules_read(p, &made.rules, e);
	if (!r)
		r = propose(&m, p);
	if (r < 0)
		free(made.rows);
	else
		*out = made;
	return r;
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
