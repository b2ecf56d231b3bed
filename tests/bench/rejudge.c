/*
 * Does a verdict ever change? Programs close to a limit, on both sides of it, are built, measured and judged again and
 * again while all cores are busy. JUDGE_REJUDGINGS says how often in all; a thousand take about a quarter of an hour.
 */
#include "tests/support/bench.h"
#include "tests/support/corpus.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define REJUDGINGS 36
#define LOADS_MAX  64

/* The limit that it is close to. Their growth, their chance or where their turn begins are near what still passes. */
static const struct close_one {
	const char *half, *name;
	enum fit_class limit;
} close_ones[] = {
	{ "measured", "quickselect_by_time", FIT_N },
	{ "measured", "linear_sieve", FIT_N },
	{ "measured", "skip_list", FIT_N },
	{ "measured", "quicksort_by_time", FIT_N },
	{ "measured", "fixed_buckets_9973", FIT_N },
	{ "calibrate", "quickselect_middle", FIT_N },
	{ "calibrate", "sieve", FIT_N },
	{ "calibrate", "treap", FIT_N },
	{ "calibrate", "pointer_set", FIT_N },
	{ "calibrate", "fixed_buckets_4096", FIT_N_ROOT },
	{ "calibrate", "merge_sort_tree", FIT_N_LOG },
	{ "calibrate", "harmonic", FIT_N_LOG },
};

#define N_CLOSE (sizeof(close_ones) / sizeof(close_ones[0]))

static pid_t loads[LOADS_MAX];
static size_t n_loads;

static void start_load(void)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	fflush(stdout);
	for (; n_loads < LOADS_MAX && (long)n_loads < cores; n_loads++) {
		loads[n_loads] = fork();
		if (loads[n_loads] < 0)
			bench_give_up("fork", NULL);
		if (loads[n_loads])
			continue;
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;)
			__asm__ volatile("");
	}
}

static void end_load(void)
{
	while (n_loads) {
		kill(loads[--n_loads], SIGKILL);
		waitpid(loads[n_loads], NULL, 0);
	}
}

/* With a counter of another name each time, as submissions get it. */
static struct fit_limit judge(struct corpus *c, const struct labelled *p, enum fit_class limit, unsigned round)
{
	struct climbed climbed;
	struct opinion o;
	struct err e = ERR_INIT;
	char counter[32];

	snprintf(counter, sizeof(counter), "counter_%08x", round * 2654435769u);
	if (corpus_measure(c, p, counter, &climbed, &e) < 0)
		bench_give_up(p->name, &e);
	corpus_judge_climbed(&climbed, COST_TICKS, &o);
	return o.against[limit];
}

static const struct labelled *find(struct corpus halves[2], const struct close_one *k, struct corpus **in)
{
	const struct labelled *p;

	*in = &halves[!strcmp(k->half, "measured")];
	p = corpus_find(*in, k->name);
	if (!p)
		bench_give_up(k->name, NULL);
	return p;
}

int main(void)
{
	const char *asked = getenv("JUDGE_REJUDGINGS");
	unsigned rounds = asked ? (unsigned)strtoul(asked, NULL, 10) : REJUDGINGS, verdicts = 0, counts = 0, again = 0;
	struct fit_limit firsts[N_CLOSE];
	struct corpus halves[2], *in;
	struct err e = ERR_INIT;

	bench_begin();
	if (corpus_open("calibrate", &halves[0], &e) < 0 || corpus_open("measured", &halves[1], &e) < 0)
		bench_give_up("the corpus", &e);
	printf("rejudging of programs close to a limit\n");
	for (size_t i = 0; i < N_CLOSE; i++) {
		const struct labelled *p = find(halves, &close_ones[i], &in);

		firsts[i] = judge(in, p, close_ones[i].limit, 0);
	}
	start_load();
	for (; again < rounds; again++) {
		const struct close_one *k = &close_ones[again % N_CLOSE];
		const struct labelled *p = find(halves, k, &in);
		struct fit_limit now = judge(in, p, k->limit, again + 1), then = firsts[again % N_CLOSE];

		verdicts += now.end != then.end;
		counts += now.top_slope != then.top_slope || now.last_slope != then.last_slope;
	}
	end_load();
	bench_line("verdicts that changed under load", "0", !verdicts, "%8u of %u", verdicts, again);
	bench_line("slopes that changed under load", "0", !counts, "%8u of %u", counts, again);
	corpus_close(&halves[0]);
	corpus_close(&halves[1]);
	return 0;
}
