/*
 * What a box costs: an empty static program by a server, by an exec in a box that is open, and with a box of its own,
 * against posix_spawn of the same program; beside them bubblewrap, which makes its namespaces anew for each run.
 *
 * Rounds are interleaved and medians compared, so that what else the host does falls on all of them alike; compare
 * ratios, not times.
 */
#include "tests/support/bench.h"

#include "sandbox/base/clock.h"
#include "sandbox/base/fs.h"

#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROUNDS      200
#define PEER_ROUNDS 40
#define FILE_BYTES  (768u * 1024u)

static const char *empty, *server;
static char *bwrap; /* NULL: not here */
static int file;    /* of FILE_BYTES */

/* ---- what is measured -------------------------------------------------------------------------------------------- */

static void run_in(struct box *b)
{
	static const char *const argv[] = { "program", NULL };
	const struct box_run run = bench_run(argv);
	const struct box_result res = bench_box_run(b, &run);

	if (res.end != BOX_END_EXIT || res.exit_code)
		bench_give_up("an empty program did not end as it should", NULL);
}

static void run_fresh(struct sandbox *s, const struct box_spec *spec)
{
	struct box *b = bench_open(s, spec);

	run_in(b);
	box_close(b);
}

static void start_server(struct box *b)
{
	static const char *const argv[] = { "program", "honest", NULL };
	const struct box_run run = bench_run(argv);
	char irregular[BOX_IRREGULAR_MAX];
	struct err e = ERR_INIT;

	if (box_serve(b, &run, irregular, &e) < 0 || irregular[0])
		bench_give_up(irregular[0] ? irregular : "a server", &e);
}

static void run_served(struct box *b)
{
	static const struct box_stream null = { .box_fd = 1, .kind = BOX_STREAM_NULL };
	char irregular[BOX_IRREGULAR_MAX];
	struct err e = ERR_INIT;
	struct box_result res;

	if (box_serve_run(b, &null, 1, &res, irregular, &e) < 0 || irregular[0] || res.end != BOX_END_EXIT ||
	    res.exit_code)
		bench_give_up(irregular[0] ? irregular : "a run by a server", &e);
}

static void put_file(struct box *b)
{
	struct err e = ERR_INIT;

	if (box_put(b, "file", file, &e) < 0)
		bench_give_up("put a file", &e);
}

/* All its namespaces, and of the host's files only the program: what a box is, but for limits, filter and measuring. */
static bool run_bwrap(void)
{
	char *const argv[] = { bwrap,         "--unshare-all", "--die-with-parent", "--ro-bind",
			       (char *)empty, "/program",      "/program",          NULL };
	char *const envp[] = { NULL };
	pid_t pid;
	int status;

	return !posix_spawn(&pid, bwrap, NULL, NULL, argv, envp) && waitpid(pid, &status, 0) == pid && !status;
}

/* ---- sets -------------------------------------------------------------------------------------------------------- */

enum how { BARE, SERVED, OPENED, FRESH, PUT, BWRAP, HOWS };

static const struct {
	const char *what;
	double most;
} hows[HOWS] = {
	[BARE] = { "posix_spawn", 0 },
	[SERVED] = { "run by a server", 0.65 },
	[OPENED] = { "run by exec in a pooled box", 1.25 },
	[FRESH] = { "open a box, run, close it", 3.0 },
	[PUT] = { "put 768 KiB into a box", 0 },
	[BWRAP] = { "bubblewrap", 0 },
};

static struct bench_times times[HOWS];

/* Adds the time since *since, which becomes now. */
static void lap(enum how how, uint64_t *since)
{
	uint64_t now = clock_mono_us();

	times[how].values[times[how].n++] = now - *since;
	*since = now;
}

static void round_of_runs(struct sandbox *s, const struct box_spec *spec, struct box *open, struct box *with_server)
{
	uint64_t t = clock_mono_us();

	bench_spawn(empty);
	lap(BARE, &t);
	run_in(open);
	lap(OPENED, &t);
	run_fresh(s, spec);
	lap(FRESH, &t);
	run_served(with_server);
	lap(SERVED, &t);
}

/* Apart from the others, which the end of its namespaces would disturb. */
static void round_of_peers(struct sandbox *s, const struct box_spec *spec, bool with_bwrap)
{
	struct box *b = bench_open(s, spec);
	uint64_t t = clock_mono_us();

	put_file(b);
	lap(PUT, &t);
	box_close(b);
	t = clock_mono_us();
	if (with_bwrap && !run_bwrap())
		bench_give_up("bubblewrap", NULL);
	if (with_bwrap)
		lap(BWRAP, &t);
}

static void measure(const struct sandbox_config *config)
{
	struct box_mount mounts[2];
	struct box_spec spec = bench_spec(&mounts[0], empty), serving = bench_spec(&mounts[1], server);
	bool with_bwrap = bwrap && run_bwrap();
	struct box *open, *with_server;
	struct err e = ERR_INIT;
	struct sandbox *s;

	serving.serve = true;
	if (sandbox_open(config, &s, &e) < 0)
		bench_give_up("the sandbox", &e);
	open = bench_open(s, &spec);
	with_server = bench_open(s, &serving);
	start_server(with_server);
	for (int set = 0; set < BENCH_SETS; set++) {
		for (int i = 0; i < ROUNDS; i++)
			round_of_runs(s, &spec, open, with_server);
		for (int i = 0; i < PEER_ROUNDS; i++)
			round_of_peers(s, &spec, with_bwrap);
		for (int i = 0; i < HOWS; i++)
			if (times[i].n)
				bench_set_end(&times[i]);
	}
	box_close(with_server);
	box_close(open);
	sandbox_close(s);
	for (int i = 0; i < HOWS; i++) {
		if (times[i].sets)
			bench_ratio(hows[i].what, &times[i], &times[BARE], hows[i].most);
		else
			bench_line(hows[i].what, NULL, true, "%s", bwrap ? "does not work here" : "is not installed");
	}
}

/* In PATH, or NULL. */
static char *find_program(const char *name)
{
	cleanup_free char *path = strdup(getenv("PATH") ? getenv("PATH") : "");
	char *save = NULL;

	for (char *at = path ? strtok_r(path, ":", &save) : NULL; at; at = strtok_r(NULL, ":", &save)) {
		char *found = fs_join(at, name);

		if (found && !access(found, X_OK))
			return found;
		free(found);
	}
	return NULL;
}

int main(void)
{
	static uint64_t room[HOWS][ROUNDS];
	cleanup_free char *content = calloc(1, FILE_BYTES);
	struct err e = ERR_INIT;

	bench_begin();
	for (int i = 0; i < HOWS; i++)
		times[i].values = room[i];
	if (!content || fs_memfd("file", content, FILE_BYTES, &file, &e) < 0)
		bench_give_up("a file", &e);
	empty = bench_program("empty", bench_path("empty.c"), "int main(void) { return 0; }\n");
	server = bench_victim("server");
	bwrap = find_program("bwrap");
	bench_hosts("an empty program", measure);
	return 0;
}
