/* Programs that count: see counted.h. What does not build or run fails the test. */
#include "tests/support/counted.h"

#include "sandbox/base/fs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

const char counted_driver[] =
	"#include \"driver.h\"\n"
	"#include <stdlib.h>\n"
	"static long (*kernel)(long);\n"
	"const struct driver_function driver_functions[] = { { \"kernel\", (void **)&kernel }, { 0, 0 } };\n"
	"void driver_run(void)\n"
	"{\n"
	"	long n = driver_read_i64(), m = driver_read_i64(), sum;\n"
	"	volatile char *own = malloc(100000);\n"
	"	((char *)driver_alloc(1000, 1000))[7] = own[5] = 3;\n"
	"	driver_phase_begin(\"another\");\n"
	"	sum = kernel(n);\n"
	"	driver_phase_end();\n"
	"	while (m-- > 0) {\n"
	"		driver_phase_begin(\"the calls\");\n"
	"		sum += kernel(n);\n"
	"		driver_phase_end();\n"
	"	}\n"
	"	driver_write_i64(sum);\n"
	"	free((char *)own);\n"
	"}\n";

struct artifact counted_runner(struct workbench *w, const char *driver, bool counts)
{
	struct source source = { "driver.c", driver, strlen(driver) };
	struct build_spec spec = {
		.shape = BUILD_RUNNER, .sources = &source, .n_sources = 1, .counts = counts, .warnings = true
	};
	struct build b = workbench_build(w, &spec);
	struct artifact runner = b.artifact;

	if (b.end != BUILD_OK || b.n_diagnostics)
		fail_msg("the runner: %s", b.n_diagnostics ? b.diagnostics[0].text : b.reason);
	b.artifact = (struct artifact)ARTIFACT_INIT;
	build_clear(&b);
	return runner;
}

struct build counted_object(struct workbench *w, const char *text, const char *counter, bool profile)
{
	struct source source = { "kernel.c", text, strlen(text) };
	static const struct signature signature = { "kernel", "long(long)" };
	struct build_spec spec = {
		.shape = BUILD_OBJECT,
		.sources = &source,
		.n_sources = 1,
		.signatures = &signature,
		.n_signatures = 1,
		.counter = counter,
		.profile = profile,
	};

	return workbench_build(w, &spec);
}

int counted_open(void **state)
{
	static struct counted f;
	void *w;

	if (workbench_open(&w))
		return -1;
	f.w = w;
	f.runner = counted_runner(f.w, counted_driver, true);
	*state = &f;
	return 0;
}

int counted_close(void **state)
{
	struct counted *f = *state;
	void *w = f->w;

	artifact_clear(&f->runner);
	return workbench_close(&w);
}

struct run_box *counted_kernel_as(struct counted *f, const char *text, bool profile)
{
	struct build b = counted_object(f->w, text, COUNTED_NAME, profile);
	struct run_box *rb = NULL;
	struct err e = ERR_INIT;

	if (b.end != BUILD_OK)
		fail_msg("%s", b.reason);
	if (run_box_open_counted(f->w->tc, f->w->sandbox, &f->runner, &b.artifact, COUNTED_NAME, &RUN_LIMITS_DEFAULT,
				 &rb, &e) < 0)
		fail_msg("%s", e.text);
	build_clear(&b);
	return rb;
}

struct run_box *counted_kernel(struct counted *f, const char *text)
{
	return counted_kernel_as(f, text, false);
}

/* kernel(I) is the text number I, a block, as the body of a function of n = 1000. */
struct run_box *counted_many(struct counted *f, const char *headers, const char *const *texts, size_t n)
{
	cleanup_buf struct buf all;

	buf_init(&all, SOURCE_BYTES_MAX);
	buf_puts(&all, headers);
	for (size_t i = 0; i < n; i++)
		buf_printf(&all, "static long body%zu(long n)\n%s\n", i, texts[i]);
	buf_puts(&all, "long kernel(long which)\n{\n	switch (which) {\n");
	for (size_t i = 0; i < n; i++)
		buf_printf(&all, "	case %zu: return body%zu(1000);\n", i, i);
	buf_puts(&all, "	}\n	return 0;\n}\n");
	return counted_kernel(f, all.data);
}

void counted_run(struct run_box *rb, long n, long m, const struct run_counting *how, struct execution *x)
{
	cleanup_fd int input = -1;
	struct err e = ERR_INIT;
	char text[64];
	int len = snprintf(text, sizeof(text), "%ld %ld", n, m);

	if (fs_memfd("input", text, (size_t)len, &input, &e) < 0 || run_box_count(rb, input, how, x, &e) < 0)
		fail_msg("%s", e.text);
}

/* Of a run that must come to its end. */
struct run_cost counted_cost(struct run_box *rb, long n, const struct run_counting *how, long m)
{
	cleanup_execution struct execution x;
	struct run_cost cost;

	execution_init(&x, 1024);
	counted_run(rb, n, m, how, &x);
	if (!x.finished || !x.cost.known)
		fail_msg("end %d, exit %d, signal %d, known %d: %s %s %s", x.used.end, x.used.exit_code, x.used.signal,
			 x.cost.known, x.fault, x.printed.data, x.irregular);
	cost = x.cost;
	return cost;
}

const struct run_counting counted_whole = { .budget = COUNTED_BUDGET, .seed = 1 };
const struct run_counting counted_calls = { .budget = COUNTED_BUDGET, .seed = 1, .phase = "the calls" };

void counted_same(const struct run_cost *a, const struct run_cost *b)
{
	if (a->ticks != b->ticks || a->heap_bytes != b->heap_bytes || a->stack_bytes != b->stack_bytes ||
	    a->drew != b->drew)
		fail_msg("%lu, %lu, %lu and %lu, %lu, %lu", a->ticks, a->heap_bytes, a->stack_bytes, b->ticks,
			 b->heap_bytes, b->stack_bytes);
}
