/*
 * Design: a new implementation with uthash, whose order of insertion is that of the summary. The key of a message is
 * the line as the summary shows it, without number and times. The output goes through open_memstream.
 */
#include <inttypes.h>
#include <uthash.h>

struct message {
	UT_hash_handle hh;
	size_t count;
	int64_t first, last;
	char key[]; /* "LEVEL SOURCE: MESSAGE" */
};

struct totals {
	size_t lines, bad, of_level[4];
};

static const char *const LEVELS[] = { "ERROR", "WARN", "INFO", "DEBUG" };

/* The line without blanks at its ends, tabs and carriage returns as blanks; returns its length. */
static size_t tidy(char *to, const char *from, size_t len)
{
	size_t n = 0, trimmed = 0;

	for (size_t i = 0; i < len; i++) {
		char c = from[i] == '\t' || from[i] == '\r' ? ' ' : from[i];

		if (!n && c == ' ')
			continue;
		to[n++] = c;
		if (c != ' ')
			trimmed = n;
	}
	to[trimmed] = '\0';
	return trimmed;
}

/* Cuts off the first word at *p; NULL: nothing follows it. */
static char *word(char **p)
{
	char *w = *p, *end = strchr(w, ' ');

	if (!end)
		return NULL;
	*end++ = '\0';
	*p = end + strspn(end, " ");
	return w;
}

static int level_of(const char *name)
{
	for (int i = 0; i < 4; i++)
		if (strcmp(name, LEVELS[i]) == 0)
			return i;
	return -1;
}

static void write_key(char *key, const char *level, const char *source, const char *message)
{
	key = stpcpy(stpcpy(stpcpy(stpcpy(key, level), " "), source), ": ");
	while (*message)
		if (*message >= '0' && *message <= '9') {
			*key++ = '#';
			message += strspn(message, "0123456789");
		} else {
			*key++ = *message++;
		}
	*key = '\0';
}

static void count(struct message **all, struct totals *totals, char *line, size_t len)
{
	char *rest = line, *time = word(&rest), *level = time ? word(&rest) : NULL,
	     *source = level ? word(&rest) : NULL;
	size_t digits = time ? strspn(time, "0123456789") : 0;
	int which = level ? level_of(level) : -1;
	struct message *m, *old;

	totals->lines++;
	if (!source || !digits || digits > 18 || time[digits] || which < 0) {
		totals->bad++;
		return;
	}
	totals->of_level[which]++;
	m = malloc(sizeof(*m) + len + 8);
	write_key(m->key, level, source, rest);
	m->count = 1;
	m->first = m->last = atoll(time);
	HASH_FIND_STR(*all, m->key, old);
	if (old) {
		old->count++;
		old->last = m->last;
		free(m);
	} else {
		HASH_ADD_STR(*all, key, m);
	}
}

char *log_summary(const char *log)
{
	struct message *all = NULL, *m, *next;
	struct totals totals = { 0 };
	char *line = malloc(strlen(log) + 1), *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	while (*log) {
		size_t len = strcspn(log, "\n"), n = tidy(line, log, len);

		if (n)
			count(&all, &totals, line, n);
		log += len + (log[len] != '\0');
	}
	fprintf(out, "lines %zu\nbad %zu\n", totals.lines, totals.bad);
	for (int i = 0; i < 4; i++)
		fprintf(out, "%s %zu\n", LEVELS[i], totals.of_level[i]);
	fprintf(out, "messages %u\n", HASH_COUNT(all));
	HASH_ITER(hh, all, m, next)
	{
		fprintf(out, "%zu %s (%" PRId64 " to %" PRId64 ")\n", m->count, m->key, m->first, m->last);
		HASH_DEL(all, m);
		free(m);
	}
	fclose(out);
	free(line);
	return text;
}
