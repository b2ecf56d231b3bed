/*
 * workshop: the package `twice` and its judging. The package lies in a directory of its own with its cache; one
 * session serves a whole group of tests, since opening one for each would be most of the time.
 */
#include "tests/support/workshop.h"

#include "sandbox/base/fs.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct {
	const char *path, *text;
} files[] = {
	{ "problem.yaml", "problem_format_version: 2025-09\n"
			  "type: pass-fail\n"
			  "name: {en: Twice a number}\n"
			  "uuid: 6f0b4a52-6d0c-4c43-9c87-2f6f3c1f5a10\n"
			  "license: public domain\n"
			  "limits: {time_limit: 0.3, time_resolution: 0.1, memory: 32, output: 1}\n" },
	{ "judge.yaml", WORKSHOP_JUDGE_YAML },
	{ "statement/problem.en.md", "Twice a number.\n" },
	{ "include/twice.h", "#include <stdlib.h>\n" },
	{ "include/driver.c", "#include \"driver.h\"\n"
			      "static int (*twice)(int);\n"
			      "const struct driver_function driver_functions[] = {\n"
			      "	{ \"twice\", (void **)&twice },\n"
			      "	{ NULL, NULL },\n"
			      "};\n"
			      "void driver_run(void)\n"
			      "{\n"
			      "	while (!driver_at_end()) {\n"
			      "		int result = twice((int)driver_read_i64());\n"
			      "		if (result == -777)\n"
			      "			driver_complain(\"777 is no number\");\n"
			      "		driver_write_i64(result);\n"
			      "		driver_write_char('\\n');\n"
			      "	}\n"
			      "}\n" },
	/* So many numbers, of this seed. */
	{ "generators/generate.c", "#include <stdio.h>\n"
				   "#include <stdlib.h>\n"
				   "int main(int argc, char **argv)\n"
				   "{\n"
				   "	unsigned n = argc > 1 ? atoi(argv[1]) : 0, x = argc > 2 ? atoi(argv[2]) : 0;\n"
				   "	while (n--)\n"
				   "		printf(\"%u\\n\", (x = x * 1664525 + 1013904223) >> 22);\n"
				   "	return 0;\n"
				   "}\n" },
	{ "input_validators/validate.c",
	  "#include <stdio.h>\n"
	  "int main(void)\n"
	  "{\n"
	  "	int x, r, n = 0;\n"
	  "	while ((r = scanf(\"%d\", &x)) == 1 && ++n)\n"
	  "		if (x < -1024 || x > 1024)\n"
	  "			return fprintf(stderr, \"number %d is out of range\\nor so\\n\", n), 43;\n"
	  "	return r == EOF ? 42 : (fprintf(stderr, \"number %d is none\\n\", n + 1), 43);\n"
	  "}\n" },
	{ "data/sample/1.in", "2\n" },
	{ "data/sample/1.ans", "4\n" },
	{ "data/sample/2.in", "3 4\n" },
	{ "data/sample/2.ans", "6\n8\n" },
	{ "submissions/accepted/sum.c", TWICE("	return x + x;") },
	{ "submissions/accepted/shift.c", TWICE("	return (int)((unsigned)x << 1);") },
	{ "submissions/wrong_answer/square.c", TWICE("	return x * x;") },
};

void workshop_put(struct workshop *w, const char *path, const char *text)
{
	if (text)
		place_put(&w->place, path, text);
	else
		place_take(&w->place, path);
}

void workshop_put_program(struct workshop *w)
{
	static const char *const gone[] = { "judge.yaml", "include", "generators", "submissions" };

	for (size_t i = 0; i < sizeof(gone) / sizeof(gone[0]); i++)
		workshop_put(w, gone[i], NULL);
	workshop_put(w, "data/secret/1.in", "21\n");
	workshop_put(w, "data/secret/1.ans", "42\n");
	workshop_put(w, "data/secret/2.in", "-1 0 1\n");
	workshop_put(w, "data/secret/2.ans", "-2\n0\n2\n");
}

const struct problem *workshop_load(struct workshop *w)
{
	problem_free(w->problem);
	w->problem = NULL;
	w->problem = place_load(&w->place);
	return w->problem;
}

int workshop_reset(void **state)
{
	struct workshop *w = *state;
	struct err e = ERR_INIT;

	if (fs_remove_tree(AT_FDCWD, w->place.dir, &e) < 0)
		return -1;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		workshop_put(w, files[i].path, files[i].text);
	workshop_load(w);
	return 0;
}

struct judge *workshop_judge_how(const struct workshop *w, unsigned workers, enum run_how how)
{
	const struct judge_config config = {
		.cache_dir = w->cache, .keeper_path = WORKSHOP_KEEPER, .workers = workers, .how = how
	};
	struct judge *j = NULL;
	struct err e = ERR_INIT;

	if (judge_open(&config, &j, &e) < 0)
		fail_msg("%s", e.text);
	return j;
}

struct judge *workshop_judge(const struct workshop *w, unsigned workers)
{
	return workshop_judge_how(w, workers, RUN_SERVED);
}

int workshop_open(void **state)
{
	static struct workshop w;
	struct err e = ERR_INIT;

	w = (struct workshop){ .judge = NULL };
	if (fs_temp_dir(NULL, "judge-workshop-", &w.place.path, &e) < 0)
		return -1;
	w.place.dir = fs_join(w.place.path, "twice");
	w.cache = fs_join(w.place.path, "cache");
	if (!w.place.dir || !w.cache)
		return -1;
	w.judge = workshop_judge(&w, 2);
	*state = &w;
	return 0;
}

int workshop_close(void **state)
{
	struct workshop *w = *state;
	struct err e = ERR_INIT;
	int r;

	problem_free(w->problem);
	judge_close(w->judge);
	r = fs_remove_tree(AT_FDCWD, w->place.path, &e);
	free(w->place.path);
	free(w->place.dir);
	free(w->cache);
	return r;
}

struct submission workshop_source(const char *text)
{
	struct submission s = { .n_sources = 1 };

	arena_init(&s.memory, 1 << 20);
	s.sources = arena_array(&s.memory, 1, sizeof(*s.sources));
	assert_non_null(s.sources);
	s.sources[0] = (struct source){ "twice.c", text, strlen(text) };
	return s;
}

struct report workshop_submit(struct workshop *w, struct judge *judge, const char *text,
			      const struct judge_options *options)
{
	struct submission s = workshop_source(text);
	struct report r;
	struct err e = ERR_INIT;

	if (judge_submit(judge ? judge : w->judge, w->problem, &s, options, &r, &e) < 0)
		fail_msg("%s", e.text);
	submission_clear(&s);
	return r;
}

void assert_judged(const struct judgement *j, enum verdict verdict, const char *reason)
{
	if (j->verdict != verdict || strncmp(j->reason, reason, strlen(reason)))
		fail_msg("judged %s/%s, not %s/%s", verdict_id(j->verdict), j->reason, verdict_id(verdict), reason);
}
