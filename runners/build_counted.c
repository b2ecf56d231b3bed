/*
 * build_counted: what a build that counts its steps has beside the others.
 *
 * The compiler's text goes out of the box and through cost_pass before it is assembled, and comes back to where no pass
 * can write. The counter's own object and what charges for the library (driver/charge.c) are texts of ours: the latter
 * is compiled once and kept, with a name that each build replaces by that of its counter.
 */
#include "runners/build_job.h"

#include "runners/artifact.h"
#include "runners/driver/charged.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <string.h>

/* ---- begin ------------------------------------------------------------------------------------------------------- */

/* Counting needs the pass, and a compiler that writes assembler text. */
int job_begin_counting(struct job *j, const struct toolchain *tc, const struct build_spec *spec, struct err *e)
{
	int r;

	if (spec->counts && (spec->shape != BUILD_RUNNER || spec->sanitize))
		return err_set(e, -EINVAL, "only a plain runner runs what counts its steps");
	if (!spec->counter)
		return 0;
	if (spec->shape != BUILD_OBJECT)
		return err_set(e, -EINVAL, "only functions count their steps");
	r = cost_pass_supported(toolchain_name(tc), e);
	if (r < 0)
		return r;
	j->counted = arena_alloc(&j->out.memory, sizeof(*j->counted));
	j->out.counted = j->counted;
	/* What clang writes has no functions to be seen. */
	if (spec->profile && j->recipe->assemble.n)
		j->profile = arena_alloc(&j->scratch, sizeof(*j->profile));
	return j->counted && (j->profile || !spec->profile || !j->recipe->assemble.n) ? 0 : job_no_memory(e);
}

/* ---- the candidate's text ---------------------------------------------------------------------------------------- */

static void add_facts(struct cost_facts *sum, const struct cost_facts *more)
{
	sum->ticks += more->ticks;
	sum->added += more->added;
	sum->repeats += more->repeats;
	sum->escapes += more->escapes;
	for (size_t i = 0; i < more->n_findings && sum->n_findings < COST_FINDINGS_MAX; i++)
		sum->findings[sum->n_findings++] = more->findings[i];
}

/* What the compiler wrote to /work/<name> is made to count, as /box/<name>. */
int job_count_assembly(struct job *j, const char *name, struct err *e)
{
	cleanup_buf struct buf written;
	cleanup_buf struct buf counting;
	struct cost_facts facts;
	int r;

	buf_init(&written, COST_TEXT_MAX);
	buf_init(&counting, COST_OUT_MAX);
	r = box_get(j->box, name, &written, e);
	if (r == 0)
		r = cost_pass(written.data, written.len, j->inputs.spec->counter, j->profile, &counting, &facts, e);
	if (r == -EMSGSIZE) {
		job_end(&j->out, BUILD_LIMIT, "what it is compiled to is too long for its steps to be counted");
		err_clear(e);
		return 0;
	}
	if (r < 0)
		return err_wrap(e, "count the steps of what was compiled");
	add_facts(j->counted, &facts);
	return job_put_text(j, name, &counting, e);
}

/* ---- ours -------------------------------------------------------------------------------------------------------- */

/* Names that no source has: theirs are numbers. */
#define COUNTER "counter"
#define CHARGE  "charge"

/* Makes /work/NAME.o of a text of ours: for an assembler, or where one pass does it all (clang), in C. */
static int make_object(struct job *j, const char *name, const struct buf *text, struct err *e)
{
	bool two_passes = j->recipe->assemble.n != 0;
	const char *source = arena_printf(&j->scratch, "/box/%s.%s", name, two_passes ? "s" : "c");
	const char *object = arena_printf(&j->scratch, "/work/%s.o", name);
	int r;

	if (!source || !object)
		return job_no_memory(e);
	r = job_put_text(j, fs_basename(source), text, e);
	if (r < 0)
		return r;
	if (two_passes)
		return job_assemble(j, source, object, e);
	return job_run(j, "compiler", &j->recipe->compile, NULL, (const char *[]){ source, NULL }, object, e);
}

static int build_counter(struct job *j, struct err *e)
{
	const char *counter = j->inputs.spec->counter;
	cleanup_buf struct buf text;
	int r;

	buf_init(&text, SOURCE_BYTES_MAX);
	r = j->recipe->assemble.n ? cost_pass_object(counter, j->profile, &text, e)
				  : cost_clang_object(counter, &text, e);
	return r < 0 ? r : make_object(j, COUNTER, &text, e);
}

/* The trusted text, with the name of this counter where charge.c has a name of its own for it. */
static int build_charge(struct job *j, struct err *e)
{
	static const char own_name[] = "judge_counter";
	cleanup_buf struct buf text;
	const char *from = j->charge.data, *at;
	int r;

	buf_init(&text, COST_OUT_MAX);
	for (; (at = strstr(from, own_name)); from = at + sizeof(own_name) - 1) {
		buf_append(&text, from, (size_t)(at - from));
		buf_puts(&text, j->inputs.spec->counter);
	}
	buf_puts(&text, from);
	r = buf_error(&text, CHARGE, e);
	return r < 0 ? r : make_object(j, CHARGE, &text, e);
}

/* Each call of one of these is one of its wrapper in charge.c. */
const char *const job_wrap_options[] = {
#define X(name) "--wrap=" #name,
	CHARGED_FUNCTIONS(X) NULL
#undef X
};

/* Adds what a counting program is linked with, beside its own objects. */
int job_add_counting(struct job *j, const char **objects, size_t *n, struct err *e)
{
	int r = build_counter(j, e);

	if (r == 0 && j->out.end == BUILD_OK)
		r = build_charge(j, e);
	objects[(*n)++] = "/work/" COUNTER ".o";
	objects[(*n)++] = "/work/" CHARGE ".o";
	return r;
}

/* ---- what charges ------------------------------------------------------------------------------------------------ */

static int charge_key(const struct toolchain *tc, const struct buf *source, char key[HASH_HEX_MAX], struct err *e)
{
	struct hash h;
	int r = hash_init(&h, e);

	if (r < 0)
		return r;
	hash_adds(&h, CHARGE);
	hash_adds(&h, toolchain_hash(tc));
	hash_add(&h, source->data, source->len);
	hash_final(&h, key);
	return 0;
}

/* In a box of its own: what comes out of it is trusted, and kept. */
static int compile_charge(struct job *j, const struct toolchain *tc, struct sandbox *s, const struct buf *source,
			  struct err *e)
{
	int r;

	if ((r = job_open_box(j, tc, s, e)) < 0 || (r = job_put_text(j, CHARGE ".c", source, e)) < 0 ||
	    (r = job_run(j, "compiler", &j->recipe->compile, NULL, (const char *[]){ "/box/" CHARGE ".c", NULL },
			 "/work/" CHARGE ".s", e)) < 0)
		return r;
	if (j->out.end != BUILD_OK)
		return err_set(e, -EPROTO, CHARGE ".c does not compile: %.*s", (int)strcspn(j->printed.data, "\n"),
			       j->printed.data);
	return box_get(j->box, CHARGE ".s", &j->charge, e);
}

/* Fills j->charge: from the cache, or else compiled and put into it. */
int job_get_charge(struct job *j, const struct toolchain *tc, struct sandbox *s, const char *cache_dir, struct err *e)
{
	cleanup_artifact struct artifact kept = ARTIFACT_INIT;
	cleanup(job_clear) struct job own;
	cleanup_buf struct buf source;
	char key[HASH_HEX_MAX];
	int r;

	job_init(&own, j->recipe);
	buf_init(&source, SOURCE_BYTES_MAX);
	if ((r = driver_files_read_charge(&source, e)) < 0 || (r = charge_key(tc, &source, key, e)) < 0)
		return r;
	/* Where there is no assembler text the name goes into the source. */
	if (!j->recipe->assemble.n) {
		buf_append(&j->charge, source.data, source.len);
		return buf_error(&j->charge, CHARGE ".c", e);
	}
	if (cache_dir && artifact_recall(cache_dir, key, &kept))
		return fs_read_fd(kept.fd, &j->charge, e);
	if ((r = compile_charge(&own, tc, s, &source, e)) < 0)
		return err_wrap(e, "compile what charges for the library");
	if (cache_dir)
		artifact_store(cache_dir, key, own.charge.data, own.charge.len);
	buf_append(&j->charge, own.charge.data, own.charge.len);
	return buf_error(&j->charge, CHARGE ".s", e);
}
