/* What yaml promises: a bounded tree, places in every error, tables that take nothing they do not know. */
#include "judge/package/yaml.h"
#include "sandbox/base/buf.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* An arena for each test. */
static int make_memory(void **state)
{
	struct arena *a = malloc(sizeof(*a));

	if (!a)
		return -1;
	arena_init(a, 64u * 1024u * 1024u);
	*state = a;
	return 0;
}

static int free_memory(void **state)
{
	arena_clear(*state);
	free(*state);
	return 0;
}

static const struct yaml *parse(void **state, const char *text)
{
	const struct yaml *root = NULL;
	struct err e = ERR_INIT;

	if (yaml_parse("f.yaml", text, strlen(text), *state, &root, &e) < 0)
		fail_msg("%s", e.text);
	return root;
}

static void assert_refused(void **state, const char *text, size_t n, const char *error)
{
	const struct yaml *root = NULL;
	struct err e = ERR_INIT;

	assert_int_equal(yaml_parse("f.yaml", text, n, *state, &root, &e), -EINVAL);
	assert_null(root);
	assert_string_equal(e.text, error);
}

/* ---- the tree --------------------------------------------------------------------------------------------------- */

static void yaml__makes_a_tree_with_lines_and_keys(void **state)
{
	const struct yaml *root = parse(state, "# first\n"
					       "name: LRU cache\n"
					       "list:\n"
					       "  - a\n"
					       "  - {k: \"v\"}\n"
					       "empty:\n");
	const struct yaml *list, *map;

	assert_int_equal(root->kind, YAML_MAP);
	assert_int_equal(root->n, 3);
	assert_string_equal(yaml_get(root, "name")->text, "LRU cache");
	assert_true(yaml_get(root, "name")->plain);
	assert_int_equal(yaml_get(root, "name")->line, 2);
	list = yaml_get(root, "list");
	assert_int_equal(list->kind, YAML_LIST);
	assert_int_equal(list->line, 3);
	assert_int_equal(list->n, 2);
	assert_string_equal(list->first->text, "a");
	assert_null(list->first->key);
	map = list->first->next;
	assert_int_equal(map->index, 1);
	assert_ptr_equal(map->parent, list);
	assert_false(yaml_get(map, "k")->plain);
	assert_null(map->next);
	assert_null(yaml_get(root, "empty"));
	assert_null(yaml_get(root, "none"));
	assert_null(yaml_get(list, "a"));
}

static void yaml__keeps_literal_text_byte_for_byte(void **state)
{
	const struct yaml *root = parse(state, "input: |\n  create 1\n   put\n\nlast: \"\\u00e9\\n\"\n");

	assert_string_equal(yaml_get(root, "input")->text, "create 1\n put\n");
	assert_string_equal(yaml_get(root, "last")->text, "\xc3\xa9\n");
}

static void yaml__an_empty_document_is_null(void **state)
{
	assert_true(yaml_is_null(parse(state, "")));
	assert_true(yaml_is_null(parse(state, "# nothing\n---\n")));
	assert_true(yaml_is_null(parse(state, "~")));
	assert_true(yaml_is_null(parse(state, "null")));
	assert_false(yaml_is_null(parse(state, "''")));
	assert_false(yaml_is_null(parse(state, "[]")));
}

static void yaml__refuses_what_packages_do_not_need(void **state)
{
	static const struct {
		const char *text;
		const char *error;
	} bad[] = {
		{ "a: &x 1\n", "f.yaml:1: anchors (&name) are not taken" },
		{ "a: 1\nb: *x\n", "f.yaml:2: aliases (*name) are not taken; quote text that begins with *" },
		{ "a: !!str 1\n", "f.yaml:1: tags (!name) are not taken" },
		{ "a: ! 1\n", "f.yaml:1: tags (!name) are not taken" },
		{ "\n&x [1]\n", "f.yaml:2: anchors (&name) are not taken" },
		{ "!t {a: 1}\n", "f.yaml:1: tags (!name) are not taken" },
		{ "a: 1\nb: 2\na: 3\n", "f.yaml:1: a: is there again on line 3" },
		{ "x:\n  - {b: 1, c: {d: 1, \"d\": 2}}\n", "f.yaml:2: x[0].c.d: is there again on line 2" },
		{ "a: 1\n---\nb: 1\n", "f.yaml:2: a second document begins" },
		{ "? [1]\n: 2\n", "f.yaml:1: a key must be text" },
		{ "? {a: 1}\n: 2\n", "f.yaml:1: a key must be text" },
		{ "a: \"x\\0y\"\n", "f.yaml:1: a text with a NUL" },
		{ "\xef\xbb\xbf"
		  "a: 1\n",
		  "f.yaml:1: begins with a byte-order mark" },
		{ "a: 1\nb: \xff\n", "f.yaml:2: is not valid UTF-8" },
		{ "a: 1\nb: \x01\n", "f.yaml:2: control characters are not allowed" },
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_refused(state, bad[i].text, strlen(bad[i].text), bad[i].error);
	assert_refused(state, "a\0b", 3, "f.yaml:1: control characters are not allowed");
}

static void yaml__syntax_errors_have_their_line(void **state)
{
	static const char *const bad[] = { "ok: 1\n  worse: 2\n", "a: 1\n[\n", "a: 1\n\"\n", "a: 1\n\tb: 2\n",
					   "a: 1\n}\n" };
	const struct yaml *root = NULL;
	struct err e = ERR_INIT;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_int_equal(yaml_parse("f.yaml", bad[i], strlen(bad[i]), *state, &root, &e), -EINVAL);
		assert_true(strncmp(e.text, "f.yaml:2: ", 10) == 0 || strncmp(e.text, "f.yaml:3: ", 10) == 0);
	}
}

/* "[[[…]]]" with `depth` brackets of each kind. */
static void put_nested(struct buf *b, size_t depth)
{
	for (size_t i = 0; i < depth; i++)
		(void)buf_putc(b, '[');
	for (size_t i = 0; i < depth; i++)
		(void)buf_putc(b, ']');
	assert_int_equal(b->failed, 0);
}

static void yaml__bounds_depth(void **state)
{
	const struct yaml *root = NULL;
	struct err e = ERR_INIT;
	cleanup_buf struct buf b;

	buf_init(&b, YAML_BYTES_MAX);
	put_nested(&b, YAML_DEPTH_MAX);
	assert_int_equal(yaml_parse("f.yaml", b.data, b.len, *state, &root, &e), 0);
	buf_reset(&b);
	put_nested(&b, YAML_DEPTH_MAX + 1);
	assert_refused(state, b.data, b.len, "f.yaml:1: lists and maps are nested too deeply");
	buf_reset(&b);
	put_nested(&b, YAML_BYTES_MAX / 2);
	assert_refused(state, b.data, b.len, "f.yaml:1: lists and maps are nested too deeply");
}

static void yaml__bounds_values_and_keys(void **state)
{
	cleanup_buf struct buf b;

	buf_init(&b, YAML_BYTES_MAX);
	for (unsigned i = 0; i <= YAML_KEYS_MAX; i++)
		(void)buf_printf(&b, "k%u: 1\n", i);
	assert_refused(state, b.data, b.len, "f.yaml:1001: more than 1000 keys in one map");
	buf_reset(&b);
	for (unsigned i = 0; i < YAML_NODES_MAX; i++)
		(void)buf_puts(&b, "- 1\n");
	assert_refused(state, b.data, b.len, "f.yaml:50000: more than 50000 values");
}

static void yaml__bounds_bytes(void **state)
{
	const struct yaml *root = NULL;
	struct err e = ERR_INIT;
	cleanup_buf struct buf b;

	buf_init(&b, YAML_BYTES_MAX + 1);
	while (b.len < YAML_BYTES_MAX)
		(void)buf_putc(&b, 'x');
	assert_int_equal(yaml_parse("f.yaml", b.data, b.len, *state, &root, &e), 0);
	(void)buf_putc(&b, 'x');
	assert_refused(state, b.data, b.len, "f.yaml: larger than 1048576 bytes");
}

static void yaml__an_arena_that_is_full_is_no_fault_of_the_file(void **state)
{
	const struct yaml *root = NULL;
	struct err e = ERR_INIT;
	struct arena small;
	int r, failed = 0;

	(void)state;
	for (size_t max = 0; max <= 10000 && !root; max += 16) {
		arena_init(&small, max);
		r = yaml_parse("f.yaml", "a: [1, 2, {b: c}]", 17, &small, &root, &e);
		assert_int_equal(r, root ? 0 : -ENOMEM);
		failed += r < 0;
		arena_clear(&small);
	}
	assert_non_null(root);
	assert_true(failed > 10);
}

/* ---- tables ----------------------------------------------------------------------------------------------------- */

struct row {
	const char *line, *words, *text, *choice;
	bool flag;
	uint64_t number;
	double real;
	const struct yaml *list, *map, *any;
};

static const char *const choices[] = { "easy", "hard", NULL };

static const struct yaml_field row_fields[] = {
	YAML_FIELD("line", LINE, struct row, line, .required = true),
	YAML_FIELD("words", WORDS, struct row, words),
	YAML_FIELD("text", TEXT, struct row, text),
	YAML_FIELD("choice", CHOICE, struct row, choice, .choices = choices),
	YAML_FIELD("flag", BOOL, struct row, flag),
	YAML_FIELD("number", U64, struct row, number, .min = 1, .max = 100),
	YAML_FIELD("real", DOUBLE, struct row, real, .min = 0.5, .max = 2),
	YAML_FIELD("list", LIST, struct row, list),
	YAML_FIELD("map", MAP, struct row, map),
	YAML_FIELD("any", ANY, struct row, any),
};
static const struct yaml_table row_table = YAML_TABLE(row_fields, struct row);

static void yaml__fills_a_row_by_its_table(void **state)
{
	const struct yaml *root =
		parse(state, "line: a 'line'\nwords: |\n  one\n  two\ntext: \"\"\nchoice: hard\nflag: true\n"
			     "number: 100\nreal: 0.5\nlist: []\nmap: {}\nany: 1\n");
	struct row r = { .flag = false };
	struct err e = ERR_INIT;

	assert_int_equal(yaml_read(root, &row_table, &r, &e), 0);
	assert_string_equal(r.line, "a 'line'");
	assert_string_equal(r.words, "one\ntwo\n");
	assert_string_equal(r.text, "");
	assert_string_equal(r.choice, "hard");
	assert_true(r.flag);
	assert_int_equal(r.number, 100);
	assert_true(r.real == 0.5);
	assert_int_equal(r.list->kind, YAML_LIST);
	assert_int_equal(r.map->kind, YAML_MAP);
	assert_string_equal(r.any->text, "1");
}

static void yaml__keys_that_are_not_there_leave_their_place(void **state)
{
	struct row r = { .number = 7, .text = "kept", .flag = true };
	struct err e = ERR_INIT;

	assert_int_equal(yaml_read(parse(state, "line: x\nnumber:\ntext: ~\nflag: null\n"), &row_table, &r, &e), 0);
	assert_int_equal(r.number, 7);
	assert_string_equal(r.text, "kept");
	assert_true(r.flag);
}

static void yaml__refuses_what_the_table_does_not_have(void **state)
{
	static const struct {
		const char *text;
		const char *error;
	} bad[] = {
		{ "", "f.yaml:1: 'line' is missing" },
		{ "line:\n", "f.yaml:1: 'line' is missing" },
		{ "[a]", "f.yaml:1: is a list, not a map" },
		{ "text", "f.yaml:1: is text, not a map" },
		{ "line: x\nlina: y\n", "f.yaml:2: lina: unknown key; did you mean 'line'?" },
		{ "line: x\nzzzzzzzz: y\n", "f.yaml:2: zzzzzzzz: unknown key" },
		{ "line: x\n\"\\e[31m\": y\n", "f.yaml:2: \\x1b[31m: unknown key" },
		{ "line: x\n<<: y\n", "f.yaml:2: <<: unknown key" },
		{ "line: \"a\\nb\"\n", "f.yaml:1: line: must be one line without tabs and control characters" },
		{ "line: \"a\\tb\"\n", "f.yaml:1: line: must be one line without tabs and control characters" },
		{ "line: \"\\u202e\"\n", "f.yaml:1: line: must be one line without tabs and control characters" },
		{ "line: \"  \"\n", "f.yaml:1: line: is blank" },
		{ "line: \"\"\n", "f.yaml:1: line: is blank" },
		{ "line: [x]\n", "f.yaml:1: line: is a list, not text" },
		{ "line: x\nwords: \"\\e\"\n", "f.yaml:2: words: has control characters" },
		{ "line: x\ntext: {a: 1}\n", "f.yaml:2: text: is a map, not text" },
		{ "line: x\nchoice: medium\n", "f.yaml:2: choice: 'medium' is none of: easy, hard" },
		{ "line: x\nchoice: [easy]\n", "f.yaml:2: choice: is a list, not text" },
		{ "line: x\nflag: yes\n", "f.yaml:2: flag: 'yes' is not true or false" },
		{ "line: x\nflag: \"true\"\n", "f.yaml:2: flag: is text in quotes, not true or false" },
		{ "line: x\nnumber: 0\n", "f.yaml:2: number: '0' is not from 1 to 100" },
		{ "line: x\nnumber: 101\n", "f.yaml:2: number: '101' is not from 1 to 100" },
		{ "line: x\nnumber: 1.5\n", "f.yaml:2: number: '1.5' is not a whole number from 1 to 100" },
		{ "line: x\nnumber: \"5\"\n", "f.yaml:2: number: is text in quotes, not a number" },
		{ "line: x\nnumber: a\n\n  \u202eb\n",
		  "f.yaml:2: number: 'a \\u202eb' is not a whole number from 1 to 100" },
		{ "line: x\nflag: a\n\n  b\n", "f.yaml:2: flag: 'a b' is not true or false" },
		{ "line: x\nchoice: \"\\e\\u202e\"\n", "f.yaml:2: choice: '\\x1b\\u202e' is none of: easy, hard" },
		{ "line: x\nnumber: []\n", "f.yaml:2: number: is a list, not a number" },
		{ "line: x\nreal: .inf\n", "f.yaml:2: real: '.inf' is not a number from 0.5 to 2" },
		{ "line: x\nreal: 0.4\n", "f.yaml:2: real: '0.4' is not from 0.5 to 2" },
		{ "line: x\nlist: {}\n", "f.yaml:2: list: is a map, not a list" },
		{ "line: x\nmap: 1\n", "f.yaml:2: map: is text, not a map" },
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct err e = ERR_INIT;
		struct row r;

		assert_int_equal(yaml_read(parse(state, bad[i].text), &row_table, &r, &e), -EINVAL);
		assert_string_equal(e.text, bad[i].error);
	}
}

static void yaml__rows_of_a_list(void **state)
{
	const struct yaml *root = parse(state, "rows:\n- line: a\n- {line: b, number: 3}\n");
	const struct row *rows;
	struct err e = ERR_INIT;
	void *block = NULL;
	size_t n = 9;

	assert_int_equal(yaml_rows(yaml_get(root, "rows"), &row_table, 2, *state, &block, &n, &e), 0);
	rows = block;
	assert_int_equal(n, 2);
	assert_string_equal(rows[0].line, "a");
	assert_int_equal(rows[1].number, 3);
	assert_int_equal(yaml_rows(yaml_get(root, "rows"), &row_table, 1, *state, &block, &n, &e), -EINVAL);
	assert_string_equal(e.text, "f.yaml:1: rows: has 2 entries, more than 1");
	assert_int_equal(yaml_rows(NULL, &row_table, 2, *state, &block, &n, &e), 0);
	assert_non_null(block);
	assert_int_equal(n, 0);
}

static void yaml__rows_say_which_of_them_is_wrong(void **state)
{
	const struct yaml *root = parse(state, "rows:\n- line: a\n-\n  line: b\n  map: {x: {y: [1, {z: 1}]}}\n- 5\n");
	const struct yaml *deep = yaml_get(root, "rows")->first->next;
	struct err e = ERR_INIT;
	void *block;
	size_t n;

	assert_int_equal(yaml_rows(yaml_get(root, "rows"), &row_table, 5, *state, &block, &n, &e), -EINVAL);
	assert_string_equal(e.text, "f.yaml:6: rows[2]: is text, not a map");
	deep = yaml_get(yaml_get(yaml_get(deep, "map"), "x"), "y")->first->next;
	assert_int_equal(yaml_error(yaml_get(deep, "z"), &e, "%s", "no"), -EINVAL);
	assert_string_equal(e.text, "f.yaml:5: rows[1].map.x.y[1].z: no");
}

static void yaml__an_error_stays_short_whatever_the_keys(void **state)
{
	cleanup_buf struct buf b;
	struct err e = ERR_INIT;
	struct row r;

	buf_init(&b, 4096);
	for (int i = 0; i < 1000; i++)
		(void)buf_puts(&b, "k");
	(void)buf_puts(&b, ": 1\n");
	assert_int_equal(yaml_read(parse(state, b.data), &row_table, &r, &e), -EINVAL);
	assert_true(strlen(e.text) < 120);
	assert_non_null(strstr(e.text, "unknown key"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_memory, free_memory)
	const struct CMUnitTest tests[] = {
		TEST(yaml__makes_a_tree_with_lines_and_keys),
		TEST(yaml__keeps_literal_text_byte_for_byte),
		TEST(yaml__an_empty_document_is_null),
		TEST(yaml__refuses_what_packages_do_not_need),
		TEST(yaml__syntax_errors_have_their_line),
		TEST(yaml__bounds_depth),
		TEST(yaml__bounds_values_and_keys),
		TEST(yaml__bounds_bytes),
		TEST(yaml__an_arena_that_is_full_is_no_fault_of_the_file),
		TEST(yaml__fills_a_row_by_its_table),
		TEST(yaml__keys_that_are_not_there_leave_their_place),
		TEST(yaml__refuses_what_the_table_does_not_have),
		TEST(yaml__rows_of_a_list),
		TEST(yaml__rows_say_which_of_them_is_wrong),
		TEST(yaml__an_error_stays_short_whatever_the_keys),
	};
#undef TEST

	return cmocka_run_group_tests(tests, NULL, NULL);
}
