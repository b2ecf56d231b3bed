/* What standard_yaml promises: texts of strangers stay texts, and each key is said in new words or told of. */
#include "judge/package/standard.h"
#include "tests/support/package_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Read back as the text of a map's key. */
static void assert_same(const char *text)
{
	cleanup_arena struct arena memory;
	cleanup_buf struct buf out;
	const struct yaml *root;
	struct err e = ERR_INIT;

	arena_init(&memory, 1 << 20);
	buf_init(&out, 4096);
	buf_puts(&out, "key: ");
	standard_put_text(&out, text);
	buf_putc(&out, '\n');
	if (yaml_parse("x.yaml", out.data, out.len, &memory, &root, &e) < 0)
		fail_msg("%s: %s", out.data, e.text);
	assert_string_equal(yaml_get(root, "key")->text, text);
}

static void text__comes_back_as_it_was(void **state)
{
	static const char *const texts[] = { "",           "plain",       "a: b",
					     "\"quoted\"", "back\\slash", "two\nlines",
					     "\t\x1b[31m", "{x}",         "# none",
					     "no",         "null",        "\xc3\xa4 \xe2\x82\xac",
					     "'",          "- a",         "\\x41 \\n" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		assert_same(texts[i]);
}

static void words__are_a_list(void **state)
{
	cleanup_buf struct buf out;

	(void)state;
	buf_init(&out, 4096);
	standard_put_words(&out, "  float_tolerance 1e-6\ta\"b ");
	assert_string_equal(out.data, "[\"float_tolerance\", \"1e-6\", \"a\\\"b\"]");
	buf_reset(&out);
	standard_put_words(&out, " ");
	assert_string_equal(out.data, "[]");
}

/* What became of problem.yaml, and what was told. */
struct made {
	struct arena memory;
	struct buf yaml, notes;
};

static void take_note(void *arg, const char *line)
{
	buf_printf(arg, "%s\n", line);
}

static void make(const struct place *place, const char *const *languages, struct made *out)
{
	cleanup_problem struct problem *p = place_load(place);
	cleanup_package struct package pk = { .fd = -1 };
	const struct pack_standard how = { .note = take_note, .arg = &out->notes };
	const struct yaml *root;
	struct err e = ERR_INIT;

	arena_init(&out->memory, 1 << 20);
	buf_init(&out->yaml, 1 << 16);
	buf_init(&out->notes, 1 << 16);
	assert_int_equal(package_open(place->dir, &out->memory, &pk, &e), 0);
	assert_int_equal(package_yaml(&pk, "problem.yaml", &root, &e), 0);
	assert_int_equal(
		standard_problem_yaml(&(struct standard){ .p = p, .how = &how, .e = &e }, root, languages, &out->yaml),
		0);
}

static void made_clear(struct made *m)
{
	arena_clear(&m->memory);
	buf_clear(&m->yaml);
	buf_clear(&m->notes);
}

static const char *const english[] = { "en", NULL };

static void problem_yaml__says_the_same_in_new_words(void **state)
{
	cleanup(made_clear) struct made m;

	make(*state, english, &m);
	assert_non_null(strstr(m.yaml.data, "problem_format_version: 2025-09\n"));
	assert_non_null(strstr(m.yaml.data, "type: [pass-fail]\n"));
	assert_non_null(strstr(m.yaml.data, "credits: \"Somebody\"\nlicense: \"cc by-sa\"\n"));
	assert_non_null(strstr(m.yaml.data, "keywords: [\"dp\", \"graphs\"]\n"));
	assert_non_null(strstr(m.yaml.data, "  time_multipliers: {ac_to_time_limit: 4, time_limit_to_tle: 2}\n"));
	assert_non_null(strstr(m.yaml.data, "  memory: 64\n"));
	assert_null(strstr(m.yaml.data, "validator_flags"));
	assert_string_equal(m.notes.data, "");
}

static void problem_yaml__writes_each_key_or_tells_of_it(void **state)
{
	static const struct {
		const char *text, *written, *told;
	} rows[] = {
		{ "author: A, B and C\n", "credits: {authors: [\"A\", \"B\", \"C\"]}\n", "" },
		{ "author: A, B, and C\n", "credits: {authors: [\"A\", \"B\", \"C\"]}\n", "" },
		{ "author: Andy Sandrandon\n", "credits: \"Andy Sandrandon\"\n", "" },
		{ "author: {x: y}\n", "type", "problem.yaml:1: author: is a map; it is left out\n" },
		{ "source: S\nsource_url: U\n", "source: {name: \"S\", url: \"U\"}\n", "" },
		{ "source_url: U\n", "type",
		  "problem.yaml:1: source_url: belongs to a source, and there is none; "
		  "it is left out\n" },
		{ "license: cc0\n", "type",
		  "problem.yaml:1: license: needs somebody whose the rights are; it is left out\n" },
		{ "license: mit\n", "type",
		  "problem.yaml:1: license: is none that the format knows; it is left out\n" },
		{ "license: cc0\nrights_owner: R\n", "license: \"cc0\"\nrights_owner: \"R\"\n", "" },
		{ "rights_owner: R\n", "type",
		  "problem.yaml:1: rights_owner: belongs to a licence that leaves rights to somebody; "
		  "it is left out\n" },
		{ "limits: {memory: 64.5}\n", "  memory: 65\n",
		  "problem.yaml:1: memory: is a whole number in 2025-09: 65\n" },
		{ "limits: {validation_output: 3, code: 9}\n", "  code: 9\n  validation_output: 3\n", "" },
		{ "limits: {speed: 3}\n", "type", "problem.yaml:1: speed: 2025-09 has no such key; it is left out\n" },
		{ "licence: x\n", "type", "problem.yaml:1: licence: 2025-09 has no such key; it is left out\n" },
		{ "type: scoring\ngrading: {objective: max, show_test_data_groups: true}\n", "type: [scoring]\n",
		  "problem.yaml:2: show_test_data_groups: 2025-09 has no such key; it is left out\n" },
		{ "uuid: 6f0b4a52-6d0c-4c43-9c87-2f6f3c1f5a11\n", "uuid: \"6f0b4a52-6d0c-4c43-9c87-2f6f3c1f5a11\"\n",
		  "" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		cleanup(made_clear) struct made m;

		place_put(*state, "problem.yaml", rows[i].text);
		make(*state, english, &m);
		assert_string_equal(m.notes.data, rows[i].told);
		if (!strstr(m.yaml.data, rows[i].written))
			fail_msg("%s%s", rows[i].text, m.yaml.data);
	}
}

static void problem_yaml__has_a_name_for_each_statement(void **state)
{
	static const char *const two[] = { "en", "no", NULL }, *const one[] = { "no", NULL };
	cleanup(made_clear) struct made both, lone, map;

	place_put(*state, "problem.yaml", "name: X\n");
	make(*state, two, &both);
	assert_non_null(strstr(both.yaml.data, "name:\n  \"en\": \"X\"\n  \"no\": \"X\"\n"));
	assert_string_equal(both.notes.data, "problem.yaml: name: there is none in 'no'; 'X' stands for it\n");
	make(*state, one, &lone);
	assert_non_null(strstr(lone.yaml.data, "name:\n  \"no\": \"X\"\n"));
	assert_string_equal(lone.notes.data, "");
	place_put(*state, "problem.yaml", "name: {en: X, no: Y, sv: Z}\n");
	make(*state, two, &map);
	assert_non_null(strstr(map.yaml.data, "name:\n  \"en\": \"X\"\n  \"no\": \"Y\"\n"));
	assert_string_equal(map.notes.data, "problem.yaml:1: name: there is no statement in 'sv'; it is left out\n");
}

/* Two packages that differ have other ids, the same one the same. */
static void problem_yaml__has_a_uuid_of_the_content(void **state)
{
	cleanup_problem struct problem *p = NULL;
	cleanup(made_clear) struct made m;
	const struct yaml *root, *uuid;
	struct err e = ERR_INIT;

	place_put(*state, "problem.yaml", "{}\n");
	p = place_load(*state);
	make(*state, english, &m);
	assert_int_equal(yaml_parse("made.yaml", m.yaml.data, m.yaml.len, &m.memory, &root, &e), 0);
	uuid = yaml_get(root, "uuid");
	assert_non_null(uuid);
	assert_int_equal(strlen(uuid->text), 36);
	assert_int_equal(strncmp(uuid->text, p->hash, 8), 0);
	assert_int_equal(uuid->text[14], '8');
	assert_int_equal(uuid->text[19], 'a');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text__comes_back_as_it_was),
		cmocka_unit_test(words__are_a_list),
		cmocka_unit_test_setup_teardown(problem_yaml__says_the_same_in_new_words, place_make_legacy,
						place_remove),
		cmocka_unit_test_setup_teardown(problem_yaml__writes_each_key_or_tells_of_it, place_make_legacy,
						place_remove),
		cmocka_unit_test_setup_teardown(problem_yaml__has_a_name_for_each_statement, place_make_legacy,
						place_remove),
		cmocka_unit_test_setup_teardown(problem_yaml__has_a_uuid_of_the_content, place_make_legacy,
						place_remove),
	};

	return cmocka_run_group_tests_name("standard_yaml", tests, NULL, NULL);
}
