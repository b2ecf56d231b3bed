/*
 * zip_fixture: the three parts of an archive (files with their headers, the directory, the end record), written as
 * PKWARE's APPNOTE has them, with nothing checked.
 */
#include "tests/support/zip_fixture.h"

#include <string.h>
#include <zlib.h>

static void put(struct buf *b, uint64_t v, unsigned bytes)
{
	for (; bytes; bytes--, v >>= 8)
		buf_putc(b, (char)(v & 0xff));
}

/* What the header in front of a file and its entry in the directory have in common. */
static void put_common(struct buf *b, const struct zip_member *m)
{
	const char *content = m->content ? m->content : "";
	const uint32_t n = (uint32_t)strlen(content);
	const uint32_t sum = (uint32_t)crc32(0, (const unsigned char *)content, n);

	put(b, m->flags, 2);
	put(b, m->method, 2);
	put(b, 0, 2);
	put(b, 0x21, 2);
	put(b, m->wrong_checksum ? ~sum : sum, 4);
	put(b, n, 4);
	put(b, m->bytes ? m->bytes : n, 4);
	put(b, strlen(m->name), 2);
	put(b, 0, 2);
}

static void put_local(struct buf *b, const struct zip_member *m)
{
	put(b, 0x04034b50, 4);
	put(b, 20, 2);
	put_common(b, m);
	buf_puts(b, m->name);
	buf_puts(b, m->content ? m->content : "");
}

static void put_entry(struct buf *b, const struct zip_member *m, uint32_t offset)
{
	put(b, 0x02014b50, 4);
	put(b, 3 << 8 | 20, 2);
	put(b, 20, 2);
	put_common(b, m);
	put(b, 0, 2);
	put(b, 0, 2);
	put(b, 0, 2);
	put(b, (uint64_t)(m->mode ? m->mode : 0100644) << 16, 4);
	put(b, offset, 4);
	buf_puts(b, m->name);
}

void zip_make(const struct zip_member *members, size_t n, bool large, struct buf *out)
{
	const size_t begin = out->len;
	size_t directory;
	struct buf entries;

	buf_init(&entries, out->max);
	for (size_t i = 0; i < n; i++) {
		put_entry(&entries, &members[i], members[i].on_the_first ? 0 : (uint32_t)(out->len - begin));
		if (!members[i].on_the_first)
			put_local(out, &members[i]);
	}
	directory = out->len - begin;
	buf_append(out, entries.data, entries.len);
	if (large) {
		put(out, 0x07064b50, 4);
		put(out, 0, 16);
	}
	put(out, 0x06054b50, 4);
	put(out, 0, 4);
	put(out, n, 2);
	put(out, n, 2);
	put(out, entries.len, 4);
	put(out, directory, 4);
	put(out, 0, 2);
	buf_clear(&entries);
}
