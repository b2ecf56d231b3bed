/*
 * yaml: a document tree over libyaml's events.
 *
 * The tree is built without recursion: a node knows its parent, so the end of a list or map goes up one level. That,
 * the ceilings on bytes, nodes, keys and depth, and the refusal of aliases bound what a hostile file can cost: memory
 * to a few times its size, time to its size times the keys of one map.
 *
 * A package is other people's typing as well as other people's malice: texts that will be shown are checked for
 * characters that steer a terminal here, once, and an unknown key is answered with the known one that is nearest.
 */
#include "judge/package/yaml.h"
#include "sandbox/base/parse.h"
#include "sandbox/base/text.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <yaml.h>

#define PLACE_MAX  300 /* bytes of "judge.yaml:41: tests[3].reason: " */
#define FIELDS_MAX 32  /* of one table */

/* ---- places ----------------------------------------------------------------------------------------------------- */

/* "judge.yaml:41: tests[3].reason: " */
static void put_place(const struct yaml *node, struct buf *b)
{
	const struct yaml *path[YAML_DEPTH_MAX + 1];
	size_t depth = 0;

	for (const struct yaml *up = node; up->parent && depth <= YAML_DEPTH_MAX; up = up->parent)
		path[depth++] = up;
	(void)buf_printf(b, "%s:%u: ", node->file, node->line);
	for (size_t i = depth; i-- > 0;) {
		if (!path[i]->key) {
			(void)buf_printf(b, "[%zu]", path[i]->index);
			continue;
		}
		if (i + 1 < depth)
			(void)buf_putc(b, '.');
		(void)text_escape(b, path[i]->key, strnlen(path[i]->key, 60), true);
	}
	if (depth > 0)
		(void)buf_puts(b, ": ");
}

/* The text may quote what stands in the file, whatever that is: it is made one line that can be shown. */
static int fail_at(const struct yaml *node, const char *text, struct err *e)
{
	cleanup_buf struct buf line;

	buf_init(&line, PLACE_MAX + ERR_TEXT_MAX);
	put_place(node, &line);
	(void)text_escape(&line, text, strlen(text), false);
	for (size_t i = 0; i < line.len; i++)
		if (line.data[i] == '\n' || line.data[i] == '\t')
			line.data[i] = ' ';
	return err_set(e, -EINVAL, "%s", line.data);
}

int yaml_wrap(const struct yaml *node, struct err *e)
{
	const struct err cause = *e;

	return fail_at(node, cause.text, e);
}

int yaml_error(const struct yaml *node, struct err *e, const char *fmt, ...)
{
	char text[ERR_TEXT_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return fail_at(node, text, e);
}

/* ---- the tree --------------------------------------------------------------------------------------------------- */

struct reading {
	yaml_parser_t parser;
	bool has_parser;
	struct arena *memory;
	const char *file;
	struct yaml *root;                     /* NULL: nothing was met yet */
	struct yaml *open;                     /* the list or map that is being filled; NULL: none */
	struct yaml *last[YAML_DEPTH_MAX + 1]; /* the newest child of each open one, by depth */
	size_t depth;                          /* how many are open */
	size_t n_nodes;
	const char *key; /* of the value that comes next */
	uint32_t key_line;
	struct err *e;
};

static void reading_clear(struct reading *r)
{
	if (r->has_parser)
		yaml_parser_delete(&r->parser);
}

static int refuse(struct reading *r, uint32_t line, const char *what)
{
	return err_set(r->e, -EINVAL, "%s:%u: %s", r->file, line, what);
}

static int out_of_memory(struct reading *r)
{
	return err_set(r->e, -ENOMEM, "%s: out of memory", r->file);
}

static uint32_t line_of(const yaml_event_t *event)
{
	return (uint32_t)event->start_mark.line + 1;
}

static uint32_t line_at(const char *p, size_t offset)
{
	uint32_t line = 1;

	for (size_t i = 0; i < offset; i++)
		line += p[i] == '\n';
	return line;
}

/* libyaml would guess UTF-16 from the first bytes and says nothing of lines when bytes are bad. */
static int check_bytes(struct reading *r, const char *p, size_t n)
{
	size_t bad_at = 0;

	if (n > YAML_BYTES_MAX)
		return err_set(r->e, -EINVAL, "%s: larger than %u bytes", r->file, YAML_BYTES_MAX);
	if (n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
		return refuse(r, 1, "begins with a byte-order mark");
	if (!text_utf8_valid(p, n, &bad_at))
		return refuse(r, line_at(p, bad_at), "is not valid UTF-8");
	return 0;
}

static int syntax_error(struct reading *r, const char *p)
{
	const yaml_parser_t *parser = &r->parser;
	const char *problem = parser->problem ? parser->problem : "is no YAML";

	if (parser->error == YAML_MEMORY_ERROR)
		return out_of_memory(r);
	if (parser->error == YAML_READER_ERROR)
		return refuse(r, line_at(p, parser->problem_offset), problem);
	return err_set(r->e, -EINVAL, "%s:%zu: %s%s%s", r->file, parser->problem_mark.line + 1, problem,
		       parser->context ? " " : "", parser->context ? parser->context : "");
}

static const struct yaml *find_key(const struct yaml *map, const char *key)
{
	for (const struct yaml *child = map->first; child; child = child->next)
		if (strcmp(child->key, key) == 0)
			return child;
	return NULL;
}

/* A scalar where a key belongs. */
static int take_key(struct reading *r, const char *text, uint32_t line)
{
	const struct yaml *twin = find_key(r->open, text);

	if (twin)
		return yaml_error(twin, r->e, "is there again on line %u", line);
	if (r->open->n == YAML_KEYS_MAX)
		return err_set(r->e, -EINVAL, "%s:%u: more than %u keys in one map", r->file, line, YAML_KEYS_MAX);
	r->key = arena_strdup(r->memory, text);
	r->key_line = line;
	return r->key ? 0 : out_of_memory(r);
}

/* Hangs a new node where the next value belongs; NULL with the error filled. */
static struct yaml *add_node(struct reading *r, enum yaml_kind kind, uint32_t line)
{
	struct yaml *node, *before;

	if (r->n_nodes++ == YAML_NODES_MAX) {
		(void)err_set(r->e, -EINVAL, "%s:%u: more than %u values", r->file, line, YAML_NODES_MAX);
		return NULL;
	}
	node = arena_alloc(r->memory, sizeof(*node));
	if (!node) {
		(void)out_of_memory(r);
		return NULL;
	}
	*node = (struct yaml){
		.kind = kind,
		.line = r->key ? r->key_line : line,
		.key = r->key,
		.parent = r->open,
		.file = r->file,
	};
	r->key = NULL;
	if (!r->open) {
		r->root = node;
		return node;
	}
	before = r->last[r->depth];
	node->index = r->open->n++;
	if (before)
		before->next = node;
	else
		r->open->first = node;
	return r->last[r->depth] = node;
}

static int take_scalar(struct reading *r, const yaml_event_t *event)
{
	const char *text = (const char *)event->data.scalar.value;
	const uint32_t line = line_of(event);
	struct yaml *node;

	if (strlen(text) != event->data.scalar.length)
		return refuse(r, line, "a text with a NUL");
	if (r->open && r->open->kind == YAML_MAP && !r->key)
		return take_key(r, text, line);
	node = add_node(r, YAML_TEXT, line);
	if (!node)
		return r->e->code;
	node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	node->text = arena_strdup(r->memory, text);
	return node->text ? 0 : out_of_memory(r);
}

static int open_container(struct reading *r, enum yaml_kind kind, uint32_t line)
{
	struct yaml *node;

	if (r->open && r->open->kind == YAML_MAP && !r->key)
		return refuse(r, line, "a key must be text");
	if (r->depth == YAML_DEPTH_MAX)
		return refuse(r, line, "lists and maps are nested too deeply");
	node = add_node(r, kind, line);
	if (!node)
		return r->e->code;
	r->open = node;
	r->last[++r->depth] = NULL;
	return 0;
}

static int close_container(struct reading *r)
{
	r->open = (struct yaml *)r->open->parent;
	r->depth--;
	return 0;
}

/* What no file of a package needs, on any node. */
static int refuse_decoration(struct reading *r, const yaml_char_t *anchor, const yaml_char_t *tag, uint32_t line)
{
	if (anchor)
		return refuse(r, line, "anchors (&name) are not taken");
	return tag ? refuse(r, line, "tags (!name) are not taken") : 0;
}

static int take_event(struct reading *r, const yaml_event_t *event)
{
	const uint32_t line = line_of(event);

	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		return r->root ? refuse(r, line, "a second document begins") : 0;
	case YAML_ALIAS_EVENT:
		return refuse(r, line, "aliases (*name) are not taken; quote text that begins with *");
	case YAML_SCALAR_EVENT:
		if (refuse_decoration(r, event->data.scalar.anchor, event->data.scalar.tag, line) < 0)
			return r->e->code;
		return take_scalar(r, event);
	case YAML_SEQUENCE_START_EVENT:
		if (refuse_decoration(r, event->data.sequence_start.anchor, event->data.sequence_start.tag, line) < 0)
			return r->e->code;
		return open_container(r, YAML_LIST, line);
	case YAML_MAPPING_START_EVENT:
		if (refuse_decoration(r, event->data.mapping_start.anchor, event->data.mapping_start.tag, line) < 0)
			return r->e->code;
		return open_container(r, YAML_MAP, line);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		return close_container(r);
	default:
		return 0;
	}
}

static int read_events(struct reading *r, const char *p, size_t n)
{
	bool at_end = false;

	r->has_parser = yaml_parser_initialize(&r->parser);
	if (!r->has_parser)
		return out_of_memory(r);
	yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r->parser, (const unsigned char *)p, n);
	while (!at_end) {
		yaml_event_t event;
		int taken;

		if (!yaml_parser_parse(&r->parser, &event))
			return syntax_error(r, p);
		at_end = event.type == YAML_STREAM_END_EVENT;
		taken = take_event(r, &event);
		yaml_event_delete(&event);
		if (taken < 0)
			return taken;
	}
	return 0;
}

int yaml_parse(const char *file, const char *p, size_t n, struct arena *memory, const struct yaml **out, struct err *e)
{
	cleanup(reading_clear) struct reading r = { .memory = memory, .file = arena_strdup(memory, file), .e = e };

	if (!r.file)
		return err_set(e, -ENOMEM, "%s: out of memory", file);
	if (check_bytes(&r, p, n) < 0 || read_events(&r, p, n) < 0)
		return e->code;
	if (!r.root) {
		r.root = add_node(&r, YAML_TEXT, 1);
		if (!r.root)
			return e->code;
		r.root->plain = true;
		r.root->text = "";
	}
	*out = r.root;
	return 0;
}

/* ---- values ----------------------------------------------------------------------------------------------------- */

bool yaml_is_null(const struct yaml *node)
{
	return node->kind == YAML_TEXT && node->plain &&
	       (node->text[0] == 0 || strcmp(node->text, "~") == 0 || strcmp(node->text, "null") == 0);
}

const struct yaml *yaml_get(const struct yaml *map, const char *key)
{
	const struct yaml *value = map->kind == YAML_MAP ? find_key(map, key) : NULL;

	return value && !yaml_is_null(value) ? value : NULL;
}

static int wrong_kind(const struct yaml *node, const char *wanted, struct err *e)
{
	static const char *const words[] = { [YAML_TEXT] = "text", [YAML_LIST] = "a list", [YAML_MAP] = "a map" };

	return yaml_error(node, e, "is %s, not %s", words[node->kind], wanted);
}

static int want_text(const struct yaml *node, struct err *e)
{
	if (node->kind != YAML_TEXT)
		return wrong_kind(node, "text", e);
	return yaml_is_null(node) ? yaml_error(node, e, "has nothing behind it") : 0;
}

/* Can it be shown as it is? The text is valid UTF-8. */
static bool is_showable(const char *text, bool one_line)
{
	const size_t len = strlen(text);
	uint32_t cp = 0;

	for (size_t i = 0; i < len;) {
		i += text_utf8_next(text + i, len - i, &cp);
		if (cp == '\n' || cp == '\t' ? one_line : text_is_unsafe(cp))
			return false;
	}
	return true;
}

static int want_showable(const struct yaml *node, bool one_line, struct err *e)
{
	if (want_text(node, e) < 0)
		return e->code;
	if (node->text[strspn(node->text, " \t\n")] == 0)
		return yaml_error(node, e, "is blank");
	if (!is_showable(node->text, one_line))
		return yaml_error(node, e,
				  one_line ? "must be one line without tabs and control characters"
					   : "has control characters");
	return 0;
}

int yaml_line(const struct yaml *node, const char **out, struct err *e)
{
	if (want_showable(node, true, e) < 0)
		return e->code;
	*out = node->text;
	return 0;
}

/* Only what is written without quotes is a number; "8" is text, as in any other reader of YAML. */
static int want_plain(const struct yaml *node, const char *wanted, struct err *e)
{
	if (node->kind != YAML_TEXT)
		return wrong_kind(node, wanted, e);
	return node->plain ? 0 : yaml_error(node, e, "is text in quotes, not %s", wanted);
}

static int read_choice(const struct yaml *node, const struct yaml_field *field, const char **out, struct err *e)
{
	cleanup_buf struct buf all;

	buf_init(&all, PLACE_MAX);
	if (want_text(node, e) < 0)
		return e->code;
	for (size_t i = 0; field->choices[i]; i++) {
		if (strcmp(node->text, field->choices[i]) == 0) {
			*out = node->text;
			return 0;
		}
		(void)buf_printf(&all, "%s%s", i > 0 ? ", " : "", field->choices[i]);
	}
	return yaml_error(node, e, "'%.60s' is none of: %s", node->text, all.data);
}

static int read_bool(const struct yaml *node, bool *out, struct err *e)
{
	if (want_plain(node, "true or false", e) < 0)
		return e->code;
	if (strcmp(node->text, "true") != 0 && strcmp(node->text, "false") != 0)
		return yaml_error(node, e, "'%.60s' is not true or false", node->text);
	*out = node->text[0] == 't';
	return 0;
}

static int read_u64(const struct yaml *node, const struct yaml_field *field, uint64_t *out, struct err *e)
{
	if (want_plain(node, "a number", e) < 0)
		return e->code;
	return parse_u64(node->text, (uint64_t)field->min, (uint64_t)field->max, out, e) < 0 ? yaml_wrap(node, e) : 0;
}

static int read_double(const struct yaml *node, const struct yaml_field *field, double *out, struct err *e)
{
	if (want_plain(node, "a number", e) < 0)
		return e->code;
	return parse_double(node->text, field->min, field->max, out, e) < 0 ? yaml_wrap(node, e) : 0;
}

int yaml_double(const struct yaml *node, double min, double max, double *out, struct err *e)
{
	const struct yaml_field field = { .type = FIELD_DOUBLE, .min = min, .max = max };

	return yaml_is_null(node) ? yaml_error(node, e, "has nothing behind it") : read_double(node, &field, out, e);
}

static int read_text(const struct yaml *node, const struct yaml_field *field, const char **out, struct err *e)
{
	if (field->type == FIELD_TEXT ? want_text(node, e) < 0 : want_showable(node, field->type == FIELD_LINE, e) < 0)
		return e->code;
	*out = node->text;
	return 0;
}

static int read_value(const struct yaml *node, const struct yaml_field *field, void *place, struct err *e)
{
	switch (field->type) {
	case FIELD_LINE:
	case FIELD_WORDS:
	case FIELD_TEXT:
		return read_text(node, field, place, e);
	case FIELD_CHOICE:
		return read_choice(node, field, place, e);
	case FIELD_BOOL:
		return read_bool(node, place, e);
	case FIELD_U64:
		return read_u64(node, field, place, e);
	case FIELD_DOUBLE:
		return read_double(node, field, place, e);
	case FIELD_LIST:
		if (node->kind != YAML_LIST)
			return wrong_kind(node, "a list", e);
		break;
	case FIELD_MAP:
		if (node->kind != YAML_MAP)
			return wrong_kind(node, "a map", e);
		break;
	case FIELD_ANY:
		break;
	}
	*(const struct yaml **)place = node;
	return 0;
}

static const struct yaml_field *find_field(const struct yaml_table *table, const char *key)
{
	for (size_t i = 0; i < table->n_fields; i++)
		if (strcmp(table->fields[i].key, key) == 0)
			return &table->fields[i];
	return NULL;
}

static int unknown_key(const struct yaml *node, const struct yaml_table *table, struct err *e)
{
	const size_t n = table->n_fields < FIELDS_MAX ? table->n_fields : FIELDS_MAX;
	const char *keys[FIELDS_MAX], *nearest;

	for (size_t i = 0; i < n; i++)
		keys[i] = table->fields[i].key;
	nearest = text_nearest(node->key, keys, n);
	return nearest ? yaml_error(node, e, "unknown key; did you mean '%s'?", nearest)
		       : yaml_error(node, e, "unknown key");
}

static int read_map(const struct yaml *map, const struct yaml_table *table, void *out, yaml_unknown_fn *unknown,
		    void *arg, struct err *e)
{
	struct err odd;

	if (map->kind != YAML_MAP && !yaml_is_null(map))
		return wrong_kind(map, "a map", e);
	for (const struct yaml *value = map->first; value; value = value->next) {
		const struct yaml_field *field = find_field(table, value->key);

		if (!field && !unknown)
			return unknown_key(value, table, e);
		if (!field) {
			(void)unknown_key(value, table, &odd);
			if (unknown(value, odd.text, arg, e) < 0)
				return e->code;
			continue;
		}
		if (!yaml_is_null(value) && read_value(value, field, (char *)out + field->offset, e) < 0)
			return e->code;
	}
	for (size_t i = 0; i < table->n_fields; i++)
		if (table->fields[i].required && !yaml_get(map, table->fields[i].key))
			return yaml_error(map, e, "'%s' is missing", table->fields[i].key);
	return 0;
}

int yaml_read(const struct yaml *map, const struct yaml_table *table, void *out, struct err *e)
{
	return read_map(map, table, out, NULL, NULL, e);
}

int yaml_read_known(const struct yaml *map, const struct yaml_table *table, void *out, yaml_unknown_fn *unknown,
		    void *arg, struct err *e)
{
	return read_map(map, table, out, unknown, arg, e);
}

int yaml_rows(const struct yaml *list, const struct yaml_table *table, size_t max, struct arena *memory, void **rows,
	      size_t *n, struct err *e)
{
	const size_t count = list ? list->n : 0;
	char *block, *row;

	if (count > max)
		return yaml_error(list, e, "has %zu entries, more than %zu", count, max);
	block = row = arena_array(memory, count, table->row_bytes);
	if (!block)
		return err_set(e, -ENOMEM, "out of memory");
	for (const struct yaml *node = list ? list->first : NULL; node; node = node->next, row += table->row_bytes)
		if (yaml_read(node, table, row, e) < 0)
			return e->code;
	*rows = block;
	*n = count;
	return 0;
}
