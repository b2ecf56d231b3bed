/*
 * cost_write: the assembler text that counts, and the object with its counter.
 *
 * A tick changes the flags and nothing else. It stands where gcc put a call, and gcc takes a call to change the flags
 * and all caller-saved registers: nothing that lives on there is harmed. A function that calls keeps nothing in the red
 * zone below its stack pointer, and a tick pushes nothing. Ticks of our own, elsewhere, keep red zone and flags.
 *
 * All other lines stay what they are, byte for byte. Names of functions come from a stranger's text: those that are not
 * plain do not get into ours.
 */
#include "runners/cost_graph.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

struct writer {
	const struct cost_graph *graph;
	const char *counter;
	struct cost_profile *profile; /* or NULL */
	size_t function;              /* with it: in which the text is that comes out */
	struct buf *out;
};

/* ---- functions told apart ---------------------------------------------------------------------------------------- */

static bool is_plain_name(struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (!strchr("0123456789_$abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", s.p[i]))
			return false;
	}
	return s.len > 0;
}

/* The function of that name, and its parts and copies ("f.cold", "f.constprop.0"); 0: no room, or a strange name. */
static size_t find_function(struct cost_profile *profile, struct slice name)
{
	const char *dot = memchr(name.p, '.', name.len);
	char cut[COST_FUNCTION_NAME_MAX] = "";

	if (dot)
		name.len = (size_t)(dot - name.p);
	if (!is_plain_name(name))
		return 0;
	memcpy(cut, name.p, name.len < sizeof(cut) ? name.len : sizeof(cut) - 1);
	for (size_t i = 1; i < profile->n; i++) {
		if (!strcmp(profile->names[i], cut))
			return i;
	}
	if (profile->n == COST_FUNCTIONS_MAX)
		return 0;
	memcpy(profile->names[profile->n], cut, sizeof(cut));
	return profile->n++;
}

/* ---- ticks ------------------------------------------------------------------------------------------------------- */

/* Leaves the flags alone. */
static void put_here(const struct writer *w)
{
	if (w->profile)
		buf_printf(w->out, "\tmovq\t$%zu, %s+%zu(%%rip)\n", w->function, w->counter,
			   offsetof(struct cost_counter, here));
}

/* What is counted there is counted for this function too. */
static void put_share(const struct writer *w, const char *instruction, const char *operand)
{
	if (w->profile)
		buf_printf(w->out, "\t%s\t%s%s.slots+%zu(%%rip)\n", instruction, operand, w->counter,
			   w->function * sizeof(struct cost_function));
}

static void put_tick(const struct writer *w, uint32_t weight)
{
	if (!weight)
		return;
	put_here(w);
	put_share(w, "incq", "");
	buf_printf(w->out, "\tsubq\t$%u, %s(%%rip)\n\tjs\t%s.out\n", weight, w->counter, w->counter);
	w->graph->facts->ticks++;
}

/* lea and mov leave the flags alone. */
#define STEP_ASIDE "\tleaq\t-128(%rsp), %rsp\n\tpushfq\n"
#define STEP_BACK  "\tpopfq\n\tleaq\t128(%rsp), %rsp\n"

static void put_own_tick(const struct writer *w)
{
	buf_puts(w->out, STEP_ASIDE);
	put_here(w);
	put_share(w, "incq", "");
	buf_printf(w->out, "\tsubq\t$1, %s(%%rip)\n\tjs\t%s.out\n", w->counter, w->counter);
	buf_puts(w->out, STEP_BACK);
	w->graph->facts->added++;
}

/* How far to shift a number of b, w, l or q to the right so that it is one of 16 bytes. */
static int shift_of(struct slice instruction)
{
	switch (instruction.p[instruction.len - 1]) {
	case 'q':
		return 1;
	case 'l':
		return 2;
	case 'w':
		return 3;
	default:
		return 4;
	}
}

/* Behind it, by what it has taken off %rcx: the number at the begin may be a limit that is never met. */
static void put_charge(const struct writer *w, struct slice instruction)
{
	buf_puts(w->out, STEP_ASIDE "\tpushq\t%rcx\n");
	buf_printf(w->out, "\tsubq\t%s+8(%%rip), %%rcx\n\tsarq\t$%d, %%rcx\n", w->counter, shift_of(instruction));
	put_share(w, "subq", "%rcx, ");
	buf_printf(w->out, "\taddq\t%%rcx, %s(%%rip)\n", w->counter);
	buf_printf(w->out, "\tpopq\t%%rcx\n\tjs\t%s.out\n", w->counter);
	buf_puts(w->out, STEP_BACK);
	w->graph->facts->repeats++;
}

/* ---- the text ---------------------------------------------------------------------------------------------------- */

static void put_line(const struct writer *w, const struct assembly_line *l)
{
	buf_append(w->out, l->whole.p, l->whole.len);
	buf_putc(w->out, '\n');
}

static void put_node(struct writer *w, const struct cost_node *n, const struct assembly_line *l)
{
	struct slice name = { w->graph->text.p + n->name, n->name_len };
	bool ticks = n->flags & FLAG_TICK;

	if (w->profile && n->kind == NODE_LABEL && !slice_begins(name, ".L"))
		w->function = find_function(w->profile, name);
	if (ticks && n->kind != NODE_LABEL)
		put_own_tick(w);
	if (n->flags & FLAG_REPEATS)
		buf_printf(w->out, "\tmovq\t%%rcx, %s+8(%%rip)\n", w->counter);
	if (n->kind == NODE_TICK || n->kind == NODE_LAST_TICK)
		put_tick(w, n->weight);
	else
		put_line(w, l);
	if (n->kind == NODE_LAST_TICK)
		buf_puts(w->out, "\tret\n");
	/* What it called was another one. */
	if (n->kind == NODE_CALL)
		put_here(w);
	if (n->flags & FLAG_REPEATS)
		put_charge(w, l->name);
	if ((ticks && n->kind == NODE_LABEL) || (n->flags & FLAG_TICK_AFTER))
		put_own_tick(w);
}

int cost_graph_write(const struct cost_graph *g, const char *counter, struct cost_profile *profile, struct buf *out,
		     struct err *e)
{
	const struct cost_node *n = g->nodes, *end = n + g->n_nodes;
	struct writer w = { .graph = g, .counter = counter, .profile = profile, .out = out };
	struct assembly_line l;
	size_t at = 0;

	while (assembly_next(g->text, &at, &l)) {
		if (n < end && n->offset == (size_t)(l.whole.p - g->text.p))
			put_node(&w, n++, &l);
		else
			put_line(&w, &l);
	}
	/* Hidden, so that a jump to the one and an address of the other need no table of the loader's. */
	buf_printf(out, "\t.hidden\t%s\n\t.hidden\t%s.out\n", counter, counter);
	if (profile)
		buf_printf(out, "\t.hidden\t%s.slots\n", counter);
	return buf_error(out, "the counting program", e);
}

/* ---- the counter's object ---------------------------------------------------------------------------------------- */

int cost_graph_check_counter(const char *counter, struct err *e)
{
	size_t n = strlen(counter);

	if (n < 8 || n > COST_COUNTER_MAX || strspn(counter, "0123456789_") > 0 ||
	    strspn(counter, "0123456789_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") != n)
		return err_set(e, -EINVAL, "'%.80s' is no name for a counter", counter);
	return 0;
}

/* What each function took; without a profile one number for all, which nobody reads. */
static void put_slots(const char *counter, const struct cost_profile *profile, struct buf *out)
{
	size_t n = profile && profile->n ? profile->n : 1;

	if (profile)
		buf_printf(out, "\t.globl\t%s.profile\n\t.type\t%s.profile, @object\n\t.size\t%s.profile, %zu\n",
			   counter, counter, counter, 2 * sizeof(uint64_t) + n * sizeof(struct cost_function));
	buf_printf(out, "\t.align 16\n%s.profile:\n\t.quad\t%zu, 0\n", counter, n);
	buf_printf(out, "\t.globl\t%s.slots\n\t.hidden\t%s.slots\n%s.slots:\n", counter, counter, counter);
	for (size_t i = 0; i < n; i++) {
		const char *name = profile ? profile->names[i] : "";

		buf_printf(out, "\t.quad\t0\n\t.ascii\t\"%s\"\n\t.zero\t%zu\n", name,
			   COST_FUNCTION_NAME_MAX - strlen(name));
	}
}

/*
 * Where a run ends that is out of budget the stack may be at any alignment, and the name of who ends it is not there
 * before the runtime has put it in.
 */
int cost_pass_object(const char *counter, const struct cost_profile *profile, struct buf *out, struct err *e)
{
	int r = cost_graph_check_counter(counter, e);

	if (r < 0)
		return r;
	buf_printf(out, "\t.data\n\t.align 16\n\t.globl\t%s\n\t.hidden\t%s\n\t.globl\t%s.block\n", counter, counter,
		   counter);
	buf_printf(out, "\t.type\t%s.block, @object\n\t.size\t%s.block, %zu\n", counter, counter,
		   sizeof(struct cost_counter));
	buf_printf(out, "%s:\n%s.block:\n\t.quad\t%lld\n\t.quad\t0\n%s.end:\n\t.quad\t0, 0, 0, 0\n", counter, counter,
		   (long long)COST_LEFT_START, counter);
	put_slots(counter, profile, out);
	buf_printf(out, "\t.text\n\t.globl\t%s.out\n\t.hidden\t%s.out\n\t.type\t%s.out, @function\n%s.out:\n", counter,
		   counter, counter, counter);
	buf_printf(out, "\tandq\t$-16, %%rsp\n\tcall\t*%s.end(%%rip)\n\tud2\n\t.size\t%s.out, .-%s.out\n", counter,
		   counter, counter);
	buf_puts(out, "\t.section\t.note.GNU-stack,\"\",@progbits\n");
	return buf_error(out, "the counter", e);
}
