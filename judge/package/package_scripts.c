/*
 * package_scripts: what the scripts `build` and `run` of a program's folder say, read and not run.
 *
 * The format lets a folder bring two scripts for the shell: one makes the program, the other is it. In a box one file
 * is executed once, so that there is no shell in it, and no script of a stranger's that starts what the host holds.
 * What nearly all of them say is known beforehand, though: compile these files, or hand that file to Python. Such
 * scripts are taken at their word, and the program is built and run as one without scripts, by the toolchain at hand.
 *
 * A line that says anything else is named and nothing of the program is run, since half of what was meant is worse. The
 * shell's language is not known here: words, quotes and the few substitutions by which scripts find their own folder.
 */
#include "judge/package/package.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#define SCRIPT_BYTES_MAX (64u * 1024u)
#define WORDS_MAX        128u

struct reading {
	const struct package *pk;
	struct problem *p;
	const char *below; /* the folder, with its "/" */
	const char *name;  /* of the script */
	unsigned line;
	const char *words[WORDS_MAX + 1];
	size_t n;
	const char *made; /* of `build`: the file that it makes of the sources */
	struct package_scripts *out;
	struct err *e;
};

static int no_memory(struct reading *r)
{
	return err_set(r->e, -ENOMEM, "%s: out of memory", r->below);
}

/* The scripts say something that is not known. 0, since that is no failure. */
static int give_up(struct reading *r, const char *why)
{
	if (!r->out->why)
		r->out->why = arena_printf(&r->p->memory, "line %u of '%s' %s", r->line, r->name, why);
	return r->out->why ? 0 : no_memory(r);
}

static bool is(const struct reading *r, size_t i, const char *word)
{
	return i < r->n && !strcmp(r->words[i], word);
}

/* ---- words ------------------------------------------------------------------------------------------------------- */

/* By what scripts call the folder that they are in. */
static const char *const here[] = {
	"$(dirname \"$0\")", "$(dirname $0)", "$(dirname -- \"$0\")", "${0%/*}", "`dirname $0`", "$PWD", "$(pwd)",
};

static size_t skip_here(const char *at)
{
	for (size_t i = 0; i < sizeof(here) / sizeof(*here); i++)
		if (!strncmp(at, here[i], strlen(here[i])))
			return strlen(here[i]);
	return 0;
}

/*
 * The word at `at`, quotes off, the script's own folder as ".", and all arguments, "$@", as that. NULL: something in it
 * is for a shell.
 */
static const char *read_word(struct arena *a, const char **at)
{
	cleanup_buf struct buf word;
	char quote = 0;
	size_t skip;

	buf_init(&word, 4096);
	for (; **at && (quote || !strchr(" \t;", **at)); ++*at) {
		if ((**at == '"' || **at == '\'') && (!quote || quote == **at)) {
			quote = quote ? 0 : **at;
		} else if (quote != '\'' && (skip = skip_here(*at))) {
			buf_putc(&word, '.');
			*at += skip - 1;
		} else if (quote == '"' && !strncmp(*at, "$@", 2)) {
			buf_puts(&word, "$@");
			++*at;
		} else if (quote != '\'' && strchr(quote ? "$`\\" : "$`\\|&<>(){}[]?!~#", **at)) {
			return NULL;
		} else {
			buf_putc(&word, **at);
		}
	}
	return quote || word.failed ? NULL : arena_strdup(a, word.data ? word.data : "");
}

/* Fills r->words with the next command, whose end *at becomes. False: it is none that can be read. */
static bool read_command(struct reading *r, const char **at)
{
	r->n = 0;
	for (;;) {
		*at += strspn(*at, " \t");
		if (!**at || **at == '#')
			break;
		if (**at == ';' || !strncmp(*at, "&&", 2)) {
			*at += **at == ';' ? 1 : 2;
			return true;
		}
		if (r->n == WORDS_MAX || !(r->words[r->n] = read_word(&r->p->memory, at)))
			return false;
		r->n++;
	}
	*at += strlen(*at);
	return true;
}

/* ---- what commands mean ------------------------------------------------------------------------------------------ */

/* "./x" is "x" */
static const char *bare(const char *path)
{
	while (!strncmp(path, "./", 2))
		path += 2;
	return path;
}

static bool is_there(const struct reading *r, const char *name)
{
	const char *path = arena_printf(&r->p->memory, "%s%s", r->below, name);

	return path && *name && !strchr(name, '/') && package_find(r->pk, path);
}

/* It prepares and does nothing that would be seen in the program. */
static bool is_idle(const struct reading *r)
{
	return r->n == 0 || is(r, 0, "set") || is(r, 0, "echo") || is(r, 0, ":") || is(r, 0, "true") ||
	       (is(r, 0, "exit") && (r->n == 1 || is(r, 1, "0"))) ||
	       (is(r, 0, "cd") && r->n == 2 && (is(r, 1, ".") || is(r, 1, "./"))) ||
	       (is(r, 0, "chmod") && r->n == 3 && (is(r, 1, "+x") || is(r, 1, "755") || is(r, 1, "a+x")));
}

static bool is_compiler(const char *word, enum language *language)
{
	static const struct {
		const char *word;
		enum language language;
	} words[] = { { "cc", LANGUAGE_C },    { "gcc", LANGUAGE_C },   { "clang", LANGUAGE_C },
		      { "c++", LANGUAGE_CPP }, { "g++", LANGUAGE_CPP }, { "clang++", LANGUAGE_CPP } };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (!strcmp(words[i].word, word)) {
			*language = words[i].language;
			return true;
		}
	return false;
}

/* An option that chooses how fast or how strict, never what the program means. */
static bool is_harmless(const char *option)
{
	static const char *const beginnings[] = { "-O", "-g",      "-W",  "-std=", "-march=",   "-mtune=", "-pipe",
						  "-w", "-static", "-lm", "-I.",   "-pedantic", "-s",      "-lstdc++" };

	for (size_t i = 0; i < sizeof(beginnings) / sizeof(*beginnings); i++)
		if (!strncmp(option, beginnings[i], strlen(beginnings[i])))
			return strncmp(option, "-Wl,", 4) != 0 && (strncmp(option, "-I", 2) != 0 || !*bare(option + 3));
	return false;
}

static int add_source(struct reading *r, const char *name)
{
	struct package_scripts *out = r->out;
	const struct language_row *row = language_of_file(name);

	if (language_is_header(name))
		return 0;
	if (!is_there(r, name))
		return give_up(r, "compiles a file that is not there");
	if (!row || row->language != out->language)
		return give_up(r, "compiles a file of another language");
	for (size_t i = 0; i < out->n; i++)
		if (!strcmp(out->sources[i], name))
			return 0;
	if (out->n == SOURCE_FILES_MAX)
		return give_up(r, "compiles too many files");
	out->sources[out->n++] = name;
	return 0;
}

/* "*.cpp": all files directly in the folder that end so. */
static int add_pattern(struct reading *r, const char *pattern)
{
	size_t n;
	const struct package_file *files = package_below(r->pk, r->below, &n);

	if (strchr(pattern + 1, '*'))
		return give_up(r, "has a pattern that is not known here");
	for (size_t i = 0; i < n; i++) {
		const char *name = files[i].path + strlen(r->below);

		if (!strchr(name, '/') && package_ends(name, pattern + 1) && add_source(r, name) < 0)
			return r->e->code;
	}
	return 0;
}

static int read_compile(struct reading *r, enum language language)
{
	if (r->made)
		return give_up(r, "compiles a second program");
	r->out->language = language;
	r->made = "a.out";
	for (size_t i = 1; i < r->n && !r->out->why; i++) {
		const char *word = r->words[i];

		if (!strcmp(word, "-o") && i + 1 < r->n)
			r->made = bare(r->words[++i]);
		else if (!strcmp(word, "-I") && i + 1 < r->n &&
			 !*bare(arena_printf(&r->p->memory, "%s/", r->words[i + 1])))
			i++;
		else if (*word == '-' && !is_harmless(word))
			return give_up(r, "has an option of the compiler's that is not known here");
		else if (*word != '-' &&
			 (*bare(word) == '*' ? add_pattern(r, bare(word)) : add_source(r, bare(word))) < 0)
			return r->e->code;
	}
	return 0;
}

/* The file becomes one of another name: a program when that is `run`. */
static int read_copy(struct reading *r)
{
	const size_t from = r->n == 4 ? 2 : 1;

	if (r->n < 3 || r->n > 4 || (r->n == 4 && *r->words[1] != '-'))
		return give_up(r, "copies what is not known here");
	if (r->made && !strcmp(bare(r->words[from]), r->made)) {
		r->made = bare(r->words[from + 1]);
		return 0;
	}
	if (!package_ends(r->words[from], ".py") || !is_there(r, bare(r->words[from])))
		return give_up(r, "copies what is not known here");
	r->out->language = LANGUAGE_PYTHON3;
	r->out->entry = bare(r->words[from]);
	r->made = bare(r->words[from + 1]);
	return 0;
}

static int read_build_command(struct reading *r)
{
	enum language language;

	if (is_idle(r))
		return 0;
	if (is_compiler(r->words[0], &language))
		return read_compile(r, language);
	if (is(r, 0, "cp") || is(r, 0, "mv") || is(r, 0, "ln"))
		return read_copy(r);
	return give_up(r, "runs what no box holds");
}

/* [exec] python3 FILE "$@", or [exec] PROGRAM "$@". */
static int read_run_command(struct reading *r)
{
	const size_t first = is(r, 0, "exec");
	const bool is_python = is(r, first, "python3") || is(r, first, "/usr/bin/python3") || is(r, first, "pypy3");
	size_t at = first + is_python;

	if (is_idle(r))
		return 0;
	if (r->out->runs)
		return give_up(r, "runs a second program");
	while (is_python && at < r->n && *r->words[at] == '-' && strchr("uBsEIO", r->words[at][1]) && !r->words[at][2])
		at++;
	if (at + 2 != r->n || strcmp(r->words[at + 1], "$@") != 0)
		return give_up(r, "runs something else than one program with the arguments of the script");
	r->out->runs = true;
	if (!is_python)
		return r->made && !strcmp(bare(r->words[at]), r->made)
			       ? 0
			       : give_up(r, "runs something that is not made by 'build'");
	if (r->made || !is_there(r, bare(r->words[at])))
		return give_up(r, "runs a file that is not there");
	r->out->language = LANGUAGE_PYTHON3;
	r->out->entry = bare(r->words[at]);
	return 0;
}

/* ---- scripts ----------------------------------------------------------------------------------------------------- */

/* "#!/bin/sh", "#!/usr/bin/env bash": a shell. */
static bool is_shell(const char *text)
{
	static const char *const shells[] = { "/bin/sh",       "/bin/bash",       "/usr/bin/sh",
					      "/usr/bin/bash", "/usr/bin/env sh", "/usr/bin/env bash" };

	if (strncmp(text, "#!", 2) != 0)
		return true;
	text += 2 + strspn(text + 2, " ");
	for (size_t i = 0; i < sizeof(shells) / sizeof(*shells); i++) {
		const size_t len = strlen(shells[i]);

		if (!strncmp(text, shells[i], len) && strchr(" \t\r\n", text[len]))
			return true;
	}
	return false;
}

static bool is_python(const char *text)
{
	const size_t len = strcspn(text, "\n");

	return !strncmp(text, "#!", 2) && memmem(text, len, "python3", 7);
}

static int read_line(struct reading *r, const char *line, int (*each)(struct reading *r))
{
	while (*line && !r->out->why) {
		if (!read_command(r, &line))
			return give_up(r, "says more than is read here");
		if (each(r) < 0)
			return r->e->code;
	}
	return 0;
}

/* A script that is not executable is none by the letter; archives and checkouts lose that, so it is only noted. */
static int note_mode(struct reading *r, const char *path)
{
	cleanup_fd int fd = package_open_file(r->pk->fd, path, r->e);
	struct stat st;

	if (fd < 0)
		return r->e->code;
	if (fstat(fd, &st) < 0)
		return err_errno(r->e, "%s", path);
	return st.st_mode & S_IXUSR ? 0 : problem_note(r->p, r->e, "%s: is not executable", path);
}

static int read_script(struct reading *r, const char *name, int (*each)(struct reading *r), bool *has)
{
	const char *path = arena_printf(&r->p->memory, "%s%s", r->below, name), *text, *next;
	size_t len;

	*has = path && package_find(r->pk, path);
	if (!path)
		return no_memory(r);
	if (!*has)
		return 0;
	r->name = name;
	r->line = 1;
	if (note_mode(r, path) < 0 || package_read(r->pk, path, SCRIPT_BYTES_MAX, &text, &len, r->e) < 0)
		return r->e->code;
	if (!strcmp(name, "run") && is_python(text)) {
		r->out->language = LANGUAGE_PYTHON3;
		r->out->entry = "run";
		r->out->runs = true;
		return 0;
	}
	if (!is_shell(text))
		return give_up(r, "names an interpreter that no box holds");
	for (const char *at = text; *at && !r->out->why; at = next, r->line++) {
		const char *end = at + strcspn(at, "\n");
		const char *line = arena_strndup(&r->p->memory, at, (size_t)(end - at));

		next = *end ? end + 1 : end;
		if (!line)
			return no_memory(r);
		if (read_line(r, line, each) < 0)
			return r->e->code;
	}
	return 0;
}

int package_scripts_read(const struct package *pk, const char *below, struct problem *p, struct package_scripts *out,
			 struct err *e)
{
	struct reading r = { .pk = pk, .p = p, .below = below, .out = out, .e = e };
	bool has_build, has_run = false;

	*out = (struct package_scripts){ .n = 0 };
	if (read_script(&r, "build", read_build_command, &has_build) < 0)
		return e->code;
	if (!out->why && read_script(&r, "run", read_run_command, &has_run) < 0)
		return e->code;
	if (out->why)
		return 0;
	if (has_run && !out->runs)
		out->why = "'run' runs nothing";
	if (!has_run && (!r.made || strcmp(r.made, "run") != 0))
		out->why = "'build' makes no 'run'";
	if (!out->why && out->language != LANGUAGE_PYTHON3 && out->n == 0)
		out->why = "'build' compiles nothing";
	return 0;
}
