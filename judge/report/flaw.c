/*
 * flaw: one thing that is unsound in a program, in a line of words: what, how much, and where.
 *
 * The place is that of the candidate's own code that did it; where none is known, that of the block. Names of files are
 * the candidate's and are escaped; no value and no address of the run gets into the words.
 */
#include "judge/report/report.h"
#include "sandbox/base/text.h"

#include <string.h>

const struct spot *flaw_spot(const struct flaw *f)
{
	if (f->n_frames)
		return &f->frames[0];
	if (f->freed.file)
		return &f->freed;
	return f->allocated.file ? &f->allocated : NULL;
}

static bool same_function(const struct spot *a, const struct spot *b)
{
	return a->function && b->function && !strcmp(a->function, b->function) && !strcmp(a->file, b->file);
}

size_t flaw_recursion(const struct flaw *f)
{
	if (strcmp(f->kind->name, "stack-overflow") != 0)
		return 0;
	for (size_t turn = 1; turn < f->n_frames; turn++) {
		size_t i = turn;

		while (i < f->n_frames && same_function(&f->frames[i], &f->frames[i - turn]))
			i++;
		if (i == f->n_frames)
			return turn;
	}
	return 0;
}

void flaw_words(const struct flaw *f, char out[REASON_MAX])
{
	const struct spot *p = flaw_spot(f);
	const char *how = f->n_frames ? " " : p && p == &f->freed ? ", freed at " : ", allocated at ";
	cleanup_buf struct buf raw = { 0 }, safe = { 0 };

	buf_init(&raw, 4 * REASON_MAX);
	buf_init(&safe, REASON_MAX - 1);
	(void)buf_puts(&raw, f->kind->name);
	if (f->kind->class == FINDING_LEAK)
		(void)buf_printf(&raw, " %llu B in %llu block%s", (unsigned long long)f->bytes,
				 (unsigned long long)f->blocks, f->blocks == 1 ? "" : "s");
	if (p)
		(void)buf_printf(&raw, "%s%s:%u", how, p->file, p->line);
	text_escape(&safe, raw.data, raw.len, true);
	memcpy(out, safe.data, safe.len + 1);
}
