/*
 * surroundings: what stands around the judge on this host, so far as it decides which layers a box can have: who we
 * are, what holds us, which switches of the kernel are off, where our control group is.
 *
 * Reading only. None of it says that a layer works (the probe does that, by trying); it says why one does not.
 */
#ifndef JUDGE_SANDBOX_SURROUNDINGS_H
#define JUDGE_SANDBOX_SURROUNDINGS_H

#include "sandbox/sandbox.h"

#include <limits.h>

enum container {
	CONTAINER_NONE,
	CONTAINER_DOCKER,
	CONTAINER_PODMAN,
	CONTAINER_KUBERNETES,
	CONTAINER_LXC,
	CONTAINER_OTHER
};

/* What there is to say of the hierarchy that the memory controller is in, and of our own group there. */
struct group_place {
	enum box_cgroup_kind kind; /* NONE: no such hierarchy is mounted */
	char dir[PATH_MAX];        /* our own group */
	char top[PATH_MAX];        /* where the hierarchy is mounted */
	bool read_only;            /* the mount is */
	bool memory, pids;         /* v2: the controllers that `dir` was given; v1: that are mounted */
	bool top_memory;           /* v2: those of `top` */
	bool top_is_root;          /* v2: of the whole hierarchy, and not of what a container sees of it */
	bool disabled;             /* the kernel was booted without the memory controller */
};

struct surroundings {
	bool root;     /* effective user id 0 */
	bool admin;    /* with CAP_SYS_ADMIN */
	bool filtered; /* a filter of system calls is on us already */
	bool chrooted; /* to a plain directory; a chroot to a mount cannot be told from outside of one */
	bool systemd;  /* runs this host */
	enum container container;
	char apparmor[64]; /* the profile that confines us, or "" */

	/* Switches: -1 where this kernel has no such one. */
	int64_t userns_clone;                  /* kernel.unprivileged_userns_clone, a patch of Debian's */
	int64_t apparmor_userns;               /* kernel.apparmor_restrict_unprivileged_userns, of Ubuntu's */
	int64_t most[BOX_LAYER_CGROUP_NS + 1]; /* user.max_*_namespaces, by layer */

	struct group_place groups;
	bool manager;        /* systemd runs a manager for this user, which can give groups */
	bool manager_memory; /* and was itself given the memory controller */
};

/* The name of the layer's namespaces in user.max_<name>_namespaces; NULL for a layer that is none. */
const char *surroundings_namespace(enum box_layer layer);

/* `root`: "" or, in tests, a directory with a proc, a run and a sys of its own. What cannot be read is absent. */
void surroundings_look(const char *root, struct surroundings *out);

#endif
