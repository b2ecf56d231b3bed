/*
 * domjudge_ini: what DOMjudge and others keep beside problem.yaml.
 *
 * `domjudge-problem.ini` has one `key = value` a line, the value in quotes or not; it gives a name and a time limit
 * where problem.yaml has none, and what a contest makes of the problem (colour, points), which is nobody's business
 * here. `.timelimit` holds one number, the seconds. Two files that give different limits are refused: whichever was
 * meant, with the other one right programs would come out wrong. So are scripts of that system that would be asked in
 * the place of the default ones, by names that mean nothing in a package.
 */
#include "judge/package/package.h"
#include "sandbox/base/clock.h"
#include "sandbox/base/parse.h"
#include "sandbox/base/text.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <string.h>

#define INI_PATH       "domjudge-problem.ini"
#define TIMELIMIT_PATH ".timelimit"
#define INI_BYTES_MAX  (64u * 1024u)
#define SECONDS_MAX    3600

/* ---- values ------------------------------------------------------------------------------------------------------ */

/* A limit that is given once more must be the same. */
static int take_limit(const struct ini_line *l, struct problem *p, struct err *e)
{
	double seconds;
	uint64_t us;

	if (parse_double(l->value, 0.01, SECONDS_MAX, &seconds, e) < 0)
		return err_set(e, -EINVAL, "%s:%u: %s: '%.60s' is no number of seconds from 0.01 to %d", l->path,
			       l->number, l->key, l->value, SECONDS_MAX);
	us = (uint64_t)llround(seconds * 1e6);
	if (p->has_time_limit && p->limits.box.cpu_us != us)
		return err_set(e, -EINVAL, "%s:%u: %s: %g s, but %g s elsewhere in the package", l->path, l->number,
			       l->key, seconds, (double)p->limits.box.cpu_us / 1e6);
	/* What the legacy format multiplies to find a limit says nothing where there is one. */
	if (p->format == PROBLEM_LEGACY)
		p->ac_to_time_limit = 2;
	p->limits.box.cpu_us = us;
	p->has_time_limit = true;
	return 0;
}

static int take_name(const struct ini_line *l, struct problem *p, struct err *e)
{
	size_t bad_at;

	for (const char *c = l->value; *c; c++)
		if (iscntrl((unsigned char)*c))
			return err_set(e, -EINVAL, "%s:%u: name: has control characters", l->path, l->number);
	if (!text_utf8_valid(l->value, strlen(l->value), &bad_at))
		return err_set(e, -EINVAL, "%s:%u: name: is not valid UTF-8", l->path, l->number);
	if (!p->name && *l->value)
		p->name = l->value;
	return 0;
}

static int refuse_script(const struct ini_line *l, struct problem *p, struct err *e)
{
	(void)p;
	return !*l->value ? 0
			  : err_set(e, -EINVAL,
				    "%s:%u: %s: '%.60s' is a script of DOMjudge's own, which no package brings along",
				    l->path, l->number, l->key, l->value);
}

static int take_flags(const struct ini_line *l, struct problem *p, struct err *e)
{
	if (!*l->value || (p->validator_args && !strcmp(p->validator_args, l->value)))
		return 0;
	if (p->validator_args)
		return err_set(e, -EINVAL, "%s:%u: %s: '%.60s', but '%.60s' in problem.yaml", l->path, l->number,
			       l->key, l->value, p->validator_args);
	p->validator_args = l->value;
	return 0;
}

static int pass_over(const struct ini_line *l, struct problem *p, struct err *e)
{
	(void)l;
	(void)p;
	(void)e;
	return 0;
}

static const struct {
	const char *key;
	int (*take)(const struct ini_line *l, struct problem *p, struct err *e);
} keys[] = {
	{ "name", take_name },
	{ "timelimit", take_limit },
	{ "special_run", refuse_script },
	{ "special_compare", refuse_script },
	{ "special_compare_args", take_flags },
	{ "allow_submit", pass_over },
	{ "allow_judge", pass_over },
	{ "points", pass_over },
	{ "color", pass_over },
	{ "externalid", pass_over },
	{ "short-name", pass_over },
	{ "probid", pass_over },
};

static int take(const struct ini_line *l, void *arg, struct err *e)
{
	struct problem *p = arg;

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (strcmp(keys[i].key, l->key) == 0)
			return keys[i].take(l, p, e);
	return problem_note(p, e, "%s:%u: %.60s: unknown key", l->path, l->number, l->key);
}

/* ---- lines ------------------------------------------------------------------------------------------------------- */

/* `p` to `end` without the blanks around it. */
static char *trimmed(struct arena *a, const char *p, const char *end)
{
	while (p < end && isspace((unsigned char)*p))
		p++;
	while (end > p && isspace((unsigned char)end[-1]))
		end--;
	return arena_strndup(a, p, (size_t)(end - p));
}

/* The value at `p`, and where the next line begins. In quotes it may go over several lines. */
static const char *read_value(struct arena *a, const char *p, const char *end, const char **value, const char **next)
{
	const char *stop = memchr(p, '\n', (size_t)(end - p)), *quote;

	stop = stop ? stop : end;
	while (p < stop && (*p == ' ' || *p == '\t'))
		p++;
	*next = stop < end ? stop + 1 : end;
	if (p == stop || (*p != '"' && *p != '\'')) {
		const char *comment = memchr(p, ';', (size_t)(stop - p));

		*value = trimmed(a, p, comment ? comment : stop);
		return NULL;
	}
	quote = memchr(p + 1, *p, (size_t)(end - p - 1));
	if (!quote)
		return "a quote without its end";
	*value = arena_strndup(a, p + 1, (size_t)(quote - p - 1));
	stop = memchr(quote, '\n', (size_t)(end - quote));
	*next = stop ? stop + 1 : end;
	return NULL;
}

int domjudge_ini_each(const char *path, const char *text, size_t len, struct arena *memory, ini_line_fn *each,
		      void *arg, struct err *e)
{
	const char *end = text + len, *next;
	struct ini_line l = { .path = path, .number = 1 };

	for (const char *at = text; at < end; at = next) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		const char *equals = memchr(at, '=', (size_t)((stop ? stop : end) - at)), *wrong = NULL;
		const char *first = at;

		next = stop ? stop + 1 : end;
		while (first < next && isspace((unsigned char)*first))
			first++;
		/* Blank, a comment, the head of a section. */
		if (first == next || strchr(";#[", *first)) {
			l.number++;
			continue;
		}
		if (!equals)
			return err_set(e, -EINVAL, "%s:%u: has no '='", path, l.number);
		l.key = trimmed(memory, at, equals);
		wrong = read_value(memory, equals + 1, end, &l.value, &next);
		if (wrong)
			return err_set(e, -EINVAL, "%s:%u: %s", path, l.number, wrong);
		if (!l.key || !l.value)
			return err_set(e, -ENOMEM, "out of memory");
		if (each(&l, arg, e) < 0)
			return e->code;
		for (const char *c = at; c < next; c++)
			l.number += *c == '\n';
	}
	return 0;
}

/* ---- files ------------------------------------------------------------------------------------------------------- */

static int read_ini(const struct package *pk, struct problem *p, struct err *e)
{
	const char *text;
	size_t len;

	if (!package_find(pk, INI_PATH))
		return 0;
	if (package_read(pk, INI_PATH, INI_BYTES_MAX, &text, &len, e) < 0)
		return e->code;
	return domjudge_ini_each(INI_PATH, text, len, &p->memory, take, p, e);
}

/* By its name it is one of those that the format tells tools to pass over, so it is in no list of files. */
static int read_timelimit(const struct package *pk, struct problem *p, struct err *e)
{
	struct ini_line l = { .path = TIMELIMIT_PATH, .number = 1, .key = "time limit" };
	const char *text;
	size_t len;
	int r = package_read(pk, TIMELIMIT_PATH, 64, &text, &len, e);

	if (r == -ENOENT) {
		err_clear(e);
		return 0;
	}
	if (r < 0)
		return r;
	l.value = trimmed(&p->memory, text, text + len);
	return l.value ? take_limit(&l, p, e) : err_set(e, -ENOMEM, "out of memory");
}

int domjudge_read(const struct package *pk, struct problem *p, struct err *e)
{
	return read_ini(pk, p, e) < 0 || read_timelimit(pk, p, e) < 0 ? e->code : 0;
}
