/*
 * remedy: from a layer that is missing and what stands around the judge to one sentence that the owner of the host can
 * act on.
 *
 * A remedy names what is in the way here, and nothing that is not: a list of all that might help somewhere is what
 * makes people give up on a sandbox. Causes are asked for in the order of their certainty: a switch of the kernel that
 * is off is known; that a chroot is in the way is what is left when nothing else is.
 *
 * Sources: user_namespaces(7), namespaces(7), cgroups(7), Documentation/admin-guide/cgroup-v2.rst of the kernel,
 * docker-run(1), podman-run(1), systemd.resource-control(5).
 */
#include "sandbox/remedy.h"

#include "sandbox/base/buf.h"

#include <errno.h>
#include <string.h>

/* Options by which a container is allowed what a box needs. `user`: namespaces for an ordinary user in it. */
static const struct {
	const char *user, *root, *groups;
} containers[] = {
	[CONTAINER_DOCKER] = {
		"start the container with docker run --security-opt seccomp=unconfined "
		"--security-opt apparmor=unconfined",
		"start the container with docker run --cap-add SYS_ADMIN --security-opt seccomp=unconfined "
		"--security-opt apparmor=unconfined, or with --privileged",
		"start the container with docker run --security-opt writable-cgroups=true (Docker 28 or later), or "
		"with --privileged",
	},
	[CONTAINER_PODMAN] = {
		"start the container with podman run --security-opt seccomp=unconfined --security-opt label=disable",
		"start the container with podman run --cap-add SYS_ADMIN --security-opt seccomp=unconfined "
		"--security-opt label=disable, or with --privileged",
		"start the container with podman run --security-opt unmask=/sys/fs/cgroup, or with --privileged",
	},
	[CONTAINER_KUBERNETES] = {
		"give the container the securityContext {seccompProfile: {type: Unconfined}, "
		"appArmorProfile: {type: Unconfined}}",
		"give the container the securityContext {capabilities: {add: [SYS_ADMIN]}, seccompProfile: "
		"{type: Unconfined}, appArmorProfile: {type: Unconfined}}, or {privileged: true}",
		"give the container the securityContext {privileged: true}",
	},
	[CONTAINER_LXC] = {
		"allow nesting: lxc config set NAME security.nesting=true, or in Proxmox the feature nesting=1",
		"allow nesting: lxc config set NAME security.nesting=true, or in Proxmox the feature nesting=1",
		"allow nesting: lxc config set NAME security.nesting=true, or in Proxmox the feature nesting=1",
	},
	[CONTAINER_OTHER] = {
		"let the container make user namespaces and mount in them: no filter of system calls, no profile of "
		"AppArmor or SELinux that refuses it",
		"give the container CAP_SYS_ADMIN, and no filter of system calls or profile that refuses namespaces "
		"and mounts",
		"let the container write to its control groups (/sys/fs/cgroup)",
	},
};

/* Who is held by a filter, and in no container that we know. */
static const char filtered[] = "the program that started judge filters its system calls: start judge without it; in a "
			       "systemd unit, RestrictNamespaces=no and no SystemCallFilter= that refuses @mount";
static const char hidden[] = "something refuses it that does not show: a chroot, or a security module (SELinux, "
			     "AppArmor); start judge outside of it";

/* ---- namespaces -------------------------------------------------------------------------------------------------- */

static void add(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* One cause more: each of them has to go. One that finds no room whole waits until an earlier one is gone. */
static void add(struct buf *b, const char *fmt, ...)
{
	static const char also[] = "; and ";
	char text[REMEDY_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (b->len && b->len + strlen(also) + strlen(text) >= b->max)
		return;
	buf_printf(b, "%s%s", b->len ? also : "", text);
}

/* The kernel gives none of this kind at all, or no more: ENOSPC (namespaces(7), /proc/sys/user). */
static void add_exhausted(struct buf *b, const struct surroundings *s, enum box_layer layer)
{
	const char *name = surroundings_namespace(layer);

	if (s->most[layer] == 0)
		add(b,
		    "as root: sysctl -w user.max_%s_namespaces=15000 (and to keep it, user.max_%s_namespaces=15000 in "
		    "/etc/sysctl.d/judge.conf)",
		    name, name);
	else
		add(b,
		    "user.max_%s_namespaces is used up here or in what holds this host, or namespaces are nested "
		    "too deep: raise it by sysctl, or end what uses them",
		    name);
}

/* EPERM and its like for an ordinary user: switches first, then what holds us. */
static void add_refused_to_user(struct buf *b, const struct surroundings *s)
{
	if (s->userns_clone == 0)
		add(b, "as root: sysctl -w kernel.unprivileged_userns_clone=1 (and to keep it, "
		       "kernel.unprivileged_userns_clone=1 in /etc/sysctl.d/judge.conf)");
	if (s->apparmor_userns > 0)
		add(b,
		    "as root: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, or a profile for judge-keeper "
		    "in /etc/apparmor.d with flags=(unconfined) and the rule userns");
	if (s->container != CONTAINER_NONE && (s->filtered || s->apparmor[0]))
		add(b, "%s", containers[s->container].user);
	else if (s->filtered)
		add(b, "%s", filtered);
	else if (s->apparmor[0])
		add(b, "the AppArmor profile %s refuses it: start judge outside of it", s->apparmor);
	if (s->chrooted)
		add(b, "this is a chroot, where only root gets namespaces: start judge outside of it, or as root");
}

static void add_refused_to_root(struct buf *b, const struct surroundings *s)
{
	if (s->container != CONTAINER_NONE && (!s->admin || s->filtered || s->apparmor[0]))
		add(b, "%s", containers[s->container].root);
	else if (!s->admin)
		add(b,
		    "this root lacks CAP_SYS_ADMIN: start judge with it (in a systemd unit, CapabilityBoundingSet=), "
		    "or as an ordinary user");
	else if (s->filtered)
		add(b, "%s", filtered);
	else if (s->apparmor[0])
		add(b, "the AppArmor profile %s refuses it: start judge outside of it", s->apparmor);
}

static void namespace_remedy(struct buf *b, enum box_layer layer, const struct surroundings *s, int code)
{
	if (code == ENOSPC || code == EUSERS)
		add_exhausted(b, s, layer);
	else if (code == EINVAL || code == ENOSYS)
		add(b, "a kernel that has them: CONFIG_NAMESPACES and its parts");
	else if (s->root)
		add_refused_to_root(b, s);
	else
		add_refused_to_user(b, s);
	if (!b->len)
		add(b, "%s%s", hidden, s->root ? "" : ", or as root");
}

/* ---- control groups ---------------------------------------------------------------------------------------------- */

/* systemd gives a group to whoever asks its manager, if that has one to give. */
static void add_systemd_way(struct buf *b, const struct surroundings *s)
{
	if (s->root)
		add(b, "give judge a group of its own: systemd-run --scope -p Delegate=yes judge ...");
	else if (s->manager && !s->manager_memory)
		add(b, "as root: put [Service] and Delegate=memory pids cpu as two lines into "
		       "/etc/systemd/system/user@.service.d/judge.conf, systemctl daemon-reload; after logging in "
		       "again: systemd-run --user --scope -p Delegate=yes judge ...");
	else if (s->manager)
		add(b, "give judge a group of its own: systemd-run --user --scope -p Delegate=yes judge ...");
	else
		add(b, "as root: loginctl enable-linger USER; then as that user, logged in anew: "
		       "systemd-run --user --scope -p Delegate=yes judge ...");
}

/* By hand: a group that is ours, with the shell that starts judge in a group below. */
static void add_hand_out(struct buf *b, const struct surroundings *s)
{
	const char *top = s->groups.top;

	add(b,
	    "as root: echo '+memory +pids' >%s/cgroup.subtree_control; mkdir -p %s/judge/shell; chown -R USER "
	    "%s/judge; echo PID >%s/judge/shell/cgroup.procs, with the PID of a shell; in that shell: "
	    "JUDGE_CGROUP=%s/judge judge ...",
	    top, top, top, top, top);
}

/* Root among others, as in a container: they move down, and our own group becomes one that can be divided. */
static void add_move_down(struct buf *b, const struct surroundings *s)
{
	const char *dir = s->groups.dir;

	add(b,
	    "other programs share judge's group: mkdir %s/others; for p in $(cat %s/cgroup.procs); do echo $p "
	    ">%s/others/cgroup.procs; done; JUDGE_CGROUP=%s judge ...",
	    dir, dir, dir, dir);
}

static void v2_remedy(struct buf *b, const struct surroundings *s)
{
	const struct group_place *g = &s->groups;

	if (!g->top_memory && g->top_is_root)
		add(b, "as root: mount -t cgroup -o memory memory /sys/fs/cgroup/memory (the controller is not with "
		       "version 2 here), or boot with cgroup_no_v1=all");
	else if (!g->top_memory)
		add(b, "hand the memory controller to this container or session: from outside, with '+memory +pids' in "
		       "cgroup.subtree_control of the groups above it");
	else if (s->systemd)
		add_systemd_way(b, s);
	else if (!s->root)
		add_hand_out(b, s);
	else if (!g->memory)
		add(b,
		    "echo '+memory +pids' >cgroup.subtree_control in each directory from %s down to the one above %s",
		    g->top, g->dir);
	else
		add_move_down(b, s);
}

static void v1_remedy(struct buf *b, const struct surroundings *s)
{
	if (s->root)
		add(b, "start judge in a group of version 1 that it may write to (now: %s)", s->groups.dir);
	else
		add(b,
		    "as root, for each c of memory, pids and cpuacct: mkdir /sys/fs/cgroup/$c/judge; chown -R USER "
		    "/sys/fs/cgroup/$c/judge; echo PID >/sys/fs/cgroup/$c/judge/cgroup.procs, with the PID of the "
		    "shell that starts judge%s",
		    s->systemd ? "; or boot with systemd.unified_cgroup_hierarchy=1" : "");
}

/* Root with all rights can mount in a container too. */
static bool is_held(const struct surroundings *s)
{
	return s->container != CONTAINER_NONE && !(s->root && s->admin && !s->filtered && !s->apparmor[0]);
}

static void memory_group_remedy(struct buf *b, const struct surroundings *s, int code)
{
	const struct group_place *g = &s->groups;
	bool ours = g->kind != BOX_CGROUP_NONE && !g->read_only;

	if (code == ECANCELED)
		add(b, "the judge was told to do without control groups: do not tell it so");
	else if (code == EPERM)
		add(b,
		    "the group that was given cannot be entered from %s: start judge in a group beside or below it, "
		    "in a directory that belongs to this user",
		    g->dir);
	else if (g->disabled)
		add(b, "boot the kernel with cgroup_enable=memory, and without cgroup_disable=memory");
	else if (!ours && is_held(s))
		add(b, "%s", containers[s->container].groups);
	else if (g->kind == BOX_CGROUP_NONE)
		add(b, "as root: mount -t cgroup2 cgroup2 /sys/fs/cgroup");
	else if (g->read_only)
		add(b, "as root: mount -o remount,rw %s", g->top);
	else if (g->kind == BOX_CGROUP_V1)
		v1_remedy(b, s);
	else
		v2_remedy(b, s);
}

/* Where memory is there and this one is not, one more controller is to be handed on. */
static void other_group_remedy(struct buf *b, enum box_layer layer, const struct surroundings *s,
			       const struct refusals *r)
{
	const char *name = layer == BOX_LAYER_CGROUP_PIDS ? "pids" : "cpuacct";
	const struct group_place *g = &s->groups;

	if (r->code[BOX_LAYER_CGROUP_MEMORY])
		add(b, "comes with the memory cgroup");
	else if (g->kind == BOX_CGROUP_V1)
		add(b,
		    "as root: mount -t cgroup -o %s %s /sys/fs/cgroup/%s, with a group there that judge may write to",
		    name, name, name);
	else if (s->systemd && !s->root)
		add(b, "as root: put [Service] and Delegate=memory pids cpu as two lines into "
		       "/etc/systemd/system/user@.service.d/judge.conf, systemctl daemon-reload, and log in again");
	else
		add(b,
		    "as root: echo +%s >cgroup.subtree_control in each directory from %s down to the one above "
		    "judge's group",
		    name, g->top);
}

/* ---- the rest ---------------------------------------------------------------------------------------------------- */

static void write_remedy(struct buf *b, enum box_layer layer, const struct surroundings *s, const struct refusals *r)
{
	switch (layer) {
	case BOX_LAYER_SECCOMP:
		add(b, "a kernel with CONFIG_SECCOMP_FILTER, version 5.0 or later");
		break;
	case BOX_LAYER_LANDLOCK:
		if (r->code[layer] == EPERM && s->container != CONTAINER_NONE)
			add(b, "%s", containers[s->container].user);
		else if (r->code[layer] == EOPNOTSUPP)
			add(b, "boot with landlock in the list of the parameter lsm= (the list now: "
			       "/sys/kernel/security/lsm)");
		else
			add(b, "Linux 5.13 or later with CONFIG_SECURITY_LANDLOCK");
		break;
	case BOX_LAYER_CGROUP_MEMORY:
		memory_group_remedy(b, s, r->code[layer]);
		break;
	case BOX_LAYER_CGROUP_PIDS:
	case BOX_LAYER_CGROUP_CPU:
		other_group_remedy(b, layer, s, r);
		break;
	case BOX_LAYER_TWO_IDS:
		add(b, "run as root (the judge then takes unprivileged ids for its boxes)");
		break;
	case BOX_LAYER_USER_NS:
		namespace_remedy(b, layer, s, r->code[layer]);
		break;
	default:
		/* An ordinary user has the rights to the others in a user namespace only. */
		if (!s->root && r->code[BOX_LAYER_USER_NS])
			add(b, "comes with the user namespace");
		else
			namespace_remedy(b, layer, s, r->code[layer]);
	}
}

void remedy_for(enum box_layer layer, const struct surroundings *s, const struct refusals *r, char out[REMEDY_MAX])
{
	cleanup_buf struct buf b;

	buf_init(&b, REMEDY_MAX - 1);
	write_remedy(&b, layer, s, r);
	snprintf(out, REMEDY_MAX, "%s", b.data);
}
