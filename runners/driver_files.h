/*
 * driver_files: the sources of the runtime (runners/driver) that every BUILD_RUNNER is compiled with, and every program
 * that is built with sanitizers.
 */
#ifndef JUDGE_RUNNERS_DRIVER_FILES_H
#define JUDGE_RUNNERS_DRIVER_FILES_H

#include "runners/runner.h"

/* Five to compile, the first two where steps are counted, the last for what is built with sanitizers; the headers. */
enum {
	DRIVER_HEAP,
	DRIVER_COUNTING,
	DRIVER_RUNTIME,
	DRIVER_DATA,
	DRIVER_SANITIZED,
	DRIVER_HEADER,
	DRIVER_CHANNEL,
	DRIVER_RUNTIME_HEADER,
	DRIVER_COUNTING_HEADER,
	DRIVER_SANITIZED_HEADER,
	DRIVER_FILES
};

#define DRIVER_HEADERS (DRIVER_FILES - DRIVER_HEADER)

/* The one for sanitizers is one text with its headers, so that it can lie beside any. */
struct driver_files {
	struct source files[DRIVER_FILES]; /* names are static */
	struct buf texts[DRIVER_FILES];    /* owned; behind `files` */
};

/*
 * Reads them from $JUDGE_DRIVER_DIR, else from where this program was installed (PREFIX/share/judge/driver) or built.
 * -ENOENT when they are nowhere.
 */
int driver_files_read(struct driver_files *out, struct err *e) must_check;
/* Appends charge.h, charge.c and repeat.c, one text that is linked into what counts its steps. -ENOENT as above. */
int driver_files_read_charge(struct buf *text, struct err *e) must_check;

/* What generators and input validators of packages may include: "generate.h" and "validate.h". */
#define TOOL_HEADERS 2

struct tool_files {
	struct source files[TOOL_HEADERS]; /* names are static */
	struct buf texts[TOOL_HEADERS];    /* owned; behind `files` */
};
int tool_files_read(struct tool_files *out, struct err *e) must_check;
void tool_files_clear(struct tool_files *t);
#define cleanup_tool_files cleanup(tool_files_clear)

void driver_files_clear(struct driver_files *d);
#define cleanup_driver_files cleanup(driver_files_clear)

#endif
