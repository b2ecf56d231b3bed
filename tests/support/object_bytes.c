/* Bytes as a file: see object_bytes.h. */
#include "tests/support/object_bytes.h"

#include "sandbox/base/fs.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

int read_bytes(const void *p, size_t n, struct object_facts *out, struct err *e)
{
	struct artifact a = { .fd = -1, .bytes = n };
	int r;

	err_clear(e);
	assert_int_equal(fs_memfd("object", p, n, &a.fd, e), 0);
	r = object_read(&a, out, e);
	fd_close(&a.fd);
	return r;
}

void assert_refused(const void *p, size_t n)
{
	struct object_facts facts;
	struct err e = ERR_INIT;

	memset(&facts, 0x55, sizeof(facts));
	assert_int_equal(read_bytes(p, n, &facts, &e), -ENOEXEC);
	assert_int_equal(e.code, -ENOEXEC);
	assert_int_equal(facts.n_defined, (size_t)0x5555555555555555);
}
