/*
 * Messages over SOCK_SEQPACKET: see wire.h for the shape and who talks to whom.
 *
 * A warden shares its box with hostile code, so the keeper and the library read its messages as they would read a
 * stranger's: every length is checked against what arrived, descriptors that nobody takes are closed, a truncated
 * packet is refused whole.
 */
#include "sandbox/wire.h"

#include "sandbox/base/clock.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#define WIRE_MAGIC 0x4a554447u

struct head {
	uint32_t magic;
	uint32_t type;
	uint32_t box;
	uint32_t n_fds;
};

static void put(struct wire_out *w, const void *p, size_t n)
{
	if (w->bad || n > sizeof(w->data) - w->len) {
		w->bad = true;
		return;
	}
	if (n)
		memcpy(w->data + w->len, p, n);
	w->len += n;
}

void wire_begin(struct wire_out *w, enum wire_type type, uint32_t box)
{
	struct head h = { WIRE_MAGIC, (uint32_t)type, box, 0 };

	w->len = 0;
	w->n_fds = 0;
	w->bad = false;
	put(w, &h, sizeof(h));
}

void wire_u32(struct wire_out *w, uint32_t v)
{
	put(w, &v, sizeof(v));
}

void wire_u64(struct wire_out *w, uint64_t v)
{
	put(w, &v, sizeof(v));
}

/* Blobs begin on a multiple of 8, so that a receiver may read a struct in place. */
void wire_blob(struct wire_out *w, const void *p, size_t n)
{
	static const uint8_t zero[8];

	wire_u64(w, n);
	put(w, zero, -w->len % 8);
	put(w, p, n);
}

void wire_str(struct wire_out *w, const char *s)
{
	wire_blob(w, s, strlen(s) + 1);
}

void wire_fd(struct wire_out *w, int fd)
{
	if (w->n_fds == WIRE_FDS_MAX || fd < 0)
		w->bad = true;
	else
		w->fds[w->n_fds++] = fd;
}

void wire_err(struct wire_out *w, const struct err *e)
{
	wire_blob(w, e, sizeof(*e));
}

static bool get(struct wire_in *r, void *p, size_t n)
{
	if (r->bad || n > r->len - r->at) {
		r->bad = true;
		return false;
	}
	memcpy(p, r->data + r->at, n);
	r->at += n;
	return true;
}

uint32_t wire_get_u32(struct wire_in *r)
{
	uint32_t v = 0;

	return get(r, &v, sizeof(v)) ? v : 0;
}

uint64_t wire_get_u64(struct wire_in *r)
{
	uint64_t v = 0;

	return get(r, &v, sizeof(v)) ? v : 0;
}

bool wire_get_bool(struct wire_in *r)
{
	uint32_t v = wire_get_u32(r);

	if (v > 1)
		r->bad = true;
	return v == 1;
}

const void *wire_get_blob(struct wire_in *r, size_t *n)
{
	uint64_t len = wire_get_u64(r);
	size_t pad = -r->at % 8;
	const void *p;

	*n = 0;
	if (r->bad || pad > r->len - r->at || len > r->len - r->at - pad) {
		r->bad = true;
		return NULL;
	}
	p = r->data + r->at + pad;
	r->at += pad + len;
	*n = len;
	return p;
}

const char *wire_get_str(struct wire_in *r)
{
	size_t n;
	const char *s = wire_get_blob(r, &n);

	if (!s || !n || memchr(s, 0, n) != s + n - 1) {
		r->bad = true;
		return "";
	}
	return s;
}

int wire_get_fd(struct wire_in *r)
{
	int fd;

	if (r->bad || r->fd_at == r->n_fds) {
		r->bad = true;
		return -1;
	}
	fd = r->fds[r->fd_at];
	r->fds[r->fd_at++] = -1;
	return fd;
}

int wire_get_err(struct wire_in *r, struct err *e)
{
	size_t n;
	const struct err *got = wire_get_blob(r, &n);

	if (r->bad || n != sizeof(*got) || got->code >= 0 || !memchr(got->text, 0, sizeof(got->text)))
		return err_set(e, -EPROTO, "damaged error message");
	*e = *got;
	return e->code;
}

void wire_in_clear(struct wire_in *r)
{
	for (size_t i = 0; i < r->n_fds; i++)
		if (r->fds[i] >= 0)
			close(r->fds[i]);
	r->n_fds = r->fd_at = r->len = r->at = 0;
}

static int send_packet(int sock, const void *p, size_t n, const int *fds, size_t n_fds, struct err *e)
{
	union {
		char room[CMSG_SPACE(sizeof(int) * WIRE_FDS_MAX)];
		struct cmsghdr align;
	} control = { 0 };
	struct iovec iov = { (void *)(uintptr_t)p, n };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1 };
	ssize_t sent;

	if (n_fds) {
		struct cmsghdr *c;

		msg.msg_control = control.room;
		msg.msg_controllen = CMSG_SPACE(sizeof(int) * n_fds);
		c = CMSG_FIRSTHDR(&msg);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(sizeof(int) * n_fds);
		memcpy(CMSG_DATA(c), fds, sizeof(int) * n_fds);
	}
	do
		sent = sendmsg(sock, &msg, MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	if (sent < 0) {
		if (errno == ECONNRESET || errno == ENOTCONN)
			errno = EPIPE;
		return err_errno(e, "send message");
	}
	return 0;
}

int wire_send(int sock, struct wire_out *w, struct err *e)
{
	struct head h;

	if (w->bad)
		return err_set(e, -EMSGSIZE, "message does not fit in %u bytes and %d descriptors", WIRE_BYTES_MAX,
			       WIRE_FDS_MAX);
	/* The count of descriptors is known only now. */
	memcpy(&h, w->data, sizeof(h));
	h.n_fds = (uint32_t)w->n_fds;
	memcpy(w->data, &h, sizeof(h));
	return send_packet(sock, w->data, w->len, w->fds, w->n_fds, e);
}

static void take_fds(struct msghdr *msg, struct wire_in *r)
{
	for (struct cmsghdr *c = CMSG_FIRSTHDR(msg); c; c = CMSG_NXTHDR(msg, c)) {
		size_t n;

		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
			continue;
		n = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		for (size_t i = 0; i < n; i++) {
			int fd;

			memcpy(&fd, CMSG_DATA(c) + i * sizeof(int), sizeof(fd));
			if (r->n_fds < WIRE_FDS_MAX)
				r->fds[r->n_fds++] = fd;
			else
				close(fd);
		}
	}
}

int wire_recv(int sock, struct wire_in *r, struct err *e)
{
	union {
		char room[CMSG_SPACE(sizeof(int) * WIRE_FDS_MAX)];
		struct cmsghdr align;
	} control;
	struct iovec iov = { r->data, sizeof(r->data) };
	struct msghdr msg = {
		.msg_iov = &iov, .msg_iovlen = 1, .msg_control = control.room, .msg_controllen = sizeof(control.room)
	};
	struct head h;
	ssize_t got;

	wire_in_clear(r);
	r->bad = false;
	do
		got = recvmsg(sock, &msg, MSG_CMSG_CLOEXEC);
	while (got < 0 && errno == EINTR);
	if (got < 0 && errno != ECONNRESET)
		return err_errno(e, "receive message");
	if (got <= 0)
		return err_set(e, -EPIPE, "the other end has gone");
	take_fds(&msg, r);
	r->len = (size_t)got;
	if ((msg.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) || !get(r, &h, sizeof(h)) || h.magic != WIRE_MAGIC ||
	    h.n_fds != r->n_fds) {
		wire_in_clear(r);
		return err_set(e, -EPROTO, "damaged message");
	}
	r->type = (enum wire_type)h.type;
	r->box = h.box;
	return 0;
}

int wire_check(const struct wire_in *r, const char *what, struct err *e)
{
	if (r->bad)
		return err_set(e, -EPROTO, "damaged message: %s", what);
	return 0;
}

int wire_await(int sock, uint64_t max_us, struct err *e)
{
	uint64_t until = clock_mono_us() + max_us, now;
	struct pollfd fd = { .fd = sock, .events = POLLIN };

	while ((now = clock_mono_us()) < until) {
		int r = poll(&fd, 1, (int)((until - now) / 1000) + 1);

		if (r > 0)
			return 0;
		if (r < 0 && errno != EINTR)
			return err_errno(e, "poll");
	}
	return err_set(e, -ETIMEDOUT, "no answer in %llu s", (unsigned long long)(max_us / CLOCK_US_PER_S));
}

bool wire_same(const struct wire_in *a, const struct wire_in *b)
{
	const size_t skip = sizeof(struct head);

	return a->len >= skip && a->len == b->len && !a->n_fds && !b->n_fds &&
	       !memcmp(a->data + skip, b->data + skip, a->len - skip);
}

void wire_rewind(struct wire_in *r)
{
	r->at = sizeof(struct head);
	r->fd_at = 0;
	r->bad = false;
}
