/*
 * The probe: what this host gives, found by doing it. A box is opened and the keeper's own program is run in it as
 * the most harmless thing there is; what the warden reports is what boxes here have. Reading sysctls would only say
 * what ought to be.
 *
 * For each layer that is missing there is one sentence that the owner of the host can act on.
 */
#include "sandbox/private.h"

#include "sandbox/base/clock.h"

#include <string.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

const char *box_layer_word(enum box_layer layer)
{
	static const char *const words[] = {
#define X(id, word, guarantee) word,
		BOX_LAYERS(X)
#undef X
	};

	return layer < BOX_LAYER_COUNT ? words[layer] : "";
}

const char *box_layer_guarantee(enum box_layer layer)
{
	static const char *const guarantees[] = {
#define X(id, word, guarantee) guarantee,
		BOX_LAYERS(X)
#undef X
	};

	return layer < BOX_LAYER_COUNT ? guarantees[layer] : "";
}

static const char needs_user_ns[] =
	"allow user namespaces: sysctl -w user.max_user_namespaces=15000; on Debian before 11 also "
	"kernel.unprivileged_userns_clone=1; on Ubuntu "
	"kernel.apparmor_restrict_unprivileged_userns=0 or a profile for judge-keeper; in a chroot: run as root";
static const char needs_namespaces[] =
	"run judge where new namespaces may be made (not in a container without privileges)";
static const char needs_cgroup[] =
	"as root: mount the controllers (cgroup v1 or v2); as a user: cgroup v2 in a group of its own, by "
	"systemd-run --user --scope -p Delegate=yes judge ...";

static const char *const remedies[BOX_LAYER_COUNT] = {
	[BOX_LAYER_USER_NS] = needs_user_ns,
	[BOX_LAYER_PID_NS] = needs_namespaces,
	[BOX_LAYER_MOUNT_NS] = needs_namespaces,
	[BOX_LAYER_NET_NS] = "sysctl -w user.max_net_namespaces=15000",
	[BOX_LAYER_IPC_NS] = "sysctl -w user.max_ipc_namespaces=15000",
	[BOX_LAYER_UTS_NS] = "sysctl -w user.max_uts_namespaces=15000",
	[BOX_LAYER_CGROUP_NS] = "sysctl -w user.max_cgroup_namespaces=15000",
	[BOX_LAYER_SECCOMP] = "a kernel with CONFIG_SECCOMP_FILTER, version 5.0 or later",
	[BOX_LAYER_LANDLOCK] = "Linux 5.13 or later with landlock in the list of the boot parameter lsm=",
	[BOX_LAYER_CGROUP_MEMORY] = needs_cgroup,
	[BOX_LAYER_CGROUP_PIDS] = needs_cgroup,
	[BOX_LAYER_CGROUP_CPU] = needs_cgroup,
	[BOX_LAYER_TWO_IDS] = "run as root (the judge then takes unprivileged ids for its boxes)",
};

static int try_box(struct sandbox *s, struct box_probe *out, struct err *e)
{
	static const char *const argv[] = { "judge-keeper", "probe", NULL };
	const struct box_mount self = { s->keeper_path, "/probe/judge-keeper", true, false };
	const struct box_spec spec = { .mounts = &self,
				       .n_mounts = 1,
				       .policy = BOX_POLICY_RUN,
				       .processes = 1,
				       .memory_bytes = UINT64_C(64) << 20 };
	const struct box_run run = {
		.program = self.target,
		.argv = argv,
		.limits = { .cpu_us = 5 * CLOCK_US_PER_S,
			    .wall_us = 10 * CLOCK_US_PER_S,
			    .stack_bytes = UINT64_C(1) << 20,
			    .open_files = 8 },
	};
	cleanup_box struct box *b = NULL;
	struct box_result res;
	int r = box_open(s, &spec, &b, e);

	if (!r)
		r = box_run(b, &run, &res, e);
	if (r < 0)
		return r;
	memcpy(out->have, b->have, sizeof(out->have));
	if (res.end != BOX_END_EXIT || res.exit_code)
		return err_set(e, -EIO, "a harmless program did not end well in the box (end %d, signal %d, call %s)",
			       res.end, res.signal, res.syscall_name);
	return 0;
}

int sandbox_probe(struct sandbox *s, struct box_probe *out, struct err *e)
{
	struct box_probe probe = { .cgroup = s->cgroup };
	struct err why = ERR_INIT;
	struct utsname name;
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, 1 /* LANDLOCK_CREATE_RULESET_VERSION */);

	if (uname(&name) < 0)
		return err_errno(e, "uname");
	snprintf(probe.kernel, sizeof(probe.kernel), "%s", name.release);
	probe.landlock_abi = abi > 0 ? (int)abi : 0;
	if (try_box(s, &probe, &why) < 0)
		snprintf(probe.failure, sizeof(probe.failure), "%s", why.text);
	else
		probe.usable = true;
	for (int i = 0; i < BOX_LAYER_COUNT; i++)
		if (!probe.have[i])
			snprintf(probe.remedy[i], sizeof(probe.remedy[i]), "%s", remedies[i]);
	/* Why the search for groups ended without one says more than any general advice. */
	if (!probe.have[BOX_LAYER_CGROUP_MEMORY] && s->cgroup_why_not[0])
		snprintf(probe.remedy[BOX_LAYER_CGROUP_MEMORY], sizeof(probe.remedy[0]), "%s (now: %s)", needs_cgroup,
			 s->cgroup_why_not);
	*out = probe;
	return 0;
}
