/*
 * sandbox_program: the program that is to run in a box: found, opened, and looked at.
 */
#ifndef JUDGE_JUDGE_CLI_SANDBOX_PROGRAM_H
#define JUDGE_JUDGE_CLI_SANDBOX_PROGRAM_H

#include "judge/cli/sandbox_files.h"

#include <stdint.h>

#define INTERPRETER_MAX 256

struct boxed_program {
	int fd;                    /* owned; the file, open for reading; -1: none */
	char name[BOX_NAME_BYTES]; /* in /box: the last part of the path, "program" where that is no plain name */
	char interpreter[INTERPRETER_MAX]; /* the loader that its headers ask for; "" = a static program */
};

#define BOXED_PROGRAM_NONE \
	{                  \
		.fd = -1   \
	}

/*
 * `command` with a slash is a path; without one it is searched for in PATH. Only what the box can execute is taken: an
 * ELF program for this machine that is whole. -ENOENT, -EACCES, -EISDIR, -EINVAL; -ENOEXEC says what it is instead (a
 * script, a 32-bit program, …).
 */
int boxed_program_open(const char *command, struct boxed_program *out, struct err *e) must_check;
void boxed_program_close(struct boxed_program *p);

/* The part of that which looks at a file of so many bytes; fills `interpreter`. */
int boxed_program_check(int fd, uint64_t bytes, char interpreter[INTERPRETER_MAX], struct err *e) must_check;

#endif
