/*
 * cost_graph: assembler text to a graph of instructions and labels.
 *
 * A node goes on to the next one in its section, to the label that it names, or to both. Jumps through a register may
 * go to every label whose address stands anywhere (jump tables, computed goto): those are the hub, one for the whole
 * text, so that the graph stays linear in it. What may be called (a name that is not local, a label whose address is
 * taken) is an entry.
 *
 * The text is a stranger's, since inline assembly puts into it what it likes. Only what gcc itself writes is taken for
 * what it says: any other directive, section, mark, datum among instructions or jump is a finding, and so is a name
 * that nobody but us may use. Whether the counts can be relied upon in spite of it is not decided here.
 */
#include "runners/cost_graph.h"

#include <stdlib.h>
#include <string.h>

#define CALLBACK     "__sanitizer_cov_trace_pc"
#define SECTIONS_MAX 256

struct label {
	struct slice name;
	uint32_t node;
};

struct section {
	struct slice name;
	bool holds_code, is_debug;
	uint32_t last; /* node that falls through to the next one here */
};

struct reader {
	struct cost_graph *graph;
	const char *counter;
	struct buf labels; /* struct label, of code; sorted by name when all are there */
	struct buf names;  /* struct slice: local names that are used other than as a target */
	struct section sections[SECTIONS_MAX];
	size_t n_sections;
	struct section *section;
	uint32_t file, line; /* of the last .loc */
	bool in_inline;
};

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

void cost_graph_find(struct cost_graph *g, enum cost_finding_kind kind, uint32_t file, uint32_t line)
{
	struct cost_facts *facts = g->facts;
	struct cost_finding *f = &facts->findings[facts->n_findings];
	struct slice name = file < COST_GRAPH_FILES_MAX ? g->files[file] : (struct slice){ "", 0 };

	facts->escapes += kinds[kind].escapes;
	if (facts->n_findings > 0 && f[-1].kind == kind && f[-1].line == line)
		return;
	if (facts->n_findings == COST_FINDINGS_MAX)
		return;
	*f = (struct cost_finding){ .kind = kind, .line = line };
	memcpy(f->file, name.p, name.len < sizeof(f->file) ? name.len : sizeof(f->file) - 1);
	facts->n_findings++;
}

static void find(struct reader *rd, enum cost_finding_kind kind)
{
	cost_graph_find(rd->graph, kind, rd->file, rd->line);
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

static void read_file(struct reader *rd, struct slice operands)
{
	size_t at = 0;
	uint32_t number;

	if (!operands.len || *operands.p == '"')
		return;
	number = read_number(next_name(operands, &at));
	if (number < COST_GRAPH_FILES_MAX)
		rd->graph->files[number] = last_string(operands);
}

static void read_place(struct reader *rd, struct slice operands)
{
	size_t at = 0;

	rd->file = read_number(next_name(operands, &at));
	rd->line = read_number(next_name(operands, &at));
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

static void enter_section(struct reader *rd, struct slice name, struct slice flags)
{
	bool is_allocated = memchr(flags.p, 'a', flags.len);
	struct section *s;

	for (size_t i = 0; i < rd->n_sections; i++) {
		rd->section = &rd->sections[i];
		if (!slice_compare(rd->section->name, name))
			return;
	}
	if (rd->n_sections == SECTIONS_MAX) {
		find(rd, COST_FINDING_SECTION);
		return;
	}
	s = rd->section = &rd->sections[rd->n_sections++];
	*s = (struct section){ .name = name, .last = COST_GRAPH_NONE };
	s->holds_code = slice_begins(name, ".text") || memchr(flags.p, 'x', flags.len);
	s->is_debug = slice_begins(name, ".debug_") && !is_allocated;
	if (!is_usual_section(s, is_allocated))
		find(rd, COST_FINDING_SECTION);
}

static void read_section(struct reader *rd, const struct assembly_line *l)
{
	size_t at = 0;

	if (slice_is(l->name, ".section"))
		enter_section(rd, next_name(l->operands, &at), last_string(l->operands));
	else
		enter_section(rd, l->name, (struct slice){ "", 0 });
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
static void read_names(struct reader *rd, struct slice operands)
{
	struct slice name;
	size_t at = 0;

	while (assembly_next_name(operands, &at, &name)) {
		if (slice_begins(name, rd->counter))
			find(rd, COST_FINDING_COUNTER);
		if (slice_begins(name, CALLBACK))
			find(rd, COST_FINDING_CALLBACK);
		if (slice_begins(name, ".L"))
			buf_append(&rd->names, &name, sizeof(name));
	}
}

static void read_directive(struct reader *rd, const struct assembly_line *l)
{
	if (slice_is(l->name, ".loc"))
		read_place(rd, l->operands);
	else if (slice_is(l->name, ".file"))
		read_file(rd, l->operands);
	else if (is_section(l->name))
		read_section(rd, l);
	else if (!is_data(l->name) && !is_harmless(l->name))
		find(rd, COST_FINDING_DIRECTIVE);
	/* The one datum that gcc writes among instructions: prefixes of a call for thread-local storage. */
	else if (is_data(l->name) && rd->section->holds_code && !slice_is(l->operands, "0x6666"))
		find(rd, COST_FINDING_DATA);
	else if (!rd->section->is_debug)
		read_names(rd, l->operands);
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

static enum cost_node_kind kind_of(const struct assembly_line *l, struct slice target)
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

static bool falls_through(enum cost_node_kind kind)
{
	return kind != NODE_LAST_TICK && kind != NODE_JUMP && kind != NODE_INDIRECT && kind != NODE_END;
}

static void add_node(struct reader *rd, const struct assembly_line *l, enum cost_node_kind kind, struct slice name,
		     uint8_t flags)
{
	struct cost_graph *g = rd->graph;
	uint32_t self = g->n_nodes;
	struct cost_node n = {
		.offset = (uint32_t)(l->whole.p - g->text.p),
		.name = (uint32_t)(name.len ? name.p - g->text.p : 0),
		.name_len = (uint32_t)name.len,
		.next = COST_GRAPH_NONE,
		.target = COST_GRAPH_NONE,
		.line = rd->line,
		.weight = kind == NODE_TICK || kind == NODE_LAST_TICK,
		.file = (uint16_t)(rd->file < COST_GRAPH_FILES_MAX ? rd->file : COST_GRAPH_FILES_MAX),
		.kind = (uint8_t)kind,
		.flags = flags,
	};

	if (buf_append(&g->memory.nodes, &n, sizeof(n)) < 0)
		return;
	g->nodes = (struct cost_node *)(void *)g->memory.nodes.data;
	g->n_nodes++;
	if (rd->section->last != COST_GRAPH_NONE)
		g->nodes[rd->section->last].next = self;
	rd->section->last = falls_through(kind) ? self : COST_GRAPH_NONE;
}

static void read_instruction(struct reader *rd, const struct assembly_line *l)
{
	struct slice target = direct_target(l->operands);
	enum cost_node_kind kind = kind_of(l, target);
	uint8_t flags = l->repeats && is_string_instruction(l->name) ? FLAG_REPEATS : 0;
	bool is_call = kind == NODE_CALL || kind == NODE_TICK || kind == NODE_LAST_TICK;

	if (!rd->section->holds_code)
		find(rd, COST_FINDING_STRANGE);
	if (((kind == NODE_BRANCH || kind == NODE_JUMP) && !target.len) || slice_begins(l->name, "ljmp") ||
	    slice_begins(l->name, "lcall") || slice_begins(l->name, "lret") || slice_begins(l->name, "iret"))
		find(rd, COST_FINDING_JUMP);
	if (asks_for_chance(l->name))
		find(rd, COST_FINDING_CHANCE);
	if (kind == NODE_CALL && returns_twice(target))
		flags |= FLAG_TICK_AFTER;
	if (!is_call && kind != NODE_BRANCH && kind != NODE_JUMP)
		target.len = 0;
	if (kind != NODE_TICK && kind != NODE_LAST_TICK &&
	    (!target.len || slice_begins(target, CALLBACK) || slice_begins(target, rd->counter)))
		read_names(rd, l->operands);
	add_node(rd, l, kind, target, flags);
}

static void read_label(struct reader *rd, const struct assembly_line *l)
{
	struct label label = { l->name, rd->graph->n_nodes };

	if (slice_begins(l->name, rd->counter))
		find(rd, COST_FINDING_COUNTER);
	if (slice_begins(l->name, CALLBACK))
		find(rd, COST_FINDING_CALLBACK);
	/* Thunks for indirect branches jump by returning. */
	if (slice_begins(l->name, ".LIND") || slice_begins(l->name, "__x86_"))
		find(rd, COST_FINDING_JUMP);
	if (!rd->section->holds_code)
		return;
	buf_append(&rd->labels, &label, sizeof(label));
	add_node(rd, l, NODE_LABEL, l->name, slice_begins(l->name, ".L") ? 0 : FLAG_ENTRY);
}

/*
 * What stands between the marks of inline assembly is read like anything else, since a source can forge the end mark.
 * gcc writes the first mark for any assembler text that is not empty.
 */
static void read_mark(struct reader *rd, bool begins)
{
	if (begins)
		find(rd, COST_FINDING_INLINE);
	else if (!rd->in_inline)
		find(rd, COST_FINDING_STRANGE);
	rd->in_inline = begins;
}

static void read_line(struct reader *rd, const struct assembly_line *l)
{
	switch (l->kind) {
	case ASSEMBLY_BLANK:
		break;
	case ASSEMBLY_LABEL:
		read_label(rd, l);
		break;
	case ASSEMBLY_DIRECTIVE:
		read_directive(rd, l);
		break;
	case ASSEMBLY_INSTRUCTION:
		read_instruction(rd, l);
		break;
	case ASSEMBLY_INLINE:
	case ASSEMBLY_INLINE_END:
		read_mark(rd, l->kind == ASSEMBLY_INLINE);
		break;
	case ASSEMBLY_STRANGE:
		find(rd, COST_FINDING_STRANGE);
		break;
	}
}

static int read_text(struct reader *rd, struct err *e)
{
	struct assembly_line l;
	size_t at = 0;
	int r;

	enter_section(rd, (struct slice){ ".text", 5 }, (struct slice){ "", 0 });
	while (assembly_next(rd->graph->text, &at, &l))
		read_line(rd, &l);
	if ((r = buf_error(&rd->graph->memory.nodes, "instructions", e)) < 0 ||
	    (r = buf_error(&rd->labels, "labels", e)) < 0)
		return r;
	return buf_error(&rd->names, "names of labels", e);
}

/* ---- who jumps where --------------------------------------------------------------------------------------------- */

static int compare_labels(const void *a, const void *b)
{
	return slice_compare(((const struct label *)a)->name, ((const struct label *)b)->name);
}

static uint32_t find_label(const struct reader *rd, struct slice name)
{
	const struct label key = { name, 0 }, *found;
	size_t n = rd->labels.len / sizeof(key);

	found = n ? bsearch(&key, rd->labels.data, n, sizeof(key), compare_labels) : NULL;
	return found ? found->node : COST_GRAPH_NONE;
}

static void resolve_target(const struct reader *rd, struct cost_node *n)
{
	struct slice name = { rd->graph->text.p + n->name, n->name_len };
	uint32_t target;

	if (n->kind != NODE_CALL && n->kind != NODE_BRANCH && n->kind != NODE_JUMP)
		return;
	target = name.len ? find_label(rd, name) : COST_GRAPH_NONE;
	if (n->kind == NODE_CALL) {
		if (target != COST_GRAPH_NONE)
			rd->graph->nodes[target].flags |= FLAG_ENTRY;
		return;
	}
	n->target = target;
	if (target == COST_GRAPH_NONE || !slice_begins(name, ".L"))
		n->flags |= FLAG_LEAVES;
}

static int resolve_names(struct reader *rd, struct err *e)
{
	const struct slice *names = (const struct slice *)(void *)rd->names.data;
	size_t n_labels = rd->labels.len / sizeof(struct label), n_names = rd->names.len / sizeof(*names);
	struct cost_graph *g = rd->graph;

	if (n_labels)
		qsort(rd->labels.data, n_labels, sizeof(struct label), compare_labels);
	for (uint32_t i = 0; i < g->n_nodes; i++)
		resolve_target(rd, &g->nodes[i]);
	for (size_t i = 0; i < n_names; i++) {
		uint32_t label = find_label(rd, names[i]);

		if (label == COST_GRAPH_NONE)
			continue;
		g->nodes[label].flags |= FLAG_ENTRY;
		buf_append(&g->memory.hub, &label, sizeof(label));
	}
	g->hub = (const uint32_t *)(const void *)g->memory.hub.data;
	g->n_hub = (uint32_t)(g->memory.hub.len / sizeof(*g->hub));
	return buf_error(&g->memory.hub, "labels whose address is taken", e);
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */

static void graph_init(struct cost_graph *g, struct slice text, struct cost_facts *facts)
{
	*g = (struct cost_graph){ .text = text, .facts = facts };
	buf_init(&g->memory.nodes, COST_NODES_MAX * sizeof(struct cost_node));
	buf_init(&g->memory.hub, COST_NODES_MAX * sizeof(uint32_t));
	g->nodes = (struct cost_node *)(void *)g->memory.nodes.data;
	for (size_t i = 0; i < COST_GRAPH_FILES_MAX; i++)
		g->files[i] = (struct slice){ "", 0 };
}

int cost_graph_read(struct slice text, const char *counter, struct cost_facts *facts, struct cost_graph *out,
		    struct err *e)
{
	struct cost_graph g;
	struct reader rd = { .graph = &g, .counter = counter };
	int r;

	graph_init(&g, text, facts);
	buf_init(&rd.labels, COST_NODES_MAX * sizeof(struct label));
	buf_init(&rd.names, COST_NODES_MAX * sizeof(struct slice));
	r = read_text(&rd, e);
	if (r == 0)
		r = resolve_names(&rd, e);
	buf_clear(&rd.labels);
	buf_clear(&rd.names);
	if (r < 0)
		cost_graph_clear(&g);
	else
		*out = g;
	return r;
}

void cost_graph_clear(struct cost_graph *g)
{
	buf_clear(&g->memory.nodes);
	buf_clear(&g->memory.hub);
}
