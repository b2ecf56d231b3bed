/*
 * order: what the library orders from keeper and warden, as it travels: a box (WIRE_OPEN) and a run (WIRE_RUN).
 *
 * Written by the library, read by keeper and warden, checked on both sides. Strings point into the message.
 */
#ifndef JUDGE_SANDBOX_ORDER_H
#define JUDGE_SANDBOX_ORDER_H

#include "sandbox/sandbox.h"
#include "sandbox/wire.h"

#define ORDER_ARGS_MAX 1024
#define ORDER_PATH_MAX 1024 /* with its NUL */
#define ORDER_BPF_MAX  4096 /* instructions a program may have (BPF_MAXINSNS) */

/* An array of struct sock_filter. */
struct order_filter {
	const void *bpf;
	size_t bytes;
};

struct order_box {
	struct box_mount mounts[BOX_MOUNTS_MAX]; /* sources without links */
	size_t n_mounts;
	uint32_t processes;
	uint64_t memory_bytes, work_bytes;
	uint32_t work_files;
	bool keep_work, no_address_limit;
	bool work_exec;                           /* what lies in /work may be executed */
	bool listener;                            /* the filters report calls: they must be loaded with a listener */
	struct order_filter filter, serve_filter; /* the latter empty in a box without a server */
};

struct order_streams {
	struct {
		int box_fd;
		int fd; /* received: owned by the reader; -1 = /dev/null */
	} at[BOX_STREAMS_MAX];
	size_t n;
};
/* Closes what the reader owns. */
void order_streams_clear(struct order_streams *s);

struct order_run {
	const char *program;
	const char *directory; /* "": the box's own choice */
	const char *argv[ORDER_ARGS_MAX + 1];
	const char *envp[ORDER_ARGS_MAX + 1];
	struct box_limits limits;
	bool fixed_addresses;
	struct order_streams streams;
};

/* The host's paths in `spec` must be resolved already. -EINVAL names the field that is out of range. */
int order_box_check(const struct box_spec *spec, struct err *e) must_check;
void order_box_write(struct wire_out *w, const struct box_spec *spec, bool listener, struct order_filter filter,
		     struct order_filter serve_filter);
int order_box_read(struct wire_in *r, struct order_box *out, struct err *e) must_check;

/*
 * fds[i]: the descriptor to send for streams[i], -1 for /dev/null. What it is behind is checked on both sides. On
 * failure the reader owns nothing.
 */
int order_run_check(const struct box_run *run, struct err *e) must_check;
void order_run_write(struct wire_out *w, const struct box_run *run, const int fds[BOX_STREAMS_MAX]);
int order_run_read(struct wire_in *r, struct order_run *out, struct err *e) must_check;

/* The streams alone: of a run by a server. */
int order_streams_check(const struct box_stream *streams, size_t n, uint32_t open_files, struct err *e) must_check;
void order_streams_write(struct wire_out *w, const struct box_stream *streams, size_t n,
			 const int fds[BOX_STREAMS_MAX]);
int order_streams_read(struct wire_in *r, struct order_streams *out, struct err *e) must_check;

/* A name that box_get takes; and one with folders, that box_put takes. */
bool order_name_ok(const char *name);
bool order_path_ok(const char *path);

#endif
