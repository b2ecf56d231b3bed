/*
 * verify_files: the files of a package as such, before anything is run.
 *
 * Loading a package looks only at what it knows; here is said what nobody looks at: names that the format has tools
 * ignore, folders that are called nearly like one of the format's, files in data/ that belong to no test, a generator
 * that nothing asks. Besides that the texts: statements and titles in the same languages, line ends, a uuid that is
 * one, a licence; names whose order is not the one that people read in them, and such as are one name where upper and
 * lower case are the same. (Unicode has no part in that: names that are no plain ASCII are among those ignored.)
 */
#include "judge/author/verify.h"

#include "judge/package/package.h"
#include "sandbox/base/fs.h"
#include "sandbox/base/text.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const char *const FOLDERS[] = {
	"statement",
	"problem_statement",
	"solution",
	"attachments",
	"include",
	"generators",
	"input_validators",
	"data",
	"answer_validators",
	"output_validator",
	"output_validators",
	"submissions",
	"static_validator",
	"input_visualizer",
	"output_visualizer",
	"graders",
	"input_format_validators",
};

static const char *const SUBMISSIONS[] = {
	"accepted",           "wrong_answer", "time_limit_exceeded", "run_time_error", "rejected",       "brute_force",
	"partially_accepted", "no_output",    "output_limit",        "memory_limit",   "compiler_error", "mixed",
};

static const char *const DATA[] = {
	"sample", "secret", "invalid_input", "invalid_answer", "invalid_output", "valid_output",
};

struct files {
	struct verify *v;
	const struct package *pk;
	struct verify_names ignored, idle, returns, order, alike;
};

/* ---- names ------------------------------------------------------------------------------------------------------- */

static int find_ignored(struct files *f, int at, const char *folder, unsigned depth, struct err *e);

static int look_at_name(struct files *f, int fd, const char *folder, const char *name, unsigned depth, struct err *e)
{
	char path[1024], shown[200];
	cleanup_buf struct buf safe;
	struct stat st;

	buf_init(&safe, sizeof(shown));
	/* Hidden files are those of other tools: nobody means them to be part of a problem. */
	if (name[0] == '.')
		return 0;
	if (!package_is_name(name)) {
		text_escape(&safe, name, strlen(name), true);
		verify_name(&f->ignored, "%s%s", folder, safe.data);
		return 0;
	}
	if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) < 0 || !S_ISDIR(st.st_mode) || depth >= PACKAGE_DEPTH_MAX)
		return 0;
	snprintf(path, sizeof(path), "%s%s/", folder, name);
	return find_ignored(f, f->pk->fd, path, depth + 1, e);
}

static int find_ignored(struct files *f, int at, const char *folder, unsigned depth, struct err *e)
{
	cleanup_fd int fd = fs_open_beneath(at, *folder ? folder : ".", O_RDONLY | O_DIRECTORY, 0, e);
	cleanup_free char **names = NULL;
	size_t n = 0;

	if (fd < 0)
		return fd;
	if (fs_list(fd, ".", PACKAGE_FILES_MAX, &names, &n, e) < 0)
		return e->code;
	for (size_t i = 0; i < n; i++)
		if (look_at_name(f, fd, folder, names[i], depth, e) < 0)
			return e->code;
	return 0;
}

/* Folders directly below `above` ("" or with its "/") that are called nearly like one that is known. */
static void find_misspelt(struct files *f, const char *above, const char *const known[], size_t n)
{
	const size_t len = strlen(above);
	char last[64] = "";

	for (size_t i = 0; i < f->pk->n_files; i++) {
		const char *path = f->pk->files[i].path, *rest = path + len, *slash;
		const char *near;
		char name[64];
		bool is_known = false;

		if (strncmp(path, above, len) != 0 || !(slash = strchr(rest, '/')) ||
		    (size_t)(slash - rest) >= sizeof(name))
			continue;
		snprintf(name, sizeof(name), "%.*s", (int)(slash - rest), rest);
		for (size_t k = 0; k < n && !is_known; k++)
			is_known = !strcmp(known[k], name);
		if (is_known || !strcmp(name, last))
			continue;
		snprintf(last, sizeof(last), "%s", name);
		near = text_nearest(name, known, n);
		if (near)
			verify_say(f->v, VERIFY_WARNED, "%s%s/ is no folder of the format; is it meant to be %s/?",
				   above, name, near);
	}
}

/* ---- what nobody looks at ---------------------------------------------------------------------------------------- */

static bool is_of_test(const char *path)
{
	static const char *const endings[] = {
		".in",    ".ans",          ".out",           ".yaml",        ".md",          ".txt",  ".hint",
		".desc",  ".png",          ".jpg",           ".svg",         ".args",        ".jpeg", ".interaction",
		".files", ".in.statement", ".ans.statement", ".in.download", ".ans.download"
	};

	for (size_t i = 0; i < COUNT(endings); i++)
		if (package_ends(path, endings[i]))
			return true;
	return strstr(path, ".files/") != NULL;
}

static void find_idle_data(struct files *f)
{
	size_t n;
	const struct package_file *files = package_below(f->pk, "data/", &n);

	for (size_t i = 0; i < n; i++) {
		const char *rest = files[i].path + strlen("data/");

		if (!is_of_test(files[i].path) ||
		    (!strchr(rest, '/') && strcmp(rest, "test_group.yaml") != 0 && strcmp(rest, "testdata.yaml") != 0))
			verify_name(&f->idle, "%s", files[i].path);
	}
	verify_say_names(f->v, VERIFY_WARNED, &f->idle, "files in data/ that belong to no test");
}

static void find_idle_generator(struct files *f)
{
	const struct problem *p = f->v->p;
	bool asked = p->n_families > 0;

	for (size_t i = 0; i < p->n_tests && !asked; i++)
		asked = p->tests[i].generate != NULL;
	if (p->n_generator && !asked && package_find(f->pk, "judge.yaml"))
		verify_say(f->v, VERIFY_WARNED, "generators/ is there, and no test and no family asks it for anything");
}

/* ---- texts ------------------------------------------------------------------------------------------------------- */

static bool is_text(const char *path)
{
	return !strncmp(path, "statement/", 10) || !strncmp(path, "problem_statement/", 18) ||
	       !strncmp(path, "solution/", 9) || !strchr(path, '/');
}

static int find_returns(struct files *f, struct err *e)
{
	for (size_t i = 0; i < f->pk->n_files; i++) {
		const char *path = f->pk->files[i].path, *text;
		size_t len;

		if (!is_text(path) || !(package_ends(path, ".md") || package_ends(path, ".yaml") ||
					package_ends(path, ".tex") || package_ends(path, ".ini")))
			continue;
		/* What cannot be read as text was refused when the package was loaded, or is not read as such. */
		if (package_read(f->pk, path, PACKAGE_TEXT_MAX, &text, &len, e) < 0) {
			if (e->code != -EINVAL)
				return e->code;
			err_clear(e);
			continue;
		}
		if (memchr(text, '\r', len))
			verify_name(&f->returns, "%s", path);
	}
	verify_say_names(f->v, VERIFY_WARNED, &f->returns, "lines that end in a carriage return");
	return 0;
}

/* Of "statement/problem.sv.md" "sv"; "" of "statement/problem.md". */
static bool language_of(const char *path, char language[32])
{
	const char *name = fs_basename(path), *dot, *end;

	if (strncmp(name, "problem.", 8) != 0 ||
	    !(package_ends(name, ".md") || package_ends(name, ".tex") || package_ends(name, ".pdf")))
		return false;
	dot = name + 8;
	end = strchr(dot, '.');
	snprintf(language, 32, "%.*s", end ? (int)(end - dot) : 0, dot);
	return true;
}

static bool has_title(const struct yaml *name, const char *language)
{
	if (!name || name->kind != YAML_MAP)
		return !*language || !strcmp(language, "en");
	return yaml_get(name, *language ? language : "en") != NULL;
}

static void check_languages(struct files *f, const char *folder, const struct yaml *root)
{
	const struct yaml *name = yaml_get(root, "name");
	size_t n, found = 0;
	const struct package_file *files = package_below(f->pk, folder, &n);
	char languages[16][32];

	for (size_t i = 0; i < n; i++) {
		char language[32];

		if (strchr(files[i].path + strlen(folder), '/') || !language_of(files[i].path, language))
			continue;
		for (size_t k = 0; k < found; k++)
			if (!strcmp(languages[k], language))
				verify_say(f->v, VERIFY_FAILED, "%s: there is another statement in the same language",
					   files[i].path);
		if (!has_title(name, language))
			verify_say(f->v, VERIFY_FAILED, "%s: problem.yaml has no name in that language", files[i].path);
		if (found < COUNT(languages))
			snprintf(languages[found++], sizeof(languages[0]), "%s", language);
	}
	for (const struct yaml *title = name && name->kind == YAML_MAP ? name->first : NULL; title && found;
	     title = title->next) {
		bool is_there = false;

		for (size_t k = 0; k < found && !is_there; k++)
			is_there = !strcmp(languages[k], title->key) || (!*languages[k] && !strcmp(title->key, "en"));
		if (!is_there)
			verify_say(f->v, VERIFY_FAILED,
				   "problem.yaml:%u: there is no statement in the language of the name '%s'",
				   title->line, title->key);
	}
}

static bool is_uuid(const char *s)
{
	for (size_t i = 0; i < 36; i++)
		if (i == 8 || i == 13 || i == 18 || i == 23 ? s[i] != '-' : !isxdigit((unsigned char)s[i]))
			return false;
	return !s[36];
}

static void check_metadata(struct files *f, const struct yaml *root)
{
	const struct yaml *uuid = yaml_get(root, "uuid"), *license = yaml_get(root, "license");

	if (uuid && (uuid->kind != YAML_TEXT || !is_uuid(uuid->text)))
		verify_say(f->v, VERIFY_WARNED, "problem.yaml:%u: uuid: has not the form of one", uuid->line);
	if (!license || (license->kind == YAML_TEXT && !strcmp(license->text, "unknown")))
		verify_say(f->v, VERIFY_WARNED,
			   "problem.yaml: the licence is not known, so nobody else may use the package");
}

/* ---- order ------------------------------------------------------------------------------------------------------- */

/* As people read names: a run of digits is a number. */
static int compare_naturally(const char *a, const char *b)
{
	while (*a && *b) {
		if (isdigit((unsigned char)*a) && isdigit((unsigned char)*b)) {
			const size_t zeros_a = strspn(a, "0"), zeros_b = strspn(b, "0");
			const size_t n = strspn(a + zeros_a, "0123456789"), m = strspn(b + zeros_b, "0123456789");
			const int r = n != m ? (n < m ? -1 : 1) : strncmp(a + zeros_a, b + zeros_b, n);

			if (r)
				return r;
			a += zeros_a + n;
			b += zeros_b + m;
			continue;
		}
		if (*a != *b)
			return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
		a++;
		b++;
	}
	return *a ? 1 : *b ? -1 : 0;
}

static void check_order(struct files *f)
{
	const struct problem *p = f->v->p;

	for (size_t i = 1; i < p->n_tests; i++)
		if (p->tests[i].group == p->tests[i - 1].group &&
		    compare_naturally(p->tests[i - 1].name, p->tests[i].name) > 0)
			verify_name(&f->order, "%s/%s before %s", p->tests[i].group, p->tests[i - 1].name,
				    p->tests[i].name);
	verify_say_names(f->v, VERIFY_WARNED, &f->order, "tests run in another order than their numbers say");
}

static int by_folded_path(const void *a, const void *b)
{
	return strcasecmp(((const struct package_file *)a)->path, ((const struct package_file *)b)->path);
}

/* On a host that folds case one of them would be lost. */
static int check_case(struct files *f, struct err *e)
{
	const size_t n = f->pk->n_files;
	cleanup_free struct package_file *files = calloc(n + 1, sizeof(*files));

	if (!files)
		return err_set(e, -ENOMEM, "out of memory");
	if (n)
		memcpy(files, f->pk->files, n * sizeof(*files));
	qsort(files, n, sizeof(*files), by_folded_path);
	for (size_t i = 1; i < n; i++)
		if (by_folded_path(&files[i - 1], &files[i]) == 0)
			verify_name(&f->alike, "%s and %s", files[i - 1].path, files[i].path);
	verify_say_names(f->v, VERIFY_WARNED, &f->alike, "names that differ by case alone");
	return 0;
}

int verify_files(struct verify *v, struct err *e)
{
	cleanup_arena struct arena memory;
	cleanup_package struct package pk = { .fd = -1 };
	struct files f = { .v = v, .pk = &pk };
	const struct yaml *root;

	arena_init(&memory, PACKAGE_MEMORY_MAX);
	if (package_open(v->p->dir, &memory, &pk, e) < 0 || package_yaml(&pk, "problem.yaml", &root, e) < 0 ||
	    find_ignored(&f, pk.fd, "", 0, e) < 0)
		return e->code;
	verify_say_names(v, VERIFY_WARNED, &f.ignored, "names that the format has tools ignore");
	find_misspelt(&f, "", FOLDERS, COUNT(FOLDERS));
	find_misspelt(&f, "submissions/", SUBMISSIONS, COUNT(SUBMISSIONS));
	find_misspelt(&f, "data/", DATA, COUNT(DATA));
	find_idle_data(&f);
	find_idle_generator(&f);
	verify_interactions(v, &pk);
	check_languages(&f, "statement/", root);
	check_languages(&f, "problem_statement/", root);
	check_metadata(&f, root);
	check_order(&f);
	return check_case(&f, e) < 0 ? e->code : find_returns(&f, e);
}
