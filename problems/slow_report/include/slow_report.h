/*
 * slow_report: what stands ahead of every submission: the usual headers, and the database's client.
 */
#ifndef PROBLEM_SLOW_REPORT_H
#define PROBLEM_SLOW_REPORT_H

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MAX 100 /* bytes of a name or a title, without the NUL */

enum table { USERS, POSTS, COMMENTS };

/* What can be looked up without reading a whole table. */
enum lookup { USERS_BY_TEAM, POSTS_BY_AUTHOR, COMMENTS_BY_POST };

struct row {
	int64_t id;       /* no other row of the table has it */
	int64_t of;       /* of a user the team, of a post its author, of a comment the post */
	int64_t created;  /* of a post: when; else 0 */
	const char *text; /* of a user the name, of a post the title, else "" */
};

struct result;

struct database {
	/* SELECT * FROM table WHERE column IN (values): a query. Rows come in no order. n is at least 1. */
	struct result *(*select)(enum lookup by, const int64_t *values, size_t n);
	/* SELECT * FROM table: a query. */
	struct result *(*select_all)(enum table table);
	/* The next row of a result; false: there is none. row->text is good until the next call for this result. */
	bool (*next)(struct result *result, struct row *row);
	/* Each result must be closed. */
	void (*close)(struct result *result);
};

#endif
