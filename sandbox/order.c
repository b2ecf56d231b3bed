/*
 * Orders: the checks of every field of a box and a run, and their way through a message. The same checks stand on the
 * library's side, to tell the caller which field is wrong; on the keeper's side a message that does not read as
 * written is simply refused.
 */
#include "sandbox/order.h"

#include "sandbox/base/cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/filter.h>
#include <string.h>
#include <sys/stat.h>

#define MEMORY_MIN_BYTES (UINT64_C(1) << 20)
#define MEMORY_MAX_BYTES (UINT64_C(64) << 30)
#define PROCESSES_MAX    4096
#define WORK_FILES_MAX   65536
#define TIME_MAX_US      (UINT64_C(24) * 3600 * 1000000)
#define FILES_MIN        4
#define FILES_MAX        256
#define ARG_BYTES_MAX    (64u * 1024u)

static bool path_ok(const char *p)
{
	if (!p || *p != '/' || strlen(p) >= ORDER_PATH_MAX)
		return false;
	for (; *p; p++)
		if (p[0] == '/' &&
		    (p[1] == '/' || (p[1] == '.' && (p[2] == '/' || !p[2] || (p[2] == '.' && (p[3] == '/' || !p[3]))))))
			return false;
	return true;
}

bool order_name_ok(const char *name)
{
	size_t n = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

	return n >= 1 && n <= 63 && !name[n] && *name != '.' && *name != '-';
}

bool order_path_ok(const char *path)
{
	char name[NAME_MAX + 1];
	size_t len;

	if (strlen(path) >= ORDER_PATH_MAX)
		return false;
	for (unsigned depth = 0; depth < BOX_DEPTH_MAX; depth++, path += len + 1) {
		len = strcspn(path, "/");
		if (len < 1 || len > NAME_MAX)
			return false;
		memcpy(name, path, len);
		name[len] = '\0';
		if (depth == 0 ? !order_name_ok(name) : !strcmp(name, ".") || !strcmp(name, ".."))
			return false;
		if (!path[len])
			return true;
	}
	return false;
}

/* ---- a box ------------------------------------------------------------------------------------------------------- */

int order_box_check(const struct box_spec *spec, struct err *e)
{
	if (spec->n_mounts && !spec->mounts)
		return err_set(e, -EINVAL, "box: the mounts are nowhere");
	if (spec->n_mounts > BOX_MOUNTS_MAX)
		return err_set(e, -EINVAL, "box: more than %d mounts", BOX_MOUNTS_MAX);
	for (size_t i = 0; i < spec->n_mounts; i++)
		if (!spec->mounts[i].source || spec->mounts[i].source[0] != '/' || !path_ok(spec->mounts[i].target) ||
		    !spec->mounts[i].target[1])
			return err_set(e, -EINVAL, "box: mount %zu: not an absolute plain path", i);
	if ((unsigned)spec->policy > BOX_POLICY_SCRIPT)
		return err_set(e, -EINVAL, "box: unknown policy");
	if (spec->processes < 1 || spec->processes > PROCESSES_MAX)
		return err_set(e, -EINVAL, "box: processes must be 1 to %d", PROCESSES_MAX);
	if (spec->memory_bytes < MEMORY_MIN_BYTES || spec->memory_bytes > MEMORY_MAX_BYTES)
		return err_set(e, -EINVAL, "box: memory must be 1 MiB to 64 GiB");
	if (spec->work_bytes > MEMORY_MAX_BYTES)
		return err_set(e, -EINVAL, "box: /work must be at most 64 GiB");
	if (spec->serve && (spec->processes != 1 || spec->work_bytes))
		return err_set(e, -EINVAL, "box: a server's runs have one process each and no /work");
	if (spec->work_bytes && (spec->work_files < 1 || spec->work_files > WORK_FILES_MAX))
		return err_set(e, -EINVAL, "box: files in /work must be 1 to %d", WORK_FILES_MAX);
	return 0;
}

void order_box_write(struct wire_out *w, const struct box_spec *spec, bool listener, struct order_filter filter,
		     struct order_filter serve_filter)
{
	wire_u32(w, (uint32_t)spec->n_mounts);
	for (size_t i = 0; i < spec->n_mounts; i++) {
		wire_str(w, spec->mounts[i].source);
		wire_str(w, spec->mounts[i].target);
		wire_u32(w, spec->mounts[i].exec);
	}
	wire_u32(w, spec->processes);
	wire_u64(w, spec->memory_bytes);
	wire_u64(w, spec->work_bytes);
	wire_u32(w, spec->work_files);
	wire_u32(w, spec->keep_work);
	wire_u32(w, spec->no_address_limit);
	wire_u32(w, spec->policy == BOX_POLICY_SCRIPT);
	wire_u32(w, listener);
	wire_blob(w, filter.bpf, filter.bytes);
	wire_blob(w, serve_filter.bpf, serve_filter.bytes);
}

static void read_filter(struct wire_in *r, struct order_filter *out)
{
	out->bpf = wire_get_blob(r, &out->bytes);
	if (out->bytes % sizeof(struct sock_filter) || out->bytes / sizeof(struct sock_filter) > ORDER_BPF_MAX)
		r->bad = true;
}

int order_box_read(struct wire_in *r, struct order_box *out, struct err *e)
{
	out->n_mounts = wire_get_u32(r);
	if (out->n_mounts > BOX_MOUNTS_MAX)
		return err_set(e, -EPROTO, "too many mounts");
	for (size_t i = 0; i < out->n_mounts; i++) {
		struct box_mount *m = &out->mounts[i];

		m->source = wire_get_str(r);
		m->target = wire_get_str(r);
		m->exec = wire_get_bool(r);
		m->optional = false;
		if (!path_ok(m->source) || !path_ok(m->target))
			r->bad = true;
	}
	out->processes = wire_get_u32(r);
	out->memory_bytes = wire_get_u64(r);
	out->work_bytes = wire_get_u64(r);
	out->work_files = wire_get_u32(r);
	out->keep_work = wire_get_bool(r);
	out->no_address_limit = wire_get_bool(r);
	out->work_exec = wire_get_bool(r);
	out->listener = wire_get_bool(r);
	read_filter(r, &out->filter);
	read_filter(r, &out->serve_filter);
	/* An empty program would be no filter at all. */
	if (!out->filter.bytes)
		r->bad = true;
	return wire_check(r, "box", e);
}

/* ---- streams ----------------------------------------------------------------------------------------------------- */

/*
 * A directory would be a way out of the box, by openat(2) from there; O_PATH descriptors are refused with it, since
 * fstat says nothing of what they can be used for.
 */
static int check_given(int box_fd, int fd, bool pipe, struct err *e)
{
	struct stat st;
	int flags = fcntl(fd, F_GETFL);

	if (flags < 0 || fstat(fd, &st) < 0)
		return errno == EBADF ? err_set(e, -EINVAL, "run: what is given as stream %d is not open", box_fd)
				      : err_errno(e, "run: what is given as stream %d", box_fd);
	if (flags & O_PATH || S_ISDIR(st.st_mode))
		return err_set(e, -EINVAL, "run: what is given as stream %d is no stream", box_fd);
	if (pipe && !S_ISFIFO(st.st_mode))
		return err_set(e, -EINVAL, "run: what is given as stream %d is no pipe", box_fd);
	return 0;
}

int order_streams_check(const struct box_stream *streams, size_t n, uint32_t open_files, struct err *e)
{
	unsigned seen = 0;

	if (n && !streams)
		return err_set(e, -EINVAL, "run: the streams are nowhere");
	if (n > BOX_STREAMS_MAX)
		return err_set(e, -EINVAL, "run: more than %d streams", BOX_STREAMS_MAX);
	for (size_t i = 0; i < n; i++) {
		const struct box_stream *st = &streams[i];

		if (st->box_fd < 0 || st->box_fd >= BOX_STREAMS_MAX || seen & (1u << st->box_fd) ||
		    (uint32_t)st->box_fd >= open_files)
			return err_set(e, -EINVAL, "run: stream %d is out of range or given twice", st->box_fd);
		seen |= 1u << st->box_fd;
		if (st->kind == BOX_STREAM_FD || st->kind == BOX_STREAM_PIPE ? st->fd < 0
		    : st->kind == BOX_STREAM_CAPTURE                         ? !st->into
									     : st->kind != BOX_STREAM_NULL)
			return err_set(e, -EINVAL, "run: stream %d has nothing behind it", st->box_fd);
		if ((st->kind == BOX_STREAM_FD || st->kind == BOX_STREAM_PIPE) &&
		    check_given(st->box_fd, st->fd, st->kind == BOX_STREAM_PIPE, e) < 0)
			return e->code;
	}
	return 0;
}

void order_streams_write(struct wire_out *w, const struct box_stream *streams, size_t n, const int fds[BOX_STREAMS_MAX])
{
	wire_u32(w, (uint32_t)n);
	for (size_t i = 0; i < n; i++) {
		wire_u32(w, (uint32_t)streams[i].box_fd);
		wire_u32(w, streams[i].kind == BOX_STREAM_PIPE);
		wire_u32(w, fds[i] >= 0);
		if (fds[i] >= 0)
			wire_fd(w, fds[i]);
	}
}

void order_streams_clear(struct order_streams *s)
{
	for (size_t i = 0; i < s->n; i++)
		fd_close(&s->at[i].fd);
	s->n = 0;
}

int order_streams_read(struct wire_in *r, struct order_streams *out, struct err *e)
{
	size_t n = wire_get_u32(r);

	out->n = 0;
	if (n > BOX_STREAMS_MAX)
		r->bad = true;
	while (!r->bad && out->n < n) {
		uint32_t box_fd = wire_get_u32(r);
		bool pipe = wire_get_bool(r), given = wire_get_bool(r);
		int fd = given ? wire_get_fd(r) : -1;

		if (box_fd >= BOX_STREAMS_MAX || (pipe && !given))
			r->bad = true;
		out->at[out->n].box_fd = (int)box_fd;
		out->at[out->n++].fd = fd;
		if (!r->bad && given && check_given((int)box_fd, fd, pipe, e) < 0) {
			order_streams_clear(out);
			return e->code;
		}
	}
	if (wire_check(r, "streams", e) < 0) {
		order_streams_clear(out);
		return e->code;
	}
	return 0;
}

/* ---- a run ------------------------------------------------------------------------------------------------------- */

static int count_strings(const char *const *list, size_t *n, size_t *bytes, const char *what, struct err *e)
{
	for (*n = 0; list && list[*n]; (*n)++) {
		*bytes += strlen(list[*n]) + 1;
		if (*n >= ORDER_ARGS_MAX || *bytes > ARG_BYTES_MAX)
			return err_set(e, -EINVAL, "run: too many %s: at most %d strings, %u bytes in all", what,
				       ORDER_ARGS_MAX, ARG_BYTES_MAX);
	}
	return 0;
}

int order_run_check(const struct box_run *run, struct err *e)
{
	const struct box_limits *l = &run->limits;
	size_t n, bytes = 0;
	int r;

	if (!path_ok(run->program))
		return err_set(e, -EINVAL, "run: the program must be an absolute plain path");
	if (run->directory && !path_ok(run->directory))
		return err_set(e, -EINVAL, "run: the directory must be an absolute plain path");
	if (!run->argv || !run->argv[0])
		return err_set(e, -EINVAL, "run: argv is empty");
	r = count_strings(run->argv, &n, &bytes, "arguments", e);
	if (!r)
		r = count_strings(run->envp, &n, &bytes, "variables", e);
	if (r < 0)
		return r;
	if (l->cpu_us < 1 || l->cpu_us > TIME_MAX_US || l->wall_us < 1 || l->wall_us > TIME_MAX_US)
		return err_set(e, -EINVAL, "run: CPU and wall time must be 1 us to 24 h");
	if (l->stack_bytes < 65536 || l->stack_bytes > MEMORY_MAX_BYTES)
		return err_set(e, -EINVAL, "run: stack must be 64 KiB to 64 GiB");
	if (l->open_files < FILES_MIN || l->open_files > FILES_MAX)
		return err_set(e, -EINVAL, "run: open files must be %d to %d", FILES_MIN, FILES_MAX);
	if (l->file_bytes > MEMORY_MAX_BYTES)
		return err_set(e, -EINVAL, "run: file size must be at most 64 GiB");
	return order_streams_check(run->streams, run->n_streams, l->open_files, e);
}

static void write_strings(struct wire_out *w, const char *const *list)
{
	uint32_t n = 0;

	while (list && list[n])
		n++;
	wire_u32(w, n);
	for (uint32_t i = 0; i < n; i++)
		wire_str(w, list[i]);
}

void order_run_write(struct wire_out *w, const struct box_run *run, const int fds[BOX_STREAMS_MAX])
{
	wire_str(w, run->program);
	wire_str(w, run->directory ? run->directory : "");
	write_strings(w, run->argv);
	write_strings(w, run->envp);
	wire_u64(w, run->limits.cpu_us);
	wire_u64(w, run->limits.wall_us);
	wire_u64(w, run->limits.stack_bytes);
	wire_u64(w, run->limits.file_bytes);
	wire_u32(w, run->limits.open_files);
	wire_u32(w, run->fixed_addresses);
	order_streams_write(w, run->streams, run->n_streams, fds);
}

static void read_strings(struct wire_in *r, const char *list[ORDER_ARGS_MAX + 1])
{
	uint32_t n = wire_get_u32(r);

	if (n > ORDER_ARGS_MAX) {
		r->bad = true;
		n = 0;
	}
	for (uint32_t i = 0; i < n; i++)
		list[i] = wire_get_str(r);
	list[n] = NULL;
}

int order_run_read(struct wire_in *r, struct order_run *out, struct err *e)
{
	out->program = wire_get_str(r);
	out->directory = wire_get_str(r);
	read_strings(r, out->argv);
	read_strings(r, out->envp);
	out->limits.cpu_us = wire_get_u64(r);
	out->limits.wall_us = wire_get_u64(r);
	out->limits.stack_bytes = wire_get_u64(r);
	out->limits.file_bytes = wire_get_u64(r);
	out->limits.open_files = wire_get_u32(r);
	out->fixed_addresses = wire_get_bool(r);
	if (!path_ok(out->program) || (*out->directory && !path_ok(out->directory)) ||
	    out->limits.open_files < FILES_MIN || out->limits.open_files > FILES_MAX)
		r->bad = true;
	if (wire_check(r, "run", e) < 0)
		return e->code;
	return order_streams_read(r, &out->streams, e);
}
