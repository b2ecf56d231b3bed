/*
 * A program of several modules is one file for a box when it is a zip file, which Python runs by its __main__.py and
 * imports the others from. The entries are stored as they are: there is nothing to inflate, no date, no name that is
 * not a module's, and so the same bytes each time.
 *
 * Records are those of the zip format (local header, central directory, its end), in little-endian numbers.
 */
#include "runners/zipapp.h"

#include <string.h>
#include <zlib.h>

#define MAIN "__main__.py"

/* DOS's first day: 1980-01-01. */
#define DATE 0x21u

struct entry {
	const char *name;
	const struct source *source;
	uint32_t crc, offset;
};

size_t zipapp_entry(const struct source *sources, size_t n, const char *named)
{
	const char *const names[] = { named, MAIN, "main.py" };

	for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++)
		for (size_t i = 0; names[k] && i < n; i++)
			if (!strcmp(sources[i].name, names[k]))
				return i;
	return n == 1 && !named ? 0 : SIZE_MAX;
}

static void put16(struct buf *b, unsigned v)
{
	(void)buf_putc(b, (char)(v & 0xff));
	(void)buf_putc(b, (char)(v >> 8 & 0xff));
}

static void put32(struct buf *b, uint32_t v)
{
	put16(b, v & 0xffff);
	put16(b, v >> 16);
}

/* What both headers of an entry share. */
static void put_common(struct buf *b, const struct entry *x)
{
	put16(b, 20); /* version 2.0 */
	put16(b, 0);
	put16(b, 0); /* stored */
	put16(b, 0);
	put16(b, DATE);
	put32(b, x->crc);
	put32(b, (uint32_t)x->source->len);
	put32(b, (uint32_t)x->source->len);
	put16(b, (unsigned)strlen(x->name));
	put16(b, 0);
}

static void put_local(struct buf *b, struct entry *x, size_t base)
{
	x->offset = (uint32_t)(b->len - base);
	x->crc = (uint32_t)crc32(0, (const unsigned char *)x->source->text, (unsigned)x->source->len);
	put32(b, 0x04034b50);
	put_common(b, x);
	(void)buf_puts(b, x->name);
	(void)buf_append(b, x->source->text, x->source->len);
}

static void put_central(struct buf *b, const struct entry *x)
{
	put32(b, 0x02014b50);
	put16(b, 20);
	put_common(b, x);
	put16(b, 0);
	put16(b, 0);
	put16(b, 0);
	put32(b, 0);
	put32(b, x->offset);
	(void)buf_puts(b, x->name);
}

int zipapp_write(const struct source *sources, size_t n, size_t entry, struct buf *out, struct err *e)
{
	struct entry entries[SOURCE_FILES_MAX + 1];
	const size_t base = out->len;
	size_t count = 0, central;

	for (size_t i = 0; i < n && count < SOURCE_FILES_MAX; i++)
		if (i == entry || strcmp(sources[i].name, MAIN) != 0)
			entries[count++] = (struct entry){ sources[i].name, &sources[i], 0, 0 };
	if (strcmp(sources[entry].name, MAIN) != 0)
		entries[count++] = (struct entry){ MAIN, &sources[entry], 0, 0 };
	for (size_t i = 0; i < count; i++)
		put_local(out, &entries[i], base);
	central = out->len - base;
	for (size_t i = 0; i < count; i++)
		put_central(out, &entries[i]);
	put32(out, 0x06054b50);
	put32(out, 0);
	put16(out, (unsigned)count);
	put16(out, (unsigned)count);
	put32(out, (uint32_t)(out->len - base - central - 12));
	put32(out, (uint32_t)central);
	put16(out, 0);
	return buf_error(out, "program", e);
}
