/*
 * inputs: the files of one build.
 *
 * Joins what the caller gives with the runtime of drivers, refuses what must not go into a box (a header named
 * "../x.h"), and puts the rest there. A candidate's header never takes the place of one of the package: two of one
 * name are refused.
 */
#include "runners/inputs.h"

#include "runners/toolchain.h"
#include "runners/unit.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <string.h>

#define HEADERS_MAX 64

/* To be changed with anything that makes another artifact of the same inputs, but is no argument of the toolchain. */
#define KEY_FORMAT "build 2"

static int no_memory(struct err *e)
{
	return err_set(e, -ENOMEM, "build: out of memory");
}

/* ---- gathering --------------------------------------------------------------------------------------------------- */

/* `from` and `more` as one list. */
static int join(const struct source *from, size_t n_from, const struct source *more, size_t n_more, struct arena *a,
		const struct source **list, size_t *n, struct err *e)
{
	struct source *all = arena_array(a, n_from + n_more, sizeof(*all));

	if (!all)
		return no_memory(e);
	if (n_from)
		memcpy(all, from, n_from * sizeof(*all));
	if (n_more)
		memcpy(all + n_from, more, n_more * sizeof(*all));
	*list = all;
	*n = n_from + n_more;
	return 0;
}

static int name_sources(struct inputs *in, struct arena *a, struct err *e)
{
	const struct build_spec *spec = in->spec;

	in->labels = arena_array(a, in->n_sources, sizeof(*in->labels));
	in->homes = arena_array(a, spec->n_signatures, sizeof(*in->homes));
	if (!in->labels || !in->homes)
		return no_memory(e);
	for (size_t i = 0; i < in->n_sources; i++) {
		in->labels[i] = unit_label(&in->sources[i], a);
		if (!in->labels[i])
			return no_memory(e);
	}
	return 0;
}

/* box_put's rule for names. */
static bool is_plain_name(const char *name)
{
	size_t len = strlen(name);

	return len && len < 64 && *name != '.' && *name != '-' &&
	       strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-") == len;
}

static bool has_name(const struct source *list, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++) {
		if (!strcmp(list[i].name, name))
			return true;
	}
	return false;
}

/* The package's headers are not the candidate's fault. `ours`: NULL, or those of the runtime, which lie beside them. */
static int check_headers(const struct build_spec *spec, const struct source *ours, struct err *e)
{
	if (spec->n_headers > HEADERS_MAX)
		return err_set(e, -EINVAL, "more than %d headers", HEADERS_MAX);
	for (size_t i = 0; i < spec->n_headers; i++) {
		const struct source *h = &spec->headers[i];

		if (!is_plain_name(h->name) || h->len > SOURCE_BYTES_MAX || has_name(spec->headers, i, h->name))
			return err_set(e, -EINVAL, "the header '%s' has a bad name, or is too large or there twice",
				       h->name);
		if (ours && has_name(ours, DRIVER_HEADERS, h->name))
			return err_set(e, -EINVAL, "the header '%s' has the name of one of the runtime's", h->name);
	}
	if (spec->prelude && !has_name(spec->headers, spec->n_headers, spec->prelude))
		return err_set(e, -EINVAL, "the prelude '%s' is none of the headers", spec->prelude);
	return 0;
}

bool inputs_needs_runtime(const struct build_spec *spec)
{
	return spec->shape == BUILD_RUNNER || (spec->shape == BUILD_PROGRAM && spec->sanitize);
}

int inputs_gather(const struct build_spec *spec, const struct driver_files *runtime, struct arena *a,
		  struct inputs *out, struct err *e)
{
	const struct source *files = runtime ? runtime->files : NULL;
	size_t from = spec->shape != BUILD_RUNNER ? DRIVER_SANITIZED : spec->counts ? DRIVER_HEAP : DRIVER_RUNTIME;
	size_t to = spec->sanitize ? DRIVER_HEADER : DRIVER_SANITIZED;
	/* A program's headers are the candidate's: what is put beside it has none. */
	const struct source *headers = files && spec->shape == BUILD_RUNNER ? files + DRIVER_HEADER : NULL;
	struct inputs in = { .spec = spec, .n_own = spec->n_sources };
	int r;

	if ((r = check_headers(spec, headers, e)) < 0 ||
	    (r = join(spec->sources, spec->n_sources, files ? files + from : NULL, files ? to - from : 0, a,
		      &in.sources, &in.n_sources, e)) < 0 ||
	    (r = join(spec->headers, spec->n_headers, headers, headers ? DRIVER_HEADERS : 0, a, &in.headers,
		      &in.n_headers, e)) < 0 ||
	    (r = name_sources(&in, a, e)) < 0)
		return r;
	*out = in;
	return 0;
}

/* ---- checking ---------------------------------------------------------------------------------------------------- */

/* Has a header of the package, or a source before this one, its name? */
static bool is_name_taken(const struct inputs *in, size_t which)
{
	const char *name = in->sources[which].name;

	return has_name(in->headers, in->n_headers, name) || has_name(in->sources, which, name);
}

/* False when something was said against it. */
static bool check_source(const struct inputs *in, size_t which, struct buf *reason)
{
	const struct source *s = &in->sources[which];

	if (s->len > SOURCE_BYTES_MAX)
		buf_printf(reason, "'%s' is larger than %u KiB", s->name, SOURCE_BYTES_MAX / 1024);
	else if (strlen(s->name) > SOURCE_NAME_MAX)
		buf_printf(reason, "the name of a file is longer than %u bytes", SOURCE_NAME_MAX);
	else if (unit_is_header(s) && !is_plain_name(s->name))
		buf_printf(reason, "the name of a header may have letters, digits, '.', '_' and '-' only: '%s'",
			   s->name);
	else if (unit_is_header(s) && is_name_taken(in, which))
		buf_printf(reason, "there is a header '%s' already", s->name);
	return reason->len == 0;
}

void inputs_check(const struct inputs *in, struct buf *reason)
{
	size_t n_compiled = 0;

	if (in->spec->n_sources > SOURCE_FILES_MAX) {
		buf_printf(reason, "there are more than %u files", SOURCE_FILES_MAX);
		return;
	}
	for (size_t i = 0; i < in->n_sources; i++) {
		if (!check_source(in, i, reason))
			return;
		n_compiled += !unit_is_header(&in->sources[i]);
	}
	if (!n_compiled)
		buf_puts(reason, "there is no source to compile, only headers");
}

/* ---- the key ----------------------------------------------------------------------------------------------------- */

static void hash_sources(struct hash *h, const struct source *list, size_t n)
{
	hash_add(h, &n, sizeof(n));
	for (size_t i = 0; i < n; i++) {
		hash_adds(h, list[i].name);
		hash_add(h, list[i].text, list[i].len);
	}
}

int inputs_key(const struct inputs *in, const char *toolchain, char key[HASH_HEX_MAX], struct err *e)
{
	const struct build_spec *spec = in->spec;
	struct hash h;
	int r = hash_init(&h, e);

	if (r < 0)
		return r;
	hash_adds(&h, KEY_FORMAT);
	hash_adds(&h, toolchain);
	hash_add(&h, &spec->shape, sizeof(spec->shape));
	hash_add(&h, &spec->sanitize, sizeof(spec->sanitize));
	hash_add(&h, &spec->counts, sizeof(spec->counts));
	hash_adds(&h, spec->prelude ? spec->prelude : "");
	hash_sources(&h, in->sources, in->n_sources);
	hash_sources(&h, in->headers, in->n_headers);
	hash_add(&h, &spec->n_signatures, sizeof(spec->n_signatures));
	for (size_t i = 0; i < spec->n_signatures; i++) {
		hash_adds(&h, spec->signatures[i].name);
		hash_adds(&h, spec->signatures[i].type);
	}
	hash_final(&h, key);
	return 0;
}

/* ---- into the box ------------------------------------------------------------------------------------------------ */

static int put_bytes(struct box *box, const char *name, const char *p, size_t n, struct err *e)
{
	cleanup_fd int fd = -1;
	int r = fs_memfd(name, p, n, &fd, e);

	return r < 0 ? r : box_put(box, name, fd, e);
}

static int put_unit(const struct inputs *in, size_t which, struct box *box, struct err *e)
{
	const struct build_spec *spec = in->spec;
	cleanup_buf struct buf text;
	char name[32];
	int r;

	buf_init(&text, UNIT_BYTES_MAX);
	r = unit_write(in->sources, which, in->labels[which], spec->signatures, spec->n_signatures, in->homes, &text,
		       e);
	if (r < 0)
		return r;
	snprintf(name, sizeof(name), "%zu.c", which);
	return put_bytes(box, name, text.data, text.len, e);
}

int inputs_put(const struct inputs *in, struct box *box, struct err *e)
{
	const struct build_spec *spec = in->spec;
	int r = unit_find_homes(in->sources, in->n_sources, spec->signatures, spec->n_signatures, in->homes, e);

	for (size_t i = 0; r == 0 && i < in->n_headers; i++)
		r = put_bytes(box, in->headers[i].name, in->headers[i].text, in->headers[i].len, e);
	for (size_t i = 0; r == 0 && i < in->n_sources; i++) {
		const struct source *s = &in->sources[i];

		r = unit_is_header(s) ? put_bytes(box, s->name, s->text, s->len, e) : put_unit(in, i, box, e);
	}
	return r < 0 ? err_wrap(e, "put the sources into the box") : 0;
}

/* ---- names ------------------------------------------------------------------------------------------------------- */

char *inputs_path(const char *dir, size_t source, const char *suffix, struct arena *a)
{
	return arena_printf(a, "%s/%zu.%s", dir, source, suffix);
}

int inputs_names(const struct inputs *in, struct arena *a, struct diagnostics_context *out, struct err *e)
{
	struct diagnostics_name *names = arena_array(a, 4 * in->n_sources + in->n_headers, sizeof(*names));
	size_t n = 0;

	if (!names)
		return no_memory(e);
	for (size_t i = 0; i < in->n_sources; i++) {
		const char *shown = in->sources[i].name;

		if (unit_is_header(&in->sources[i])) {
			names[n++] = (struct diagnostics_name){ arena_printf(a, "/box/%s", shown), shown };
			continue;
		}
		names[n++] = (struct diagnostics_name){ in->labels[i], shown };
		names[n++] = (struct diagnostics_name){ inputs_path("/box", i, "c", a), shown };
		names[n++] = (struct diagnostics_name){ inputs_path("/work", i, "s", a), shown };
		names[n++] = (struct diagnostics_name){ inputs_path("/work", i, "o", a), shown };
	}
	for (size_t i = 0; i < in->n_headers; i++)
		names[n++] = (struct diagnostics_name){ arena_printf(a, "/box/%s", in->headers[i].name), NULL };
	for (size_t i = 0; i < n; i++) {
		if (!names[i].box)
			return no_memory(e);
	}
	*out = (struct diagnostics_context){ names, n, in->spec->signatures, in->spec->n_signatures };
	return 0;
}
