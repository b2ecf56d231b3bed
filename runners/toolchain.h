/*
 * toolchain: what build.c and execute.c need of the compiler beyond runner.h: its passes as command lines, and the
 * files of the host that a box must see to compile or to run.
 */
#ifndef JUDGE_RUNNERS_TOOLCHAIN_H
#define JUDGE_RUNNERS_TOOLCHAIN_H

#include "runners/command.h"
#include "runners/runner.h"

/* How `shape` is compiled and linked; with `sanitize` only where sanitizers are there. */
const struct recipe *toolchain_recipe(const struct toolchain *tc, enum build_shape shape, bool sanitize);

/*
 * What a box needs to run the passes: their programs and libraries, the system's headers and the files of the linker.
 */
const struct box_mount *toolchain_compile_mounts(const struct toolchain *tc, size_t *n);

/* What a box needs to run what was built: the loader, the C library and the mathematical library; nothing else. */
const struct box_mount *toolchain_run_mounts(const struct toolchain *tc, size_t *n);
/* The same, with the libraries of the sanitizers. */
const struct box_mount *toolchain_sanitized_mounts(const struct toolchain *tc, size_t *n);

enum language toolchain_language(const struct toolchain *tc);
/* The program that runs what is built, found in the boxes that it is run in; NULL: what is built runs by itself. */
const char *toolchain_interpreter(const struct toolchain *tc);
/* Of LANGUAGE_SCRIPTS: the shell, where it is in boxes; else NULL. */
const char *toolchain_shell(const struct toolchain *tc);

/* The program that says which line an address belongs to (addr2line), and what a box needs to run it. */
const char *toolchain_symbolizer(const struct toolchain *tc, const struct box_mount **mounts, size_t *n);

#endif
