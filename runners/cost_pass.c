/*
 * cost_pass: ticks in place of gcc's callbacks, and a proof that they are enough.
 *
 * A tick changes the flags and nothing else. It stands where gcc put a call, and gcc takes a call to change the flags
 * and all caller-saved registers: nothing that lives on there is harmed. A function that calls keeps nothing in the red
 * zone below its stack pointer, and a tick pushes nothing. Ticks of our own, elsewhere, keep red zone and flags.
 *
 * The text becomes a graph of instructions and labels. Ticks are taken out of it, and the rest is searched depth first:
 * where an edge leads back, its target gets a tick, after which no cycle is left (each cycle has an edge that leads
 * back). The same search tells from where a call can be reached without a tick. Jumps through a register may go to
 * every label whose address stands anywhere (jump tables, computed goto): they all go through one node, so that the
 * graph stays linear in the text. Then ticks are merged, and what is left is searched again.
 *
 * The text is a stranger's. What it stops: work that counts nothing by accident or by simple means. What it cannot: a
 * program that writes instructions through its names, or finds the counter at run time, counts what it likes; therefore
 * counts are compared with the CPU time that is measured from outside.
 */
#include "runners/cost_pass.h"

#include "runners/assembly.h"
#include "runners/cost_merge.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define CALLBACK     "__sanitizer_cov_trace_pc"
#define NONE         UINT32_MAX
#define SECTIONS_MAX 256
#define FILES_MAX    256

enum node_kind {
	NODE_LABEL,
	NODE_PLAIN,
	NODE_TICK,      /* a call of the callback */
	NODE_LAST_TICK, /* … as the last thing that a function does */
	NODE_CALL,
	NODE_BRANCH,   /* may jump to `target` */
	NODE_JUMP,     /* jumps there */
	NODE_INDIRECT, /* jumps anywhere */
	NODE_END,      /* returns or traps */
};

enum {
	FLAG_ENTRY = 1,  /* may be called */
	FLAG_LEAVES = 2, /* a jump out of the function: a call for its last act */
	FLAG_TICK = 4,   /* gets a tick of ours: behind a label, before anything else */
	FLAG_TICK_AFTER = 8,
	FLAG_REPEATS = 16,
	FLAG_GREY = 32, /* in the search's path */
	FLAG_BLACK = 64,
	FLAG_CALLS = 128, /* a call can be reached from here without a tick */
};

struct node {
	uint32_t offset; /* of its line */
	uint32_t name;   /* offset and length of a label's own name, or of that of a jump's or call's target */
	uint32_t name_len;
	uint32_t next;   /* where it falls through to */
	uint32_t target; /* where it jumps to, if that is in this text */
	uint32_t line;
	uint32_t weight; /* of a tick */
	uint16_t file;
	uint8_t kind;
	uint8_t flags;
};

struct label {
	struct slice name;
	uint32_t node;
};

struct section {
	struct slice name;
	bool holds_code, is_debug;
	uint32_t last; /* node that falls through to the next one here */
};

struct frame {
	uint32_t node;
	uint32_t step;
};

struct pass {
	struct slice text;
	const char *counter;
	struct cost_profile *profile; /* or NULL */
	size_t function;              /* with it: in which the text is that comes out */
	struct cost_facts *facts;
	struct buf nodes;  /* struct node */
	struct buf labels; /* struct label, of code; sorted by name when all are there */
	struct buf names;  /* struct slice: local names that are used other than as a target */
	struct buf hub;    /* uint32_t: labels to which an indirect jump may go */
	struct buf path;   /* struct frame: the search's */
	bool hub_grey, hub_black, hub_calls;
	struct section sections[SECTIONS_MAX];
	size_t n_sections;
	struct section *section;
	struct slice files[FILES_MAX];
	uint32_t file, line; /* of the last .loc */
	bool in_inline;
};

static struct node *nodes_of(const struct pass *p)
{
	return (struct node *)(void *)p->nodes.data;
}

static uint32_t count_of(const struct buf *b, size_t size)
{
	return (uint32_t)(b->len / size);
}

static uint32_t n_nodes(const struct pass *p)
{
	return count_of(&p->nodes, sizeof(struct node));
}

/* ---- findings ---------------------------------------------------------------------------------------------------- */

static const struct {
	bool escapes;
	const char *text;
} kinds[] = {
#define X(id, escapes, text) { escapes, text },
	COST_FINDINGS(X)
#undef X
};

bool cost_finding_escapes(enum cost_finding_kind kind)
{
	return kinds[kind].escapes;
}

const char *cost_finding_text(enum cost_finding_kind kind)
{
	return kinds[kind].text;
}

/* One of a kind is enough for a line. */
static void find_at(struct pass *p, enum cost_finding_kind kind, uint32_t file, uint32_t line)
{
	struct cost_facts *facts = p->facts;
	struct cost_finding *f = &facts->findings[facts->n_findings];
	struct slice name = file < FILES_MAX ? p->files[file] : (struct slice){ "", 0 };

	facts->escapes += kinds[kind].escapes;
	if (facts->n_findings > 0 && f[-1].kind == kind && f[-1].line == line)
		return;
	if (facts->n_findings == COST_FINDINGS_MAX)
		return;
	*f = (struct cost_finding){ .kind = kind, .line = line };
	memcpy(f->file, name.p, name.len < sizeof(f->file) ? name.len : sizeof(f->file) - 1);
	facts->n_findings++;
}

static void find(struct pass *p, enum cost_finding_kind kind)
{
	find_at(p, kind, p->file, p->line);
}

/* ---- directives -------------------------------------------------------------------------------------------------- */

static struct slice next_name(struct slice operands, size_t *at)
{
	struct slice name;

	return assembly_next_name(operands, at, &name) ? name : (struct slice){ "", 0 };
}

/* A number of few digits; 0 for anything else. */
static uint32_t read_number(struct slice s)
{
	uint32_t n = 0;

	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] < '0' || s.p[i] > '9' || i == 9)
			return 0;
		n = n * 10 + (uint32_t)(s.p[i] - '0');
	}
	return n;
}

/* The inside of the last string of `s`. */
static struct slice last_string(struct slice s)
{
	const char *end = memrchr(s.p, '"', s.len);
	const char *begin = end ? memrchr(s.p, '"', (size_t)(end - s.p)) : NULL;

	return begin ? (struct slice){ begin + 1, (size_t)(end - begin - 1) } : (struct slice){ "", 0 };
}

static void read_file(struct pass *p, struct slice operands)
{
	size_t at = 0;
	uint32_t number;

	if (!operands.len || *operands.p == '"')
		return;
	number = read_number(next_name(operands, &at));
	if (number < FILES_MAX)
		p->files[number] = last_string(operands);
}

static void read_place(struct pass *p, struct slice operands)
{
	size_t at = 0;

	p->file = read_number(next_name(operands, &at));
	p->line = read_number(next_name(operands, &at));
}

/* Sections that gcc puts code and data into by itself, with what -ffunction-sections and the like append. */
static bool is_usual_section(const struct section *s, bool is_allocated)
{
	static const char *const begins[] = { ".text",     ".data",       ".bss",        ".rodata",   ".tdata",
					      ".tbss",     ".init_array", ".fini_array", ".note.GNU", ".comment",
					      ".eh_frame", ".lrodata",    ".ldata",      ".lbss",     ".gnu.linkonce" };

	if (slice_begins(s->name, ".debug_"))
		return !is_allocated;
	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++) {
		if (slice_begins(s->name, begins[i]))
			return true;
	}
	return false;
}

static void enter_section(struct pass *p, struct slice name, struct slice flags)
{
	bool is_allocated = memchr(flags.p, 'a', flags.len);
	struct section *s;

	for (size_t i = 0; i < p->n_sections; i++) {
		p->section = &p->sections[i];
		if (!slice_compare(p->section->name, name))
			return;
	}
	if (p->n_sections == SECTIONS_MAX) {
		find(p, COST_FINDING_SECTION);
		return;
	}
	s = p->section = &p->sections[p->n_sections++];
	*s = (struct section){ .name = name, .last = NONE };
	s->holds_code = slice_begins(name, ".text") || memchr(flags.p, 'x', flags.len);
	s->is_debug = slice_begins(name, ".debug_") && !is_allocated;
	if (!is_usual_section(s, is_allocated))
		find(p, COST_FINDING_SECTION);
}

static void read_section(struct pass *p, const struct assembly_line *l)
{
	size_t at = 0;

	if (slice_is(l->name, ".section"))
		enter_section(p, next_name(l->operands, &at), last_string(l->operands));
	else
		enter_section(p, l->name, (struct slice){ "", 0 });
}

static bool is_data(struct slice name)
{
	static const char *const words[] = { ".byte",  ".value",   ".long",    ".quad", ".string", ".ascii",
					     ".zero",  ".uleb128", ".sleb128", ".octa", ".2byte",  ".4byte",
					     ".8byte", ".float",   ".double",  ".skip", ".space",  ".asciz" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (slice_is(name, words[i]))
			return true;
	}
	return false;
}

/* What says nothing about which instructions run. */
static bool is_harmless(struct slice name)
{
	static const char *const words[] = { ".p2align",  ".align", ".balign", ".type",   ".size",
					     ".globl",    ".local", ".weak",   ".hidden", ".protected",
					     ".internal", ".ident", ".comm",   ".set",    ".weakref" };

	if (slice_begins(name, ".cfi_"))
		return true;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (slice_is(name, words[i]))
			return true;
	}
	return false;
}

static bool is_section(struct slice name)
{
	return slice_is(name, ".section") || slice_is(name, ".text") || slice_is(name, ".data") ||
	       slice_is(name, ".bss");
}

/* Keeps the local labels among the operands, and looks for names that nobody but us may use. */
static void read_names(struct pass *p, struct slice operands)
{
	struct slice name;
	size_t at = 0;

	while (assembly_next_name(operands, &at, &name)) {
		if (slice_begins(name, p->counter))
			find(p, COST_FINDING_COUNTER);
		if (slice_begins(name, CALLBACK))
			find(p, COST_FINDING_CALLBACK);
		if (slice_begins(name, ".L"))
			buf_append(&p->names, &name, sizeof(name));
	}
}

static void read_directive(struct pass *p, const struct assembly_line *l)
{
	if (slice_is(l->name, ".loc"))
		read_place(p, l->operands);
	else if (slice_is(l->name, ".file"))
		read_file(p, l->operands);
	else if (is_section(l->name))
		read_section(p, l);
	else if (!is_data(l->name) && !is_harmless(l->name))
		find(p, COST_FINDING_DIRECTIVE);
	/* The one datum that gcc writes among instructions: prefixes of a call for thread-local storage. */
	else if (is_data(l->name) && p->section->holds_code && !slice_is(l->operands, "0x6666"))
		find(p, COST_FINDING_DATA);
	else if (!p->section->is_debug)
		read_names(p, l->operands);
}

/* ---- instructions ------------------------------------------------------------------------------------------------ */

/* The symbol of "f", "f@PLT", "*f@GOTPCREL(%rip)"; empty when it is none of these. */
static struct slice direct_target(struct slice operands)
{
	static const char got[] = "@GOTPCREL(%rip)", plt[] = "@PLT";
	struct slice rest = operands, name;
	size_t at = 0;
	bool star = rest.len && *rest.p == '*';

	rest.p += star;
	rest.len -= star;
	if (!rest.len || !assembly_next_name(rest, &at, &name) || name.p != rest.p)
		return (struct slice){ "", 0 };
	rest = (struct slice){ name.p + name.len, rest.len - name.len };
	if (star ? slice_is(rest, got) : !rest.len || slice_is(rest, plt))
		return name;
	return (struct slice){ "", 0 };
}

static bool is_string_instruction(struct slice name)
{
	static const char *const words[] = { "movs", "stos", "scas", "cmps", "lods", "ins", "outs" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (slice_begins(name, words[i]) && name.len == strlen(words[i]) + 1 &&
		    strchr("bwlq", name.p[name.len - 1]))
			return true;
	}
	return false;
}

static bool asks_for_chance(struct slice name)
{
	return slice_begins(name, "rdtsc") || slice_begins(name, "rdrand") || slice_begins(name, "rdseed") ||
	       slice_begins(name, "rdpid");
}

static bool returns_twice(struct slice name)
{
	static const char *const words[] = { "setjmp",     "_setjmp",     "sigsetjmp", "__sigsetjmp",
					     "getcontext", "swapcontext", "savectx",   "vfork" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (slice_is(name, words[i]))
			return true;
	}
	return false;
}

static bool is_jump(struct slice name)
{
	return slice_begins(name, "j") || slice_begins(name, "loop") || slice_is(name, "xbegin");
}

static enum node_kind kind_of(const struct assembly_line *l, struct slice target)
{
	bool jumps = slice_is(l->name, "jmp") || slice_is(l->name, "jmpq");

	if (slice_is(l->name, "call") || slice_is(l->name, "callq"))
		return slice_is(target, CALLBACK) ? NODE_TICK : NODE_CALL;
	if (jumps && slice_is(target, CALLBACK))
		return NODE_LAST_TICK;
	if (jumps)
		return l->operands.len && *l->operands.p == '*' && !target.len ? NODE_INDIRECT : NODE_JUMP;
	if (is_jump(l->name))
		return NODE_BRANCH;
	if (slice_is(l->name, "ret") || slice_is(l->name, "retq") || slice_is(l->name, "ud2"))
		return NODE_END;
	return NODE_PLAIN;
}

static bool falls_through(enum node_kind kind)
{
	return kind != NODE_LAST_TICK && kind != NODE_JUMP && kind != NODE_INDIRECT && kind != NODE_END;
}

static void add_node(struct pass *p, const struct assembly_line *l, enum node_kind kind, struct slice name,
		     uint8_t flags)
{
	uint32_t self = n_nodes(p);
	struct node n = {
		.offset = (uint32_t)(l->whole.p - p->text.p),
		.name = (uint32_t)(name.len ? name.p - p->text.p : 0),
		.name_len = (uint32_t)name.len,
		.next = NONE,
		.target = NONE,
		.line = p->line,
		.weight = kind == NODE_TICK || kind == NODE_LAST_TICK,
		.file = (uint16_t)(p->file < FILES_MAX ? p->file : FILES_MAX),
		.kind = (uint8_t)kind,
		.flags = flags,
	};

	if (buf_append(&p->nodes, &n, sizeof(n)) < 0)
		return;
	if (p->section->last != NONE)
		nodes_of(p)[p->section->last].next = self;
	p->section->last = falls_through(kind) ? self : NONE;
}

static void read_instruction(struct pass *p, const struct assembly_line *l)
{
	struct slice target = direct_target(l->operands);
	enum node_kind kind = kind_of(l, target);
	uint8_t flags = l->repeats && is_string_instruction(l->name) ? FLAG_REPEATS : 0;
	bool is_call = kind == NODE_CALL || kind == NODE_TICK || kind == NODE_LAST_TICK;

	if (!p->section->holds_code)
		find(p, COST_FINDING_STRANGE);
	if (((kind == NODE_BRANCH || kind == NODE_JUMP) && !target.len) || slice_begins(l->name, "ljmp") ||
	    slice_begins(l->name, "lcall") || slice_begins(l->name, "lret") || slice_begins(l->name, "iret"))
		find(p, COST_FINDING_JUMP);
	if (asks_for_chance(l->name))
		find(p, COST_FINDING_CHANCE);
	if (kind == NODE_CALL && returns_twice(target))
		flags |= FLAG_TICK_AFTER;
	if (!is_call && kind != NODE_BRANCH && kind != NODE_JUMP)
		target.len = 0;
	if (kind != NODE_TICK && kind != NODE_LAST_TICK &&
	    (!target.len || slice_begins(target, CALLBACK) || slice_begins(target, p->counter)))
		read_names(p, l->operands);
	add_node(p, l, kind, target, flags);
}

static void read_label(struct pass *p, const struct assembly_line *l)
{
	struct label label = { l->name, n_nodes(p) };

	if (slice_begins(l->name, p->counter))
		find(p, COST_FINDING_COUNTER);
	if (slice_begins(l->name, CALLBACK))
		find(p, COST_FINDING_CALLBACK);
	/* Thunks for indirect branches jump by returning. */
	if (slice_begins(l->name, ".LIND") || slice_begins(l->name, "__x86_"))
		find(p, COST_FINDING_JUMP);
	if (!p->section->holds_code)
		return;
	buf_append(&p->labels, &label, sizeof(label));
	add_node(p, l, NODE_LABEL, l->name, slice_begins(l->name, ".L") ? 0 : FLAG_ENTRY);
}

/*
 * What stands between the marks of inline assembly is read like anything else, since a source can forge the end mark.
 * gcc writes the first mark for any assembler text that is not empty.
 */
static void read_mark(struct pass *p, bool begins)
{
	if (begins)
		find(p, COST_FINDING_INLINE);
	else if (!p->in_inline)
		find(p, COST_FINDING_STRANGE);
	p->in_inline = begins;
}

static void read_line(struct pass *p, const struct assembly_line *l)
{
	switch (l->kind) {
	case ASSEMBLY_BLANK:
		break;
	case ASSEMBLY_LABEL:
		read_label(p, l);
		break;
	case ASSEMBLY_DIRECTIVE:
		read_directive(p, l);
		break;
	case ASSEMBLY_INSTRUCTION:
		read_instruction(p, l);
		break;
	case ASSEMBLY_INLINE:
	case ASSEMBLY_INLINE_END:
		read_mark(p, l->kind == ASSEMBLY_INLINE);
		break;
	case ASSEMBLY_STRANGE:
		find(p, COST_FINDING_STRANGE);
		break;
	}
}

static int read_text(struct pass *p, struct err *e)
{
	struct assembly_line l;
	size_t at = 0;
	int r;

	enter_section(p, (struct slice){ ".text", 5 }, (struct slice){ "", 0 });
	while (assembly_next(p->text, &at, &l))
		read_line(p, &l);
	if ((r = buf_error(&p->nodes, "instructions", e)) < 0 || (r = buf_error(&p->labels, "labels", e)) < 0)
		return r;
	return buf_error(&p->names, "names of labels", e);
}

/* ---- who jumps where --------------------------------------------------------------------------------------------- */

static int compare_labels(const void *a, const void *b)
{
	return slice_compare(((const struct label *)a)->name, ((const struct label *)b)->name);
}

static uint32_t find_label(const struct pass *p, struct slice name)
{
	const struct label key = { name, 0 }, *found;
	uint32_t n = count_of(&p->labels, sizeof(key));

	found = n ? bsearch(&key, p->labels.data, n, sizeof(key), compare_labels) : NULL;
	return found ? found->node : NONE;
}

static void resolve_target(struct pass *p, struct node *n)
{
	struct slice name = { p->text.p + n->name, n->name_len };
	uint32_t target;

	if (n->kind != NODE_CALL && n->kind != NODE_BRANCH && n->kind != NODE_JUMP)
		return;
	target = name.len ? find_label(p, name) : NONE;
	if (n->kind == NODE_CALL) {
		if (target != NONE)
			nodes_of(p)[target].flags |= FLAG_ENTRY;
		return;
	}
	n->target = target;
	if (target == NONE || !slice_begins(name, ".L"))
		n->flags |= FLAG_LEAVES;
}

static int resolve_names(struct pass *p, struct err *e)
{
	const struct slice *names = (const struct slice *)(void *)p->names.data;
	uint32_t n_labels = count_of(&p->labels, sizeof(struct label));

	if (n_labels)
		qsort(p->labels.data, n_labels, sizeof(struct label), compare_labels);
	for (uint32_t i = 0; i < n_nodes(p); i++)
		resolve_target(p, &nodes_of(p)[i]);
	for (uint32_t i = 0; i < count_of(&p->names, sizeof(*names)); i++) {
		uint32_t label = find_label(p, names[i]);

		if (label == NONE)
			continue;
		nodes_of(p)[label].flags |= FLAG_ENTRY;
		buf_append(&p->hub, &label, sizeof(label));
	}
	return buf_error(&p->hub, "labels whose address is taken", e);
}

/* ---- the search -------------------------------------------------------------------------------------------------- */

/* The node that stands for "any label whose address is taken" has the number behind the last. */
static bool is_hub(const struct pass *p, uint32_t node)
{
	return node == n_nodes(p);
}

static bool stops_here(const struct node *n)
{
	return n->weight || (n->flags & FLAG_TICK);
}

/* The edge number `step` of a node; NONE: there is none, *more says whether there may be later ones. */
static uint32_t edge(const struct pass *p, uint32_t node, uint32_t step, bool *more)
{
	const struct node *n = &nodes_of(p)[node];

	if (is_hub(p, node)) {
		*more = step < count_of(&p->hub, sizeof(uint32_t));
		return *more ? ((const uint32_t *)(const void *)p->hub.data)[step] : NONE;
	}
	*more = step < 2 && !stops_here(n);
	if (!*more)
		return NONE;
	if (n->kind == NODE_INDIRECT)
		return step == 0 ? n_nodes(p) : NONE;
	return step == 0 ? n->next : n->target;
}

static bool is_grey(const struct pass *p, uint32_t node)
{
	return is_hub(p, node) ? p->hub_grey : nodes_of(p)[node].flags & FLAG_GREY;
}

static bool is_black(const struct pass *p, uint32_t node)
{
	return is_hub(p, node) ? p->hub_black : nodes_of(p)[node].flags & FLAG_BLACK;
}

static bool calls(const struct pass *p, uint32_t node)
{
	return is_hub(p, node) ? p->hub_calls : nodes_of(p)[node].flags & FLAG_CALLS;
}

static void note_calls(struct pass *p, uint32_t node)
{
	if (is_hub(p, node))
		p->hub_calls = true;
	else if (!stops_here(&nodes_of(p)[node]))
		nodes_of(p)[node].flags |= FLAG_CALLS;
}

static void enter(struct pass *p, uint32_t node)
{
	const struct frame f = { node, 0 };
	struct node *n = &nodes_of(p)[node];

	buf_append(&p->path, &f, sizeof(f));
	if (is_hub(p, node)) {
		p->hub_grey = true;
		return;
	}
	n->flags |= FLAG_GREY;
	if (n->kind == NODE_CALL || n->kind == NODE_INDIRECT || (n->flags & FLAG_LEAVES))
		note_calls(p, node);
}

static void leave(struct pass *p, uint32_t node)
{
	p->path.len -= sizeof(struct frame);
	if (is_hub(p, node)) {
		p->hub_grey = false;
		p->hub_black = true;
		return;
	}
	nodes_of(p)[node].flags &= (uint8_t)~FLAG_GREY;
	nodes_of(p)[node].flags |= FLAG_BLACK;
}

/* An edge that leads back: a cycle without a tick. The hub is no place in the text; who jumps there gets the tick. */
static void break_cycle(struct pass *p, uint32_t from, uint32_t to)
{
	struct node *n = &nodes_of(p)[is_hub(p, to) ? from : to];

	if (n->flags & FLAG_TICK)
		return;
	n->flags |= FLAG_TICK;
	find_at(p, COST_FINDING_LOOP, n->file, n->line);
}

static void search_from(struct pass *p, uint32_t start)
{
	enter(p, start);
	while (p->path.len && !p->path.failed) {
		struct frame *top = (struct frame *)(void *)(p->path.data + p->path.len - sizeof(*top));
		uint32_t node = top->node, to;
		bool more;

		to = edge(p, node, top->step++, &more);
		if (to != NONE && is_grey(p, to))
			break_cycle(p, node, to);
		else if (to != NONE && !is_black(p, to))
			enter(p, to);
		else if (to != NONE && calls(p, to))
			note_calls(p, node);
		else if (!more) {
			leave(p, node);
			if (p->path.len && calls(p, node))
				note_calls(p, top[-1].node);
		}
	}
}

static int search(struct pass *p, struct err *e)
{
	for (uint32_t i = 0; i < n_nodes(p); i++) {
		if (!is_black(p, i))
			search_from(p, i);
	}
	for (uint32_t i = 0; i < n_nodes(p); i++) {
		struct node *n = &nodes_of(p)[i];

		if (!(n->flags & FLAG_ENTRY) || !(n->flags & FLAG_CALLS) || stops_here(n))
			continue;
		n->flags |= FLAG_TICK;
		find_at(p, COST_FINDING_ENTRY, n->file, n->line);
	}
	return buf_error(&p->path, "the search for loops", e);
}

/* ---- fewer ticks ------------------------------------------------------------------------------------------------- */

/* Where somebody may look at what has been counted, or come from where, or go to where, this text does not say. */
static bool is_still(const struct node *n)
{
	return n->kind == NODE_CALL || n->kind == NODE_INDIRECT || n->kind == NODE_END ||
	       (n->flags & (FLAG_ENTRY | FLAG_LEAVES | FLAG_TICK | FLAG_TICK_AFTER | FLAG_REPEATS));
}

static int merge_weights(struct pass *p, struct buf *places, struct err *e)
{
	uint32_t n = n_nodes(p);
	struct cost_place *place;
	int r;

	for (const struct node *i = nodes_of(p), *end = i + n; i < end; i++)
		buf_append(places, &(struct cost_place){ i->next, i->target, i->weight, is_still(i) }, sizeof(*place));
	if ((r = buf_error(places, "places", e)) < 0)
		return r;
	place = (struct cost_place *)(void *)places->data;
	if ((r = cost_merge(place, n, e)) < 0)
		return r;
	for (uint32_t i = 0; i < n; i++)
		nodes_of(p)[i].weight = place[i].weight;
	return 0;
}

/*
 * A text that may not be what it looks like is left alone, and where functions are told apart each keeps its own ticks.
 * The search that follows finds nothing, since no cycle and no way to a call has lost what it counts; it is there so
 * that the promise does not rest on an argument.
 */
static int merge(struct pass *p, struct err *e)
{
	cleanup_buf struct buf places;
	int r;

	buf_init(&places, COST_NODES_MAX * sizeof(struct cost_place));
	if (p->profile || p->facts->escapes)
		return 0;
	if ((r = merge_weights(p, &places, e)) < 0)
		return r;
	for (uint32_t i = 0; i < n_nodes(p); i++)
		nodes_of(p)[i].flags &= (uint8_t) ~(FLAG_BLACK | FLAG_CALLS);
	p->hub_black = p->hub_calls = false;
	return search(p, e);
}

/* ---- what comes out ---------------------------------------------------------------------------------------------- */

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

/* Leaves the flags alone. */
static void put_here(const struct pass *p, struct buf *out)
{
	if (p->profile)
		buf_printf(out, "\tmovq\t$%zu, %s+%zu(%%rip)\n", p->function, p->counter,
			   offsetof(struct cost_counter, here));
}

/* What is counted there is counted for this function too. */
static void put_share(const struct pass *p, const char *instruction, const char *operand, struct buf *out)
{
	if (p->profile)
		buf_printf(out, "\t%s\t%s%s.slots+%zu(%%rip)\n", instruction, operand, p->counter,
			   p->function * sizeof(struct cost_function));
}

static void put_tick(const struct pass *p, uint32_t weight, struct buf *out)
{
	if (!weight)
		return;
	put_here(p, out);
	put_share(p, "incq", "", out);
	buf_printf(out, "\tsubq\t$%u, %s(%%rip)\n\tjs\t%s.out\n", weight, p->counter, p->counter);
	p->facts->ticks++;
}

/* lea and mov leave the flags alone. */
#define STEP_ASIDE "\tleaq\t-128(%rsp), %rsp\n\tpushfq\n"
#define STEP_BACK  "\tpopfq\n\tleaq\t128(%rsp), %rsp\n"

static void put_own_tick(const struct pass *p, struct buf *out)
{
	buf_puts(out, STEP_ASIDE);
	put_here(p, out);
	put_share(p, "incq", "", out);
	buf_printf(out, "\tsubq\t$1, %s(%%rip)\n\tjs\t%s.out\n", p->counter, p->counter);
	buf_puts(out, STEP_BACK);
	p->facts->added++;
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
static void put_charge(const struct pass *p, struct slice instruction, struct buf *out)
{
	buf_puts(out, STEP_ASIDE "\tpushq\t%rcx\n");
	buf_printf(out, "\tsubq\t%s+8(%%rip), %%rcx\n\tsarq\t$%d, %%rcx\n", p->counter, shift_of(instruction));
	put_share(p, "subq", "%rcx, ", out);
	buf_printf(out, "\taddq\t%%rcx, %s(%%rip)\n", p->counter);
	buf_printf(out, "\tpopq\t%%rcx\n\tjs\t%s.out\n", p->counter);
	buf_puts(out, STEP_BACK);
	p->facts->repeats++;
}

static void put_line(const struct assembly_line *l, struct buf *out)
{
	buf_append(out, l->whole.p, l->whole.len);
	buf_putc(out, '\n');
}

static void put_node(struct pass *p, const struct node *n, const struct assembly_line *l, struct buf *out)
{
	struct slice name = { p->text.p + n->name, n->name_len };
	bool ticks = n->flags & FLAG_TICK;

	if (p->profile && n->kind == NODE_LABEL && !slice_begins(name, ".L"))
		p->function = find_function(p->profile, name);
	if (ticks && n->kind != NODE_LABEL)
		put_own_tick(p, out);
	if (n->flags & FLAG_REPEATS)
		buf_printf(out, "\tmovq\t%%rcx, %s+8(%%rip)\n", p->counter);
	if (n->kind == NODE_TICK || n->kind == NODE_LAST_TICK)
		put_tick(p, n->weight, out);
	else
		put_line(l, out);
	if (n->kind == NODE_LAST_TICK)
		buf_puts(out, "\tret\n");
	/* What it called was another one. */
	if (n->kind == NODE_CALL)
		put_here(p, out);
	if (n->flags & FLAG_REPEATS)
		put_charge(p, l->name, out);
	if ((ticks && n->kind == NODE_LABEL) || (n->flags & FLAG_TICK_AFTER))
		put_own_tick(p, out);
}

static int put_text(struct pass *p, struct buf *out, struct err *e)
{
	const struct node *n = nodes_of(p), *end = n + n_nodes(p);
	struct assembly_line l;
	size_t at = 0;

	while (assembly_next(p->text, &at, &l)) {
		if (n < end && n->offset == (size_t)(l.whole.p - p->text.p))
			put_node(p, n++, &l, out);
		else
			put_line(&l, out);
	}
	/* Hidden, so that a jump to the one and an address of the other need no table of the loader's. */
	buf_printf(out, "\t.hidden\t%s\n\t.hidden\t%s.out\n", p->counter, p->counter);
	if (p->profile)
		buf_printf(out, "\t.hidden\t%s.slots\n", p->counter);
	return buf_error(out, "the counting program", e);
}

/* ---- outside ----------------------------------------------------------------------------------------------------- */

int cost_pass_supported(const char *toolchain_name, struct err *e)
{
#if defined(__x86_64__)
	/* For clang see cost_clang.h. */
	if (!strncmp(toolchain_name, "gcc ", 4) || !strncmp(toolchain_name, "clang ", 6))
		return 0;
	return err_set(e, -ENOTSUP, "steps are counted in what gcc or clang compiles, and this is %s", toolchain_name);
#else
	(void)toolchain_name;
	return err_set(e, -ENOTSUP, "steps are counted on x86-64 only");
#endif
}

static int check_counter(const char *counter, struct err *e)
{
	size_t n = strlen(counter);

	if (n < 8 || n > COST_COUNTER_MAX || strspn(counter, "0123456789_") > 0 ||
	    strspn(counter, "0123456789_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") != n)
		return err_set(e, -EINVAL, "'%.80s' is no name for a counter", counter);
	return 0;
}

static void pass_clear(struct pass *p)
{
	buf_clear(&p->nodes);
	buf_clear(&p->labels);
	buf_clear(&p->names);
	buf_clear(&p->hub);
	buf_clear(&p->path);
}

static void pass_init(struct pass *p, struct slice text, const char *counter, struct cost_facts *facts)
{
	*p = (struct pass){ .text = text, .counter = counter, .facts = facts };
	buf_init(&p->nodes, COST_NODES_MAX * sizeof(struct node));
	buf_init(&p->labels, COST_NODES_MAX * sizeof(struct label));
	buf_init(&p->names, COST_NODES_MAX * sizeof(struct slice));
	buf_init(&p->hub, COST_NODES_MAX * sizeof(uint32_t));
	buf_init(&p->path, (COST_NODES_MAX + 1) * sizeof(struct frame));
	for (size_t i = 0; i < FILES_MAX; i++)
		p->files[i] = (struct slice){ "", 0 };
}

int cost_pass(const char *text, size_t len, const char *counter, struct cost_profile *profile, struct buf *out,
	      struct cost_facts *facts, struct err *e)
{
	cleanup_free struct pass *p = malloc(sizeof(*p));
	struct cost_facts found = { .ticks = 0 };
	int r = check_counter(counter, e);

	if (r < 0)
		return r;
	if (!p)
		return err_set(e, -ENOMEM, "out of memory");
	if (len > COST_TEXT_MAX)
		return err_set(e, -EMSGSIZE, "%zu bytes of assembler text, at most %u are counted", len,
			       (unsigned)COST_TEXT_MAX);
	pass_init(p, (struct slice){ text, len }, counter, &found);
	p->profile = profile;
	if (profile && !profile->n)
		profile->n = 1;
	if ((r = read_text(p, e)) == 0 && (r = resolve_names(p, e)) == 0 && (r = search(p, e)) == 0 &&
	    (r = merge(p, e)) == 0)
		r = put_text(p, out, e);
	pass_clear(p);
	if (r == 0)
		*facts = found;
	return r;
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
	int r = check_counter(counter, e);

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
