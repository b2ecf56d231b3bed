/*
 * sandbox_program: the program that is to run in a box.
 *
 * A box executes one file, once: a script would need its interpreter executed, a program of another machine a helper of
 * the host. The kernel says ENOEXEC to all of these, so what the file is instead is found out here, from its first
 * bytes and its program headers. That is for the message only: headers are a stranger's, are read with bounds and
 * decide nothing but whether the libraries are shown to it.
 *
 * It is never asked on the host what libraries it wants, as ldd(1) does: that runs the loader that it names.
 */
#include "judge/cli/sandbox_program.h"
#include "runners/host.h"
#include "sandbox/base/arena.h"
#include "sandbox/base/fs.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#if defined(__x86_64__)
#define MACHINE EM_X86_64
#elif defined(__aarch64__)
#define MACHINE EM_AARCH64
#else
#error "sandbox_program.c knows x86-64 and aarch64"
#endif

#define HEADERS_BYTES_MAX 65536u     /* of all program headers: what Linux takes */
#define SEARCH_BYTES_MAX  (1u << 20) /* of all paths that PATH makes */
#define UNNAMED           "program"

/* ---- what it is -------------------------------------------------------------------------------------------------- */

static int refuse(struct err *e, const char *what)
{
	return err_set(e, -ENOEXEC, "%s", what);
}

static int check_header(const Elf64_Ehdr *h, size_t n, struct err *e)
{
	const unsigned char *ident = h->e_ident;

	if (n >= 2 && !memcmp(ident, "#!", 2))
		return refuse(e, "is a script; a box runs one ELF program, and no interpreter is in it");
	if (n < SELFMAG || memcmp(ident, ELFMAG, SELFMAG) != 0)
		return refuse(e, "is no ELF program");
	if (n < sizeof(h->e_ident) + sizeof(h->e_type) + sizeof(h->e_machine))
		return refuse(e, "is cut off in its header");
	if (ident[EI_CLASS] == ELFCLASS32)
		return refuse(e, "is a 32-bit program");
	if (ident[EI_CLASS] != ELFCLASS64 || ident[EI_DATA] != ELFDATA2LSB || h->e_machine != MACHINE)
		return refuse(e, "is a program for another machine");
	if (h->e_type != ET_EXEC && h->e_type != ET_DYN)
		return refuse(e, h->e_type == ET_REL ? "is an object file that is not linked yet" : "is no program");
	if (n < sizeof(*h))
		return refuse(e, "is cut off in its header");
	if (!h->e_phnum || h->e_phentsize != sizeof(Elf64_Phdr) || h->e_phnum * sizeof(Elf64_Phdr) > HEADERS_BYTES_MAX)
		return refuse(e, "has no program headers that Linux takes");
	if (!h->e_entry)
		return refuse(e, "has no entry: it is a library");
	return 0;
}

static int read_interpreter(int fd, const Elf64_Phdr *p, char interpreter[INTERPRETER_MAX], struct err *e)
{
	char path[INTERPRETER_MAX];
	const size_t n = p->p_filesz;

	if (n < 2 || n > sizeof(path) || pread(fd, path, n, (off_t)p->p_offset) != (ssize_t)n || path[n - 1])
		return refuse(e, "names no loader that can be read");
	memcpy(interpreter, path, n);
	return 0;
}

static int check_segment(int fd, const Elf64_Phdr *p, uint64_t bytes, char interpreter[INTERPRETER_MAX], struct err *e)
{
	if (p->p_type != PT_LOAD && p->p_type != PT_INTERP)
		return 0;
	if (p->p_offset > bytes || p->p_filesz > bytes - p->p_offset)
		return refuse(e, "is cut off: a part of it lies behind its end");
	return p->p_type == PT_INTERP ? read_interpreter(fd, p, interpreter, e) : 0;
}

int boxed_program_check(int fd, uint64_t bytes, char interpreter[INTERPRETER_MAX], struct err *e)
{
	Elf64_Ehdr head = { 0 };
	Elf64_Phdr p;
	ssize_t n = pread(fd, &head, sizeof(head), 0);

	*interpreter = 0;
	if (n < 0)
		return err_errno(e, "read");
	if (!n)
		return refuse(e, "is empty");
	if (check_header(&head, (size_t)n, e) < 0)
		return e->code;
	for (size_t i = 0; i < head.e_phnum; i++) {
		const uint64_t at = head.e_phoff + i * sizeof(p);

		if (at > bytes || bytes - at < sizeof(p) || pread(fd, &p, sizeof(p), (off_t)at) != (ssize_t)sizeof(p))
			return refuse(e, "is cut off in its program headers");
		if (check_segment(fd, &p, bytes, interpreter, e) < 0)
			return e->code;
	}
	return 0;
}

/* ---- where it is ------------------------------------------------------------------------------------------------- */

/* The path of the command, in `a`. */
static const char *find(const char *command, struct arena *a, struct err *e)
{
	const char *path;

	if (!*command) {
		err_set(e, -ENOENT, "a program without a name");
		return NULL;
	}
	path = strchr(command, '/') ? arena_strdup(a, command) : host_find_program(command, a);
	if (!path)
		err_set(e, -ENOENT, "there is no program '%.200s' in PATH%s%.200s%s", command,
			fs_is_file(command) ? "; ./" : "", fs_is_file(command) ? command : "",
			fs_is_file(command) ? " is the file here" : "");
	return path;
}

int boxed_program_open(const char *command, struct boxed_program *out, struct err *e)
{
	struct boxed_program p = BOXED_PROGRAM_NONE;
	cleanup_arena struct arena a;
	cleanup_fd int fd = -1;
	const char *path, *base;
	uint64_t bytes;

	arena_init(&a, SEARCH_BYTES_MAX);
	path = find(command, &a, e);
	if (!path || input_open(path, &fd, &bytes, e) < 0)
		return e->code;
	if (faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) < 0)
		return err_set(e, -errno, "%s: may not be executed (chmod +x?)", path);
	if (boxed_program_check(fd, bytes, p.interpreter, e) < 0)
		return err_set(e, e->code, "%s %s", path, e->text);
	base = fs_basename(path);
	snprintf(p.name, sizeof(p.name), "%s", box_name_is_plain(base) ? base : UNNAMED);
	p.fd = steal_fd(&fd);
	*out = p;
	return 0;
}

void boxed_program_close(struct boxed_program *p)
{
	fd_close(&p->fd);
}
