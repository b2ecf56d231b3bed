/*
 * tags: serial
 *
 * Each step of confinement fails in turn. One scene (a sandbox, a box with mounts and /work, a file put, three runs,
 * a file got, the end) is played once for each system call that judge, keeper, warden and child make in it, and that
 * call fails, is cut short, or kills its caller. Whatever comes: an error that names the step, or a result that is
 * right from a program with every layer that its box claims; in bounded time; and nothing is left over. Then the next
 * sandbox must be as good as new.
 *
 * What may fail in silence is written out in keeper_silence.c, each with its reason: everything else must be told.
 * With FAULT_VERBOSE set each case says what came of it.
 */
#include "tests/support/keeper_fixture.h"
#include "tests/support/box_layers.h"
#include "tests/support/keeper_faults.h"
#include "tests/support/keeper_silence.h"

#include "sandbox/base/fs.h"
#include "sandbox/cgroup.h"
#include "sandbox/private.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define LIMIT_MS (15000 * (unsigned)keeper_fixture.slowness)

/*
 * No sanitizer is in the keeper (it is static), so under one only the judge's side is worth a sweep; and the memory
 * that the sanitizer itself asks for must not fail.
 */
#ifdef __SANITIZE_ADDRESS__
#define KEEPER_DIFFERS false
#else
#define KEEPER_DIFFERS true
#endif

/* What the two sides of a play tell each other. */
struct shared {
	volatile bool open, inside;
	bool have[BOX_LAYER_COUNT];    /* of the box that is in use */
	struct err e;                  /* the first error of the library */
	char wrong[ERR_TEXT_MAX];      /* what the judge's side found wrong */
	char unconfined[ERR_TEXT_MAX]; /* what a program was missing */
	unsigned programs;
	bool quiet; /* the run that is under way has no streams */
};
static struct shared *sh;
static enum box_mode mode;

/* ---- the scene, on the judge's side ------------------------------------------------------------------------------ */

static void wrong(const char *what, const char *text)
{
	if (!sh->wrong[0])
		snprintf(sh->wrong, sizeof(sh->wrong), "%s: %.400s", what, text);
}

static int note(int r, const struct err *e, const char *call)
{
	sh->inside = false;
	if (r < 0 && (e->code != r || !e->text[0]))
		wrong(call, "an error without a text");
	if (r < 0 && !sh->e.code)
		sh->e = *e;
	return r;
}

/* A call of the library, in which the judge's own calls count. */
#define LIB(call) (sh->inside = true, note((call), &e, #call))

static const struct box_mount *mounts(void)
{
	static struct box_mount m[1];

	m[0] = (struct box_mount){ keeper_fixture.dir, "/usr/share/given", false, false };
	return m;
}

static struct box_spec scene_spec(void)
{
	struct box_spec spec = keeper_fixture_spec;

	spec.mounts = mounts();
	spec.n_mounts = 1;
	spec.keep_work = true;
	/* Both kinds of box: where more than one process may be, more is counted and bounded. */
	spec.processes = mode == BOX_MODE_NO_GROUP ? 1 : 2;
	return spec;
}

/* The streams of a run: those of most programs, or none, so that one that stayed open from the run before shows. */
static size_t streams_of(bool quiet, struct buf *out, struct box_stream streams[3])
{
	streams[0] = (struct box_stream){ .box_fd = 0, .kind = BOX_STREAM_NULL };
	streams[1] = (struct box_stream){ .box_fd = 1, .kind = BOX_STREAM_CAPTURE, .into = out };
	streams[2] = (struct box_stream){ .box_fd = 2, .kind = BOX_STREAM_FD, .fd = 2 };
	return quiet ? 0 : 3;
}

struct part {
	const char *how, *arg;
	bool quiet;
	enum box_end end;
	int code;
	const char *output;
};

/* What the scene runs, one behind the other. The last one is ended from outside. */
static const struct part parts[] = {
	{ "echo", "hello", false, BOX_END_EXIT, 0, "hello\n" },
	{ "file", "65536", true, BOX_END_EXIT, 0, "" },
	{ "exit", "42", true, BOX_END_EXIT, 42, "" },
	{ "flood", NULL, false, BOX_END_OUTPUT, 0, "0123456789" },
};
#define PARTS (sizeof(parts) / sizeof(parts[0]))

static void check_part(const struct part *p, const struct box_result *res, const char *output)
{
	char text[256];

	if (res->end != p->end || (p->end == BOX_END_EXIT && res->exit_code != p->code) || strcmp(output, p->output)) {
		snprintf(text, sizeof(text), "end %d, code %d, signal %d, call %d, printed '%s'", res->end,
			 res->exit_code, res->signal, res->syscall_nr, output);
		wrong(p->how, text);
	}
	/* A clock that was read wrongly shows as a time of hours, or as none. */
	if (res->wall_us > UINT64_C(1000) * LIMIT_MS || res->cpu_us > UINT64_C(1000) * LIMIT_MS || !res->cpu_us ||
	    !res->peak_bytes) {
		snprintf(text, sizeof(text), "wall %llu, cpu %llu, peak %llu", (unsigned long long)res->wall_us,
			 (unsigned long long)res->cpu_us, (unsigned long long)res->peak_bytes);
		wrong(p->how, text);
	}
}

static int run(struct box *b, const struct part *p)
{
	const char *const argv[] = { "victim", p->how, p->arg, NULL };
	cleanup_buf struct buf out = { 0 };
	struct box_stream streams[3];
	struct box_run order = keeper_fixture_run(argv);
	struct box_result res;
	struct err e = ERR_INIT;

	buf_init(&out, 10);
	order.n_streams = streams_of(p->quiet, &out, streams);
	order.streams = streams;
	order.fixed_addresses = true;
	if (LIB(box_run(b, &order, &res, &e)) < 0)
		return -1;
	/* Said as a result and not as an error, but said. */
	if (res.end == BOX_END_NOT_STARTED)
		return note(err_set(&e, -res.exec_errno, "exec: %s", strerror(res.exec_errno)), &e, "exec");
	check_part(p, &res, out.data);
	return 0;
}

static int get(struct box *b)
{
	cleanup_buf struct buf got = { 0 };
	struct err e = ERR_INIT;

	buf_init(&got, MIB);
	if (LIB(box_get(b, "file", &got, &e)) < 0)
		return -1;
	if (got.len != 65536)
		wrong("box_get", "not what was written");
	return 0;
}

static int use_box(struct sandbox *s)
{
	const struct box_spec spec = scene_spec();
	struct box *b = NULL;
	struct err e = ERR_INIT;
	int r = LIB(box_open(s, &spec, &b, &e));

	if (r < 0)
		return r;
	memcpy(sh->have, b->have, sizeof(sh->have));
	r = LIB(keeper_fixture_put(b, &e));
	for (size_t i = 0; !r && i < PARTS; i++) {
		sh->quiet = parts[i].quiet;
		r = run(b, &parts[i]);
		if (!r && !strcmp(parts[i].how, "file"))
			r = get(b);
	}
	sh->inside = true;
	box_close(b);
	sh->inside = false;
	return r;
}

/* After an error the same sandbox is tried once more: its next answer must not be that to the last request. */
static int use_sandbox(void)
{
	const struct sandbox_config config = { keeper_fixture.keeper, box_mode_cgroup(mode) };
	struct sandbox *s = NULL;
	struct err e = ERR_INIT;
	int r = LIB(sandbox_open(&config, &s, &e));

	if (r < 0)
		return r;
	r = use_box(s);
	if (r < 0 && use_box(s) == 0)
		r = 0;
	sh->inside = true;
	sandbox_close(s);
	sh->inside = false;
	return r;
}

static void scene(void *arg)
{
	struct buf before, after;
	struct err e = ERR_INIT;

	(void)arg;
	buf_init(&before, 65536);
	buf_init(&after, 65536);
	CHECK_OK(keeper_fixture_descriptors(&before, &e), &e);
	sh->open = true;
	use_sandbox();
	sh->open = false;
	CHECK_OK(keeper_fixture_descriptors(&after, &e), &e);
	if (strcmp(before.data, after.data))
		wrong("descriptors left open", after.data);
	_exit(0);
}

/* ---- what is seen from outside ----------------------------------------------------------------------------------- */

static void on_program(void *arg, const struct fault_program *p)
{
	const struct box_spec spec = scene_spec();
	struct box_stream streams[3];
	struct box_run order = keeper_fixture_run(NULL);
	struct box_claim claim = {
		.spec = &spec, .run = &order, .warden = p->warden, .keeper = p->keeper, .landlock = p->landlock
	};
	struct err e = ERR_INIT;

	(void)arg;
	order.n_streams = streams_of(sh->quiet, NULL, streams);
	order.streams = streams;
	order.fixed_addresses = true;
	memcpy(claim.have, sh->have, sizeof(claim.have));
	sh->programs++;
	if (box_layers_check(p->pid, &claim, &e) < 0 && !sh->unconfined[0])
		snprintf(sh->unconfined, sizeof(sh->unconfined), "%s", e.text);
}

static int read_mounts(struct buf *into, struct err *e)
{
	buf_init(into, MIB);
	return fs_read(AT_FDCWD, "/proc/self/mountinfo", into, e);
}

/* A group of one of these keepers, in any hierarchy; its path goes to `found`. */
static bool group_left(const struct fault_result *r, char found[PATH_MAX])
{
	static const char *const controllers[] = { "memory", "pids", "cpuacct", NULL };
	char dir[PATH_MAX], ours[32];
	struct err e = ERR_INIT;

	for (size_t i = 0; i < sizeof(controllers) / sizeof(controllers[0]); i++) {
		cleanup_free char **names = NULL;
		size_t n = 0;

		if (cgroup_self_dir("/proc", controllers[i], dir, &e) < 0 ||
		    fs_list(AT_FDCWD, dir, 100000, &names, &n, &e) < 0)
			continue;
		for (size_t j = 0; j < n; j++)
			for (size_t k = 0; k < r->n_keepers; k++) {
				snprintf(ours, sizeof(ours), "judge.%d.", (int)r->keepers[k]);
				if (strncmp(names[j], ours, strlen(ours)))
					continue;
				snprintf(found, PATH_MAX, "%.2000s/%.200s", dir, names[j]);
				return true;
			}
	}
	return false;
}

/* ---- one case ---------------------------------------------------------------------------------------------------- */

/* A layer that the box says it has not got was told of. */
static bool layer_less(const bool *before)
{
	for (int i = 0; i < BOX_LAYER_COUNT; i++)
		if (before[i] && !sh->have[i])
			return true;
	return false;
}

static unsigned failures, cases, errors_seen, missed;
static bool layers_before[BOX_LAYER_COUNT];

static void complain(const struct fault_plan *plan, const struct fault_result *r, const char *what, const char *text)
{
	static const char *const kinds[] = { "fails", "is cut short", "kills" };

	failures++;
	fprintf(stderr, "# [%s] %s: %s(%s) no. %zu %s %s: %s%s%s\n", box_mode_name(mode), fault_role_name(plan->role),
		plan->call.known ? plan->call.known->name : "-", plan->call.label, plan->nth, kinds[plan->kind],
		r->error ? strerrorname_np(r->error) : "", what, *text ? ": " : "", text);
}

static void play(const struct fault_plan *plan, struct fault_log *log, struct fault_result *res)
{
	const struct fault_scene s = { scene, on_program, NULL, &sh->open, &sh->inside, LIMIT_MS };
	struct err e = ERR_INIT;

	memset(sh, 0, sizeof(*sh));
	CHECK_OK(fault_play(&s, plan, log, res, &e), &e);
}

/* The next sandbox is as good as new, and has swept what a killed keeper could not. */
static void play_again(const struct fault_plan *plan, const struct fault_result *first)
{
	const struct fault_plan nothing = { .nth = 0 };
	struct fault_result res;

	play(&nothing, NULL, &res);
	if (res.timed_out || res.status || res.left || sh->e.code || sh->wrong[0] || sh->unconfined[0])
		complain(plan, first, "the next sandbox is not right", sh->e.code ? sh->e.text : sh->wrong);
}

/* A keeper that is killed, or that may not remove a group, leaves it to the next one. */
static bool may_leave_group(const struct fault_plan *plan)
{
	return plan->role == FAULT_KEEPER && (plan->kind == FAULT_KILL || plan->call.known->nr == SYS_unlinkat);
}

/*
 * The kernel kills a program that it cannot load in the middle of the exec; nobody can tell that from a stranger's
 * kill.
 */
static bool is_death_in_exec(const struct fault_plan *plan)
{
	return plan->kind == FAULT_KILL && plan->role == FAULT_CHILD && plan->call.known->nr == SYS_execveat;
}

static void one_case(const struct fault_plan *plan, struct fault_log *log, const char *mounts_before)
{
	cleanup_buf struct buf mounts_after = { 0 };
	struct fault_result res;
	struct err e = ERR_INIT;
	char group[PATH_MAX];
	bool failed, left;

	play(plan, log, &res);
	cases++;
	missed += plan->nth && !res.fired;
	failed = sh->e.code != 0;
	errors_seen += failed;
	if (getenv("FAULT_VERBOSE"))
		fprintf(stderr, "> [%s] %s %zu %s(%s) kind %d %s -> %s\n", box_mode_name(mode),
			fault_role_name(plan->role), plan->nth, plan->call.known ? plan->call.known->name : "-",
			plan->call.label, plan->kind, res.error ? strerrorname_np(res.error) : "-", sh->e.text);
	if (res.timed_out)
		complain(plan, &res, "a hang", sh->e.text);
	else if (!WIFEXITED(res.status) || WEXITSTATUS(res.status))
		complain(plan, &res, "a crash of the judge", sh->e.text);
	if (res.left)
		complain(plan, &res, "processes are left over", sh->e.text);
	if (sh->wrong[0] && !is_death_in_exec(plan))
		complain(plan, &res, sh->wrong, sh->e.text);
	if (sh->unconfined[0])
		complain(plan, &res, "a program ran without a layer", sh->unconfined);
	CHECK_OK(read_mounts(&mounts_after, &e), &e);
	if (strcmp(mounts_before, mounts_after.data))
		complain(plan, &res, "a mount is left over", "");
	if (res.fired && plan->kind == FAULT_ERRNO && res.error != EINTR && !failed && !layer_less(layers_before) &&
	    !silence_is_right(plan->role, &plan->call, res.error))
		complain(plan, &res, "nobody was told", "");
	if (res.fired && plan->kind == FAULT_ERRNO && failed && !silence_is_broken(sh->e.text, res.error))
		complain(plan, &res, "the error says something else", sh->e.text);
	left = group_left(&res, group);
	if (left && !may_leave_group(plan))
		complain(plan, &res, "a group is left over", group);
	if (left || (failed && errors_seen % 8 == 0) || getenv("JUDGE_SOAK"))
		play_again(plan, &res);
	if (left && group_left(&res, group))
		complain(plan, &res, "a group is left over for ever", group);
}

/* ---- the sweep --------------------------------------------------------------------------------------------------- */

/* A stop costs two changes between tracer and tracee, which are much cheaper when neither has to be woken elsewhere. */
static void stay_on_this_processor(void)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(sched_getcpu(), &one);
	sched_setaffinity(0, sizeof(one), &one);
}

/*
 * What is tried of a call. One that was made before in the same way is tried again now and then; only the first is
 * tried with all of its errors, and made to kill its caller. Where a mode differs little from the one before, less is
 * tried. JUDGE_SOAK: everything.
 */
struct effort {
	unsigned errors;
	bool cut, kill;
};

static struct effort effort_for(enum fault_role role, const struct fault_call *c, size_t nth)
{
	const struct effort all = { 4, true, true }, once = { 1, false, false }, none = { 0, false, false };

	if (!KEEPER_DIFFERS && (role != FAULT_JUDGE || c->known->memory))
		return mode == BOX_MODE_FOUND && nth == 1 && role != FAULT_JUDGE ? once : none;
	if (getenv("JUDGE_SOAK"))
		return all;
	if (mode != BOX_MODE_FOUND)
		return nth == 1 ? once : none;
	return nth == 1 ? all : nth <= 3 || nth % 8 == 1 ? once : none;
}

static void try_call(enum fault_role role, const struct fault_log *log, size_t i, const char *mounts_before)
{
	const struct fault_call *c = &log->calls[role][i];
	struct fault_plan plan = { .role = role, .call = *c, .nth = 1, .kind = FAULT_ERRNO };
	struct effort effort;

	for (const struct fault_call *other = log->calls[role]; other < c; other++)
		plan.nth += other->known == c->known && !strcmp(other->label, c->label);
	effort = effort_for(role, c, plan.nth);
	for (; plan.variant < effort.errors && c->known->errors[plan.variant]; plan.variant++)
		one_case(&plan, NULL, mounts_before);
	plan.kind = FAULT_SHORT;
	if (effort.cut && c->known->cuts)
		one_case(&plan, NULL, mounts_before);
	plan.kind = FAULT_KILL;
	if (effort.kill && role != FAULT_JUDGE)
		one_case(&plan, NULL, mounts_before);
}

static void check_steps(void)
{
	const char *missing;

	for (size_t i = 0; (missing = silence_step(i)); i++)
		if (!silence_step_seen(i) && silence_step_due(i, layers_before)) {
			fprintf(stderr, "# [%s] no error named the step %s\n", box_mode_name(mode), missing);
			failures++;
		}
}

static void sweep(enum box_mode m)
{
	const struct fault_plan nothing = { .nth = 0 };
	struct fault_log *log = calloc(1, sizeof(*log));
	cleanup_buf struct buf mounts_before = { 0 };
	struct err e = ERR_INIT;

	mode = m;
	stay_on_this_processor();
	sh = mmap(NULL, sizeof(*sh), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	CHECK(log && sh != MAP_FAILED);
	CHECK_OK(read_mounts(&mounts_before, &e), &e);
	one_case(&nothing, log, mounts_before.data);
	CHECK(!failures && sh->programs == PARTS && !sh->e.code);
	memcpy(layers_before, sh->have, sizeof(layers_before));
	for (enum fault_role role = FAULT_JUDGE; role < FAULT_PROGRAM; role++)
		for (size_t i = 0; i < log->n[role]; i++)
			try_call(role, log, i, mounts_before.data);
	if (KEEPER_DIFFERS)
		check_steps();
	fprintf(stderr, "# [%s] %u cases, %u errors, %u missed, %u failures\n", box_mode_name(mode), cases, errors_seen,
		missed, failures);
	free(log);
	/* How often a program is looked at while it runs is not the same each time. */
	CHECK(!failures && missed < cases / 20);
}

static void keeper__tells_of_every_step_that_fails(void **state)
{
	(void)state;
	if (!fault_possible())
		skip();
	keeper_fixture_in_modes(sweep);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeper__tells_of_every_step_that_fails),
	};

	return cmocka_run_group_tests_name("keeper_faults", tests, keeper_fixture_open, keeper_fixture_close);
}
