/*
 * wire: the messages between the library (in the judge), the keeper and the wardens.
 *
 * The keeper makes and ends boxes. With a box the library gets a socket to its warden, and puts, runs and gets
 * through that one.
 *
 * One message is one packet of a SOCK_SEQPACKET pair, with descriptors riding along (SCM_RIGHTS). A body is a
 * sequence of fixed-size little pieces, written and read in the same order; both ends are built together
 * (WIRE_VERSION and the size of the pieces are compared at the start), so there is no room for optional fields. A
 * reader never trusts a length: the first piece that does not fit makes the whole message bad, and that sticks.
 *
 * Linked into the keeper: no allocation, no library.
 */
#ifndef JUDGE_SANDBOX_WIRE_H
#define JUDGE_SANDBOX_WIRE_H

#include "sandbox/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WIRE_VERSION   6
#define WIRE_BYTES_MAX (128u * 1024u)
#define WIRE_FDS_MAX   24

enum wire_type {
	/* library -> keeper */
	WIRE_HELLO = 1, /* version, sizes, cgroup wanted */
	WIRE_PREPARE,   /* as WIRE_OPEN, but only to have boxes ready: so many as `box` says; no answer */
	WIRE_OPEN,      /* struct box_spec, policy programs */
	WIRE_CLOSE,
	/* library -> warden */
	WIRE_PUT,   /* name, may replace; fd */
	WIRE_GET,   /* name, and is it to be removed */
	WIRE_RUN,   /* struct box_run; stream fds */
	WIRE_SERVE, /* struct box_run without streams: starts a server */
	WIRE_TEST,  /* streams; their fds: a run by the server */
	WIRE_END,   /* ends the run under way (its output is too long); no answer of its own */
	/* answers */
	/* HELLO: what is there; OPEN: layers, the warden's socket; GET: fd; SERVE: irregular or ""; else empty */
	WIRE_OK,
	WIRE_ERR,       /* struct err */
	WIRE_RESULT,    /* to RUN and TEST: struct box_result */
	WIRE_IRREGULAR, /* to TEST: why the server's word does not count; it is gone */
	/*
	 * warden -> library during a run, with a pidfd, `box` a number of its own; the answer, with it: struct
	 * condition
	 */
	WIRE_ASK,
	WIRE_TELL,
};

struct wire_out {
	uint8_t data[WIRE_BYTES_MAX];
	size_t len;
	int fds[WIRE_FDS_MAX];
	size_t n_fds;
	bool bad; /* something did not fit */
};

struct wire_in {
	uint8_t data[WIRE_BYTES_MAX];
	size_t len, at;
	int fds[WIRE_FDS_MAX]; /* received: owned until taken, wire_in_clear closes the rest */
	size_t n_fds, fd_at;
	enum wire_type type;
	uint32_t box;
	bool bad; /* a piece was missing or out of range */
};

/* Begins a message of this type to or about box number `box`. */
void wire_begin(struct wire_out *w, enum wire_type type, uint32_t box);
void wire_u32(struct wire_out *w, uint32_t v);
void wire_u64(struct wire_out *w, uint64_t v);
void wire_blob(struct wire_out *w, const void *p, size_t n);
void wire_str(struct wire_out *w, const char *s);
void wire_fd(struct wire_out *w, int fd); /* stays the sender's */
void wire_err(struct wire_out *w, const struct err *e);

uint32_t wire_get_u32(struct wire_in *r);
uint64_t wire_get_u64(struct wire_in *r);
bool wire_get_bool(struct wire_in *r);
const void *wire_get_blob(struct wire_in *r, size_t *n); /* points into r; 8-byte aligned */
const char *wire_get_str(struct wire_in *r);             /* points into r; "" when bad */
int wire_get_fd(struct wire_in *r);                      /* now the caller's; -1 when bad */
/* Fills e with the error that a WIRE_ERR carries and returns its code. */
int wire_get_err(struct wire_in *r, struct err *e);
void wire_in_clear(struct wire_in *r);

/* -EPIPE when the other end is gone, -EMSGSIZE when it did not fit. */
int wire_send(int sock, struct wire_out *w, struct err *e) must_check;
/* Waits for a message. -EPIPE: the other end is gone. -EPROTO: not a message. What r held before is cleared. */
int wire_recv(int sock, struct wire_in *r, struct err *e) must_check;
/* A bad message as an error. */
int wire_check(const struct wire_in *r, const char *what, struct err *e) must_check;
/* Waits until there is something to receive, or the other end is gone. -ETIMEDOUT after max_us. */
int wire_await(int sock, uint64_t max_us, struct err *e) must_check;
/* Do both messages say the same, whatever their types and numbers? Messages with descriptors never do. */
bool wire_same(const struct wire_in *a, const struct wire_in *b);
/* To be read from its beginning again. */
void wire_rewind(struct wire_in *r);

#endif
