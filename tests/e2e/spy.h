/*
 * spy: looks through the memory and the files that it can reach for the numbers of hidden.sh and their doubles, in
 * decimal. So that it does not find itself, it knows them in disguise and compares digit by digit.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define MASK 0x2a5a5a
#define N    (sizeof(disguised) / sizeof(disguised[0]))
#define PAGE 4096ul

static const int disguised[] = { NUMBERS };

static char seen[2 * N]; /* inputs, then answers */

/* Do the six or seven digits that end at p make this number? */
static int ends_number(const char *p, const char *begin, int number)
{
	for (; number; number /= 10, p--)
		if (p < begin || *p != '0' + number % 10)
			return 0;
	return 1;
}

static void search(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] >= '0' && p[i] <= '9')
			for (size_t k = 0; k < N; k++) {
				int number = disguised[k] ^ MASK;

				seen[k] |= ends_number(p + i, p, number);
				seen[N + k] |= ends_number(p + i, p, number * 2);
			}
}

static void search_file(const char *path)
{
	int fd = open(path, O_RDONLY);
	struct stat st;
	char *p;

	if (fd < 0 || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || !st.st_size)
		return;
	p = mmap(NULL, st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p != MAP_FAILED)
		search(p, st.st_size);
	munmap(p, st.st_size);
	close(fd);
}

static void search_tree(const char *dir, int depth)
{
	DIR *d = depth < 10 ? opendir(dir) : NULL;
	char path[512];

	for (struct dirent *en = d ? readdir(d) : NULL; en; en = readdir(d)) {
		snprintf(path, sizeof(path), "%s/%s", dir, en->d_name);
		if (en->d_type == DT_DIR && en->d_name[0] != '.')
			search_tree(path, depth + 1);
		else if (en->d_type == DT_REG)
			search_file(path);
	}
	if (d)
		closedir(d);
}

/* Whatever is mapped around this address. Where nothing is, write says EFAULT, and looking would be the end. */
static void search_around(const void *where, size_t pages)
{
	const char *at = (const char *)((unsigned long)where & -PAGE) - pages * PAGE;
	int hole[2];
	char c;

	if (pipe(hole) < 0)
		abort();
	for (size_t i = 0; i < 2 * pages; i++, at += PAGE)
		if (write(hole[1], at, 1) == 1 && read(hole[0], &c, 1) == 1)
			search(at, PAGE);
	close(hole[0]);
	close(hole[1]);
}

static void spy(int own)
{
	static char found[4096];
	int on_stack;
	ssize_t n;

	search_around(&on_stack, 3000);
	search_around(malloc(1), 1000);
	search_around((void *)getauxval(AT_PHDR), 1000); /* the runner */
	search_around((void *)getauxval(AT_BASE), 2000); /* the loader */
	search_around((void *)printf, 2000);
	search_around((void *)spy, 2000);
	search_tree("", 0);
	for (int fd = 0; fd < 64; fd++)
		if ((n = read(fd, found, sizeof(found))) > 0)
			search(found, (size_t)n);
	for (size_t k = 0; k < N; k++) {
		if (seen[k])
			printf("%s\n", (disguised[k] ^ MASK) == own ? "own input" : "SOMEBODY'S INPUT");
		if (seen[N + k])
			printf("AN ANSWER\n");
	}
}
