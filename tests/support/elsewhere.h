/*
 * elsewhere: puts the calling process onto another kind of host, as far as a process can be put there: what a container
 * does to those in it, what a sysctl does, what a chroot does. The host itself stays as it is.
 *
 * For processes that a test can throw away: none of this can be undone. False: this process may not do that here, and
 * is spoilt.
 */
#ifndef JUDGE_TESTS_SUPPORT_ELSEWHERE_H
#define JUDGE_TESTS_SUPPORT_ELSEWHERE_H

#include <stdbool.h>

/* Is this root with the right to change mounts? What asks for that is marked so. */
bool elsewhere_can_mount(void);

/* An ordinary user, who has no group and no capability. As root. */
bool elsewhere_user(void);

/*
 * A container as podman makes one that was not asked for more: a filter refuses namespaces and mounts by EPERM; for
 * root few capabilities, parts of /proc hidden, control groups read-only, and the file that says that it is a
 * container. An ordinary user gets the filter alone.
 */
bool elsewhere_container(void);
/* One where only the control groups are missing: --privileged but for them. As root that can mount. */
bool elsewhere_read_only_groups(void);
/* No control groups are mounted at all. As root that can mount. */
bool elsewhere_no_groups(void);

/* Each mount is refused by EACCES, as a profile of AppArmor does it. */
bool elsewhere_mounts_denied(void);
/* sethostname is refused, as a filter of a container does it that lets namespaces be made. */
bool elsewhere_host_name_denied(void);

/* In a user namespace where the sysctl user.max_<kind>_namespaces is 0; root stays root, users stay users. */
bool elsewhere_without(const char *kind);

/* A chroot to a copy of the root's mounts at `dir`, which is empty. As root that can mount. */
bool elsewhere_chroot(const char *dir);
/* A chroot to the plain directory `dir`, with /proc, /dev, /sys and /tmp and what is in it already. Likewise. */
bool elsewhere_plain_chroot(const char *dir);

#endif
