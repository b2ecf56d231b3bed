/*
 * package_references: the submissions that come with a problem, and what each must get.
 *
 * With judge.yaml every submission has exactly one row there, and the row agrees with its folder: a reference that
 * nobody expects anything of proves nothing, and a folder that promises WA while the row says TLE is a slip in one of
 * them. Without judge.yaml the format's own words say what to expect (package_expectations.c). A submission in a
 * language that has no toolchain here is passed over, and noted.
 */
#include "judge/package/package.h"

#include <errno.h>
#include <string.h>

#define SUBMISSIONS    "submissions/"
#define REFERENCES_MAX 500u

static const struct folder {
	const char *name;
	bool rejected;              /* anything but AC will do */
	enum verdict first, second; /* else one of these */
} folders[] = {
	{ "accepted", false, VERDICT_AC, VERDICT_AC },
	{ "wrong_answer", false, VERDICT_WA, VERDICT_NO },
	{ "time_limit_exceeded", false, VERDICT_TLE, VERDICT_WTL },
	{ "run_time_error", false, VERDICT_RTE, VERDICT_RTE },
	{ "rejected", true, VERDICT_NONE, VERDICT_NONE },
	{ "brute_force", true, VERDICT_NONE, VERDICT_NONE },
};

static const struct folder *find_folder(const char *entry)
{
	const size_t len = strcspn(entry, "/");

	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++)
		if (strlen(folders[i].name) == len && memcmp(folders[i].name, entry, len) == 0)
			return &folders[i];
	return NULL;
}

static bool agrees(const struct folder *folder, enum verdict v)
{
	return folder->rejected ? v != VERDICT_AC : v == folder->first || v == folder->second;
}

/*
 * The length of "accepted/two_files" in "accepted/two_files/main.c": a submission is a file or a folder directly
 * below its folder. 0 for what lies beside the folders.
 */
static size_t entry_length(const char *below_submissions)
{
	const char *slash = strchr(below_submissions, '/');

	return slash ? (size_t)(slash - below_submissions) + 1 + strcspn(slash + 1, "/") : 0;
}

/* Calls `each` once for every submission, with its name below submissions/; `is_c`: it is, or has, a .c file. */
static int each_entry(const struct package *pk, struct err *e,
		      int (*each)(const char *entry, bool is_c, void *arg, struct err *e), void *arg)
{
	size_t n;
	const struct package_file *files = package_below(pk, SUBMISSIONS, &n);

	for (size_t i = 0; i < n;) {
		const char *path = files[i].path + strlen(SUBMISSIONS);
		const size_t len = entry_length(path);
		const char *entry = arena_strndup(pk->memory, path, len);
		bool is_c = false;

		if (!entry)
			return err_set(e, -ENOMEM, "submissions: out of memory");
		do
			is_c |= package_ends(files[i++].path, ".c");
		while (i < n && len > 0 && entry_length(files[i].path + strlen(SUBMISSIONS)) == len &&
		       strncmp(files[i].path + strlen(SUBMISSIONS), entry, len) == 0);
		if (len > 0 && each(entry, is_c, arg, e) < 0)
			return e->code;
	}
	return 0;
}

/* ---- rows of judge.yaml ----------------------------------------------------------------------------------------- */

struct row {
	const char *file, *verdict, *reason, *trap, *family;
};

static const char *const verdict_ids[] = {
#define X(id, words, big5) #id,
	VERDICTS(X)
#undef X
		NULL
};

static const struct yaml_field row_fields[] = {
	YAML_FIELD("file", LINE, struct row, file, .required = true),
	YAML_FIELD("verdict", CHOICE, struct row, verdict, .required = true, .choices = verdict_ids),
	YAML_FIELD("reason", LINE, struct row, reason),
	YAML_FIELD("trap", LINE, struct row, trap),
	YAML_FIELD("family", LINE, struct row, family),
};
static const struct yaml_table row_table = YAML_TABLE(row_fields, struct row);

static bool has_family(const struct problem *p, const char *name)
{
	for (size_t i = 0; i < p->n_families; i++)
		if (strcmp(p->families[i].name, name) == 0)
			return true;
	return false;
}

static struct problem_reference *find_reference(struct problem_reference *references, size_t n, const char *file)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(references[i].file, file) == 0)
			return &references[i];
	return NULL;
}

/* Is there a submission of exactly this name? */
static bool has_entry(const struct package *pk, const char *file)
{
	const char *path = arena_printf(pk->memory, SUBMISSIONS "%s", file);
	const char *folder = arena_printf(pk->memory, SUBMISSIONS "%s/", file);
	size_t n = 0;

	if (!path || !folder || entry_length(file) != strlen(file) || file[strlen(file) - 1] == '/')
		return false;
	(void)package_below(pk, folder, &n);
	return n > 0 || package_find(pk, path);
}

static int take_row(const struct package *pk, const struct yaml *node, const struct row *row, const struct problem *p,
		    struct problem_reference *r, struct err *e)
{
	const struct folder *folder = find_folder(row->file);
	enum verdict v;

	if (verdict_parse(row->verdict, &v, e) < 0)
		return yaml_wrap(node, e);
	if (!folder)
		return yaml_error(node, e, "'%.100s' is in no folder that says what to expect", row->file);
	if (!has_entry(pk, row->file))
		return yaml_error(node, e, SUBMISSIONS "%.100s is not there", row->file);
	if (!agrees(folder, v))
		return yaml_error(node, e, "verdict %s, but the folder is '%s'", row->verdict, folder->name);
	if (v != VERDICT_AC && !row->trap)
		return yaml_error(node, e, "'trap' is missing: what does it get wrong?");
	if (row->reason && strlen(row->reason) >= REASON_MAX)
		return yaml_error(node, e, "'reason' is longer than %d bytes", REASON_MAX - 1);
	if (row->family && !has_family(p, row->family))
		return yaml_error(node, e, "'%.60s' is none of the families", row->family);
	*r = (struct problem_reference){
		.file = row->file,
		.expected.verdict = v,
		.trap = row->trap,
		.family = row->family,
	};
	if (row->reason)
		memcpy(r->expected.reason, row->reason, strlen(row->reason) + 1);
	return 0;
}

static int read_rows(const struct package *pk, const struct yaml *root, struct problem *p, struct err *e)
{
	const struct yaml *list = yaml_get(root, "references");
	const struct yaml *node = list ? list->first : NULL;
	struct problem_reference *references;
	const struct row *row;
	void *rows;
	size_t n;

	if (yaml_rows(list, &row_table, REFERENCES_MAX, &p->memory, &rows, &n, e) < 0)
		return e->code;
	row = rows;
	references = arena_array(&p->memory, n, sizeof(*references));
	if (!references)
		return err_set(e, -ENOMEM, "references: out of memory");
	for (size_t i = 0; i < n; i++, row++, node = node->next) {
		if (find_reference(references, i, row->file))
			return yaml_error(node, e, "there is a row for '%.100s' already", row->file);
		if (take_row(pk, node, row, p, &references[i], e) < 0)
			return e->code;
	}
	p->references = references;
	p->n_references = n;
	return 0;
}

static int want_row(const char *entry, bool is_c, void *arg, struct err *e)
{
	const struct problem *p = arg;

	(void)is_c;
	for (size_t i = 0; i < p->n_references; i++)
		if (strcmp(p->references[i].file, entry) == 0)
			return 0;
	return err_set(e, -EINVAL, SUBMISSIONS "%s: has no row in judge.yaml", entry);
}

static int check_model(const struct yaml *root, const struct problem *p, struct err *e)
{
	if (!p->model && p->n_families > 0)
		return yaml_error(yaml_get(root, "families"), e, "there is no 'model' that could answer them");
	if (!p->model)
		return 0;
	for (size_t i = 0; i < p->n_references; i++)
		if (strcmp(p->references[i].file, p->model) == 0 && p->references[i].expected.verdict == VERDICT_AC)
			return 0;
	return yaml_error(yaml_get(root, "model"), e, "'%.100s' is no reference with the verdict AC", p->model);
}

/* ---- packages from elsewhere ------------------------------------------------------------------------------------ */

struct gathering {
	const struct package *pk;
	struct problem *p;
	struct expecting *expecting;
	struct problem_reference *references;
	size_t n;
};

/* The one language of its files, headers aside; NULL: none that is known, or several, which is said in *odd. */
static const struct language_row *find_language(const struct package *pk, const char *entry, const char **odd)
{
	const char *path = arena_printf(pk->memory, SUBMISSIONS "%s", entry);
	const char *below = arena_printf(pk->memory, SUBMISSIONS "%s/", entry);
	const struct language_row *found = NULL, *row;
	const struct package_file *files;
	size_t n = 1;

	*odd = "it is in no language that is known";
	if (!path || !below)
		return NULL;
	files = package_find(pk, path);
	if (!files)
		files = package_below(pk, below, &n);
	for (size_t i = 0; i < n; i++) {
		row = language_of_file(files[i].path);
		if (row && found && row != found) {
			*odd = "its files are in several languages";
			return NULL;
		}
		found = row ? row : found;
	}
	return found;
}

static int pass_over(struct gathering *g, const char *entry, const char *why, struct err *e)
{
	return problem_note(g->p, e, SUBMISSIONS "%s: passed over: %s", entry, why);
}

static int take_entry(const char *entry, bool is_c, void *arg, struct err *e)
{
	struct gathering *g = arg;
	struct problem_reference r = { .file = entry };
	const struct language_row *language;
	const char *code = NULL, *odd;

	(void)is_c;
	language = find_language(g->pk, entry, &odd);
	if (expecting_fill(g->expecting, entry, &r, &code, e) < 0)
		return e->code;
	if (code && !(language = language_by_code(code)))
		return err_set(e, -EINVAL, SUBMISSIONS "submissions.yaml: '%.40s' is no language of the format", code);
	if (!language)
		return pass_over(g, entry, odd, e);
	if (language->language >= LANGUAGE_COUNT) {
		odd = arena_printf(&g->p->memory, "this judge has no toolchain for %s", language->name);
		return odd ? pass_over(g, entry, odd, e) : err_set(e, -ENOMEM, "out of memory");
	}
	if (!(g->p->languages & 1u << language->language)) {
		odd = arena_printf(&g->p->memory, "the problem is not for %s", language->name);
		return odd ? pass_over(g, entry, odd, e) : err_set(e, -ENOMEM, "out of memory");
	}
	if (g->n == REFERENCES_MAX)
		return err_set(e, -EINVAL, "more than %u submissions", REFERENCES_MAX);
	r.language = language->language;
	g->references[g->n++] = r;
	return 0;
}

static int gather(const struct package *pk, struct problem *p, struct err *e)
{
	static const char path[] = SUBMISSIONS "submissions.yaml";
	struct gathering g = { .pk = pk, .p = p };
	const struct yaml *root = NULL;

	g.references = arena_array(&p->memory, REFERENCES_MAX, sizeof(*g.references));
	if (!g.references)
		return err_set(e, -ENOMEM, "references: out of memory");
	/* The legacy format has no such file, and DOMjudge's .json of that name is for teams and languages. */
	if (package_find(pk, path) && p->format == PROBLEM_LEGACY &&
	    problem_note(p, e, "%s: is not part of the legacy format, and not read", path) < 0)
		return e->code;
	if (package_find(pk, path) && p->format != PROBLEM_LEGACY && package_yaml(pk, path, &root, e) < 0)
		return e->code;
	if (expecting_open(pk, root, p, &g.expecting, e) < 0 || each_entry(pk, e, take_entry, &g) < 0 ||
	    expecting_close(g.expecting, e) < 0)
		return e->code;
	p->references = g.references;
	p->n_references = g.n;
	return 0;
}

int package_references(const struct package *pk, const struct yaml *root, struct problem *p, struct err *e)
{
	if (!root)
		return gather(pk, p, e);
	if (read_rows(pk, root, p, e) < 0 || each_entry(pk, e, want_row, p) < 0)
		return e->code;
	return check_model(root, p, e);
}
