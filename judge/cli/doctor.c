/*
 * doctor: what this host gives the judge.
 *
 * Each part is asked by itself and not through judge_open, which needs all of them: on a host without a compiler one
 * still wants to know of the sandbox. Nothing is changed on the host: directories that are missing stay so, the box
 * that is tried is thrown away.
 */
#include "judge/cli/doctor.h"
#include "judge/judge.h"
#include "judge/report/report_page.h"
#include "runners/driver_files.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/statvfs.h>

#define FINDINGS_BYTES_MAX (256u * 1024u)
#define FREE_BYTES_WANTED  (UINT64_C(512) << 20) /* generated tests of a whole problem set */

/* The remedy may be NULL. */
static void add(struct findings *f, const char *section, const char *what, enum finding_state state, const char *detail,
		const char *remedy)
{
	struct finding *x = &f->list[f->n];

	if (f->n == FINDINGS_MAX) {
		f->incomplete = true;
		return;
	}
	*x = (struct finding){ section, arena_strdup(&f->memory, what), state, arena_strdup(&f->memory, detail),
			       arena_strdup(&f->memory, remedy ? remedy : "") };
	if (x->what && x->detail && x->remedy)
		f->n++;
	else
		f->incomplete = true;
}

/* ---- sandbox ----------------------------------------------------------------------------------------------------- */

static void add_layers(struct findings *f, const struct box_probe *p)
{
	char detail[256];

	for (int i = 0; i < BOX_LAYER_COUNT; i++) {
		enum box_layer layer = (enum box_layer)i;

		snprintf(detail, sizeof(detail), "%s%s",
			 p->have[i] ? "" : "not there; it would guarantee: ", box_layer_guarantee(layer));
		add(f, "sandbox", box_layer_word(layer), p->have[i] ? FINDING_FINE : FINDING_MISSING, detail,
		    p->have[i] ? NULL : p->remedy[i]);
	}
}

/* What the missing layers ask for, each thing once; what comes with another layer asks for nothing. */
static void join_remedies(const struct box_probe *p, const enum box_layer lacks[], size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		const char *remedy = p->remedy[lacks[i]];
		bool again = !strncmp(remedy, "comes with ", 11);

		for (size_t j = 0; j < i; j++)
			again |= !strcmp(p->remedy[lacks[j]], remedy);
		if (*remedy && !again)
			buf_printf(out, "%s%s", out->len ? "; " : "", remedy);
	}
}

/* Strangers' programs ask for more than one's own: see box_lacks. */
static void add_hosting(struct findings *f, const struct box_probe *p)
{
	enum box_layer lacks[BOX_LAYER_COUNT];
	cleanup_buf struct buf why, remedy;
	size_t n = box_lacks(p, BOX_USE_HOSTING, lacks);

	buf_init(&why, 4096);
	buf_init(&remedy, 8192);
	f->hosting = p->usable && n == 0;
	if (f->hosting) {
		add(f, "sandbox", "hosting", FINDING_FINE, "yes, programs of strangers can be judged here", NULL);
		return;
	}
	buf_puts(&why, n > 0 ? "no, because this is missing: " : "no, because no box can be opened");
	for (size_t i = 0; i < n; i++)
		buf_printf(&why, "%s%s", i ? ", " : "", box_layer_word(lacks[i]));
	join_remedies(p, lacks, n, &remedy);
	add(f, "sandbox", "hosting", FINDING_MISSING, why.data, remedy.data);
}

static void examine_sandbox(struct findings *f, const char *cgroup_dir)
{
	static const char *const kinds[] = {
		[BOX_CGROUP_NONE] = "none", [BOX_CGROUP_V1] = "version 1", [BOX_CGROUP_V2] = "version 2"
	};
	const struct sandbox_config config = { .cgroup_dir = cgroup_dir };
	cleanup_sandbox struct sandbox *s = NULL;
	struct err e = ERR_INIT;
	struct box_probe p;
	char abi[16];

	if (sandbox_open(&config, &s, &e) < 0 || sandbox_probe(s, &p, &e) < 0) {
		add(f, "sandbox", "keeper", FINDING_BROKEN, e.text, NULL);
		add(f, "sandbox", "hosting", FINDING_MISSING, "no, because there is no sandbox", NULL);
		return;
	}
	add(f, "sandbox", "kernel", FINDING_INFO, p.kernel, NULL);
	add(f, "sandbox", "control groups", FINDING_INFO, kinds[p.cgroup], NULL);
	snprintf(abi, sizeof(abi), "%d", p.landlock_abi);
	add(f, "sandbox", "landlock version", FINDING_INFO, p.landlock_abi > 0 ? abi : "none", NULL);
	if (!p.usable)
		add(f, "sandbox", "box", FINDING_BROKEN, p.failure[0] ? p.failure : "cannot be opened here", NULL);
	add_layers(f, &p);
	add_hosting(f, &p);
}

/* ---- compiler and problems --------------------------------------------------------------------------------------- */

static void examine_compiler(struct findings *f)
{
	cleanup_toolchain struct toolchain *tc = NULL;
	struct driver_files runtime;
	struct err e = ERR_INIT;

	if (toolchain_open(NULL, &tc, &e) < 0)
		add(f, "compiler", "C compiler", FINDING_BROKEN, e.text, NULL);
	else
		add(f, "compiler", "C compiler", FINDING_FINE, toolchain_name(tc), NULL);
	err_clear(&e);
	if (driver_files_read(&runtime, &e) < 0) {
		add(f, "compiler", "runtime of drivers", FINDING_BROKEN, e.text, NULL);
		return;
	}
	add(f, "compiler", "runtime of drivers", FINDING_FINE, "there", NULL);
	driver_files_clear(&runtime);
}

static void examine_package(struct findings *f, const char *id, size_t *damaged)
{
	cleanup_problem struct problem *p = NULL;
	struct err e = ERR_INIT;

	if (problem_open(id, &p, &e) == 0)
		return;
	add(f, "problems", id, FINDING_MISSING, e.text, NULL);
	++*damaged;
}

static void examine_problems(struct findings *f)
{
	cleanup_free char *dir = NULL;
	cleanup_free char **ids = NULL;
	struct err e = ERR_INIT;
	size_t n = 0, damaged = 0;
	char count[64];

	if (problems_dir(&dir, &e) < 0 || problems_list(dir, &ids, &n, &e) < 0) {
		add(f, "problems", "problem set", FINDING_BROKEN, e.text, NULL);
		return;
	}
	for (size_t i = 0; i < n; i++)
		examine_package(f, ids[i], &damaged);
	snprintf(count, sizeof(count), "%zu, %zu of them damaged", n, damaged);
	add(f, "problems", "directory", FINDING_INFO, dir, NULL);
	add(f, "problems", "packages", n > damaged ? FINDING_FINE : FINDING_BROKEN, count,
	    n > 0 ? NULL : "set JUDGE_PROBLEMS to a directory with packages");
}

/* ---- directories ------------------------------------------------------------------------------------------------- */

/* Cuts `path` to the nearest directory above that is there: what is missing would be made in it. Can it? */
static bool can_be_made(char *path)
{
	char *slash;

	while (access(path, F_OK) < 0 && errno == ENOENT && (slash = strrchr(path, '/')) && slash > path)
		*slash = 0;
	if (access(path, W_OK | X_OK) < 0)
		return false;
	errno = ENOTDIR;
	return fs_is_dir(path);
}

static void examine_directory(struct findings *f, const char *what, int (*home)(char **out, struct err *e),
			      enum finding_state unwritable)
{
	cleanup_free char *path = NULL;
	cleanup_free char *there = NULL;
	char detail[512], amount[AMOUNT_MAX];
	struct err e = ERR_INIT;
	struct statvfs fs;
	uint64_t left;

	if (home(&path, &e) < 0 || !(there = strdup(path))) {
		add(f, "directories", what, unwritable, e.text, "set HOME");
		return;
	}
	if (!can_be_made(there) || statvfs(there, &fs) < 0) {
		snprintf(detail, sizeof(detail), "%s cannot be written: %s", path, strerror(errno));
		add(f, "directories", what, unwritable, detail,
		    "make it writable, or set XDG_CACHE_HOME and XDG_DATA_HOME to directories that are");
		return;
	}
	left = (uint64_t)fs.f_bavail * fs.f_frsize;
	snprintf(detail, sizeof(detail), "%s, %s free", path, amount_bytes(amount, left));
	add(f, "directories", what, left < FREE_BYTES_WANTED ? FINDING_MISSING : FINDING_FINE, detail,
	    left < FREE_BYTES_WANTED ? "free some space: the tests of large problems need up to 512 MiB" : NULL);
}

/* ---- limits ------------------------------------------------------------------------------------------------------ */

static void add_test_limits(struct findings *f)
{
	const struct run_limits *l = &RUN_LIMITS_DEFAULT;
	char cpu[AMOUNT_MAX], wall[AMOUNT_MAX], memory[AMOUNT_MAX], stack[AMOUNT_MAX], output[AMOUNT_MAX], text[512];

	snprintf(text, sizeof(text),
		 "CPU %s, wall clock %s, memory %s, stack %s, output %s, processes %" PRIu32 ", open files %" PRIu32,
		 amount_time(cpu, l->box.cpu_us), amount_time(wall, l->box.wall_us),
		 amount_bytes(memory, l->memory_bytes), amount_bytes(stack, l->box.stack_bytes),
		 amount_bytes(output, l->output_bytes), l->processes, l->box.open_files);
	add(f, "limits", "of a test", FINDING_INFO, text, NULL);
}

/* A limit of this session that is lower than what the judge and its boxes use makes them fail at odd places. */
static void add_own_limit(struct findings *f, const char *what, int resource, uint64_t wanted)
{
	struct rlimit r;
	char text[64], remedy[96];
	bool enough;

	if (getrlimit((__rlimit_resource_t)resource, &r) < 0)
		return;
	enough = r.rlim_cur == RLIM_INFINITY || r.rlim_cur >= wanted;
	if (r.rlim_cur == RLIM_INFINITY)
		snprintf(text, sizeof(text), "unlimited");
	else
		snprintf(text, sizeof(text), "%" PRIu64, (uint64_t)r.rlim_cur);
	snprintf(remedy, sizeof(remedy), "raise it with ulimit to at least %" PRIu64, wanted);
	add(f, "limits", what, enough ? FINDING_FINE : FINDING_MISSING, text, enough ? NULL : remedy);
}

void doctor_examine(struct findings *f, const char *cgroup_dir)
{
	*f = (struct findings){ .n = 0 };
	arena_init(&f->memory, FINDINGS_BYTES_MAX);
	examine_sandbox(f, cgroup_dir);
	examine_compiler(f);
	examine_problems(f);
	examine_directory(f, "cache", fs_cache_home, FINDING_BROKEN);
	examine_directory(f, "history", fs_data_home, FINDING_MISSING);
	add_test_limits(f);
	add_own_limit(f, "open files", RLIMIT_NOFILE, 256);
	add_own_limit(f, "processes of the user", RLIMIT_NPROC, 64);
	add_own_limit(f, "size of a file", RLIMIT_FSIZE, FREE_BYTES_WANTED);
}

void doctor_clear(struct findings *f)
{
	arena_clear(&f->memory);
}

size_t doctor_count(const struct findings *f, enum finding_state state)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++)
		n += f->list[i].state == state;
	return n;
}
