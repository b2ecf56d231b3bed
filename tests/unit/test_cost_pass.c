/*
 * What cost_pass promises of small texts: where ticks go, what it finds, and that its own ticks are there where gcc's
 * are not.
 */
#include "runners/cost_pass.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNTER "counter_7f3a"

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

#define TICK     "\tsubq\t$1, " COUNTER "(%rip)\n\tjs\t" COUNTER ".out\n"
#define OWN_TICK "\tleaq\t-128(%rsp), %rsp\n\tpushfq\n" TICK "\tpopfq\n\tleaq\t128(%rsp), %rsp\n"
#define TAIL     "\t.hidden\t" COUNTER "\n\t.hidden\t" COUNTER ".out\n"
#define CALLBACK "\tcall\t__sanitizer_cov_trace_pc@PLT\n"

struct passed {
	struct buf out;
	struct cost_facts facts;
};

static struct passed pass(const char *text)
{
	struct passed p;
	struct err e = ERR_INIT;

	buf_init(&p.out, COST_OUT_MAX);
	if (cost_pass(text, strlen(text), COUNTER, NULL, &p.out, &p.facts, &e) < 0)
		fail_msg("%s", e.text);
	return p;
}

static void assert_passes(const char *text, const char *result)
{
	struct passed p = pass(text);

	assert_string_equal(p.out.data, result);
	assert_int_equal(p.facts.escapes, 0);
	buf_clear(&p.out);
}

/* The first finding is this one, and it escapes as it should. */
static void assert_finds(const char *text, enum cost_finding_kind kind)
{
	struct passed p = pass(text);

	if (!p.facts.n_findings || p.facts.findings[0].kind != kind)
		fail_msg("found %zu, the first '%s' in: %s", p.facts.n_findings,
			 p.facts.n_findings ? cost_finding_text(p.facts.findings[0].kind) : "", text);
	assert_int_equal(p.facts.escapes > 0, cost_finding_escapes(kind));
	buf_clear(&p.out);
}

static void cost_pass__puts_a_tick_for_each_callback(void **state)
{
	static const char *const forms[] = {
		"\tcall\t__sanitizer_cov_trace_pc\n",
		"\tcall\t__sanitizer_cov_trace_pc@PLT\n",
		"\tcall\t*__sanitizer_cov_trace_pc@GOTPCREL(%rip)\n",
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(forms); i++) {
		struct passed p = pass(forms[i]);

		assert_string_equal(p.out.data, TICK TAIL);
		assert_int_equal(p.facts.ticks, 1);
		assert_int_equal(p.facts.added, 0);
		assert_int_equal(p.facts.n_findings, 0);
		buf_clear(&p.out);
	}
}

static void cost_pass__returns_behind_a_callback_that_was_a_tail_call(void **state)
{
	(void)state;
	assert_passes("f:\n\tjmp\t__sanitizer_cov_trace_pc@PLT\n", "f:\n" TICK "\tret\n" TAIL);
	assert_passes("f:\n\tjmp\t*__sanitizer_cov_trace_pc@GOTPCREL(%rip)\n", "f:\n" TICK "\tret\n" TAIL);
}

static void cost_pass__leaves_everything_else_alone(void **state)
{
	static const char text[] = "\t.file\t\"a.c\"\n\t.text\n\t.p2align 4\n\t.type\tf, @function\nf:\n.LFB1:\n"
				   "\t.loc 1 2 3 is_stmt 0 view .LVU1\n\t.cfi_startproc\n\tmovl\t$1, %eax\n"
				   "\tdata16\tleaq\tv@tlsgd(%rip), %rdi\n\t.value\t0x6666\n\trex64\n"
				   "\tcall\t__tls_get_addr@PLT\n\tlock addq\t$1, (%rdx)\n\tret\n\t.size\tf, .-f\n"
				   "\t.section\t.rodata.str1.1,\"aMS\",@progbits,1\n.LC0:\n"
				   "\t.string\t\"; /* # call __sanitizer_cov_trace_pc \\\" \"\n"
				   "\t.ident\t\"GCC: (Debian 12.2.0-14+deb12u1) 12.2.0\"\n"
				   "\t.section\t.note.GNU-stack,\"\",@progbits\n";
	struct passed p = pass(text);

	(void)state;
	assert_int_equal(p.facts.n_findings, 1); /* the call of another function comes before any tick */
	assert_int_equal(p.facts.findings[0].kind, COST_FINDING_ENTRY);
	assert_int_equal(p.facts.escapes, 0);
	assert_non_null(strstr(p.out.data, "f:\n" OWN_TICK ".LFB1:\n"));
	buf_clear(&p.out);
}

static void cost_pass__adds_a_tick_to_a_loop_that_has_none(void **state)
{
	(void)state;
	assert_passes("f:\n.L2:\n\taddl\t$1, %eax\n\tcmpl\t%eax, %edi\n\tjne\t.L2\n\tret\n",
		      "f:\n.L2:\n" OWN_TICK "\taddl\t$1, %eax\n\tcmpl\t%eax, %edi\n\tjne\t.L2\n\tret\n" TAIL);
	assert_finds("f:\n.L2:\n\tjne\t.L2\n\tret\n", COST_FINDING_LOOP);
	assert_passes("f:\n.L2:\n" CALLBACK "\tjne\t.L2\n\tret\n", "f:\n.L2:\n" TICK "\tjne\t.L2\n\tret\n" TAIL);
}

/* A tick that stands between label and jump, but that the loop jumps over. */
static void cost_pass__sees_a_tick_that_is_jumped_over(void **state)
{
	(void)state;
	assert_finds("f:\n" CALLBACK ".L2:\n\tje\t.L3\n" CALLBACK ".L3:\n\tjne\t.L2\n\tret\n", COST_FINDING_LOOP);
	assert_finds("f:\n\tjmp\t.L3\n.L2:\n\tret\n.L3:\n\tje\t.L2\n\tjmp\t.L4\n.L4:\n\tjmp\t.L3\n", COST_FINDING_LOOP);
}

/* Of two loops through one place both are broken, and a tick of gcc's on one of the ways does not hide the other. */
static void cost_pass__breaks_every_cycle(void **state)
{
	static const char text[] = "f:\n.L1:\n.L2:\n\tjne\t.L2\n\tjne\t.L1\n.L3:\n\tje\t.L4\n" CALLBACK
				   "\tjmp\t.L3\n.L4:\n\tjne\t.L3\n\tret\n";
	struct passed p = pass(text);

	(void)state;
	assert_int_equal(p.facts.added, 3);
	assert_int_equal(p.facts.escapes, 0);
	buf_clear(&p.out);
}

static void cost_pass__knows_jumps_through_tables(void **state)
{
	static const char loop[] = "f:\n" CALLBACK ".L9:\n\tjmp\t*%rax\n\t.section\t.rodata\n.L4:\n"
				   "\t.long\t.L5-.L4\n\t.text\n.L5:\n\tjmp\t.L9\n";
	static const char counted[] = "f:\n" CALLBACK ".L9:\n\tjmp\t*%rax\n\t.section\t.rodata\n.L4:\n"
				      "\t.long\t.L5-.L4\n\t.text\n.L5:\n" CALLBACK "\tjmp\t.L9\n";

	(void)state;
	assert_finds(loop, COST_FINDING_LOOP);
	struct passed p = pass(counted);
	assert_int_equal(p.facts.n_findings, 0);
	buf_clear(&p.out);
	/* Computed goto from label to label. */
	assert_finds("f:\n" CALLBACK "\tleaq\t.L5(%rip), %rax\n.L5:\n\tjmp\t*%rax\n", COST_FINDING_LOOP);
}

/* Debug information names every label; that makes no jumps. */
static void cost_pass__does_not_take_debug_information_for_addresses(void **state)
{
	struct passed p = pass("f:\n.L5:\n\tcall\tg\n\tret\n\t.section\t.debug_info,\"\",@progbits\n\t.quad\t.L5\n");

	(void)state;
	assert_int_equal(p.facts.added, 1);
	assert_non_null(strstr(p.out.data, "f:\n" OWN_TICK ".L5:\n\tcall\tg\n"));
	buf_clear(&p.out);
}

static void cost_pass__adds_a_tick_before_a_call_that_nothing_counts(void **state)
{
	(void)state;
	assert_passes("f:\n\tcall\tf\n\tret\n", "f:\n" OWN_TICK "\tcall\tf\n\tret\n" TAIL);
	assert_finds("f:\n\tcall\tf\n\tret\n", COST_FINDING_ENTRY);
	assert_finds("f:\n\tjmp\tg@PLT\n", COST_FINDING_ENTRY);
	assert_finds("f:\n\tjmp\t*%rax\n", COST_FINDING_ENTRY);
	assert_finds("f:\n\tjne\tg\n\tret\n", COST_FINDING_ENTRY);
	assert_passes("f:\n" CALLBACK "\tcall\tf\n\tret\n", "f:\n" TICK "\tcall\tf\n\tret\n" TAIL);
	assert_passes("f:\n\tmovl\t$1, %eax\n\tret\n", "f:\n\tmovl\t$1, %eax\n\tret\n" TAIL);
}

static void cost_pass__takes_a_called_local_label_for_a_function(void **state)
{
	(void)state;
	assert_passes("f:\n" CALLBACK "\tcall\t.Lg\n\tret\n.Lg:\n\tcall\t.Lg\n\tret\n",
		      "f:\n" TICK "\tcall\t.Lg\n\tret\n.Lg:\n" OWN_TICK "\tcall\t.Lg\n\tret\n" TAIL);
}

static void cost_pass__counts_what_setjmp_returns(void **state)
{
	(void)state;
	assert_passes("f:\n" CALLBACK "\tcall\t_setjmp@PLT\n\tcall\tlongjmp@PLT\n",
		      "f:\n" TICK "\tcall\t_setjmp@PLT\n" OWN_TICK "\tcall\tlongjmp@PLT\n" TAIL);
}

static void cost_pass__charges_string_instructions_by_their_length(void **state)
{
	static const struct {
		const char *text, *shift;
	} forms[] = {
		{ "\trep stosq\n", "\tsarq\t$1, %rcx\n" },  { "\trep movsl\n", "\tsarq\t$2, %rcx\n" },
		{ "\trepz cmpsw\n", "\tsarq\t$3, %rcx\n" }, { "\trepnz scasb\n", "\tsarq\t$4, %rcx\n" },
		{ "\trep\tmovsb\n", "\tsarq\t$4, %rcx\n" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(forms); i++) {
		struct passed p = pass(forms[i].text);

		assert_int_equal(p.facts.repeats, 1);
		assert_non_null(strstr(p.out.data, forms[i].shift));
		assert_ptr_equal(strstr(p.out.data, "\tmovq\t%rcx, " COUNTER "+8(%rip)\n\trep"), p.out.data);
		buf_clear(&p.out);
	}
	assert_passes("\trep bsfl\t%eax, %eax\n\trep ret\n", "\trep bsfl\t%eax, %eax\n\trep ret\n" TAIL);
}

static void cost_pass__finds_what_would_escape(void **state)
{
	static const struct {
		const char *text;
		enum cost_finding_kind kind;
	} cases[] = {
		{ "#APP\n# 5 \"a.c\" 1\n\tnop\n# 0 \"\" 2\n#NO_APP\n", COST_FINDING_INLINE },
		{ "#APP\n# 5 \"a.c\" 1\n\t\n# 0 \"\" 2\n#NO_APP\n", COST_FINDING_INLINE },
		{ "#NO_APP\n", COST_FINDING_STRANGE },
		{ "\tnop; nop\n", COST_FINDING_STRANGE },
		{ "\tnop /* a comment\n", COST_FINDING_STRANGE },
		{ "\tnop # one\n", COST_FINDING_STRANGE },
		{ "1:\n", COST_FINDING_STRANGE },
		{ "f: nop\n", COST_FINDING_STRANGE },
		{ "x = 5\n", COST_FINDING_STRANGE },
		{ "nop\n", COST_FINDING_STRANGE },
		{ "\tmovl\t$'a', %eax\n", COST_FINDING_STRANGE },
		{ "\t.string \"no end\n", COST_FINDING_STRANGE },
		{ "\t.data\n\tnop\n", COST_FINDING_STRANGE },
		{ "\t.macro x\n", COST_FINDING_DIRECTIVE },
		{ "\t.rept 5\n", COST_FINDING_DIRECTIVE },
		{ "\t.include \"x\"\n", COST_FINDING_DIRECTIVE },
		{ "\t.incbin \"x\"\n", COST_FINDING_DIRECTIVE },
		{ "\t.intel_syntax noprefix\n", COST_FINDING_DIRECTIVE },
		{ "\t.symver a, b@c\n", COST_FINDING_DIRECTIVE },
		{ "\t.pushsection .text\n", COST_FINDING_DIRECTIVE },
		{ "\t.reloc 0, 1\n", COST_FINDING_DIRECTIVE },
		{ "\t.section\tmine,\"aw\"\n", COST_FINDING_SECTION },
		{ "\t.section\t.init,\"ax\",@progbits\n", COST_FINDING_SECTION },
		{ "\t.section\t.debug_mine,\"aw\"\n", COST_FINDING_SECTION },
		{ "\t.byte 0xeb, 0xfe\n", COST_FINDING_DATA },
		{ "f:\n\t.quad 5\n", COST_FINDING_DATA },
		{ "\tjmp\t.L5+3\n", COST_FINDING_JUMP },
		{ "\tjne\t*%rax\n", COST_FINDING_JUMP },
		{ "\tlretq\n", COST_FINDING_JUMP },
		{ ".LIND0:\n", COST_FINDING_JUMP },
		{ "__x86_indirect_thunk_rax:\n", COST_FINDING_JUMP },
		{ "__sanitizer_cov_trace_pc:\n", COST_FINDING_CALLBACK },
		{ "\tleaq\t__sanitizer_cov_trace_pc(%rip), %rax\n", COST_FINDING_CALLBACK },
		{ "\tjne\t__sanitizer_cov_trace_pc\n", COST_FINDING_CALLBACK },
		{ "\t.set\tmine,__sanitizer_cov_trace_pc\n", COST_FINDING_CALLBACK },
		{ "\t.data\n\t.quad\t__sanitizer_cov_trace_pc\n", COST_FINDING_CALLBACK },
		{ "\tmovq\t$0, " COUNTER "(%rip)\n", COST_FINDING_COUNTER },
		{ "\t.set\tmine," COUNTER "\n", COST_FINDING_COUNTER },
		{ COUNTER ".out:\n", COST_FINDING_COUNTER },
		{ "\tjmp\t" COUNTER ".out\n", COST_FINDING_COUNTER },
		{ "\tcall\t" COUNTER ".out\n", COST_FINDING_COUNTER },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++)
		assert_finds(cases[i].text, cases[i].kind);
}

static void cost_pass__says_where(void **state)
{
	struct passed p = pass("\t.file\t\"0.c\"\n\t.file 1 \"/work\" \"lru.c\"\nf:\n\t.loc 1 17 3\n\tnop; nop\n");

	(void)state;
	assert_int_equal(p.facts.n_findings, 1);
	assert_int_equal(p.facts.findings[0].line, 17);
	assert_string_equal(p.facts.findings[0].file, "lru.c");
	buf_clear(&p.out);
}

static void cost_pass__counts_findings_that_it_does_not_keep(void **state)
{
	cleanup_buf struct buf text;
	struct passed p;

	(void)state;
	buf_init(&text, 1u << 20);
	for (int i = 0; i < 100; i++)
		buf_printf(&text, "\t.loc 1 %d 3\n\tnop; nop\n", i);
	p = pass(text.data);
	assert_int_equal(p.facts.n_findings, COST_FINDINGS_MAX);
	assert_int_equal(p.facts.escapes, 100);
	buf_clear(&p.out);
}

/* Deep and wide: the search takes no stack of ours, and one node stands for all edges of indirect jumps. */
static void cost_pass__stays_linear(void **state)
{
	cleanup_buf struct buf text;
	struct passed p;

	(void)state;
	buf_init(&text, COST_TEXT_MAX);
	buf_puts(&text, "f:\n");
	for (int i = 0; i < 20000; i++)
		buf_printf(&text, ".L%d:\n\tleaq\t.L%d(%%rip), %%rax\n\tje\t.L%d\n\tjmp\t*%%rax\n", i, i, i + 1);
	assert_int_equal(buf_error(&text, "text", &ERR_INIT), 0);
	p = pass(text.data);
	assert_int_equal(p.facts.escapes, 0);
	assert_true(p.facts.added > 0);
	buf_clear(&p.out);
}

static void cost_pass__refuses_a_text_that_is_too_long(void **state)
{
	cleanup_buf struct buf out, text;
	struct cost_facts facts = { .ticks = 77 };
	struct err e = ERR_INIT;
	size_t room;

	(void)state;
	buf_init(&out, COST_OUT_MAX);
	buf_init(&text, COST_TEXT_MAX + 1);
	assert_int_equal(buf_reserve(&text, COST_TEXT_MAX + 1, &room), 0);
	memset(text.data, '\n', room);
	buf_advance(&text, room);
	assert_int_equal(cost_pass(text.data, text.len, COUNTER, NULL, &out, &facts, &e), -EMSGSIZE);
	assert_int_equal(facts.ticks, 77);
}

static void cost_pass__wants_a_name_that_needs_no_quotes(void **state)
{
	static const char *const names[] = {
		"",           "short",          "9_to_five",
		"with blank", "with.dot_in_it", "a2345678901234567890123456789012345678901234567890123456789012345"
	};
	struct cost_facts facts;
	struct err e = ERR_INIT;

	(void)state;
	for (size_t i = 0; i < LENGTH(names); i++) {
		cleanup_buf struct buf out;

		buf_init(&out, 1024);
		assert_int_equal(cost_pass("", 0, names[i], NULL, &out, &facts, &e), -EINVAL);
		assert_int_equal(cost_pass_object(names[i], NULL, &out, &e), -EINVAL);
	}
}

/* Not what would escape, but what may count differently each time. */
static void cost_pass__finds_instructions_that_ask_for_chance(void **state)
{
	(void)state;
	assert_finds("f:\n\trdtsc\n\tret\n", COST_FINDING_CHANCE);
	assert_finds("f:\n\trdtscp\n\tret\n", COST_FINDING_CHANCE);
	assert_finds("f:\n\trdrandl\t%eax\n\tret\n", COST_FINDING_CHANCE);
	assert_finds("f:\n\trdseed\t%rax\n\tret\n", COST_FINDING_CHANCE);
	assert_false(cost_finding_escapes(COST_FINDING_CHANCE));
}

/* A part of a function is the function's, and what is called is another one. */
static void cost_pass__tells_functions_apart_if_asked(void **state)
{
	static const char text[] =
		"f:\n" CALLBACK "\tcall\tg\n.L2:\n\tret\ng.cold:\n" CALLBACK "\tret\nf.part.0:\n" CALLBACK "\tret\n";
	static struct cost_profile profile;
	cleanup_buf struct buf out;
	struct cost_facts facts;
	struct err e = ERR_INIT;

	(void)state;
	buf_init(&out, COST_OUT_MAX);
	profile.n = 0;
	assert_int_equal(cost_pass(text, sizeof(text) - 1, COUNTER, &profile, &out, &facts, &e), 0);
	assert_int_equal(profile.n, 3);
	assert_string_equal(profile.names[1], "f");
	assert_string_equal(profile.names[2], "g");
#define SHARE(at, n) "\tmovq\t$" n ", " COUNTER "+40(%rip)\n\tincq\t" COUNTER ".slots+" at "(%rip)\n" TICK
	assert_string_equal(
		out.data,
		"f:\n" SHARE("64", "1") "\tcall\tg\n\tmovq\t$1, " COUNTER "+40(%rip)\n.L2:\n\tret\ng.cold:\n" SHARE(
			"128", "2") "\tret\nf.part.0:\n" SHARE("64", "1") "\tret\n" TAIL "\t.hidden\t" COUNTER
									  ".slots\n");
}

static void cost_pass__has_room_for_so_many_functions(void **state)
{
	static struct cost_profile profile;
	cleanup_buf struct buf text;
	cleanup_buf struct buf out;
	struct cost_facts facts;
	struct err e = ERR_INIT;

	(void)state;
	buf_init(&text, COST_TEXT_MAX);
	buf_init(&out, COST_OUT_MAX);
	for (int i = 0; i < 2 * COST_FUNCTIONS_MAX; i++)
		buf_printf(&text, "f%d_%070d:\n\tret\n", i, i);
	buf_puts(&text, "\"strange\":\n\tret\n");
	profile.n = 0;
	assert_int_equal(cost_pass(text.data, text.len, COUNTER, &profile, &out, &facts, &e), 0);
	assert_int_equal(profile.n, COST_FUNCTIONS_MAX);
	assert_int_equal(strlen(profile.names[1]), COST_FUNCTION_NAME_MAX - 1);
	assert_int_equal(cost_pass_object(COUNTER, &profile, &out, &e), 0);
}

#define SUB(n) "\tsubq\t$" #n ", " COUNTER "(%rip)\n\tjs\t" COUNTER ".out\n"

static void cost_pass__counts_each_way_through_a_loop_once(void **state)
{
	(void)state;
	assert_passes(
		"f:\n" CALLBACK ".L2:\n" CALLBACK "\tje\t.L3\n" CALLBACK "\tjmp\t.L4\n.L3:\n" CALLBACK ".L4:\n" CALLBACK
		"\tjne\t.L2\n" CALLBACK "\tret\n",
		"f:\n.L2:\n\tje\t.L3\n" SUB(3) "\tjmp\t.L4\n.L3:\n" SUB(3) ".L4:\n\tjne\t.L2\n" SUB(2) "\tret\n" TAIL);
	/* The last thing that a function does returns, also when it counts nothing. */
	assert_passes("f:\n\tje\t.L2\n" CALLBACK "\tjmp\t.L3\n.L2:\n" CALLBACK
		      ".L3:\n\tjmp\t__sanitizer_cov_trace_pc@PLT\n",
		      "f:\n\tje\t.L2\n" SUB(2) "\tjmp\t.L3\n.L2:\n" SUB(2) ".L3:\n\tret\n" TAIL);
}

/* Behind each of these somebody may look, or come from elsewhere. */
static void cost_pass__merges_nothing_over_what_can_be_seen(void **state)
{
	static const char *const between[] = {
		"\tcall\tg\n",          "g:\n",
		"\tret\n.L1:\n",        "\tjne\tg\n",
		"\tjmp\t*%rax\n.L1:\n", "\tleaq\t.L1(%rip), %rax\n.L1:\n",
		"\trep stosq\n",        "\tud2\n.L1:\n",
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(between); i++) {
		cleanup_buf struct buf text;
		struct passed p;

		buf_init(&text, 1024);
		buf_printf(&text, "f:\n" CALLBACK "%s" CALLBACK "\tret\n", between[i]);
		p = pass(text.data);
		assert_int_equal(p.facts.ticks, 2);
		buf_clear(&p.out);
	}
}

static void cost_pass__merges_nothing_where_something_escapes(void **state)
{
	static const char text[] = "f:\n" CALLBACK "\tnop\n" CALLBACK "\tret\n";
	static const char strange[] = "f:\n" CALLBACK "\tnop; nop\n" CALLBACK "\tret\n";
	struct passed p = pass(strange);

	(void)state;
	assert_passes(text, "f:\n\tnop\n" SUB(2) "\tret\n" TAIL);
	assert_string_equal(p.out.data, "f:\n" TICK "\tnop; nop\n" TICK "\tret\n" TAIL);
	buf_clear(&p.out);
}

static void cost_pass__merges_nothing_where_functions_are_told_apart(void **state)
{
	static const char text[] = "f:\n" CALLBACK "\tnop\n" CALLBACK "\tret\n";
	static struct cost_profile profile;
	cleanup_buf struct buf out;
	struct cost_facts facts;
	struct err e = ERR_INIT;

	(void)state;
	buf_init(&out, COST_OUT_MAX);
	profile.n = 0;
	assert_int_equal(cost_pass(text, sizeof(text) - 1, COUNTER, &profile, &out, &facts, &e), 0);
	assert_int_equal(facts.ticks, 2);
}

static void cost_pass__is_for_gcc_and_clang(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(cost_pass_supported("tcc 0.9.27", &e), -ENOTSUP);
#if defined(__x86_64__)
	assert_int_equal(cost_pass_supported("gcc 12.2.0 (Debian 12.2.0-14+deb12u1)", &e), 0);
	assert_int_equal(cost_pass_supported("clang 14.0.6", &e), 0);
#endif
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cost_pass__puts_a_tick_for_each_callback),
		cmocka_unit_test(cost_pass__returns_behind_a_callback_that_was_a_tail_call),
		cmocka_unit_test(cost_pass__leaves_everything_else_alone),
		cmocka_unit_test(cost_pass__adds_a_tick_to_a_loop_that_has_none),
		cmocka_unit_test(cost_pass__sees_a_tick_that_is_jumped_over),
		cmocka_unit_test(cost_pass__breaks_every_cycle),
		cmocka_unit_test(cost_pass__knows_jumps_through_tables),
		cmocka_unit_test(cost_pass__does_not_take_debug_information_for_addresses),
		cmocka_unit_test(cost_pass__adds_a_tick_before_a_call_that_nothing_counts),
		cmocka_unit_test(cost_pass__takes_a_called_local_label_for_a_function),
		cmocka_unit_test(cost_pass__counts_what_setjmp_returns),
		cmocka_unit_test(cost_pass__charges_string_instructions_by_their_length),
		cmocka_unit_test(cost_pass__finds_what_would_escape),
		cmocka_unit_test(cost_pass__says_where),
		cmocka_unit_test(cost_pass__counts_findings_that_it_does_not_keep),
		cmocka_unit_test(cost_pass__stays_linear),
		cmocka_unit_test(cost_pass__refuses_a_text_that_is_too_long),
		cmocka_unit_test(cost_pass__wants_a_name_that_needs_no_quotes),
		cmocka_unit_test(cost_pass__finds_instructions_that_ask_for_chance),
		cmocka_unit_test(cost_pass__tells_functions_apart_if_asked),
		cmocka_unit_test(cost_pass__has_room_for_so_many_functions),
		cmocka_unit_test(cost_pass__counts_each_way_through_a_loop_once),
		cmocka_unit_test(cost_pass__merges_nothing_over_what_can_be_seen),
		cmocka_unit_test(cost_pass__merges_nothing_where_something_escapes),
		cmocka_unit_test(cost_pass__merges_nothing_where_functions_are_told_apart),
		cmocka_unit_test(cost_pass__is_for_gcc_and_clang),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
