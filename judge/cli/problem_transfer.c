/*
 * problem_transfer: `judge problem pack` and `judge problem import`.
 *
 * Both write many files or a large one, so ^C is put off until what was begun has been taken away again.
 */
#include "judge/cli/interrupt.h"
#include "judge/cli/problem_verbs.h"
#include "judge/package/transfer.h"
#include "judge/session.h"
#include "judge/testset.h"
#include "sandbox/base/fs.h"
#include "sandbox/base/text.h"

#include <string.h>
#include <unistd.h>

static enum cli_exit say_packed(const struct cli *cli, const struct problem *p, const char *file, size_t n,
				struct err *e)
{
	cleanup_buf struct buf text;
	cleanup_json_out struct json_out j;

	json_out_init(&j);
	buf_init(&text, CLI_TEXT_MAX);
	if (cli->json) {
		json_string(&j, j.root, "schema", "judge-problem-pack/1");
		json_string(&j, j.root, "problem", p->id);
		json_string(&j, j.root, "file", file);
		json_u64(&j, j.root, "files", n);
		return cli_result_json(&j, CLI_DONE, e);
	}
	if (cli->verbosity < 0)
		return CLI_DONE;
	buf_printf(&text, "%s written: %zu files of %s\n", file, n, p->id);
	return cli_result(&text, CLI_DONE, e);
}

static int read_test(void *arg, size_t i, struct buf *input, struct buf *answer, struct err *e)
{
	const struct testset *set = arg;
	cleanup_fd int fd = -1;
	uint64_t bytes;

	if (testset_input(set, i, &fd, &bytes, e) < 0 || fs_read_fd(fd, input, e) < 0)
		return e->code;
	return testset_answer(set, i, answer, e);
}

static void note(void *arg, const char *line)
{
	cleanup_buf struct buf safe;
	struct err ignored = ERR_INIT;

	(void)arg;
	buf_init(&safe, 4096);
	buf_puts(&safe, "note: ");
	(void)text_escape(&safe, line, strlen(line), true);
	buf_putc(&safe, '\n');
	if (fs_write_fd(STDERR_FILENO, safe.data, safe.len, &ignored) < 0)
		err_clear(&ignored);
}

/* Its tests are made before anything is written, and may take a while. */
static enum cli_exit open_tests(const struct cli *cli, const struct problem *p, struct testset *set, struct err *e)
{
	cleanup_judge struct judge *j = NULL;

	if (cli_judge(cli, &j, e) < 0)
		return CLI_FAULT;
	if (testset_open(j, p, NULL, NULL, set, e) < 0)
		return e->code == -EINVAL || e->code == -EPROTO ? CLI_FAULT : cli_blame(e);
	return CLI_DONE;
}

enum cli_exit problem_pack(const struct cli *cli, struct err *e)
{
	const char *layout = cli->option[OPTION_LAYOUT].text, *file = cli->option[OPTION_OUTPUT].text;
	cleanup_problem struct problem *p = NULL;
	cleanup_testset struct testset set = { .dir = -1 };
	const struct pack_standard how = { read_test, note, &set };
	const bool standard = cli_has(cli, OPTION_STANDARD);
	char usual[PROBLEM_ID_MAX + 5];
	enum cli_exit code = problem_named(cli, &p, e);
	size_t n = 0;
	int r;

	if (code == CLI_DONE && standard)
		code = open_tests(cli, p, &set, e);
	if (code != CLI_DONE)
		return code;
	snprintf(usual, sizeof(usual), "%s.zip", p->id);
	if (!file)
		file = usual;
	interrupt_hold();
	r = package_pack(p, layout && !strcmp(layout, "root") ? PACK_ROOT : PACK_FOLDER, standard ? &how : NULL, file,
			 interrupt_pending, &n, e);
	interrupt_release();
	return r < 0 ? cli_blame(e) : say_packed(cli, p, file, n, e);
}

/* What a look at it finds, but for what is in order. */
static void on_line(const struct verify_line *l, void *arg)
{
	if (l->result != VERIFY_OK)
		buf_printf(arg, "  %s  %s\n", l->result == VERIFY_FAILED ? "FAIL" : "warn", l->text);
}

static void describe(const struct problem *p, const struct transferred *t, struct buf *b)
{
	buf_printf(b, "%s installed from %zu files: %zu tests in %zu groups, %zu reference submissions\n", t->id,
		   t->files, p->n_tests, p->n_groups, p->n_references);
	if (t->left_out)
		buf_printf(b, "left out, since the format has tools ignore such names: %s%s\n", t->first_left_out,
			   t->left_out > 1 ? " and others" : "");
}

static enum cli_exit say_installed(const struct cli *cli, const char *to, const struct transferred *t, struct err *e)
{
	cleanup_free char *dir = fs_join(to, t->id);
	cleanup_problem struct problem *p = NULL;
	cleanup_buf struct buf text;
	cleanup_json_out struct json_out j;
	size_t failed = 0;

	json_out_init(&j);
	buf_init(&text, CLI_TEXT_MAX);
	if (!dir || problem_load(dir, &p, e) < 0)
		return CLI_FAULT;
	if (cli->json) {
		json_string(&j, j.root, "schema", "judge-problem-import/1");
		json_string(&j, j.root, "problem", t->id);
		json_string(&j, j.root, "folder", dir);
		json_u64(&j, j.root, "files", t->files);
		json_u64(&j, j.root, "left_out", t->left_out);
		json_u64(&j, j.root, "tests", p->n_tests);
		json_u64(&j, j.root, "references", p->n_references);
		return cli_result_json(&j, CLI_DONE, e);
	}
	if (cli->verbosity < 0)
		return CLI_DONE;
	describe(p, t, &text);
	if (judge_look_over(p, on_line, &text, &failed, e) < 0)
		return CLI_FAULT;
	buf_printf(&text, "Next: judge verify %s\n", t->id);
	return cli_result(&text, CLI_DONE, e);
}

enum cli_exit problem_import(const struct cli *cli, struct err *e)
{
	const struct transfer_options options = { .id = cli->option[OPTION_ID].text, .stop = interrupt_pending };
	const char *to = cli->option[OPTION_INTO].text;
	cleanup_free char *problems = NULL;
	struct transferred done = { 0 };
	int r;

	if (!to && problems_dir(&problems, e) < 0)
		return cli_blame(e);
	if (!to)
		to = problems;
	interrupt_hold();
	r = package_import(cli->operands[1], to, &options, &done, e);
	interrupt_release();
	return r < 0 ? cli_blame(e) : say_installed(cli, to, &done, e);
}
