/*
 * skeleton: a new problem begins as a small whole one.
 *
 * problems/skeletons/ holds a package for each kind, which verifies clean: tests, wrong references, families and all,
 * so that an author changes things that work instead of filling in blanks, and `judge verify` says at each step what
 * no longer fits. It is imported like any package, with three words replaced in texts and names of files: the id, the
 * title and the uuid. The words are such that the skeletons are C and YAML as they stand.
 */
#include "judge/package/package.h"
#include "judge/package/transfer.h"
#include "sandbox/base/fs.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <sys/random.h>

#define UUID_MAX 37

static const struct kind {
	const char *name;  /* of the folder */
	bool has_function; /* the id is the name of a function in C */
} KINDS[] = {
	{ "function", true },
	{ "stdio", false },
	{ "interactive", false },
	{ "debugging", true },
};

struct words {
	const char *id;
	char title[PROBLEM_ID_MAX], uuid[UUID_MAX];
};

static void replace_words(const char *text, size_t len, struct buf *out, const void *arg)
{
	const struct words *w = arg;
	const struct {
		const char *word, *by;
	} words[] = {
		{ "skeleton_id", w->id },
		{ "Skeleton title", w->title },
		{ "00000000-0000-4000-8000-000000000000", w->uuid },
	};

	for (size_t i = 0, step; i < len; i += step) {
		const char *by = NULL;

		step = 1;
		for (size_t k = 0; k < sizeof(words) / sizeof(words[0]) && !by; k++) {
			const size_t n = strlen(words[k].word);

			if (n <= len - i && !memcmp(text + i, words[k].word, n)) {
				by = words[k].by;
				step = n;
			}
		}
		if (by)
			buf_puts(out, by);
		else
			buf_putc(out, text[i]);
	}
}

/* RFC 9562, version 4. */
static int make_uuid(char uuid[UUID_MAX], struct err *e)
{
	unsigned char r[16];
	size_t at = 0;

	if (getrandom(r, sizeof(r), 0) != (ssize_t)sizeof(r))
		return err_errno(e, "getrandom");
	r[6] = (r[6] & 0x0f) | 0x40;
	r[8] = (r[8] & 0x3f) | 0x80;
	for (size_t i = 0; i < sizeof(r); i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			uuid[at++] = '-';
		at += (size_t)snprintf(uuid + at, UUID_MAX - at, "%02x", r[i]);
	}
	return 0;
}

/* "max_window_sum" -> "Max window sum" */
static void make_title(const char *id, char title[PROBLEM_ID_MAX])
{
	size_t i = 0;

	for (; id[i] && i + 1 < PROBLEM_ID_MAX; i++)
		title[i] = id[i] == '_' ? ' ' : id[i];
	title[i] = 0;
	title[0] = (char)toupper((unsigned char)title[0]);
}

/* An id is of small letters, digits and "_"; so only what is C's own in that alphabet is in the way. */
static bool can_be_function(const char *id)
{
	static const char *const taken[] = {
		"auto",   "break",    "case",   "char",   "const",    "continue", "default",  "do",
		"double", "else",     "enum",   "extern", "float",    "for",      "goto",     "if",
		"inline", "int",      "long",   "main",   "register", "return",   "restrict", "short",
		"signed", "sizeof",   "static", "struct", "switch",   "typedef",  "union",    "unsigned",
		"void",   "volatile", "while",  "asm",    "typeof",
	};

	for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++)
		if (!strcmp(id, taken[i]))
			return false;
	return !isdigit((unsigned char)id[0]) && id[0] != '_';
}

static const struct kind *find_kind(const char *name)
{
	for (size_t i = 0; i < sizeof(KINDS) / sizeof(KINDS[0]); i++)
		if (!strcmp(KINDS[i].name, name))
			return &KINDS[i];
	return NULL;
}

static int find_folder(const char *kind, char **out, struct err *e)
{
	cleanup_free char *problems = NULL, *all = NULL, *folder = NULL;

	if (problems_own(&problems, e) < 0)
		return e->code;
	all = fs_join(problems, "skeletons");
	folder = all ? fs_join(all, kind) : NULL;
	if (!folder)
		return err_set(e, -ENOMEM, "out of memory");
	*out = steal_ptr(&folder);
	return 0;
}

int skeleton_install(const char *kind, const char *id, const char *to, bool (*stop)(void), struct transferred *out,
		     struct err *e)
{
	const struct kind *k = find_kind(kind);
	struct words words = { .id = id };
	const struct transfer_options options = { .id = id, .stop = stop, .edit = replace_words, .arg = &words };
	cleanup_free char *folder = NULL;

	if (!k)
		return err_set(e, -EINVAL, "there are no problems of the kind '%.40s'", kind);
	/* What is no id at all is refused by package_import, in its own words. */
	if (k->has_function && package_is_id(id) && !can_be_function(id))
		return err_set(e, -EINVAL, "\"%s\" is to be the name of a function too, and cannot be one in C", id);
	make_title(id, words.title);
	if (make_uuid(words.uuid, e) < 0 || find_folder(kind, &folder, e) < 0)
		return e->code;
	return package_import(folder, to, &options, out, e);
}
