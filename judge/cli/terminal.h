/*
 * terminal: what the place where output goes can show, and the pager.
 */
#ifndef JUDGE_JUDGE_CLI_TERMINAL_H
#define JUDGE_JUDGE_CLI_TERMINAL_H

#include "sandbox/base/buf.h"
#include "sandbox/base/err.h"

#include <stdbool.h>

#define TERMINAL_WIDTH_MIN     40u /* narrower ones are written to as if they had so many columns */
#define TERMINAL_WIDTH_DEFAULT 80u
#define TERMINAL_WIDTH_MAX     1000u

struct terminal {
	int fd; /* not owned */
	bool is_tty;
	bool redraws; /* a line there can be drawn again */
	bool colour;
	bool unicode;    /* the locale says UTF-8 */
	unsigned width;  /* columns */
	unsigned height; /* rows; 0: not known */
};

enum terminal_colour { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };

/*
 * Looks at the descriptor and the environment. Width: TIOCGWINSZ, else $COLUMNS, else 80. Colour by itself: on a
 * terminal that is not "dumb", and not when $NO_COLOR is set and not empty. UTF-8: the first of LC_ALL, LC_CTYPE and
 * LANG that is set and not empty decides.
 */
void terminal_init(struct terminal *t, int fd, enum terminal_colour colour);

/* Looks again how large it is; a user may have drawn it larger or smaller. */
void terminal_measure(struct terminal *t);

/*
 * Shows text in $PAGER (its words parted by blanks; no shell), else in `less -FRX`, and waits for it; writes it to
 * the terminal where there is no such program, and where standard output is no terminal or $PAGER is empty or "cat".
 */
int terminal_page(const struct terminal *t, const struct buf *text, struct err *e) must_check;

/* ---- escape sequences -------------------------------------------------------------------------------------------- */

/* ECMA-48, SGR. */
#define SGR_RESET     "\033[0m"
#define SGR_BOLD      "\033[1m"
#define SGR_DIM       "\033[2m"
#define SGR_ITALIC    "\033[3m"
#define SGR_UNDERLINE "\033[4m"
#define SGR_RED       "\033[31m"
#define SGR_GREEN     "\033[32m"
#define SGR_YELLOW    "\033[33m"
#define SGR_CYAN      "\033[36m"

/* The sequence where the terminal has colours, else "". */
static inline const char *sgr(const struct terminal *t, const char *sequence)
{
	return t->colour ? sequence : "";
}

#endif
