/*
 * sandbox_result: what became of a run.
 *
 * The JSON has always the same members, so that a program that reads it needs to ask for none; what does not apply is
 * null. Text of the program is a stranger's: json_bytes makes it valid, and a member says whether it is still what was
 * written.
 *
 * judge-sandbox(1) is the specification, and tests/e2e/sandbox.sh holds the members and words here against it.
 */
#include "judge/cli/sandbox_result.h"
#include "judge/classify.h"
#include "judge/report/report_page.h"
#include "sandbox/base/text.h"

#include <errno.h>
#include <linux/audit.h>
#include <string.h>

/* ---- words ------------------------------------------------------------------------------------------------------- */

/* Each end: its word, and of a limit its member in "limits", its option and what that takes. */
static const struct {
	const char *word, *limit, *option;
	enum cli_kind kind;
} ENDS[] = {
	[BOX_END_EXIT] = { "exit", NULL, NULL, CLI_NOTHING },
	[BOX_END_SIGNAL] = { "signal", NULL, NULL, CLI_NOTHING },
	[BOX_END_CPU] = { "cpu", "cpu_us", "--cpu", CLI_DURATION },
	[BOX_END_WALL] = { "wall", "wall_us", "--wall", CLI_DURATION },
	[BOX_END_MEMORY] = { "memory", "memory_bytes", "--memory", CLI_BYTES },
	[BOX_END_OUTPUT] = { "output", "output_bytes", "--output-size", CLI_BYTES },
	[BOX_END_FILE_SIZE] = { "file-size", "file_bytes", "--file-size", CLI_BYTES },
	[BOX_END_PROCESSES] = { "processes", "processes", "--processes", CLI_NUMBER },
	[BOX_END_NOT_STARTED] = { "not-started", NULL, NULL, CLI_NOTHING },
	[BOX_END_SYSCALL] = { "syscall", NULL, NULL, CLI_NOTHING },
	[BOX_END_STOPPED] = { "stopped", NULL, NULL, CLI_NOTHING },
};

const char *sandbox_end_word(enum box_end end)
{
	return ENDS[end].word;
}

static uint64_t limit_of(const struct sandbox_job *job, enum box_end end)
{
	switch (end) {
	case BOX_END_CPU:
		return job->limits.cpu_us;
	case BOX_END_WALL:
		return job->limits.wall_us;
	case BOX_END_MEMORY:
		return job->spec.memory_bytes;
	case BOX_END_OUTPUT:
		return job->output_bytes;
	case BOX_END_FILE_SIZE:
		return job->limits.file_bytes;
	case BOX_END_PROCESSES:
		return job->spec.processes;
	default:
		return 0;
	}
}

#if defined(__x86_64__)
#define NATIVE_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define NATIVE_ARCH AUDIT_ARCH_AARCH64
#endif

static const char *arch_word(uint32_t arch, char out[16])
{
	static const struct {
		uint32_t arch;
		const char *word;
	} words[] = {
		{ AUDIT_ARCH_X86_64, "x86_64" },
		{ AUDIT_ARCH_I386, "i386" },
		{ AUDIT_ARCH_AARCH64, "aarch64" },
		{ AUDIT_ARCH_ARM, "arm" },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (words[i].arch == arch)
			return words[i].word;
	snprintf(out, 16, "0x%x", arch);
	return out;
}

enum cli_exit sandbox_result_exit(const struct sandbox_job *job, const struct sandbox_outcome *o)
{
	for (size_t i = 0; i < job->n_gets; i++)
		if (o->got[i].lost.code)
			return CLI_REJECTED;
	return o->used.end == BOX_END_EXIT && !o->used.exit_code ? CLI_DONE : CLI_REJECTED;
}

/* ---- JSON -------------------------------------------------------------------------------------------------------- */

static void add_null(struct json_out *j, cJSON *parent, const char *key)
{
	json_string(j, parent, key, NULL);
}

static void add_end(const struct sandbox_job *job, const struct sandbox_outcome *o, struct json_out *j)
{
	const struct box_result *r = &o->used;
	const bool exited = r->end == BOX_END_EXIT, signalled = r->end == BOX_END_SIGNAL;
	char word[16];
	cJSON *call;

	json_string(j, j->root, "schema", "judge-sandbox-result/1");
	json_u64(j, j->root, "exit_code", sandbox_result_exit(job, o));
	json_string(j, j->root, "end", ENDS[r->end].word);
	json_string(j, j->root, "limit", ENDS[r->end].limit);
	if (exited)
		json_i64(j, j->root, "status", r->exit_code);
	else
		add_null(j, j->root, "status");
	if (signalled)
		json_i64(j, j->root, "signal", r->signal);
	else
		add_null(j, j->root, "signal");
	json_string(j, j->root, "signal_name", signalled ? words_signal(r->signal, word) : NULL);
	json_string(j, j->root, "start_error", r->end == BOX_END_NOT_STARTED ? strerrorname_np(r->exec_errno) : NULL);
	if (r->syscall_nr < 0) {
		add_null(j, j->root, "syscall");
		return;
	}
	call = json_object(j, j->root, "syscall");
	json_string(j, call, "name", r->syscall_name[0] ? r->syscall_name : NULL);
	json_i64(j, call, "number", r->syscall_nr);
	json_string(j, call, "arch", arch_word(r->syscall_arch, word));
}

static void add_usage(const struct sandbox_outcome *o, struct json_out *j)
{
	json_u64(j, j->root, "cpu_us", o->used.cpu_us);
	json_u64(j, j->root, "wall_us", o->used.wall_us);
	json_u64(j, j->root, "peak_bytes", o->used.peak_bytes);
	if (o->host.have[BOX_LAYER_CGROUP_MEMORY])
		json_u64(j, j->root, "cgroup_peak_bytes", o->used.cgroup_peak_bytes);
	else
		add_null(j, j->root, "cgroup_peak_bytes");
	json_bool(j, j->root, "files_refused", o->used.files_refused);
	json_bool(j, j->root, "processes_refused", o->used.processes_refused);
}

/* What fits of the text, up to a whole character. */
static size_t shown_bytes(const struct buf *b)
{
	size_t n = SANDBOX_TEXT_MAX;

	if (b->len <= n)
		return b->len;
	for (int i = 0; i < 3 && ((unsigned char)b->data[n] & 0xc0) == 0x80; i++)
		n--;
	return n;
}

static void add_stream(struct json_out *j, const char *key, const struct buf *b, const struct target *to, bool embed)
{
	const size_t n = shown_bytes(b);
	cJSON *o = json_object(j, j->root, key);

	json_u64(j, o, "bytes", b->len);
	json_string(j, o, "file", to->path);
	if (!embed || to->path) {
		add_null(j, o, "text");
		add_null(j, o, "exact");
		return;
	}
	json_bytes(j, o, "text", b->data, n);
	json_bool(j, o, "exact", n == b->len && !memchr(b->data, 0, n) && text_utf8_valid(b->data, n, NULL));
}

static void add_files(const struct sandbox_job *job, const struct sandbox_outcome *o, struct json_out *j)
{
	cJSON *list = json_array(j, j->root, "files");

	for (size_t i = 0; i < job->n_gets; i++) {
		const bool lost = o->got[i].lost.code != 0;
		cJSON *file = json_object(j, list, NULL);

		json_string(j, file, "name", job->gets[i].name);
		json_string(j, file, "file", job->gets[i].to.path);
		if (lost)
			add_null(j, file, "bytes");
		else
			json_u64(j, file, "bytes", o->got[i].bytes.len);
		json_string(j, file, "error", lost ? o->got[i].lost.text : NULL);
	}
}

static void add_limits(const struct sandbox_job *job, struct json_out *j)
{
	cJSON *o = json_object(j, j->root, "limits");

	json_u64(j, o, "cpu_us", job->limits.cpu_us);
	json_u64(j, o, "wall_us", job->limits.wall_us);
	json_u64(j, o, "memory_bytes", job->spec.memory_bytes);
	json_u64(j, o, "stack_bytes", job->limits.stack_bytes);
	json_u64(j, o, "processes", job->spec.processes);
	json_u64(j, o, "open_files", job->limits.open_files);
	json_u64(j, o, "output_bytes", job->output_bytes);
	json_u64(j, o, "file_bytes", job->limits.file_bytes);
	json_u64(j, o, "work_bytes", job->spec.work_bytes);
	json_u64(j, o, "work_files", job->spec.work_files);
}

static void add_box(const struct sandbox_job *job, const struct sandbox_outcome *o, struct json_out *j)
{
	static const char *const kinds[] = { "no cgroup", "cgroup v1", "cgroup v2" };
	char host[128];
	cJSON *list, *there, *missing;

	json_string(j, j->root, "program", job->argv[0]);
	json_string(j, j->root, "policy", job->spec.policy == BOX_POLICY_RUN ? "run" : "compile");
	json_bool(j, j->root, "fixed_addresses", job->fixed_addresses);
	json_bool(j, j->root, "address_limit", !job->spec.no_address_limit);
	list = json_array(j, j->root, "mounts");
	for (size_t i = 0; i < job->mounts.n; i++) {
		cJSON *mount = json_object(j, list, NULL);

		json_string(j, mount, "source", job->mounts.list[i].source);
		json_string(j, mount, "target", job->mounts.list[i].target);
		json_bool(j, mount, "exec", job->mounts.list[i].exec);
	}
	there = json_array(j, j->root, "layers");
	missing = json_array(j, j->root, "missing");
	for (int i = 0; i < BOX_LAYER_COUNT; i++)
		json_string(j, o->host.have[i] ? there : missing, NULL, box_layer_word((enum box_layer)i));
	snprintf(host, sizeof(host), "Linux %s, %s", o->host.kernel, kinds[o->host.cgroup]);
	json_string(j, j->root, "host", host);
}

void sandbox_result_json(const struct sandbox_job *job, const struct sandbox_outcome *o, bool embed, struct json_out *j)
{
	add_end(job, o, j);
	add_usage(o, j);
	add_stream(j, "stdout", &o->out, &job->out, embed);
	add_stream(j, "stderr", &o->err, &job->err, embed);
	add_files(job, o, j);
	add_limits(job, j);
	add_box(job, o, j);
}

/* ---- in words ---------------------------------------------------------------------------------------------------- */

static void add_call(const struct box_result *r, struct buf *b)
{
	char word[16];

	if (r->syscall_name[0])
		buf_printf(b, "the system call %s", r->syscall_name);
	else
		buf_printf(b, "the system call number %d", r->syscall_nr);
	if (r->syscall_arch != NATIVE_ARCH)
		buf_printf(b, " of %s", arch_word(r->syscall_arch, word));
	buf_puts(b, " is not allowed");
}

static void add_end_words(const struct sandbox_job *job, const struct box_result *r, struct buf *b)
{
	char word[16], amount[CLI_AMOUNT_MAX];

	switch (r->end) {
	case BOX_END_EXIT:
		buf_printf(b, "exit %d", r->exit_code);
		break;
	case BOX_END_SIGNAL:
		buf_puts(b, words_signal(r->signal, word));
		break;
	case BOX_END_SYSCALL:
		add_call(r, b);
		break;
	case BOX_END_NOT_STARTED:
		buf_printf(b, "not started: %s", strerror(r->exec_errno));
		if (r->exec_errno == ENOENT && job->program.interpreter[0])
			buf_printf(b, ": its loader is %s, which the box does not see; --mount shows it",
				   job->program.interpreter);
		break;
	default:
		buf_printf(b, "over %s %s", ENDS[r->end].option,
			   cli_amount(ENDS[r->end].kind, limit_of(job, r->end), amount));
	}
}

void sandbox_result_line(const struct sandbox_job *job, const struct sandbox_outcome *o, struct buf *b)
{
	char cpu[AMOUNT_MAX], wall[AMOUNT_MAX], peak[AMOUNT_MAX];

	add_end_words(job, &o->used, b);
	buf_printf(b, ", cpu %s, wall %s, peak %s", amount_time(cpu, o->used.cpu_us),
		   amount_time(wall, o->used.wall_us), amount_bytes(peak, o->used.peak_bytes));
}

/* One process alone needs no counting of many; where ids are one, other layers keep the program from its warden. */
static bool is_missed(const struct sandbox_job *job, enum box_layer layer)
{
	if (layer == BOX_LAYER_CGROUP_PIDS || layer == BOX_LAYER_CGROUP_CPU)
		return job->spec.processes > 1;
	return layer != BOX_LAYER_TWO_IDS;
}

void sandbox_result_missed(const struct sandbox_job *job, const struct sandbox_outcome *o, struct buf *b)
{
	for (int i = 0; i < BOX_LAYER_COUNT; i++)
		if (!o->host.have[i] && is_missed(job, (enum box_layer)i))
			buf_printf(b, "%s%s", b->len ? ", " : "", box_layer_word((enum box_layer)i));
}
