/*
 * report_hint: the next step, in one sentence.
 *
 * One table, searched from its beginning: the first row that fits the verdict and the beginning of the reason speaks.
 * The reason is the one that this reader sees, so that a hint tells nothing that was held back.
 */
#include "judge/report/report_hint.h"

#include "sandbox/base/text.h"

#include <stdint.h>
#include <string.h>

#define SAMPLES   "judge test {file}"
#define OWN_INPUT "judge test --input INPUT {file}"
#define STATEMENT "judge show {id}"

/*
 * {file} becomes the submission's name, {id} the problem's. A command is left out for readers who have no shell here.
 */
static const struct hint {
	enum verdict verdict;
	const char *reason; /* what the reason begins with, "" = anything */
	const char *words;
	const char *command;
} hints[] = {
	{ VERDICT_AC, "", "", "judge list --unsolved" },
	{ VERDICT_WA, "", "try the case that the test is named after, with an input of your own", OWN_INPUT },
	{ VERDICT_NO, "", "no answer came back: see that every path gives one", SAMPLES },
	{ VERDICT_OLE, "", "look for a loop that does not end, or for output of debugging", SAMPLES },
	{ VERDICT_TLE, "complexity", "the growth counts, not the speed of this host: find what grows", STATEMENT },
	{ VERDICT_TLE, "", "look for a loop that does not end, or for work that grows too fast", STATEMENT },
	{ VERDICT_WTL, "", "it waits more than it computes: for input that does not come, or for itself", SAMPLES },
	{ VERDICT_MLE, "complexity", "the growth counts: find what is kept although nobody needs it", STATEMENT },
	{ VERDICT_MLE, "", "look for memory that is never given back, or for tables that are too large", STATEMENT },
	{ VERDICT_RTE, "stack", "recursion too deep, or arrays too large: use a loop, or the heap", SAMPLES },
	{ VERDICT_RTE, "SIGSEGV", "look for a pointer that is NULL, freed or out of bounds", SAMPLES },
	{ VERDICT_RTE, "SIGBUS", "look for a pointer that is not aligned or out of bounds", SAMPLES },
	{ VERDICT_RTE, "SIGABRT", "abort was called: a failed assertion, or a heap damaged before", SAMPLES },
	{ VERDICT_RTE, "SIGFPE", "look for an integer division by zero, or of the smallest number by -1", SAMPLES },
	{ VERDICT_RTE, "SIGILL", "look for a function without a return, or other undefined behaviour", SAMPLES },
	{ VERDICT_RTE, "exit", "see who calls exit, and what main returns: success is 0", SAMPLES },
	{ VERDICT_RTE, "leak", "free what was allocated, on every path", STATEMENT },
	{ VERDICT_RTE, "", "run it with an input of your own and -fsanitize=address,undefined", OWN_INPUT },
	{ VERDICT_SV, "", "no files, network, processes or signals are needed: take that call out", STATEMENT },
	{ VERDICT_CE, "rule", "the statement says what is allowed, and why", STATEMENT },
	{ VERDICT_CE, "", "begin with the first error: later ones often follow from it", NULL },
	{ VERDICT_CTL, "", "too much for the compiler: large initialised arrays and nested macros cost most", NULL },
	{ VERDICT_JE, "", "see what this host lacks, then submit again", "judge doctor" },
};

/* A wrong answer to an example. */
static const struct hint example = { VERDICT_WA, "", "the statement explains this example", STATEMENT };
/* With an input of one's own nothing is wrong but what the driver saw. */
static const struct hint conduct = { VERDICT_WA, "", "the statement says what the caller may rely on", STATEMENT };
/* A source that is not as it must be. */
static const struct hint source = { VERDICT_WA, "", "the statement says how the source must be", STATEMENT };
/* A right answer by unsound means. */
static const struct hint unsound = { VERDICT_RTE, "", "mend the first finding, then submit again", NULL };
/* Of a conversation: each waits for the other. */
static const struct hint silence = { VERDICT_WTL, "", "it waits for an answer: see that what it writes is flushed",
				     STATEMENT };
/* Where hidden tests still wait. */
static const struct hint trial = { VERDICT_AC, "", "now with the hidden tests", "judge submit {file}" };

/*
 * The name as a shell takes it: as it is, or in single quotes. One that cannot be shown as it is could not be typed
 * either.
 */
static void put_file(struct buf *b, const char *name)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./+-";
	cleanup_buf struct buf shown;

	buf_init(&shown, 4 * SOURCE_NAME_MAX);
	(void)text_escape(&shown, name, strlen(name), true);
	if (strcmp(shown.data, name)) {
		(void)buf_puts(b, "FILE");
	} else if (name[0] && name[0] != '-' && strspn(name, plain) == strlen(name)) {
		(void)buf_puts(b, name);
	} else {
		(void)buf_puts(b, name[0] == '-' ? "'./" : "'");
		for (const char *p = name; *p; p++)
			(void)(*p == '\'' ? buf_puts(b, "'\\''") : buf_putc(b, *p));
		(void)buf_putc(b, '\'');
	}
}

/* Does the file's name alone say which problem it is for: "lru_cache.c"? */
static bool is_named_after(const char *file, const char *id)
{
	const size_t n = strlen(id);

	return strncmp(file, id, n) == 0 && strcmp(file + n, ".c") == 0;
}

static void put_command(struct buf *b, const struct report *r, const char *command)
{
	const char *id = r->problem ? r->problem->id : "ID";
	const char *place = strchr(command, '{');

	if (!place) {
		(void)buf_puts(b, command);
		return;
	}
	(void)buf_append(b, command, (size_t)(place - command));
	if (strncmp(place, "{id}", 4) == 0) {
		(void)buf_puts(b, id);
		return;
	}
	if (r->n_sources != 1 || !is_named_after(r->sources[0].name, id))
		(void)buf_printf(b, "--problem %s ", id);
	if (r->n_sources == 1)
		put_file(b, r->sources[0].name);
	else
		(void)buf_puts(b, "FILE...");
}

static bool begins_with(const char *text, const char *beginning)
{
	return strncmp(text, beginning, strlen(beginning)) == 0;
}

static const struct hint *find_hint(const struct report *r, const struct shown_report *shown)
{
	const char *reason = shown->reason ? shown->reason : "";

	if (shown->trial && r->judgement.verdict == VERDICT_AC)
		return &trial;
	if (r->judgement.verdict == VERDICT_WA && shown->own_input)
		return &conduct;
	if (r->judgement.verdict == VERDICT_WA && shown->first_failed != SIZE_MAX &&
	    r->tests[shown->first_failed].test->is_static)
		return &source;
	if (r->judgement.verdict == VERDICT_WA && shown->first_failed != SIZE_MAX &&
	    r->tests[shown->first_failed].test->sample)
		return &example;
	if (r->judgement.verdict == VERDICT_WTL && r->problem && r->problem->interactive)
		return &silence;
	if (r->decided_by == STAGE_SOUNDNESS && !begins_with(reason, "leak"))
		return &unsound;
	for (size_t i = 0; i < sizeof(hints) / sizeof(*hints); i++)
		if (hints[i].verdict == r->judgement.verdict && begins_with(reason, hints[i].reason))
			return &hints[i];
	return NULL;
}

/* What a hidden test showed the samples do not. */
static bool is_hidden(const struct report *r, const struct shown_report *shown)
{
	return shown->first_failed != SIZE_MAX && !r->tests[shown->first_failed].test->sample;
}

void report_hint(const struct report *r, const struct report_style *style, const struct shown_report *shown,
		 struct buf *words, struct buf *command)
{
	const struct hint *h = find_hint(r, shown);

	if (!h)
		return;
	if (h->verdict == VERDICT_JE && style->view == VIEW_CANDIDATE)
		(void)buf_puts(words, "submit again; if it fails again, tell your interviewer");
	else
		(void)buf_puts(words, h->words);
	if (h->command && style->view == VIEW_OWNER)
		put_command(command, r, is_hidden(r, shown) && !strcmp(h->command, SAMPLES) ? OWN_INPUT : h->command);
}
