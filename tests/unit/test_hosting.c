/* What practice and hosting ask of a host: each layer taken away in turn from a host that has all. */
#include "sandbox/base/buf.h"
#include "sandbox/sandbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct box_probe whole(void)
{
	struct box_probe p = { .usable = true, .cgroup = BOX_CGROUP_V2 };

	for (int i = 0; i < BOX_LAYER_COUNT; i++)
		p.have[i] = true;
	return p;
}

static struct box_probe without(enum box_layer layer)
{
	struct box_probe p = whole();

	p.have[layer] = false;
	snprintf(p.remedy[layer], sizeof(p.remedy[layer]), "get the %s", box_layer_word(layer));
	return p;
}

static void hosting__a_whole_host_is_fit_for_both(void **state)
{
	const struct box_probe p = whole();
	enum box_layer lacks[BOX_LAYER_COUNT];
	cleanup_buf struct buf why;

	(void)state;
	buf_init(&why, 4096);
	for (enum box_use use = BOX_USE_PRACTICE; use <= BOX_USE_HOSTING; use++) {
		assert_true(box_fit_for(&p, use, &why));
		assert_int_equal(box_lacks(&p, use, lacks), 0);
	}
	assert_string_equal(why.data, "");
}

/* Written out, so that a layer that is added is thought about. */
static const struct {
	enum box_layer layer;
	bool practice, hosting;
} asked[] = {
	{ BOX_LAYER_USER_NS, true, true },       { BOX_LAYER_PID_NS, true, true },
	{ BOX_LAYER_MOUNT_NS, true, true },      { BOX_LAYER_NET_NS, true, true },
	{ BOX_LAYER_IPC_NS, true, true },        { BOX_LAYER_UTS_NS, true, true },
	{ BOX_LAYER_CGROUP_NS, true, true },     { BOX_LAYER_SECCOMP, true, true },
	{ BOX_LAYER_LANDLOCK, false, false },    { BOX_LAYER_CGROUP_MEMORY, false, true },
	{ BOX_LAYER_CGROUP_PIDS, false, false }, { BOX_LAYER_CGROUP_CPU, false, false },
	{ BOX_LAYER_TWO_IDS, false, false },
};

static void hosting__each_layer_is_asked_for_where_the_table_says(void **state)
{
	(void)state;
	assert_int_equal(sizeof(asked) / sizeof(asked[0]), BOX_LAYER_COUNT);
	for (size_t i = 0; i < BOX_LAYER_COUNT; i++) {
		assert_int_equal(asked[i].layer, i);
		assert_int_equal(box_layer_needed(asked[i].layer, BOX_USE_PRACTICE), asked[i].practice);
		assert_int_equal(box_layer_needed(asked[i].layer, BOX_USE_HOSTING), asked[i].hosting);
	}
	assert_false(box_layer_needed(BOX_LAYER_COUNT, BOX_USE_HOSTING));
}

static void check_without(enum box_layer layer, enum box_use use, bool needed)
{
	struct box_probe p = without(layer);
	enum box_layer lacks[BOX_LAYER_COUNT];
	cleanup_buf struct buf why;
	char remedy[64];

	/* Root gives programs an id of their own, which does what the namespace does: see the case below. */
	if (layer == BOX_LAYER_USER_NS)
		p.have[BOX_LAYER_TWO_IDS] = false;
	buf_init(&why, 4096);
	assert_int_equal(box_fit_for(&p, use, &why), !needed);
	assert_int_equal(box_lacks(&p, use, lacks), needed ? 1 : 0);
	if (!needed) {
		assert_string_equal(why.data, "");
		return;
	}
	assert_int_equal(lacks[0], layer);
	assert_non_null(strstr(why.data, box_layer_word(layer)));
	assert_non_null(strstr(why.data, box_layer_guarantee(layer)));
	snprintf(remedy, sizeof(remedy), "get the %s", box_layer_word(layer));
	assert_non_null(strstr(why.data, remedy));
	assert_ptr_equal(strchr(why.data, '\n'), why.data + why.len - 1);
}

static void hosting__names_the_one_layer_that_is_missing_and_its_remedy(void **state)
{
	(void)state;
	for (size_t i = 0; i < BOX_LAYER_COUNT; i++) {
		check_without(asked[i].layer, BOX_USE_PRACTICE, asked[i].practice);
		check_without(asked[i].layer, BOX_USE_HOSTING, asked[i].hosting);
	}
}

static void hosting__root_can_host_without_user_namespaces(void **state)
{
	const struct box_probe p = without(BOX_LAYER_USER_NS);

	(void)state;
	assert_true(box_fit_for(&p, BOX_USE_HOSTING, NULL));
}

static void hosting__one_remedy_for_several_layers_is_said_once(void **state)
{
	struct box_probe p = without(BOX_LAYER_PID_NS);
	cleanup_buf struct buf why;
	const char *first;

	(void)state;
	buf_init(&why, 4096);
	p.have[BOX_LAYER_NET_NS] = false;
	memcpy(p.remedy[BOX_LAYER_NET_NS], p.remedy[BOX_LAYER_PID_NS], sizeof(p.remedy[0]));
	assert_false(box_fit_for(&p, BOX_USE_HOSTING, &why));
	first = strstr(why.data, "get the pid namespace");
	assert_non_null(first);
	assert_null(strstr(first + 1, "get the pid namespace"));
	assert_non_null(strstr(why.data, "no network namespace"));
}

static void hosting__a_host_without_boxes_is_fit_for_nothing(void **state)
{
	struct box_probe p = whole();
	cleanup_buf struct buf why;

	(void)state;
	buf_init(&why, 4096);
	p.usable = false;
	snprintf(p.failure, sizeof(p.failure), "open box: something odd");
	assert_false(box_fit_for(&p, BOX_USE_PRACTICE, &why));
	assert_non_null(strstr(why.data, "open box: something odd"));
	assert_false(box_fit_for(&p, BOX_USE_HOSTING, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hosting__a_whole_host_is_fit_for_both),
		cmocka_unit_test(hosting__each_layer_is_asked_for_where_the_table_says),
		cmocka_unit_test(hosting__names_the_one_layer_that_is_missing_and_its_remedy),
		cmocka_unit_test(hosting__root_can_host_without_user_namespaces),
		cmocka_unit_test(hosting__one_remedy_for_several_layers_is_said_once),
		cmocka_unit_test(hosting__a_host_without_boxes_is_fit_for_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
