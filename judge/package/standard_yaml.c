/*
 * standard_yaml: the files of metadata of a package in the words of 2025-09.
 *
 * The legacy format has other names for much of it, and what its folders of submissions promise is not all what the
 * later ones do, so that a submissions.yaml says the difference. Strings come from a stranger's package: each is
 * written in double quotes, with everything escaped that could end it.
 */
#include "judge/package/standard.h"

#include "sandbox/base/clock.h"

#include <errno.h>
#include <math.h>
#include <string.h>

void standard_put_text(struct buf *out, const char *text)
{
	buf_putc(out, '"');
	for (const char *p = text; *p; p++) {
		if (*p == '"' || *p == '\\')
			buf_printf(out, "\\%c", *p);
		else if ((unsigned char)*p < 0x20 || *p == 0x7f)
			buf_printf(out, "\\x%02x", (unsigned char)*p);
		else
			buf_putc(out, *p);
	}
	buf_putc(out, '"');
}

void standard_put_words(struct buf *out, const char *words)
{
	const char *comma = "";

	buf_putc(out, '[');
	for (const char *at = words; *(at += strspn(at, " \t\n")); at += strcspn(at, " \t\n")) {
		char word[1024];

		snprintf(word, sizeof(word), "%.*s", (int)strcspn(at, " \t\n"), at);
		buf_puts(out, comma);
		standard_put_text(out, word);
		comma = ", ";
	}
	buf_putc(out, ']');
}

/* ---- problem.yaml ------------------------------------------------------------------------------------------------ */

static const char *text_of(const struct yaml *root, const char *key)
{
	const struct yaml *node = yaml_get(root, key);

	return node && node->kind == YAML_TEXT && *node->text ? node->text : NULL;
}

static void put_key(struct buf *out, const char *key, const char *text)
{
	if (!text)
		return;
	buf_printf(out, "%s: ", key);
	standard_put_text(out, text);
	buf_putc(out, '\n');
}

/* Its own; else one that is made of the package's content, so that equal packages give equal ones. */
static void put_uuid(struct buf *out, const struct problem *p, const struct yaml *root)
{
	const char *own = text_of(root, "uuid"), *h = p->hash;

	if (own)
		put_key(out, "uuid", own);
	else
		buf_printf(out, "uuid: %.8s-%.4s-8%.3s-a%.3s-%.12s\n", h, h + 8, h + 12, h + 15, h + 18);
}

static void put_types(struct buf *out, const struct problem *p)
{
	buf_printf(out, "type: [pass-fail%s%s]\n", p->interactive ? ", interactive" : "",
		   p->multi_pass ? ", multi-pass" : "");
}

/* A licence that needs somebody to own the rights, and names nobody, is none. */
static void put_rights(struct buf *out, const struct yaml *root)
{
	static const char *const licenses[] = { "cc0", "cc by", "cc by-sa", "educational", "permission" };
	const char *license = text_of(root, "license"), *owner = text_of(root, "rights_owner");
	const char *author = text_of(root, "author"), *source = text_of(root, "source");
	bool is_known = false;

	put_key(out, "credits", author);
	if (source) {
		buf_puts(out, "source: {name: ");
		standard_put_text(out, source);
		if (text_of(root, "source_url")) {
			buf_puts(out, ", url: ");
			standard_put_text(out, text_of(root, "source_url"));
		}
		buf_puts(out, "}\n");
	}
	for (size_t i = 0; license && i < sizeof(licenses) / sizeof(*licenses); i++)
		is_known |= !strcmp(license, licenses[i]) && (owner || author || source);
	if (license && !strcmp(license, "public domain"))
		put_key(out, "license", license);
	else if (is_known)
		put_key(out, "license", license);
	if (owner && is_known)
		put_key(out, "rights_owner", owner);
}

static void put_keywords(struct buf *out, const struct problem *p)
{
	for (size_t i = 0; i < p->n_topics; i++) {
		buf_puts(out, i ? ", " : "keywords: [");
		standard_put_text(out, p->topics[i]);
	}
	if (p->n_topics)
		buf_puts(out, "]\n");
}

static void put_time(struct buf *out, const struct problem *p)
{
	const double seconds = (double)p->limits.box.cpu_us / CLOCK_US_PER_S;
	const double steps = seconds / p->time_resolution_s;
	/* A limit is a multiple of the resolution now. */
	const bool fits = fabs(steps - round(steps)) <= 1e-6 * steps;

	buf_printf(out, "  time_multipliers: {ac_to_time_limit: %.6g, time_limit_to_tle: %.6g}\n", p->ac_to_time_limit,
		   p->time_limit_to_tle);
	if (p->has_time_limit)
		buf_printf(out, "  time_limit: %.6g\n  time_resolution: %.6g\n", seconds,
			   fits ? p->time_resolution_s : seconds);
	else
		buf_printf(out, "  time_resolution: %.6g\n", p->time_resolution_s);
}

static void put_limits(struct buf *out, const struct problem *p, const struct yaml *root)
{
	static const char *const keys[] = { "memory",           "output",          "code",
					    "compilation_time", "validation_time", "compilation_memory",
					    "validation_memory" };
	const struct yaml *limits = yaml_get(root, "limits");

	buf_puts(out, "limits:\n");
	put_time(out, p);
	for (size_t i = 0; limits && i < sizeof(keys) / sizeof(*keys); i++) {
		const char *text = text_of(limits, keys[i]);

		/* They are whole numbers now. */
		if (text && strtod(text, NULL) > 0)
			buf_printf(out, "  %s: %.0f\n", keys[i], ceil(strtod(text, NULL)));
	}
	if (p->multi_pass)
		buf_printf(out, "  validation_passes: %u\n", p->passes);
}

int standard_problem_yaml(const struct problem *p, const struct yaml *root, struct buf *out, struct err *e)
{
	buf_puts(out, "problem_format_version: 2025-09\n");
	put_key(out, "name", p->name);
	put_types(out, p);
	put_uuid(out, p, root);
	put_rights(out, root);
	put_keywords(out, p);
	put_limits(out, p, root);
	return buf_error(out, "problem.yaml", e);
}

/* ---- submissions.yaml -------------------------------------------------------------------------------------------- */

#define AC  VERDICT_BIT(VERDICT_AC)
#define WA  VERDICT_BIT(VERDICT_WA)
#define TLE VERDICT_BIT(VERDICT_TLE)
#define RTE VERDICT_BIT(VERDICT_RTE)

/* What is seen by running tests; the rest is another judge's to find, and it need not look for it. */
static bool is_seen_by_tests(const struct judgement *expected, const char *family)
{
	static const char *const reasons[] = { "SIG", "exit", "stack" };
	bool is_plain = !*expected->reason;

	if (family || expected->verdict == VERDICT_CE || expected->verdict == VERDICT_CTL ||
	    expected->verdict == VERDICT_SV)
		return false;
	if (expected->verdict != VERDICT_RTE)
		return strncmp(expected->reason, "complexity", 10) != 0;
	for (size_t i = 0; i < sizeof(reasons) / sizeof(*reasons); i++)
		is_plain |= !strncmp(expected->reason, reasons[i], strlen(reasons[i]));
	return is_plain;
}

bool standard_takes(const struct problem_reference *ref)
{
	if (!ref->n_expectations)
		return is_seen_by_tests(&ref->expected, ref->family);
	for (size_t i = 0; i < ref->n_expectations; i++)
		if (ref->expectations[i].overall & (VERDICT_BIT(VERDICT_CE) | VERDICT_BIT(VERDICT_CTL)))
			return false;
	return true;
}

static void put_set(struct buf *out, const char *key, uint32_t set)
{
	const char *comma = "";

	if (!set)
		return;
	buf_printf(out, "  %s: [", key);
	for (int v = 1; v < VERDICT_COUNT; v++)
		if (set & VERDICT_BIT(v)) {
			buf_printf(out, "%s%s", comma, verdict_id((enum verdict)v));
			comma = ", ";
		}
	buf_puts(out, "]\n");
}

/* Of verdicts of our own the four of the format. */
static uint32_t in_four(uint32_t set)
{
	uint32_t four = 0;

	for (int v = 1; v < VERDICT_COUNT; v++)
		if (set & VERDICT_BIT(v))
			four |= VERDICT_BIT(verdict_big5((enum verdict)v));
	return four & (AC | WA | TLE | RTE);
}

/* Folders whose promise, by their name alone, is another one in 2025-09 than in the legacy format. */
static bool is_told_by_folder(const char *file)
{
	return !strncmp(file, "accepted/", 9) || !strncmp(file, "wrong_answer/", 13);
}

static void put_reference(struct buf *out, const struct problem_reference *ref)
{
	uint32_t permitted = 0, required = 0;
	bool is_measured = true;

	for (size_t i = 0; i < ref->n_expectations; i++) {
		const struct problem_expectation *x = &ref->expectations[i];

		permitted |= x->permitted;
		required |= x->required | in_four(x->overall);
		is_measured &= x->time != TIME_BOUND_NONE;
	}
	/* What the whole gets some test gets. */
	standard_put_text(out, ref->file);
	buf_puts(out, ":\n");
	put_set(out, "permitted", permitted ? permitted : AC | WA | TLE | RTE);
	put_set(out, "required", required);
	if (!is_measured)
		buf_puts(out, "  use_for_time_limit: false\n");
}

/*
 * A row a submission: a folder's name would change what the format says of the folder, for submissions that come later
 * too. Only two folders have to be told that their own promise does not hold.
 */
int standard_submissions_yaml(const struct problem *p, struct buf *out, struct err *e)
{
	static const char *const widened[] = { "time_limit_exceeded", "run_time_error" };

	if (p->format != PROBLEM_LEGACY)
		return 0;
	for (size_t i = 0; i < sizeof(widened) / sizeof(*widened); i++)
		for (size_t k = 0; k < p->n_references; k++)
			if (!strncmp(p->references[k].file, widened[i], strlen(widened[i]))) {
				buf_printf(out, "%s:\n  permitted: [AC, WA, TLE, RTE]\n", widened[i]);
				break;
			}
	for (size_t i = 0; i < p->n_references; i++)
		if (standard_takes(&p->references[i]) && p->references[i].n_expectations &&
		    !is_told_by_folder(p->references[i].file))
			put_reference(out, &p->references[i]);
	return buf_error(out, "submissions.yaml", e);
}
