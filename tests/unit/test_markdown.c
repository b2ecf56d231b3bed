/*
 * Statements as a terminal shows them: each kind of block, at a width, with and without colour, and text that means
 * harm.
 */
#include "judge/cli/markdown.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static const struct terminal PLAIN = { .fd = -1, .width = 40 };
static const struct terminal UNICODE = { .fd = -1, .width = 40, .unicode = true };
static const struct terminal COLOUR = { .fd = -1, .width = 40, .unicode = true, .colour = true };

static void renders(const char *text, const struct terminal *t, const char *wanted)
{
	cleanup_buf struct buf b;
	struct err e = ERR_INIT;

	buf_init(&b, 1 << 20);
	assert_int_equal(markdown_render(text, strlen(text), t, &b, &e), 0);
	assert_string_equal(b.data, wanted);
}

static void markdown__paragraphs_are_wrapped_and_parted(void **state)
{
	(void)state;
	renders("One line\nand the next one of the same paragraph.\n\nAnother.\n", &PLAIN,
		"One line and the next one of the same\nparagraph.\n\nAnother.\n");
	renders("hard  \nbreak\n", &PLAIN, "hard\nbreak\n");
	renders("", &PLAIN, "");
}

static void markdown__headings(void **state)
{
	(void)state;
	renders("# Title\n## Part\n### Below\ntext\n", &PLAIN, "Title\n=====\n\nPart\n----\n\nBelow\n\ntext\n");
	renders("# Title\n", &COLOUR, "\033[1mTitle\033[0m\n");
}

static void markdown__emphasis_code_and_links(void **state)
{
	(void)state;
	renders("*a* **b** `c`\n", &PLAIN, "*a* *b* `c`\n");
	renders("*a* **b** `c`\n", &COLOUR, "\033[3ma\033[0m \033[1mb\033[0m \033[36mc\033[0m\n");
	renders("[text](https://example.org/)\n", &PLAIN, "text (https://example.org/)\n");
	renders("<https://example.org/>\n", &PLAIN, "https://example.org/\n");
	renders("[text](https://e.org/)\n", &COLOUR, "\033[4mtext\033[0m (https://e.org/)\n");
	renders("![alt](a.png)\n", &PLAIN, "[alt]\n");
}

static void markdown__only_web_addresses_are_shown(void **state)
{
	(void)state;
	renders("[text](javascript:alert(1))\n", &PLAIN, "text\n");
	renders("[text](file:///etc/passwd)\n", &PLAIN, "text\n");
	renders("[a](http://x/\u202eb)\n", &PLAIN, "a (http://x/\\u202eb)\n");
}

static void markdown__lists(void **state)
{
	(void)state;
	renders("before\n\n- a\n- b\n  - c\n  - d\n- e\n\nafter\n", &PLAIN,
		"before\n\n- a\n- b\n  - c\n  - d\n- e\n\nafter\n");
	renders("- a\n", &UNICODE, "• a\n");
	renders("9. nine\n10. ten\n", &PLAIN, "9. nine\n10. ten\n");
	renders("- loose\n\n- list\n\n  two\n", &PLAIN, "- loose\n\n- list\n\n  two\n");
	renders("- a word and more words than fit into one line\n", &PLAIN,
		"- a word and more words than fit into\n  one line\n");
	renders("-\n- a\n", &PLAIN, "- \n- a\n");
}

static void markdown__quotes(void **state)
{
	(void)state;
	renders("> a\n>\n> b\n", &PLAIN, "> a\n>\n> b\n");
	renders("> - a\n>   b\n", &UNICODE, "│ • a b\n");
}

static void markdown__code_is_indented_and_never_wrapped(void **state)
{
	(void)state;
	renders("```c\nint a;\n\n\tint\tb; /* a line that is longer than the terminal is wide */\n```\n", &PLAIN,
		"    int a;\n\n        int b; /* a line that is longer than the terminal is wide */\n");
	renders("- a\n\n  ```\n  x\n  ```\n", &PLAIN, "- a\n\n      x\n");
	renders("a\n\n    b\n\nc\n", &PLAIN, "a\n\n    b\n\nc\n");
}

static void markdown__tables_are_aligned(void **state)
{
	(void)state;
	renders("| n | word | x |\n|--:|:--|:-:|\n| 1 | one | a |\n| 100 | a `b` | |\n", &PLAIN,
		"  n  word   x\n---  -----  -\n  1  one    a\n100  a `b`  \n");
	renders("| a |\n|---|\n| b |\n", &COLOUR, "\033[1ma\033[0m\n─\nb\n");
}

static void markdown__tables_are_narrowed_to_the_width(void **state)
{
	(void)state;
	renders("| key | meaning |\n|---|---|\n| k | words that do not all fit into the one line of a cell |\n", &PLAIN,
		"key  meaning\n---  -----------------------------------\n"
		"k    words that do not all fit into the\n     one line of a cell\n");
}

static void markdown__entities_and_characters(void **state)
{
	(void)state;
	renders("a &lt; b &le; c &unknown; d\n", &UNICODE, "a < b ≤ c &unknown; d\n");
	renders("a &le; b ≤ c … ☃\n", &PLAIN, "a <= b <= c ... \\u2603\n");
}

static void markdown__raw_html_is_text(void **state)
{
	(void)state;
	renders("<script>x</script>\n", &PLAIN, "<script>x</script>\n");
}

/* A statement can neither steer the terminal nor forge one of our marks. */
static void markdown__controls_are_visible(void **state)
{
	(void)state;
	renders("a\x1b[31mb\x01"
		"c\n",
		&COLOUR, "a\\x1b[31mb\\x01c\n");
	renders("`\x1b]0;t\x07`\n", &COLOUR, "\033[36m\\x1b]0;t\\x07\033[0m\n");
	renders("```\n\x1b[2J\n```\n", &COLOUR, "    \\x1b[2J\n");
	renders("| \x1b |\n|---|\n| \x9b |\n", &PLAIN, "\\x1b\n----\n\\x9b\n");
}

/* The parser looks beyond the end here: under ASan this fails when it is given the text as it is. */
static void markdown__nothing_behind_the_end_is_shown(void **state)
{
	static const char text[] = "a ![z](q) [l](http://e.org/secret)";

	(void)state;
	for (size_t n = 0; n < sizeof(text); n++) {
		cleanup_free char *exact = malloc(n + 1);
		cleanup_buf struct buf out;
		struct err e = ERR_INIT;

		buf_init(&out, 1 << 16);
		assert_non_null(exact);
		memcpy(exact, text, n);
		assert_int_equal(markdown_render(exact, n, &PLAIN, &out, &e), 0);
		if (n < 30)
			assert_null(strstr(out.data, "secret"));
	}
}

static void markdown__nesting_is_bounded(void **state)
{
	cleanup_buf struct buf text, out;
	struct err e = ERR_INIT;

	(void)state;
	buf_init(&text, 1 << 16);
	buf_init(&out, 1 << 20);
	for (int i = 0; i < 200; i++)
		buf_puts(&text, "> ");
	buf_puts(&text, "deep\n\n");
	for (int i = 0; i < 60; i++) {
		for (int j = 0; j < i; j++)
			buf_puts(&text, "  ");
		buf_puts(&text, "- a\n");
	}
	assert_int_equal(markdown_render(text.data, text.len, &PLAIN, &out, &e), 0);
	assert_non_null(strstr(out.data, "deep\n"));
}

static void markdown__a_ceiling_is_an_error(void **state)
{
	cleanup_buf struct buf text, out;
	struct err e = ERR_INIT;

	(void)state;
	buf_init(&text, 1 << 16);
	buf_init(&out, 8);
	assert_int_equal(markdown_render("more than eight bytes", 21, &PLAIN, &out, &e), -EMSGSIZE);
	for (int row = 0; row < 2; row++) {
		for (int i = 0; i < 40; i++)
			buf_puts(&text, row ? "|---" : "|a");
		buf_puts(&text, "|\n");
	}
	buf_clear(&out);
	buf_init(&out, 1 << 16);
	assert_int_equal(markdown_render(text.data, text.len, &PLAIN, &out, &e), -EMSGSIZE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(markdown__paragraphs_are_wrapped_and_parted),
		cmocka_unit_test(markdown__headings),
		cmocka_unit_test(markdown__emphasis_code_and_links),
		cmocka_unit_test(markdown__only_web_addresses_are_shown),
		cmocka_unit_test(markdown__lists),
		cmocka_unit_test(markdown__quotes),
		cmocka_unit_test(markdown__code_is_indented_and_never_wrapped),
		cmocka_unit_test(markdown__tables_are_aligned),
		cmocka_unit_test(markdown__tables_are_narrowed_to_the_width),
		cmocka_unit_test(markdown__entities_and_characters),
		cmocka_unit_test(markdown__raw_html_is_text),
		cmocka_unit_test(markdown__controls_are_visible),
		cmocka_unit_test(markdown__nothing_behind_the_end_is_shown),
		cmocka_unit_test(markdown__nesting_is_bounded),
		cmocka_unit_test(markdown__a_ceiling_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
