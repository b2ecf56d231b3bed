/*
 * submission: files of a candidate, read whole and looked at before anything else sees them.
 *
 * What it stops: files that are not text (a program, an archive, UTF-16), too large or too many; FIFOs and devices
 * given as files; names that would make two files one, or steer a terminal when they are shown. A name is never part
 * of a command or a path inside the judge, but of what a static validator is told: it may hold blanks, quotes and
 * whatever a shell would take for its own.
 *
 * What it does not do: look at the C in it. An id of a problem that it returns is only what the files say;
 * problem_open decides whether there is one of that name.
 */
#include "judge/judge.h"
#include "sandbox/base/fs.h"
#include "sandbox/base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define MARKER            "problem:"
#define ENTRIES_MAX       1000u /* of a directory, C or not */
#define SUBMISSION_MEMORY (SOURCE_FILES_MAX * (SOURCE_BYTES_MAX + 4096u))

struct loading {
	struct submission s;
	char named[PROBLEM_ID_MAX]; /* by the first file or directory … */
	bool is_named;              /* … which was met */
	size_t marked_by;           /* the source whose marker line gave s.problem */
	struct err *e;
};

static void loading_clear(struct loading *l)
{
	submission_clear(&l->s);
}

/* A file in a language that has a toolchain, or a header. */
static bool is_source_name(const char *s)
{
	const struct language_row *row = language_of_file(s);

	return language_is_header(s) || (row && row->language < LANGUAGE_COUNT);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* ---- the marker line -------------------------------------------------------------------------------------------- */

static const char *skip_blanks(const char *p, const char *end)
{
	while (p < end && is_blank(*p))
		p++;
	return p;
}

static bool skip_word(const char **p, const char *end, const char *word)
{
	const size_t len = strlen(word);

	if ((size_t)(end - *p) < len || memcmp(*p, word, len) != 0)
		return false;
	*p = skip_blanks(*p + len, end);
	return true;
}

/* "// problem: lru_cache": one word and nothing behind it, so that a sentence in a comment is not taken for an id. */
static bool is_marker(const char *line, const char *end, char id[PROBLEM_ID_MAX])
{
	const char *p = skip_blanks(line, end), *word_end;

	if ((!skip_word(&p, end, "//") && !skip_word(&p, end, "#")) || !skip_word(&p, end, MARKER))
		return false;
	for (word_end = p; word_end < end && !is_blank(*word_end);)
		word_end++;
	if (word_end == p || word_end - p >= PROBLEM_ID_MAX || skip_blanks(word_end, end) < end)
		return false;
	memcpy(id, p, (size_t)(word_end - p));
	id[word_end - p] = 0;
	return true;
}

static bool find_marker(const struct source *source, char id[PROBLEM_ID_MAX])
{
	const bool has_bom = strncmp(source->text, "\xef\xbb\xbf", 3) == 0;
	const char *end = source->text + source->len;

	for (const char *line = source->text + (has_bom ? 3 : 0); line < end;) {
		const char *newline = memchr(line, '\n', (size_t)(end - line));
		const char *line_end = newline ? newline : end;

		if (is_marker(line, line_end, id))
			return true;
		line = line_end + 1;
	}
	return false;
}

/* Two files that name different problems are more likely two submissions than one. */
static int take_marker(struct loading *l)
{
	const size_t i = l->s.n_sources - 1;
	char id[PROBLEM_ID_MAX];

	if (!find_marker(&l->s.sources[i], id))
		return 0;
	if (l->s.problem[0] && strcmp(l->s.problem, id) != 0)
		return err_set(l->e, -EINVAL, "%s is for the problem '%s', %s for '%s'",
			       l->s.sources[l->marked_by].name, l->s.problem, l->s.sources[i].name, id);
	memcpy(l->s.problem, id, sizeof(id));
	l->marked_by = i;
	return 0;
}

/* "lru_cache.c" and "lru_cache" are named after a problem; a name too long for one is none. */
static void take_name(struct loading *l, const char *base)
{
	const size_t len = is_source_name(base) ? (size_t)(strrchr(base, '.') - base) : strlen(base);

	if (l->is_named)
		return;
	l->is_named = true;
	if (len >= sizeof(l->named))
		return;
	memcpy(l->named, base, len);
	l->named[len] = 0;
}

/* ---- one file --------------------------------------------------------------------------------------------------- */

static uint32_t line_at(const struct buf *b, size_t offset)
{
	uint32_t line = 1;

	for (size_t i = 0; i < offset; i++)
		line += b->data[i] == '\n';
	return line;
}

static bool is_utf16(const struct buf *b)
{
	return b->len >= 2 && (memcmp(b->data, "\xff\xfe", 2) == 0 || memcmp(b->data, "\xfe\xff", 2) == 0);
}

static int check_text(const char *name, const struct buf *b, struct err *e)
{
	const size_t nul_at = strlen(b->data);
	size_t bad_at;

	if (b->len == 0)
		return err_set(e, -ENODATA, "%s is empty", name);
	if (is_utf16(b))
		return err_set(e, -EILSEQ, "%s is UTF-16; save it as UTF-8", name);
	if (nul_at < b->len)
		return err_set(e, -EILSEQ, "%s is no text: there is a NUL byte on line %u", name, line_at(b, nul_at));
	if (!text_utf8_valid(b->data, b->len, &bad_at))
		return err_set(e, -EILSEQ, "%s is not valid UTF-8: line %u", name, line_at(b, bad_at));
	return 0;
}

/* As it will be shown: bytes that are no text, or would steer a terminal, are escaped. */
static int take_source_name(struct loading *l, const char *base, const char **out)
{
	cleanup_buf struct buf shown;

	buf_init(&shown, 4 * SOURCE_NAME_MAX);
	(void)text_escape(&shown, base, strlen(base), true);
	if (strlen(base) > SOURCE_NAME_MAX)
		return err_set(l->e, -EINVAL, "a file's name is longer than %u bytes: %.60s…", SOURCE_NAME_MAX,
			       shown.data);
	*out = arena_strdup(&l->s.memory, shown.data);
	return shown.failed || !*out ? err_set(l->e, -ENOMEM, "submission: out of memory") : 0;
}

/* Adds a text under the name that it is to have. `path` as the user knows it. */
static int add_named(struct loading *l, const char *path, const char *name, const struct buf *text)
{
	struct source *source = &l->s.sources[l->s.n_sources];

	if (l->s.n_sources == SOURCE_FILES_MAX)
		return err_set(l->e, -E2BIG, "more than %u files", SOURCE_FILES_MAX);
	for (size_t i = 0; i < l->s.n_sources; i++)
		if (strcmp(l->s.sources[i].name, name) == 0)
			return err_set(l->e, -EINVAL, "two files are named %s", name);
	source->name = name;
	source->text = arena_strndup(&l->s.memory, text->data, text->len);
	source->len = text->len;
	if (!source->text)
		return err_set(l->e, -ENOMEM, "%s: out of memory", path);
	l->s.n_sources++;
	return take_marker(l);
}

/* `base`: the last component of the path. */
static int add_source(struct loading *l, const char *path, const char *base, const struct buf *text)
{
	const char *name = NULL;

	if (check_text(path, text, l->e) < 0 || take_source_name(l, base, &name) < 0)
		return l->e->code;
	return add_named(l, path, name, text);
}

/* What was kept of a submission has the name that it was given then. */
static int add_kept(struct loading *l, const struct source *file)
{
	const char *name = arena_strdup(&l->s.memory, file->name);
	cleanup_buf struct buf text;

	buf_init(&text, SOURCE_BYTES_MAX);
	(void)buf_append(&text, file->text, file->len);
	if (!name)
		return err_set(l->e, -ENOMEM, "submission: out of memory");
	if (buf_error(&text, name, l->e) < 0 || check_text(name, &text, l->e) < 0)
		return l->e->code;
	return add_named(l, name, name, &text);
}

static int too_large(const char *path, struct err *e)
{
	return err_set(e, -EMSGSIZE, "%s is larger than %u KiB", path, SOURCE_BYTES_MAX / 1024);
}

static int load_file(struct loading *l, const char *path)
{
	const char *base = fs_basename(path);
	cleanup_buf struct buf text;
	int r;

	buf_init(&text, SOURCE_BYTES_MAX);
	if (!is_source_name(base) && fs_is_file(path))
		return err_set(l->e, -EINVAL, "%s is in no language that is judged here, by the ending of its name",
			       path);
	r = fs_read(AT_FDCWD, path, &text, l->e);
	if (r == -EMSGSIZE)
		return too_large(path, l->e);
	if (r < 0)
		return r;
	return add_source(l, path, base, &text);
}

static int load_stdin(struct loading *l)
{
	cleanup_buf struct buf text;
	int r;

	buf_init(&text, SOURCE_BYTES_MAX);
	r = fs_read_fd(STDIN_FILENO, &text, l->e);
	if (r == -EMSGSIZE)
		return too_large("standard input", l->e);
	if (r < 0)
		return err_wrap(l->e, "standard input");
	return add_source(l, "standard input", "stdin.c", &text);
}

/* ---- several ---------------------------------------------------------------------------------------------------- */

/* The C files directly in it, but for hidden ones: editors leave copies under such names. */
static int load_directory(struct loading *l, const char *path)
{
	cleanup_free char **names = NULL;
	size_t n = 0, before = l->s.n_sources;
	int r = fs_list(AT_FDCWD, path, ENTRIES_MAX, &names, &n, l->e);

	if (r == -EOVERFLOW)
		return err_set(l->e, -E2BIG, "%s: more than %u entries", path, ENTRIES_MAX);
	if (r < 0)
		return r;
	for (size_t i = 0; i < n; i++) {
		cleanup_free char *file = NULL;

		if (names[i][0] == '.' || !is_source_name(names[i]))
			continue;
		file = fs_join(path, names[i]);
		if (!file)
			return err_set(l->e, -ENOMEM, "%s: out of memory", path);
		if (!fs_is_dir(file) && load_file(l, file) < 0)
			return l->e->code;
	}
	return l->s.n_sources > before ? 0 : err_set(l->e, -EINVAL, "there is no source file in %s", path);
}

/* The name of a directory given as "lru_cache/", "." or "..". */
static void take_directory_name(struct loading *l, const char *path)
{
	cleanup_free char *absolute = realpath(path, NULL);

	if (absolute)
		take_name(l, fs_basename(absolute));
}

static int load_path(struct loading *l, const char *path)
{
	if (strcmp(path, "-") == 0)
		return load_stdin(l);
	if (fs_is_dir(path)) {
		take_directory_name(l, path);
		return load_directory(l, path);
	}
	take_name(l, fs_basename(path));
	return load_file(l, path);
}

/* All in one language, headers aside. */
static int check_languages(const struct submission *s, struct err *e)
{
	const struct language_row *found = NULL;
	const char *first = NULL;

	for (size_t i = 0; i < s->n_sources; i++) {
		const struct language_row *row = language_of_file(s->sources[i].name);

		if (row && found && row != found)
			return err_set(e, -EINVAL, "%s is in %s, %s in %s", first, found->name, s->sources[i].name,
				       row->name);
		first = row ? s->sources[i].name : first;
		found = row ? row : found;
	}
	return found ? 0 : err_set(e, -EINVAL, "there is no source file, only headers");
}

static int loading_begin(struct loading *l)
{
	arena_init(&l->s.memory, SUBMISSION_MEMORY);
	l->s.sources = arena_array(&l->s.memory, SOURCE_FILES_MAX, sizeof(*l->s.sources));
	return l->s.sources ? 0 : err_set(l->e, -ENOMEM, "submission: out of memory");
}

static int loading_end(struct loading *l, struct submission *out)
{
	if (check_languages(&l->s, l->e) < 0)
		return l->e->code;
	if (!l->s.problem[0])
		memcpy(l->s.problem, l->named, sizeof(l->named));
	*out = l->s;
	l->s = (struct submission){ .n_sources = 0 };
	return 0;
}

int submission_load(const char *const *paths, size_t n_paths, struct submission *out, struct err *e)
{
	cleanup(loading_clear) struct loading l = { .e = e };

	if (loading_begin(&l) < 0)
		return e->code;
	for (size_t i = 0; i < n_paths; i++)
		if (load_path(&l, paths[i]) < 0)
			return e->code;
	return loading_end(&l, out);
}

int submission_of(const struct source *files, size_t n_files, struct submission *out, struct err *e)
{
	cleanup(loading_clear) struct loading l = { .e = e };

	if (loading_begin(&l) < 0)
		return e->code;
	for (size_t i = 0; i < n_files; i++)
		if (add_kept(&l, &files[i]) < 0)
			return e->code;
	return loading_end(&l, out);
}

int submission_hash(const struct submission *s, char hex[HASH_HEX_MAX], struct err *e)
{
	struct hash h;

	if (hash_init(&h, e) < 0)
		return e->code;
	for (size_t i = 0; i < s->n_sources; i++) {
		hash_adds(&h, s->sources[i].name);
		hash_add(&h, s->sources[i].text, s->sources[i].len);
	}
	hash_final(&h, hex);
	return 0;
}

void submission_clear(struct submission *s)
{
	arena_clear(&s->memory);
	s->sources = NULL;
	s->n_sources = 0;
	s->problem[0] = 0;
}
