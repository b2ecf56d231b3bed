/*
 * Messages and orders: what is written is read, and nothing that does not read as written gets through.
 */
#include "sandbox/base/cleanup.h"
#include "sandbox/order.h"
#include "sandbox/wire.h"

#include <errno.h>
#include <limits.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct wire_out out;
static struct wire_in in;
static int pair[2];

static int set_up(void **state)
{
	(void)state;
	return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair);
}

static int tear_down(void **state)
{
	(void)state;
	wire_in_clear(&in);
	fd_close(&pair[0]);
	fd_close(&pair[1]);
	return 0;
}

static void wire__reads_what_was_written(void **state)
{
	struct err e = ERR_INIT, sent = { -ENOSPC, "no room" };
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC), got;
	struct stat a, b;

	(void)state;
	wire_begin(&out, WIRE_PUT, 3);
	wire_u32(&out, 7);
	wire_str(&out, "name");
	wire_u64(&out, UINT64_MAX);
	wire_fd(&out, fd);
	wire_err(&out, &sent);
	assert_int_equal(wire_send(pair[0], &out, &e), 0);
	assert_int_equal(wire_recv(pair[1], &in, &e), 0);
	assert_int_equal(in.type, WIRE_PUT);
	assert_int_equal(in.box, 3);
	assert_int_equal(wire_get_u32(&in), 7);
	assert_string_equal(wire_get_str(&in), "name");
	assert_true(wire_get_u64(&in) == UINT64_MAX);
	got = wire_get_fd(&in);
	assert_int_equal(wire_get_err(&in, &e), -ENOSPC);
	assert_string_equal(e.text, "no room");
	assert_int_equal(wire_check(&in, "x", &e), 0);
	assert_int_equal(fstat(fd, &a) | fstat(got, &b), 0);
	assert_true(a.st_rdev == b.st_rdev);
	assert_true(fcntl(got, F_GETFD) & FD_CLOEXEC);
	close(fd);
	close(got);
}

static void wire__a_missing_piece_makes_the_message_bad(void **state)
{
	struct err e = ERR_INIT;
	size_t n;

	(void)state;
	wire_begin(&out, WIRE_OK, 0);
	wire_u32(&out, 2);
	assert_int_equal(wire_send(pair[0], &out, &e), 0);
	assert_int_equal(wire_recv(pair[1], &in, &e), 0);
	assert_false(wire_get_bool(&in)); /* 2 is no truth value */
	assert_int_equal(wire_check(&in, "x", &e), -EPROTO);
	assert_int_equal(wire_get_u64(&in), 0);
	assert_null(wire_get_blob(&in, &n));
	assert_string_equal(wire_get_str(&in), "");
	assert_int_equal(wire_get_fd(&in), -1);
	assert_int_equal(wire_get_err(&in, &e), -EPROTO);
}

static void wire__a_length_beyond_the_message_is_refused(void **state)
{
	struct err e = ERR_INIT;
	size_t n;

	(void)state;
	wire_begin(&out, WIRE_OK, 0);
	wire_u64(&out, UINT64_MAX - 3);
	wire_u64(&out, 0);
	assert_int_equal(wire_send(pair[0], &out, &e), 0);
	assert_int_equal(wire_recv(pair[1], &in, &e), 0);
	assert_null(wire_get_blob(&in, &n));
	assert_int_equal(wire_check(&in, "x", &e), -EPROTO);
}

static void wire__text_without_its_end_is_refused(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	wire_begin(&out, WIRE_OK, 0);
	wire_blob(&out, "abc", 3);
	assert_int_equal(wire_send(pair[0], &out, &e), 0);
	assert_int_equal(wire_recv(pair[1], &in, &e), 0);
	assert_string_equal(wire_get_str(&in), "");
	assert_int_equal(wire_check(&in, "x", &e), -EPROTO);
}

static void wire__strangers_packets_are_refused(void **state)
{
	struct err e = ERR_INIT;
	char junk[64] = "not a message";

	(void)state;
	assert_int_equal(send(pair[0], junk, sizeof(junk), 0), sizeof(junk));
	assert_int_equal(wire_recv(pair[1], &in, &e), -EPROTO);
	assert_int_equal(send(pair[0], junk, 1, 0), 1);
	assert_int_equal(wire_recv(pair[1], &in, &e), -EPROTO);
}

static void wire__tells_that_the_other_end_has_gone(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	fd_close(&pair[0]);
	assert_int_equal(wire_recv(pair[1], &in, &e), -EPIPE);
	wire_begin(&out, WIRE_OK, 0);
	assert_int_equal(wire_send(pair[1], &out, &e), -EPIPE);
}

static void wire__closes_descriptors_that_nobody_takes(void **state)
{
	struct err e = ERR_INIT;
	int fd;

	(void)state;
	wire_begin(&out, WIRE_OK, 0);
	wire_fd(&out, pair[0]);
	assert_int_equal(wire_send(pair[0], &out, &e), 0);
	assert_int_equal(wire_recv(pair[1], &in, &e), 0);
	fd = in.fds[0];
	assert_true(fcntl(fd, F_GETFD) >= 0);
	wire_in_clear(&in);
	assert_int_equal(fcntl(fd, F_GETFD), -1);
}

static void wire__says_when_a_message_does_not_fit(void **state)
{
	static char big[WIRE_BYTES_MAX];
	struct err e = ERR_INIT;

	(void)state;
	wire_begin(&out, WIRE_OK, 0);
	wire_blob(&out, big, sizeof(big));
	assert_int_equal(wire_send(pair[0], &out, &e), -EMSGSIZE);
	wire_begin(&out, WIRE_OK, 0);
	for (int i = 0; i <= WIRE_FDS_MAX; i++)
		wire_fd(&out, 0);
	assert_int_equal(wire_send(pair[0], &out, &e), -EMSGSIZE);
}

/* ---- orders ------------------------------------------------------------------------------------------------------ */

static const uint64_t bpf[4] = { 1, 2, 3, 4 };

static void send_box(const struct box_spec *spec, const void *program, size_t n)
{
	struct err e = ERR_INIT;

	wire_begin(&out, WIRE_OPEN, 0);
	order_box_write(&out, spec, true, (struct order_filter){ program, n }, (struct order_filter){ bpf, 8 });
	assert_int_equal(wire_send(pair[0], &out, &e), 0);
	assert_int_equal(wire_recv(pair[1], &in, &e), 0);
}

static void order__carries_a_box(void **state)
{
	const struct box_mount mount = { "/usr/lib", "/lib", true, false };
	const struct box_spec spec = { .mounts = &mount,
				       .n_mounts = 1,
				       .processes = 5,
				       .memory_bytes = 1 << 20,
				       .work_bytes = 4096,
				       .work_files = 6,
				       .keep_work = true };
	static struct order_box got;
	struct err e = ERR_INIT;

	(void)state;
	send_box(&spec, bpf, sizeof(bpf));
	assert_int_equal(order_box_read(&in, &got, &e), 0);
	assert_int_equal(got.n_mounts, 1);
	assert_string_equal(got.mounts[0].source, "/usr/lib");
	assert_string_equal(got.mounts[0].target, "/lib");
	assert_true(got.mounts[0].exec && got.keep_work && got.listener && !got.no_address_limit);
	assert_int_equal(got.processes, 5);
	assert_int_equal(got.memory_bytes, 1 << 20);
	assert_int_equal(got.work_files, 6);
	assert_int_equal(got.filter.bytes, sizeof(bpf));
	assert_memory_equal(got.filter.bpf, bpf, sizeof(bpf));
	assert_int_equal((uintptr_t)got.filter.bpf % 8, 0);
	assert_int_equal(got.serve_filter.bytes, 8);
}

static void order__refuses_a_box_without_a_filter(void **state)
{
	const struct box_spec spec = { .processes = 1, .memory_bytes = 1 << 20 };
	static struct order_box got;
	struct err e = ERR_INIT;

	(void)state;
	send_box(&spec, bpf, 0);
	assert_int_equal(order_box_read(&in, &got, &e), -EPROTO);
	send_box(&spec, bpf, 9);
	assert_int_equal(order_box_read(&in, &got, &e), -EPROTO);
}

static void order__refuses_paths_that_lead_elsewhere(void **state)
{
	static const char *const bad[] = { "", "relative", "/a/../b", "/a/./b", "//a", "/a/..", "/.." };
	static const char *const good[] = { "/a", "/a/b.c", "/..a", "/a..", "/.hidden/x" };
	struct err e = ERR_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const struct box_mount mount = { "/usr", bad[i], false, false };
		const struct box_spec spec = {
			.mounts = &mount, .n_mounts = 1, .processes = 1, .memory_bytes = 1 << 20
		};

		assert_int_equal(order_box_check(&spec, &e), -EINVAL);
	}
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		const struct box_mount mount = { "/usr", good[i], false, false };
		const struct box_spec spec = {
			.mounts = &mount, .n_mounts = 1, .processes = 1, .memory_bytes = 1 << 20
		};

		assert_int_equal(order_box_check(&spec, &e), 0);
	}
}

static void order__carries_a_run(void **state)
{
	const char *const argv[] = { "a", "", "c c", NULL }, *const envp[] = { "X=1", NULL };
	const struct box_stream streams[] = { { .box_fd = 0, .kind = BOX_STREAM_NULL },
					      { .box_fd = 5, .kind = BOX_STREAM_FD, .fd = 1 } };
	const struct box_run run = { .program = "/box/x",
				     .argv = argv,
				     .envp = envp,
				     .limits = { 1, 2, 65536, 4, 16 },
				     .streams = streams,
				     .n_streams = 2,
				     .fixed_addresses = true };
	const int fds[BOX_STREAMS_MAX] = { -1, 1 };
	static struct order_run got;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(order_run_check(&run, &e), 0);
	wire_begin(&out, WIRE_RUN, 0);
	order_run_write(&out, &run, fds);
	assert_int_equal(wire_send(pair[0], &out, &e), 0);
	assert_int_equal(wire_recv(pair[1], &in, &e), 0);
	assert_int_equal(order_run_read(&in, &got, &e), 0);
	assert_string_equal(got.argv[2], "c c");
	assert_null(got.argv[3]);
	assert_string_equal(got.envp[0], "X=1");
	assert_null(got.envp[1]);
	assert_int_equal(got.streams.at[0].fd, -1);
	assert_int_equal(got.streams.at[1].box_fd, 5);
	assert_true(got.streams.at[1].fd >= 0);
	assert_true(got.fixed_addresses);
	close(got.streams.at[1].fd);
}

/* What the keeper's side looks at itself, whoever wrote the message. */
static void assert_stream(int fd, bool pipe, int code)
{
	struct order_streams got;
	struct err e = ERR_INIT;

	wire_begin(&out, WIRE_TEST, 0);
	wire_u32(&out, 1);
	wire_u32(&out, 3);
	wire_u32(&out, pipe);
	wire_u32(&out, fd >= 0);
	if (fd >= 0)
		wire_fd(&out, fd);
	assert_int_equal(wire_send(pair[0], &out, &e), 0);
	assert_int_equal(wire_recv(pair[1], &in, &e), 0);
	assert_int_equal(order_streams_read(&in, &got, &e), code);
	assert_int_equal(got.n, code ? 0 : 1);
	if (!code)
		order_streams_clear(&got);
	wire_in_clear(&in);
}

static void order__refuses_descriptors_that_are_no_streams(void **state)
{
	int ends[2], directory = open("/", O_RDONLY | O_CLOEXEC), path = open("/dev/null", O_PATH | O_CLOEXEC),
		     device = open("/dev/null", O_RDWR | O_CLOEXEC);

	(void)state;
	assert_true(directory >= 0 && path >= 0 && device >= 0);
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	assert_stream(ends[0], true, 0);
	assert_stream(ends[1], true, 0);
	assert_stream(ends[1], false, 0);
	assert_stream(device, false, 0);
	assert_stream(-1, false, 0);
	assert_stream(device, true, -EINVAL);
	assert_stream(directory, false, -EINVAL);
	assert_stream(directory, true, -EINVAL);
	assert_stream(path, false, -EINVAL);
	assert_stream(-1, true, -EPROTO);
	close(directory), close(path), close(device), close(ends[0]), close(ends[1]);
}

static void order__bounds_arguments(void **state)
{
	static const char *many[ORDER_ARGS_MAX + 2];
	static char big[70000];
	const char *const large[] = { big, NULL };
	struct box_run run = { .program = "/box/x", .argv = many, .limits = { 1, 2, 65536, 4, 16 } };
	struct err e = ERR_INIT;

	(void)state;
	for (size_t i = 0; i <= ORDER_ARGS_MAX; i++)
		many[i] = "x";
	assert_int_equal(order_run_check(&run, &e), -EINVAL);
	many[ORDER_ARGS_MAX] = NULL;
	assert_int_equal(order_run_check(&run, &e), 0);
	memset(big, 'x', sizeof(big) - 1);
	run.argv = large;
	assert_int_equal(order_run_check(&run, &e), -EINVAL);
}

static void order__names_are_plain(void **state)
{
	static const char *const bad[] = {
		"",    ".",  "..",
		".x",  "-x", "a/b",
		"a b", "ä",  "0123456789012345678901234567890123456789012345678901234567890123"
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(order_name_ok(bad[i]));
	assert_true(order_name_ok("candidate.so"));
	assert_true(order_name_ok("a-b_C.9"));
}

static void order__paths_begin_with_a_plain_name(void **state)
{
	static const char *const good[] = { "a", "program/src/a.py", "1/2/3/4/5/6/7/8", "a/.b/-c/ \t\xff" };
	static const char *const bad[] = { "",
					   "/",
					   "/a",
					   "a/",
					   "a//b",
					   "a/..",
					   "../a",
					   "a/./b",
					   ".a/b",
					   "-a/b",
					   "1/2/3/4/5/6/7/8/9",
					   "0123456789012345678901234567890123456789012345678901234567890123/a" };
	char part[NAME_MAX + 4] = "a/", path[ORDER_PATH_MAX + 1];

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(order_path_ok(good[i]));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(order_path_ok(bad[i]));
	memset(part + 2, 'x', NAME_MAX + 1);
	assert_false(order_path_ok(part));
	part[2 + NAME_MAX] = '\0';
	assert_true(order_path_ok(part));
	memset(path, 'x', sizeof(path));
	for (size_t i = 1; i < sizeof(path); i += NAME_MAX)
		path[i] = '/';
	path[ORDER_PATH_MAX] = '\0';
	assert_false(order_path_ok(path));
	path[ORDER_PATH_MAX - 1] = '\0';
	assert_true(order_path_ok(path));
}

#define CASE(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(wire__reads_what_was_written),
		CASE(wire__a_missing_piece_makes_the_message_bad),
		CASE(wire__a_length_beyond_the_message_is_refused),
		CASE(wire__text_without_its_end_is_refused),
		CASE(wire__strangers_packets_are_refused),
		CASE(wire__tells_that_the_other_end_has_gone),
		CASE(wire__closes_descriptors_that_nobody_takes),
		CASE(wire__says_when_a_message_does_not_fit),
		CASE(order__carries_a_box),
		CASE(order__refuses_a_box_without_a_filter),
		CASE(order__refuses_paths_that_lead_elsewhere),
		CASE(order__carries_a_run),
		CASE(order__refuses_descriptors_that_are_no_streams),
		CASE(order__bounds_arguments),
		CASE(order__names_are_plain),
		CASE(order__paths_begin_with_a_plain_name),
	};

	return cmocka_run_group_tests_name("wire", tests, NULL, NULL);
}
