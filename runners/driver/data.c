/*
 * data: what a driver reads of its test and writes of its answer.
 *
 * The input is mapped whole and looked at by the driver alone; in a conversation it is a pipe, and comes bit by bit
 * into one buffer. The answer gathers in another and goes out when that is full, or when the partner may be waiting for
 * it. Nothing here is believed outside: it shares its process with the candidate.
 */
#include "channel.h"
#include "counting.h"
#include "driver.h"
#include "runtime.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define ANSWER_BUFFER_BYTES (64u * 1024u)
#define HEARD_BYTES         (64u * 1024u) /* of a conversation: what one read asks for lies there whole */

static struct {
	const char *begin;
	const char *next;
	const char *end;
	bool is_heard; /* it comes from a partner, bit by bit, into `heard` */
	size_t gone;   /* bytes of it that were there before */
} input;

static char heard[HEARD_BYTES];

static struct {
	char data[ANSWER_BUFFER_BYTES];
	size_t len;
} answer;

/* ---- reading ----------------------------------------------------------------------------------------------------- */

static void *map_file(int fd, size_t bytes)
{
	void *p;

	if (COUNTED)
		return counting_map(bytes, fd);
	p = mmap(NULL, bytes, PROT_READ, MAP_PRIVATE, fd, 0);
	return p == MAP_FAILED ? NULL : p;
}

/* More of what the partner says, behind what is not read yet. False: there is no more, or no partner. */
static bool hear_more(void)
{
	size_t rest = (size_t)(input.end - input.next);
	ssize_t n;

	if (!input.is_heard)
		return false;
	/* It may wait for what we have to say. */
	driver_flush();
	input.gone += (size_t)(input.next - input.begin);
	memmove(heard, input.next, rest);
	if (rest == sizeof(heard))
		runtime_fault("over %u bytes at once", HEARD_BYTES);
	do
		n = read(CHANNEL_INPUT_FD, heard + rest, sizeof(heard) - rest);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		runtime_fault("cannot hear the partner: %s", strerror(errno));
	input.begin = input.next = heard;
	input.end = heard + rest + (size_t)n;
	return n > 0;
}

/*
 * Maps rather than reads: pages that the driver does not look at cost nothing, and the input is read-only for the
 * candidate too. What was mapped stays when the descriptor is closed.
 */
void runtime_open_input(void)
{
	struct stat st;

	if (fstat(CHANNEL_INPUT_FD, &st) == 0 && S_ISFIFO(st.st_mode)) {
		input.begin = input.next = input.end = heard;
		input.is_heard = true;
		return;
	}
	if (fstat(CHANNEL_INPUT_FD, &st) < 0 || !S_ISREG(st.st_mode))
		runtime_fault("the input is not a regular file");
	input.begin = "";
	if (st.st_size > 0)
		input.begin = map_file(CHANNEL_INPUT_FD, (size_t)st.st_size);
	if (!input.begin)
		runtime_fault("cannot map the input: %s", strerror(errno));
	input.next = input.begin;
	input.end = input.begin + st.st_size;
	close(CHANNEL_INPUT_FD);
}

void driver_bad_input(const char *expected)
{
	runtime_fault("byte %zu of the input: %s expected", input.gone + (size_t)(input.next - input.begin), expected);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

bool driver_at_end(void)
{
	do
		while (input.next < input.end && is_blank(*input.next))
			input.next++;
	while (input.next == input.end && hear_more());
	return input.next == input.end;
}

/* Is the next token there, to its end? False: at the input's end there is none. */
static bool has_token(void)
{
	size_t len = 0;

	if (driver_at_end())
		return false;
	if (!input.is_heard)
		return true;
	do
		while (len < (size_t)(input.end - input.next) && !is_blank(input.next[len]))
			len++;
	while (len == (size_t)(input.end - input.next) && hear_more());
	return true;
}

const char *driver_read_token(size_t *len)
{
	const char *token;

	if (!has_token())
		driver_bad_input("a token");
	token = input.next;
	while (input.next < input.end && !is_blank(*input.next))
		input.next++;
	*len = (size_t)(input.next - token);
	return token;
}

int64_t driver_read_i64(void)
{
	bool negative;
	int64_t v = 0;

	if (!has_token())
		driver_bad_input("a number");
	negative = *input.next == '-';
	input.next += negative;
	if (input.next == input.end || !isdigit((unsigned char)*input.next))
		driver_bad_input("a number");
	for (; input.next < input.end && isdigit((unsigned char)*input.next); input.next++) {
		int digit = *input.next - '0';

		/* Gathered below zero, where INT64_MIN has its place. */
		if (__builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, digit, &v))
			driver_bad_input("a number of 64 bits");
	}
	if (input.next < input.end && !is_blank(*input.next))
		driver_bad_input("the end of a number");
	if (!negative && v == INT64_MIN)
		driver_bad_input("a number of 64 bits");
	return negative ? v : -v;
}

const char *driver_read_line(size_t *len)
{
	const char *line, *end;

	do
		end = memchr(input.next, '\n', (size_t)(input.end - input.next));
	while (!end && hear_more());
	line = input.next;
	if (line == input.end)
		driver_bad_input("a line");
	*len = (size_t)((end ? end : input.end) - line);
	input.next = end ? end + 1 : input.end;
	return line;
}

const char *driver_read_bytes(size_t n)
{
	const char *p;

	while (n > (size_t)(input.end - input.next))
		if (!hear_more())
			driver_bad_input("more bytes");
	p = input.next;
	input.next += n;
	return p;
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

void driver_flush(void)
{
	runtime_write(CHANNEL_ANSWER_FD, answer.data, answer.len);
	answer.len = 0;
}

void driver_write_bytes(const char *p, size_t n)
{
	if (n > sizeof(answer.data) - answer.len)
		driver_flush();
	if (n > sizeof(answer.data)) {
		runtime_write(CHANNEL_ANSWER_FD, p, n);
		return;
	}
	memcpy(answer.data + answer.len, p, n);
	answer.len += n;
}

void driver_write_char(char c)
{
	if (answer.len == sizeof(answer.data))
		driver_flush();
	answer.data[answer.len++] = c;
}

void driver_write_str(const char *s)
{
	driver_write_bytes(s, strlen(s));
}

void driver_write_i64(int64_t v)
{
	char digits[20], *p = digits + sizeof(digits);
	uint64_t rest = v < 0 ? -(uint64_t)v : (uint64_t)v;

	do
		*--p = (char)('0' + rest % 10);
	while (rest /= 10);
	if (v < 0)
		*--p = '-';
	driver_write_bytes(p, (size_t)(digits + sizeof(digits) - p));
}
