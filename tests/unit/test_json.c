/* What json promises: one meaning for each accepted text, a place for each refused one, output that is always valid. */
#include "sandbox/base/json.h"

#include <errno.h>
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define TEXT_MAX 100000

/* The text is copied to memory of exactly its size, so that reading past its end is seen by AddressSanitizer. */
static int parse(const char *p, size_t n, cJSON **out, struct err *e)
{
	cleanup_free char *exact = malloc(n ? n : 1);

	memcpy(exact, p, n);
	return json_parse(exact, n, TEXT_MAX, out, e);
}

static void accept(const char *text)
{
	struct err e = ERR_INIT;
	cleanup_json cJSON *tree = NULL;

	if (parse(text, strlen(text), &tree, &e) < 0)
		fail_msg("%s: %s", text, e.text);
	assert_non_null(tree);
}

static void refuse_bytes(const char *p, size_t n, int code, const char *why)
{
	struct err e = ERR_INIT;
	cJSON *tree = NULL;

	if (parse(p, n, &tree, &e) != code || (why && strcmp(e.text, why) != 0))
		fail_msg("%s: %d %s", p, e.code, e.text);
	assert_null(tree);
}

static void refuse(const char *text, int code, const char *why)
{
	refuse_bytes(text, strlen(text), code, why);
}

/* -- reading --------------------------------------------------------------------------------------------------- */

static void json__takes_every_kind_of_value(void **state)
{
	static const char *const good[] = {
		"null",
		"true",
		"false",
		"0",
		"-0",
		"12",
		"-1.5e-3",
		"1E+2",
		"\"\"",
		"\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
		"[]",
		"{}",
		" \t\r\n[ 1 , \"x\" , { \"k\" : null } ] \n",
		"\"\\u00e9 \\ud83d\\ude00 é 😀\"",
		"{\"a\":{\"a\":1}}",
		"[[],{}]",
		"\"\x7f\"",
		"{\"\":1}",
		"{\"a\":1,\"A\":2}",
		"[0.1e1,0e0,9007199254740992,-9007199254740992]",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		accept(good[i]);
}

static void json__builds_the_tree_that_the_text_says(void **state)
{
	struct err e = ERR_INIT;
	cleanup_json cJSON *tree = NULL;
	static const char text[] = "{\"n\":-2.5,\"s\":\"a\\u00e9\\n\",\"l\":[true,null],\"big\":9007199254740992}";

	(void)state;
	assert_int_equal(parse(text, strlen(text), &tree, &e), 0);
	assert_true(cJSON_GetObjectItemCaseSensitive(tree, "n")->valuedouble == -2.5);
	assert_string_equal(cJSON_GetObjectItemCaseSensitive(tree, "s")->valuestring, "aé\n");
	assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(tree, "l")), 2);
	assert_true(cJSON_GetObjectItemCaseSensitive(tree, "big")->valuedouble == 9007199254740992.0);
}

static void json__refuses_bad_syntax(void **state)
{
	static const char *const bad[] = {
		"",
		" ",
		"nul",
		"truex",
		"True",
		"[",
		"]",
		"{",
		"[1",
		"[1,",
		"[1,]",
		"[,1]",
		"[1 2]",
		"{\"a\"}",
		"{\"a\":}",
		"{\"a\":1,}",
		"{,}",
		"{a:1}",
		"{'a':1}",
		"{1:1}",
		"{\"a\" 1}",
		"[1}",
		"{\"a\":1]",
		"\"",
		"\"a",
		"\"\\\"",
		"\"\\x41\"",
		"\"\\u12\"",
		"\"\\u12g4\"",
		"\"\\",
		"'a'",
		"01",
		"-01",
		"+1",
		"-",
		"1.",
		".5",
		"-.5",
		"1e",
		"1e+",
		"1.e1",
		"0x10",
		"1_000",
		"NaN",
		"Infinity",
		"-Infinity",
		"\"\t\"",
		"\"\n\"",
		"\"\x01\"",
		"/* */ 1",
		"[1]//",
		"\xef\xbb\xbf[]",
		"\f1",
		"\v1",
		"undefined",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		refuse(bad[i], -EINVAL, NULL);
}

static void json__says_where(void **state)
{
	(void)state;
	refuse("{\n  \"a\": 1,\n  \"b\" 2\n}", -EINVAL, "line 3, column 7: ':' is missing");
	refuse("", -EINVAL, "line 1, column 1: a JSON value is missing");
	refuse("[1,\n 02]", -EINVAL, "line 2, column 3: ',' or the closing bracket is missing");
	refuse("[\"\xff\"]", -EILSEQ, "line 1, column 3: not UTF-8");
	refuse("[1,]", -EINVAL, "line 1, column 4: nothing follows a ','");
	refuse("\"abc", -EINVAL, "line 1, column 1: a string without an end");
}

static void json__refuses_trailing_junk(void **state)
{
	(void)state;
	refuse("{} {}", -EINVAL, "line 1, column 4: something follows the end of the value");
	refuse("1 x", -EINVAL, NULL);
	refuse("null,", -EINVAL, NULL);
	accept("{} \n\t\r ");
}

static void json__refuses_text_that_is_no_text(void **state)
{
	(void)state;
	refuse("\"\xff\"", -EILSEQ, NULL);
	refuse("\"\xc0\x80\"", -EILSEQ, NULL);
	refuse("\"\xed\xa0\x80\"", -EILSEQ, NULL);
	refuse("\"\xe2\x82\"", -EILSEQ, NULL);
	refuse("[1] \xff", -EILSEQ, NULL);
	refuse_bytes("\"a\0b\"", 5, -EILSEQ, "line 1, column 3: a NUL byte");
	refuse_bytes("[1]\0", 4, -EILSEQ, NULL);
	refuse_bytes("[1]\0 junk", 9, -EILSEQ, NULL);
	refuse("\"a\\u0000b\"", -EILSEQ, "line 1, column 5: \\u0000 in a string");
	refuse("{\"\\u0000\":1}", -EILSEQ, NULL);
}

static void json__refuses_half_a_surrogate_pair(void **state)
{
	static const char *const bad[] = { "\"\\ud800\"",        "\"\\udc00\"",        "\"\\ud800x\"",
					   "\"\\ud800\\n\"",     "\"\\ud800\\u0041\"", "\"\\ud800\\ud800\"",
					   "\"\\udc00\\ud800\"", "\"\\uDBFF\\uE000\"", "\"\\ud83d\\ude0\"",
					   "\"\\ud83d" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		refuse(bad[i], -EILSEQ, NULL);
	accept("\"\\ud800\\udc00\\uDBFF\\uDFFF\"");
}

static void json__refuses_a_key_that_occurs_twice(void **state)
{
	(void)state;
	refuse("{\"a\":1,\"b\":2,\"a\":3}", -EINVAL, "the key \"a\" occurs twice in one object");
	refuse("{\"a\":1,\"\\u0061\":3}", -EINVAL, "the key \"a\" occurs twice in one object");
	refuse("[{\"x\":{\"\":1,\"\":1}}]", -EINVAL, NULL);
	accept("[{\"a\":1},{\"a\":1}]");
}

static void json__many_keys_do_not_take_long(void **state)
{
	cleanup_buf struct buf b;
	struct err e = ERR_INIT;
	cJSON *tree = NULL;

	(void)state;
	/* Comparing each key with each would be 3 * 10^10 comparisons here: the test would not end. */
	buf_init(&b, 10000000);
	(void)buf_putc(&b, '{');
	for (unsigned i = 0; i < 250000; i++)
		(void)buf_printf(&b, "%s\"%u\":0", i ? "," : "", i);
	(void)buf_putc(&b, '}');
	assert_int_equal(b.failed, 0);
	assert_int_equal(json_parse(b.data, b.len, b.len, &tree, &e), 0);
	cJSON_Delete(tree);
}

static void json__refuses_numbers_that_a_double_does_not_hold(void **state)
{
	(void)state;
	refuse("9007199254740993", -EINVAL, "line 1, column 1: an integer beyond 2^53");
	refuse("-9007199254740993", -EINVAL, NULL);
	refuse("[99999999999999999999999999]", -EINVAL, NULL);
	refuse("1e999", -EINVAL, "line 1, column 1: a number too large for a double");
	refuse("-1e309", -EINVAL, NULL);
	accept("1e308");
	accept("1e-999");
}

static void json__refuses_numbers_that_cjson_would_cut(void **state)
{
	char number[80] = "0.";

	(void)state;
	memset(number + 2, '1', 61);
	accept(number);
	number[63] = '1';
	refuse(number, -EINVAL, "line 1, column 1: a number of more than 63 bytes");
}

static void json__bounds_the_nesting(void **state)
{
	char text[2 * (JSON_DEPTH_MAX + 1) + 1];

	(void)state;
	memset(text, '[', sizeof(text));
	memset(text + JSON_DEPTH_MAX, ']', JSON_DEPTH_MAX);
	text[2 * JSON_DEPTH_MAX] = 0;
	accept(text);
	memset(text, '[', JSON_DEPTH_MAX + 1);
	memset(text + JSON_DEPTH_MAX + 1, ']', JSON_DEPTH_MAX + 1);
	text[2 * JSON_DEPTH_MAX + 2] = 0;
	refuse(text, -EINVAL, "line 1, column 65: nested too deeply");
}

static void json__bounds_the_size(void **state)
{
	struct err e = ERR_INIT;
	cJSON *tree = NULL;

	(void)state;
	assert_int_equal(json_parse("[1,2]", 5, 4, &tree, &e), -EMSGSIZE);
	assert_null(tree);
	assert_int_equal(json_parse("[1,2]", 5, 5, &tree, &e), 0);
	cJSON_Delete(tree);
}

/* -- writing --------------------------------------------------------------------------------------------------- */

static void check_print(struct json_out *j, int pretty, const char *expected)
{
	struct err e = ERR_INIT;
	cleanup_json cJSON *again = NULL;
	cleanup_buf struct buf b;

	buf_init(&b, TEXT_MAX);
	assert_int_equal(json_print(j, pretty, &b, &e), 0);
	assert_string_equal(b.data, expected);
	assert_int_equal(json_parse(b.data, b.len, TEXT_MAX, &again, &e), 0);
	assert_true(cJSON_Compare(j->root, again, 1));
}

static void json__prints_compact_and_pretty(void **state)
{
	cleanup_json_out struct json_out j;
	cJSON *list, *inner;

	(void)state;
	json_out_init(&j);
	check_print(&j, 0, "{}\n");
	json_string(&j, j.root, "s", "x");
	json_bool(&j, j.root, "b", 1);
	list = json_array(&j, j.root, "l");
	json_u64(&j, list, NULL, 1);
	json_string(&j, list, NULL, NULL);
	inner = json_object(&j, list, NULL);
	json_bool(&j, inner, "k", 0);
	json_array(&j, j.root, "e");
	check_print(&j, 0, "{\"s\":\"x\",\"b\":true,\"l\":[1,null,{\"k\":false}],\"e\":[]}\n");
	check_print(&j, 1,
		    "{\n  \"s\": \"x\",\n  \"b\": true,\n  \"l\": [\n    1,\n    null,\n"
		    "    {\n      \"k\": false\n    }\n  ],\n  \"e\": []\n}\n");
}

static void json__integers_are_exact(void **state)
{
	cleanup_json_out struct json_out j;

	(void)state;
	json_out_init(&j);
	json_u64(&j, j.root, "a", 0);
	json_u64(&j, j.root, "b", UINT64_C(1700000000000000));
	json_u64(&j, j.root, "c", UINT64_C(9007199254740992));
	json_u64(&j, j.root, "d", UINT64_C(9007199254740993));
	json_u64(&j, j.root, "e", UINT64_MAX);
	json_i64(&j, j.root, "f", -5);
	json_i64(&j, j.root, "g", -INT64_C(9007199254740992));
	json_i64(&j, j.root, "h", -INT64_C(9007199254740993));
	json_i64(&j, j.root, "i", INT64_MIN);
	check_print(&j, 0,
		    "{\"a\":0,\"b\":1700000000000000,\"c\":9007199254740992,\"d\":\"9007199254740993\","
		    "\"e\":\"18446744073709551615\",\"f\":-5,\"g\":-9007199254740992,\"h\":\"-9007199254740993\","
		    "\"i\":\"-9223372036854775808\"}\n");
}

static void json__doubles_come_back_as_they_were(void **state)
{
	static const double values[] = { 0.1,      0.1 + 0.2, 1.0 / 3,      1e15 + 0.5, 1e300,  -1e-300, DBL_MAX,
					 -DBL_MAX, DBL_MIN,   DBL_TRUE_MIN, 1e16,       123.25, 2e53,    M_PI };

	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
		struct err e = ERR_INIT;
		cleanup_json_out struct json_out j;
		cleanup_json cJSON *again = NULL;
		cleanup_buf struct buf b;

		buf_init(&b, TEXT_MAX);
		json_out_init(&j);
		json_double(&j, j.root, "v", values[i]);
		assert_int_equal(json_print(&j, 0, &b, &e), 0);
		assert_int_equal(json_parse(b.data, b.len, TEXT_MAX, &again, &e), 0);
		if (cJSON_GetObjectItemCaseSensitive(again, "v")->valuedouble != values[i])
			fail_msg("%.17g became %s", values[i], b.data);
	}
}

static void json__doubles_are_short_and_always_json(void **state)
{
	cleanup_json_out struct json_out j;

	(void)state;
	json_out_init(&j);
	json_double(&j, j.root, "a", 0.1);
	json_double(&j, j.root, "b", 2.0);
	json_double(&j, j.root, "c", NAN);
	json_double(&j, j.root, "d", -INFINITY);
	check_print(&j, 0, "{\"a\":0.1,\"b\":2,\"c\":null,\"d\":null}\n");
}

static void json__strings_are_escaped_and_safe_to_show(void **state)
{
	cleanup_json_out struct json_out j;

	(void)state;
	json_out_init(&j);
	json_string(&j, j.root, "a\"\\", "\"\\/\b\f\n\r\t\x1b[2J\x7f é😀");
	json_string(&j, j.root, "b", "\xc2\x9b\xe2\x80\xae\xe2\x80\xa8");
	check_print(
		&j, 0,
		"{\"a\\\"\\\\\":\"\\\"\\\\/\\b\\f\\n\\r\\t\\u001b[2J\\u007f é😀\",\"b\":\"\\u009b\\u202e\\u2028\"}\n");
}

static void json__bytes_that_are_no_text_become_replacements(void **state)
{
	cleanup_json_out struct json_out j;

	(void)state;
	json_out_init(&j);
	json_bytes(&j, j.root, "a", "x\xff\0\xe2\x82y", 6);
	json_bytes(&j, j.root, "b", NULL, 0);
	json_string(&j, j.root, "k\xff", "v");
	check_print(
		&j, 0,
		"{\"a\":\"x\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdy\",\"b\":\"\",\"k\xef\xbf\xbd\":\"v\"}\n");
}

static void json__a_lost_member_makes_the_print_fail(void **state)
{
	struct err e = ERR_INIT;
	cleanup_json_out struct json_out j;
	cleanup_buf struct buf b;

	(void)state;
	buf_init(&b, TEXT_MAX);
	json_out_init(&j);
	json_u64(&j, NULL, "k", 1); /* what remains of a container that could not be made */
	assert_int_equal(j.failed, -ENOMEM);
	assert_null(json_object(&j, NULL, "k"));
	assert_int_equal(json_print(&j, 0, &b, &e), -ENOMEM);
	assert_string_equal(e.text, "JSON output: out of memory");
	assert_int_equal(b.len, 0);
}

static void json__a_key_goes_with_an_object_only(void **state)
{
	struct err e = ERR_INIT;
	cleanup_buf struct buf b;

	(void)state;
	buf_init(&b, TEXT_MAX);
	for (int in_array = 0; in_array < 2; in_array++) {
		cleanup_json_out struct json_out j;
		cJSON *list;

		json_out_init(&j);
		list = json_array(&j, j.root, "l");
		if (in_array)
			json_u64(&j, list, "k", 1);
		else
			json_u64(&j, j.root, NULL, 1);
		assert_int_equal(j.failed, -EINVAL);
		assert_int_equal(json_print(&j, 0, &b, &e), -EINVAL);
	}
}

static void json__print_holds_the_ceiling(void **state)
{
	struct err e = ERR_INIT;
	cleanup_json_out struct json_out j;
	cleanup_buf struct buf b;

	(void)state;
	buf_init(&b, 5);
	json_out_init(&j);
	json_string(&j, j.root, "key", "value");
	assert_int_equal(json_print(&j, 0, &b, &e), -EMSGSIZE);
	assert_string_equal(b.data, "{\"key");
}

static void json__a_cleared_output_prints_nothing(void **state)
{
	struct err e = ERR_INIT;
	struct json_out j;
	cleanup_buf struct buf b;

	(void)state;
	buf_init(&b, 5);
	json_out_init(&j);
	json_out_clear(&j);
	json_out_clear(&j);
	assert_int_equal(json_print(&j, 0, &b, &e), -ENOMEM);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json__takes_every_kind_of_value),
		cmocka_unit_test(json__builds_the_tree_that_the_text_says),
		cmocka_unit_test(json__refuses_bad_syntax),
		cmocka_unit_test(json__says_where),
		cmocka_unit_test(json__refuses_trailing_junk),
		cmocka_unit_test(json__refuses_text_that_is_no_text),
		cmocka_unit_test(json__refuses_half_a_surrogate_pair),
		cmocka_unit_test(json__refuses_a_key_that_occurs_twice),
		cmocka_unit_test(json__many_keys_do_not_take_long),
		cmocka_unit_test(json__refuses_numbers_that_a_double_does_not_hold),
		cmocka_unit_test(json__refuses_numbers_that_cjson_would_cut),
		cmocka_unit_test(json__bounds_the_nesting),
		cmocka_unit_test(json__bounds_the_size),
		cmocka_unit_test(json__prints_compact_and_pretty),
		cmocka_unit_test(json__integers_are_exact),
		cmocka_unit_test(json__doubles_come_back_as_they_were),
		cmocka_unit_test(json__doubles_are_short_and_always_json),
		cmocka_unit_test(json__strings_are_escaped_and_safe_to_show),
		cmocka_unit_test(json__bytes_that_are_no_text_become_replacements),
		cmocka_unit_test(json__a_lost_member_makes_the_print_fail),
		cmocka_unit_test(json__a_key_goes_with_an_object_only),
		cmocka_unit_test(json__print_holds_the_ceiling),
		cmocka_unit_test(json__a_cleared_output_prints_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
