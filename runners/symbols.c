/*
 * symbols: from addresses in a candidate's file to lines of its sources.
 *
 * addr2line does it, in a box, since debugging information is as much a candidate's as the rest of the file (inline
 * assembly can write any). What it answers is compared with the names of the sources: what is none of them (the
 * driver, a library, "#line 7 \"/etc/passwd\"") is no place of the candidate's and is left out.
 */
#include "runners/runner.h"

#include "runners/toolchain.h"

#include <errno.h>
#include <string.h>

#define ANSWER_BYTES_MAX (512u * 1024u)
#define ADDRESSES_MAX    1024u
#define INLINED_MAX      4u /* places of one address that are kept */
#define FUNCTION_MAX     80u
#define MIB              (1024u * 1024u)

struct address {
	uint64_t at;
	struct spot places[INLINED_MAX]; /* innermost first */
	size_t n;
};

struct symbols {
	struct address list[ADDRESSES_MAX]; /* in the order in which they were met; no two are the same */
	size_t n;
	const struct source *sources;
	size_t n_sources;
	struct arena *memory;
};

static struct address *find(struct symbols *y, uint64_t at)
{
	for (size_t i = 0; i < y->n; i++)
		if (y->list[i].at == at)
			return &y->list[i];
	return NULL;
}

static void gather(struct symbols *y, const struct finding_stack *stack)
{
	for (size_t i = 0; i < stack->n && y->n < ADDRESSES_MAX; i++)
		if (!find(y, stack->at[i]))
			y->list[y->n++] = (struct address){ .at = stack->at[i] };
}

/* ---- asking ------------------------------------------------------------------------------------------------------ */

static int run_symbolizer(const struct toolchain *tc, struct sandbox *s, const struct artifact *candidate,
			  const char *const *argv, struct buf *answer, struct err *e)
{
	struct box_spec spec = { .policy = BOX_POLICY_COMPILE, .processes = 1, .memory_bytes = 512 * MIB };
	const struct box_stream streams[] = {
		{ .box_fd = 0, .kind = BOX_STREAM_NULL },
		{ .box_fd = 1, .kind = BOX_STREAM_CAPTURE, .into = answer, .drop_excess = true },
		{ .box_fd = 2, .kind = BOX_STREAM_NULL },
	};
	const struct box_run run = {
		.program = argv[0],
		.argv = argv,
		.limits = { .cpu_us = 5000000, .wall_us = 10000000, .stack_bytes = 8 * MIB, .open_files = 16 },
		.streams = streams,
		.n_streams = 3,
	};
	struct box_result result;
	cleanup_box struct box *box = NULL;
	int r;

	toolchain_symbolizer(tc, &spec.mounts, &spec.n_mounts);
	if ((r = box_open(s, &spec, &box, e)) < 0 || (r = box_put(box, "object", candidate->fd, e)) < 0 ||
	    (r = box_run(box, &run, &result, e)) < 0)
		return err_wrap(e, "find the lines of addresses");
	/* However it ended: a file that it cannot read is the candidate's, and what it has answered is as good. */
	return 0;
}

static int ask(const struct toolchain *tc, struct sandbox *s, const struct artifact *candidate, struct symbols *y,
	       struct buf *answer, struct err *e)
{
	static const char *const options[] = { "-a", "-f", "-i", "-e", "/box/object" };
	const size_t n = 1 + sizeof(options) / sizeof(options[0]);
	const struct box_mount *mounts;
	const char **argv = arena_array(y->memory, n + y->n + 1, sizeof(*argv));
	size_t unused;

	if (!argv)
		return err_set(e, -ENOMEM, "symbols: out of memory");
	argv[0] = toolchain_symbolizer(tc, &mounts, &unused);
	memcpy(argv + 1, options, sizeof(options));
	for (size_t i = 0; i < y->n; i++) {
		argv[n + i] =
			arena_printf(y->memory, "0x%llx", (unsigned long long)(y->list[i].at & ~FINDING_OF_PROGRAM));
		if (!argv[n + i])
			return err_set(e, -ENOMEM, "symbols: out of memory");
	}
	return run_symbolizer(tc, s, candidate, argv, answer, e);
}

/* ---- the answer -------------------------------------------------------------------------------------------------- */

/* The source that `path` names: its place in the box of the build, its own name, or that name below a directory. */
static const char *source_of(const struct symbols *y, const char *path, size_t len)
{
	for (size_t i = 0; i < y->n_sources; i++) {
		const char *name = y->sources[i].name;
		size_t n = strlen(name);
		char box[32], work[32];

		/* gcc takes the directory of the file, clang that in which it runs. */
		snprintf(box, sizeof(box), "/box/%zu.c", i);
		snprintf(work, sizeof(work), "/work/%zu.c", i);
		if ((len == strlen(box) && !memcmp(path, box, len)) ||
		    (len == strlen(work) && !memcmp(path, work, len)))
			return name;
		if (n && n <= len && !memcmp(path + len - n, name, n) && (n == len || path[len - n - 1] == '/'))
			return name;
	}
	return NULL;
}

/* "/work/lru_cache.c:41 (discriminator 2)"; false: it is no place of the candidate's. */
static bool read_place(const struct symbols *y, const char *line, size_t len, struct spot *out)
{
	const char *blank = memmem(line, len, " (discriminator ", 16), *colon;
	uint64_t number = 0;

	if (blank)
		len = (size_t)(blank - line);
	colon = memrchr(line, ':', len);
	if (!colon)
		return false;
	for (const char *p = colon + 1; p < line + len; p++) {
		if (*p < '0' || *p > '9' || number > UINT32_MAX / 10)
			return false;
		number = number * 10 + (uint64_t)(*p - '0');
	}
	out->file = source_of(y, line, (size_t)(colon - line));
	out->line = (uint32_t)number;
	return out->file && out->line;
}

static size_t line_length(const char *p, const char *stop)
{
	const char *end = memchr(p, '\n', (size_t)(stop - p));

	return (size_t)((end ? end : stop) - p);
}

/*
 * For each address in turn its own line, "0x000000000000135e", then two lines for each place: the function and the
 * file. No function begins with a digit.
 */
static int read_answer(struct symbols *y, const struct buf *answer, struct err *e)
{
	const char *p = answer->data, *stop = answer->data + answer->len;
	struct address *current = NULL;
	size_t next = 0;

	while (p < stop) {
		size_t len = line_length(p, stop), place_len;
		struct spot place = { .file = NULL };
		const char *function = p;

		p += len + (p + len < stop);
		if (len > 2 && !memcmp(function, "0x", 2)) {
			current = next < y->n ? &y->list[next++] : NULL;
			continue;
		}
		place_len = line_length(p, stop);
		if (current && current->n < INLINED_MAX && read_place(y, p, place_len, &place)) {
			if (len && *function != '?')
				place.function =
					arena_strndup(y->memory, function, len < FUNCTION_MAX ? len : FUNCTION_MAX);
			if (len && *function != '?' && !place.function)
				return err_set(e, -ENOMEM, "symbols: out of memory");
			current->places[current->n++] = place;
		}
		p += place_len + (p + place_len < stop);
	}
	return 0;
}

/* ---- findings ---------------------------------------------------------------------------------------------------- */

static size_t places_of(struct symbols *y, const struct finding_stack *stack, struct spot *out)
{
	size_t n = 0;

	for (size_t i = 0; i < stack->n; i++) {
		const struct address *a = find(y, stack->at[i]);

		for (size_t k = 0; a && k < a->n && n < FINDING_FRAMES_MAX; k++)
			out[n++] = a->places[k];
	}
	return n;
}

static struct spot first_place(struct symbols *y, const struct finding_stack *stack)
{
	struct spot places[FINDING_FRAMES_MAX] = { { .file = NULL } };

	return places_of(y, stack, places) ? places[0] : (struct spot){ .file = NULL };
}

static struct flaw resolve(struct symbols *y, const struct sighting *s)
{
	struct flaw f = { .kind = s->kind, .bytes = s->bytes, .blocks = s->blocks };
	const char *file = source_of(y, s->file, strlen(s->file));

	if (s->file[0]) {
		f.frames[0] = (struct spot){ file, NULL, s->line, s->column };
		f.n_frames = file != NULL;
		return f;
	}
	f.n_frames = places_of(y, &s->access, f.frames);
	f.allocated = first_place(y, &s->allocated);
	f.freed = first_place(y, &s->freed);
	return f;
}

static bool is_ours(uint64_t at, bool program)
{
	return !(at & FINDING_OF_PROGRAM) == !program;
}

/* Of a function's runner, which is a program too, no line is the candidate's. */
static struct finding_stack only_of(const struct finding_stack *stack, bool program)
{
	struct finding_stack kept = { .n = 0 };

	for (size_t i = 0; i < stack->n; i++)
		if (is_ours(stack->at[i], program))
			kept.at[kept.n++] = stack->at[i];
	return kept;
}

/* The places of all sightings, once each; `own` are the sightings without those that are none of ours. */
static void gather_all(struct symbols *y, const struct sighting *list, size_t n, bool program, struct sighting *own)
{
	for (size_t i = 0; i < n; i++) {
		own[i] = list[i];
		own[i].access = only_of(&list[i].access, program);
		own[i].allocated = only_of(&list[i].allocated, program);
		own[i].freed = only_of(&list[i].freed, program);
		gather(y, &own[i].access);
		gather(y, &own[i].allocated);
		gather(y, &own[i].freed);
	}
}

int findings_resolve(const struct toolchain *tc, struct sandbox *s, const struct artifact *candidate,
		     const struct source *sources, size_t n_sources, bool program, const struct sighting *list,
		     size_t n, struct arena *a, struct flaw *out, struct err *e)
{
	cleanup_free struct symbols *y = calloc(1, sizeof(*y));
	cleanup_free struct sighting *own = calloc(n + 1, sizeof(*own));
	cleanup_buf struct buf answer = { 0 };
	int r = 0;

	if (!y || !own)
		return err_set(e, -ENOMEM, "symbols: out of memory");
	if (toolchain_lacks_sanitizers(tc))
		return err_set(e, -ENOTSUP, "%s", toolchain_lacks_sanitizers(tc));
	buf_init(&answer, ANSWER_BYTES_MAX);
	y->sources = sources;
	y->n_sources = n_sources;
	y->memory = a;
	gather_all(y, list, n, program, own);
	if (y->n && (r = ask(tc, s, candidate, y, &answer, e)) == 0)
		r = read_answer(y, &answer, e);
	for (size_t i = 0; r == 0 && i < n; i++)
		out[i] = resolve(y, &own[i]);
	return r;
}
