/*
 * yaml: the YAML files of a problem package as a tree, and tables that say what a map may hold.
 *
 * Only the plain part of YAML 1.1 that configuration needs is taken: maps with text keys, lists, text. Anchors,
 * aliases and tags are refused (an alias can make a small file a huge tree), and so are duplicate keys, a second
 * document and whatever is over the ceilings below. Every error is one line that begins with the place:
 * "judge.yaml:41: tests[3].reason: …".
 */
#ifndef JUDGE_JUDGE_PACKAGE_YAML_H
#define JUDGE_JUDGE_PACKAGE_YAML_H

#include "sandbox/base/arena.h"
#include "sandbox/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define YAML_BYTES_MAX (1024u * 1024u) /* of a file */
#define YAML_NODES_MAX 50000u
#define YAML_KEYS_MAX  1000u /* of one map */
#define YAML_DEPTH_MAX 16u

enum yaml_kind { YAML_TEXT, YAML_LIST, YAML_MAP };

/* One node. The tree and its texts belong to the arena that it was parsed into. */
struct yaml {
	enum yaml_kind kind;
	bool plain;       /* text without quotes: only that can be a number, true or false, or nothing at all */
	uint32_t line;    /* from 1; of its key where it has one */
	const char *key;  /* in the map that holds it, else NULL */
	size_t index;     /* among its siblings, from 0 */
	const char *text; /* of YAML_TEXT: valid UTF-8 without NUL */
	size_t n;         /* children of YAML_LIST and YAML_MAP */
	const struct yaml *first, *next, *parent;
	const char *file; /* as error texts name it */
};

/*
 * Parses one file's bytes. `file` is copied. An empty document is a node for which yaml_is_null holds.
 * -EINVAL with the line for anything refused; -ENOMEM.
 */
int yaml_parse(const char *file, const char *p, size_t n, struct arena *memory, const struct yaml **out,
	       struct err *e) must_check;

/* "key:" with nothing behind it, "~" or "null". */
bool yaml_is_null(const struct yaml *node);
/* The value of a key, or NULL: none, nothing behind it, or `map` is no map. */
const struct yaml *yaml_get(const struct yaml *map, const char *key);

/* Fills *e with the node's place and the text; -EINVAL. */
int yaml_error(const struct yaml *node, struct err *e, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* Puts the node's place before the text that is there; -EINVAL. */
int yaml_wrap(const struct yaml *node, struct err *e);

/* ---- tables ----------------------------------------------------------------------------------------------------- */

/* What a value must be, and the type of the place that it goes to. */
enum yaml_type {
	FIELD_LINE,   /* const char *: one line, not empty, without anything that steers a terminal */
	FIELD_WORDS,  /* const char *: the same over several lines */
	FIELD_TEXT,   /* const char *: any text */
	FIELD_CHOICE, /* const char *: one of `choices` */
	FIELD_BOOL,   /* bool: true or false */
	FIELD_U64,    /* uint64_t in [min, max] */
	FIELD_DOUBLE, /* double in [min, max] */
	FIELD_LIST,   /* const struct yaml *: a list … */
	FIELD_MAP,    /* … a map … */
	FIELD_ANY,    /* … anything */
};

struct yaml_field {
	const char *key;
	enum yaml_type type;
	size_t offset; /* of the place in the row */
	bool required;
	double min, max;            /* whole numbers are exact up to 2^53 */
	const char *const *choices; /* ended by NULL */
};

/*
 * One field: YAML_FIELD("name", LINE, struct person, name, .required = true). The comparison, which is never
 * evaluated, makes the compiler refuse a member whose type is not the field's.
 */
#define YAML_FIELD(key_, type_, row, member, ...)                                                              \
	{                                                                                                      \
		.key = (key_), .type = FIELD_##type_,                                                          \
		.offset = offsetof(row, member) + 0 * sizeof((FIELD_PLACE_##type_ *)0 == &((row *)0)->member), \
		##__VA_ARGS__                                                                                  \
	}
#define FIELD_PLACE_LINE   const char *
#define FIELD_PLACE_WORDS  const char *
#define FIELD_PLACE_TEXT   const char *
#define FIELD_PLACE_CHOICE const char *
#define FIELD_PLACE_BOOL   bool
#define FIELD_PLACE_U64    uint64_t
#define FIELD_PLACE_DOUBLE double
#define FIELD_PLACE_LIST   const struct yaml *
#define FIELD_PLACE_MAP    const struct yaml *
#define FIELD_PLACE_ANY    const struct yaml *

struct yaml_table {
	const struct yaml_field *fields;
	size_t n_fields;
	size_t row_bytes; /* of the struct that the offsets are of */
};

#define YAML_TABLE(fields, row)                                           \
	{                                                                 \
		(fields), sizeof(fields) / sizeof(*(fields)), sizeof(row) \
	}

/*
 * Fills `out` from a map by its table. Keys that are not there, or have nothing behind them, leave their place as it
 * is. An error for a required key that is missing, a value of another type, and any key that the table does not have,
 * with the nearest one that it has. A node that is null reads as an empty map. *out may be filled in part when it
 * fails; its strings live as long as the tree.
 */
int yaml_read(const struct yaml *map, const struct yaml_table *table, void *out, struct err *e) must_check;
/*
 * The same for files of others, where a key that the table does not have is no error: `unknown` is given its value, and
 * the text that the error would have had. What that returns below 0 is the result.
 */
typedef int yaml_unknown_fn(const struct yaml *value, const char *text, void *arg, struct err *e);
int yaml_read_known(const struct yaml *map, const struct yaml_table *table, void *out, yaml_unknown_fn *unknown,
		    void *arg, struct err *e) must_check;
/*
 * Reads a list of maps into an array of the arena, zeroed before; *rows is never NULL. A list that is not there
 * (NULL) has no rows. -EINVAL also for more than `max` of them.
 */
int yaml_rows(const struct yaml *list, const struct yaml_table *table, size_t max, struct arena *memory, void **rows,
	      size_t *n, struct err *e) must_check;

/* One element of a list, or any other node, as FIELD_LINE. */
int yaml_line(const struct yaml *node, const char **out, struct err *e) must_check;
/* Likewise as FIELD_DOUBLE. */
int yaml_double(const struct yaml *node, double min, double max, double *out, struct err *e) must_check;

#endif
