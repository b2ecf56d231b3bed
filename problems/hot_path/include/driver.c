/*
 * driver: plays one test of hot_path.
 *
 * An input is a list of samples, one a line, as profilers write them: the functions of the stack with ";" between them,
 * a blank, and the weight. The weight alone is a sample with an empty stack. There are two more lines:
 *
 *	report    writes all functions and the hottest path of the profile that is worked on
 *	other     works on the other one of two profiles from here
 *
 * At the end each profile that was worked on is reported and freed.
 *
 * What a report is made of is asked for first and written afterwards, so that a name must stay valid meanwhile.
 *
 * A stack is handed over in a place that is overwritten after the call, with nothing behind its last byte.
 */
#include "driver.h"
#include "hot_path.h"

static void *(*create)(void);
static void (*add)(void *profile, const char *stack, int64_t weight);
static size_t (*count)(void *profile);
static struct function_time (*get)(void *profile, size_t i);
static char *(*hottest)(void *profile);
static void (*release)(void *profile);

const struct driver_function driver_functions[] = {
	{ "profile_create", (void **)&create },
	{ "profile_add", (void **)&add },
	{ "profile_count", (void **)&count },
	{ "profile_get", (void **)&get },
	{ "profile_hottest", (void **)&hottest },
	{ "profile_free", (void **)&release },
	{ NULL, NULL },
};

static void *profiles[2]; /* NULL: not worked on */
static size_t current;
static size_t frames;  /* in all samples so far */
static size_t longest; /* stack so far, in bytes */
static char *place;
static size_t place_bytes;
static struct function_time *functions; /* of a report */
static size_t functions_room;

static void begin(size_t i)
{
	current = i;
	if (profiles[i])
		return;
	profiles[i] = create();
	if (!profiles[i])
		driver_complain("profile_create returned NULL");
}

/* ---- samples ----------------------------------------------------------------------------------------------------- */

static void count_frames(const char *stack, size_t len)
{
	frames += len > 0;
	for (size_t i = 0; i < len; i++)
		frames += stack[i] == ';';
	if (len > longest)
		longest = len;
}

/* The line ends with a newline, so that strtoll ends as well. */
static int64_t weight_of(const char *digits, const char *end)
{
	char *after;
	long long v = strtoll(digits, &after, 10);

	if (after != end || v < 1 || v > INT64_C(1000000000000))
		driver_bad_input("a line that ends with a weight from 1 to 10^12");
	return v;
}

static void add_sample(const char *stack, size_t len, int64_t weight)
{
	char *handed;

	count_frames(stack, len);
	if (len + 1 > place_bytes) {
		place_bytes = 2 * len < 1024 ? 1024 : 2 * len;
		place = driver_alloc(place_bytes, 1);
	}
	handed = place + place_bytes - len - 1;
	memcpy(handed, stack, len);
	handed[len] = '\0';
	add(profiles[current], handed, weight);
	if (memcmp(handed, stack, len) != 0 || handed[len])
		driver_complain("profile_add changed the stack that it was given");
	memset(handed, '#', len);
}

static void play_sample(const char *line, size_t len)
{
	const char *digits = line + len, *end = line + len;

	while (digits > line && digits[-1] != ' ')
		digits--;
	add_sample(line, digits > line ? (size_t)(digits - line) - 1 : 0, weight_of(digits, end));
}

/* ---- reports ----------------------------------------------------------------------------------------------------- */

static void get_functions(void *profile, size_t n)
{
	if (n > functions_room) {
		functions_room = 2 * n;
		functions = driver_alloc(functions_room, sizeof(*functions));
	}
	for (size_t i = 0; i < n; i++) {
		functions[i] = get(profile, i);
		if (!functions[i].name)
			driver_complain("profile_get returned a name that is NULL");
	}
}

static void write_function(const struct function_time *f)
{
	if (strnlen(f->name, longest + 1) > longest)
		driver_complain("profile_get returned a name that is longer than any in the stacks");
	driver_write_i64(f->total);
	driver_write_char(' ');
	driver_write_i64(f->self);
	driver_write_char(' ');
	driver_write_str(f->name);
	driver_write_char('\n');
}

static void write_path(const char *path)
{
	if (strnlen(path, longest + 1) > longest)
		driver_complain("profile_hottest returned a path that is longer than any stack");
	driver_write_str("path ");
	driver_write_str(path);
	driver_write_char('\n');
}

static void report(void *profile)
{
	size_t n = count(profile);
	char *path;

	if (n > frames)
		driver_complain("profile_count returned more functions than there were frames in the stacks");
	get_functions(profile, n);
	path = hottest(profile);
	if (!path)
		driver_complain("profile_hottest returned NULL");
	driver_write_str("functions ");
	driver_write_i64((int64_t)n);
	driver_write_char('\n');
	for (size_t i = 0; i < n; i++)
		write_function(&functions[i]);
	write_path(path);
	free(path);
}

void driver_run(void)
{
	begin(0);
	while (!driver_at_end()) {
		size_t len;
		const char *line = driver_read_line(&len);

		if (len == 6 && memcmp(line, "report", 6) == 0)
			report(profiles[current]);
		else if (len == 5 && memcmp(line, "other", 5) == 0)
			begin(1 - current);
		else
			play_sample(line, len);
	}
	for (size_t i = 0; i < 2; i++)
		if (profiles[i]) {
			report(profiles[i]);
			release(profiles[i]);
		}
}
