/*
 * object_read on any bytes.
 *
 * Held to be true: the file is refused, or its lists are sorted, without repetition or empty names, and each name in
 * them is found again.
 */
#include "runners/runner.h"

#include "sandbox/base/fs.h"

#include <errno.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool fact)
{
	if (!fact)
		abort();
}

static void must_be_sorted(const char **names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		must(*names[i] && (i == 0 || strcmp(names[i - 1], names[i]) < 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct artifact a = { .fd = -1, .bytes = size };
	struct object_facts facts;
	struct err e = ERR_INIT;
	int r;

	must(fs_memfd("fuzz", data, size, &a.fd, &e) == 0);
	r = object_read(&a, &facts, &e);
	fd_close(&a.fd);
	must(r == 0 || (r == -ENOEXEC && e.code == r));
	if (r < 0)
		return 0;
	must_be_sorted(facts.defined, facts.n_defined);
	must_be_sorted(facts.undefined, facts.n_undefined);
	for (size_t i = 0; i < facts.n_defined; i++)
		must(object_defines(&facts, facts.defined[i]));
	object_facts_clear(&facts);
	return 0;
}
