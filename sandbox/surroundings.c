/*
 * surroundings: small files, each read for one fact (proc(5), namespaces(7), cgroups(7)).
 *
 * A container shows itself by the file that its maker puts into it; there is no other sign that all of them give. The
 * values are hints for advice and decide nothing: a host that lies about itself gets the wrong advice, never a box
 * with a layer less.
 */
#include "sandbox/surroundings.h"

#include "sandbox/base/fs.h"
#include "sandbox/base/parse.h"
#include "sandbox/cgroup.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <string.h>
#include <sys/statvfs.h>

#define TEXT_MAX 65536u

/* ---- small files ------------------------------------------------------------------------------------------------- */

static void path_of(char out[PATH_MAX], const char *root, const char *path)
{
	if (snprintf(out, PATH_MAX, "%s%s", root, path) >= PATH_MAX)
		out[0] = 0;
}

static bool is_there(const char *root, const char *path)
{
	char full[PATH_MAX];

	path_of(full, root, path);
	return access(full, F_OK) == 0;
}

/* Appends the file; true when there is something in it. */
static bool read_text(const char *root, const char *path, struct buf *out)
{
	struct err ignored = ERR_INIT;
	char full[PATH_MAX];

	path_of(full, root, path);
	buf_reset(out);
	return fs_read(AT_FDCWD, full, out, &ignored) == 0 && out->len > 0;
}

/* What stands behind `key` and a tab in lines like those of /proc/self/status; NULL when no line has it. */
static const char *value_of(const char *text, const char *key)
{
	size_t n = strlen(key);

	for (const char *line = text; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL)
		if (!strncmp(line, key, n) && line[n] == '\t')
			return line + n + 1;
	return NULL;
}

static int64_t read_switch(const char *root, const char *path)
{
	cleanup_buf struct buf text;
	struct err ignored = ERR_INIT;
	int64_t v;

	buf_init(&text, TEXT_MAX);
	if (!read_text(root, path, &text))
		return -1;
	text.data[strcspn(text.data, "\n")] = 0;
	return parse_i64(text.data, 0, INT64_MAX, &v, &ignored) < 0 ? -1 : v;
}

/* ---- who we are and what holds us -------------------------------------------------------------------------------- */

static void look_at_self(const char *root, struct surroundings *out)
{
	cleanup_buf struct buf text;
	const char *v;

	buf_init(&text, TEXT_MAX);
	if (!read_text(root, "/proc/self/status", &text))
		return;
	/* Real, effective, saved, file system. */
	v = value_of(text.data, "Uid:");
	v = v ? strchr(v, '\t') : NULL;
	out->root = v && strtoul(v, NULL, 10) == 0;
	v = value_of(text.data, "CapEff:");
	out->admin = v && (strtoull(v, NULL, 16) >> CAP_SYS_ADMIN & 1);
	v = value_of(text.data, "Seccomp:");
	out->filtered = v && *v == '2';
}

/* "docker-default (enforce)"; "unconfined" is none. */
static void look_at_profile(const char *root, struct surroundings *out)
{
	cleanup_buf struct buf text;

	buf_init(&text, TEXT_MAX);
	if (!read_text(root, "/proc/self/attr/apparmor/current", &text) &&
	    !(is_there(root, "/sys/kernel/security/apparmor") && read_text(root, "/proc/self/attr/current", &text)))
		return;
	text.data[strcspn(text.data, " \n")] = 0;
	if (strcmp(text.data, "unconfined") != 0)
		snprintf(out->apparmor, sizeof(out->apparmor), "%s", text.data);
}

static enum container container_here(const char *root)
{
	static const struct {
		const char *path;
		enum container what;
	} signs[] = {
		{ "/run/.containerenv", CONTAINER_PODMAN },
		{ "/var/run/secrets/kubernetes.io", CONTAINER_KUBERNETES },
		{ "/.dockerenv", CONTAINER_DOCKER },
	};
	cleanup_buf struct buf text;

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (is_there(root, signs[i].path))
			return signs[i].what;
	/* systemd in a container writes down what it was told. */
	buf_init(&text, TEXT_MAX);
	if (!read_text(root, "/run/systemd/container", &text))
		return CONTAINER_NONE;
	return !strncmp(text.data, "lxc", 3) ? CONTAINER_LXC : CONTAINER_OTHER;
}

/* In a chroot to a plain directory no mount that can be seen is at "/". */
static bool is_chrooted(const char *root)
{
	cleanup_file FILE *f = NULL;
	char path[PATH_MAX], line[8192], point[PATH_MAX];
	bool any = false;

	path_of(path, root, "/proc/self/mountinfo");
	f = fopen(path, "re");
	while (f && fgets(line, sizeof(line), f)) {
		any = true;
		if (sscanf(line, "%*d %*d %*s %*s %4095s", point) == 1 && !strcmp(point, "/"))
			return false;
	}
	return any;
}

/* ---- switches ---------------------------------------------------------------------------------------------------- */

const char *surroundings_namespace(enum box_layer layer)
{
	static const char *const names[BOX_LAYER_CGROUP_NS + 1] = {
		[BOX_LAYER_USER_NS] = "user",     [BOX_LAYER_PID_NS] = "pid", [BOX_LAYER_MOUNT_NS] = "mnt",
		[BOX_LAYER_NET_NS] = "net",       [BOX_LAYER_IPC_NS] = "ipc", [BOX_LAYER_UTS_NS] = "uts",
		[BOX_LAYER_CGROUP_NS] = "cgroup",
	};

	return layer <= BOX_LAYER_CGROUP_NS ? names[layer] : NULL;
}

static void look_at_switches(const char *root, struct surroundings *out)
{
	char path[96];

	out->userns_clone = read_switch(root, "/proc/sys/kernel/unprivileged_userns_clone");
	out->apparmor_userns = read_switch(root, "/proc/sys/kernel/apparmor_restrict_unprivileged_userns");
	for (int i = 0; i <= BOX_LAYER_CGROUP_NS; i++) {
		snprintf(path, sizeof(path), "/proc/sys/user/max_%s_namespaces",
			 surroundings_namespace((enum box_layer)i));
		out->most[i] = read_switch(root, path);
	}
}

/* ---- control groups ---------------------------------------------------------------------------------------------- */

static bool lists(const char *dir, const char *file, const char *word)
{
	cleanup_buf struct buf text;
	char *save = NULL;
	char path[PATH_MAX];

	buf_init(&text, TEXT_MAX);
	if (snprintf(path, sizeof(path), "/%s", file) < 0 || !read_text(dir, path, &text))
		return false;
	for (char *w = strtok_r(text.data, " \n", &save); w; w = strtok_r(NULL, " \n", &save))
		if (!strcmp(w, word))
			return true;
	return false;
}

/* Every group has the file: the topmost directory that does is where the hierarchy is mounted. */
static void find_top(struct group_place *g)
{
	char up[PATH_MAX];

	snprintf(g->top, sizeof(g->top), "%s", g->dir);
	for (;;) {
		char *slash;

		snprintf(up, sizeof(up), "%s", g->top);
		slash = strrchr(up, '/');
		if (!slash || slash == up)
			return;
		*slash = 0;
		if (!is_there(up, "/cgroup.procs"))
			return;
		snprintf(g->top, sizeof(g->top), "%s", up);
	}
}

static bool disabled_at_boot(const char *root)
{
	cleanup_buf struct buf text;
	const char *v;

	/* "memory	0	1	0": hierarchy, groups, enabled. A kernel without version 1 lists none. */
	buf_init(&text, TEXT_MAX);
	v = read_text(root, "/proc/cgroups", &text) ? value_of(text.data, "memory") : NULL;
	return v && v[strcspn(v, "\n") - 1] == '0';
}

static bool is_read_only(const char *dir)
{
	struct statvfs fs;

	return statvfs(dir, &fs) == 0 && (fs.f_flag & ST_RDONLY);
}

/* Version 1 where it has the memory controller, since then version 2 has not. */
static void look_at_groups(const char *root, struct surroundings *out)
{
	struct group_place *g = &out->groups;
	struct err ignored = ERR_INIT;
	char proc[PATH_MAX], other[PATH_MAX];

	path_of(proc, root, "/proc");
	g->disabled = disabled_at_boot(root);
	if (cgroup_self_dir(proc, "memory", g->dir, &ignored) == 0) {
		g->kind = BOX_CGROUP_V1;
		g->memory = true;
		g->pids = cgroup_self_dir(proc, "pids", other, &ignored) == 0;
	} else if (cgroup_self_dir(proc, NULL, g->dir, &ignored) == 0) {
		g->kind = BOX_CGROUP_V2;
		g->memory = lists(g->dir, "cgroup.controllers", "memory");
		g->pids = lists(g->dir, "cgroup.controllers", "pids");
	}
	if (g->kind == BOX_CGROUP_NONE)
		return;
	g->read_only = is_read_only(g->dir);
	find_top(g);
	g->top_memory = lists(g->top, "cgroup.controllers", "memory");
	g->top_is_root = !is_there(g->top, "/cgroup.type");
}

/* user@1000.service is where systemd's documentation of delegation has a user's groups. */
static void look_for_manager(struct surroundings *out)
{
	char dir[PATH_MAX + 96];
	unsigned uid = geteuid();

	if (out->groups.kind != BOX_CGROUP_V2)
		return;
	snprintf(dir, sizeof(dir), "%s/user.slice/user-%u.slice/user@%u.service", out->groups.top, uid, uid);
	out->manager = fs_is_dir(dir);
	out->manager_memory = out->manager && lists(dir, "cgroup.controllers", "memory");
}

void surroundings_look(const char *root, struct surroundings *out)
{
	*out = (struct surroundings){ .root = false };
	look_at_self(root, out);
	look_at_profile(root, out);
	look_at_switches(root, out);
	out->container = container_here(root);
	out->chrooted = is_chrooted(root);
	out->systemd = is_there(root, "/run/systemd/system");
	look_at_groups(root, out);
	look_for_manager(out);
}
