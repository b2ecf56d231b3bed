/*
 * progress: what is going on, on standard error, while a submission is judged.
 *
 * On a terminal one line that is redrawn, cut to the width and gone before the report is shown; elsewhere one plain
 * line a stage, since a log is not to be filled with what was true for a moment; with -q nothing.
 */
#ifndef JUDGE_JUDGE_CLI_PROGRESS_H
#define JUDGE_JUDGE_CLI_PROGRESS_H

#include "judge/cli/terminal.h"
#include "judge/judge.h"

#define PROGRESS_INTERVAL_US UINT64_C(50000)

struct progress {
	struct terminal screen; /* standard error */
	const char *name;       /* what is judged; not owned */
	bool quiet;
	bool building;        /* plain: it was said that tests are being built */
	uint64_t interval_us; /* the line is not redrawn sooner, unless the stage has changed */
	uint64_t drawn_at_us;
};

void progress_begin(struct progress *p, const struct terminal *screen, const char *name, bool quiet);
/* As of judge_options: `arg` is the struct progress. */
void progress_event(const struct judge_event *ev, void *arg);
/* The same for what is no submission, in words of one's own; elsewhere than on a terminal only the last are said. */
void progress_words(struct progress *p, const char *words, bool last);
/* Takes the line away. */
void progress_end(struct progress *p);

/*
 * Draws n lines, each below the other and with no line end behind the last, in place of what was drawn here before.
 * They must be fewer than the terminal has rows, and shorter than it is wide. Whatever else is to be written there, or
 * is drawn by the functions above, is so behind progress_erase.
 */
void progress_block(const struct terminal *screen, const struct buf *lines, size_t n);

/* Takes away what was drawn. A signal handler may call it too, just before the process ends. */
void progress_erase(void);

#endif
