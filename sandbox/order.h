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
#define ORDER_BPF_MAX  4096 /* instructions a program may have (BPF_MAXINSNS) */

struct order_box {
	struct box_mount mounts[BOX_MOUNTS_MAX]; /* sources without links */
	size_t n_mounts;
	uint32_t processes;
	uint64_t memory_bytes, work_bytes;
	uint32_t work_files;
	bool keep_work, no_address_limit;
	bool listener;   /* the filter reports calls: it must be loaded with a listener */
	const void *bpf; /* array of struct sock_filter */
	size_t bpf_bytes;
};

struct order_run {
	const char *program;
	const char *argv[ORDER_ARGS_MAX + 1];
	const char *envp[ORDER_ARGS_MAX + 1];
	struct box_limits limits;
	bool fixed_addresses;
	struct {
		int box_fd;
		int fd; /* received: owned by the reader; -1 = /dev/null */
	} streams[BOX_STREAMS_MAX];
	size_t n_streams;
};

/* The host's paths in `spec` must be resolved already. -EINVAL names the field that is out of range. */
int order_box_check(const struct box_spec *spec, struct err *e) must_check;
void order_box_write(struct wire_out *w, const struct box_spec *spec, bool listener, const void *bpf, size_t bpf_bytes);
int order_box_read(struct wire_in *r, struct order_box *out, struct err *e) must_check;

/* fds[i]: the descriptor to send for streams[i], -1 for /dev/null. */
int order_run_check(const struct box_run *run, struct err *e) must_check;
void order_run_write(struct wire_out *w, const struct box_run *run, const int fds[BOX_STREAMS_MAX]);
int order_run_read(struct wire_in *r, struct order_run *out, struct err *e) must_check;

/* A name that box_put and box_get take. */
bool order_name_ok(const char *name);

#endif
