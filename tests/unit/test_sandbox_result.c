/* What is said of a run, for every way in which one can end. */
#include "judge/cli/sandbox_result.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <errno.h>
#include <linux/audit.h>
#include <signal.h>
#include <string.h>

#if defined(__x86_64__)
#define NATIVE AUDIT_ARCH_X86_64
#else
#define NATIVE AUDIT_ARCH_AARCH64
#endif

static const char *arguments[] = { "/box/prog", NULL };

static struct sandbox_job a_job(void)
{
	struct sandbox_job job = {
		.program = BOXED_PROGRAM_NONE,
		.argv = arguments,
		.limits = { .cpu_us = 2000000,
			    .wall_us = 1500000,
			    .stack_bytes = 8 << 20,
			    .file_bytes = 4096,
			    .open_files = 16 },
		.spec = { .processes = 1, .memory_bytes = 256 << 20, .work_files = 1024 },
		.output_bytes = 1000,
		.out = TARGET_NONE,
		.err = TARGET_NONE,
		.result = TARGET_NONE,
	};

	return job;
}

/* A host that gives everything. */
static struct sandbox_outcome an_outcome(void)
{
	struct sandbox_outcome o = {
		.host = { .cgroup = BOX_CGROUP_V2, .kernel = "6.1.0" },
		.used = { .syscall_nr = -1, .cpu_us = 1200, .wall_us = 1500, .peak_bytes = 1 << 20 }
	};

	for (int i = 0; i < BOX_LAYER_COUNT; i++)
		o.host.have[i] = true;
	buf_init(&o.out, 4 * SANDBOX_TEXT_MAX);
	buf_init(&o.err, 4 * SANDBOX_TEXT_MAX);
	return o;
}

static const struct {
	const char *word, *line;
	const char *limit; /* in the JSON */
	struct box_result used;
} ends[] = {
	{ "exit", "exit 0", NULL, { .end = BOX_END_EXIT, .syscall_nr = -1 } },
	{ "exit", "exit 3", NULL, { .end = BOX_END_EXIT, .exit_code = 3, .syscall_nr = -1 } },
	{ "signal", "SIGSEGV", NULL, { .end = BOX_END_SIGNAL, .signal = SIGSEGV, .syscall_nr = -1 } },
	{ "signal", "signal 40", NULL, { .end = BOX_END_SIGNAL, .signal = 40, .syscall_nr = -1 } },
	{ "cpu", "over --cpu 2s", "cpu_us", { .end = BOX_END_CPU, .syscall_nr = -1 } },
	{ "wall", "over --wall 1500ms", "wall_us", { .end = BOX_END_WALL, .syscall_nr = -1 } },
	{ "memory", "over --memory 256MiB", "memory_bytes", { .end = BOX_END_MEMORY, .syscall_nr = -1 } },
	{ "output", "over --output-size 1000", "output_bytes", { .end = BOX_END_OUTPUT, .syscall_nr = -1 } },
	{ "file-size", "over --file-size 4KiB", "file_bytes", { .end = BOX_END_FILE_SIZE, .syscall_nr = -1 } },
	{ "processes",
	  "over --processes 1",
	  "processes",
	  { .end = BOX_END_PROCESSES, .syscall_nr = 57, .syscall_arch = NATIVE, .syscall_name = "fork" } },
	{ "syscall",
	  "the system call socket is not allowed",
	  NULL,
	  { .end = BOX_END_SYSCALL, .syscall_nr = 41, .syscall_arch = NATIVE, .syscall_name = "socket" } },
	{ "syscall",
	  "the system call getpid of i386 is not allowed",
	  NULL,
	  { .end = BOX_END_SYSCALL, .syscall_nr = 20, .syscall_arch = AUDIT_ARCH_I386, .syscall_name = "getpid" } },
	{ "syscall",
	  "the system call number 999 is not allowed",
	  NULL,
	  { .end = BOX_END_SYSCALL, .syscall_nr = 999, .syscall_arch = NATIVE } },
	{ "not-started",
	  "not started: Exec format error",
	  NULL,
	  { .end = BOX_END_NOT_STARTED, .exec_errno = ENOEXEC, .syscall_nr = -1 } },
};
#define N_ENDS (sizeof(ends) / sizeof(ends[0]))

static void result__has_one_line_for_every_end(void **state)
{
	const struct sandbox_job job = a_job();

	(void)state;
	for (size_t i = 0; i < N_ENDS; i++) {
		struct sandbox_outcome o = an_outcome();
		cleanup_buf struct buf line;
		char wanted[200];

		o.used = ends[i].used;
		o.used.cpu_us = 1200;
		o.used.wall_us = 1500;
		o.used.peak_bytes = 1 << 20;
		buf_init(&line, 4096);
		sandbox_result_line(&job, &o, &line);
		snprintf(wanted, sizeof(wanted), "%s, cpu 1.2 ms, wall 1.5 ms, peak 1 MiB", ends[i].line);
		assert_string_equal(line.data, wanted);
		assert_string_equal(sandbox_end_word(o.used.end), ends[i].word);
	}
}

static void result__names_the_loader_that_is_not_in_the_box(void **state)
{
	struct sandbox_job job = a_job();
	struct sandbox_outcome o = an_outcome();
	cleanup_buf struct buf line;

	(void)state;
	snprintf(job.program.interpreter, sizeof(job.program.interpreter), "/x/ld.so");
	o.used = (struct box_result){ .end = BOX_END_NOT_STARTED, .exec_errno = ENOENT, .syscall_nr = -1 };
	buf_init(&line, 4096);
	sandbox_result_line(&job, &o, &line);
	assert_non_null(
		strstr(line.data, "No such file or directory: its loader is /x/ld.so, which the box does not see"));
}

static const cJSON *member(const cJSON *o, const char *key)
{
	const cJSON *m = cJSON_GetObjectItemCaseSensitive(o, key);

	assert_non_null(m);
	return m;
}

static void string_or_null(const cJSON *o, const char *key, const char *wanted)
{
	const cJSON *m = member(o, key);

	if (wanted)
		assert_string_equal(m->valuestring, wanted);
	else
		assert_true(cJSON_IsNull(m));
}

static void number_or_null(const cJSON *o, const char *key, bool there, double wanted)
{
	const cJSON *m = member(o, key);

	assert_int_equal(cJSON_IsNull(m), !there);
	if (there)
		assert_true(cJSON_IsNumber(m) && m->valuedouble == wanted);
}

static void result__has_the_same_members_for_every_end(void **state)
{
	const struct sandbox_job job = a_job();
	int n = 0;

	(void)state;
	for (size_t i = 0; i < N_ENDS; i++) {
		const struct box_result *r = &ends[i].used;
		cleanup_json_out struct json_out j;
		struct sandbox_outcome o = an_outcome();
		const bool passed = r->end == BOX_END_EXIT && !r->exit_code;

		o.used = *r;
		json_out_init(&j);
		sandbox_result_json(&job, &o, true, &j);
		assert_int_equal(j.failed, 0);
		string_or_null(j.root, "schema", "judge-sandbox-result/1");
		string_or_null(j.root, "end", ends[i].word);
		string_or_null(j.root, "limit", ends[i].limit);
		/* The name of the limit is a member of the limits. */
		if (ends[i].limit)
			assert_true(cJSON_IsNumber(member(member(j.root, "limits"), ends[i].limit)));
		number_or_null(j.root, "exit_code", true, passed ? 0 : 1);
		number_or_null(j.root, "status", r->end == BOX_END_EXIT, r->exit_code);
		number_or_null(j.root, "signal", r->end == BOX_END_SIGNAL, r->signal);
		string_or_null(j.root, "signal_name", r->end == BOX_END_SIGNAL ? ends[i].line : NULL);
		string_or_null(j.root, "start_error", r->end == BOX_END_NOT_STARTED ? "ENOEXEC" : NULL);
		assert_int_equal(cJSON_IsNull(member(j.root, "syscall")), r->syscall_nr < 0);
		n = n ? n : cJSON_GetArraySize(j.root);
		assert_int_equal(cJSON_GetArraySize(j.root), n);
	}
}

static void result__names_the_call_and_whose_numbers_it_has(void **state)
{
	static const struct {
		uint32_t arch;
		const char *word;
	} cases[] = { { AUDIT_ARCH_X86_64, "x86_64" }, { AUDIT_ARCH_I386, "i386" }, { 0x1234, "0x1234" } };
	const struct sandbox_job job = a_job();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		cleanup_json_out struct json_out j;
		struct sandbox_outcome o = an_outcome();
		const cJSON *call;

		o.used = (struct box_result){ .end = BOX_END_SYSCALL, .syscall_nr = 7, .syscall_arch = cases[i].arch };
		json_out_init(&j);
		sandbox_result_json(&job, &o, true, &j);
		call = member(j.root, "syscall");
		string_or_null(call, "name", NULL);
		number_or_null(call, "number", true, 7);
		string_or_null(call, "arch", cases[i].word);
	}
}

/* What became of `n` bytes at p in the JSON. */
static void stream(const char *p, size_t n, const char *text, size_t text_bytes, bool exact)
{
	const struct sandbox_job job = a_job();
	struct sandbox_outcome o = an_outcome();
	cleanup_json_out struct json_out j;
	const cJSON *out;

	assert_int_equal(buf_append(&o.out, p, n), 0);
	json_out_init(&j);
	sandbox_result_json(&job, &o, true, &j);
	out = member(j.root, "stdout");
	number_or_null(out, "bytes", true, (double)n);
	string_or_null(out, "file", NULL);
	assert_int_equal(strlen(member(out, "text")->valuestring), text_bytes);
	if (text)
		assert_string_equal(member(out, "text")->valuestring, text);
	assert_int_equal(cJSON_IsTrue(member(out, "exact")), exact);
	buf_clear(&o.out);
}

static void result__says_whether_a_text_is_what_was_printed(void **state)
{
	cleanup_free char *large = malloc(SANDBOX_TEXT_MAX + 1);

	(void)state;
	stream("", 0, "", 0, true);
	stream("a\n\xc3\xa4", 4, "a\n\xc3\xa4", 4, true);
	stream("a\0b", 3,
	       "a\xef\xbf\xbd"
	       "b",
	       5, false);
	stream("a\xff", 2, "a\xef\xbf\xbd", 4, false);
	assert_non_null(large);
	memset(large, 'x', SANDBOX_TEXT_MAX + 1);
	stream(large, SANDBOX_TEXT_MAX, NULL, SANDBOX_TEXT_MAX, true);
	stream(large, SANDBOX_TEXT_MAX + 1, NULL, SANDBOX_TEXT_MAX, false);
	/* The cut falls between two characters, and no replacement appears. */
	memcpy(large + SANDBOX_TEXT_MAX - 1, "\xc3\xa4", 2);
	stream(large, SANDBOX_TEXT_MAX + 1, NULL, SANDBOX_TEXT_MAX - 1, false);
}

static void result__has_no_text_of_what_went_elsewhere(void **state)
{
	struct sandbox_job job = a_job();
	struct sandbox_outcome o = an_outcome();
	cleanup_json_out struct json_out embedded, passed_on;

	(void)state;
	job.out.path = "some/file";
	buf_puts(&o.out, "out");
	buf_puts(&o.err, "err");
	json_out_init(&embedded);
	json_out_init(&passed_on);
	sandbox_result_json(&job, &o, true, &embedded);
	sandbox_result_json(&job, &o, false, &passed_on);
	string_or_null(member(embedded.root, "stdout"), "file", "some/file");
	string_or_null(member(embedded.root, "stdout"), "text", NULL);
	string_or_null(member(embedded.root, "stderr"), "text", "err");
	string_or_null(member(passed_on.root, "stderr"), "text", NULL);
	string_or_null(member(passed_on.root, "stderr"), "exact", NULL);
	number_or_null(member(passed_on.root, "stderr"), "bytes", true, 3);
	buf_clear(&o.out);
	buf_clear(&o.err);
}

static void result__of_a_file_that_was_not_left_is_a_failure(void **state)
{
	struct sandbox_get gets[] = { { .name = "a", .to = { .path = "fa", .dir = -1 } },
				      { .name = "b", .to = { .path = "fb", .dir = -1 } } };
	struct sandbox_got got[2] = { 0 };
	struct sandbox_job job = a_job();
	struct sandbox_outcome o = an_outcome();
	cleanup_json_out struct json_out j;
	const cJSON *files;

	(void)state;
	job.gets = gets;
	job.n_gets = 2;
	o.got = got;
	assert_int_equal(sandbox_result_exit(&job, &o), CLI_DONE);
	err_set(&got[1].lost, -ENOENT, "get b: No such file or directory");
	assert_int_equal(sandbox_result_exit(&job, &o), CLI_REJECTED);
	json_out_init(&j);
	sandbox_result_json(&job, &o, true, &j);
	files = member(j.root, "files");
	string_or_null(cJSON_GetArrayItem(files, 0), "error", NULL);
	number_or_null(cJSON_GetArrayItem(files, 0), "bytes", true, 0);
	string_or_null(cJSON_GetArrayItem(files, 1), "name", "b");
	string_or_null(cJSON_GetArrayItem(files, 1), "file", "fb");
	string_or_null(cJSON_GetArrayItem(files, 1), "error", "get b: No such file or directory");
	number_or_null(cJSON_GetArrayItem(files, 1), "bytes", false, 0);
}

static void result__names_every_layer_once(void **state)
{
	const struct sandbox_job job = a_job();
	struct sandbox_outcome o = an_outcome();
	cleanup_json_out struct json_out j;

	(void)state;
	o.host.have[BOX_LAYER_CGROUP_MEMORY] = o.host.have[BOX_LAYER_TWO_IDS] = false;
	o.host.cgroup = BOX_CGROUP_NONE;
	json_out_init(&j);
	sandbox_result_json(&job, &o, true, &j);
	assert_int_equal(cJSON_GetArraySize(member(j.root, "layers")), BOX_LAYER_COUNT - 2);
	assert_int_equal(cJSON_GetArraySize(member(j.root, "missing")), 2);
	assert_string_equal(cJSON_GetArrayItem(member(j.root, "missing"), 0)->valuestring, "memory cgroup");
	string_or_null(j.root, "host", "Linux 6.1.0, no cgroup");
	number_or_null(j.root, "cgroup_peak_bytes", false, 0);
}

static void result__misses_what_this_run_would_have_needed(void **state)
{
	struct sandbox_job job = a_job();
	struct sandbox_outcome o = an_outcome();
	cleanup_buf struct buf words;

	(void)state;
	buf_init(&words, 4096);
	sandbox_result_missed(&job, &o, &words);
	assert_string_equal(words.data, "");
	o.host.have[BOX_LAYER_CGROUP_MEMORY] = o.host.have[BOX_LAYER_CGROUP_PIDS] = o.host.have[BOX_LAYER_CGROUP_CPU] =
		o.host.have[BOX_LAYER_TWO_IDS] = false;
	sandbox_result_missed(&job, &o, &words);
	assert_string_equal(words.data, "memory cgroup");
	buf_reset(&words);
	job.spec.processes = 2;
	sandbox_result_missed(&job, &o, &words);
	assert_string_equal(words.data, "memory cgroup, pids cgroup, cpu accounting cgroup");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(result__has_one_line_for_every_end),
		cmocka_unit_test(result__names_the_loader_that_is_not_in_the_box),
		cmocka_unit_test(result__has_the_same_members_for_every_end),
		cmocka_unit_test(result__names_the_call_and_whose_numbers_it_has),
		cmocka_unit_test(result__says_whether_a_text_is_what_was_printed),
		cmocka_unit_test(result__has_no_text_of_what_went_elsewhere),
		cmocka_unit_test(result__of_a_file_that_was_not_left_is_a_failure),
		cmocka_unit_test(result__names_every_layer_once),
		cmocka_unit_test(result__misses_what_this_run_would_have_needed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
