/*
 * toolchain: how the host's compiler starts its passes, and what of the host they need.
 *
 * The driver (gcc, clang) is asked once, with -###, what it would run; for a submission cc1, as and ld are then run
 * directly, each in the box, which halves the time of a compile and needs neither shell nor fork inside. What their
 * lines name is made to hold in a box too: paths without links and "..", ld itself for its wrapper, and of the many
 * directories that the linker would search the few that it needs. mounts.c finds the files from there.
 *
 * Two families are known, a row for each. What it does not do: choose between versions, or cross-compile; what is built
 * must run on this host.
 */
#include "runners/toolchain.h"

#include "runners/host.h"
#include "runners/mounts.h"
#include "runners/shell.h"
#include "sandbox/base/fs.h"
#include "sandbox/base/hash.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MEMORY_BYTES_MAX (4u << 20) /* of what is kept of the answers */

/* Part of every compile: what a distribution's own defaults would make different from host to host is set here. */
#define COMPILE_OPTIONS "-O2", "-g1", "-U_FORTIFY_SOURCE", "-fno-stack-protector"
#define LINK_OPTIONS    "-Wl,-z,defs,-z,now,-z,noexecstack", "-lm"

/*
 * Faster to compile than -O2, and frames are where the source has them. The functions of <ctype.h> are called, so that
 * the runtime (driver/sanitized.c) sees their arguments.
 */
#define SANITIZE_OPTIONS                                                                                        \
	"-O1", "-fsanitize=address,undefined", "-fno-omit-frame-pointer", "-fno-optimize-sibling-calls",        \
		"-D__NO_CTYPE", "-fno-builtin-isalnum", "-fno-builtin-isalpha", "-fno-builtin-isblank",         \
		"-fno-builtin-iscntrl", "-fno-builtin-isdigit", "-fno-builtin-isgraph", "-fno-builtin-islower", \
		"-fno-builtin-isprint", "-fno-builtin-ispunct", "-fno-builtin-isspace", "-fno-builtin-isupper", \
		"-fno-builtin-isxdigit", "-fno-builtin-tolower", "-fno-builtin-toupper"

#define OBJECT_OPTIONS "-fPIC", "-fno-semantic-interposition", "-shared", "-Wl,-Bsymbolic"

/* What is asked of a compiler for a language, and of whom. A row without `standard` is an interpreter's. */
struct asked {
	const char *variable, *usual; /* of the environment; the program that is asked where it names none */
	const char *call;             /* as compilers call the language */
	const char *standard;
	const char *link[3]; /* beyond LINK_OPTIONS */
	const char *what, *remedy;
};

static const struct asked languages[LANGUAGE_COUNT] = {
	[LANGUAGE_C] = { "JUDGE_CC", "gcc", "c", "-std=gnu17", { NULL }, "C compiler", "apt install gcc libc6-dev" },
	/* Its library is linked in, so that a box needs no more to run a program in C++ than one in C. */
	[LANGUAGE_CPP] = { "JUDGE_CXX",
			   "g++",
			   "c++",
			   "-std=gnu++20",
			   { "-static-libstdc++", "-static-libgcc", NULL },
			   "C++ compiler",
			   "apt install g++" },
	[LANGUAGE_PYTHON3] = { .variable = "JUDGE_PYTHON",
			       .usual = "/usr/bin/python3",
			       .what = "Python 3",
			       .remedy = "apt install python3-minimal" },
};

struct family {
	const char *mark; /* stands in what the driver says about its version; the version follows */
	const char *name;
	const char *const *options; /* how it speaks: diagnostics for a program to read */
	const char *sanitize;       /* beyond SANITIZE_OPTIONS */
	const char *remedy;         /* where its sanitizers are missing */
};

static const char *const gcc_options[] = { "-fdiagnostics-plain-output", "-fdiagnostics-column-unit=byte", NULL };
static const char *const clang_options[] = { "-fno-color-diagnostics", "-fno-caret-diagnostics", NULL };

static const struct family families[] = {
	{ "gcc version ", "gcc", gcc_options, "-fsanitize-recover=undefined",
	  "install those of this gcc (Debian: libgcc-12-dev, libasan8 for gcc 12)" },
	{ "clang version ", "clang", clang_options, "-shared-libasan",
	  "install those of this clang (Debian: libclang-rt-dev)" },
};

struct toolchain {
	struct arena memory; /* owns all that is pointed at */
	enum language language;
	const char *interpreter;
	const char *shell;
	const char *driver; /* path of gcc or clang */
	const char *name;
	struct recipe object;
	struct recipe program;
	struct recipe sanitized_object;
	struct recipe sanitized_program;
	struct mounts compile;
	struct mounts run;
	struct mounts sanitized;
	struct mounts symbols;
	const char *symbolizer;
	const char *no_sanitizers; /* why there are none, or NULL */
	char hash[HASH_HEX_MAX];
};

static int no_memory(struct err *e)
{
	return err_set(e, -ENOMEM, "toolchain: out of memory");
}

static int find_driver(struct toolchain *tc, const char *compiler, struct err *e)
{
	const struct asked *of = &languages[tc->language];
	const char *asked = compiler ? compiler : getenv(of->variable);

	if (!asked || !*asked)
		asked = of->usual;
	tc->driver = host_find_program(asked, &tc->memory);
	if (!tc->driver)
		return err_set(e, -ENOENT, "there is no %s '%s': install one (Debian: %s) or name yours in %s",
			       of->what, asked, of->remedy, of->variable);
	return 0;
}

/* ---- what the driver says of its passes -------------------------------------------------------------------------- */

/* `answer` gets what the driver prints with -### for this shape. */
static int ask_passes(struct toolchain *tc, const struct family *f, bool shared, bool sanitize, struct buf *answer,
		      struct err *e)
{
	static const char *const common[] = { "-###", COMPILE_OPTIONS };
	static const char *const object[] = { OBJECT_OPTIONS };
	static const char *const sanitizers[] = { SANITIZE_OPTIONS };
	const struct asked *of = &languages[tc->language];
	const char *const files[] = { "-x", of->call, "/dev/null", "-o", "/dev/null", LINK_OPTIONS };
	const char *argv[64];
	size_t n = 0;

#define ADD(list)                                     \
	do {                                          \
		memcpy(argv + n, list, sizeof(list)); \
		n += sizeof(list) / sizeof(list[0]);  \
	} while (0)
	argv[n++] = tc->driver;
	argv[n++] = of->standard;
	ADD(common);
	for (const char *const *o = f->options; *o; o++)
		argv[n++] = *o;
	if (shared)
		ADD(object);
	if (sanitize) {
		ADD(sanitizers);
		argv[n++] = f->sanitize;
	}
	ADD(files);
	for (const char *const *o = of->link; *o; o++)
		argv[n++] = *o;
#undef ADD
	argv[n] = NULL;
	return host_ask(argv, &tc->memory, answer, e);
}

/* "gcc version 12.2.0 (Debian …)" -> "gcc 12.2.0 (Debian …)". */
static const char *read_name(const struct family *f, const char *mark, struct arena *a)
{
	const char *version = mark + strlen(f->mark);
	size_t len = strcspn(version, "\n");

	while (len && version[len - 1] == ' ')
		len--;
	return arena_printf(a, "%s %.*s", f->name, (int)len, version);
}

/*
 * Puts the program's path where the driver says only "as", and ld itself where it says collect2, a wrapper that serves
 * C++ and would want to fork.
 */
static int resolve_program(struct toolchain *tc, struct command *c, const char *answer, struct err *e)
{
	static const char variable[] = "\nCOMPILER_PATH=";
	const char *name, *line, *found = NULL;

	if (!c->n)
		return 0;
	name = fs_basename(c->argv[0]);
	if (strcmp(name, "collect2") && c->argv[0][0] == '/')
		return 0;
	if (!strcmp(name, "collect2"))
		name = "ld";
	line = strstr(answer, variable);
	if (line) {
		line += sizeof(variable) - 1;
		line = arena_strndup(&tc->memory, line, strcspn(line, "\n"));
		found = line ? host_find_in(line, name, &tc->memory) : NULL;
	}
	c->argv[0] = found ? found : host_find_program(name, &tc->memory);
	if (!c->argv[0])
		return err_set(e, -ENOENT, "there is no '%s': install it (Debian: apt install binutils)", name);
	return 0;
}

/* Does the linker find there what -lc, -lm or -lgcc mean? */
static bool has_linker_files(const char *dir)
{
	static const char *const files[] = { "libc.so", "libc.a", "libm.so", "libgcc.a" };

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		char path[PATH_MAX];
		int n = snprintf(path, sizeof(path), "%s/%s", dir, files[i]);

		if (n > 0 && (size_t)n < sizeof(path) && fs_is_file(path))
			return true;
	}
	return false;
}

/*
 * Leaves of the linker's many search directories the few that hold something, once each, and takes links and ".." out
 * of its paths: a box has neither. "crt1.o" without a directory means that the driver did not find it.
 */
static int clean_link(struct command *c, struct arena *a, struct err *e)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++) {
		const char *arg = c->argv[i];
		size_t len = arg == COMMAND_INPUT || arg == COMMAND_OUTPUT ? 0 : strlen(arg);
		char real[PATH_MAX];
		bool seen = false;

		if (!strncmp(arg, "-L", 2) && len) {
			if (!realpath(arg + 2, real) || !has_linker_files(real))
				continue;
			arg = arena_printf(a, "-L%s", real);
			for (size_t k = 0; arg && k < n; k++)
				seen |= !strcmp(c->argv[k], arg);
			if (seen)
				continue;
		} else if (len > 2 && !strcmp(arg + len - 2, ".o")) {
			if (!strchr(arg, '/'))
				return err_set(e, -ENOENT,
					       "there is no C library to link with ('%s' is missing): install it "
					       "(Debian: apt install libc6-dev)",
					       arg);
			arg = host_canonical(arg, a);
		}
		if (!arg)
			return no_memory(e);
		c->argv[n++] = arg;
	}
	c->argv[n] = NULL;
	c->n = n;
	return 0;
}

static int read_recipe(struct toolchain *tc, const struct buf *answer, struct recipe *out, struct err *e)
{
	int r = recipe_parse(answer->data, &tc->memory, out, e);

	if (r < 0)
		return err_wrap(e, "%s -###", tc->driver);
	if ((r = resolve_program(tc, &out->compile, answer->data, e)) < 0 ||
	    (r = resolve_program(tc, &out->assemble, answer->data, e)) < 0 ||
	    (r = resolve_program(tc, &out->link, answer->data, e)) < 0)
		return r;
	return clean_link(&out->link, &tc->memory, e);
}

/* The family of compilers is the first whose mark stands in its answer; options of another family make no harm. */
static int ask_driver(struct toolchain *tc, const struct family **family, struct err *e)
{
	cleanup_buf struct buf answer;

	buf_init(&answer, HOST_ANSWER_MAX);
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		const struct family *f = &families[i];
		const char *mark;
		/* Only C has objects that a runner loads. */
		const bool object = tc->language == LANGUAGE_C;
		int r = ask_passes(tc, f, object, false, &answer, e);

		if (r < 0)
			return r;
		mark = strstr(answer.data, f->mark);
		if (!mark)
			continue;
		tc->name = read_name(f, mark, &tc->memory);
		if (!tc->name)
			return no_memory(e);
		*family = f;
		if (object && ((r = read_recipe(tc, &answer, &tc->object, e)) < 0 ||
			       (r = ask_passes(tc, f, false, false, &answer, e)) < 0))
			return r;
		return read_recipe(tc, &answer, &tc->program, e);
	}
	return err_set(e, -ENOTSUP, "'%s' is neither gcc nor clang", tc->driver);
}

/* ---- mounts ------------------------------------------------------------------------------------------------------ */

static int find_compile_mounts(struct toolchain *tc, struct err *e)
{
	const struct recipe *p = &tc->program;
	const char *const programs[] = { p->compile.argv[0], p->assemble.n ? p->assemble.argv[0] : NULL,
					 p->link.argv[0] };
	int r;

	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++) {
		r = programs[i] ? mounts_add_program(&tc->compile, programs[i], &tc->memory, e) : 0;
		if (r < 0)
			return r;
	}
	if ((r = mounts_add_headers(&tc->compile, tc->driver, languages[tc->language].call, &tc->memory, e)) < 0 ||
	    (r = mounts_add_linker_files(&tc->compile, &tc->object.link, &tc->memory, e)) < 0)
		return r;
	return mounts_add_linker_files(&tc->compile, &p->link, &tc->memory, e);
}

/*
 * The loader that the linker writes into programs, and the libraries that they may need, where that loader looks; libc
 * itself loads the last one when a thread ends by pthread_exit or is cancelled, and aborts without it.
 */
static int find_run_mounts(struct toolchain *tc, struct err *e)
{
	const char *loader = command_value(&tc->program.link, "-dynamic-linker");
	const char *libc = arena_printf(&tc->memory, "%s/libc.so.6", tc->compile.lib_dir);
	const char *libm = arena_printf(&tc->memory, "%s/libm.so.6", tc->compile.lib_dir);
	const char *unwind = arena_printf(&tc->memory, "%s/libgcc_s.so.1", tc->compile.lib_dir);
	int r;

	if (!libc || !libm || !unwind)
		return no_memory(e);
	if (!loader)
		return err_set(e, -ENOTSUP, "'%s' does not build dynamic programs", tc->driver);
	if ((r = mounts_add(&tc->run, loader, loader, true, e)) < 0 ||
	    (r = mounts_add(&tc->run, libc, libc, true, e)) < 0 || (r = mounts_add(&tc->run, libm, libm, true, e)) < 0)
		return r;
	return access(unwind, R_OK) < 0 ? 0 : mounts_add(&tc->run, unwind, unwind, true, e);
}

/* ---- sanitizers -------------------------------------------------------------------------------------------------- */

/* The libraries that the linker's line gained: by name (gcc), or by path (clang). */
static int add_sanitizer_libraries(struct toolchain *tc, struct mounts *m, struct err *e)
{
	const struct command *link = &tc->sanitized_program.link;
	const char *loader = command_value(link, "-dynamic-linker");

	for (size_t i = 1; i < link->n; i++) {
		const char *arg = link->argv[i], *path = NULL;
		size_t len = strlen(arg);
		int r;

		if (!strcmp(arg, "-lasan") || !strcmp(arg, "-lubsan"))
			path = mounts_find_library(link, arg + 2, &tc->memory);
		else if (*arg == '/' && len > 3 && !strcmp(arg + len - 3, ".so"))
			path = arg;
		else
			continue;
		if (!path)
			return err_set(e, -ENOENT, "the library '%s' is missing", arg);
		r = mounts_add_library(m, loader, path, &tc->memory, e);
		if (r < 0)
			return r;
	}
	return 0;
}

static int ask_sanitizers(struct toolchain *tc, const struct family *f, struct err *e)
{
	cleanup_buf struct buf answer;
	int r;

	buf_init(&answer, HOST_ANSWER_MAX);
	if ((r = ask_passes(tc, f, true, true, &answer, e)) < 0 ||
	    (r = read_recipe(tc, &answer, &tc->sanitized_object, e)) < 0 ||
	    (r = ask_passes(tc, f, false, true, &answer, e)) < 0)
		return r;
	return read_recipe(tc, &answer, &tc->sanitized_program, e);
}

static int find_symbolizer(struct toolchain *tc, struct err *e)
{
	tc->symbolizer = host_find_program("addr2line", &tc->memory);
	if (!tc->symbolizer)
		return err_set(e, -ENOENT, "there is no 'addr2line'; install it (Debian: apt install binutils)");
	return mounts_add_program(&tc->symbols, tc->symbolizer, &tc->memory, e);
}

/* A compiler without them is a compiler all the same: the reason is kept, and the mounts are as they were. */
static int find_sanitizers(struct toolchain *tc, const struct family *f, struct err *e)
{
	struct mounts compile = tc->compile;
	int r;

	tc->sanitized = tc->run;
	tc->sanitized.lib_dir = tc->compile.lib_dir;
	if ((r = ask_sanitizers(tc, f, e)) == 0 && (r = add_sanitizer_libraries(tc, &compile, e)) == 0 &&
	    (r = mounts_add_linker_files(&compile, &tc->sanitized_object.link, &tc->memory, e)) == 0 &&
	    (r = mounts_add_linker_files(&compile, &tc->sanitized_program.link, &tc->memory, e)) == 0 &&
	    (r = add_sanitizer_libraries(tc, &tc->sanitized, e)) == 0 && (r = find_symbolizer(tc, e)) == 0) {
		tc->compile = compile;
		return 0;
	}
	tc->no_sanitizers = arena_printf(&tc->memory, "no sanitizers with %s: %s; %s", f->name, e->text, f->remedy);
	if (!tc->no_sanitizers)
		return no_memory(e);
	err_clear(e);
	return 0;
}

/* ---- the hash ---------------------------------------------------------------------------------------------------- */

static int hash_file(struct hash *h, const char *path, struct err *e)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return err_errno(e, "%s", path);
	hash_adds(h, path);
	hash_add(h, &st.st_size, sizeof(st.st_size));
	hash_add(h, &st.st_mtim, sizeof(st.st_mtim));
	return 0;
}

static int hash_command(struct hash *h, const struct command *c, struct err *e)
{
	for (size_t i = 0; i < c->n; i++)
		hash_adds(h, c->argv[i]);
	hash_add(h, &c->n, sizeof(c->n));
	return c->n ? hash_file(h, c->argv[0], e) : 0;
}

/* The passes, all their arguments, and the C library, whose version stands for that of its headers. */
static int hash_all(struct toolchain *tc, struct err *e)
{
	const struct recipe *recipes[] = { &tc->object, &tc->program, &tc->sanitized_object, &tc->sanitized_program };
	const struct mounts *m = tc->no_sanitizers ? &tc->run : &tc->sanitized;
	size_t n = tc->no_sanitizers ? 2 : 4;
	struct hash h;
	int r = hash_init(&h, e);

	if (r < 0)
		return r;
	hash_adds(&h, tc->name);
	for (size_t i = 0; i < n; i++) {
		if ((r = hash_command(&h, &recipes[i]->compile, e)) < 0 ||
		    (r = hash_command(&h, &recipes[i]->assemble, e)) < 0 ||
		    (r = hash_command(&h, &recipes[i]->link, e)) < 0)
			return r;
	}
	for (size_t i = 0; i < m->n; i++) {
		if ((r = hash_file(&h, m->list[i].source, e)) < 0)
			return r;
	}
	hash_final(&h, tc->hash);
	return 0;
}

/* ---- an interpreter ---------------------------------------------------------------------------------------------- */

/* "Python 3.11.2", its own path, and the folders of its library, a line each. */
#define ASK_PYTHON                                  \
	"import os, sys\n"                          \
	"print('Python', sys.version.split()[0])\n" \
	"print(os.path.realpath(sys.executable))\n" \
	"[print(os.path.realpath(p)) for p in sys.path if os.path.isdir(p)]\n"

/* The next line of an answer, taken off it; NULL: there is none. */
static const char *take_line(const char **p, struct arena *a)
{
	const size_t len = strcspn(*p, "\n");
	const char *line = len ? arena_strndup(a, *p, len) : NULL;

	*p += len + ((*p)[len] == '\n');
	return line;
}

/* Its library is all folders that it would search, but for those of packages that somebody has installed. */
static int open_interpreter(struct toolchain *tc, struct err *e)
{
	const char *argv[] = { NULL, "-I", "-S", "-B", "-c", ASK_PYTHON, NULL }, *at, *folder;
	cleanup_buf struct buf answer;
	struct hash h;
	int r;

	buf_init(&answer, HOST_ANSWER_MAX);
	if ((r = find_driver(tc, NULL, e)) < 0)
		return r;
	argv[0] = tc->driver;
	if ((r = host_ask(argv, &tc->memory, &answer, e)) < 0)
		return r;
	at = answer.data;
	tc->name = take_line(&at, &tc->memory);
	tc->interpreter = take_line(&at, &tc->memory);
	if (!tc->name || !tc->interpreter || strncmp(tc->name, "Python 3.", 9) != 0 || *tc->interpreter != '/')
		return err_set(e, -ENOTSUP, "'%s' is no Python 3", tc->driver);
	if ((r = mounts_add_program(&tc->run, tc->interpreter, &tc->memory, e)) < 0)
		return r;
	while ((folder = take_line(&at, &tc->memory)))
		if ((r = mounts_add(&tc->run, folder, folder, true, e)) < 0)
			return r;
	tc->no_sanitizers = "only C is built with sanitizers";
	if ((r = hash_init(&h, e)) < 0)
		return r;
	hash_adds(&h, tc->name);
	if ((r = hash_file(&h, tc->interpreter, e)) < 0)
		return r;
	hash_final(&h, tc->hash);
	return 0;
}

/* ---- a shell ----------------------------------------------------------------------------------------------------- */

/* What scripts start is theirs to choose; here is the shell that they begin with. */
static int open_shell(struct toolchain *tc, struct err *e)
{
	struct hash h;

	if (hash_init(&h, e) < 0 || shell_find(&tc->run, &tc->memory, &h, &tc->shell, e) < 0)
		return e->code;
	hash_final(&h, tc->hash);
	tc->name = "sh";
	tc->no_sanitizers = "only C is built with sanitizers";
	return 0;
}

/* ---- outside ----------------------------------------------------------------------------------------------------- */

static int open_compiler(struct toolchain *tc, const char *compiler, struct err *e)
{
	const struct family *family = NULL;
	int r;

	if ((r = find_driver(tc, compiler, e)) < 0 || (r = ask_driver(tc, &family, e)) < 0 ||
	    (r = find_compile_mounts(tc, e)) < 0 || (r = find_run_mounts(tc, e)) < 0)
		return r;
	if (tc->language != LANGUAGE_C)
		tc->no_sanitizers = "only C is built with sanitizers";
	else if ((r = find_sanitizers(tc, family, e)) < 0)
		return r;
	return hash_all(tc, e);
}

static int open_any(enum language language, const char *compiler, struct toolchain **out, struct err *e)
{
	cleanup_toolchain struct toolchain *tc = calloc(1, sizeof(*tc));
	int r;

	if (!tc)
		return no_memory(e);
	arena_init(&tc->memory, MEMORY_BYTES_MAX);
	tc->language = language;
	if (language == LANGUAGE_SCRIPTS)
		r = open_shell(tc, e);
	else
		r = languages[language].standard ? open_compiler(tc, compiler, e) : open_interpreter(tc, e);
	if (r < 0)
		return r;
	*out = steal_ptr(&tc);
	return 0;
}

int toolchain_open(const char *compiler, struct toolchain **out, struct err *e)
{
	return open_any(LANGUAGE_C, compiler, out, e);
}

int toolchain_open_language(enum language language, struct toolchain **out, struct err *e)
{
	return open_any(language, NULL, out, e);
}

void toolchain_close(struct toolchain *tc)
{
	if (!tc)
		return;
	arena_clear(&tc->memory);
	free(tc);
}

const char *toolchain_name(const struct toolchain *tc)
{
	return tc->name;
}

const char *toolchain_hash(const struct toolchain *tc)
{
	return tc->hash;
}

const char *toolchain_lacks_sanitizers(const struct toolchain *tc)
{
	return tc->no_sanitizers;
}

const struct recipe *toolchain_recipe(const struct toolchain *tc, enum build_shape shape, bool sanitize)
{
	if (sanitize)
		return shape == BUILD_OBJECT ? &tc->sanitized_object : &tc->sanitized_program;
	return shape == BUILD_OBJECT ? &tc->object : &tc->program;
}

const struct box_mount *toolchain_compile_mounts(const struct toolchain *tc, size_t *n)
{
	*n = tc->compile.n;
	return tc->compile.list;
}

const struct box_mount *toolchain_run_mounts(const struct toolchain *tc, size_t *n)
{
	*n = tc->run.n;
	return tc->run.list;
}

const struct box_mount *toolchain_sanitized_mounts(const struct toolchain *tc, size_t *n)
{
	*n = tc->sanitized.n;
	return tc->sanitized.list;
}

const char *toolchain_symbolizer(const struct toolchain *tc, const struct box_mount **mounts, size_t *n)
{
	*mounts = tc->symbols.list;
	*n = tc->symbols.n;
	return tc->symbolizer;
}

const char *toolchain_interpreter(const struct toolchain *tc)
{
	return tc->interpreter;
}

const char *toolchain_shell(const struct toolchain *tc)
{
	return tc->shell;
}

enum language toolchain_language(const struct toolchain *tc)
{
	return tc->language;
}
