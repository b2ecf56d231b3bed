/*
 * cost_pass on any bytes.
 *
 * Held to be true: it comes to an end with a text; where nothing escapes and no string could hide it, no call of the
 * callback is left, each line of the text is there or has become a tick, and what is counted was put there.
 */
#include "runners/cost_pass.h"

#include <errno.h>
#include <string.h>

#define COUNTER "counter_7f3a"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool fact)
{
	if (!fact)
		abort();
}

static size_t count(const char *text, const char *what)
{
	size_t n = 0;

	for (const char *p = strstr(text, what); p; p = strstr(p + 1, what))
		n++;
	return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_buf struct buf out;
	struct cost_facts facts;
	struct err e = ERR_INIT;
	int r;

	buf_init(&out, COST_OUT_MAX);
	r = cost_pass((const char *)data, size, COUNTER, NULL, &out, &facts, &e);
	must(r == 0 || r == -EMSGSIZE);
	if (r < 0)
		return 0;
	must(facts.n_findings <= COST_FINDINGS_MAX);
	for (size_t i = 0; i < facts.n_findings; i++)
		must(!cost_finding_escapes(facts.findings[i].kind) || facts.escapes > 0);
	if (facts.escapes || memchr(data, '"', size) || memchr(data, '\0', size) || memchr(data, '#', size))
		return 0;
	must(count(out.data, "\tcall\t__sanitizer_cov_trace_pc") == 0);
	must(count(out.data, ", " COUNTER "(%rip)\n\tjs\t" COUNTER ".out\n") == facts.ticks + facts.added);
	must(count(out.data, "\tsarq\t") >= facts.repeats);
	return 0;
}
