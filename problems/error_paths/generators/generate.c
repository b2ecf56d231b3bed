/*
 * generate: prints one test of error_paths.
 *
 *	records N SEED              one run over N records without a fault
 *	failing N STEP SEED         one run over N records, of which the last is the one at which STEP fails
 *	sweep RECORDS CLEANUP SEED  one run for each call, in which this call fails; with CLEANUP 1 each of them eight
 *	                            times, with all choices of faults in abort, store_close and source_close
 *	random RUNS RECORDS SEED    RUNS runs over up to RECORDS records with up to six faults each
 *	runs N SEED                 N/3 runs over three records, with one to three faults each
 */
#include "generate.h"

#define N_MAX (1 << 20)

static const char *const STEPS[] = {
	"source_open", "store_open", "batch_begin", "fetch", "parse",       "put",
	"release",     "flush",      "commit",      "abort", "store_close", "source_close"
};

#define N_STEPS (sizeof(STEPS) / sizeof(STEPS[0]))

static struct random argument_random(struct arguments *a)
{
	return random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));
}

static void byte(unsigned c)
{
	static const char DIGITS[] = "0123456789ABCDEF";

	if (c == '\\') {
		fputs("\\\\", stdout);
	} else if (c >= ' ' && c <= '~') {
		putchar_unlocked((char)c);
	} else {
		fputs("\\x", stdout);
		putchar_unlocked(DIGITS[c / 16]);
		putchar_unlocked(DIGITS[c % 16]);
	}
}

/* One of eight is of any bytes, the others are of text. */
static void record(struct random *r)
{
	uint64_t len = random_below(r, 64) == 0 ? 256 : random_below(r, 24);
	bool text = random_below(r, 8) != 0;

	fputs("record ", stdout);
	for (; len > 0; len--)
		byte((unsigned)(text ? ' ' + random_below(r, 95) : random_below(r, 256)));
	putchar_unlocked('\n');
}

static void records(struct random *r, int64_t n)
{
	for (int64_t i = 0; i < n; i++)
		record(r);
}

static void fail(const char *step, int64_t k, struct random *r)
{
	fputs("fail ", stdout);
	fputs(step, stdout);
	putchar_unlocked(' ');
	print_number(k);
	putchar_unlocked(' ');
	print_number(random_between(r, -999, -1));
	putchar_unlocked('\n');
}

static void print_records(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 0, N_MAX);
	struct random r = argument_random(a);

	records(&r, n);
	puts("run");
}

static void print_failing(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 1, N_MAX);
	const char *step = argument_word(a, "STEP");
	struct random r = argument_random(a);

	records(&r, n);
	fail(step, n, &r);
	puts("run");
}

/* How often a step is taken when there are n records and nothing fails. */
static int64_t times(const char *step, int64_t n)
{
	if (!strcmp(step, "fetch"))
		return n + 1;
	if (!strcmp(step, "parse") || !strcmp(step, "put") || !strcmp(step, "release"))
		return n;
	return strcmp(step, "abort") != 0;
}

static void print_sweep(struct arguments *a)
{
	static const char *const CLEANUP[] = { "abort", "store_close", "source_close" };
	int64_t n = argument_number(a, "RECORDS", 0, 100);
	unsigned choices = argument_number(a, "CLEANUP", 0, 1) ? 8 : 1;
	struct random r = argument_random(a);

	records(&r, n);
	for (size_t step = 0; step < N_STEPS; step++)
		for (int64_t k = 1; k <= times(STEPS[step], n); k++)
			for (unsigned choice = 0; choice < choices; choice++) {
				fail(STEPS[step], k, &r);
				for (unsigned c = 0; c < 3; c++)
					if (choice & 1u << c && strcmp(CLEANUP[c], STEPS[step]) != 0)
						fail(CLEANUP[c], 1, &r);
				puts("run");
			}
}

static void faults(struct random *r, uint64_t n, uint64_t n_records)
{
	for (uint64_t i = 0; i < n; i++)
		fail(STEPS[random_below(r, N_STEPS)], 1 + (int64_t)random_below(r, n_records + 1), r);
}

static void print_random(struct arguments *a)
{
	int64_t runs = argument_number(a, "RUNS", 1, 200000);
	uint64_t n_records = (uint64_t)argument_number(a, "RECORDS", 0, 1000), n = 0;
	struct random r = argument_random(a);

	for (int64_t i = 0; i < runs; i++) {
		if (random_below(&r, 8) == 0) {
			puts("clear");
			n = random_below(&r, n_records + 1);
			records(&r, (int64_t)n);
		}
		faults(&r, random_below(&r, 7), n);
		puts("run");
	}
}

static void print_runs(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 3, N_MAX);
	struct random r = argument_random(a);

	records(&r, 3);
	for (int64_t i = 0; i < n / 3; i++) {
		faults(&r, 1 + random_below(&r, 3), 2);
		puts("run");
	}
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*print)(struct arguments *a);
	} MODES[] = {
		{ "records", print_records }, { "failing", print_failing }, { "sweep", print_sweep },
		{ "random", print_random },   { "runs", print_runs },
	};
	struct arguments a = arguments_of(argc, argv);
	const char *name = argument_word(&a, "a mode");

	for (size_t i = 0; i < sizeof(MODES) / sizeof(MODES[0]); i++)
		if (!strcmp(name, MODES[i].name)) {
			MODES[i].print(&a);
			return generated(&a);
		}
	bad_argument("a mode", name);
}
