/*
 * What the runtime noted is read as a few known words (driver/channel.h), whoever wrote it: the candidate can write to
 * the same descriptor.
 */
#include "runners/notes.h"

#include "sandbox/base/text.h"

#include <ctype.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

/* What the notes say. */
struct notes {
	bool done, alloc_failed, stack_overflow, null_access;
	/* into the text of the notes; NULL: none */
	const char *complaint, *fault, *cost;
	size_t complaint_len, fault_len, cost_len;
	size_t n_costs;
	struct run_profile profile;
};

/* Is the line this word alone, or, with `text`, the word, a blank and a text? */
static bool is_note(const char *line, size_t len, const char *word, const char **text, size_t *text_len)
{
	size_t n = strlen(word);

	if (len < n || memcmp(line, word, n))
		return false;
	if (!text)
		return len == n;
	if (len < n + 2 || line[n] != ' ')
		return false;
	if (!*text) {
		*text = line + n + 1;
		*text_len = len - n - 1;
	}
	return true;
}

/* "120 partition"; what is anything else, or one too many, is left out. */
static void add_function(const char *text, size_t len, struct run_profile *p)
{
	const char *blank = memchr(text, ' ', len);
	size_t digits = blank ? (size_t)(blank - text) : 0, name = blank ? len - digits - 1 : 0;
	uint64_t ticks = 0;

	if (!digits || digits > 18 || name >= sizeof(p->functions[0].name) || p->n == RUN_PROFILE_MAX)
		return;
	for (size_t i = 0; i < digits; i++) {
		if (text[i] < '0' || text[i] > '9')
			return;
		ticks = ticks * 10 + (uint64_t)(text[i] - '0');
	}
	for (size_t i = 0; i < name; i++) {
		if (!isalnum((unsigned char)blank[1 + i]) && blank[1 + i] != '_' && blank[1 + i] != '$')
			return;
	}
	p->functions[p->n].ticks = ticks;
	memcpy(p->functions[p->n].name, blank + 1, name);
	p->functions[p->n++].name[name] = '\0';
}

/*
 * Unknown lines, lines too long and a last line without its end say nothing; of complaints and faults the first
 * counts.
 */
static struct notes read_notes(const struct buf *text)
{
	struct notes notes = { .done = false };
	const char *line = text->data, *stop = text->data + text->len, *end, *share;
	size_t share_len;

	for (; (end = memchr(line, '\n', (size_t)(stop - line))); line = end + 1) {
		size_t len = (size_t)(end - line);

		if (len >= CHANNEL_NOTE_MAX)
			continue;
		notes.done |= is_note(line, len, CHANNEL_DONE, NULL, NULL);
		notes.alloc_failed |= is_note(line, len, CHANNEL_ALLOC_FAILED, NULL, NULL);
		notes.stack_overflow |= is_note(line, len, CHANNEL_STACK_OVERFLOW, NULL, NULL);
		notes.null_access |= is_note(line, len, CHANNEL_NULL_ACCESS, NULL, NULL);
		is_note(line, len, CHANNEL_COMPLAINT, &notes.complaint, &notes.complaint_len);
		is_note(line, len, CHANNEL_FAULT, &notes.fault, &notes.fault_len);
		notes.n_costs += is_note(line, len, CHANNEL_COST, &notes.cost, &notes.cost_len);
		share = NULL;
		if (is_note(line, len, CHANNEL_PROFILE, &share, &share_len))
			add_function(share, share_len, &notes.profile);
	}
	return notes;
}

/* Puts a stranger's text into `out` so that it can be shown. */
static void escape_into(char *out, size_t size, const char *text, size_t len)
{
	cleanup_buf struct buf safe;

	buf_init(&safe, size - 1);
	text_escape(&safe, text, len, true);
	memcpy(out, safe.data, safe.len + 1);
}

static bool parse_cost(const char *text, size_t len, struct run_cost *out)
{
	char copy[CHANNEL_NOTE_MAX], more;
	unsigned drew;

	if (len >= sizeof(copy))
		return false;
	memcpy(copy, text, len);
	copy[len] = '\0';
	if (strspn(copy, "0123456789 ") != len || sscanf(copy, "%" SCNu64 " %u %" SCNu64 " %" SCNu64 "%c", &out->ticks,
							 &drew, &out->heap_bytes, &out->stack_bytes, &more) != 4)
		return false;
	out->drew = drew != 0;
	return true;
}

/* A note that somebody else wrote is one too many. */
static void weigh_cost(const struct notes *notes, uint64_t budget, struct execution *x)
{
	struct run_cost cost = { .known = true };

	cost.over_budget = x->used.end == BOX_END_EXIT && x->used.exit_code == CHANNEL_EXIT_BUDGET;
	if (notes->n_costs != 1 || !parse_cost(notes->cost, notes->cost_len, &cost) || cost.ticks > budget)
		return;
	if (cost.over_budget ? cost.ticks != budget : !x->finished)
		return;
	x->cost = cost;
	x->profile = notes->profile;
}

void notes_weigh(const struct buf *text, const struct run_counting *counting, struct execution *x)
{
	const struct notes notes = read_notes(text);
	bool exited = x->used.end == BOX_END_EXIT;
	bool faulted = x->used.end == BOX_END_SIGNAL && (x->used.signal == SIGSEGV || x->used.signal == SIGBUS);

	if (exited && x->used.exit_code == CHANNEL_EXIT_FAULT) {
		/* Without a note: the channels were closed under the runtime. */
		const char *said = notes.fault ? notes.fault : "it cannot say why";

		escape_into(x->fault, sizeof(x->fault), said, notes.fault ? notes.fault_len : strlen(said));
	}
	x->finished = exited && x->used.exit_code == CHANNEL_EXIT_DONE && notes.done;
	x->alloc_failed = notes.alloc_failed;
	x->stack_overflow = faulted && notes.stack_overflow;
	x->null_access = faulted && notes.null_access;
	if (exited && x->used.exit_code == CHANNEL_EXIT_COMPLAINT && notes.complaint)
		escape_into(x->complaint, sizeof(x->complaint), notes.complaint, notes.complaint_len);
	if (counting)
		weigh_cost(&notes, counting->budget, x);
}
