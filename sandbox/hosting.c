/*
 * hosting: what each use of the sandbox asks of a host, as one table over the layers.
 *
 * Practice is running one's own programs: what a box is not without. Hosting is running those of strangers on a host
 * that others rely on: there a program that takes the host's memory is an attack, and only the kernel's count of a
 * whole group stops it; limits of a single process bound neither files in memory nor many processes. What else a host
 * may lack costs a second line of defence and no guarantee.
 */
#include "sandbox/sandbox.h"

#include <string.h>

/* From which use on it is needed, and the layer that does instead. */
static const struct need {
	bool practice, hosting;
	bool replaced;
	enum box_layer by;
} needs[BOX_LAYER_COUNT] = {
	/* Root has ids to give that mean nothing on the host; who is not root gets none but in a namespace. */
	[BOX_LAYER_USER_NS] = { true, true, true, BOX_LAYER_TWO_IDS },
	[BOX_LAYER_PID_NS] = { true, true, false, 0 },
	[BOX_LAYER_MOUNT_NS] = { true, true, false, 0 },
	[BOX_LAYER_NET_NS] = { true, true, false, 0 },
	[BOX_LAYER_IPC_NS] = { true, true, false, 0 },
	[BOX_LAYER_UTS_NS] = { true, true, false, 0 },
	[BOX_LAYER_CGROUP_NS] = { true, true, false, 0 },
	[BOX_LAYER_SECCOMP] = { true, true, false, 0 },
	[BOX_LAYER_CGROUP_MEMORY] = { false, true, false, 0 },
};

bool box_layer_needed(enum box_layer layer, enum box_use use)
{
	if (layer >= BOX_LAYER_COUNT)
		return false;
	return use == BOX_USE_HOSTING ? needs[layer].hosting : needs[layer].practice;
}

size_t box_lacks(const struct box_probe *p, enum box_use use, enum box_layer lacks[BOX_LAYER_COUNT])
{
	size_t n = 0;

	for (int i = 0; i < BOX_LAYER_COUNT; i++) {
		const struct need *need = &needs[i];
		enum box_layer layer = (enum box_layer)i;

		if (box_layer_needed(layer, use) && !p->have[i] && !(need->replaced && p->have[need->by]))
			lacks[n++] = layer;
	}
	return n;
}

/* Is the remedy one that stands in an earlier line already? */
static bool is_said(const struct box_probe *p, const enum box_layer lacks[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(p->remedy[lacks[i]], p->remedy[lacks[n]]))
			return true;
	return false;
}

static void tell(const struct box_probe *p, const enum box_layer lacks[], size_t n, struct buf *why)
{
	if (!p->usable)
		buf_printf(why, "no box can be opened: %s\n", p->failure);
	for (size_t i = 0; i < n; i++) {
		const char *remedy = p->remedy[lacks[i]];

		buf_printf(why, "no %s: %s", box_layer_word(lacks[i]), box_layer_guarantee(lacks[i]));
		if (*remedy && !is_said(p, lacks, i))
			buf_printf(why, "; to get it: %s", remedy);
		buf_putc(why, '\n');
	}
}

bool box_fit_for(const struct box_probe *p, enum box_use use, struct buf *why)
{
	enum box_layer lacks[BOX_LAYER_COUNT];
	size_t n = box_lacks(p, use, lacks);

	if (why)
		tell(p, lacks, n, why);
	return p->usable && n == 0;
}
