/*
 * cost_clang: clang's callback, and words that could keep it from being called.
 *
 * A step is a call here, not an instruction in place: the text between the calls is not ours to see. The words are
 * taken from the source as it is written, macros and all; who builds them by joining tokens is not found, which shows
 * as CPU time without steps.
 */
#include "runners/cost_clang.h"

#include "runners/lexer.h"

#include <string.h>

/* Type 3 is each edge. Without pruning a block counts though another one tells of it. */
const char *const cost_clang_options[COST_CLANG_OPTIONS_MAX] = {
	"-fsanitize-coverage-type=3",
	"-fsanitize-coverage-trace-pc",
	"-fsanitize-coverage-no-prune",
	"-Dno_sanitize(...)=unused",
	"-D__no_sanitize__(...)=unused",
	"-Ddisable_sanitizer_instrumentation=unused",
	"-D__disable_sanitizer_instrumentation__=unused",
};

static const struct {
	const char *word;
	enum cost_finding_kind kind;
} words[] = {
	{ "asm", COST_FINDING_INLINE },
	{ "__asm", COST_FINDING_INLINE },
	{ "__asm__", COST_FINDING_INLINE },
	{ "no_sanitize", COST_FINDING_ATTRIBUTE },
	{ "__no_sanitize__", COST_FINDING_ATTRIBUTE },
	{ "disable_sanitizer_instrumentation", COST_FINDING_ATTRIBUTE },
	{ "__disable_sanitizer_instrumentation__", COST_FINDING_ATTRIBUTE },
	{ "__builtin_readcyclecounter", COST_FINDING_CHANCE },
	{ "__rdtsc", COST_FINDING_CHANCE },
};

static void add(struct cost_facts *facts, enum cost_finding_kind kind, const char *file, uint32_t line)
{
	struct cost_finding *f = &facts->findings[facts->n_findings];
	size_t len = strlen(file);

	facts->escapes += cost_finding_escapes(kind);
	if (facts->n_findings == COST_FINDINGS_MAX)
		return;
	*f = (struct cost_finding){ .kind = kind, .line = line };
	memcpy(f->file, file, len < sizeof(f->file) ? len : sizeof(f->file) - 1);
	facts->n_findings++;
}

int cost_clang_find(const struct source *source, struct cost_facts *facts, struct err *e)
{
	cleanup_lexed struct lexed lx;
	int r = lexer_read(source->text, source->len, &lx, e);

	if (r < 0) {
		lx = (struct lexed){ .n_tokens = 0 };
		return r;
	}
	for (size_t i = 0; i < lx.n_tokens; i++) {
		for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++) {
			if (lx.tokens[i].kind == TOKEN_IDENTIFIER && token_is(&lx.tokens[i], words[k].word))
				add(facts, words[k].kind, source->name, lx.tokens[i].line);
		}
	}
	return 0;
}

/* A string of C for each line. */
static void quote(const struct buf *text, struct buf *out)
{
	for (size_t i = 0; i < text->len; i++) {
		if (i == 0 || text->data[i - 1] == '\n')
			buf_puts(out, "\t\"");
		if (text->data[i] == '\n') {
			buf_puts(out, "\\n\"\n");
			continue;
		}
		if (text->data[i] == '"' || text->data[i] == '\\')
			buf_putc(out, '\\');
		buf_putc(out, text->data[i]);
	}
}

int cost_clang_object(const char *counter, struct buf *out, struct err *e)
{
	static const char callback[] = "__sanitizer_cov_trace_pc";
	cleanup_buf struct buf text;
	int r;

	buf_init(&text, COST_TEXT_MAX);
	r = cost_pass_object(counter, NULL, &text, e);
	if (r < 0)
		return r;
	buf_printf(&text, "\t.text\n\t.globl\t%s\n\t.hidden\t%s\n\t.type\t%s, @function\n%s:\n", callback, callback,
		   callback, callback);
	buf_printf(&text, "\tsubq\t$1, %s(%%rip)\n\tjs\t%s.out\n\tret\n\t.size\t%s, .-%s\n", counter, counter, callback,
		   callback);
	r = buf_error(&text, "the counter", e);
	if (r < 0)
		return r;
	buf_puts(out, "__asm__(\n");
	quote(&text, out);
	buf_puts(out, ");\n");
	return buf_error(out, "the counter", e);
}
