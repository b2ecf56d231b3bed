/*
 * json: cJSON behind a strict door.
 *
 * cJSON alone loses integers above 2^53, cuts strings at \u0000, and takes invalid UTF-8, duplicate keys and trailing
 * junk. Here such input is refused with its place, and 64-bit integers that a double cannot hold are written as
 * strings.
 *
 * In a tree read here a number is its valuedouble (valueint is cut to an int), and members are looked up with
 * cJSON_GetObjectItemCaseSensitive (the plain function takes "Id" for "id").
 */
#ifndef JUDGE_SANDBOX_BASE_JSON_H
#define JUDGE_SANDBOX_BASE_JSON_H

#include "sandbox/base/buf.h"
#include "sandbox/base/err.h"

#include <cjson/cJSON.h>
#include <stdint.h>

#define JSON_DEPTH_MAX 64

/*
 * Parses one JSON text (RFC 8259). *out is owned by the caller (cJSON_Delete or cleanup_json).
 * -EMSGSIZE over max_bytes; -EILSEQ for invalid UTF-8, a NUL or \u0000, a lone surrogate; -EINVAL for bad syntax,
 * nesting over JSON_DEPTH_MAX, a duplicate key, trailing junk, a number that is not finite, an integer beyond 2^53 or a
 * number of more than 63 bytes; -ENOMEM.
 */
int json_parse(const char *p, size_t n, size_t max_bytes, cJSON **out, struct err *e) must_check;

/*
 * Building. Each adds a member to the object (key not NULL) or an element to the array (key NULL). As with buf, a
 * failure sticks, a NULL parent (what json_object gives on failure) is taken and does nothing, and a builder checks
 * once: json_print fails on a tree that has lost a member. Text that is not valid UTF-8, keys too, is put in with
 * U+FFFD for each bad byte and each NUL, so that the output is always valid. Keys are not compared: each is to be
 * added once.
 */
struct json_out {
	cJSON *root; /* owned; an object */
	int failed;  /* 0, -ENOMEM, or -EINVAL (a key for an array or none for an object); sticky */
};
void json_out_init(struct json_out *j);
void json_out_clear(struct json_out *j);
/* A new container, owned by the tree; NULL on failure. */
cJSON *json_object(struct json_out *j, cJSON *parent, const char *key);
cJSON *json_array(struct json_out *j, cJSON *parent, const char *key);
void json_string(struct json_out *j, cJSON *parent, const char *key, const char *s); /* NULL becomes null */
void json_bytes(struct json_out *j, cJSON *parent, const char *key, const char *p, size_t n);
void json_u64(struct json_out *j, cJSON *parent, const char *key, uint64_t v);  /* a string above 2^53 */
void json_i64(struct json_out *j, cJSON *parent, const char *key, int64_t v);   /* a string beyond +-2^53 */
void json_double(struct json_out *j, cJSON *parent, const char *key, double v); /* not finite becomes null */
void json_bool(struct json_out *j, cJSON *parent, const char *key, int v);
/*
 * Appends the text (indented by two blanks when pretty) and a newline. What text_is_unsafe is escaped, so that the text
 * can be shown on a terminal. -EMSGSIZE over b's ceiling, or `failed`.
 */
int json_print(const struct json_out *j, int pretty, struct buf *b, struct err *e) must_check;

static inline void cleanup_json_(cJSON **j)
{
	cJSON_Delete(*j);
}
#define cleanup_json     cleanup(cleanup_json_)
#define cleanup_json_out cleanup(json_out_clear)

#endif
