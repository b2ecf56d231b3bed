/*
 * How often growth is named and judged rightly: the measured half of the corpus (tests/complexity), by its counts and,
 * beside them, by the CPU time that the same programs take uncounted, put through the same fit. Then what counting
 * costs in time, and whether counts stay what they are while all cores are busy.
 *
 * CPU time is what it takes to call the program less what making its input ready takes. Where JUDGE_CORPUS is set to
 * "calibrate" it is that half, by which the thresholds were chosen.
 */
#include "tests/support/bench.h"
#include "tests/support/corpus.h"

#include "sandbox/base/fs.h"

#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define COUNTER       "counter_of_bench"
#define PAIRED_RUNS   5
#define WORTH_US      2000 /* less time than this is not compared */
#define TIME_FLOOR_US 100.0
#define LOADED_RUNS   20
#define LOADS_MAX     64

static struct corpus corpus;
static struct tally counted[2], timed;
static double log_ratios, worst_ratio = 1;
static unsigned n_ratios;
static char worst_name[64];

static void must(int r, const char *what, const struct err *e)
{
	if (r < 0)
		bench_give_up(what, e);
}

/* ---- time -------------------------------------------------------------------------------------------------------- */

static uint64_t run_us(struct run_box *rb, const struct labelled *p, uint64_t n, bool idle, bool counts)
{
	const struct run_counting how = { .budget = COST_BUDGET, .seed = 1, .phase = "kernel" };
	struct execution x;
	struct err e = ERR_INIT;
	uint64_t us;
	int fd;

	execution_init(&x, 1024);
	must(corpus_input(p, n, idle, &fd, &e), p->name, &e);
	must(counts ? run_box_count(rb, fd, &how, &x, &e) : run_box_execute(rb, fd, NULL, &x, &e), p->name, &e);
	close(fd);
	us = x.used.cpu_us;
	execution_clear(&x);
	return us;
}

static double own_us(struct run_box *rb, const struct labelled *p, uint64_t n, bool counts)
{
	double all = (double)run_us(rb, p, n, false, counts), idle = (double)run_us(rb, p, n, true, counts);

	return fmax(all - idle, 0);
}

/* Pairs one after the other, so that both meet the same machine; the median of their ratios. */
static void compare(struct run_box *plain, struct run_box *counting, const struct labelled *p, uint64_t n)
{
	double ratios[PAIRED_RUNS], middle;

	for (int i = 0; i < PAIRED_RUNS; i++) {
		double base = own_us(plain, p, n, false);

		if (base < WORTH_US)
			return;
		ratios[i] = fmax(own_us(counting, p, n, true), 1) / base;
	}
	middle = bench_range(ratios, PAIRED_RUNS).middle;
	log_ratios += log(middle);
	n_ratios++;
	if (middle > worst_ratio) {
		worst_ratio = middle;
		snprintf(worst_name, sizeof(worst_name), "%s", p->name);
	}
}

/* The same for all programs of that order, so it is measured once. */
static double idle_us(struct run_box *plain, const struct labelled *p, uint64_t n)
{
	static struct {
		char order[sizeof(p->order)];
		uint64_t n;
		double us;
	} known[1024];
	size_t i = 0;

	while (i < sizeof(known) / sizeof(known[0]) - 1 && known[i].n &&
	       (known[i].n != n || strcmp(known[i].order, p->order)))
		i++;
	if (known[i].n != n || strcmp(known[i].order, p->order)) {
		known[i].n = n;
		snprintf(known[i].order, sizeof(known[i].order), "%s", p->order);
		known[i].us = (double)run_us(plain, p, n, true, false);
	}
	return known[i].us;
}

static void judge_by_time(struct run_box *plain, const struct labelled *p, const struct cost_curve *curve)
{
	struct fit_point points[FIT_POINTS_MAX];
	struct opinion o;

	for (size_t i = 0; i < curve->n_points; i++) {
		uint64_t n = curve->points[i].n;

		points[i] =
			(struct fit_point){ .sizes = { (double)n },
					    .y = fmax((double)run_us(plain, p, n, false, false) - idle_us(plain, p, n),
						      0) };
	}
	corpus_judge(points, curve->n_points, TIME_FLOOR_US, &o);
	corpus_tally(&timed, p, COST_TICKS, &o, NULL);
}

/* ---- one program ------------------------------------------------------------------------------------------------- */

static void measure_program(const struct labelled *p)
{
	cleanup_build struct build plain = BUILD_INIT, counting = BUILD_INIT;
	cleanup_run_box struct run_box *plain_box = NULL, *counting_box = NULL;
	struct climbed climbed;
	struct err e = ERR_INIT;

	must(corpus_measure(&corpus, p, COUNTER, &climbed, &e), p->name, &e);
	for (enum cost_measure what = COST_TICKS; what <= COST_BYTES; what++) {
		struct opinion o;

		corpus_judge_climbed(&climbed, what, &o);
		corpus_tally(&counted[what], p, what, &o, "    ");
	}
	must(corpus_build(&corpus, p, NULL, &plain, &e), p->name, &e);
	must(corpus_build(&corpus, p, COUNTER, &counting, &e), p->name, &e);
	must(corpus_box(&corpus, &plain, NULL, &plain_box, &e), p->name, &e);
	must(corpus_box(&corpus, &counting, COUNTER, &counting_box, &e), p->name, &e);
	judge_by_time(plain_box, p, &climbed.near);
	compare(plain_box, counting_box, p, climbed.near.points[climbed.near.n_points - 1].n);
}

/* ---- under load -------------------------------------------------------------------------------------------------- */

static size_t start_load(pid_t *loads)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	size_t n = 0;

	fflush(stdout);
	while (n < LOADS_MAX && (long)n < cores) {
		loads[n] = fork();
		if (loads[n] == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			for (;;)
				__asm__ volatile("");
		}
		if (loads[n++] < 0)
			bench_give_up("fork", NULL);
	}
	return n;
}

static bool is_same_each_time(const struct labelled *p, uint64_t n)
{
	const struct run_counting how = { .budget = COST_BUDGET, .seed = 1, .phase = "kernel" };
	cleanup_build struct build b = BUILD_INIT;
	cleanup_run_box struct run_box *rb = NULL;
	struct err e = ERR_INIT;
	struct run_cost first = { .known = false };
	bool same = true;

	must(corpus_build(&corpus, p, COUNTER, &b, &e), p->name, &e);
	must(corpus_box(&corpus, &b, COUNTER, &rb, &e), p->name, &e);
	for (int i = 0; i < LOADED_RUNS; i++) {
		struct execution x;
		int fd;

		execution_init(&x, 1024);
		must(corpus_input(p, n, false, &fd, &e), p->name, &e);
		must(run_box_count(rb, fd, &how, &x, &e), p->name, &e);
		close(fd);
		if (i == 0)
			first = x.cost;
		same = same && x.cost.known && x.cost.ticks == first.ticks && x.cost.heap_bytes == first.heap_bytes &&
		       x.cost.stack_bytes == first.stack_bytes;
		execution_clear(&x);
	}
	return same;
}

static void measure_under_load(void)
{
	static const struct {
		const char *name;
		uint64_t n;
	} programs[] = {
		{ "open_addressing", 1 << 16 },     { "addresses_as_keys", 1 << 16 }, { "treap_by_address", 1 << 15 },
		{ "quickselect_by_time", 1 << 17 }, { "skip_list", 1 << 15 },         { "sort_and_unique", 1 << 15 },
	};
	pid_t loads[LOADS_MAX];
	size_t n = start_load(loads);
	unsigned found = 0, same = 0;

	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++) {
		const struct labelled *p = corpus_find(&corpus, programs[i].name);

		if (!p)
			continue;
		found++;
		same += is_same_each_time(p, programs[i].n);
	}
	for (size_t i = 0; i < n; i++) {
		kill(loads[i], SIGKILL);
		waitpid(loads[i], NULL, 0);
	}
	bench_line("programs that count the same 20 times under load", "all", same == found, "%u of %u", same, found);
}

/* ---- figures ----------------------------------------------------------------------------------------------------- */

static void print_tally(const char *kind, const struct tally *t, bool has_target)
{
	char what[96];

	snprintf(what, sizeof(what), "classes named wrong, of %u programs, by %s", t->programs, kind);
	bench_line(what, has_target ? "<= 1" : NULL, t->named_wrong <= 1, "%8u", t->named_wrong);
	snprintf(what, sizeof(what), "false accepts, of %u pairs, by %s", t->pairs, kind);
	bench_line(what, has_target ? "0" : NULL, !t->false_accepts, "%8u", t->false_accepts);
	snprintf(what, sizeof(what), "false rejects, of %u pairs, by %s", t->pairs, kind);
	bench_line(what, has_target ? "0" : NULL, !t->false_rejects, "%8u", t->false_rejects);
}

int main(void)
{
	const char *half = getenv("JUDGE_CORPUS");
	struct err e = ERR_INIT;
	double slowdown;

	bench_begin();
	must(corpus_open(half ? half : "measured", &corpus, &e), "the corpus", &e);
	printf("complexity, %s half of the corpus\n", half ? half : "measured");
	for (size_t i = 0; i < corpus.n; i++)
		measure_program(&corpus.programs[i]);
	print_tally("steps", &counted[COST_TICKS], true);
	print_tally("bytes", &counted[COST_BYTES], true);
	print_tally("CPU time", &timed, false);
	slowdown = n_ratios ? exp(log_ratios / n_ratios) : 1;
	bench_line("CPU time of counting, plain = 1", "<= 1.25", slowdown <= 1.25, "%8.2f, most %.2f (%s), of %u",
		   slowdown, worst_ratio, worst_name, n_ratios);
	measure_under_load();
	corpus_close(&corpus);
	return 0;
}
