/*
 * build_analysis: gcc looks through the source (-fanalyzer), for what it warns of. Nothing is decided by it.
 */
#include "runners/build_job.h"

#include "runners/unit.h"

#include <string.h>

#define ANALYSIS_MS 500 /* of CPU time, all sources together */

/*
 * It is looked through as it is written: optimisers and sanitizers make other ways through the code, of which most are
 * nobody's. Without summaries of calls large macros take minutes.
 */
static const char *const analysis_options[] = { "-fanalyzer", "-fanalyzer-call-summaries",
						"-fdiagnostics-path-format=none" };

#define OF_ANALYSIS (sizeof(analysis_options) / sizeof(analysis_options[0]))

static int analysis_command(struct job *j, const struct command *plain, struct command *out, struct err *e)
{
	const char **argv = arena_array(&j->scratch, plain->n + 1, sizeof(*argv));

	if (!argv)
		return job_no_memory(e);
	for (size_t i = 0; i < plain->n; i++)
		argv[i] = strcmp(plain->argv[i], "-O2") ? plain->argv[i] : "-O0";
	*out = (struct command){ argv, plain->n };
	return 0;
}

static int analyze_source(struct job *j, const struct command *c, size_t which, const char *const *options,
			  struct err *e)
{
	const char *all[JOB_OPTIONS_MAX + OF_ANALYSIS];
	const char *source = inputs_path("/box", which, "c", &j->scratch);
	size_t n = 0, before = j->printed.len;
	int r;

	if (!source)
		return job_no_memory(e);
	for (; options[n]; n++)
		all[n] = options[n];
	memcpy(all + n, analysis_options, sizeof(analysis_options));
	all[n + OF_ANALYSIS] = NULL;
	r = job_run(j, "analyzer", c, all, (const char *[]){ source, NULL }, "/work/analysis.s", e);
	/* A compiler that has none says so, and one that was ended in its midst nothing that is whole. */
	if (r == 0 && j->out.end != BUILD_OK && before < j->printed.len) {
		j->printed.len = before;
		j->printed.data[before] = 0;
	}
	return r;
}

/* Behind the build, which stays what it is whatever comes of this. */
int job_analyze(struct job *j, const struct recipe *plain, struct err *e)
{
	const struct build_spec *spec = j->inputs.spec;
	const char *options[JOB_OPTIONS_MAX];
	struct command c;
	int r;

	if (!spec->analyze || !plain->assemble.n || j->out.end != BUILD_OK)
		return 0;
	j->cpu_limit_us = j->out.cpu_us + ANALYSIS_MS * UINT64_C(1000);
	if ((r = job_options(j, options, e)) < 0 || (r = analysis_command(j, &plain->compile, &c, e)) < 0)
		return r;
	for (size_t i = 0; r == 0 && i < j->inputs.n_own && j->out.end == BUILD_OK; i++)
		if (!unit_is_header(&j->inputs.sources[i]))
			r = analyze_source(j, &c, i, options, e);
	j->out.end = BUILD_OK;
	j->out.reason[0] = 0;
	j->refused = false;
	return r;
}
