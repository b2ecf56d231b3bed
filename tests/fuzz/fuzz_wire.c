/*
 * What a warden in the hands of a program could send, and what the keeper would make of it: any bytes as a message,
 * read as each kind of order. Nothing may be read outside of the message, and an order that is taken has its strings
 * and counts in bounds.
 */
#include "sandbox/base/cleanup.h"
#include "sandbox/order.h"
#include "sandbox/wire.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int holds)
{
	if (!holds)
		abort();
}

static void read_box(struct wire_in *in)
{
	static struct order_box box;
	struct err e = ERR_INIT;

	if (order_box_read(in, &box, &e) < 0)
		return;
	check(box.n_mounts <= BOX_MOUNTS_MAX && box.filter.bytes > 0);
	for (size_t i = 0; i < box.n_mounts; i++)
		check(box.mounts[i].source[0] == '/' && strlen(box.mounts[i].target) < WIRE_BYTES_MAX);
}

static void read_run(struct wire_in *in)
{
	static struct order_run run;
	struct err e = ERR_INIT;

	if (order_run_read(in, &run, &e) < 0)
		return;
	check(run.program[0] == '/' && run.streams.n <= BOX_STREAMS_MAX);
	order_streams_clear(&run.streams);
	for (size_t i = 0; run.argv[i]; i++)
		check(i < ORDER_ARGS_MAX && strlen(run.argv[i]) < WIRE_BYTES_MAX);
}

static void read_streams(struct wire_in *in)
{
	struct order_streams streams;
	struct err e = ERR_INIT;

	if (order_streams_read(in, &streams, &e) < 0)
		return;
	check(streams.n <= BOX_STREAMS_MAX);
	order_streams_clear(&streams);
}

/* The message as it would arrive; read anew for each reader. */
static int receive(const uint8_t *data, size_t size, struct wire_in *in)
{
	struct err e = ERR_INIT;
	int pair[2], r = -1;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return -1;
	if (send(pair[0], data, size, MSG_NOSIGNAL) == (ssize_t)size)
		r = wire_recv(pair[1], in, &e);
	close(pair[0]);
	close(pair[1]);
	return r;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct wire_in in;
	struct err e = ERR_INIT;

	if (!size || size > 65536)
		return 0;
	if (!receive(data, size, &in))
		read_box(&in);
	if (!receive(data, size, &in))
		read_run(&in);
	if (!receive(data, size, &in))
		read_streams(&in);
	if (!receive(data, size, &in))
		check(wire_get_err(&in, &e) < 0 && strlen(e.text) < sizeof(e.text));
	wire_in_clear(&in);
	return 0;
}
