/*
 * command: reading back the command lines that a compiler prints with -###.
 *
 * Both gcc and clang print one line a pass, led by a blank, and quote what a shell would not take as it stands, with a
 * backslash before ", \ and $. Nothing here knows options by their meaning but the few that are left out: the rest is
 * the compiler's own business and is passed on as it came.
 *
 * The text comes from the compiler of the host, which is trusted; it is still read with bounds, since a wrapper script
 * of that name may print anything.
 */
#include "runners/command.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#define PASSES_MAX 3

const char COMMAND_INPUT[] = "<input>";
const char COMMAND_OUTPUT[] = "<output>";

/* Arguments that are left out, some with the value that follows. */
static const struct {
	const char *arg;
	bool is_prefix;
	bool has_value;
} left_out[] = {
	{ "-plugin", false, true }, /* LTO: we pass no such objects, and a box has no plugin */
	{ "-plugin-opt=", true, false },
	{ "-lgcc_s", false, false },                      /* unwinding; a box for running has no libgcc_s.so.1 */
	{ "-fsanitize-system-ignorelist=", true, false }, /* clang: exceptions for C++ libraries */
	{ "-dumpdir", false, true },                      /* names of dump files, made of the name /dev/null */
	{ "-dumpbase", false, true },
	{ "-dumpbase-ext", false, true },
	{ "-main-file-name", false, true },          /* clang: the same */
	{ "-fdebug-compilation-dir=", true, false }, /* clang: where the judge was started must not tell in an object */
	{ "-fcoverage-compilation-dir=", true, false },
};

/* How many arguments from argv[0] on are left out: 0, 1 or 2. */
static size_t arguments_left_out(const char *arg)
{
	for (size_t i = 0; i < sizeof(left_out) / sizeof(left_out[0]); i++) {
		const char *known = left_out[i].arg;

		if (left_out[i].is_prefix ? !strncmp(arg, known, strlen(known)) : !strcmp(arg, known))
			return left_out[i].has_value ? 2 : 1;
	}
	return 0;
}

/*
 * Takes one word from *p (up to `end`) into `word`, which has room for all that is left; false at the end of the
 * line.
 */
static bool next_word(const char **p, const char *end, char *word)
{
	bool quoted = false;

	while (*p < end && **p == ' ')
		(*p)++;
	if (*p == end)
		return false;
	for (; *p < end && (quoted || **p != ' '); (*p)++) {
		if (**p == '"') {
			quoted = !quoted;
			continue;
		}
		if (**p == '\\' && *p + 1 < end)
			(*p)++;
		*word++ = **p;
	}
	*word = '\0';
	return true;
}

static int split_line(const char *line, size_t len, struct arena *a, struct command *out)
{
	/* A word takes at least one byte and the blank before it. */
	const char **argv = arena_array(a, len / 2 + 2, sizeof(*argv));
	char *words = arena_alloc(a, len + 1);
	size_t n = 0, skip = 0;

	if (!argv || !words)
		return -ENOMEM;
	for (const char *p = line, *end = line + len; next_word(&p, end, words); words += strlen(words) + 1) {
		if (!skip)
			skip = arguments_left_out(words);
		if (skip)
			skip--;
		else
			argv[n++] = words;
	}
	*out = (struct command){ argv, n };
	return 0;
}

/*
 * Makes the holes of one pass. `reads` is what the pass before it wrote; the result is what this one writes, or NULL
 * when it has no output or does not read `reads`.
 */
static const char *make_holes(struct command *c, const char *reads)
{
	const char *writes = NULL;
	bool found = false;

	for (size_t i = 1; i < c->n; i++) {
		if (!strcmp(c->argv[i], "-o") && i + 1 < c->n) {
			writes = c->argv[++i];
			c->argv[i] = COMMAND_OUTPUT;
		} else if (!found && !strcmp(c->argv[i], reads)) {
			c->argv[i] = COMMAND_INPUT;
			found = true;
		}
	}
	return found ? writes : NULL;
}

int recipe_parse(const char *text, struct arena *a, struct recipe *out, struct err *e)
{
	struct command passes[PASSES_MAX];
	const char *reads = "/dev/null";
	size_t n = 0;

	for (const char *line = text, *end; *line; line = *end ? end + 1 : end) {
		end = strchrnul(line, '\n');
		/* clang says " (in-process)" before the line of a pass that it would not start as a process. */
		if (line[0] != ' ' || line[1] == '(')
			continue;
		if (n == PASSES_MAX)
			return err_set(e, -EPROTO, "the compiler prints more than %d passes", PASSES_MAX);
		if (split_line(line, (size_t)(end - line), a, &passes[n]) < 0)
			return err_set(e, -ENOMEM, "the compiler's command lines: out of memory");
		reads = make_holes(&passes[n++], reads);
		if (!reads)
			return err_set(e, -EPROTO,
				       "pass %zu of the compiler does not read what the pass before it wrote", n);
	}
	if (n < 2)
		return err_set(e, -EPROTO, "the compiler does not say with -### how it compiles and links");
	out->compile = passes[0];
	out->assemble = n == 3 ? passes[1] : (struct command){ NULL, 0 };
	out->link = passes[n - 1];
	return 0;
}

static size_t count(const char *const *list)
{
	size_t n = 0;

	while (list && list[n])
		n++;
	return n;
}

const char *const *command_fill(const struct command *c, const char *const *options, const char *const *inputs,
				const char *output, struct arena *a)
{
	size_t n_options = count(options), n_inputs = count(inputs), n = 0;
	const char **argv = arena_array(a, c->n + n_options + n_inputs + 1, sizeof(*argv));

	if (!argv)
		return NULL;
	for (size_t i = 0; i < c->n; i++) {
		if (c->argv[i] == COMMAND_OUTPUT) {
			argv[n++] = output;
		} else if (c->argv[i] == COMMAND_INPUT) {
			for (size_t k = 0; k < n_options; k++)
				argv[n++] = options[k];
			for (size_t k = 0; k < n_inputs; k++)
				argv[n++] = inputs[k];
		} else {
			argv[n++] = c->argv[i];
		}
	}
	return argv;
}

const char *command_value(const struct command *c, const char *option)
{
	for (size_t i = 1; i + 1 < c->n; i++) {
		if (!strcmp(c->argv[i], option))
			return c->argv[i + 1];
	}
	return NULL;
}
