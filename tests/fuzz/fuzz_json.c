/*
 * json_parse and json_print on any bytes.
 *
 * Held to be true: what is refused has a code, a text and no tree; what is accepted is UTF-8, prints, and the print is
 * accepted again as an equal tree and prints as the same bytes; any bytes given to the builder as a string, a key and a
 * value print as text that is accepted and holds nothing that steers a terminal.
 */
#include "sandbox/base/json.h"
#include "sandbox/base/text.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PRINT_MAX (16 * 1024 * 1024)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool fact)
{
	if (!fact)
		abort();
}

static void must_be_safe_to_show(const struct buf *b)
{
	uint32_t cp = 0;

	for (size_t i = 0; i < b->len;) {
		const size_t len = text_utf8_next(b->data + i, b->len - i, &cp);

		must(len > 0 && (cp == '\n' || !text_is_unsafe(cp)));
		i += len;
	}
}

static void must_print_and_come_back(cJSON *tree, int pretty)
{
	const struct json_out out = { .root = tree };
	struct err e = ERR_INIT;
	cleanup_json cJSON *again = NULL;
	cleanup_buf struct buf first, second;

	buf_init(&first, PRINT_MAX);
	buf_init(&second, PRINT_MAX);
	must(json_print(&out, pretty, &first, &e) == 0);
	must_be_safe_to_show(&first);
	must(json_parse(first.data, first.len, PRINT_MAX, &again, &e) == 0);
	must(cJSON_Compare(tree, again, 1));
	must(json_print(&(struct json_out){ .root = again }, pretty, &second, &e) == 0);
	must(first.len == second.len && memcmp(first.data, second.data, first.len) == 0);
}

static void must_build(const char *p, size_t n)
{
	cleanup_json_out struct json_out out;
	cleanup_free char *key = strndup(n ? p : "", n);

	must(key != NULL);
	json_out_init(&out);
	json_bytes(&out, out.root, key, p, n);
	must(out.failed == 0);
	must_print_and_come_back(out.root, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *p = (const char *)data;
	struct err e = ERR_INIT;
	cleanup_json cJSON *tree = NULL;

	must_build(p, size);
	if (json_parse(p, size, 65536, &tree, &e) < 0) {
		must(e.code == -EINVAL || e.code == -EILSEQ || e.code == -EMSGSIZE);
		must(e.text[0] != 0 && tree == NULL);
		return 0;
	}
	must(e.code == 0 && text_utf8_valid(p, size, NULL));
	must_print_and_come_back(tree, 0);
	must_print_and_come_back(tree, 1);
	return 0;
}
