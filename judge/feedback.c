/*
 * feedback: messages and scores, as the ICPC format has validators leave them.
 *
 * teammessage.txt is for the candidate and judgemessage.txt for those who judge; score.txt and score_multiplier.txt
 * hold one number each. Every file may be missing, and each is a stranger's: it has a ceiling, what is no file or no
 * number is a fault of the validator, and what is shown of it is escaped. What a score may be is decided in score.c.
 */
#include "judge/feedback.h"

#include "judge/testset.h"
#include "sandbox/base/cleanup.h"
#include "sandbox/base/parse.h"
#include "sandbox/base/text.h"

#include <errno.h>
#include <string.h>

#define SCORE_MOST 1e15
#define FILE_ROOM  4096u /* that a small file takes */

struct run_limits feedback_limits(const struct problem *p)
{
	const uint64_t own = p->validation_output_bytes;
	struct run_limits l = PART_LIMITS;

	if (p->validation_cpu_us) {
		l.box.cpu_us = p->validation_cpu_us;
		l.box.wall_us = 3 * p->validation_cpu_us;
	}
	if (p->validation_bytes)
		l.memory_bytes = p->validation_bytes;
	l.output_bytes = l.box.file_bytes = own ? own : FEEDBACK_BYTES;
	/* With room to spare, for a place that is full is taken for one that was too small. */
	l.work_bytes = l.box.file_bytes + RUN_WORK_FILES * FILE_ROOM;
	/* Files take memory. */
	l.memory_bytes += own;
	return l;
}

/* Appends a file that it left, if it did. */
static int get_message(struct run_box *box, const char *what, const char *name, struct buf *out, bool *has,
		       struct err *e)
{
	int r = run_box_get(box, name, out, e);

	*has = r >= 0;
	if (r == -ENOENT) {
		err_clear(e);
		return 0;
	}
	/* A link, a directory: not what a program does by chance. */
	return r == -ELOOP || r == -EINVAL ? err_set(e, -EPROTO, "the %s failed: its %s is no file", what, name) : r;
}

/* The first line, so that it can be shown. */
static void word_reason(const struct buf *message, struct judgement *j)
{
	cleanup_buf struct buf safe = { 0 };
	const char *end = memchr(message->data, '\n', message->len);
	size_t len = end ? (size_t)(end - message->data) : message->len;

	buf_init(&safe, REASON_MAX - 1);
	len -= len > 0 && message->data[len - 1] == '\r';
	/* What does not fit is cut. */
	(void)text_escape(&safe, message->data, len, true);
	memcpy(j->reason, safe.data, safe.len);
	j->reason[safe.len] = '\0';
}

int feedback_word(struct run_box *box, const char *what, enum verdict v, struct checked *out, struct err *e)
{
	cleanup_buf struct buf team = { 0 };
	bool has;
	int r;

	buf_init(&team, VALIDATION_OUTPUT_MAX);
	r = get_message(box, what, "teammessage.txt", &team, &has, e);
	if (!r)
		r = get_message(box, what, "judgemessage.txt", &out->message, &has, e);
	if (r < 0)
		return r;
	out->judgement = (struct judgement){ .verdict = v };
	if (v != VERDICT_AC)
		word_reason(&team, &out->judgement);
	return 0;
}

/* A number with blanks around it, in a file that need not be there. */
static int get_number(struct run_box *box, const char *what, const char *name, bool *has, double *out, struct err *e)
{
	cleanup_buf struct buf text = { 0 };
	struct err why = ERR_INIT;
	const char *number;

	buf_init(&text, VALIDATION_OUTPUT_MAX);
	if (get_message(box, what, name, &text, has, e) < 0)
		return e->code;
	if (!*has)
		return 0;
	/* What is blank at its end is a line's end; a NUL would hide what stands behind it. */
	while (text.len > 0 && strchr(" \t\r\n", text.data[text.len - 1]) && text.data[text.len - 1])
		text.data[--text.len] = 0;
	number = strlen(text.data) == text.len ? text.data + strspn(text.data, " \t\r\n") : "";
	if (parse_double(number, -SCORE_MOST, SCORE_MOST, out, &why) < 0)
		return err_set(e, -EPROTO, "the %s failed: %s: %.100s", what, name, why.text);
	return 0;
}

int feedback_score(struct run_box *box, const char *what, struct checked *out, struct err *e)
{
	bool has = false, has_multiplier = false;
	double multiplier = 0;

	if (get_number(box, what, "score.txt", &has, &out->score, e) < 0 ||
	    get_number(box, what, "score_multiplier.txt", &has_multiplier, &multiplier, e) < 0)
		return e->code;
	if (has && has_multiplier)
		return err_set(e, -EPROTO, "the %s failed: it gives a score and a multiplier", what);
	out->score_kind = has ? CHECKED_SCORE : has_multiplier ? CHECKED_MULTIPLIER : CHECKED_NO_SCORE;
	if (has_multiplier)
		out->score = multiplier;
	return 0;
}
