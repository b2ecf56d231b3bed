/*
 * driver: plays one test of undo_redo.
 *
 * An input is a list of operations, one a line:
 *
 *	create      makes the next editor (the first one is number 1) and works on it from here
 *	use I       works on editor I from here
 *	free        frees the editor that is worked on; `create` or `use` comes next
 *	type TEXT   TEXT is what follows one blank, up to the end of the line: any bytes, none too
 *	erase K     writes what editor_erase returned
 *	undo  redo  write true or false
 *	length      writes the length
 *	text        writes the text
 *
 * Each answer is a line. Editors that are left at the end are freed in the order of their creation.
 *
 * What is typed lies in a buffer that is overwritten as soon as the call has returned, since it is the caller's; the
 * text is written into a buffer between guards.
 */
#include "driver.h"

#include <string.h>

#define EDITORS_MAX 16
#define GUARD_BYTES 32
#define GUARD       0x7f
#define OVERWRITTEN '#'
#define UNWRITTEN   0x15

static void *(*create)(void);
static void (*type)(void *editor, const char *s);
static size_t (*erase)(void *editor, size_t k);
static bool (*undo)(void *editor);
static bool (*redo)(void *editor);
static size_t (*length)(const void *editor);
static void (*text)(const void *editor, char *buffer);
static void (*release)(void *editor);

const struct driver_function driver_functions[] = {
	{ "editor_create", (void **)&create },
	{ "editor_type", (void **)&type },
	{ "editor_erase", (void **)&erase },
	{ "editor_undo", (void **)&undo },
	{ "editor_redo", (void **)&redo },
	{ "editor_length", (void **)&length },
	{ "editor_text", (void **)&text },
	{ "editor_free", (void **)&release },
	{ NULL, NULL },
};

/* Guard, `room` bytes for a string with its NUL, guard. */
struct buffer {
	char *bytes;
	size_t room;
};

struct player {
	void *editors[EDITORS_MAX]; /* NULL once freed */
	size_t n;
	size_t current; /* index */
	size_t typed;   /* characters of all editors: no text is longer */
	struct buffer input, output;
};

/* ---- buffers ----------------------------------------------------------------------------------------------------- */

/* A string of `len` bytes and its NUL; the guard behind it begins right after. */
static char *make_room(struct buffer *b, size_t len)
{
	if (len + 1 > b->room) {
		b->room = len < 4096 ? 4096 : 2 * len;
		b->bytes = driver_alloc(GUARD_BYTES + b->room + GUARD_BYTES, 1);
		memset(b->bytes, GUARD, GUARD_BYTES);
	}
	memset(b->bytes + GUARD_BYTES + len + 1, GUARD, GUARD_BYTES);
	return b->bytes + GUARD_BYTES;
}

static void fence(const struct buffer *b, size_t len, void (*how)(const void *p, size_t bytes))
{
	how(b->bytes, GUARD_BYTES);
	how(b->bytes + GUARD_BYTES + len + 1, GUARD_BYTES);
}

static bool is_guarded(const struct buffer *b, size_t len)
{
	const char *before = b->bytes, *behind = b->bytes + GUARD_BYTES + len + 1;

	for (size_t i = 0; i < GUARD_BYTES; i++)
		if (before[i] != GUARD || behind[i] != GUARD)
			return false;
	return true;
}

/* ---- operations -------------------------------------------------------------------------------------------------- */

static void *current_editor(struct player *p)
{
	if (p->current >= p->n || !p->editors[p->current])
		driver_bad_input("an editor to work on");
	return p->editors[p->current];
}

static size_t read_size(void)
{
	int64_t v = driver_read_i64();

	if (v < 0)
		driver_bad_input("a number that is not negative");
	return (size_t)v;
}

static void play_create(struct player *p)
{
	if (p->n == EDITORS_MAX)
		driver_bad_input("at most 16 editors");
	p->editors[p->n] = create();
	if (!p->editors[p->n])
		driver_complain("editor_create returned NULL");
	p->current = p->n++;
}

static void play_use(struct player *p)
{
	p->current = read_size() - 1;
	current_editor(p);
}

static void play_free(struct player *p)
{
	release(current_editor(p));
	p->editors[p->current] = NULL;
}

static void play_type(struct player *p)
{
	void *editor = current_editor(p);
	size_t len;
	const char *line = driver_read_line(&len);
	char *s;

	if (!len || *line != ' ')
		driver_bad_input("one blank behind type");
	line++;
	len--;
	s = make_room(&p->input, len);
	memcpy(s, line, len);
	s[len] = '\0';
	p->typed += len;
	fence(&p->input, len, driver_fence);
	type(editor, s);
	fence(&p->input, len, driver_unfence);
	if (!is_guarded(&p->input, len) || memcmp(s, line, len) != 0 || s[len])
		driver_complain("editor_type changed the string that it was given");
	memset(s, OVERWRITTEN, len);
}

static void play_erase(struct player *p)
{
	driver_write_i64((int64_t)erase(current_editor(p), read_size()));
	driver_write_char('\n');
}

static void play_undo(struct player *p)
{
	driver_write_str(undo(current_editor(p)) ? "true\n" : "false\n");
}

static void play_redo(struct player *p)
{
	driver_write_str(redo(current_editor(p)) ? "true\n" : "false\n");
}

static void play_length(struct player *p)
{
	driver_write_i64((int64_t)length(current_editor(p)));
	driver_write_char('\n');
}

static void play_text(struct player *p)
{
	const void *editor = current_editor(p);
	size_t len = length(editor);
	char *buffer;

	if (len > p->typed)
		driver_complain("editor_length returned more than was ever typed");
	buffer = make_room(&p->output, len);
	memset(buffer, UNWRITTEN, len + 1);
	fence(&p->output, len, driver_fence);
	text(editor, buffer);
	fence(&p->output, len, driver_unfence);
	if (!is_guarded(&p->output, len))
		driver_complain("editor_text wrote beside the buffer, which has room for the length and a NUL");
	if (buffer[len])
		driver_complain("editor_text did not end the text with a NUL at its length");
	driver_write_bytes(buffer, len);
	driver_write_char('\n');
}

static const struct {
	const char *word;
	void (*play)(struct player *p);
} OPERATIONS[] = {
	{ "type", play_type },     { "undo", play_undo }, { "redo", play_redo },
	{ "erase", play_erase },   { "text", play_text }, { "length", play_length },
	{ "create", play_create }, { "use", play_use },   { "free", play_free },
};

#define N_OPERATIONS (sizeof(OPERATIONS) / sizeof(OPERATIONS[0]))

static void play(struct player *p)
{
	size_t len;
	const char *word = driver_read_token(&len);

	for (size_t i = 0; i < N_OPERATIONS; i++)
		if (len == strlen(OPERATIONS[i].word) && memcmp(word, OPERATIONS[i].word, len) == 0) {
			OPERATIONS[i].play(p);
			return;
		}
	driver_bad_input("one of create, use, free, type, erase, undo, redo, length, text");
}

void driver_run(void)
{
	struct player p = { .n = 0 };

	while (!driver_at_end())
		play(&p);
	for (size_t i = 0; i < p.n; i++)
		if (p.editors[i])
			release(p.editors[i]);
}
