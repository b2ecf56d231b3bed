/*
 * Templates: holes are filled, what fills them is text and nothing else, and a template that is damaged says where.
 */
#include "judge/report/template.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct template_value values[] = {
	{ "name", "a<b> & \"c\" 'd'\x01\n" },
	{ "n", "7" },
	{ "hole", "{{n}}" },
};

static int fill(const char *text, struct buf *out, struct err *e)
{
	buf_init(out, 1000);
	return template_fill(text, values, 3, out, e);
}

static void template__fills_holes_with_text(void **state)
{
	static const char *const rows[][2] = {
		{ "", "" },
		{ "no hole { } }}", "no hole { } }}" },
		{ "{{n}}{{n}}", "77" },
		{ "<b title=\"{{name}}\">", "<b title=\"a&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;  \">" },
		/* What fills a hole is not looked at again. */
		{ "-{{hole}}-", "-{{n}}-" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cleanup_buf struct buf out;
		struct err e = ERR_INIT;

		assert_int_equal(fill(rows[i][0], &out, &e), 0);
		assert_string_equal(out.data, rows[i][1]);
	}
}

static void template__that_is_damaged_says_where(void **state)
{
	static const char *const rows[][2] = {
		{ "a\nb {{n}} {{nn}}", "line 2: nothing fills 'nn'" },
		{ "{{}}", "line 1: nothing fills ''" },
		{ "\n\n{{n", "line 3: a hole without an end" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cleanup_buf struct buf out;
		struct err e = ERR_INIT;

		assert_int_equal(fill(rows[i][0], &out, &e), -EINVAL);
		assert_string_equal(e.text, rows[i][1]);
	}
}

static void template__is_looked_for_where_it_is_said(void **state)
{
	cleanup_buf struct buf out;
	struct err e = ERR_INIT;

	(void)state;
	buf_init(&out, 10000);
	setenv("JUDGE_TEMPLATES", JUDGE_SOURCE_DIR "/web-static/templates", 1);
	/* Its holes have other names. */
	assert_int_equal(template_fill_file("plot.svg", values, 3, &out, &e), -EINVAL);
	assert_non_null(strstr(e.text, "web-static/templates/plot.svg: line "));
	err_clear(&e);
	setenv("JUDGE_TEMPLATES", "/nonexistent", 1);
	assert_int_equal(template_fill_file("plot.svg", values, 3, &out, &e), -ENOENT);
	assert_non_null(strstr(e.text, "/nonexistent/plot.svg"));
	unsetenv("JUDGE_TEMPLATES");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(template__fills_holes_with_text),
		cmocka_unit_test(template__that_is_damaged_says_where),
		cmocka_unit_test(template__is_looked_for_where_it_is_said),
	};

	return cmocka_run_group_tests_name("template", tests, NULL, NULL);
}
