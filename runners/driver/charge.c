/*
 * charge: what the C library does for a program whose steps are counted, charged by length.
 *
 * The library's own code has no ticks, so that strlen in a loop would cost nothing. Each call of a function of
 * charged.h comes here instead and costs 1, and 1 for each 16 bytes that it goes through: about what the library's
 * vector code needs in ticks of ordinary code. Where a function stops early (a comparison, a search), so does its
 * charge. What comparators do is counted as theirs; qsort is charged for moving the elements, bsearch 1 a call.
 */
/* In one text with it, where this is compiled for a candidate. */
#ifndef JUDGE_RUNNERS_DRIVER_CHARGE_H
#include "charge.h"
#endif

#include <ctype.h>
#include <errno.h>
#include <malloc.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>

WRAPS(strlen);
WRAPS(strnlen);

static size_t length(const char *s)
{
	return __real_strlen(s);
}

static size_t length_to(const char *s, size_t most)
{
	return __real_strnlen(s, most);
}

/* ---- memory ------------------------------------------------------------------------------------------------------ */

WRAPS(memcpy);
void *__wrap_memcpy(void *restrict to, const void *restrict from, size_t n)
{
	charge(n);
	return __real_memcpy(to, from, n);
}

WRAPS(memmove);
void *__wrap_memmove(void *to, const void *from, size_t n)
{
	charge(n);
	return __real_memmove(to, from, n);
}

WRAPS(mempcpy);
void *__wrap_mempcpy(void *restrict to, const void *restrict from, size_t n)
{
	charge(n);
	return __real_mempcpy(to, from, n);
}

WRAPS(memccpy);
void *__wrap_memccpy(void *restrict to, const void *restrict from, int c, size_t n)
{
	char *end = __real_memccpy(to, from, c, n);

	charge(end ? (size_t)(end - (char *)to) : n);
	return end;
}

WRAPS(memset);
void *__wrap_memset(void *p, int c, size_t n)
{
	charge(n);
	return __real_memset(p, c, n);
}

WRAPS(bzero);
void __wrap_bzero(void *p, size_t n)
{
	charge(n);
	__real_bzero(p, n);
}

WRAPS(memcmp);

/* What the library compares at once, where it only says whether all is the same. */
#define PIECE ((size_t)256)

static size_t same_bytes(const void *a, const void *b, size_t n)
{
	const char *x = a, *y = b;
	size_t i = 0;

	while (n - i >= PIECE && !__real_memcmp(x + i, y + i, PIECE))
		i += PIECE;
	for (uint64_t v, w; n - i >= sizeof(v); i += sizeof(v)) {
		__builtin_memcpy(&v, x + i, sizeof(v));
		__builtin_memcpy(&w, y + i, sizeof(w));
		if (v != w)
			break;
	}
	while (i < n && x[i] == y[i])
		i++;
	return i;
}

int __wrap_memcmp(const void *a, const void *b, size_t n)
{
	size_t same = same_bytes(a, b, n);

	charge(same);
	return same == n ? 0 : ((const unsigned char *)a)[same] - ((const unsigned char *)b)[same];
}

WRAPS(bcmp);
int __wrap_bcmp(const void *a, const void *b, size_t n)
{
	size_t same = same_bytes(a, b, n);

	charge(same);
	return same != n;
}

WRAPS(memchr);
void *__wrap_memchr(const void *p, int c, size_t n)
{
	const char *found = __real_memchr(p, c, n);

	charge(found ? (size_t)(found - (const char *)p) : n);
	return (void *)found;
}

WRAPS(rawmemchr);
void *__wrap_rawmemchr(const void *p, int c)
{
	const char *found = __real_rawmemchr(p, c);

	charge((size_t)(found - (const char *)p));
	return (void *)found;
}

WRAPS(memrchr);
void *__wrap_memrchr(const void *p, int c, size_t n)
{
	const char *found = __real_memrchr(p, c, n);

	charge(found ? n - (size_t)(found - (const char *)p) : n);
	return (void *)found;
}

WRAPS(memmem);
void *__wrap_memmem(const void *hay, size_t n, const void *needle, size_t m)
{
	const char *found = __real_memmem(hay, n, needle, m);

	charge((found ? (size_t)(found - (const char *)hay) : n) + m);
	return (void *)found;
}

/* ---- strings ----------------------------------------------------------------------------------------------------- */

size_t __wrap_strlen(const char *s)
{
	size_t n = __real_strlen(s);

	charge(n);
	return n;
}

size_t __wrap_strnlen(const char *s, size_t most)
{
	size_t n = __real_strnlen(s, most);

	charge(n);
	return n;
}

WRAPS(strcpy);
char *__wrap_strcpy(char *restrict to, const char *restrict from)
{
	charge(length(from));
	return __real_strcpy(to, from);
}

WRAPS(stpcpy);
char *__wrap_stpcpy(char *restrict to, const char *restrict from)
{
	charge(length(from));
	return __real_stpcpy(to, from);
}

/* These two fill up with zeros, which is work too. */
WRAPS(strncpy);
char *__wrap_strncpy(char *restrict to, const char *restrict from, size_t n)
{
	charge(n);
	return __real_strncpy(to, from, n);
}

WRAPS(stpncpy);
char *__wrap_stpncpy(char *restrict to, const char *restrict from, size_t n)
{
	charge(n);
	return __real_stpncpy(to, from, n);
}

WRAPS(strcat);
char *__wrap_strcat(char *restrict to, const char *restrict from)
{
	charge(length(to) + length(from));
	return __real_strcat(to, from);
}

WRAPS(strncat);
char *__wrap_strncat(char *restrict to, const char *restrict from, size_t n)
{
	charge(length(to) + length_to(from, n));
	return __real_strncat(to, from, n);
}

WRAPS(strdup);
char *__wrap_strdup(const char *s)
{
	charge(length(s));
	return __real_strdup(s);
}

WRAPS(strndup);
char *__wrap_strndup(const char *s, size_t n)
{
	charge(length_to(s, n));
	return __real_strndup(s, n);
}

static size_t same_letters(const char *a, const char *b, size_t most)
{
	size_t i = 0;

	while (i < most && a[i] && tolower((unsigned char)a[i]) == tolower((unsigned char)b[i]))
		i++;
	return i;
}

static size_t same_string(const char *a, const char *b, size_t most)
{
	size_t i = 0;

	while (i < most && a[i] && a[i] == b[i])
		i++;
	return i;
}

WRAPS(strcmp);
int __wrap_strcmp(const char *a, const char *b)
{
	size_t same = same_string(a, b, SIZE_MAX);

	charge(same);
	return (unsigned char)a[same] - (unsigned char)b[same];
}

WRAPS(strncmp);
int __wrap_strncmp(const char *a, const char *b, size_t n)
{
	size_t same = same_string(a, b, n);

	charge(same);
	return same == n ? 0 : (unsigned char)a[same] - (unsigned char)b[same];
}

WRAPS(strcasecmp);
int __wrap_strcasecmp(const char *a, const char *b)
{
	charge(same_letters(a, b, SIZE_MAX));
	return __real_strcasecmp(a, b);
}

WRAPS(strncasecmp);
int __wrap_strncasecmp(const char *a, const char *b, size_t n)
{
	charge(same_letters(a, b, n));
	return __real_strncasecmp(a, b, n);
}

WRAPS(strcoll);
int __wrap_strcoll(const char *a, const char *b)
{
	charge(same_string(a, b, SIZE_MAX));
	return __real_strcoll(a, b);
}

/* As far as `found`, or the whole string. */
static char *charge_to(const char *s, const char *found)
{
	charge(found ? (size_t)(found - s) : length(s));
	return (char *)found;
}

WRAPS(strchr);
char *__wrap_strchr(const char *s, int c)
{
	return charge_to(s, __real_strchr(s, c));
}

WRAPS(strchrnul);
char *__wrap_strchrnul(const char *s, int c)
{
	return charge_to(s, __real_strchrnul(s, c));
}

WRAPS(strrchr);
char *__wrap_strrchr(const char *s, int c)
{
	charge(length(s));
	return __real_strrchr(s, c);
}

WRAPS(strstr);
char *__wrap_strstr(const char *hay, const char *needle)
{
	charge(length(needle));
	return charge_to(hay, __real_strstr(hay, needle));
}

WRAPS(strcasestr);
char *__wrap_strcasestr(const char *hay, const char *needle)
{
	charge(length(needle));
	return charge_to(hay, __real_strcasestr(hay, needle));
}

WRAPS(strspn);
size_t __wrap_strspn(const char *s, const char *accept)
{
	size_t n = __real_strspn(s, accept);

	charge(n + length(accept));
	return n;
}

WRAPS(strcspn);
size_t __wrap_strcspn(const char *s, const char *reject)
{
	size_t n = __real_strcspn(s, reject);

	charge(n + length(reject));
	return n;
}

WRAPS(strpbrk);
char *__wrap_strpbrk(const char *s, const char *accept)
{
	charge(length(accept));
	return charge_to(s, __real_strpbrk(s, accept));
}

/* What is passed over in front of a token is less than what was passed over for the one before. */
static char *charge_token(char *token)
{
	charge(token ? length(token) : 0);
	return token;
}

WRAPS(strtok);
char *__wrap_strtok(char *restrict s, const char *restrict delimiters)
{
	return charge_token(__real_strtok(s, delimiters));
}

WRAPS(strtok_r);
char *__wrap_strtok_r(char *restrict s, const char *restrict delimiters, char **restrict rest)
{
	return charge_token(__real_strtok_r(s, delimiters, rest));
}

WRAPS(strsep);
char *__wrap_strsep(char **restrict s, const char *restrict delimiters)
{
	return charge_token(__real_strsep(s, delimiters));
}

/* ---- numbers ----------------------------------------------------------------------------------------------------- */

/* As far as the number goes; zeros in front of it may be many. */
#define WRAP_NUMBER(type, name, function)    \
	WRAPS(name);                         \
	type __wrap_##name(const char *s)    \
	{                                    \
		char *end;                   \
		type value = (type)function; \
                                             \
		charge((size_t)(end - s));   \
		return value;                \
	}

#define WRAP_CONVERSION(type, name, parameters, arguments) \
	WRAPS(name);                                       \
	type __wrap_##name parameters                      \
	{                                                  \
		char *own;                                 \
		char **at = end ? end : &own;              \
		type value = __real_##name arguments;      \
                                                           \
		charge((size_t)(*at - s));                 \
		return value;                              \
	}

#define WHOLE (const char *restrict s, char **restrict end, int base)
#define REAL  (const char *restrict s, char **restrict end)

WRAP_CONVERSION(long, strtol, WHOLE, (s, at, base))
WRAP_CONVERSION(unsigned long, strtoul, WHOLE, (s, at, base))
WRAP_CONVERSION(long long, strtoll, WHOLE, (s, at, base))
WRAP_CONVERSION(unsigned long long, strtoull, WHOLE, (s, at, base))
WRAP_CONVERSION(double, strtod, REAL, (s, at))
WRAP_CONVERSION(float, strtof, REAL, (s, at))

WRAP_NUMBER(int, atoi, __real_strtol(s, &end, 10))
WRAP_NUMBER(long, atol, __real_strtol(s, &end, 10))
WRAP_NUMBER(long long, atoll, __real_strtoll(s, &end, 10))
WRAP_NUMBER(double, atof, __real_strtod(s, &end))

/* ---- formatted --------------------------------------------------------------------------------------------------- */

/* The library looks for the end of the string first, however little of it is asked for. */
int __wrap___isoc99_vsscanf(const char *restrict s, const char *restrict format, va_list ap) HIDDEN;
int __wrap___isoc99_sscanf(const char *restrict s, const char *restrict format, ...) HIDDEN;
int __real___isoc99_vsscanf(const char *restrict s, const char *restrict format, va_list ap);

int __wrap___isoc99_vsscanf(const char *restrict s, const char *restrict format, va_list ap)
{
	charge(length(s) + length(format));
	return __real___isoc99_vsscanf(s, format, ap);
}

int __wrap___isoc99_sscanf(const char *restrict s, const char *restrict format, ...)
{
	va_list ap;
	int n;

	va_start(ap, format);
	n = __wrap___isoc99_vsscanf(s, format, ap);
	va_end(ap);
	return n;
}

static int charge_printed(int n)
{
	charge(n > 0 ? (size_t)n : 0);
	return n;
}

WRAPS(vsprintf);
int __wrap_vsprintf(char *restrict to, const char *restrict format, va_list ap)
{
	return charge_printed(__real_vsprintf(to, format, ap));
}

WRAPS(vsnprintf);
int __wrap_vsnprintf(char *restrict to, size_t size, const char *restrict format, va_list ap)
{
	return charge_printed(__real_vsnprintf(to, size, format, ap));
}

WRAPS(vprintf);
int __wrap_vprintf(const char *restrict format, va_list ap)
{
	return charge_printed(__real_vprintf(format, ap));
}

#define WRAP_PRINT(name, parameters, call)            \
	extern HIDDEN __typeof__(name) __wrap_##name; \
	int __wrap_##name parameters                  \
	{                                             \
		va_list ap;                           \
		int n;                                \
                                                      \
		va_start(ap, format);                 \
		n = call;                             \
		va_end(ap);                           \
		return n;                             \
	}

WRAP_PRINT(sprintf, (char *restrict to, const char *restrict format, ...), __wrap_vsprintf(to, format, ap))
WRAP_PRINT(snprintf, (char *restrict to, size_t size, const char *restrict format, ...),
	   __wrap_vsnprintf(to, size, format, ap))
WRAP_PRINT(printf, (const char *restrict format, ...), __wrap_vprintf(format, ap))

WRAPS(puts);
int __wrap_puts(const char *s)
{
	charge(length(s));
	return __real_puts(s);
}

WRAPS(fputs);
int __wrap_fputs(const char *restrict s, FILE *restrict file)
{
	charge(length(s));
	return __real_fputs(s, file);
}

WRAPS(fwrite);
size_t __wrap_fwrite(const void *restrict p, size_t size, size_t n, FILE *restrict file)
{
	charge(size * n);
	return __real_fwrite(p, size, n, file);
}

/* ---- sorting and searching --------------------------------------------------------------------------------------- */

/* Each element is moved once for each time that they are halved. */
WRAPS(qsort);
void __wrap_qsort(void *p, size_t n, size_t size, int (*compare)(const void *, const void *))
{
	for (size_t rest = n; rest > 1; rest /= 2)
		charge(n * size);
	__real_qsort(p, n, size, compare);
}

WRAPS(bsearch);
void *__wrap_bsearch(const void *key, const void *p, size_t n, size_t size, int (*compare)(const void *, const void *))
{
	charge(0);
	return __real_bsearch(key, p, n, size, compare);
}

/* ---- blocks of memory -------------------------------------------------------------------------------------------- */

/* About what an allocator needs, as bytes. */
#define CALL_BYTES 64

WRAPS(malloc);
void *__wrap_malloc(size_t size)
{
	charge(CALL_BYTES);
	return __real_malloc(size);
}

WRAPS(calloc);
void *__wrap_calloc(size_t count, size_t size)
{
	void *p = __real_calloc(count, size);

	charge(CALL_BYTES + (p ? count * size : 0));
	return p;
}

/* A block that grows is charged for all that it keeps, moved or not: that is luck, and to rely on it a mistake. */
static void charge_growth(void *p, size_t size)
{
	size_t kept = p ? malloc_usable_size(p) : 0;

	charge(CALL_BYTES + (size > kept ? kept : 0));
}

WRAPS(realloc);
void *__wrap_realloc(void *p, size_t size)
{
	charge_growth(p, size);
	return __real_realloc(p, size);
}

WRAPS(reallocarray);
void *__wrap_reallocarray(void *p, size_t count, size_t size)
{
	size_t bytes;

	charge_growth(p, __builtin_mul_overflow(count, size, &bytes) ? 0 : bytes);
	return __real_reallocarray(p, count, size);
}

WRAPS(memalign);
void *__wrap_memalign(size_t alignment, size_t size)
{
	charge(CALL_BYTES);
	return __real_memalign(alignment, size);
}

WRAPS(aligned_alloc);
void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
	charge(CALL_BYTES);
	return __real_aligned_alloc(alignment, size);
}

WRAPS(posix_memalign);
int __wrap_posix_memalign(void **to, size_t alignment, size_t size)
{
	charge(CALL_BYTES);
	return __real_posix_memalign(to, alignment, size);
}

WRAPS(free);
void __wrap_free(void *p)
{
	charge(CALL_BYTES);
	__real_free(p);
}
