/*
 * validate: is standard input a test of dependency_order? At least one call: a line with the numbers of courses and
 * of prerequisites, then a line of two courses for each prerequisite.
 */
#include "validate.h"

#define COURSES_MAX       1000000 /* of all calls together */
#define PREREQUISITES_MAX 1000000
#define CALLS_MAX         100000

static void check_call(int64_t *courses, int64_t *prerequisites)
{
	int64_t v = read_number(1, COURSES_MAX), n;

	read_blank();
	n = read_number(0, PREREQUISITES_MAX);
	read_newline();
	*courses += v;
	*prerequisites += n;
	must(*courses <= COURSES_MAX, "more than 1000000 courses in all calls");
	must(*prerequisites <= PREREQUISITES_MAX, "more than 1000000 prerequisites in all calls");
	for (int64_t i = 0; i < n; i++) {
		read_number(0, v - 1);
		read_blank();
		read_number(0, v - 1);
		read_newline();
	}
}

int main(void)
{
	int64_t courses = 0, prerequisites = 0;

	must(!at_end(), "at least one call expected");
	for (long calls = 1; !at_end(); calls++) {
		must(calls <= CALLS_MAX, "more than 100000 calls");
		check_call(&courses, &prerequisites);
	}
	valid_at_end();
}
