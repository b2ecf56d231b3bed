/*
 * problem_generate: `judge problem generate`: the tests of a package as files.
 *
 * Generated data is never part of a package: it is made when it is needed, kept in the cache, and made anew when the
 * package has changed. This verb does that now, says what there is, and with --into writes every hidden test that is no
 * file yet as one, in the layout of the format: for a look, or for tools that know no judge.yaml.
 */
#include "judge/cli/problem_verbs.h"
#include "judge/session.h"
#include "judge/testset.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>

struct generating {
	const struct cli *cli;
	const struct problem *p;
	const char *into; /* or NULL */
	cJSON *tests;
	struct json_out *json;
	struct buf *text;
	struct err *e;
};

static const char *origin(const struct problem_test *t)
{
	return t->generate ? t->generate : t->input ? "written in judge.yaml" : "a file of the package";
}

/* <into>/<group>/<name><ending>; nothing is written over. */
static int write_file(struct generating *g, const struct problem_test *t, const char *ending, const struct buf *b)
{
	cleanup_free char *folder = fs_join(g->into, t->group), *name = NULL, *path = NULL;

	if (asprintf(&name, "%s%s", t->name, ending) < 0)
		name = NULL;
	path = folder && name ? fs_join(folder, name) : NULL;
	if (!path)
		return err_set(g->e, -ENOMEM, "out of memory");
	if (fs_mkdirs(folder, 0777, g->e) < 0)
		return g->e->code;
	if (fs_create(AT_FDCWD, path, b->data, b->len, 0666, g->e) == 0)
		return 0;
	return g->e->code == -EEXIST ? err_set(g->e, -EEXIST, "%s is there already and is left as it is", path)
				     : g->e->code;
}

static void say_test(struct generating *g, const struct problem_test *t, size_t in, size_t out)
{
	char place[160];
	cJSON *o;

	if (!g->cli->json) {
		snprintf(place, sizeof(place), "%s/%s", t->group, t->name);
		buf_printf(g->text, "%-44s %10zu %10zu  %s\n", place, in, out, origin(t));
		return;
	}
	o = json_object(g->json, g->tests, NULL);
	json_string(g->json, o, "group", t->group);
	json_string(g->json, o, "name", t->name);
	json_u64(g->json, o, "input_bytes", in);
	json_u64(g->json, o, "answer_bytes", out);
	json_string(g->json, o, "generate", t->generate);
}

static int take_test(struct generating *g, const struct testset *set, size_t i)
{
	const struct problem_test *t = &g->p->tests[i];
	cleanup_buf struct buf input, answer;
	cleanup_fd int fd = -1;
	uint64_t bytes;

	buf_init(&input, PROBLEM_FILE_MAX);
	buf_init(&answer, PROBLEM_FILE_MAX);
	if (testset_input(set, i, &fd, &bytes, g->e) < 0 || fs_read_fd(fd, &input, g->e) < 0 ||
	    testset_answer(set, i, &answer, g->e) < 0)
		return g->e->code;
	say_test(g, t, input.len, answer.len);
	if (!g->into || t->file)
		return 0;
	return write_file(g, t, ".in", &input) < 0 || write_file(g, t, ".ans", &answer) < 0 ? g->e->code : 0;
}

static int take_all(struct generating *g, struct judge *j)
{
	cleanup_testset struct testset set = { .dir = -1 };

	if (testset_open(j, g->p, NULL, NULL, &set, g->e) < 0)
		return g->e->code;
	for (size_t i = 0; i < g->p->n_tests; i++)
		if (take_test(g, &set, i) < 0)
			return g->e->code;
	return 0;
}

enum cli_exit problem_generate(const struct cli *cli, struct err *e)
{
	cleanup_problem struct problem *p = NULL;
	cleanup_judge struct judge *j = NULL;
	cleanup_json_out struct json_out json;
	cleanup_buf struct buf text;
	struct generating g = {
		.cli = cli, .into = cli->option[OPTION_INTO].text, .json = &json, .text = &text, .e = e
	};
	enum cli_exit code = problem_named(cli, &p, e);

	json_out_init(&json);
	buf_init(&text, CLI_TEXT_MAX);
	if (code != CLI_DONE)
		return code;
	g.p = p;
	json_string(&json, json.root, "schema", "judge-problem-generate/1");
	json_string(&json, json.root, "problem", p->id);
	g.tests = json_array(&json, json.root, "tests");
	if (cli_judge(cli, &j, e) < 0)
		return CLI_FAULT;
	if (take_all(&g, j) < 0)
		return e->code == -EINVAL || e->code == -EPROTO ? CLI_FAULT : cli_blame(e);
	return cli->json ? cli_result_json(&json, CLI_DONE, e) : cli_result(&text, CLI_DONE, e);
}
