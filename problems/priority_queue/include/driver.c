/*
 * driver: plays one test of priority_queue.
 *
 * An input is a list of operations, one a line:
 *
 *	heapify N   makes a heap of the N keys on the next line (which is not there when N is 0)
 *	create      makes the next queue (the first one is number 1) and works on it from here
 *	push K      pop     peek     size
 *	use I       works on queue I from here
 *	free        frees the queue that is worked on; `create` or `use` comes next
 *
 * Each item gets a value of its own, by which it is known again: items with equal keys may come in any order, but each
 * comes once, with the key that it was pushed with, and from its own queue. So only the keys are written. Every other
 * value is below 0, and both ends of the range are among them. An array that was heapified is looked at here, since no
 * answer outside could say what is wrong with it; the smallest key is written.
 */
#include "driver.h"

#include <errno.h>
#include <string.h>

#define QUEUES_MAX  16
#define FIRST_VALUE INT64_C(70000000001) /* of item number 0; no value is likely to be met by chance */
#define LEAST_ITEM  3                    /* the numbers of the items whose values are the ends of the range */
#define GREAT_ITEM  4
#define NO_ITEM     SIZE_MAX
#define GUARD       INT64_C(-6666666666666666)

struct item {
	int64_t key;
	int64_t value;
};

static void (*heapify)(struct item *items, size_t n);
static void *(*create)(void);
static int (*push)(void *queue, struct item item);
static int (*pop_min)(void *queue, struct item *item);
static int (*peek)(const void *queue, struct item *item);
static size_t (*size)(const void *queue);
static void (*release)(void *queue);

const struct driver_function driver_functions[] = {
	{ "heapify", (void **)&heapify }, { "pq_create", (void **)&create },
	{ "pq_push", (void **)&push },    { "pq_pop_min", (void **)&pop_min },
	{ "pq_peek", (void **)&peek },    { "pq_size", (void **)&size },
	{ "pq_free", (void **)&release }, { NULL, NULL },
};

struct pushed {
	int64_t key;
	size_t queue; /* number; 0: popped, or never pushed */
};

struct player {
	void *queues[QUEUES_MAX]; /* NULL once freed */
	size_t n;
	size_t current;        /* index */
	struct pushed *pushed; /* what was pushed, by number of the item */
	size_t n_pushed, room;
};

static void *current_queue(struct player *p)
{
	if (p->current >= p->n || !p->queues[p->current])
		driver_bad_input("there is no queue to work on");
	return p->queues[p->current];
}

/* ---- values ------------------------------------------------------------------------------------------------------ */

static int64_t value_of(size_t number)
{
	int64_t value = FIRST_VALUE + (int64_t)number;

	if (number == LEAST_ITEM)
		return INT64_MIN;
	if (number == GREAT_ITEM)
		return INT64_MAX;
	return number % 2 ? -value : value;
}

/* NO_ITEM: no item has that value. */
static size_t number_of(int64_t value)
{
	uint64_t number = (value < 0 ? -(uint64_t)value : (uint64_t)value) - (uint64_t)FIRST_VALUE;

	if (value == INT64_MIN)
		return LEAST_ITEM;
	if (value == INT64_MAX)
		return GREAT_ITEM;
	return number <= UINT32_MAX && value_of(number) == value ? number : NO_ITEM;
}

/* ---- heapify ----------------------------------------------------------------------------------------------------- */

static void check_heap(const struct item *items, const int64_t *keys, size_t n)
{
	bool *seen = driver_alloc(n + 1, sizeof *seen);

	for (size_t i = 0; i < n; i++) {
		size_t number = number_of(items[i].value);

		if (number >= n)
			driver_complain("heapify: there is an item that was not in the array");
		if (seen[number])
			driver_complain("heapify: one item is there twice, and another one is lost");
		seen[number] = true;
		if (items[i].key != keys[number])
			driver_complain("heapify: a key and a value were separated");
		if (i && items[(i - 1) / 2].key > items[i].key)
			driver_complain("heapify: an item has a smaller key than its parent");
	}
}

static void play_heapify(struct player *p)
{
	int64_t n_read = driver_read_i64();
	struct item *guarded, *items;
	int64_t *keys;
	size_t n;

	(void)p;
	if (n_read < 0)
		driver_bad_input("a size");
	n = (size_t)n_read;
	guarded = driver_alloc(n + 2, sizeof *guarded);
	keys = driver_alloc(n + 1, sizeof *keys);
	items = guarded + 1;
	for (size_t i = 0; i < n; i++) {
		keys[i] = driver_read_i64();
		items[i] = (struct item){ keys[i], value_of(i) };
	}
	guarded[0] = items[n] = (struct item){ GUARD, GUARD };
	driver_fence(&guarded[0], sizeof *guarded);
	driver_fence(&items[n], sizeof *guarded);
	heapify(n ? items : NULL, n);
	driver_unfence(&guarded[0], sizeof *guarded);
	driver_unfence(&items[n], sizeof *guarded);
	if (memcmp(&guarded[0], &(struct item){ GUARD, GUARD }, sizeof *guarded) != 0 ||
	    memcmp(&items[n], &(struct item){ GUARD, GUARD }, sizeof *guarded) != 0)
		driver_complain("heapify wrote beside the array");
	check_heap(items, keys, n);
	driver_write_str("heap");
	if (n) {
		driver_write_char(' ');
		driver_write_i64(items[0].key);
	}
	driver_write_char('\n');
}

/* ---- queues ------------------------------------------------------------------------------------------------------ */

static void play_create(struct player *p)
{
	if (p->n == QUEUES_MAX)
		driver_bad_input("too many queues");
	p->queues[p->n] = create();
	if (!p->queues[p->n])
		driver_complain("pq_create returned NULL");
	p->current = p->n++;
}

static void remember(struct player *p, int64_t key)
{
	if (p->n_pushed == p->room) {
		size_t room = p->room ? 2 * p->room : 4096;
		struct pushed *more = driver_alloc(room, sizeof *more);

		if (p->room)
			memcpy(more, p->pushed, p->room * sizeof *more);
		p->pushed = more;
		p->room = room;
	}
	p->pushed[p->n_pushed++] = (struct pushed){ key, p->current + 1 };
}

static void write_returned(int r)
{
	driver_write_str("returned ");
	driver_write_i64(r);
	driver_write_char('\n');
}

static void play_push(struct player *p)
{
	int64_t key = driver_read_i64();
	void *queue = current_queue(p);
	int r;

	r = push(queue, (struct item){ key, value_of(p->n_pushed) });
	remember(p, key);
	if (r != 0)
		write_returned(r);
}

/* The item that a queue gave out must be one that is in it. */
static struct pushed *find_pushed(struct player *p, struct item item)
{
	size_t number = number_of(item.value);
	struct pushed *pushed;

	if (number >= p->n_pushed)
		driver_complain("an item came out that was never pushed");
	pushed = &p->pushed[number];
	if (pushed->key != item.key)
		driver_complain("an item came out with another key than it was pushed with");
	if (!pushed->queue)
		driver_complain("an item came out that had been popped before");
	if (pushed->queue != p->current + 1)
		driver_complain("an item came out of another queue than it was pushed into");
	return pushed;
}

static void play_out(struct player *p, bool is_pop)
{
	const struct item untouched = { GUARD, GUARD + 1 };
	void *queue = current_queue(p);
	struct item item = untouched;
	int r;

	r = is_pop ? pop_min(queue, &item) : peek(queue, &item);
	if (r != 0 && memcmp(&item, &untouched, sizeof item) != 0)
		driver_complain("*item was changed although the call failed");
	if (r == -ENOENT) {
		driver_write_str("empty\n");
	} else if (r != 0) {
		write_returned(r);
	} else {
		struct pushed *pushed = find_pushed(p, item);

		if (is_pop)
			pushed->queue = 0;
		driver_write_i64(item.key);
		driver_write_char('\n');
	}
}

static void play_pop(struct player *p)
{
	play_out(p, true);
}

static void play_peek(struct player *p)
{
	play_out(p, false);
}

static void play_size(struct player *p)
{
	driver_write_i64((int64_t)size(current_queue(p)));
	driver_write_char('\n');
}

static void play_use(struct player *p)
{
	p->current = (size_t)driver_read_i64() - 1;
	current_queue(p);
}

static void play_free(struct player *p)
{
	release(current_queue(p));
	p->queues[p->current] = NULL;
}

static const struct {
	const char *word;
	void (*play)(struct player *p);
} OPERATIONS[] = {
	{ "push", play_push }, { "pop", play_pop },       { "peek", play_peek }, { "size", play_size },
	{ "use", play_use },   { "create", play_create }, { "free", play_free }, { "heapify", play_heapify },
};

#define N_OPERATIONS (sizeof OPERATIONS / sizeof OPERATIONS[0])

static void play(struct player *p)
{
	size_t len;
	const char *word = driver_read_token(&len);

	for (size_t i = 0; i < N_OPERATIONS; i++)
		if (len == strlen(OPERATIONS[i].word) && memcmp(word, OPERATIONS[i].word, len) == 0) {
			OPERATIONS[i].play(p);
			return;
		}
	driver_bad_input("an operation that is not one of heapify, create, push, pop, peek, size, use, free");
}

void driver_run(void)
{
	struct player p = { .n = 0 };

	while (!driver_at_end())
		play(&p);
	for (size_t i = 0; i < p.n; i++)
		if (p.queues[i])
			release(p.queues[i]);
}
