/*
 * folder: a fresh directory for a test, which is gone behind it.
 */
#ifndef JUDGE_TESTS_SUPPORT_FOLDER_H
#define JUDGE_TESTS_SUPPORT_FOLDER_H

#include <stddef.h>

struct folder {
	char *path;
	int fd; /* of the directory */
};

/* For a test of cmocka: *state is a struct folder. */
int folder_open(void **state);
int folder_close(void **state);

/* Puts a file there, in place of what is there. */
void folder_put(const struct folder *p, const char *name, const char *content);
/* Fails the test if the file does not hold this. */
void folder_holds(const struct folder *p, const char *name, const char *content);
/* How many entries the directory itself has. */
size_t folder_entries(const struct folder *p);

#endif
