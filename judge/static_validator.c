/*
 * The package's static validator, asked as the ICPC format has it: `validator language entry_point feedback_dir
 * [args]`, in a directory that holds the submission's files, with those that the package adds to them, and nothing
 * else; it exits with 42 or 43, and may leave messages and a score (feedback.c). Compiled files are not among what it
 * sees: the format gives them no name by which it could find them.
 *
 * The box is made anew for each question, its files are read-only, and no test is in it. Names and texts are a
 * stranger's: they are told to the validator as they are, by which it may be led astray, and whatever it then does but
 * exit with one of the two codes is an error that names it, never the submission's fault.
 */
#include "judge/static_validator.h"

#include "judge/feedback.h"
#include "judge/testset.h"
#include "judge/validate.h"
#include "runners/lexer.h"
#include "runners/zipapp.h"
#include "sandbox/base/cleanup.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define NAME "static validator"

int static_validator_open(struct judge *j, const struct problem *p, struct static_validator *out, struct err *e)
{
	struct static_validator v = { .judge = j, .problem = p, .program = ARTIFACT_INIT };
	const struct program *program = p->static_validator;

	if (program && validator_build(j, p, NAME, program, &v.program, e) < 0)
		return e->code;
	*out = v;
	return 0;
}

void static_validator_close(struct static_validator *v)
{
	artifact_clear(&v->program);
}

/* ---- the entry point --------------------------------------------------------------------------------------------- */

static bool has_main(const struct source *s)
{
	cleanup_lexed struct lexed lexed = { 0 };
	struct err ignored;

	return lexer_read(s->text, s->len, &lexed, &ignored) == 0 && lexer_defines_function(&lexed, "main");
}

/* In C and C++ the file with main; of functions, or where a macro makes main, the first that is no header. */
static const char *entry_in_c(const struct source *files, size_t n)
{
	const char *first = NULL;

	for (size_t i = 0; i < n; i++) {
		if (language_is_header(files[i].name))
			continue;
		if (has_main(&files[i]))
			return files[i].name;
		first = first ? first : files[i].name;
	}
	return first ? first : files[0].name;
}

const char *static_entry_point(const struct problem *p, const struct submission *submission)
{
	struct source files[JUDGE_FILES_MAX];
	const size_t n = judge_files(p, submission->sources, submission->n_sources, files);
	size_t at;

	if (submission->entrypoint)
		return submission->entrypoint;
	if (judge_language(submission->sources, submission->n_sources) != LANGUAGE_PYTHON3)
		return entry_in_c(files, n);
	at = zipapp_entry(files, n, NULL);
	return at < n ? files[at].name : submission->sources[0].name;
}

/* ---- asking ------------------------------------------------------------------------------------------------------ */

static int show_files(const struct problem *p, const struct submission *submission, struct run_box *box, struct err *e)
{
	struct source files[JUDGE_FILES_MAX];
	const size_t n = judge_files(p, submission->sources, submission->n_sources, files);

	for (size_t i = 0; i < n; i++) {
		cleanup_fd int fd = -1;

		if (fs_memfd("source", files[i].text, files[i].len, &fd, e) < 0 ||
		    run_box_show(box, files[i].name, fd, e) < 0)
			return err_wrap(e, "the files of the submission");
	}
	return 0;
}

static int run(const struct problem *p, const struct submission *submission, const struct problem_test *test,
	       struct run_box *box, struct execution *x, struct err *e)
{
	const enum language language = judge_language(submission->sources, submission->n_sources);
	cleanup_free char *args = strdup(test->validator_args ? test->validator_args : "");
	const char *argv[ARGUMENTS_MAX + 4] = { language_row(language)->code, static_entry_point(p, submission),
						FEEDBACK_DIR };
	cleanup_fd int nothing = -1;

	if (!args)
		return err_set(e, -ENOMEM, "out of memory");
	if (split_arguments(args, argv + 3, e) < 0 || fs_memfd("nothing", "", 0, &nothing, e) < 0)
		return e->code;
	return run_box_execute_own(box, nothing, argv, x, e);
}

static int ask(const struct static_validator *v, struct sandbox *s, const struct submission *submission,
	       const struct problem_test *test, struct checked *out, struct err *e)
{
	const struct run_limits limits = feedback_limits(v->problem);
	cleanup_execution struct execution x = { 0 };
	cleanup_run_box struct run_box *box = NULL;
	bool accepted;

	execution_init(&x, limits.output_bytes);
	if (judge_open_box(v->judge, s, NULL, &v->program, &limits, RUN_EXEC, &box, e) < 0 ||
	    show_files(v->problem, submission, box, e) < 0 || run(v->problem, submission, test, box, &x, e) < 0 ||
	    validator_word(NAME, &limits, &x, &accepted, e) < 0 ||
	    feedback_word(box, NAME, accepted ? VERDICT_AC : VERDICT_WA, out, e) < 0)
		return e->code;
	return v->problem->scoring ? feedback_score(box, NAME, out, e) : 0;
}

int static_validator_ask(const struct static_validator *v, struct sandbox *s, const struct submission *submission,
			 const struct problem_test *test, struct checked *out, struct err *e)
{
	const int r = ask(v, s, submission, test, out, e);

	return r < 0 && r != -EPROTO ? err_wrap(e, NAME) : r;
}
