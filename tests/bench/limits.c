/*
 * How exact the limits are: how far beyond a CPU limit a program gets, how long the end of a run with 200 processes
 * takes, and how far the measured CPU time is from what a program of known length counted itself.
 *
 * A program counts what its process has used by the kernel's own clock, but not what it will need to print that and to
 * end. So much a run that does nothing needs as well: the median of some such runs is taken off.
 */
#include "tests/support/bench.h"

#include "sandbox/base/clock.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LIMIT_ROUNDS 21
#define LIMIT_US     (100 * UINT64_C(1000))
#define BOMB_ROUNDS  25
#define BOMB         "200"
#define BOMB_WALL_US (300 * UINT64_C(1000))
#define BURN_ROUNDS  41
#define KNOWN_MIN_MS 20

static const char *load;

/* ---- beyond a limit ---------------------------------------------------------------------------------------------- */

static void measure_overshoot(struct sandbox *s)
{
	static const char *const argv[] = { "program", "burn", "30000000", NULL };
	struct box_mount mount;
	const struct box_spec spec = bench_spec(&mount, load);
	struct box_run run = bench_run(argv);
	struct box *b = bench_open(s, &spec);
	uint64_t over[LIMIT_ROUNDS], middle;
	double most;

	run.limits.cpu_us = LIMIT_US;
	for (int i = 0; i < LIMIT_ROUNDS; i++) {
		struct box_result res = bench_box_run(b, &run);

		if (res.end != BOX_END_CPU)
			bench_give_up("a program that spins was not ended", NULL);
		over[i] = res.cpu_us - LIMIT_US;
	}
	box_close(b);
	middle = bench_median(over, LIMIT_ROUNDS);
	most = (double)over[LIMIT_ROUNDS - 1] / 1000;
	bench_line("beyond a CPU limit of 100 ms", "<= 5 ms", most <= 5, "%8.3f ms, most %.3f ms",
		   (double)middle / 1000, most);
}

/* ---- the end of many --------------------------------------------------------------------------------------------- */

/* What the program printed, in *number. */
static struct box_result run_and_read(struct box *b, struct box_run *run, uint64_t *number)
{
	cleanup_buf struct buf text = { 0 };
	const struct box_stream out = { .box_fd = 1, .kind = BOX_STREAM_CAPTURE, .into = &text };
	struct box_result res;

	buf_init(&text, 64);
	run->streams = &out;
	run->n_streams = 1;
	res = bench_box_run(b, run);
	*number = strtoull(text.data, NULL, 10);
	return res;
}

/*
 * From the main process's own end to the result; or, when it is the wall limit that ends it, from that on. There the
 * beginning is the order to run, so that starting the program is in the figure too.
 */
static uint64_t clean_up_us(struct box *b, struct box_run *run, bool by_limit)
{
	uint64_t began = clock_mono_us(), ended = 0;
	struct box_result res = run_and_read(b, run, &ended);
	uint64_t now = clock_mono_us();

	if (by_limit ? res.end != BOX_END_WALL : res.end != BOX_END_EXIT || res.exit_code)
		bench_give_up("a run with many processes did not end as it should", NULL);
	return now - (by_limit ? began + run->limits.wall_us : ended);
}

static void measure_bomb(struct sandbox *s, const char *what, const char *does)
{
	const char *const argv[] = { "program", "bomb", BOMB, does, NULL };
	struct box_mount mount;
	struct box_spec spec = bench_spec(&mount, load);
	struct box_run run = bench_run(argv);
	uint64_t took[BOMB_ROUNDS], middle;
	bool by_limit = strcmp(does, "exit");
	struct box *b;

	spec.processes = 256;
	if (by_limit)
		run.limits.wall_us = BOMB_WALL_US;
	b = bench_open(s, &spec);
	for (int i = 0; i < BOMB_ROUNDS; i++)
		took[i] = clean_up_us(b, &run, by_limit);
	box_close(b);
	middle = bench_median(took, BOMB_ROUNDS);
	bench_line(what, "<= 20 ms", middle <= 20000, "%8.3f ms, most %.3f ms", (double)middle / 1000,
		   (double)took[BOMB_ROUNDS - 1] / 1000);
}

/* ---- programs of known length ------------------------------------------------------------------------------------ */

/* The CPU time that was measured; *own is what the program counted before it ended, so it is never more. */
static uint64_t burn(struct box *b, unsigned ms, uint64_t *own)
{
	char us[32];
	const char *const argv[] = { "program", "burn", us, NULL };
	struct box_run run = bench_run(argv);
	struct box_result res;

	snprintf(us, sizeof(us), "%u000", ms);
	res = run_and_read(b, &run, own);
	if (res.end != BOX_END_EXIT || res.exit_code || *own > res.cpu_us)
		bench_give_up("a program of known length did not end as it should", NULL);
	return res.cpu_us;
}

static uint64_t calibrate(struct box *b)
{
	uint64_t took[BURN_ROUNDS], own;

	for (int i = 0; i < BURN_ROUNDS; i++) {
		took[i] = burn(b, 0, &own);
		took[i] -= own;
	}
	return bench_median(took, BURN_ROUNDS);
}

static void measure_known(struct box *b, unsigned ms, size_t rounds, uint64_t end_us)
{
	double errors[BURN_ROUNDS], percent, worst;
	struct bench_range range;
	char what[64];

	for (size_t i = 0; i < rounds; i++) {
		uint64_t own, measured = burn(b, ms, &own);

		errors[i] = ((double)(measured - own) - (double)end_us) / 1000;
	}
	range = bench_range(errors, rounds);
	percent = 100 * range.middle / ms;
	worst = fmax(fabs(range.least), fabs(range.most));
	snprintf(what, sizeof(what), "error of %u ms of CPU time", ms);
	/* A hundredth of less than that is beneath what the end of a process costs more or less, a tenth of a ms. */
	bench_line(what, ms < KNOWN_MIN_MS ? NULL : "<= 1 %, 0.5 ms", fabs(percent) <= 1 && worst <= 0.5,
		   "%+8.3f ms %+6.2f %% (%+.3f to %+.3f)", range.middle, percent, range.least, range.most);
}

static void measure_all_known(struct sandbox *s)
{
	static const struct {
		unsigned ms;
		size_t rounds;
	} lengths[] = { { 1, BURN_ROUNDS }, { 5, BURN_ROUNDS }, { 20, 21 }, { 100, 11 }, { 500, 3 } };
	struct box_mount mount;
	const struct box_spec spec = bench_spec(&mount, load);
	struct box *b = bench_open(s, &spec);
	uint64_t end_us = calibrate(b);

	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++)
		measure_known(b, lengths[i].ms, lengths[i].rounds, end_us);
	box_close(b);
}

static void measure(const struct sandbox_config *config)
{
	struct err e = ERR_INIT;
	struct sandbox *s;

	if (sandbox_open(config, &s, &e) < 0)
		bench_give_up("the sandbox", &e);
	measure_overshoot(s);
	measure_bomb(s, "end " BOMB " sleepers at an exit", "exit");
	measure_bomb(s, "end " BOMB " sleepers at the wall limit", "sleep");
	measure_bomb(s, "end " BOMB " spinners at the wall limit", "spin");
	measure_all_known(s);
	sandbox_close(s);
}

int main(void)
{
	bench_begin();
	load = bench_victim("load");
	bench_hosts("limits", measure);
	return 0;
}
