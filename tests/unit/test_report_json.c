/*
 * What report_json promises: objects that are what judge/report/report.schema.json says, key by key, for each report
 * and each reader. The validator here knows the part of JSON Schema that the file uses, takes any other word for an
 * error, and is tested itself.
 */
#include "sandbox/base/fs.h"
#include "sandbox/base/json.h"
#include "tests/support/report_fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define TEXT_MAX (4u << 20)

/* ---- a validator ----------------------------------------------------------------------------------------------- */

static const cJSON *schema; /* the whole file */

static const cJSON *get(const cJSON *object, const char *key)
{
	return cJSON_GetObjectItemCaseSensitive(object, key);
}

/* "#/$defs/NAME" */
static const cJSON *resolve(const cJSON *ref)
{
	const char *path = cJSON_GetStringValue(ref);
	const cJSON *found = strncmp(path, "#/$defs/", 8) ? NULL : get(get(schema, "$defs"), path + 8);

	if (!found)
		fail_msg("%s leads nowhere", path);
	return found;
}

static bool has_type(const cJSON *value, const char *type)
{
	return (!strcmp(type, "object") && cJSON_IsObject(value)) || (!strcmp(type, "array") && cJSON_IsArray(value)) ||
	       (!strcmp(type, "string") && cJSON_IsString(value)) ||
	       (!strcmp(type, "boolean") && cJSON_IsBool(value)) || (!strcmp(type, "null") && cJSON_IsNull(value)) ||
	       (!strcmp(type, "number") && cJSON_IsNumber(value)) ||
	       (!strcmp(type, "integer") && cJSON_IsNumber(value) && value->valuedouble == floor(value->valuedouble));
}

static bool valid(const cJSON *value, const cJSON *rule);

static bool keeps_type(const cJSON *value, const cJSON *types)
{
	const cJSON *type;

	if (cJSON_IsString(types))
		return has_type(value, types->valuestring);
	cJSON_ArrayForEach(type, types) if (has_type(value, type->valuestring)) return true;
	return false;
}

static bool keeps_enum(const cJSON *value, const cJSON *words)
{
	const cJSON *word;

	cJSON_ArrayForEach(word, words) if (cJSON_Compare(value, word, true)) return true;
	return false;
}

static bool keeps_one_of(const cJSON *value, const cJSON *rules)
{
	const cJSON *rule;
	int n = 0;

	cJSON_ArrayForEach(rule, rules) n += valid(value, rule);
	return n == 1;
}

static bool keeps_required(const cJSON *value, const cJSON *keys)
{
	const cJSON *key;

	cJSON_ArrayForEach(key, keys) if (!get(value, key->valuestring)) return false;
	return true;
}

/* Stricter than JSON Schema: a key that the schema does not describe is a fault of the emitter. */
static bool keeps_properties(const cJSON *value, const cJSON *properties)
{
	const cJSON *member;

	cJSON_ArrayForEach(member, value) if (!get(properties, member->string) ||
					      !valid(member, get(properties, member->string))) return false;
	return true;
}

static bool keeps_items(const cJSON *value, const cJSON *rule)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, value) if (!valid(item, rule)) return false;
	return true;
}

static bool keeps(const cJSON *value, const cJSON *word)
{
	static const char *const silent[] = { "$schema", "$id", "title", "description", "$defs" };

	if (!strcmp(word->string, "$ref"))
		return valid(value, resolve(word));
	if (!strcmp(word->string, "type"))
		return keeps_type(value, word);
	if (!strcmp(word->string, "enum"))
		return keeps_enum(value, word);
	if (!strcmp(word->string, "const"))
		return cJSON_Compare(value, word, true);
	if (!strcmp(word->string, "oneOf"))
		return keeps_one_of(value, word);
	if (!strcmp(word->string, "required"))
		return keeps_required(value, word);
	if (!strcmp(word->string, "properties"))
		return keeps_properties(value, word);
	if (!strcmp(word->string, "items"))
		return keeps_items(value, word);
	if (!strcmp(word->string, "minimum"))
		return value->valuedouble >= word->valuedouble;
	if (!strcmp(word->string, "maximum"))
		return value->valuedouble <= word->valuedouble;
	if (!strcmp(word->string, "pattern") && !strcmp(word->valuestring, "^[0-9]+$"))
		return value->valuestring[0] && strspn(value->valuestring, "0123456789") == strlen(value->valuestring);
	for (size_t i = 0; i < sizeof(silent) / sizeof(*silent); i++)
		if (!strcmp(word->string, silent[i]))
			return true;
	fail_msg("the schema uses a word that is unknown here: %s", word->string);
	return false;
}

/* Are all words of the rule kept? They stand in an order in which `type` comes before what needs it. */
static bool valid(const cJSON *value, const cJSON *rule)
{
	const cJSON *word;

	cJSON_ArrayForEach(word, rule) if (!keeps(value, word)) return false;
	return true;
}

static int load_schema(void **state)
{
	cleanup_buf struct buf text;
	struct err e = ERR_INIT;

	buf_init(&text, TEXT_MAX);
	if (fs_read(AT_FDCWD, JUDGE_SOURCE_DIR "/judge/report/report.schema.json", &text, &e) < 0 ||
	    json_parse(text.data, text.len, TEXT_MAX, (cJSON **)state, &e) < 0) {
		print_error("%s\n", e.text);
		return -1;
	}
	schema = *state;
	return 0;
}

static int drop_schema(void **state)
{
	cJSON_Delete(*state);
	return 0;
}

/* ---- reports --------------------------------------------------------------------------------------------------- */

/* The report as text and as a tree. */
static void emit(const struct report *r, const struct report_style *style, struct buf *text, cJSON **tree)
{
	struct err e = ERR_INIT;

	buf_init(text, TEXT_MAX);
	if (report_json(r, style, text, &e) < 0 || json_parse(text->data, text->len, TEXT_MAX, tree, &e) < 0)
		fail_msg("%s in %s", e.text, text->data);
}

static void emit_fixture(enum fixture f, enum report_view view, struct buf *text, cJSON **tree)
{
	const struct report_style style = { .view = view };
	cleanup_report struct report r;

	fixture_report(&r, f);
	emit(&r, &style, text, tree);
}

static void report_json__keeps_the_schema(void **state)
{
	(void)state;
	for (int f = 0; f < FIXTURE_COUNT; f++)
		for (int view = VIEW_OWNER; view <= VIEW_INTERVIEWER; view++) {
			cleanup_buf struct buf text;
			cleanup_json cJSON *tree = NULL;

			emit_fixture((enum fixture)f, (enum report_view)view, &text, &tree);
			if (!valid(tree, schema) || !valid(tree, get(get(schema, "$defs"), "report")))
				fail_msg("%s, view %d: not as the schema says: %s", fixture_name((enum fixture)f), view,
					 text.data);
		}
}

/* Every verdict, every stage, every kind of rule: each word that a table may give is one that the schema knows. */
static void report_json__every_word_is_in_the_schema(void **state)
{
	static const struct rule rules[] = {
		{ RULE_IDENTIFIER, false, "a", NULL }, { RULE_CALL, true, "a", "b" },
		{ RULE_INCLUDE, false, "a", NULL },    { RULE_PATTERN, true, "a", NULL },
		{ RULE_SYMBOL, false, "a", NULL },
	};
	const struct report_style style = { .view = VIEW_OWNER };

	(void)state;
	for (int v = 0; v < VERDICT_COUNT; v++) {
		cleanup_report struct report r;
		cleanup_buf struct buf text;
		cleanup_json cJSON *tree = NULL;

		fixture_report(&r, FIXTURE_AC);
		r.judgement.verdict = (enum verdict)v;
		r.tests[2].judgement.verdict = (enum verdict)v;
		r.decided_by = (enum stage)(v % STAGE_COUNT);
		for (r.n_hits = 0; r.n_hits < 5; r.n_hits++)
			r.hits[r.n_hits] = (struct rule_hit){ &rules[r.n_hits], 0, (uint32_t)r.n_hits, 1, 1 };
		emit(&r, &style, &text, &tree);
		if (!valid(tree, schema))
			fail_msg("verdict %d: not as the schema says: %s", v, text.data);
	}
}

static void report_json__findings_keep_the_schema_and_who_sees_them(void **state)
{
	(void)state;
	for (int view = VIEW_OWNER; view <= VIEW_INTERVIEWER; view++) {
		const struct report_style style = { .view = (enum report_view)view };
		cleanup_report struct report r;
		cleanup_buf struct buf text;
		cleanup_json cJSON *tree = NULL;
		const cJSON *soundness, *first;

		fixture_report(&r, FIXTURE_AC);
		fixture_add_findings(&r);
		emit(&r, &style, &text, &tree);
		if (!valid(tree, schema))
			fail_msg("not as the schema says: %s", text.data);
		soundness = get(tree, "soundness");
		first = cJSON_GetArrayItem(get(soundness, "findings"), 0);
		assert_int_equal(cJSON_GetArraySize(get(soundness, "findings")), view == VIEW_CANDIDATE ? 1 : 2);
		assert_string_equal(get(first, "kind")->valuestring,
				    view == VIEW_CANDIDATE ? "signed-integer-overflow" : "heap-use-after-free");
		/* What decided was shown by a hidden test. */
		assert_int_equal(cJSON_IsNull(get(tree, "reason")), view == VIEW_CANDIDATE);
		assert_int_equal(cJSON_IsNull(get(soundness, "remark")), view == VIEW_CANDIDATE);
	}
}

static void report_json__families_keep_the_schema_and_who_sees_numbers(void **state)
{
	(void)state;
	for (int view = VIEW_OWNER; view <= VIEW_INTERVIEWER; view++) {
		const struct report_style style = { .view = (enum report_view)view };
		const bool held = view == VIEW_CANDIDATE;
		cleanup_report struct report r;
		cleanup_buf struct buf text;
		cleanup_json cJSON *tree = NULL;
		const cJSON *first, *second;

		fixture_report(&r, FIXTURE_AC);
		fixture_add_families(&r);
		emit(&r, &style, &text, &tree);
		if (!valid(tree, schema))
			fail_msg("not as the schema says: %s", text.data);
		first = cJSON_GetArrayItem(get(get(tree, "complexity"), "families"), 0);
		second = cJSON_GetArrayItem(get(get(tree, "complexity"), "families"), 1);
		assert_string_equal(get(get(first, "time"), "class")->valuestring, "n^2");
		assert_string_equal(get(get(first, "time"), "result")->valuestring, "exceeds");
		assert_true(cJSON_IsNull(get(get(second, "space"), "class")));
		assert_int_equal(cJSON_GetArraySize(get(first, "points")), held ? 0 : 7);
		assert_int_equal(cJSON_IsNull(get(first, "points")), held);
		assert_int_equal(cJSON_IsNull(get(first, "reference")), held);
		assert_int_equal(cJSON_IsNull(get(get(first, "time"), "ratio")), held);
		assert_int_equal(cJSON_IsNull(get(second, "remark")), held);
		/* The class is all that there is to the reason. */
		assert_false(cJSON_IsNull(get(tree, "reason")));
	}
}

static void report_json__errors_keep_the_schema(void **state)
{
	cleanup_buf struct buf text;
	cleanup_json cJSON *tree = NULL;
	struct err error = ERR_INIT;
	struct err e = ERR_INIT;

	(void)state;
	buf_init(&text, TEXT_MAX);
	err_set(&error, -ENOENT, "no problem '%s'", "lru\"\033");
	assert_int_equal(report_error_json(&error, 2, &text, &e), 0);
	assert_int_equal(json_parse(text.data, text.len, TEXT_MAX, &tree, &e), 0);
	assert_true(valid(tree, schema));
	assert_true(valid(tree, get(get(schema, "$defs"), "failure")));
	assert_string_equal(get(get(tree, "error"), "code")->valuestring, "ENOENT");
	assert_string_equal(get(get(tree, "error"), "text")->valuestring, "no problem 'lru\"\033'");
	assert_int_equal(get(tree, "exit_code")->valueint, 2);
	assert_null(strchr(text.data, '\033'));
}

static void report_json__says_what_the_report_says(void **state)
{
	cleanup_buf struct buf text;
	cleanup_json cJSON *tree = NULL;
	const cJSON *test;

	(void)state;
	emit_fixture(FIXTURE_WA_SAMPLE, VIEW_OWNER, &text, &tree);
	assert_string_equal(get(tree, "schema")->valuestring, "judge-report/1");
	assert_string_equal(get(tree, "judged_at")->valuestring, "2026-01-31T23:59:59Z");
	assert_string_equal(get(get(tree, "problem"), "id")->valuestring, "lru_cache");
	assert_string_equal(get(tree, "verdict")->valuestring, "WA");
	assert_string_equal(get(tree, "verdict_words")->valuestring, "wrong answer");
	assert_string_equal(get(tree, "decided_by")->valuestring, "tests");
	assert_int_equal(get(tree, "exit_code")->valueint, 1);
	assert_int_equal(get(tree, "first_failed")->valueint, 1);
	assert_int_equal(get(tree, "slowest")->valueint, 5);
	assert_int_equal(get(get(tree, "limits"), "cpu_us")->valueint, 2000000);
	assert_int_equal(cJSON_GetArraySize(get(tree, "tests")), 6);
	test = cJSON_GetArrayItem(get(tree, "tests"), 1);
	assert_string_equal(get(test, "input")->valuestring, "2\nput 1 1\nput 2 2\nput 1 10\nput 3 3\nget 1\nget 2\n");
	assert_string_equal(get(get(test, "difference"), "found")->valuestring, "-1");
	assert_int_equal(get(test, "cpu_us")->valueint, 1520);
	assert_int_equal(get(test, "exit_code")->valueint, 0);
	assert_true(cJSON_IsNull(get(test, "signal")));
	test = cJSON_GetArrayItem(get(tree, "groups"), 0);
	assert_int_equal(get(test, "passed")->valueint, 1);
	assert_int_equal(get(test, "total")->valueint, 2);
}

static void report_json__places_are_null_where_there_is_none(void **state)
{
	cleanup_buf struct buf text;
	cleanup_json cJSON *tree = NULL;
	const cJSON *hit;

	(void)state;
	emit_fixture(FIXTURE_RULE, VIEW_OWNER, &text, &tree);
	hit = cJSON_GetArrayItem(get(tree, "rules"), 0);
	assert_string_equal(get(hit, "file")->valuestring, "lru_cache.c");
	assert_int_equal(get(hit, "line")->valueint, 6);
	assert_int_equal(get(hit, "length")->valueint, 5);
	hit = cJSON_GetArrayItem(get(tree, "rules"), 1);
	assert_true(cJSON_IsNull(get(hit, "file")) && cJSON_IsNull(get(hit, "line")) &&
		    cJSON_IsNull(get(hit, "length")));
	assert_true(cJSON_IsTrue(get(hit, "required")));
	assert_true(cJSON_IsNull(get(get(tree, "compile"), "cpu_us")));
}

static void report_json__large_numbers_stay_exact(void **state)
{
	const struct report_style style = { .view = VIEW_OWNER };
	cleanup_report struct report r;
	cleanup_buf struct buf text;
	cleanup_json cJSON *tree = NULL;

	(void)state;
	fixture_report(&r, FIXTURE_AC);
	r.tests[0].cpu_us = UINT64_MAX;
	emit(&r, &style, &text, &tree);
	assert_true(valid(tree, schema));
	assert_string_equal(get(cJSON_GetArrayItem(get(tree, "tests"), 0), "cpu_us")->valuestring,
			    "18446744073709551615");
}

static void report_json__quiet_is_one_line(void **state)
{
	const struct report_style style = { .view = VIEW_OWNER, .verbosity = -1 };
	cleanup_report struct report r;
	cleanup_buf struct buf text;
	cleanup_json cJSON *tree = NULL;

	(void)state;
	fixture_report(&r, FIXTURE_WA_HIDDEN);
	emit(&r, &style, &text, &tree);
	assert_ptr_equal(strchr(text.data, '\n'), text.data + text.len - 1);
}

static void report_json__fails_at_the_ceiling(void **state)
{
	const struct report_style style = { .view = VIEW_OWNER };
	cleanup_report struct report r;
	cleanup_buf struct buf text;
	struct err e = ERR_INIT;

	(void)state;
	fixture_report(&r, FIXTURE_AC);
	buf_init(&text, 1000);
	assert_int_equal(report_json(&r, &style, &text, &e), -EMSGSIZE);
}

/* ---- the schema, and its validator ----------------------------------------------------------------------------- */

/* Applies f to each object in the tree. */
static void for_each_object(cJSON *tree, void (*f)(cJSON *object))
{
	cJSON *child;

	if (cJSON_IsObject(tree))
		f(tree);
	cJSON_ArrayForEach(child, tree) for_each_object(child, f);
}

static cJSON *whole; /* what is being changed below */
static unsigned changes;

/* Takes each member out, gives it another type and another name: each time the whole must be refused. */
static void change(cJSON *object)
{
	for (cJSON **link = &object->child; *link; link = &(*link)->next) {
		cJSON *member = *link;
		const int type = member->type;
		char *name = member->string;
		char unknown[] = "unheard_of";

		*link = member->next;
		if (valid(whole, schema))
			fail_msg("accepted without %s", name);
		*link = member;

		member->type = cJSON_Raw;
		if (valid(whole, schema))
			fail_msg("accepted with another type of %s", name);
		member->type = type;

		member->string = unknown;
		if (valid(whole, schema))
			fail_msg("accepted with another name of %s", name);
		member->string = name;
		changes++;
	}
	assert_true(valid(whole, schema));
}

static void schema__refuses_any_change_of_shape(void **state)
{
	static const enum fixture some[] = { FIXTURE_WA_HIDDEN, FIXTURE_CE, FIXTURE_RULE };

	(void)state;
	for (size_t i = 0; i < sizeof(some) / sizeof(*some); i++) {
		cleanup_buf struct buf text;

		whole = NULL;
		emit_fixture(some[i], VIEW_OWNER, &text, &whole);
		changes = 0;
		for_each_object(whole, change);
		assert_true(changes > 60);
		cJSON_Delete(whole);
	}
}

/*
 * What a reader needs is in the file: each property says what it is; what has a unit in its name says it in words
 * too.
 */
static void check_described(cJSON *object)
{
	const cJSON *properties = get(object, "properties");
	const cJSON *property;

	cJSON_ArrayForEach(property, properties)
	{
		const char *words = cJSON_GetStringValue(get(property, "description"));
		const char *name = property->string;

		if (!words || strlen(words) < 10)
			fail_msg("%s is not described", name);
		if (strstr(name, "_us") && !strstr(words, "microsecond"))
			fail_msg("%s: microseconds are not named in: %s", name, words);
		if (strstr(name, "bytes") && !strstr(words, "bytes"))
			fail_msg("%s: bytes are not named in: %s", name, words);
	}
	if (properties)
		assert_int_equal(cJSON_GetArraySize(properties), cJSON_GetArraySize(get(object, "required")));
}

static void schema__describes_every_key_and_requires_it(void **state)
{
	for_each_object(*state, check_described);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(report_json__keeps_the_schema),
		cmocka_unit_test(report_json__every_word_is_in_the_schema),
		cmocka_unit_test(report_json__findings_keep_the_schema_and_who_sees_them),
		cmocka_unit_test(report_json__families_keep_the_schema_and_who_sees_numbers),
		cmocka_unit_test(report_json__errors_keep_the_schema),
		cmocka_unit_test(report_json__says_what_the_report_says),
		cmocka_unit_test(report_json__places_are_null_where_there_is_none),
		cmocka_unit_test(report_json__large_numbers_stay_exact),
		cmocka_unit_test(report_json__quiet_is_one_line),
		cmocka_unit_test(report_json__fails_at_the_ceiling),
		cmocka_unit_test(schema__refuses_any_change_of_shape),
		cmocka_unit_test(schema__describes_every_key_and_requires_it),
	};

	return cmocka_run_group_tests(tests, load_schema, drop_schema);
}
