/*
 * validate: is standard input a right answer to a test of dependency_order? `validate INPUT ANSWER FEEDBACK_DIR`.
 *
 * For each call a line tells how many courses were returned, and which. Any order is right in which each course comes
 * behind all that it requires; where there is none, which the answer tells by its 0, nothing must be returned. An order
 * is checked against the input alone.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RIGHT = 42, WRONG = 43, BROKEN = 1 };

#define COURSES_MAX (1 << 22)
#define NONE        (-1)

static const char *feedback;

__attribute__((format(printf, 2, 0))) static void leave(const char *name, const char *fmt, va_list list)
{
	char path[4096];
	FILE *f;

	if (snprintf(path, sizeof(path), "%s/%s", feedback, name) >= (int)sizeof(path) || !(f = fopen(path, "w")))
		exit(BROKEN);
	vfprintf(f, fmt, list);
	fputc('\n', f);
	if (fclose(f) != 0)
		exit(BROKEN);
}

/* For the candidate, without a number of the test's. */
__attribute__((format(printf, 1, 2))) static _Noreturn void wrong(const char *fmt, ...)
{
	va_list list;

	va_start(list, fmt);
	leave("teammessage.txt", fmt, list);
	va_end(list);
	exit(WRONG);
}

__attribute__((format(printf, 1, 2))) static void tell_owner(const char *fmt, ...)
{
	va_list list;

	va_start(list, fmt);
	leave("judgemessage.txt", fmt, list);
	va_end(list);
}

/* A number from -COURSES_MAX to COURSES_MAX, parted by white space; what is none, or larger, is false. */
static bool next_number(FILE *f, int64_t *out)
{
	int c = getc_unlocked(f);
	bool negative, has_digit = false;
	int64_t v = 0;

	while (c == ' ' || (c >= '\t' && c <= '\r'))
		c = getc_unlocked(f);
	negative = c == '-';
	if (negative)
		c = getc_unlocked(f);
	for (; c >= '0' && c <= '9' && v <= COURSES_MAX; c = getc_unlocked(f)) {
		v = 10 * v + (c - '0');
		has_digit = true;
	}
	if (!has_digit || v > COURSES_MAX || (c != EOF && c != ' ' && !(c >= '\t' && c <= '\r')))
		return false;
	*out = negative ? -v : v;
	return true;
}

static int64_t number_of_test(FILE *f, int64_t min, int64_t max)
{
	int64_t v;

	if (!next_number(f, &v) || v < min || v > max)
		exit(BROKEN);
	return v;
}

static bool is_at_end(FILE *f)
{
	int c = getc_unlocked(f);

	while (c == ' ' || (c >= '\t' && c <= '\r'))
		c = getc_unlocked(f);
	if (c != EOF)
		ungetc(c, f);
	return c == EOF;
}

/* ---- one call ---------------------------------------------------------------------------------------------------- */

struct files {
	FILE *input, *answer;
};

/* The places of the courses in what was returned. */
static int32_t *places;

static void read_order(long call, int64_t courses)
{
	for (int64_t i = 0; i < courses; i++)
		places[i] = NONE;
	for (int64_t i = 0; i < courses; i++) {
		int64_t course;

		if (!next_number(stdin, &course) || course < 0 || course >= courses) {
			tell_owner("call %ld: what stands at place %" PRId64 " is no course", call, i);
			wrong("call %ld: what was returned holds something that is no course", call);
		}
		if (places[course] != NONE) {
			tell_owner("call %ld: course %" PRId64 " stands at places %d and %" PRId64, call, course,
				   places[course], i);
			wrong("call %ld: a course is returned twice", call);
		}
		places[course] = (int32_t)i;
	}
}

static void check_prerequisites(const struct files *f, long call, int64_t courses, int64_t n, bool returned)
{
	for (int64_t i = 0; i < n; i++) {
		int64_t course = number_of_test(f->input, 0, courses - 1);
		int64_t required = number_of_test(f->input, 0, courses - 1);

		if (!returned || places[required] < places[course])
			continue;
		tell_owner("call %ld: course %" PRId64 " stands at place %d, what it requires, %" PRId64
			   ", at place %d",
			   call, course, places[course], required, places[required]);
		wrong("call %ld: a course comes before one that it requires", call);
	}
}

static void check_call(const struct files *f, long call)
{
	int64_t courses = number_of_test(f->input, 1, COURSES_MAX), n = number_of_test(f->input, 0, COURSES_MAX);
	int64_t size_of_answer = number_of_test(f->answer, 0, courses), size;

	for (int64_t i = 0; i < size_of_answer; i++)
		number_of_test(f->answer, 0, courses - 1);
	if (!next_number(stdin, &size))
		wrong("call %ld: nothing was returned", call);
	if (size == 0 && size_of_answer > 0)
		wrong("call %ld: there is an order, and none was returned", call);
	if (size > 0 && size_of_answer == 0)
		wrong("call %ld: there is no order, and something was returned", call);
	if (size != size_of_answer) {
		tell_owner("call %ld: %" PRId64 " of %" PRId64 " courses", call, size, courses);
		wrong("call %ld: not all courses are returned", call);
	}
	if (size > 0)
		read_order(call, courses);
	check_prerequisites(f, call, courses, n, size > 0);
}

int main(int argc, char **argv)
{
	struct files f = { NULL, NULL };

	if (argc < 4)
		return BROKEN;
	f.input = fopen(argv[1], "r");
	f.answer = fopen(argv[2], "r");
	feedback = argv[3];
	places = calloc(COURSES_MAX, sizeof(*places));
	if (!f.input || !f.answer || !places)
		return BROKEN;
	for (long call = 1; !is_at_end(f.input); call++)
		check_call(&f, call);
	if (!is_at_end(stdin))
		wrong("more was written than there were calls");
	return RIGHT;
}
