/*
 * verify_static: a package's own static validator, shown what no submission need ever have been.
 *
 * It may say of it what it likes, as long as it says something: a validator that dies is the judge's fault in the eyes
 * of the candidate. Sources are shown to it in each language that the problem is for and that this judge knows how to
 * run; whether it says the right thing of real ones is what the references show.
 */
#include "judge/author/verify.h"

#include "judge/static_validator.h"
#include "sandbox/base/cleanup.h"

#include <errno.h>
#include <string.h>

#define FLOOD_BYTES 100000u

/* Some other judge may take them for submissions. */
static const struct {
	const char *text;
	size_t len;
	const char *what;
} JUNK[] = {
#define TEXT(s, what)                  \
	{                              \
		s, sizeof(s) - 1, what \
	}
	TEXT("", "an empty file"),
	TEXT("\n", "an empty line"),
	TEXT("\xff\xfe\0\x80 {junk\x1b[0m", "bytes that are no text"),
	TEXT("x", "a line without an end"),
	TEXT("\r\n\r\n", "line ends of another system"),
	TEXT("/* \"", "a comment without an end"),
	TEXT("%s%n%n\\", "conversions of printf"),
#undef TEXT
};

struct looking {
	struct verify *v;
	struct static_validator validator;
	size_t bad;
};

static void looking_clear(struct looking *l)
{
	static_validator_close(&l->validator);
}

/* Of nothing is said more than once: what kills a validator in one language does so in the others. */
static int show(struct looking *l, const struct problem_test *t, enum language language, const char *text, size_t len,
		const char *what, struct err *e)
{
	static const char *const names[LANGUAGE_COUNT] = {
		[LANGUAGE_C] = "main.c", [LANGUAGE_CPP] = "main.cpp", [LANGUAGE_PYTHON3] = "main.py"
	};
	struct source source = { .name = names[language], .text = text, .len = len };
	const struct submission s = { .sources = &source, .n_sources = 1 };
	cleanup_checked struct checked said = { 0 };
	char path[TEST_PATH_MAX];
	int r;

	checked_init(&said);
	r = static_validator_ask(&l->validator, l->v->j->workers[0], &s, t, &said, e);
	if (r != -EPROTO)
		return r;
	verify_say(l->v, VERIFY_FAILED, "test %s: %s (%s in %s)", problem_test_path(t, path), e->text, what,
		   language_row(language)->name);
	err_clear(e);
	l->bad++;
	return 0;
}

static int show_all(struct looking *l, const struct problem_test *t, enum language language, struct err *e)
{
	char flood[FLOOD_BYTES];
	int r = 0;

	for (size_t i = 0; !r && !l->bad && i < sizeof(JUNK) / sizeof(*JUNK); i++)
		r = show(l, t, language, JUNK[i].text, JUNK[i].len, JUNK[i].what, e);
	memset(flood, '(', sizeof(flood));
	return r || l->bad ? r : show(l, t, language, flood, sizeof(flood), "a flood of brackets", e);
}

/* Functions are in C. */
static bool is_for(const struct problem *p, enum language language)
{
	return p->function_style ? language == LANGUAGE_C : !p->languages || p->languages & 1u << language;
}

int verify_static_validator(struct verify *v, struct err *e)
{
	cleanup(looking_clear) struct looking l = { .v = v, .validator = STATIC_VALIDATOR_INIT };
	const struct problem *p = v->p;
	struct verify_names languages = { .n = 0 };

	if (!p->static_validator)
		return 0;
	if (static_validator_open(v->j, p, &l.validator, e) < 0)
		return e->code;
	for (int language = 0; language < LANGUAGE_COUNT; language++) {
		if (!is_for(p, (enum language)language))
			continue;
		verify_at(v, "static validator", (size_t)language, LANGUAGE_COUNT);
		verify_name(&languages, "%s", language_row((enum language)language)->name);
		for (size_t i = p->n_tests; i < problem_n_judged(p) && !l.bad; i++)
			if (show_all(&l, &p->tests[i], (enum language)language, e) < 0)
				return e->code;
	}
	if (!l.bad)
		verify_say_names(v, VERIFY_OK, &languages, "the static validator has a word on junk in");
	return 0;
}
