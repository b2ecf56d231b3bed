/*
 * What a conversation promises: both run at once, who ended first is who ended first, and nobody dies of the other's
 * end, waits for one who has gone, or waits for ever.
 */
#include "runners/runner.h"

#include "tests/support/workbench.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define CONTENT "42"
#define HEADERS                                                                                                     \
	"#include <fcntl.h>\n#include <signal.h>\n#include <stdio.h>\n"                                             \
	"#include <stdlib.h>\n#include <string.h>\n#include <unistd.h>\n"                                           \
	"static int hear(void) { char c; return read(0, &c, 1) == 1 ? c : -1; }\n"                                  \
	"static int say(int c) { char t = (char)c; return write(1, &t, 1) == 1; }\n"                                \
	"static void flood(long n) { static char b[4096]; while (n-- > 0) if (write(1, b, 4096) < 0) exit(50); }\n" \
	"int main(int argc, char **argv)\n{\n\t(void)argc, (void)argv, (void)hear, (void)say, (void)flood;\n"
#define PROGRAM(body) HEADERS body "\n}\n"
/* Hears all that there is, `got` bytes. */
#define LISTENER(code)                                                    \
	PROGRAM("	static char b[65536];\n	long n, got = 0;\n"             \
		"	while ((n = read(0, b, sizeof(b))) > 0)\n		got += n;\n" \
		"	return " code ";")

struct talk {
	struct workbench *w;
	struct sandbox *second;
	struct execution x, of_partner;
	struct run_partner partner;
	uint64_t wall_us; /* of either */
};

static struct sandbox *second;

static int set_up(void **state)
{
	struct err e = ERR_INIT;

	return workbench_open(state) < 0 || sandbox_open(NULL, &second, &e) < 0 ? -1 : 0;
}

static int tear_down(void **state)
{
	sandbox_close(second);
	return workbench_close(state);
}

static struct run_limits limits(const struct talk *t)
{
	struct run_limits l = RUN_LIMITS_DEFAULT;

	l.box.cpu_us = 300000;
	l.box.wall_us = t->wall_us;
	l.output_bytes = 1 << 20;
	return l;
}

static struct artifact program(struct workbench *w, const char *text)
{
	const struct source source = workbench_source(text);
	const struct build_spec spec = { .shape = BUILD_PROGRAM, .sources = &source, .n_sources = 1 };
	struct build b = workbench_build(w, &spec);
	struct artifact a = b.artifact;

	if (b.end != BUILD_OK)
		fail_msg("%s: %s", text, b.n_diagnostics ? b.diagnostics[0].text : b.reason);
	b.artifact = (struct artifact)ARTIFACT_INIT;
	build_clear(&b);
	return a;
}

/* The partner gets one argument, and so does a program. */
static int talk(struct talk *t, const struct artifact *runner, const struct artifact *candidate, const char *partner,
		struct err *e)
{
	static const char *const args[] = { "argument", NULL };
	cleanup_artifact struct artifact other = program(t->w, partner);
	cleanup_run_box struct run_box *box = NULL, *partner_box = NULL;
	const struct run_limits l = limits(t);
	int r = run_box_open(t->w->tc, t->w->sandbox, runner, candidate, &l, RUN_EXEC, &box, e);

	if (!r)
		r = run_box_open(t->w->tc, second, NULL, &other, &l, RUN_EXEC, &partner_box, e);
	t->partner = (struct run_partner){ .box = partner_box, .args = args, .content = 42, .x = &t->of_partner };
	/* Twice: nothing is left of the first time. */
	for (int i = 0; !r && i < 2; i++)
		r = run_box_converse(box, runner ? NULL : args, NULL, &t->x, &t->partner, e);
	return r;
}

static void begin(struct talk *t, void **state)
{
	*t = (struct talk){ .w = *state, .wall_us = 500000 };
	execution_init(&t->x, 1 << 20);
	execution_init(&t->of_partner, 1 << 20);
}

static void end(struct talk *t)
{
	execution_clear(&t->x);
	execution_clear(&t->of_partner);
}

struct expected {
	enum box_end end;
	int number; /* exit code or signal */
};

static const struct pair {
	const char *name, *candidate, *partner;
	struct expected of_candidate, of_partner;
	enum { CANDIDATE, PARTNER } first;
} pairs[] = {
	{ "both say and hear",
	  PROGRAM("	return argc == 2 && hear() == 'a' && say('b') && hear() == -1 ? 0 : 1;"),
	  PROGRAM("	return argc == 2 && say('a') && hear() == 'b' ? " CONTENT " : 1;"),
	  { BOX_END_EXIT, 0 },
	  { BOX_END_EXIT, 42 },
	  PARTNER },
	{ "the partner hears that the candidate has ended",
	  PROGRAM("	say('b');\n	return 3;"),
	  PROGRAM("	return hear() == 'b' && hear() == -1 ? " CONTENT " : 1;"),
	  { BOX_END_EXIT, 3 },
	  { BOX_END_EXIT, 42 },
	  CANDIDATE },
	{ "a crash is a crash, though the partner ends because of it",
	  PROGRAM("	abort();"),
	  PROGRAM("	return hear() == -1 ? 43 : 1;"),
	  { BOX_END_SIGNAL, SIGABRT },
	  { BOX_END_EXIT, 43 },
	  CANDIDATE },
	{ "a candidate is stopped when the partner is done with it",
	  PROGRAM("	for (;;)\n		pause();"),
	  PROGRAM("	return 43;"),
	  { BOX_END_STOPPED, 0 },
	  { BOX_END_EXIT, 43 },
	  PARTNER },
	{ "it does not see the end that it is stopped for",
	  PROGRAM("	while (hear() != -1)\n		;\n	abort();"),
	  PROGRAM("	say('a');\n	return 43;"),
	  { BOX_END_STOPPED, 0 },
	  { BOX_END_EXIT, 43 },
	  PARTNER },
	{ "a partner that dies stops it, too",
	  PROGRAM("	hear();\n	return 0;"),
	  PROGRAM("	abort();"),
	  { BOX_END_STOPPED, 0 },
	  { BOX_END_SIGNAL, SIGABRT },
	  PARTNER },
	{ "what it writes to a content partner is thrown away",
	  PROGRAM("	usleep(50000);\n	flood(100);\n	return 5;"),
	  PROGRAM("	return " CONTENT ";"),
	  { BOX_END_EXIT, 5 },
	  { BOX_END_EXIT, 42 },
	  PARTNER },
	{ "what the partner writes to one who has ended is, too",
	  PROGRAM("	return 6;"),
	  PROGRAM("	usleep(50000);\n	flood(100);\n	return hear() == -1 ? " CONTENT " : 1;"),
	  { BOX_END_EXIT, 6 },
	  { BOX_END_EXIT, 42 },
	  CANDIDATE },
	{ "both wait: the candidate's wall limit",
	  PROGRAM("	return hear();"),
	  PROGRAM("	return hear() == -1 ? 43 : 1;"),
	  { BOX_END_WALL, 0 },
	  { BOX_END_EXIT, 43 },
	  CANDIDATE },
	{ "a flood that nobody reads waits",
	  PROGRAM("	flood(1000000);\n	return 0;"),
	  PROGRAM("	sleep(1);\n	return hear() == 0 ? 43 : 1;"),
	  { BOX_END_WALL, 0 },
	  { BOX_END_EXIT, 43 },
	  CANDIDATE },
	{ "a flood that is read meets the limit of output",
	  PROGRAM("	for (;;)\n		flood(1000);"),
	  LISTENER("got == 1 << 20 ? " CONTENT " : 43"),
	  { BOX_END_OUTPUT, 0 },
	  { BOX_END_EXIT, 42 },
	  CANDIDATE },
	{ "one byte over it is over it, whatever comes then",
	  PROGRAM("	flood(256);\n	say('x');\n	for (;;)\n		pause();"),
	  LISTENER("got == 1 << 20 ? " CONTENT " : 43"),
	  { BOX_END_OUTPUT, 0 },
	  { BOX_END_EXIT, 42 },
	  CANDIDATE },
	{ "as much as the limit is not too much",
	  PROGRAM("	flood(256);\n	return 4;"),
	  LISTENER("got == 1 << 20 ? " CONTENT " : 43"),
	  { BOX_END_EXIT, 4 },
	  { BOX_END_EXIT, 42 },
	  CANDIDATE },
	{ "a flood for one who has said its word does not matter",
	  PROGRAM("	for (;;)\n		flood(1000);"),
	  PROGRAM("	return hear() == 0 ? 43 : 1;"),
	  { BOX_END_STOPPED, 0 },
	  { BOX_END_EXIT, 43 },
	  PARTNER },
	{ "computing for ever is the candidate's",
	  PROGRAM("	for (volatile int i = 0;;)\n		i = 1;"),
	  PROGRAM("	return hear() == -1 ? 43 : 1;"),
	  { BOX_END_CPU, 0 },
	  { BOX_END_EXIT, 43 },
	  CANDIDATE },
	{ "nobody makes an end that is held open here a nonblocking one",
	  PROGRAM("	return fcntl(0, F_SETFL, O_NONBLOCK);"),
	  PROGRAM("	return hear() == -1 ? 43 : 1;"),
	  { BOX_END_SYSCALL, 0 },
	  { BOX_END_EXIT, 43 },
	  CANDIDATE },
	{ "closed streams say nothing until the end",
	  PROGRAM("	close(0), close(1), close(2);\n	usleep(50000);\n	return 0;"),
	  PROGRAM("	return hear() == -1 ? " CONTENT " : 1;"),
	  { BOX_END_EXIT, 0 },
	  { BOX_END_EXIT, 42 },
	  CANDIDATE },
	{ "who stops itself meets the wall limit",
	  PROGRAM("	raise(SIGSTOP);\n	pause();\n	return 0;"),
	  PROGRAM("	return hear() == -1 ? 43 : 1;"),
	  { BOX_END_WALL, 0 },
	  { BOX_END_EXIT, 43 },
	  CANDIDATE },
	{ "no process is left that keeps a pipe open",
	  PROGRAM("	if (!fork())\n		for (;;)\n			pause();\n	return 0;"),
	  PROGRAM("	return hear() == -1 ? 43 : 1;"),
	  { BOX_END_PROCESSES, 0 },
	  { BOX_END_EXIT, 43 },
	  CANDIDATE },
};

/* Whose partner has ended may be over its limit of output before it is stopped, and nobody asks which. */
static bool is_so(const struct execution *x, struct expected want)
{
	if (x->used.end != want.end)
		return want.end == BOX_END_STOPPED && x->used.end == BOX_END_OUTPUT;
	return want.end == BOX_END_EXIT     ? x->used.exit_code == want.number
	       : want.end == BOX_END_SIGNAL ? x->used.signal == want.number
					    : true;
}

static void converse__both_end_as_they_would(void **state)
{
	struct talk t;

	begin(&t, state);
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		const struct pair *p = &pairs[i];
		cleanup_artifact struct artifact candidate = program(t.w, p->candidate);
		struct err e = ERR_INIT;

		if (talk(&t, NULL, &candidate, p->partner, &e) < 0)
			fail_msg("%s: %s", p->name, e.text);
		if (!is_so(&t.x, p->of_candidate) || !is_so(&t.of_partner, p->of_partner) ||
		    t.partner.first != (p->first == PARTNER))
			fail_msg("%s: candidate end %d code %d signal %d, partner end %d code %d signal %d, %s first",
				 p->name, t.x.used.end, t.x.used.exit_code, t.x.used.signal, t.of_partner.used.end,
				 t.of_partner.used.exit_code, t.of_partner.used.signal,
				 t.partner.first ? "partner" : "candidate");
	}
	end(&t);
}

/* It gets what it may need beside the candidate's own wall limit, and no more. */
static void converse__a_partner_that_hangs_is_ended(void **state)
{
	struct talk t;
	struct err e = ERR_INIT;
	cleanup_artifact struct artifact candidate = ARTIFACT_INIT;

	begin(&t, state);
	candidate = program(t.w, PROGRAM("	return 0;"));
	if (talk(&t, NULL, &candidate, PROGRAM("	for (;;)\n		pause();"), &e) < 0)
		fail_msg("%s", e.text);
	assert_true(is_so(&t.x, (struct expected){ BOX_END_EXIT, 0 }));
	assert_true(is_so(&t.of_partner, (struct expected){ BOX_END_WALL, 0 }));
	assert_false(t.partner.first);
	end(&t);
}

/* ---- functions --------------------------------------------------------------------------------------------------- */

static void talk_to_driver(struct talk *t, const char *twice, const char *partner)
{
	struct build b = workbench_object(t->w, twice);
	struct err e = ERR_INIT;

	if (b.end != BUILD_OK)
		fail_msg("%s", b.reason);
	if (talk(t, &t->w->runner, &b.artifact, partner, &e) < 0)
		fail_msg("%s", e.text);
	build_clear(&b);
}

#define TWICE "#include <stdio.h>\nint twice(int x) { puts(\"7\"); return 2 * x; }\n"

/* Each number is asked for when the last is answered, and comes in pieces. */
static void converse__a_driver_hears_and_says(void **state)
{
	struct talk t;

	begin(&t, state);
	/* Hundreds of turns, each of which waits for a processor where there is much to do. */
	t.wall_us = 20000000;
	talk_to_driver(
		&t, TWICE,
		PROGRAM("	int x;\n"
			"	for (int i = 1000; i < 1100; i++) {\n"
			"		dprintf(1, \" %d\", i / 100);\n		usleep(100);\n"
			"		dprintf(1, \"%02d\\n\", i % 100);\n"
			"		if (scanf(\"%d\", &x) != 1 || x != 2 * i)\n			return 43;\n"
			"	}\n"
			"	return close(1), " CONTENT ";"));
	assert_true(t.x.finished);
	assert_string_equal(t.x.fault, "");
	assert_int_equal(t.x.answer.len, 0);
	/* What the candidate prints is not a part of it. */
	assert_memory_equal(t.x.printed.data, "7\n7\n", 4);
	assert_true(is_so(&t.of_partner, (struct expected){ BOX_END_EXIT, 42 }));
	assert_true(t.partner.first);
	end(&t);
}

static void converse__a_driver_says_what_it_cannot_hear(void **state)
{
	struct talk t;

	begin(&t, state);
	talk_to_driver(&t, TWICE, PROGRAM("	dprintf(1, \"12 x\");\n	return " CONTENT ";"));
	assert_string_equal(t.x.fault, "byte 3 of the input: a number expected");
	talk_to_driver(&t, TWICE, PROGRAM("	flood(40);\n	return " CONTENT ";"));
	assert_string_equal(t.x.fault, "over 65536 bytes at once");
	talk_to_driver(&t, TWICE, PROGRAM("	return " CONTENT ";"));
	assert_true(t.x.finished);
	end(&t);
}

/* The candidate can do what it likes with the driver's ends: it is the partner that judges. */
static void converse__a_candidate_at_the_drivers_ends_gains_nothing(void **state)
{
	struct talk t;

	begin(&t, state);
	talk_to_driver(&t, "#include <unistd.h>\nint twice(int x) { close(3); close(5); return 2 * x; }\n",
		       PROGRAM("	dprintf(1, \"1\\n\");\n	return hear() == '2' ? " CONTENT " : 43;"));
	assert_false(t.x.finished);
	assert_true(is_so(&t.of_partner, (struct expected){ BOX_END_EXIT, 43 }));
	assert_false(t.partner.first);
	talk_to_driver(&t, "#include <unistd.h>\nint twice(int x) { return write(3, \"9\\n\", 2), 2 * x; }\n",
		       PROGRAM("	dprintf(1, \"1\\n\");\n	return hear() == '2' ? " CONTENT " : 43;"));
	assert_true(is_so(&t.of_partner, (struct expected){ BOX_END_EXIT, 43 }));
	assert_true(t.partner.first);
	end(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(converse__both_end_as_they_would),
		cmocka_unit_test(converse__a_partner_that_hangs_is_ended),
		cmocka_unit_test(converse__a_driver_hears_and_says),
		cmocka_unit_test(converse__a_driver_says_what_it_cannot_hear),
		cmocka_unit_test(converse__a_candidate_at_the_drivers_ends_gains_nothing),
	};

	return cmocka_run_group_tests_name("converse", tests, set_up, tear_down);
}
