/*
 * standalone: a main for a fuzz target where libFuzzer is not at hand: `make test` needs no clang.
 *
 * It replays the seeds in tests/fuzz/corpus/NAME of fuzz_NAME, then a bounded number of inputs made from them by
 * small edits, as TAP. The edits come from a generator with a fixed start, so that a failure comes again on any host.
 * It learns nothing from one input for the next: finding new paths is `make fuzz`.
 *
 * An input that ends the process, or that takes more than SECONDS_MAX, is printed as hex digits on standard error.
 * `fuzz_NAME FILE...` replays files only. Environment: FUZZ_ROUNDS (edited inputs), FUZZ_SEED (start of the generator).
 */
#include "sandbox/base/fs.h"
#include "sandbox/base/parse.h"

#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#define INPUT_MAX      4096          /* bytes of an edited input */
#define SEED_MAX       (1024 * 1024) /* bytes of a seed */
#define SEEDS_MAX      1000
#define ROUNDS_DEFAULT 20000
#define SECONDS_MAX    10

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
/* There when a sanitizer is linked in: it ends the process without a signal that could be caught. */
void __sanitizer_set_death_callback(void (*callback)(void)) __attribute__((weak));

/* ---- one input --------------------------------------------------------------------------------------------------- */

/* The input that the target works on, for the moment in which it ends the process. */
static struct {
	const uint8_t *p;
	size_t n;
} current;

/* Only what a signal handler may call. */
static void print_current(void)
{
	static const char digits[] = "0123456789abcdef";
	char line[2 * 32 + 1];
	ssize_t ignored = write(STDERR_FILENO, "# the input, in hex:\n", 21);

	for (size_t i = 0, n = 0; i < current.n; i++) {
		line[n++] = digits[current.p[i] >> 4];
		line[n++] = digits[current.p[i] & 15];
		if (n == sizeof(line) - 1 || i + 1 == current.n) {
			line[n++] = '\n';
			ignored = write(STDERR_FILENO, line, n);
			n = 0;
		}
	}
	(void)ignored;
}

static void on_signal(int signo)
{
	print_current();
	signal(signo, SIG_DFL);
	raise(signo);
}

static void watch_for_the_end(void)
{
	signal(SIGABRT, on_signal);
	signal(SIGALRM, on_signal);
	if (__sanitizer_set_death_callback) {
		__sanitizer_set_death_callback(print_current);
		return;
	}
	signal(SIGSEGV, on_signal);
	signal(SIGBUS, on_signal);
	signal(SIGFPE, on_signal);
	signal(SIGILL, on_signal);
}

/* In a block of exactly its size, so that one byte read behind it is seen. */
static void run_input(const void *p, size_t n)
{
	uint8_t *copy = malloc(n ? n : 1);

	if (!copy)
		abort();
	if (n)
		memcpy(copy, p, n);
	current.p = copy;
	current.n = n;
	alarm(SECONDS_MAX);
	LLVMFuzzerTestOneInput(copy, n);
	alarm(0);
	free(copy);
}

/* ---- edits ------------------------------------------------------------------------------------------------------- */

struct seeds {
	struct buf all[SEEDS_MAX];
	size_t n;
};

struct input {
	uint8_t p[INPUT_MAX];
	size_t n;
	uint64_t state; /* of the generator (splitmix64) */
	const struct seeds *seeds;
};

static uint64_t input_random(struct input *in, uint64_t below)
{
	uint64_t z = in->state += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return below ? (z ^ (z >> 31)) % below : 0;
}

/* Puts n bytes in at `at`; what does not fit is cut. */
static void input_insert(struct input *in, size_t at, const void *p, size_t n)
{
	if (n > INPUT_MAX - in->n)
		n = INPUT_MAX - in->n;
	memmove(in->p + at + n, in->p + at, in->n - at);
	memcpy(in->p + at, p, n);
	in->n += n;
}

static void edit_flip_bit(struct input *in)
{
	if (in->n)
		in->p[input_random(in, in->n)] ^= (uint8_t)(1u << input_random(in, 8));
}

/* Bytes that parsers treat in a way of their own. */
static uint8_t telling_byte(struct input *in)
{
	static const char bytes[] = "\0\n\r\t \"'\\/{}[]():,;.-+#%*0189eE&<>\x7f\x80\xbf\xc0\xe2\xed\xf4\xff";

	return (uint8_t)bytes[input_random(in, sizeof(bytes) - 1)];
}

static void edit_set_byte(struct input *in)
{
	if (in->n)
		in->p[input_random(in, in->n)] = telling_byte(in);
}

/* One byte many times: depth, long names, long numbers. */
static void edit_repeat_byte(struct input *in)
{
	uint8_t run[300];
	size_t n = 1 + input_random(in, input_random(in, 8) ? 4 : sizeof(run));

	memset(run, telling_byte(in), n);
	input_insert(in, input_random(in, in->n + 1), run, n);
}

static void edit_erase(struct input *in)
{
	size_t at = input_random(in, in->n + 1);
	size_t n = input_random(in, in->n - at + 1);

	memmove(in->p + at, in->p + at + n, in->n - at - n);
	in->n -= n;
}

/* A piece of some seed, at any place: repeated keys, things in the wrong order. */
static void edit_splice(struct input *in)
{
	const struct buf *from = &in->seeds->all[input_random(in, in->seeds->n)];
	size_t at = input_random(in, from->len + 1);

	input_insert(in, input_random(in, in->n + 1), from->data + at, input_random(in, from->len - at + 1));
}

static void (*const edits[])(struct input *in) = {
	edit_flip_bit, edit_set_byte, edit_repeat_byte, edit_erase, edit_splice,
};

static void run_edited(const struct seeds *seeds, uint64_t rounds, uint64_t start)
{
	static struct input in;

	in.state = start;
	in.seeds = seeds;
	for (uint64_t round = 0; round < rounds; round++) {
		const struct buf *from = &seeds->all[input_random(&in, seeds->n)];

		in.n = 0;
		input_insert(&in, 0, from->data, from->len);
		for (uint64_t left = 1 + input_random(&in, 5); left; left--)
			edits[input_random(&in, sizeof(edits) / sizeof(edits[0]))](&in);
		run_input(in.p, in.n);
	}
}

/* ---- seeds ------------------------------------------------------------------------------------------------------- */

static int seeds_add(struct seeds *seeds, const char *path, struct err *e)
{
	struct buf *b = &seeds->all[seeds->n];

	buf_init(b, SEED_MAX);
	seeds->n++;
	return fs_read(AT_FDCWD, path, b, e);
}

/* The files of tests/fuzz/corpus/NAME; none when there is no such folder. */
static int seeds_load(struct seeds *seeds, const char *program, struct err *e)
{
	static const char prefix[] = "fuzz_";
	const char *name = fs_basename(program);
	cleanup_free char *folder = NULL;
	cleanup_free char **files = NULL;
	size_t n;
	int r;

	if (strncmp(name, prefix, sizeof(prefix) - 1) == 0)
		name += sizeof(prefix) - 1;
	folder = fs_join(JUDGE_SOURCE_DIR "/tests/fuzz/corpus", name);
	if (!folder)
		return err_set(e, -ENOMEM, "no memory");
	if (!fs_is_dir(folder))
		return 0;
	r = fs_list(AT_FDCWD, folder, SEEDS_MAX - 1, &files, &n, e);
	for (size_t i = 0; r == 0 && i < n; i++) {
		cleanup_free char *path = fs_join(folder, files[i]);

		r = path ? seeds_add(seeds, path, e) : err_set(e, -ENOMEM, "no memory");
	}
	return r;
}

static int number_from_environment(const char *name, uint64_t otherwise, uint64_t *out, struct err *e)
{
	const char *text = getenv(name);

	*out = otherwise;
	if (!text || parse_u64(text, 0, UINT64_MAX, out, e) == 0)
		return 0;
	return err_wrap(e, "%s", name);
}

int main(int argc, char **argv)
{
	static struct seeds seeds;
	struct err e = ERR_INIT;
	uint64_t rounds, start;
	int r = 0;

	if (number_from_environment("FUZZ_ROUNDS", ROUNDS_DEFAULT, &rounds, &e) < 0 ||
	    number_from_environment("FUZZ_SEED", 1, &start, &e) < 0) {
		printf("Bail out! %s\n", e.text);
		return 2;
	}
	for (int i = 1; i < argc && i < SEEDS_MAX && r == 0; i++)
		r = seeds_add(&seeds, argv[i], &e);
	if (argc == 1)
		r = seeds_load(&seeds, argv[0], &e);
	if (r < 0) {
		printf("Bail out! %s\n", e.text);
		return 2;
	}

	watch_for_the_end();
	for (size_t i = 0; i < seeds.n; i++)
		run_input(seeds.all[i].data, seeds.all[i].len);
	printf("ok 1 - %zu seeds\n", seeds.n);
	if (argc == 1) {
		buf_init(&seeds.all[seeds.n++], SEED_MAX); /* the empty one is always among them */
		run_edited(&seeds, rounds, start);
		printf("ok 2 - %" PRIu64 " edited inputs\n", rounds);
	}
	printf("1..%d\n", argc == 1 ? 2 : 1);
	for (size_t i = 0; i < seeds.n; i++)
		buf_clear(&seeds.all[i]);
	return 0;
}
