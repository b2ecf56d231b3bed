/*
 * tags: serial
 *
 * What a box shows, gives and refuses: system calls, rights, files of the host, other boxes.
 */
#include "tests/support/box_fixture.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>

#include <cmocka.h>

static void calls(struct fixture *f)
{
	static const struct {
		long nr;
		const char *name;
	} refused[] = {
		{ SYS_socket, "socket" },
		{ SYS_ptrace, "ptrace" },
		{ SYS_mount, "mount" },
		{ SYS_unshare, "unshare" },
		{ SYS_setns, "setns" },
		{ SYS_bpf, "bpf" },
		{ SYS_keyctl, "keyctl" },
		{ SYS_io_uring_setup, "io_uring_setup" },
		{ SYS_chroot, "chroot" },
		{ SYS_pidfd_open, "pidfd_open" },
		{ SYS_memfd_create, "memfd_create" },
		{ SYS_execve, "execve" },
		{ SYS_process_vm_readv, "process_vm_readv" },
		{ SYS_userfaultfd, "userfaultfd" },
		{ SYS_execveat, "execveat" },
		{ SYS_perf_event_open, "perf_event_open" },
		{ SYS_socketpair, "socketpair" },
		{ SYS_symlink, "symlink" },
		{ SYS_mknod, "mknod" },
	};
	char arg[16];

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		snprintf(arg, sizeof(arg), "%ld", refused[i].nr);
		run(f, "call", arg);
		CHECK(ended(f, BOX_END_SYSCALL));
		if (strcmp(f->res.syscall_name, refused[i].name))
			fprintf(stderr, "%s was called %s\n", refused[i].name, f->res.syscall_name);
		CHECK(!strcmp(f->res.syscall_name, refused[i].name));
	}
	run(f, "exec", NULL);
	CHECK(ended(f, BOX_END_SYSCALL) && !strcmp(f->res.syscall_name, "execve"));
	run(f, "limit_init", NULL);
	CHECK(ended(f, BOX_END_SYSCALL) && !strcmp(f->res.syscall_name, "prlimit64"));
	run(f, "socket", NULL);
	CHECK(ended(f, BOX_END_SYSCALL));
#ifdef __x86_64__
	run(f, "int80", "20");
	CHECK(ended(f, BOX_END_SYSCALL));
	run(f, "call", "1073741863"); /* getpid of x32 */
	CHECK(ended(f, BOX_END_SYSCALL));
#endif
}

static void rights(struct fixture *f)
{
	run(f, "peek", NULL);
	CHECK(exited(f, 0));
	run(f, "write_root", NULL);
	CHECK(exited(f, 0));
	run(f, "caps", NULL);
	CHECK(exited(f, 0));
	run(f, "raise_limit", NULL);
	CHECK(exited(f, 0));
	run(f, "touch_null", NULL);
	CHECK(exited(f, 0));
}

static void mounts(struct fixture *f)
{
	struct box_mount m[] = {
		{ boxes_dir, "/usr/share/given", false, false },
		{ "/nonexistent/here", "/gone", false, true },
	};
	struct err e = ERR_INIT;

	f->spec.mounts = m;
	f->spec.n_mounts = 2;
	reopen_box(f);
	f->run.program = "/usr/share/given/victim";
	{
		const char *const argv[] = { "victim", "exit", "0", NULL };

		/* Bound without exec: the program is there but cannot be run. */
		f->run.argv = argv;
		OK(box_run(f->b, &f->run, &f->res, &e));
		CHECK(ended(f, BOX_END_NOT_STARTED) && f->res.exec_errno == EACCES);
	}
	m[0].exec = true;
	reopen_box(f);
	run(f, "exit", "0");
	CHECK(exited(f, 0));
	m[1].optional = false;
	box_close(f->b);
	f->b = NULL;
	CHECK(box_open(f->s, &f->spec, &f->b, &e) == -ENOENT);
	CHECK(strstr(e.text, "/nonexistent/here"));
}

static void neighbours(struct fixture *f)
{
	struct box *first = f->b;

	open_box(f);
	run(f, "file", "65536");
	run(f, "exit", "1");
	CHECK(exited(f, 1));
	box_close(f->b);
	f->b = first;
	run(f, "exit", "2");
	CHECK(exited(f, 2));
}

CASE(calls, box__names_the_call_that_it_refused)
CASE(rights, box__shows_nothing_of_the_host_and_gives_no_right)
CASE(mounts, box__binds_what_was_ordered_read_only)
CASE(neighbours, boxes__do_not_disturb_each_other)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(box__names_the_call_that_it_refused),
		cmocka_unit_test(box__shows_nothing_of_the_host_and_gives_no_right),
		cmocka_unit_test(box__binds_what_was_ordered_read_only),
		cmocka_unit_test(boxes__do_not_disturb_each_other),
	};

	return cmocka_run_group_tests_name("box_confinement", tests, boxes_set_up, boxes_tear_down);
}
