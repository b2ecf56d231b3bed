/* A fresh directory: see folder.h. Whatever goes wrong here fails the test. */
#include "tests/support/folder.h"

#include "sandbox/base/fs.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

int folder_open(void **state)
{
	struct folder *p = calloc(1, sizeof(*p));
	struct err e = ERR_INIT;

	if (!p || fs_temp_dir(NULL, "judge-test-fs-", &p->path, &e) < 0)
		return -1;
	p->fd = open(p->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	*state = p;
	return p->fd < 0 ? -1 : 0;
}

int folder_close(void **state)
{
	struct folder *p = *state;
	struct err e = ERR_INIT;
	const int r = fs_remove_tree(AT_FDCWD, p->path, &e);

	close(p->fd);
	free(p->path);
	free(p);
	return r;
}

void folder_put(const struct folder *p, const char *name, const char *content)
{
	struct err e = ERR_INIT;

	assert_int_equal(fs_write(p->fd, name, content, strlen(content), 0644, &e), 0);
}

void folder_holds(const struct folder *p, const char *name, const char *content)
{
	struct err e = ERR_INIT;
	cleanup_buf struct buf b;

	buf_init(&b, 1000);
	assert_int_equal(fs_read(p->fd, name, &b, &e), 0);
	assert_string_equal(b.data, content);
}

size_t folder_entries(const struct folder *p)
{
	struct err e = ERR_INIT;
	char **names = NULL;
	size_t n = 0;

	assert_int_equal(fs_list(p->fd, ".", 1000, &names, &n, &e), 0);
	free(names);
	return n;
}
