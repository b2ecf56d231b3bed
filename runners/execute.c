/*
 * execute: one candidate, test after test.
 *
 * The box holds the candidate's file and, for functions, the runner that loads it; it has no writable place, no other
 * input than the test's, and no way to the next one. A test's input is opened anew for each run, read-only: the
 * program gets a descriptor whose offset and flags are its own, and that is not the caller's.
 *
 * All that comes back is a stranger's: the answer has a ceiling and is not looked at here; no note (notes.h) outweighs
 * how the warden saw the run end.
 */
#include "runners/runner.h"

#include "runners/cost_pass.h"
#include "runners/driver/channel.h"
#include "runners/folder.h"
#include "runners/notes.h"
#include "runners/shell.h"
#include "runners/toolchain.h"
#include "sandbox/base/cleanup.h"
#include "sandbox/base/fs.h"
#include "sandbox/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#define PRINTED_BYTES_MAX (64u * 1024u)
#define REPORT_BYTES_MAX  (256u * 1024u)
#define ARGUMENTS_MAX     64
#define ARGV_MAX          (ARGUMENTS_MAX + 6)
#define INPUT_BYTES_MAX   (256u * 1024u * 1024u)
#define SHOWN             "files/"       /* below /box */
#define FOLDER            "/box/program" /* with scripts */
#define SHELL_WORK_BYTES  (16u * 1024u * 1024u)
#define FOLDER_SCRATCH    (1024u * 1024u)
#define COUNTED_CPU_US    UINT64_C(10000000) /* steps end such a run, and each may wait for memory */

const struct run_limits RUN_LIMITS_DEFAULT = {
	.box = {
		.cpu_us = 2000000,
		.wall_us = 2 * 2000000 + 1000000,
		.stack_bytes = 8u << 20,
		.file_bytes = 8u << 20,
		.open_files = 16,
	},
	.memory_bytes = 256u << 20,
	.processes = 1,
	.output_bytes = 8u << 20,
};

struct run_box {
	struct box *box; /* owned */
	struct run_limits limits;
	bool has_runner;
	const char *interpreter; /* of the toolchain; NULL: the program runs by itself */
	const char *shell;       /* … of a folder with scripts; NULL: it is none */
	bool sanitized;
	char counter[COST_COUNTER_MAX + 1]; /* with RUN_COUNTED; else "" */
	bool serves;                        /* tests go to a server */
	bool started;                       /* there is one */
	bool runs_early;                    /* what it would load has code that runs then */
	const char *directory;              /* in which runs start; NULL: the box's own choice */
};

_Static_assert(CHANNEL_COMMAND_FD == SERVE_COMMAND_FD && CHANNEL_TEST_FD == SERVE_TEST_FD, "a server's sockets");
_Static_assert(CHANNEL_CLONE_FLAGS == SERVE_CLONE_FLAGS, "how a server makes a fork");
_Static_assert(CHANNEL_EXIT_UNSOUND == RUN_EXIT_UNSOUND, "how the sanitizer ends a run");
_Static_assert(CHANNEL_FDS_MAX >= BOX_STREAMS_MAX, "room for all that a fork is sent");

void execution_init(struct execution *x, uint64_t output_bytes)
{
	*x = (struct execution){ .finished = false };
	buf_init(&x->answer, output_bytes);
	buf_init(&x->printed, PRINTED_BYTES_MAX);
	buf_init(&x->report, REPORT_BYTES_MAX);
}

void execution_clear(struct execution *x)
{
	buf_clear(&x->answer);
	buf_clear(&x->printed);
	buf_clear(&x->report);
}

struct run_limits run_limits_sanitized(const struct run_limits *limits)
{
	struct run_limits more = *limits;

	more.box.cpu_us = 4 * limits->box.cpu_us + 1000000;
	more.box.wall_us = 4 * limits->box.wall_us + 1000000;
	more.box.stack_bytes = 8 * limits->box.stack_bytes;
	more.memory_bytes = 4 * limits->memory_bytes + (UINT64_C(192) << 20);
	return more;
}

/* ---- the box ----------------------------------------------------------------------------------------------------- */

/* A script has a place for its files, more than one process, and a few more descriptors, whoever runs it. */
static struct run_limits limits_for(const struct toolchain *tc, const struct run_limits *limits)
{
	struct run_limits l = *limits;

	if (!toolchain_shell(tc))
		return l;
	if (l.processes < SHELL_PROCESSES)
		l.processes = SHELL_PROCESSES;
	if (l.box.open_files < SHELL_OPEN_FILES)
		l.box.open_files = SHELL_OPEN_FILES;
	if (!l.work_bytes)
		l.work_bytes = l.box.file_bytes = SHELL_WORK_BYTES;
	return l;
}

static struct box_spec spec_for(const struct toolchain *tc, bool has_runner, const struct run_limits *limits,
				enum run_how how)
{
	struct box_spec spec = {
		.policy = toolchain_shell(tc) ? BOX_POLICY_SCRIPT : BOX_POLICY_RUN,
		/* Threads would count differently each time. */
		.processes = how == RUN_COUNTED ? 1 : limits->processes,
		.memory_bytes = limits->memory_bytes,
		.work_bytes = limits->work_bytes,
		.work_files = limits->work_bytes ? RUN_WORK_FILES : 0,
		.keep_work = limits->keep_work,
	};

	/* With more than one process or thread the end of a test could not be told from its server's. */
	spec.serve = has_runner && (how == RUN_SERVED || how == RUN_COUNTED) && spec.processes == 1;
	spec.no_address_limit = how == RUN_SANITIZED;
	spec.mounts = how == RUN_SANITIZED ? toolchain_sanitized_mounts(tc, &spec.n_mounts)
					   : toolchain_run_mounts(tc, &spec.n_mounts);
	return spec;
}

int run_box_prepare(const struct toolchain *tc, struct sandbox *s, bool has_runner, const struct run_limits *limits,
		    enum run_how how, struct err *e)
{
	const struct run_limits own = limits_for(tc, limits);
	const struct box_spec spec = spec_for(tc, has_runner, &own, how);

	return box_prepare(s, &spec, 1, e);
}

/*
 * What a constructor does it would do once, and all tests would find it: descriptors that it closed, a random seed that
 * it drew. Whatever cannot be read is told by the run.
 */
static bool runs_early(const struct artifact *candidate)
{
	struct object_facts facts;
	struct err ignored;
	bool r;

	if (object_read(candidate, &facts, &ignored) < 0)
		return true;
	r = facts.runs_early;
	object_facts_clear(&facts);
	return r;
}

/* A descriptor of its own, at the beginning: others may be reading by the same one. */
static int open_anew(int fd, int *out, struct err *e)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	*out = open(path, O_RDONLY | O_CLOEXEC);
	return *out < 0 ? err_errno(e, "open a file anew") : 0;
}

/* All files of a folder with scripts, each at its place. */
static int put_folder(struct box *box, const struct artifact *program, struct err *e)
{
	cleanup_arena struct arena scratch;
	cleanup_buf struct buf whole = { 0 };
	cleanup_fd int own = -1;
	struct source *files;
	size_t n;

	arena_init(&scratch, FOLDER_SCRATCH);
	buf_init(&whole, FOLDER_BYTES_MAX);
	if (open_anew(program->fd, &own, e) < 0 || fs_read_fd(own, &whole, e) < 0 ||
	    folder_read(whole.data, whole.len, &scratch, &files, &n, e) < 0)
		return e->code;
	for (size_t i = 0; i < n; i++)
		if (folder_put(box, "program", &files[i], e) < 0)
			return e->code;
	return 0;
}

static int put_program(struct run_box *rb, const struct artifact *program, struct err *e)
{
	if (rb->shell)
		return put_folder(rb->box, program, e);
	return box_put(rb->box, rb->has_runner ? "candidate.so" : "program", program->fd, e);
}

int run_box_open(const struct toolchain *tc, struct sandbox *s, const struct artifact *runner,
		 const struct artifact *candidate, const struct run_limits *limits, enum run_how how,
		 struct run_box **out, struct err *e)
{
	cleanup_run_box struct run_box *rb = calloc(1, sizeof(*rb));
	const struct run_limits own = limits_for(tc, limits);
	const struct box_spec spec = spec_for(tc, runner != NULL, &own, how);
	int r;

	if (!rb)
		return err_set(e, -ENOMEM, "out of memory");
	rb->limits = own;
	rb->has_runner = runner != NULL;
	rb->interpreter = toolchain_interpreter(tc);
	rb->shell = toolchain_shell(tc);
	/* A folder's scripts look there for what lies beside them; $0 names it, too. */
	rb->directory = rb->shell ? FOLDER : NULL;
	rb->serves = spec.serve;
	rb->sanitized = how == RUN_SANITIZED;
	rb->runs_early = spec.serve && runs_early(candidate);
	r = box_open(s, &spec, &rb->box, e);
	if (r < 0)
		return err_wrap(e, "open a box to run in");
	if (runner)
		r = box_put(rb->box, "runner", runner->fd, e);
	if (r == 0)
		r = put_program(rb, candidate, e);
	if (r < 0)
		return err_wrap(e, "put the program into its box");
	*out = steal_ptr(&rb);
	return 0;
}

int run_box_open_counted(const struct toolchain *tc, struct sandbox *s, const struct artifact *runner,
			 const struct artifact *candidate, const char *counter, const struct run_limits *limits,
			 struct run_box **out, struct err *e)
{
	struct run_limits more = *limits;
	int r;

	if (strlen(counter) > COST_COUNTER_MAX)
		return err_set(e, -EINVAL, "the counter's name is too long");
	if (more.box.cpu_us < COUNTED_CPU_US) {
		more.box.cpu_us = COUNTED_CPU_US;
		more.box.wall_us = 2 * COUNTED_CPU_US;
	}
	/* Blocks have places of a few sizes, and where the limit is one of addresses half of them are the heap's. */
	more.memory_bytes *= 2;
	r = run_box_open(tc, s, runner, candidate, &more, RUN_COUNTED, out, e);
	if (r == 0)
		memcpy((*out)->counter, counter, strlen(counter) + 1);
	return r;
}

void run_box_close(struct run_box *rb)
{
	if (!rb)
		return;
	box_close(rb->box);
	free(rb);
}

/* ---- a run ------------------------------------------------------------------------------------------------------- */

/*
 * A function-style runtime maps the input and closes it before any code of the candidate's runs: it gets a descriptor
 * of its own for the same file, for sharing the caller's would share its offset. A program keeps it as standard
 * input, and whoever has a file open can change its times, its mode if it is his, and take leases: it gets a copy
 * that nobody else has.
 */
static int open_input(const struct run_box *rb, int input_fd, int *out, struct err *e)
{
	cleanup_buf struct buf text = { 0 };
	cleanup_fd int fd = -1;

	if (open_anew(input_fd, &fd, e) < 0)
		return err_wrap(e, "the test's input");
	if (rb->has_runner) {
		*out = steal_fd(&fd);
		return 0;
	}
	buf_init(&text, INPUT_BYTES_MAX);
	if (fs_read_fd(fd, &text, e) < 0)
		return err_wrap(e, "the test's input");
	return fs_memfd("input", text.data, text.len, out, e);
}

/* By the shell, for a script need not begin with #!. */
#define RUN_FOLDER "exec " FOLDER "/run \"$@\""

static const char *const shell_environment[] = { SHELL_ENVIRONMENT("/work"), NULL };

/* Without a home Python would ask who the user is, of whom a box knows nothing. */
static const char *const interpreter_environment[] = { "HOME=/", NULL };

static const char *const *environment_of(const struct run_box *rb)
{
	return rb->shell ? shell_environment : rb->interpreter ? interpreter_environment : NULL;
}

/* What is run, and its arguments. An interpreter looks for nothing but its own library, and writes nothing. */
static int list_arguments(const struct run_box *rb, const char *const *args, const char *argv[ARGV_MAX], struct err *e)
{
	const char *const interpreted[] = { rb->interpreter, "-I", "-B" };
	const char *const by_shell[] = { rb->shell, "-c", RUN_FOLDER };
	size_t n = 0, first;

	if (rb->interpreter || rb->shell)
		memcpy(argv, rb->shell ? by_shell : interpreted, (n = 3) * sizeof(*argv));
	argv[n++] = rb->has_runner ? "/box/runner" : "/box/program";
	for (first = n; args && *args; args++) {
		if (n - first >= ARGUMENTS_MAX)
			return err_set(e, -EINVAL, "more than %d arguments", ARGUMENTS_MAX);
		argv[n++] = *args;
	}
	argv[n] = NULL;
	return 0;
}

/* A run of functions, beside its result. */
struct function_run {
	const struct run_counting *counting; /* or NULL */
	const struct run_ends *ends;         /* or NULL: `input` and the answer are not those */
	int input;
	int order; /* with counting: what the runtime is told */
	struct buf *notes;
};

static struct box_stream pipe_stream(int box_fd, int fd)
{
	return (struct box_stream){ .box_fd = box_fd, .kind = BOX_STREAM_PIPE, .fd = fd };
}

/*
 * In the order in which a fresh fork has room for them, so that few must be moved: see put_in_place in runtime.c. What
 * is not for `served` is a fork's by inheritance.
 */
static size_t list_streams(const struct run_box *rb, const struct function_run *f, bool served, struct execution *x,
			   struct box_stream streams[BOX_STREAMS_MAX])
{
	struct box_stream always[] = {
		{ .box_fd = CHANNEL_ANSWER_FD, .kind = BOX_STREAM_CAPTURE, .into = &x->answer },
		{ .box_fd = CHANNEL_NOTES_FD, .kind = BOX_STREAM_CAPTURE, .into = f->notes, .drop_excess = true },
		{ .box_fd = CHANNEL_INPUT_FD, .kind = BOX_STREAM_FD, .fd = f->input },
		{ .box_fd = 1, .kind = BOX_STREAM_CAPTURE, .into = &x->printed, .drop_excess = true },
		{ .box_fd = 2, .kind = BOX_STREAM_CAPTURE, .into = &x->printed, .drop_excess = true },
	};
	const struct box_stream report = {
		.box_fd = CHANNEL_REPORT_FD, .kind = BOX_STREAM_CAPTURE, .into = &x->report, .drop_excess = true
	};
	size_t n = sizeof(always) / sizeof(always[0]);

	if (f->ends) {
		always[0] = pipe_stream(CHANNEL_ANSWER_FD, f->ends->says);
		always[2] = pipe_stream(CHANNEL_INPUT_FD, f->ends->hears);
	}
	memcpy(streams, always, sizeof(always));
	if (f->counting)
		streams[n++] = (struct box_stream){ .box_fd = CHANNEL_ORDER_FD, .kind = BOX_STREAM_FD, .fd = f->order };
	if (!served)
		streams[n++] = (struct box_stream){ .box_fd = 0, .kind = BOX_STREAM_NULL };
	if (rb->sanitized)
		streams[n++] = report;
	return n;
}

/* By the server, which is started for the first test. x->irregular says that it could not be. */
static int run_served(struct run_box *rb, const struct function_run *f, struct execution *x, struct err *e)
{
	const char *const argv[] = { "/box/runner", CHANNEL_SERVE, *rb->counter ? rb->counter : NULL, NULL };
	const struct box_run server = {
		.program = argv[0], .argv = argv, .limits = rb->limits.box, .fixed_addresses = *rb->counter != '\0'
	};
	struct box_stream streams[BOX_STREAMS_MAX];
	size_t n = list_streams(rb, f, true, x, streams);
	int r = 0;

	if (rb->runs_early)
		snprintf(x->irregular, sizeof(x->irregular), "code of its own runs when it is loaded");
	else if (!rb->started)
		r = box_serve(rb->box, &server, x->irregular, e);
	rb->started = true;
	if (!r && !x->irregular[0])
		r = box_serve_run(rb->box, streams, n, &x->used, x->irregular, e);
	x->served = !x->irregular[0];
	return r;
}

/* Function style: what the candidate prints is kept apart from the answer. */
static int run_function(struct run_box *rb, struct box_run run, bool with_args, struct function_run f,
			struct execution *x, struct err *e)
{
	cleanup_buf struct buf notes;
	struct box_stream streams[BOX_STREAMS_MAX];
	int r = 0;

	buf_init(&notes, NOTES_BYTES_MAX);
	f.notes = &notes;
	/* The server's arguments are its own, and in a conversation nothing may be repeated. */
	if (rb->serves && !with_args && !f.ends)
		r = run_served(rb, &f, x, e);
	if (!r && !x->served) {
		/* Nothing of an irregular run counts; it has not moved the input's offset, for it is mapped. */
		rb->serves = false;
		buf_reset(&notes);
		buf_reset(&x->answer);
		buf_reset(&x->printed);
		run.streams = streams;
		run.n_streams = list_streams(rb, &f, false, x, streams);
		run.fixed_addresses = f.counting != NULL;
		r = box_run(rb->box, &run, &x->used, e);
	}
	if (r < 0)
		return r;
	notes_weigh(&notes, f.counting, x);
	return 0;
}

/*
 * The limit is one of both streams together. The answer's own ends a run at once; the sum is taken when it is over, so
 * that who writes for ever is ended by a clock.
 */
void run_weigh_output(const struct run_box *rb, uint64_t said_bytes, struct execution *x)
{
	const bool fits = x->written_bytes + said_bytes <= rb->limits.output_bytes;

	if (!fits && (x->used.end == BOX_END_EXIT || x->used.end == BOX_END_SIGNAL))
		x->used.end = BOX_END_OUTPUT;
}

/* `ends` or NULL, and then `input`. */
static int run_program(struct run_box *rb, struct box_run run, const struct run_ends *ends, int input,
		       struct execution *x, struct err *e)
{
	struct box_stream streams[] = {
		{ .box_fd = 0, .kind = BOX_STREAM_FD, .fd = input },
		{ .box_fd = 1, .kind = BOX_STREAM_CAPTURE, .into = &x->answer, .came = &x->written_bytes },
		{ .box_fd = 2,
		  .kind = BOX_STREAM_CAPTURE,
		  .into = &x->printed,
		  .drop_excess = true,
		  .came = &x->written_bytes },
		{ .box_fd = CHANNEL_REPORT_FD, .kind = BOX_STREAM_CAPTURE, .into = &x->report, .drop_excess = true },
	};

	if (ends) {
		streams[0] = pipe_stream(0, ends->hears);
		streams[1] = pipe_stream(1, ends->says);
	}
	run.streams = streams;
	run.n_streams = rb->sanitized ? 4 : 3;
	if (box_run(rb->box, &run, &x->used, e) < 0)
		return e->code;
	run_weigh_output(rb, 0, x);
	return 0;
}

static void forget_last_run(struct execution *x)
{
	struct buf answer = x->answer, printed = x->printed, report = x->report;

	*x = (struct execution){ .answer = answer, .printed = printed, .report = report };
	buf_reset(&x->answer);
	buf_reset(&x->printed);
	buf_reset(&x->report);
}

/* The runner is ours. A program's own headers can make it one that no kernel starts. */
static int check_started(const struct execution *x, struct err *e)
{
	if (x->used.end != BOX_END_NOT_STARTED)
		return 0;
	return err_set(e, -x->used.exec_errno, "the runner cannot be started: %s", strerror(x->used.exec_errno));
}

int run_box_execute_own(struct run_box *rb, int input, const char *const *args, struct execution *x, struct err *e)
{
	const char *argv[ARGV_MAX];
	struct box_run run = {
		.argv = argv,
		.directory = rb->directory,
		.limits = rb->limits.box,
	};
	int r;

	forget_last_run(x);
	if ((r = list_arguments(rb, args, argv, e)) < 0)
		return r;
	run.program = argv[0];
	run.envp = environment_of(rb);
	if (rb->has_runner)
		r = run_function(rb, run, args && *args, (struct function_run){ .input = input }, x, e);
	else
		r = run_program(rb, run, NULL, input, x, e);
	if (r == 0 && rb->has_runner)
		r = check_started(x, e);
	return r < 0 ? err_wrap(e, "run a test") : 0;
}

int run_box_execute(struct run_box *rb, int input_fd, const char *const *args, struct execution *x, struct err *e)
{
	cleanup_fd int input = -1;

	if (open_input(rb, input_fd, &input, e) < 0)
		return e->code;
	return run_box_execute_own(rb, input, args, x, e);
}

static int write_order(const struct run_counting *how, int *fd, struct err *e)
{
	char text[2 * CHANNEL_NOTE_MAX];
	int n = snprintf(text, sizeof(text), "%" PRIu64 " %" PRIu64 "%s%s\n", how->budget, how->seed,
			 how->phase ? " " : "", how->phase ? how->phase : "");

	if (how->budget < 1 || how->budget > INT64_MAX / 2)
		return err_set(e, -EINVAL, "a budget of %" PRIu64 " steps", how->budget);
	if (how->phase && strlen(how->phase) >= CHANNEL_NOTE_MAX)
		return err_set(e, -EINVAL, "the phase's name is too long");
	return fs_memfd("order", text, (size_t)n, fd, e);
}

int run_box_count(struct run_box *rb, int input_fd, const struct run_counting *how, struct execution *x, struct err *e)
{
	const char *const argv[] = { "/box/runner", rb->counter, NULL };
	const struct box_run run = { .program = argv[0], .argv = argv, .limits = rb->limits.box };
	struct function_run f = { .counting = how, .input = -1, .order = -1 };
	int r;

	forget_last_run(x);
	if (!*rb->counter)
		return err_set(e, -EINVAL, "the box was not opened to count in");
	if ((r = open_input(rb, input_fd, &f.input, e)) == 0 && (r = write_order(how, &f.order, e)) == 0 &&
	    (r = run_function(rb, run, false, f, x, e)) == 0)
		r = check_started(x, e);
	fd_close(&f.input);
	fd_close(&f.order);
	return r < 0 ? err_wrap(e, "count a run") : 0;
}

uint64_t run_box_output_bytes(const struct run_box *rb)
{
	return rb->limits.output_bytes;
}

/* The longest that a run can last counts the time, too, in which the host has no processor for it. */
static void put_behind(struct box_limits *l, const struct run_box *other)
{
	l->wall_us += BOX_STARVED_FACTOR * other->limits.box.wall_us;
}

int run_box_talk(struct run_box *rb, const char *const *args, const struct run_counting *how,
		 const struct run_ends *ends, struct execution *x, struct err *e)
{
	const char *argv[ARGV_MAX], *const counter[] = { rb->counter, NULL };
	struct box_run run = {
		.argv = argv, .directory = rb->directory, .limits = rb->limits.box, .stop_fd = ends->stop_fd
	};
	struct function_run f = { .counting = how, .ends = ends, .input = -1, .order = -1 };
	int r;

	forget_last_run(x);
	if (ends->outlasts)
		put_behind(&run.limits, ends->outlasts);
	if (how && !*rb->counter)
		return err_set(e, -EINVAL, "the box was not opened to count in");
	r = list_arguments(rb, how ? counter : args, argv, e);
	run.program = argv[0];
	run.envp = environment_of(rb);
	if (!r && how)
		r = write_order(how, &f.order, e);
	if (!r)
		r = rb->has_runner ? run_function(rb, run, true, f, x, e) : run_program(rb, run, ends, -1, x, e);
	if (!r && rb->has_runner)
		r = check_started(x, e);
	fd_close(&f.order);
	return r < 0 ? err_wrap(e, "run in a conversation") : 0;
}

/* ---- files of a run ---------------------------------------------------------------------------------------------- */

int run_box_put(struct run_box *rb, const char *name, int fd, struct err *e)
{
	return box_replace(rb->box, name, fd, e);
}

int run_box_show(struct run_box *rb, const char *name, int fd, struct err *e)
{
	char path[sizeof(SHOWN) + NAME_MAX + 1];

	if (strlen(name) > NAME_MAX || strchr(name, '/'))
		return err_set(e, -EINVAL, "'%.40s' is no name of a file", name);
	snprintf(path, sizeof(path), SHOWN "%s", name);
	if (box_put(rb->box, path, fd, e) < 0)
		return e->code;
	rb->directory = "/box/" SHOWN; /* the slash does not matter */
	return 0;
}

int run_box_get(struct run_box *rb, const char *name, struct buf *into, struct err *e)
{
	return box_get(rb->box, name, into, e);
}

int run_box_take(struct run_box *rb, const char *name, struct buf *into, struct err *e)
{
	return box_take(rb->box, name, into, e);
}
