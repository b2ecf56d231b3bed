/*
 * complexity: how the costs of any C function grow, outside any problem.
 *
 * The function comes with a driver and a generator, as the functions of a problem do (problems/FORMAT.md). For the
 * commonest case, an array and its length, both are there: --call is the whole command.
 */
#include "judge/cli/cli.h"
#include "judge/report/report_complexity.h"
#include "runners/formula.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#define FROM_DEFAULT 64u
#define TEXT_MAX     (8u << 10)

/* Reads a length and so many numbers, and calls long NAME(int *, int). */
static const char array_driver[] =
	"#include \"driver.h\"\n"
	"static long (*call)(int *a, int n);\n"
	"const struct driver_function driver_functions[] = { { \"%s\", (void **)&call }, { NULL, NULL } };\n"
	"void driver_run(void)\n"
	"{\n"
	"	int64_t n = driver_read_i64();\n"
	"	int *a = driver_alloc((size_t)n + 1, sizeof *a);\n"
	"	for (int64_t i = 0; i < n; i++)\n"
	"		a[i] = (int)driver_read_i64();\n"
	"	driver_phase_begin(\"call\");\n"
	"	driver_write_i64(call(a, (int)n));\n"
	"	driver_phase_end();\n"
	"}\n";

/* Prints a length and so many numbers in the order that its first argument says. */
static const char array_generator[] =
	"#include <stdio.h>\n"
	"#include <stdlib.h>\n"
	"int main(int argc, char **argv)\n"
	"{\n"
	"	long n = argc == 3 ? strtol(argv[2], NULL, 10) : 0;\n"
	"	unsigned long long x = 1;\n"
	"	printf(\"%ld\\n\", n);\n"
	"	for (long i = 0; i < n; i++) {\n"
	"		x = x * 6364136223846793005u + 1442695040888963407u;\n"
	"		printf(\"%ld \", argv[1][0] == 'a' ? (long)(x >> 34) : argv[1][0] == 'r' ? i :\n"
	"		       argv[1][0] == 'f' ? n - i : 7);\n"
	"	}\n"
	"	return 0;\n"
	"}\n";

/* Everything that the measuring is told of; the texts are owned. */
struct task {
	struct problem problem;
	struct problem_family family;
	struct source generator;
	struct signature called;
	struct buf driver_text, generator_text, arguments;
};

static void task_clear(struct task *t)
{
	buf_clear(&t->driver_text);
	buf_clear(&t->generator_text);
	buf_clear(&t->arguments);
}

static bool is_c_name(const char *s)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";

	return s[0] && !s[strspn(s, letters)] && !(s[0] >= '0' && s[0] <= '9') && strlen(s) < 200;
}

static int usage(struct err *e, const char *what)
{
	return err_set(e, -EINVAL, "complexity: %s", what);
}

static int read_text(const char *path, struct buf *out, struct err *e)
{
	return fs_read(AT_FDCWD, path, out, e) < 0 ? e->code : 0;
}

static int take_driver(const struct cli *cli, struct task *t, struct err *e)
{
	const char *call = cli->option[OPTION_CALL].text, *driver = cli->option[OPTION_DRIVER].text;

	if (!call == !driver)
		return usage(e, "how is it called? say --call NAME, or --driver FILE");
	if (driver)
		return read_text(driver, &t->driver_text, e);
	if (!is_c_name(call))
		return err_set(e, -EINVAL, "complexity: --call: '%.60s' is no name in C", call);
	t->family.phase = "call";
	t->called.name = call;
	return buf_printf(&t->driver_text, array_driver, call) < 0 ? buf_error(&t->driver_text, "driver", e) : 0;
}

static int take_generator(const struct cli *cli, struct task *t, struct err *e)
{
	const char *path = cli->option[OPTION_GENERATE].text, *args = cli->option[OPTION_ARGS].text;
	const char *order = cli->option[OPTION_ORDER].text;

	if (!path && cli->option[OPTION_DRIVER].text)
		return usage(e, "what are its inputs? say --generate FILE");
	if (path && order)
		return usage(e, "--order is for the inputs of --call without --generate");
	if (!path && args)
		return usage(e, "--args are those of --generate");
	if (args && !strstr(args, "{n}"))
		return usage(e, "--args: there is no {n} in it");
	t->generator.name = path ? fs_basename(path) : "array.c";
	if (path ? read_text(path, &t->generator_text, e) < 0 : buf_puts(&t->generator_text, array_generator) < 0)
		return e->code ? e->code : buf_error(&t->generator_text, "generator", e);
	/* Orders are told apart by a letter: random is "any". */
	if (!path)
		buf_printf(&t->arguments, "%s {n}", order && strcmp(order, "random") ? order : "any");
	else
		buf_puts(&t->arguments, args ? args : "{n}");
	return buf_error(&t->arguments, "--args", e);
}

static int take_limit(const char *option, const char *text, struct formula *out, struct err *e)
{
	static const char *const names[] = { "n" };

	if (text && formula_parse(text, names, 1, out, e) < 0)
		return err_wrap(e, "complexity: --%s", option);
	return 0;
}

static int take_sizes(const struct cli *cli, struct task *t, struct err *e)
{
	struct problem_family *f = &t->family;

	f->first = cli_has(cli, OPTION_FROM) ? cli->option[OPTION_FROM].number : FROM_DEFAULT;
	f->last = cli_has(cli, OPTION_TO) ? cli->option[OPTION_TO].number : FAMILY_LAST_DEFAULT;
	if (!cli_has(cli, OPTION_FROM) && f->first > f->last / 4)
		f->first = f->last / 4 ? f->last / 4 : 1;
	return f->last < 4 * f->first ? usage(e, "--to is to be at least 4 times --from") : 0;
}

static int take_task(const struct cli *cli, struct task *t, struct err *e)
{
	struct problem_family *f = &t->family;

	buf_init(&t->driver_text, SOURCE_BYTES_MAX);
	buf_init(&t->generator_text, SOURCE_BYTES_MAX);
	buf_init(&t->arguments, TEXT_MAX);
	f->time = cli->option[OPTION_TIME].text;
	f->space = cli->option[OPTION_SPACE].text;
	if (take_driver(cli, t, e) < 0 || take_generator(cli, t, e) < 0 || take_sizes(cli, t, e) < 0 ||
	    take_limit("time", f->time, &f->time_formula, e) < 0 ||
	    take_limit("space", f->space, &f->space_formula, e) < 0)
		return e->code;
	if (cli_has(cli, OPTION_PHASE))
		f->phase = cli->option[OPTION_PHASE].text;
	f->name = cli_has(cli, OPTION_CALL) ? cli->option[OPTION_CALL].text : fs_basename(cli->operands[0]);
	f->what = "what is measured";
	f->generate = t->arguments.data;
	t->generator.text = t->generator_text.data;
	t->generator.len = t->generator_text.len;
	t->problem = (struct problem){ .id = "complexity",
				       .function_style = true,
				       .driver = t->driver_text.data,
				       .generator = &t->generator,
				       .n_generator = 1,
				       .signatures = &t->called,
				       .n_signatures = t->called.name ? 1 : 0,
				       .limits = RUN_LIMITS_DEFAULT,
				       .families = f,
				       .n_families = 1 };
	return 0;
}

/* ---- measuring --------------------------------------------------------------------------------------------------- */

/* Too few sizes for a class, because the first of them were too much. */
static bool was_too_much(const struct report *r)
{
	const struct report_family *f = r->n_families ? &r->families[0] : NULL;

	return f && f->curve && !f->time.found.enough &&
	       (f->curve->end == COST_END_BUDGET || f->curve->end == COST_END_CEILING ||
		f->curve->end == COST_END_TIME);
}

static int measure(const struct cli *cli, struct task *t, const struct submission *s, struct report *r, struct err *e)
{
	cleanup_judge struct judge *j = NULL;

	if (cli_judge(cli, &j, e) < 0 || judge_measure(j, &t->problem, s, cli_has(cli, OPTION_PROFILE), r, e) < 0)
		return e->code;
	if (cli_has(cli, OPTION_FROM) || !was_too_much(r))
		return 0;
	report_clear(r);
	t->family.first = 1;
	return judge_measure(j, &t->problem, s, cli_has(cli, OPTION_PROFILE), r, e);
}

static int write_json(const struct report *r, const struct report_style *style, struct buf *out, struct err *e)
{
	cleanup_json_out struct json_out j;

	json_out_init(&j);
	json_string(&j, j.root, "schema", "judge-complexity/1");
	json_string(&j, j.root, "verdict", verdict_id(r->judgement.verdict));
	json_string(&j, j.root, "reason", r->judgement.reason);
	json_i64(&j, j.root, "exit_code", report_exit_code(r));
	report_diagnostics_json(&j, j.root, r);
	report_complexity_json(&j, j.root, r, style);
	return json_print(&j, style->verbosity >= 0, out, e);
}

static enum cli_exit show(const struct cli *cli, const struct report *r, struct err *e)
{
	const struct report_style style = cli_style(cli);
	cleanup_buf struct buf text;
	int code;

	buf_init(&text, CLI_TEXT_MAX);
	code = cli->json ? write_json(r, &style, &text, e) : report_complexity_text(r, &style, &text, e);
	return code < 0 ? CLI_FAULT : cli_result(&text, (enum cli_exit)report_exit_code(r), e);
}

static enum cli_exit run(const struct cli *cli, struct err *e)
{
	struct task t = { .family = { .name = NULL } };
	struct submission s;
	struct report r;
	enum cli_exit code;

	if (take_task(cli, &t, e) < 0 || submission_load(cli->operands, cli->n_operands, &s, e) < 0) {
		code = cli_blame(e);
	} else if (measure(cli, &t, &s, &r, e) < 0) {
		code = e->code == -EINVAL || e->code == -EPROTO ? CLI_USAGE : CLI_FAULT;
		submission_clear(&s);
	} else {
		code = cli_draw(cli, &r, e) < 0 ? CLI_FAULT : show(cli, &r, e);
		report_clear(&r);
		submission_clear(&s);
	}
	task_clear(&t);
	return code;
}

static const struct cli_option OPTIONS[] = {
	{ OPTION_CALL, 'c', "call", CLI_TEXT, "NAME",
	  .help = "measure the function long NAME(int *a, int n), with arrays of n numbers" },
	{ OPTION_ORDER, 0, "order", CLI_WORD, "random|rising|falling|same",
	  .help = "the order of these numbers; without it random" },
	{ OPTION_DRIVER, 'd', "driver", CLI_FILE, "FILE",
	  .help = "instead: a C file that reads an input and calls the functions, as the driver of a problem does" },
	{ OPTION_GENERATE, 'g', "generate", CLI_FILE, "FILE",
	  .help = "a C program that prints the input of size n to standard output" },
	{ OPTION_ARGS, 0, "args", CLI_TEXT, "TEXT",
	  .help = "its arguments, parted by blanks, with {n} for the size; without it {n} alone" },
	{ OPTION_PHASE, 0, "phase", CLI_TEXT, "NAME",
	  .help = "count only what the driver does in its phase of that name" },
	{ OPTION_TIME, 't', "time", CLI_TEXT, "FORMULA",
	  .help = "the limit of steps, such as \"n log n\"; exit with 1 if they grow faster" },
	{ OPTION_SPACE, 's', "space", CLI_TEXT, "FORMULA",
	  .help = "the limit of bytes, on heap and stack and in static memory together" },
	{ OPTION_FROM, 0, "from", CLI_NUMBER, "N", 1, FAMILY_LAST_MAX, "the smallest size; without it 64" },
	{ OPTION_TO, 0, "to", CLI_NUMBER, "N", 4, FAMILY_LAST_MAX,
	  "the largest size; without it 1048576, or the one that takes ten million steps" },
	{ OPTION_PROFILE, 0, "profile", CLI_NOTHING, .help = "say which functions took the steps" },
	{ OPTION_SVG, 0, "svg", CLI_FILE, "FILE", .help = "draw the curve into FILE" },
	{ 0 },
};

static const struct cli_example EXAMPLES[] = {
	{ "judge complexity --call sort sort.c", "long sort(int *a, int n), on random numbers" },
	{ "judge complexity --call sort --order falling --time \"n log n\" sort.c", "held to a limit" },
	{ "judge complexity --driver driver.c --generate gen.c --args \"grow {n} 7\" map.c", "any functions" },
	{ 0 },
};

const struct cli_command COMMAND_COMPLEXITY = {
	.name = "complexity",
	.summary = "measure how the steps and bytes of C functions grow with n",
	.operands = "FILE...",
	.operand = CLI_FILE,
	.min_operands = 1,
	.max_operands = SIZE_MAX,
	.options = OPTIONS,
	.details =
		"The functions are built to count their own steps and run in the sandbox with inputs of rising size, "
		"until a run takes ten million of them. Steps, and the most bytes in use at once, are then "
		"compared with 1, log n, sqrt n, n, n log n, n log^2 n, n^1.5, n^2, n^2 log n, n^3 and 2^n. "
		"Counts do not depend on the machine or its load.\n\n"
		"What the C library does is charged by length; the driver and the reading of input cost nothing. "
		"A driver includes driver.h; what it is and what else it may call stands in problems/FORMAT.md.",
	.examples = EXAMPLES,
	.json = true,
	.run = run,
};
