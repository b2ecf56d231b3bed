/*
 * workbench: one toolchain and one sandbox for a whole group of tests, since opening them for each would be most of
 * the time.
 */
#include "tests/support/workbench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

const char workbench_driver[] =
	"#include \"driver.h\"\n"
	"static int (*twice)(int);\n"
	"const struct driver_function driver_functions[] = { { \"twice\", (void **)&twice }, { 0, 0 } };\n"
	"void driver_run(void)\n"
	"{\n"
	"	while (!driver_at_end()) {\n"
	"		int result = twice((int)driver_read_i64());\n"
	"\n"
	"		if (result == -777)\n"
	"			driver_complain(\"twice\\x1b[31m went wrong\");\n"
	"		if (result == -999)\n"
	"			while (1)\n"
	"				driver_read_i64();\n"
	"		driver_write_i64(result);\n"
	"		driver_write_char('\\n');\n"
	"	}\n"
	"}\n";

const struct signature workbench_signature = { "twice", "int(int)" };

struct source workbench_source(const char *text)
{
	return (struct source){ "twice.c", text, strlen(text) };
}

struct build workbench_build(struct workbench *w, const struct build_spec *spec)
{
	struct build b = BUILD_INIT;
	struct err e = ERR_INIT;

	if (build_run(w->tc, w->sandbox, spec, &b, &e) < 0)
		fail_msg("build_run: %s", e.text);
	return b;
}

struct build workbench_object(struct workbench *w, const char *text)
{
	struct source source = workbench_source(text);
	struct build_spec spec = {
		.shape = BUILD_OBJECT,
		.sources = &source,
		.n_sources = 1,
		.signatures = &workbench_signature,
		.n_signatures = 1,
		.warnings = true,
	};

	return workbench_build(w, &spec);
}

static int build_runner(struct workbench *w)
{
	struct source source = { "driver.c", workbench_driver, strlen(workbench_driver) };
	struct build_spec spec = { .shape = BUILD_RUNNER, .sources = &source, .n_sources = 1, .warnings = true };
	struct build b = workbench_build(w, &spec);

	if (b.end != BUILD_OK || b.n_diagnostics)
		fail_msg("the runtime: %s", b.n_diagnostics ? b.diagnostics[0].text : b.reason);
	w->runner = b.artifact;
	b.artifact = (struct artifact)ARTIFACT_INIT;
	build_clear(&b);
	return 0;
}

int workbench_open_language(enum language language, void **state)
{
	static struct workbench w = { .runner = ARTIFACT_INIT };
	struct err e = ERR_INIT;

	if (toolchain_open_language(language, &w.tc, &e) < 0 || sandbox_open(NULL, &w.sandbox, &e) < 0) {
		print_error("%s\n", e.text);
		return -1;
	}
	*state = &w;
	return 0;
}

int workbench_open(void **state)
{
	static struct workbench w = { .runner = ARTIFACT_INIT };
	struct err e = ERR_INIT;

	if (toolchain_open(NULL, &w.tc, &e) < 0 || sandbox_open(NULL, &w.sandbox, &e) < 0) {
		print_error("%s\n", e.text);
		return -1;
	}
	*state = &w;
	return build_runner(&w);
}

int workbench_close(void **state)
{
	struct workbench *w = *state;

	artifact_clear(&w->runner);
	sandbox_close(w->sandbox);
	toolchain_close(w->tc);
	return 0;
}
