/*
 * package_interactions: samples that people read instead of an input and an answer: what is said in a conversation, or
 * in several passes.
 *
 * In the legacy format such a file needs no test beside it. It is for people alone, so whatever it says is taken; what
 * would mislead them is said by verify (author/verify_interactions.c).
 */
#include "judge/package/package.h"

#include <errno.h>
#include <string.h>

#define SAMPLE "data/sample/"
#define ENDING ".interaction"

int package_interactions(const struct package *pk, struct problem *p, struct err *e)
{
	size_t n_files, n = 0, len;
	const struct package_file *files = package_below(pk, SAMPLE, &n_files);
	struct problem_interaction *list = arena_array(&p->memory, n_files + 1, sizeof(*list));

	if (!list)
		return err_set(e, -ENOMEM, "out of memory");
	for (size_t i = 0; i < n_files; i++) {
		const char *name = files[i].path + strlen(SAMPLE);

		if (!package_ends(files[i].path, ENDING))
			continue;
		if (package_read(pk, files[i].path, PACKAGE_TEXT_MAX, &list[n].text, &len, e) < 0)
			return e->code;
		list[n].file = arena_strdup(&p->memory, files[i].path);
		list[n].name = arena_strndup(&p->memory, name, strlen(name) - strlen(ENDING));
		if (!list[n].file || !list[n].name)
			return err_set(e, -ENOMEM, "out of memory");
		n++;
	}
	p->interactions = list;
	p->n_interactions = n;
	return 0;
}
