/*
 * language: the programming languages that the ICPC package format names, and which of them have a toolchain here.
 *
 * One row for each: the format's code, how people call it, the endings by which a file is told to be in it. What a row
 * needs to be built and run is in toolchain.c; a row without that is there so that a package's file can be named for
 * what it is.
 */
#ifndef JUDGE_RUNNERS_LANGUAGE_H
#define JUDGE_RUNNERS_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Those with a toolchain, by name; what is above LANGUAGE_COUNT has none. But for the last, which no submission is in
 * and no file: a folder with the scripts `build` and `run`, which a package may bring (build_folder.c).
 */
enum language {
	LANGUAGE_C,
	LANGUAGE_CPP,
	LANGUAGE_PYTHON3,
	LANGUAGE_COUNT,
	LANGUAGE_OTHER = LANGUAGE_COUNT,
	LANGUAGE_SCRIPTS,
};

struct language_row {
	enum language language;
	const char *code;    /* "cpp", as the format has it */
	const char *name;    /* "C++" */
	const char *endings; /* ".cc .cpp", blank-separated */
};

/* By the format's code; NULL: the format does not know it. Static. */
const struct language_row *language_by_code(const char *code);
/* By the ending of a file's name; NULL: none of them. */
const struct language_row *language_of_file(const char *name);
/* Of one that has a toolchain. */
const struct language_row *language_row(enum language language);

/* Is it a header of C or C++, by its name? Headers are in no language of their own. */
bool language_is_header(const char *name);

#endif
