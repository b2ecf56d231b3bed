/*
 * What execute and the runtime promise, in real boxes: an honest function's answer, each way to fail by its name, and
 * nothing gained by a function that plays with its process.
 */
#include "runners/runner.h"

#include "runners/driver/channel.h"
#include "sandbox/base/fs.h"
#include "tests/support/workbench.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* A candidate's source, written as code; HEADERS stand before it, and it is all on line 1. */
#define CODE(...) HEADERS #__VA_ARGS__ "\n"

#define HEADERS                                                                               \
	"#include <assert.h>\n#include <errno.h>\n#include <fcntl.h>\n#include <pthread.h>\n" \
	"#include <setjmp.h>\n#include <signal.h>\n#include <stdint.h>\n#include <stdio.h>\n" \
	"#include <stdlib.h>\n#include <string.h>\n#include <unistd.h>\n#line 1\n"

#define TWICE CODE(int twice(int x) { return 2 * x; })

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

#define INPUT  "1 2\t-3\n\n9"
#define ANSWER "2\n4\n-6\n18\n"

/* clang-format off: these are laid out by hand, functions in an argument of a macro being beyond it */

static const char prints_early[] = CODE(
	__attribute__((constructor)) static void early(void) { puts("early"); } int twice(int x) { return 2 * x; });

static const char exits_early[] = CODE(
	__attribute__((constructor)) static void early(void) { exit(0); } int twice(int x) { return x; });

static const char exits_late[] = CODE(
	static void late(void) { _exit(9); } __attribute__((destructor)) static void later(void) { _exit(8); }
	__attribute__((constructor)) static void early(void) { atexit(late); } int twice(int x) { return 2 * x; });

static const char jumps_back[] = CODE(
	static jmp_buf back; __attribute__((constructor)) static void early(void) {
		if (setjmp(back))
			exit(5);
	} int twice(int x) {
		longjmp(back, 1);
		return x;
	});

static const char handles_its_fault[] = CODE(
	static sigjmp_buf back; static void on(int s) { siglongjmp(back, s); } int twice(int x) {
		signal(SIGSEGV, on);
		if (!sigsetjmp(back, 1))
			*(volatile int *)0 = x;
		return 2 * x;
	});

static const char has_names_of_libc[] =
	"int remove(int x) { return x; }\n"
	"char *index(char *s, int c) { return s + c; }\n"
	"int twice(int x) { static char s[8]; return remove(x) + x + (int)(index(s, 0) - s); }\n";

static const char has_names_of_the_runtime[] = CODE(
#define BOTH(test)                                            \
	{ #test, test, by_server, NULL, NULL },               \
	{                                                     \
#test " (by exec)", test, by_exec, NULL, NULL \
	}

	int main(void) { abort(); } void driver_run(void) { abort(); } void driver_complain(const char *s) {
		exit(!s);
	} void driver_write_i64(long v) { exit(!v); } const void *driver_functions[2];
	int twice(int x) { return 2 * x; });

static const char has_an_allocator[] = CODE(
	static char pool[4096]; static size_t used; static int is_mine(const void *p) {
		return (const char *)p >= pool && (const char *)p < pool + sizeof(pool);
	} void *malloc(size_t n) {
		used += (n + 15) / 16 * 16;
		return pool + used - n;
	} void free(void *p) {
		if (!is_mine(p))
			abort();
	} int twice(int x) {
		int *volatile p = malloc(sizeof(int));

		*p = 2 * x;
		x = is_mine(p) ? *p : 0;
		free(p);
		return x;
	});

static const char fills_its_own_data[] = CODE(static char big[1ul << 30]; int twice(int x) {
	memset(big, x, sizeof(big));
	return big[x + 9] + x;
});

static const char makes_a_thread[] = CODE(
	static void *run(void *p) { return p; } int twice(int x) {
		pthread_t t;
		return pthread_create(&t, 0, run, 0) ? x : 2 * x;
	});

static const char looks_for_the_host[] =
	CODE(static const char *const paths[] = { "/etc/passwd", "/proc/self/maps", "/proc", "/sys", "/home", "/root",
						  "/tmp", "/usr/include", "/usr/share", "/bin", "/box/../etc", "/var",
						  "/dev/shm", "/dev/tty", NULL };
	     int twice(int x) {
		     for (int i = 0; paths[i]; i++)
			     if (open(paths[i], O_RDONLY) >= 0)
				     return -1;
		     return 2 * x;
	     });

static const char looks_for_a_place_to_write[] =
	CODE(static const char *const paths[] = { "/box/new", "/new", "/work/new", "/tmp/new", "/dev/new", NULL };
	     int twice(int x) {
		     for (int i = 0; paths[i]; i++)
			     if (open(paths[i], O_WRONLY | O_CREAT, 0600) >= 0)
				     return -1;
		     return open("/box/runner", O_WRONLY) < 0 ? 2 * x : -2;
	     });

static const char *const fails_to_allocate[] = {
	CODE(static void *get(size_t n) { return malloc(n); }),
	CODE(static void *get(size_t n) { return calloc(n / 1024, 1024); }),
	CODE(static void *get(size_t n) { return realloc(NULL, n); }),
	CODE(static void *get(size_t n) { return aligned_alloc(64, n); }),
	CODE(static void *get(size_t n) { return reallocarray(NULL, n, n); }),
	CODE(static void *get(size_t n) {
		void *p;
		return posix_memalign(&p, 64, n) ? NULL : p;
	}),
};

static const char *const forges_notes[] = {
	/* done, and then not */
	CODE(int twice(int x) {
		note("done\n");
		abort();
		return x;
	}),
	CODE(int twice(int x) {
		note("done\n");
		exit(3);
		return x;
	}),
	/* words that are none, lines without end, too many of them */
	CODE(int twice(int x) {
		note("\ndone \n done\ndonee\ndon");
		_exit(0);
		return x;
	}),
	CODE(int twice(int x) {
		for (int i = 0; i < 999; i++)
			note("done-and-");
		note("\n");
		_exit(0);
		return x;
	}),
	CODE(int twice(int x) {
		for (int i = 0; i < 999; i++)
			note("noise\n");
		note("done\n");
		_exit(0);
		return x;
	}),
	/* a fault or a complaint without its exit code, and the reverse */
	CODE(int twice(int x) {
		note("fault it is the judge\n");
		exit(1);
		return x;
	}),
	CODE(int twice(int x) {
		note("fault it is the judge\n");
		abort();
		return x;
	}),
	CODE(int twice(int x) {
		note("complaint it is the judge\n");
		exit(1);
		return x;
	}),
	CODE(int twice(int x) {
		exit(120);
		return x;
	}),
	CODE(int twice(int x) {
		exit(121);
		return x;
	}),
	/* closed channels */
	CODE(int twice(int x) {
		close(3);
		close(4);
		return 2 * x;
	}),
};

/* clang-format on */

/* Every case that runs a function is tried both ways. */
static enum run_how how;

static int by_server(void **state)
{
	(void)state;
	how = RUN_SERVED;
	return 0;
}

static int by_exec(void **state)
{
	(void)state;
	how = RUN_EXEC;
	return 0;
}

/* One candidate in its box, and how its last run went. */
struct trial {
	struct run_box *rb;
	struct execution x;
	struct err e;
	int r;
};

static struct trial open_trial(struct workbench *w, const char *text, const struct run_limits *limits)
{
	struct build b = workbench_object(w, text);
	struct trial t = { .e = ERR_INIT };

	if (b.end != BUILD_OK)
		fail_msg("%s", b.reason);
	if (run_box_open(w->tc, w->sandbox, &w->runner, &b.artifact, limits, how, &t.rb, &t.e) < 0)
		fail_msg("%s", t.e.text);
	execution_init(&t.x, limits->output_bytes);
	build_clear(&b);
	return t;
}

static void run_trial(struct trial *t, const char *input)
{
	struct err e = ERR_INIT;
	int fd;

	assert_int_equal(fs_memfd("input", input, strlen(input), &fd, &e), 0);
	t->r = run_box_execute(t->rb, fd, NULL, &t->x, &t->e);
	close(fd);
}

static void close_trial(struct trial *t)
{
	execution_clear(&t->x);
	run_box_close(t->rb);
}

/* Runs the text once with INPUT; it is the candidate's fault alone, whatever happens. */
static struct trial try(void **state, const char *text)
{
	struct trial t = open_trial(*state, text, &RUN_LIMITS_DEFAULT);

	run_trial(&t, INPUT);
	if (t.r < 0)
		fail_msg("%s", t.e.text);
	return t;
}

static void assert_right(struct trial *t)
{
	assert_int_equal(t->x.used.end, BOX_END_EXIT);
	assert_int_equal(t->x.used.exit_code, 0);
	assert_true(t->x.finished);
	assert_string_equal(t->x.answer.data, ANSWER);
	assert_string_equal(t->x.complaint, "");
	assert_false(t->x.stack_overflow);
	assert_false(t->x.null_access);
	close_trial(t);
}

static void assert_killed(struct trial *t, int signal)
{
	assert_int_equal(t->x.used.end, BOX_END_SIGNAL);
	assert_int_equal(t->x.used.signal, signal);
	assert_false(t->x.finished);
}

static void is_right(void **state, const char *text)
{
	struct trial t = try(state, text);

	assert_right(&t);
}

/* ---- honest code ------------------------------------------------------------------------------------------------- */

static void answer__is_what_the_function_returns(void **state)
{
	struct trial t = try(state, TWICE);

	assert_string_equal(t.x.printed.data, "");
	assert_false(t.x.alloc_failed);
	assert_int_equal(t.x.served, how == RUN_SERVED);
	assert_string_equal(t.x.irregular, "");
	assert_true(t.x.used.peak_bytes > 0);
	assert_right(&t);
}

static void answer__is_not_disturbed_by_printing(void **state)
{
	struct trial t = try(state, CODE(int twice(int x) {
				     printf("called with %d\n", x);
				     fputs("and more\n", stderr);
				     return 2 * x;
			     }));

	assert_non_null(strstr(t.x.printed.data, "called with -3\n"));
	assert_non_null(strstr(t.x.printed.data, "and more\n"));
	assert_right(&t);
}

static void printing__without_end_is_cut(void **state)
{
	struct trial t = try(state, CODE(int twice(int x) {
				     for (int i = 0; i < 30000; i++)
					     puts("a line");
				     return 2 * x;
			     }));

	assert_int_equal(t.x.printed.len, 64 * 1024);
	assert_right(&t);
}

static void constructor__that_prints_disturbs_nothing(void **state)
{
	is_right(state, prints_early);
}

static void answer__of_an_empty_input_is_empty(void **state)
{
	struct trial t = open_trial(*state, TWICE, &RUN_LIMITS_DEFAULT);

	run_trial(&t, "");
	assert_int_equal(t.r, 0);
	assert_true(t.x.finished);
	assert_int_equal(t.x.answer.len, 0);
	close_trial(&t);
}

static void answer__larger_than_a_pipe_comes_whole(void **state)
{
	struct trial t = open_trial(*state, TWICE, &RUN_LIMITS_DEFAULT);
	struct buf input;

	buf_init(&input, 1 << 20);
	for (int i = 0; i < 100000; i++)
		buf_puts(&input, "1000000 ");
	run_trial(&t, input.data);
	assert_int_equal(t.r, 0);
	assert_true(t.x.finished);
	assert_int_equal(t.x.answer.len, 100000 * 8);
	buf_clear(&input);
	close_trial(&t);
}

static void number__of_any_64_bits_is_read(void **state)
{
	struct trial t = open_trial(*state, CODE(int twice(int x) { return x; }), &RUN_LIMITS_DEFAULT);

	run_trial(&t, "-9223372036854775808 9223372036854775807 -0 007\n");
	assert_int_equal(t.r, 0);
	assert_string_equal(t.x.answer.data, "0\n-1\n0\n7\n");
	close_trial(&t);
}

static void run__after_run_starts_afresh(void **state)
{
	struct trial t = open_trial(*state, CODE(int twice(int x) {
		static int calls;

		return calls++ ? -1 : 2 * x;
	}),
				    &RUN_LIMITS_DEFAULT);

	for (int i = 0; i < 3; i++) {
		run_trial(&t, "4");
		assert_int_equal(t.r, 0);
		assert_string_equal(t.x.answer.data, "8\n");
		assert_int_equal(t.x.served, how == RUN_SERVED);
	}
	close_trial(&t);
}

static void input__is_read_from_its_beginning_each_time(void **state)
{
	struct trial t = open_trial(*state, TWICE, &RUN_LIMITS_DEFAULT);
	struct err e = ERR_INIT;
	int fd;

	assert_int_equal(fs_memfd("input", INPUT, sizeof(INPUT) - 1, &fd, &e), 0);
	assert_int_equal(lseek(fd, 0, SEEK_END), sizeof(INPUT) - 1);
	assert_int_equal(run_box_execute(t.rb, fd, NULL, &t.x, &t.e), 0);
	assert_int_equal(lseek(fd, 0, SEEK_CUR), sizeof(INPUT) - 1);
	close(fd);
	assert_right(&t);
}

/* ---- names that are the candidate's own -------------------------------------------------------------------------- */

static void names__of_libc_are_the_candidates_own(void **state)
{
	is_right(state, has_names_of_libc);
}

static void names__of_the_runtime_are_the_candidates_own(void **state)
{
	is_right(state, has_names_of_the_runtime);
}

static void names__of_the_allocator_are_the_candidates_own(void **state)
{
	is_right(state, has_an_allocator);
}

/* ---- ends before the end ----------------------------------------------------------------------------------------- */

static void exit__before_the_end_is_not_finished(void **state)
{
	const char *const ways[] = {
		exits_early,
		CODE(int twice(int x) {
			exit(0);
			return x;
		}),
		CODE(int twice(int x) {
			_exit(0);
			return x;
		}),
	};

	for (size_t i = 0; i < LENGTH(ways); i++) {
		struct trial t = try(state, ways[i]);

		assert_int_equal(t.x.used.end, BOX_END_EXIT);
		assert_int_equal(t.x.used.exit_code, 0);
		assert_false(t.x.finished);
		close_trial(&t);
	}
}

static void exit__code_is_reported(void **state)
{
	struct trial t = try(state, CODE(int twice(int x) {
				     exit(x + 6);
				     return x;
			     }));

	assert_int_equal(t.x.used.exit_code, 7);
	assert_false(t.x.finished);
	close_trial(&t);
}

static void atexit__and_destructors_decide_nothing(void **state)
{
	is_right(state, exits_late);
}

static void longjmp__out_of_the_function_is_the_candidates_fault(void **state)
{
	struct trial t = try(state, jumps_back);

	assert_false(t.x.finished);
	close_trial(&t);
}

static void abort__and_assert_are_their_signal(void **state)
{
	struct trial t = try(state, CODE(int twice(int x) {
				     assert(x == 1);
				     return 2 * x;
			     }));

	assert_killed(&t, SIGABRT);
	assert_non_null(strstr(t.x.printed.data, "twice.c:1: twice: Assertion `x == 1' failed."));
	close_trial(&t);
}

/* ---- faults ------------------------------------------------------------------------------------------------------ */

static void fault__below_the_stack_is_a_stack_overflow(void **state)
{
	static const char *const ways[] = {
		CODE(int twice(int x) {
			volatile char b[200];

			b[0] = (char)x;
			return b[0] + twice(x + 1) + b[0];
		}),
		CODE(int twice(int x) {
			volatile char b[40000000];

			b[5] = (char)x;
			return b[5];
		}),
		CODE(int twice(int x) {
			char b[12000000];

			memset(b, x, sizeof(b));
			__asm__ volatile("" ::"r"(b) : "memory");
			return x;
		}),
	};

	for (size_t i = 0; i < LENGTH(ways); i++) {
		struct trial t = try(state, ways[i]);

		assert_killed(&t, SIGSEGV);
		assert_true(t.x.stack_overflow);
		assert_false(t.x.null_access);
		close_trial(&t);
	}
}

static void fault__in_the_first_page_is_a_null_access(void **state)
{
	static const char *const ways[] = {
		CODE(int twice(int x) { return *(volatile int *)(long)(x - 1); }),
		CODE(
			struct s { int a[100]; }; int twice(int x) {
				struct s *volatile s = 0;
				return s->a[x + 50];
			}),
		CODE(int twice(int x) {
			void (*volatile f)(void) = 0;
			f();
			return x;
		}),
	};

	for (size_t i = 0; i < LENGTH(ways); i++) {
		struct trial t = try(state, ways[i]);

		assert_killed(&t, SIGSEGV);
		assert_true(t.x.null_access);
		assert_false(t.x.stack_overflow);
		close_trial(&t);
	}
}

static void fault__anywhere_else_is_only_a_signal(void **state)
{
	static const char *const ways[] = {
		CODE(int twice(int x) { return *(volatile int *)(0x123456789000 + x); }),
		CODE(int twice(int x) { return *(volatile int *)(0x1234567890000000 + x); }), /* no address at all */
		CODE(int twice(int x) {
			*(volatile char *)twice = (char)x;
			return x;
		}),
		CODE(int twice(int x) {
			raise(SIGSEGV);
			return x;
		}),
	};

	for (size_t i = 0; i < LENGTH(ways); i++) {
		struct trial t = try(state, ways[i]);

		assert_killed(&t, SIGSEGV);
		assert_false(t.x.null_access);
		assert_false(t.x.stack_overflow);
		close_trial(&t);
	}
}

static void fault__that_the_candidate_handles_is_its_own(void **state)
{
	is_right(state, handles_its_fault);
}

/* ---- memory ------------------------------------------------------------------------------------------------------ */

static void allocation__that_fails_is_noted(void **state)
{
	for (size_t i = 0; i < LENGTH(fails_to_allocate); i++) {
		char text[2000];
		struct trial t;

		snprintf(text, sizeof(text), "#define _GNU_SOURCE\n%s%s", fails_to_allocate[i],
			 "volatile size_t much = 1ul << 45;\nint twice(int x) { return get(much) ? x : 2 * x; }\n");
		t = try(state, text);
		assert_true(t.x.alloc_failed);
		assert_right(&t);
	}
}

static void allocation__that_succeeds_is_not_noted(void **state)
{
	struct trial t = try(state, CODE(int twice(int x) {
				     char *volatile s = strdup("abc");

				     s = realloc(s, 1000);
				     free(s);
				     free(malloc(0));
				     return 2 * x;
			     }));

	assert_false(t.x.alloc_failed);
	assert_right(&t);
}

static void memory__over_the_limit_is_seen(void **state)
{
	struct trial t = try(state, CODE(int twice(int x) {
				     for (int i = 0; i < 1000; i++)
					     memset(malloc(1 << 20), x, 1 << 20);
				     return x;
			     }));

	assert_true(t.x.used.end == BOX_END_MEMORY || (t.x.alloc_failed && !t.x.finished));
	close_trial(&t);
}

static void memory__of_the_objects_own_data_counts(void **state)
{
	struct trial t = try(state, fills_its_own_data);

	assert_true(t.x.used.end == BOX_END_MEMORY ||
		    (t.x.alloc_failed && t.x.used.exit_code == CHANNEL_EXIT_NO_MEMORY));
	assert_false(t.x.finished);
	close_trial(&t);
}

/* ---- limits ------------------------------------------------------------------------------------------------------ */

/* Runs the text once under these limits and closes it. */
static void assert_ends(void **state, const char *text, const struct run_limits *limits, enum box_end end)
{
	struct trial t = open_trial(*state, text, limits);

	run_trial(&t, INPUT);
	assert_int_equal(t.r, 0);
	assert_int_equal(t.x.used.end, end);
	assert_false(t.x.finished);
	assert_true(t.x.answer.len <= limits->output_bytes);
	close_trial(&t);
}

static void limit__of_cpu_time_ends_a_loop(void **state)
{
	struct run_limits limits = RUN_LIMITS_DEFAULT;

	limits.box.cpu_us = 200000;
	assert_ends(state, CODE(int twice(int x) {
			    for (volatile int i = 0;; i++)
				    x = i;
		    }),
		    &limits, BOX_END_CPU);
}

static void limit__of_wall_time_ends_a_sleep(void **state)
{
	struct run_limits limits = RUN_LIMITS_DEFAULT;

	limits.box.wall_us = 300000;
	assert_ends(state, CODE(int twice(int x) {
			    sleep(100);
			    return x;
		    }),
		    &limits, BOX_END_WALL);
}

static void limit__of_the_answer_ends_a_flood(void **state)
{
	struct run_limits limits = RUN_LIMITS_DEFAULT;

	limits.output_bytes = 100000;
	assert_ends(state, CODE(int twice(int x) {
			    static char b[4096];

			    while (write(3, b, sizeof(b)) > 0)
				    ;
			    return x;
		    }),
		    &limits, BOX_END_OUTPUT);
}

static void assert_refused(void **state, const char *text)
{
	struct trial t = try(state, text);

	assert_true(t.x.used.end == BOX_END_PROCESSES || t.x.used.end == BOX_END_SYSCALL);
	assert_false(t.x.finished);
	close_trial(&t);
}

static void thread__is_refused(void **state)
{
	assert_refused(state, makes_a_thread);
}

static void process__is_refused(void **state)
{
	assert_refused(state, CODE(int twice(int x) {
			       if (fork() == 0)
				       _exit(0);
			       return 2 * x;
		       }));
}

/* ---- what a candidate can see and forge -------------------------------------------------------------------------- */

static void descriptors__beyond_its_own_are_closed(void **state)
{
	is_right(state, CODE(int twice(int x) {
			 char c;

			 if (read(0, &c, 1) != 0)
				 return -1;
			 for (int fd = 1; fd < 1000; fd++)
				 if (read(fd, &c, 1) >= 0 || errno != EBADF)
					 return -fd;
			 return 2 * x;
		 }));
}

static void host__is_not_seen(void **state)
{
	is_right(state, looks_for_the_host);
}

static void box__is_read_only(void **state)
{
	is_right(state, looks_for_a_place_to_write);
}

static void complaint__of_the_driver_is_shown_escaped(void **state)
{
	struct trial t = try(state, CODE(int twice(int x) { return x == 2 ? -777 : 2 * x; }));

	assert_int_equal(t.x.used.end, BOX_END_EXIT);
	assert_int_equal(t.x.used.exit_code, CHANNEL_EXIT_COMPLAINT);
	assert_false(t.x.finished);
	assert_string_equal(t.x.complaint, "twice\\x1b[31m went wrong");
	close_trial(&t);
}

static void input__that_the_driver_does_not_expect_is_named(void **state)
{
	static const struct {
		const char *text, *input, *said;
	} bad[] = {
		{ TWICE, "1 two", "byte 2 of the input: a number expected" },
		{ TWICE, "1 - 2", "a number expected" },
		{ TWICE, "12x", "the end of a number expected" },
		{ TWICE, "9223372036854775808", "a number of 64 bits expected" },
		{ TWICE, "-9223372036854775809", "a number of 64 bits expected" },
		{ CODE(int twice(int x) { return x ? -999 : 0; }), "1 2", "byte 3 of the input: a number expected" },
	};

	for (size_t i = 0; i < LENGTH(bad); i++) {
		struct trial t = open_trial(*state, bad[i].text, &RUN_LIMITS_DEFAULT);

		run_trial(&t, bad[i].input);
		assert_int_equal(t.r, 0);
		assert_false(t.x.finished);
		if (!strstr(t.x.fault, bad[i].said))
			fail_msg("'%s' does not say '%s'", t.x.fault, bad[i].said);
		close_trial(&t);
	}
}

#define NOTE "static void note(const char *s) { if (write(4, s, strlen(s)) < 0) abort(); }\n"

static void notes__that_are_forged_make_nothing_right(void **state)
{
	for (size_t i = 0; i < LENGTH(forges_notes); i++) {
		char text[2000];
		struct trial t;

		snprintf(text, sizeof(text), HEADERS NOTE "%s", forges_notes[i]);
		t = try(state, text);
		assert_false(t.x.finished);
		assert_string_equal(t.x.complaint, "");
		close_trial(&t);
	}
}

static void notes__of_a_fault_count_only_with_the_fault(void **state)
{
	struct trial t = try(state, HEADERS NOTE CODE(int twice(int x) {
				     note("null-access\nstack-overflow\n");
				     abort();
				     return x;
			     }));

	assert_killed(&t, SIGABRT);
	assert_false(t.x.null_access);
	assert_false(t.x.stack_overflow);
	close_trial(&t);
}

/* ---- both ways --------------------------------------------------------------------------------------------------- */

/* clang-format off */

/* Code that runs when the object is loaded, once for all tests or once for each. */
static const char *const early[] = {
	CODE(puts("early"); fflush(stdout);),
	CODE(fputs("early", stderr);),
	CODE(for (volatile long i = 0; i < 200000000; i++) ;),
	CODE(char *volatile p = malloc(30 << 20); memset(p, 1, 30 << 20);),
	CODE(char *volatile p = malloc(1ul << 29); memset(p, 1, 1ul << 29);),
	CODE(int *volatile p = 0; *p = 1;),
	CODE(abort();),
	CODE(exit(0);),
	CODE(_exit(7);),
	CODE(if (fork() == 0) for (;;) ;),
	CODE(for (int fd = 0; fd < 16; fd++) close(fd);),
	CODE(close(3);),
	CODE(close(6); close(7);),
	CODE(if (write(3, "2\\n4\\n-6\\n18\\n", 12) < 0 || write(4, "done\\n", 5) < 0) abort(); _exit(0);),
	CODE(for (int fd = 3; fd < 8; fd++) dup2(1, fd);),
	CODE(char c; while (read(6, &c, 1) > 0 || read(7, &c, 1) > 0) ;),
	CODE(for (;;) pause();),
	CODE(signal(SIGSEGV, SIG_IGN); alarm(1);),
	CODE(seen = mmap(0, 4096, 3, MAP_SHARED | MAP_ANONYMOUS, -1, 0);),
	CODE(char *s = malloc(4); memcpy(s, "one", 4); static_word = s;),
};

/* clang-format on */

static void assert_same(struct trial *served, struct trial *exec)
{
	const struct execution *a = &served->x, *b = &exec->x;

	assert_int_equal(served->r, exec->r);
	assert_int_equal(a->used.end, b->used.end);
	assert_int_equal(a->used.exit_code, b->used.exit_code);
	assert_int_equal(a->used.signal, b->used.signal);
	assert_string_equal(a->used.syscall_name, b->used.syscall_name);
	assert_string_equal(a->answer.data, b->answer.data);
	assert_string_equal(a->printed.data, b->printed.data);
	assert_string_equal(a->complaint, b->complaint);
	assert_string_equal(a->fault, b->fault);
	assert_int_equal(a->finished, b->finished);
	assert_int_equal(a->alloc_failed, b->alloc_failed);
	assert_int_equal(a->stack_overflow, b->stack_overflow);
	assert_int_equal(a->null_access, b->null_access);
}

static void run_both(void **state, const char *text, bool is_served, const char *why)
{
	struct run_limits limits = RUN_LIMITS_DEFAULT;
	struct trial served, exec;

	limits.box.wall_us = 1500000;
	how = RUN_SERVED;
	served = open_trial(*state, text, &limits);
	how = RUN_EXEC;
	exec = open_trial(*state, text, &limits);
	for (int i = 0; i < 3; i++) {
		run_trial(&served, INPUT);
		run_trial(&exec, INPUT);
		if (served.x.served != (is_served && i == 0) && !(is_served && served.x.served))
			fail_msg("run %d of %s: served %d, '%s'", i, text, served.x.served, served.x.irregular);
		assert_false(exec.x.served);
		assert_string_equal(exec.x.irregular, "");
		if (i == 0 && !strstr(served.x.irregular, why))
			fail_msg("'%s' does not say '%s'", served.x.irregular, why);
		assert_same(&served, &exec);
	}
	close_trial(&served);
	close_trial(&exec);
}

static void constructor__of_any_kind_ends_as_by_exec(void **state)
{
	for (size_t i = 0; i < LENGTH(early); i++) {
		char text[3000];

		snprintf(text, sizeof(text), "%s#include <sys/mman.h>\nint *seen;\nchar *static_word;\n%s%s%s", HEADERS,
			 "__attribute__((constructor)) static void early(void)\n{\n", strstr(early[i], "#line 1\n") + 8,
			 "}\nint twice(int x) { return seen && seen != (int *)-1 && (*seen)++ ? -1 : 2 * x; }\n");
		run_both(state, text, false, "when it is loaded");
	}
}

/* Other code that the loader runs: a resolver, and what a linker calls by its name. */
static void resolver__is_code_that_runs_early(void **state)
{
	run_both(state,
		 CODE(
			 static int real(int x) { return 2 * x; } static void *choose(void) {
				 return (void *)real;
			 } int twice(int x) __attribute__((ifunc("choose")));),
		 false, "when it is loaded");
	run_both(state,
		 CODE(
			 static int real(int x) { return 2 * x; } static void *choose(void) {
				 return (void *)real;
			 } static int hidden(int x) __attribute__((ifunc("choose")));
			 int twice(int x) { return hidden(x); }),
		 false, "when it is loaded");
}

/* What a fork may not do beside a server it does again by exec. */
static void call__that_a_server_may_not_make_is_repeated(void **state)
{
	run_both(state, CODE(int twice(int x) {
			 raise(SIGUSR1);
			 return 2 * x;
		 }),
		 false, "a call was refused");
	run_both(state, CODE(int twice(int x) {
			 kill(-1, SIGKILL);
			 return 2 * x;
		 }),
		 false, "a call was refused");
	run_both(state, CODE(int twice(int x) {
			 int ends[2];

			 return pipe(ends) ? x : 2 * x;
		 }),
		 false, "a call was refused");
	run_both(state, CODE(int twice(int x) { return fork() < 0 ? x : 2 * x; }), false, "a call was refused");
	run_both(state, CODE(int twice(int x) {
			 assert(x > 1);
			 return 2 * x;
		 }),
		 false, "a call was refused");
}

/* And an honest one, or one that fails by itself, is served to the end. */
static void function__that_needs_nothing_is_served(void **state)
{
	run_both(state, TWICE, true, "");
	run_both(state, CODE(int twice(int x) { return *(volatile int *)(long)(x - 1); }), true, "");
	run_both(state, CODE(int twice(int x) {
			 printf("%d\n", x);
			 exit(x);
		 }),
		 true, "");
	run_both(state, CODE(int twice(int x) {
			 volatile char b[200];

			 b[0] = (char)x;
			 return b[0] + twice(x + 1) + b[0];
		 }),
		 true, "");
}

/* The mean of some runs, for the kernel counts pages of a process in steps (percpu_counter). */
static uint64_t mean_peak(void **state, const char *text, enum run_how way)
{
	const unsigned runs = 12;
	uint64_t sum = 0;
	struct trial t;

	how = way;
	t = open_trial(*state, text, &RUN_LIMITS_DEFAULT);
	for (unsigned i = 0; i < runs; i++) {
		run_trial(&t, INPUT);
		assert_int_equal(t.x.served, way == RUN_SERVED);
		sum += t.x.used.peak_bytes;
	}
	assert_right(&t);
	return sum / runs;
}

/* A fork has the pages of libraries only when it touches them, and must not look smaller than a program for that. */
static void peak__of_a_fork_is_that_of_a_run_by_exec(void **state)
{
	static const char *const texts[] = { TWICE, CODE(int twice(int x) {
						     char *volatile p = malloc(20 << 20);

						     memset(p, x, 20 << 20);
						     free(p);
						     return 2 * x;
					     }) };

	for (size_t i = 0; i < LENGTH(texts); i++) {
		uint64_t fork = mean_peak(state, texts[i], RUN_SERVED), exec = mean_peak(state, texts[i], RUN_EXEC);

		if (fork + 300 * 1024 < exec || exec + 600 * 1024 < fork)
			fail_msg("%ju bytes by a fork, %ju by exec", (uintmax_t)fork, (uintmax_t)exec);
	}
}

/* Arguments are those of a program; a server was started with its own. */
static void arguments__are_given_by_exec(void **state)
{
	const char *const args[] = { "word", NULL };
	struct trial t;
	int fd;

	how = RUN_SERVED;
	t = open_trial(*state, TWICE, &RUN_LIMITS_DEFAULT);
	assert_int_equal(fs_memfd("input", INPUT, sizeof(INPUT) - 1, &fd, &t.e), 0);
	assert_int_equal(run_box_execute(t.rb, fd, NULL, &t.x, &t.e), 0);
	assert_true(t.x.served);
	assert_int_equal(run_box_execute(t.rb, fd, args, &t.x, &t.e), 0);
	assert_false(t.x.served);
	assert_string_equal(t.x.irregular, "");
	close(fd);
	assert_right(&t);
}

/* ---- programs ---------------------------------------------------------------------------------------------------- */

static void program__reads_stdin_and_writes_stdout(void **state)
{
	struct workbench *w = *state;
	const struct source source = workbench_source("#include <math.h>\n#include <stdio.h>\n"
						      "int main(int argc, char **argv)\n{\n"
						      "	char line[100];\n"
						      "	while (fgets(line, sizeof(line), stdin))\n"
						      "		printf(\"%d %s: %s\", argc, argv[argc - 1], line);\n"
						      "	fputs(\"chatter\", stderr);\n"
						      "	return (int)fmod(argc, 3.0);\n}\n");
	const struct build_spec spec = { .shape = BUILD_PROGRAM, .sources = &source, .n_sources = 1 };
	struct build b = workbench_build(w, &spec);
	const char *const args[] = { "--seed", "a b", NULL };
	struct trial t = { .e = ERR_INIT };
	int fd;

	assert_int_equal(b.end, BUILD_OK);
	assert_int_equal(
		run_box_open(w->tc, w->sandbox, NULL, &b.artifact, &RUN_LIMITS_DEFAULT, RUN_SERVED, &t.rb, &t.e), 0);
	execution_init(&t.x, 1000);
	assert_int_equal(fs_memfd("input", "x\ny\n", 4, &fd, &t.e), 0);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(run_box_execute(t.rb, fd, args, &t.x, &t.e), 0);
		assert_int_equal(t.x.used.end, BOX_END_EXIT);
		assert_int_equal(t.x.used.exit_code, 0);
		assert_string_equal(t.x.answer.data, "3 a b: x\n3 a b: y\n");
		assert_string_equal(t.x.printed.data, "chatter");
	}
	close(fd);
	build_clear(&b);
	close_trial(&t);
}

static void arguments__without_end_are_refused(void **state)
{
	struct trial t = open_trial(*state, TWICE, &RUN_LIMITS_DEFAULT);
	const char *args[100];
	int fd;

	for (size_t i = 0; i < 99; i++)
		args[i] = "x";
	args[99] = NULL;
	assert_int_equal(fs_memfd("input", "", 0, &fd, &t.e), 0);
	assert_int_equal(run_box_execute(t.rb, fd, args, &t.x, &t.e), -EINVAL);
	close(fd);
	close_trial(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(answer__is_what_the_function_returns),
		BOTH(answer__is_not_disturbed_by_printing),
		BOTH(printing__without_end_is_cut),
		BOTH(constructor__that_prints_disturbs_nothing),
		BOTH(answer__of_an_empty_input_is_empty),
		BOTH(answer__larger_than_a_pipe_comes_whole),
		BOTH(number__of_any_64_bits_is_read),
		BOTH(run__after_run_starts_afresh),
		BOTH(input__is_read_from_its_beginning_each_time),
		BOTH(names__of_libc_are_the_candidates_own),
		BOTH(names__of_the_runtime_are_the_candidates_own),
		BOTH(names__of_the_allocator_are_the_candidates_own),
		BOTH(exit__before_the_end_is_not_finished),
		BOTH(exit__code_is_reported),
		BOTH(atexit__and_destructors_decide_nothing),
		BOTH(longjmp__out_of_the_function_is_the_candidates_fault),
		BOTH(abort__and_assert_are_their_signal),
		BOTH(fault__below_the_stack_is_a_stack_overflow),
		BOTH(fault__in_the_first_page_is_a_null_access),
		BOTH(fault__anywhere_else_is_only_a_signal),
		BOTH(fault__that_the_candidate_handles_is_its_own),
		BOTH(allocation__that_fails_is_noted),
		BOTH(allocation__that_succeeds_is_not_noted),
		BOTH(memory__over_the_limit_is_seen),
		BOTH(memory__of_the_objects_own_data_counts),
		BOTH(limit__of_cpu_time_ends_a_loop),
		BOTH(limit__of_wall_time_ends_a_sleep),
		BOTH(limit__of_the_answer_ends_a_flood),
		BOTH(thread__is_refused),
		BOTH(process__is_refused),
		BOTH(descriptors__beyond_its_own_are_closed),
		BOTH(host__is_not_seen),
		BOTH(box__is_read_only),
		BOTH(complaint__of_the_driver_is_shown_escaped),
		BOTH(input__that_the_driver_does_not_expect_is_named),
		BOTH(notes__that_are_forged_make_nothing_right),
		BOTH(notes__of_a_fault_count_only_with_the_fault),
		cmocka_unit_test(constructor__of_any_kind_ends_as_by_exec),
		cmocka_unit_test(resolver__is_code_that_runs_early),
		cmocka_unit_test(call__that_a_server_may_not_make_is_repeated),
		cmocka_unit_test(function__that_needs_nothing_is_served),
		cmocka_unit_test(peak__of_a_fork_is_that_of_a_run_by_exec),
		cmocka_unit_test(arguments__are_given_by_exec),
		cmocka_unit_test(program__reads_stdin_and_writes_stdout),
		BOTH(arguments__without_end_are_refused),
	};

	return cmocka_run_group_tests(tests, workbench_open, workbench_close);
}
