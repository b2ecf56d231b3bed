/* What is a program that a box can run, by headers that are made up here, and where it is found. */
#include "judge/cli/sandbox_program.h"
#include "sandbox/base/fs.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <elf.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#if defined(__x86_64__)
#define MACHINE EM_X86_64
#else
#define MACHINE EM_AARCH64
#endif

static const char loader[] = "/lib64/loader.so";

/* The least file that is a dynamic program. */
struct image {
	Elf64_Ehdr head;
	Elf64_Phdr interp, load;
	char loader[sizeof(loader)];
};

static struct image image(void)
{
	struct image im = {
		.head = { .e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB, EV_CURRENT },
			  .e_type = ET_DYN,
			  .e_machine = MACHINE,
			  .e_entry = 0x40,
			  .e_phoff = offsetof(struct image, interp),
			  .e_phentsize = sizeof(Elf64_Phdr),
			  .e_phnum = 2 },
		.interp = { .p_type = PT_INTERP,
			    .p_offset = offsetof(struct image, loader),
			    .p_filesz = sizeof(loader) },
		.load = { .p_type = PT_LOAD, .p_filesz = sizeof(struct image), .p_memsz = sizeof(struct image) },
	};

	memcpy(im.loader, loader, sizeof(loader));
	return im;
}

/* The first n bytes at p are refused with this text. */
static void refused(const void *p, size_t n, const char *text)
{
	char interpreter[INTERPRETER_MAX];
	struct err e = ERR_INIT;
	int fd;

	assert_int_equal(fs_memfd("image", p, n, &fd, &e), 0);
	assert_int_equal(boxed_program_check(fd, n, interpreter, &e), -ENOEXEC);
	assert_string_equal(e.text, text);
	close(fd);
}

static void program__with_a_loader_is_dynamic(void **state)
{
	struct image im = image();
	char interpreter[INTERPRETER_MAX];
	struct err e = ERR_INIT;
	int fd;

	(void)state;
	assert_int_equal(fs_memfd("image", &im, sizeof(im), &fd, &e), 0);
	assert_int_equal(boxed_program_check(fd, sizeof(im), interpreter, &e), 0);
	assert_string_equal(interpreter, loader);
	close(fd);
	im.interp.p_type = PT_NOTE;
	im.head.e_type = ET_EXEC;
	assert_int_equal(fs_memfd("image", &im, sizeof(im), &fd, &e), 0);
	assert_int_equal(boxed_program_check(fd, sizeof(im), interpreter, &e), 0);
	assert_string_equal(interpreter, "");
	close(fd);
}

static void program__that_is_none_is_called_what_it_is(void **state)
{
	struct image im = image();

	(void)state;
	refused("", 0, "is empty");
	refused("#!/bin/sh\n", 10, "is a script; a box runs one ELF program, and no interpreter is in it");
	refused("#!", 2, "is a script; a box runs one ELF program, and no interpreter is in it");
	refused("MZ", 2, "is no ELF program");
	refused("int main;\n", 10, "is no ELF program");
	im.head.e_ident[EI_CLASS] = ELFCLASS32;
	refused(&im, sizeof(im), "is a 32-bit program");
	im = image();
	im.head.e_ident[EI_DATA] = ELFDATA2MSB;
	refused(&im, sizeof(im), "is a program for another machine");
	im = image();
	im.head.e_machine = EM_S390;
	refused(&im, sizeof(im), "is a program for another machine");
	im = image();
	im.head.e_type = ET_REL;
	refused(&im, sizeof(im), "is an object file that is not linked yet");
	im.head.e_type = ET_CORE;
	refused(&im, sizeof(im), "is no program");
	im = image();
	im.head.e_entry = 0;
	refused(&im, sizeof(im), "has no entry: it is a library");
}

static void program__that_is_cut_off_is_refused_at_every_length(void **state)
{
	const struct image im = image();

	(void)state;
	refused(&im, 4, "is cut off in its header");
	refused(&im, sizeof(im.head) - 1, "is cut off in its header");
	refused(&im, sizeof(im.head), "is cut off in its program headers");
	/* The first of the headers is whole, and what it points to is gone. */
	refused(&im, offsetof(struct image, load), "is cut off: a part of it lies behind its end");
	refused(&im, sizeof(im) - sizeof(im.loader), "is cut off: a part of it lies behind its end");
	for (size_t n = 0; n < offsetof(struct image, loader) + sizeof(loader); n++) {
		char interpreter[INTERPRETER_MAX];
		struct err e = ERR_INIT;
		int fd;

		assert_int_equal(fs_memfd("image", &im, n, &fd, &e), 0);
		assert_int_equal(boxed_program_check(fd, n, interpreter, &e), -ENOEXEC);
		close(fd);
	}
}

static void program__with_headers_that_lie_is_refused(void **state)
{
	struct image im = image();

	(void)state;
	im.head.e_phnum = 0;
	refused(&im, sizeof(im), "has no program headers that Linux takes");
	im.head.e_phnum = UINT16_MAX;
	refused(&im, sizeof(im), "has no program headers that Linux takes");
	im = image();
	im.head.e_phentsize = 1;
	refused(&im, sizeof(im), "has no program headers that Linux takes");
	im = image();
	im.head.e_phoff = UINT64_MAX;
	refused(&im, sizeof(im), "is cut off in its program headers");
	im.head.e_phoff = UINT64_MAX - sizeof(Elf64_Phdr) + 1;
	refused(&im, sizeof(im), "is cut off in its program headers");
	im = image();
	im.load.p_offset = UINT64_MAX;
	refused(&im, sizeof(im), "is cut off: a part of it lies behind its end");
	im = image();
	im.load.p_filesz = UINT64_MAX;
	refused(&im, sizeof(im), "is cut off: a part of it lies behind its end");
	im = image();
	im.interp.p_filesz = 1;
	refused(&im, sizeof(im), "names no loader that can be read");
	im.interp.p_filesz = sizeof(loader) - 1;
	refused(&im, sizeof(im), "names no loader that can be read");
	im.interp.p_offset = 0;
	im.interp.p_filesz = INTERPRETER_MAX + 1;
	refused(&im, sizeof(im),
		sizeof(im) > INTERPRETER_MAX ? "names no loader that can be read"
					     : "is cut off: a part of it lies behind its end");
}

/* ---- where it is ------------------------------------------------------------------------------------------------- */

static char *dir;

static int enter(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	return fs_temp_dir(NULL, "program", &dir, &e) < 0 || chdir(dir) < 0 ? -1 : 0;
}

static int leave(void **state)
{
	struct err e = ERR_INIT;
	int r = chdir("/") < 0 || fs_remove_tree(AT_FDCWD, dir, &e) < 0 ? -1 : 0;

	(void)state;
	free(dir);
	return r;
}

static void make(const char *name, mode_t mode)
{
	const struct image im = image();
	struct err e = ERR_INIT;

	assert_int_equal(fs_create(AT_FDCWD, name, &im, sizeof(im), 0600, &e), 0);
	assert_int_equal(chmod(name, mode), 0);
}

static void not_found(const char *command, int code, const char *text)
{
	struct boxed_program p = BOXED_PROGRAM_NONE;
	struct err e = ERR_INIT;

	assert_int_equal(boxed_program_open(command, &p, &e), code);
	assert_string_equal(e.text, text);
	assert_int_equal(p.fd, -1);
}

static void program__is_searched_for_in_path_only_without_a_slash(void **state)
{
	struct boxed_program p = BOXED_PROGRAM_NONE;
	struct err e = ERR_INIT;

	(void)state;
	make("tool", 0755);
	setenv("PATH", "/nonexistent", 1);
	not_found("other", -ENOENT, "there is no program 'other' in PATH");
	not_found("tool", -ENOENT, "there is no program 'tool' in PATH; ./tool is the file here");
	setenv("PATH", dir, 1);
	assert_int_equal(boxed_program_open("tool", &p, &e), 0);
	assert_string_equal(p.name, "tool");
	assert_string_equal(p.interpreter, loader);
	boxed_program_close(&p);
	assert_int_equal(p.fd, -1);
}

static void program__keeps_a_plain_name(void **state)
{
	static const struct {
		const char *path, *name;
	} cases[] = {
		{ "./a.out", "a.out" }, { "./a b", "program" }, { "./.hidden", "program" }, { "./link", "link" }
	};
	struct boxed_program p = BOXED_PROGRAM_NONE;
	struct err e = ERR_INIT;

	(void)state;
	make("a.out", 0755);
	make("a b", 0755);
	make(".hidden", 0755);
	assert_int_equal(symlink("a.out", "link"), 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(boxed_program_open(cases[i].path, &p, &e), 0);
		assert_string_equal(p.name, cases[i].name);
		boxed_program_close(&p);
	}
}

static void program__that_cannot_be_is_named_with_the_reason(void **state)
{
	(void)state;
	make("plain", 0644);
	assert_int_equal(mkfifo("fifo", 0700), 0);
	assert_int_equal(symlink("loop", "loop"), 0);
	not_found("./missing", -ENOENT, "./missing: No such file or directory");
	not_found("./plain", -EACCES, "./plain: may not be executed (chmod +x?)");
	not_found("./fifo", -EINVAL, "./fifo: not a regular file");
	not_found("./loop", -ELOOP, "./loop: Too many levels of symbolic links");
	not_found("./", -EISDIR, "./: is a directory");
	not_found("./plain/x", -ENOTDIR, "./plain/x: Not a directory");
	not_found("", -ENOENT, "a program without a name");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(program__with_a_loader_is_dynamic),
		cmocka_unit_test(program__that_is_none_is_called_what_it_is),
		cmocka_unit_test(program__that_is_cut_off_is_refused_at_every_length),
		cmocka_unit_test(program__with_headers_that_lie_is_refused),
		cmocka_unit_test_setup_teardown(program__is_searched_for_in_path_only_without_a_slash, enter, leave),
		cmocka_unit_test_setup_teardown(program__keeps_a_plain_name, enter, leave),
		cmocka_unit_test_setup_teardown(program__that_cannot_be_is_named_with_the_reason, enter, leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
