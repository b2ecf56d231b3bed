/*
 * Runs a second by two workers at once, against two processes that call posix_spawn: what the judge's processes cost
 * beside a run shows here, since nothing else can run meanwhile on two cores.
 *
 * Each worker is a process with a sandbox of its own, as a worker of the judge is a thread with one. The ways of
 * running take turns, some tenths of a second each.
 */
#include "tests/support/bench.h"

#include "sandbox/base/clock.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORKERS 2
#define TURN_US (CLOCK_US_PER_S / 4)

enum how { BARE, EXEC, SERVED, HOWS };

static const char *empty, *server;

/* What the workers share. */
static struct board {
	pthread_barrier_t turn;
	double runs_per_s[WORKERS][HOWS][BENCH_SETS];
} * board;

struct worker {
	struct sandbox *sandbox;
	struct box *open, *with_server;
};

static void worker_open(struct worker *w, const struct sandbox_config *config)
{
	static const char *const argv[] = { "program", "honest", NULL };
	const struct box_run run = bench_run(argv);
	struct box_mount mounts[2];
	struct box_spec spec = bench_spec(&mounts[0], empty), serving = bench_spec(&mounts[1], server);
	char irregular[BOX_IRREGULAR_MAX];
	struct err e = ERR_INIT;

	serving.serve = true;
	if (sandbox_open(config, &w->sandbox, &e) < 0)
		bench_give_up("the sandbox", &e);
	w->open = bench_open(w->sandbox, &spec);
	w->with_server = bench_open(w->sandbox, &serving);
	if (box_serve(w->with_server, &run, irregular, &e) < 0 || irregular[0])
		bench_give_up(irregular[0] ? irregular : "a server", &e);
}

static void run_once(struct worker *w, enum how how)
{
	static const char *const argv[] = { "program", NULL };
	static const struct box_stream null = { .box_fd = 1, .kind = BOX_STREAM_NULL };
	const struct box_run run = bench_run(argv);
	char irregular[BOX_IRREGULAR_MAX];
	struct box_result res;
	struct err e = ERR_INIT;

	switch (how) {
	case EXEC:
		bench_box_run(w->open, &run);
		break;
	case SERVED:
		if (box_serve_run(w->with_server, &null, 1, &res, irregular, &e) < 0 || irregular[0])
			bench_give_up(irregular[0] ? irregular : "a run by a server", &e);
		break;
	default:
		bench_spawn(empty);
	}
}

static double take_turn(struct worker *w, enum how how)
{
	uint64_t began, now;
	unsigned n = 0;

	pthread_barrier_wait(&board->turn);
	began = now = clock_mono_us();
	for (; now < began + TURN_US; n++, now = clock_mono_us())
		run_once(w, how);
	return n * (double)CLOCK_US_PER_S / (double)(now - began);
}

static _Noreturn void work(int number, const struct sandbox_config *config)
{
	struct worker w = { 0 };

	worker_open(&w, config);
	for (int set = 0; set < BENCH_SETS; set++)
		for (int how = 0; how < HOWS; how++)
			board->runs_per_s[number][how][set] = take_turn(&w, (enum how)how);
	sandbox_close(w.sandbox);
	_exit(0);
}

static void print(enum how how, const char *what, const char *target, double least)
{
	double runs[BENCH_SETS], shares[BENCH_SETS];
	struct bench_range share;

	for (int set = 0; set < BENCH_SETS; set++) {
		double bare = 0;

		runs[set] = 0;
		for (int i = 0; i < WORKERS; i++) {
			runs[set] += board->runs_per_s[i][how][set];
			bare += board->runs_per_s[i][BARE][set];
		}
		shares[set] = 100 * runs[set] / bare;
	}
	share = bench_range(shares, BENCH_SETS);
	bench_line(what, target, share.middle >= least, "%8.0f /s  %5.0f %% (%.0f - %.0f)",
		   bench_range(runs, BENCH_SETS).middle, share.middle, share.least, share.most);
}

static void measure(const struct sandbox_config *config)
{
	pid_t workers[WORKERS];
	int status;

	for (int i = 0; i < WORKERS; i++) {
		workers[i] = fork();
		if (!workers[i])
			work(i, config);
		if (workers[i] < 0)
			bench_give_up("fork", NULL);
	}
	/* One that failed has said why; the other would wait for it. */
	for (int i = 0; i < WORKERS; i++)
		if (wait(&status) < 0 || status) {
			for (int k = 0; k < WORKERS; k++)
				kill(workers[k], SIGKILL);
			exit(1);
		}
	print(BARE, "posix_spawn", NULL, 0);
	print(EXEC, "by exec in pooled boxes", ">= 75 %", 75);
	print(SERVED, "by servers", NULL, 0);
}

int main(void)
{
	pthread_barrierattr_t shared;

	bench_begin();
	board = mmap(NULL, sizeof(*board), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (board == MAP_FAILED || pthread_barrierattr_init(&shared) ||
	    pthread_barrierattr_setpshared(&shared, PTHREAD_PROCESS_SHARED) ||
	    pthread_barrier_init(&board->turn, &shared, WORKERS))
		bench_give_up("a barrier", NULL);
	empty = bench_program("empty", bench_path("empty.c"), "int main(void) { return 0; }\n");
	server = bench_victim("server");
	bench_hosts("two workers", measure);
	return 0;
}
