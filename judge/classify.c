/*
 * One test's judgement.
 *
 * The order of blame: what the keeper and the warden did comes first (a limit, a forbidden call), then how the
 * program ended, then what it answered. Notes of the runtime only choose between words for an end that was seen from
 * outside: a candidate can forge them, and gains nothing: each names a rejection.
 */
#include "judge/classify.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct judgement judgement_of(enum verdict v, const char *fmt, ...)
{
	struct judgement j = { .verdict = v };
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(j.reason, sizeof(j.reason), fmt, ap);
	va_end(ap);
	return j;
}

void words_bytes(uint64_t bytes, char out[32])
{
	static const char *const units[] = { "B", "KiB", "MiB", "GiB" };
	unsigned u = 0;

	while (u < 3 && bytes >= 1024 && bytes % 1024 == 0)
		bytes /= 1024, u++;
	snprintf(out, 32, "%llu %s", (unsigned long long)bytes, units[u]);
}

void words_us(uint64_t us, char out[32])
{
	if (us % 1000)
		snprintf(out, 32, "%.3f s", (double)us / 1e6);
	else if (us % 1000000)
		snprintf(out, 32, "%g s", (double)us / 1e6);
	else
		snprintf(out, 32, "%llu s", (unsigned long long)(us / 1000000));
}

const char *words_signal(int signal, char out[16])
{
	const char *name = sigabbrev_np(signal);

	if (name)
		snprintf(out, 16, "SIG%s", name);
	else
		snprintf(out, 16, "signal %d", signal);
	return out;
}

/* A signal that nobody of ours sent. */
static struct judgement crashed(const struct run_limits *l, const struct execution *x)
{
	char word[16], amount[32];

	if (x->stack_overflow) {
		words_bytes(l->box.stack_bytes, amount);
		return judgement_of(VERDICT_RTE, "stack overflow, over %s", amount);
	}
	words_signal(x->used.signal, word);
	if (x->alloc_failed) {
		words_bytes(l->memory_bytes, amount);
		return judgement_of(VERDICT_MLE, "an allocation failed at the limit of %s, then %s", amount, word);
	}
	if (x->null_access && x->used.signal == SIGSEGV)
		return judgement_of(VERDICT_RTE, "%s at a null pointer", word);
	return judgement_of(VERDICT_RTE, "%s", word);
}

static struct judgement limit_hit(const struct run_limits *l, const struct execution *x)
{
	char amount[32];

	switch (x->used.end) {
	case BOX_END_CPU:
		words_us(l->box.cpu_us, amount);
		return judgement_of(VERDICT_TLE, "over %s of CPU time", amount);
	case BOX_END_WALL:
		words_us(l->box.wall_us, amount);
		return judgement_of(VERDICT_WTL, "over %s of wall time", amount);
	case BOX_END_MEMORY:
		words_bytes(l->memory_bytes, amount);
		return judgement_of(VERDICT_MLE, "over %s", amount);
	case BOX_END_OUTPUT:
		words_bytes(l->output_bytes, amount);
		return judgement_of(VERDICT_OLE, "over %s", amount);
	case BOX_END_FILE_SIZE:
		words_bytes(l->box.file_bytes, amount);
		return judgement_of(VERDICT_OLE, "a file over %s", amount);
	case BOX_END_NOT_STARTED:
		return judgement_of(VERDICT_RTE, "it cannot be started: %s", strerrordesc_np(x->used.exec_errno));
	case BOX_END_PROCESSES:
		return judgement_of(VERDICT_SV, "process limit: %s, but %u process%s allowed", x->used.syscall_name,
				    l->processes, l->processes == 1 ? " is" : "es are");
	case BOX_END_SYSCALL:
		if (x->used.syscall_name[0])
			return judgement_of(VERDICT_SV, "forbidden system call %s", x->used.syscall_name);
		return judgement_of(VERDICT_SV, "forbidden system call number %d", x->used.syscall_nr);
	default:
		return judgement_of(VERDICT_NONE, "%s", "");
	}
}

void words_end(const struct run_limits *l, const struct execution *x, char out[REASON_MAX])
{
	struct judgement j = limit_hit(l, x);

	if (j.verdict == VERDICT_NONE && x->used.end == BOX_END_SIGNAL)
		j = crashed(l, x);
	else if (j.verdict == VERDICT_NONE)
		j = judgement_of(VERDICT_RTE, "exit %d", x->used.exit_code);
	memcpy(out, j.reason, REASON_MAX);
}

static struct judgement exited_early(const struct problem *p, const struct execution *x)
{
	char amount[32];

	if (x->alloc_failed && x->used.exit_code) {
		words_bytes(p->limits.memory_bytes, amount);
		return judgement_of(VERDICT_MLE, "an allocation failed at the limit of %s, then exit %d", amount,
				    x->used.exit_code);
	}
	if (p->function_style)
		return judgement_of(VERDICT_RTE, "exit %d before the test was over", x->used.exit_code);
	return judgement_of(VERDICT_RTE, "exit %d", x->used.exit_code);
}

/* What a candidate can have done for it: of the last nobody can say that it was not the runtime's own end. */
static const char disturbed[] =
	"the driver was disturbed: its memory was overwritten, or its descriptors were closed, or "
	"the program ended by exit 120, which is the driver's";

struct judgement classify(const struct problem *p, const struct execution *x)
{
	struct judgement j = limit_hit(&p->limits, x);

	if (j.verdict != VERDICT_NONE)
		return j;
	if (x->used.end == BOX_END_SIGNAL)
		return crashed(&p->limits, x);
	/* The model has passed this test, so the driver can do its work on it: see testset.c. */
	if (x->fault[0])
		return judgement_of(VERDICT_RTE, "%s", disturbed);
	if (x->complaint[0])
		return judgement_of(VERDICT_WA, "%s", x->complaint);
	if (x->used.exit_code || (p->function_style && !x->finished))
		return exited_early(p, x);
	return judgement_of(VERDICT_AC, "%s", "");
}

struct judgement classify_answer(const struct check_options *options, const char *answer, size_t answer_len,
				 const char *output, size_t output_len, struct check_result *checked)
{
	check_output(options, answer, answer_len, output, output_len, checked);
	return judgement_of(checked->verdict, "%s", checked->only_space ? "white space differs" : "");
}
