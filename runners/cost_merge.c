/*
 * cost_merge: ticks moved along the ways of a program (Knuth's and Ball's spanning trees, with weights).
 *
 * Each point between two places has a height; a tick takes its weight, and what the height rises from before it to
 * behind it. Along a way heights cancel: only those at its ends are left, and all places that are still have the same.
 * A height can change at a tick only; so all points that are joined without passing one are one vertex, and the program
 * is a graph whose edges are its ticks. To make a tick weigh nothing, all that hangs together at one end of it is
 * lowered or raised until it does, and hangs together with the other end from then on. That is refused where another
 * tick would weigh less than nothing. Since the other side stays, something in it has the height 0 that all began with,
 * and no height is more than all weights together.
 *
 * The ticks that are passed most often come first, by guess: each branch is taken half of the time, each loop eight
 * times, and a loop is what a jump leads back over.
 *
 * The text is a stranger's. The smaller side is moved if it can be, which makes moves cheap; looks are paid out of an
 * allowance, and when that is used up, what is left stays as it is. It counts the same, only slower.
 */
#include "runners/cost_merge.h"

#include "sandbox/base/arena.h"

#include <errno.h>
#include <stdlib.h>

#define NONE       COST_MERGE_NONE
#define FLOW_ONE   (UINT64_C(1) << 24) /* of a way into the text */
#define FLOW_MAX   (UINT64_C(1) << 36)
#define DEPTH_MAX  8
#define ALLOWANCE  64 /* looks at ticks and vertices, for each tick */
#define ROOM_BYTES ((size_t)256 << 20)

/* What hangs together (`group`) is a ring; `size` is that of the group which the vertex names. */
struct vertex {
	int32_t height;
	uint32_t group, ring, size;
	uint32_t first_out, first_in; /* ticks */
};

struct tick {
	uint64_t heat; /* how often it is passed, by guess */
	uint32_t place;
	uint32_t from, to; /* vertices */
	uint32_t next_out, next_in;
};

struct merge {
	struct cost_place *places;
	uint32_t n;
	uint32_t *points; /* 2 n + 1: before each place, behind each, the still one; what is joined points to another */
	uint32_t *names;  /* of points: their vertex */
	uint32_t *order;  /* n: places, each behind those that lead to it, but for those that lead back */
	uint32_t *last;   /* n: the last place that leads back to this one */
	uint8_t *steps;   /* n: ways out of a place that have been gone, and one more */
	uint64_t *flow;   /* n: how often a place is passed, were there no loops */
	int32_t *depth;   /* n + 1: loops around a place; before, by how many there are more */
	struct vertex *vertices; /* number 0 is the still one */
	struct tick *ticks;      /* the hottest first */
	uint32_t n_vertices, n_ticks;
	uint64_t allowance;
};

/* Where a place may go on. */
static uint32_t way(const struct merge *m, uint32_t place, int which)
{
	return which ? m->places[place].target : m->places[place].next;
}

/* ---- which points are the same ----------------------------------------------------------------------------------- */

static uint32_t find(uint32_t *points, uint32_t i)
{
	while (points[i] != i) {
		points[i] = points[points[i]];
		i = points[i];
	}
	return i;
}

static void join(struct merge *m, uint32_t a, uint32_t b)
{
	a = find(m->points, a);
	b = find(m->points, b);
	if (a < b)
		m->points[a] = b;
	else
		m->points[b] = a;
}

static uint32_t behind(const struct merge *m, uint32_t place)
{
	return m->places[place].weight ? m->n + place : place;
}

/* Where nothing leads to, something that is not seen here may; and what leads nowhere ends. Both are still. */
static void join_points(struct merge *m)
{
	uint32_t still = 2 * m->n;

	for (uint32_t i = 0; i <= still; i++)
		m->points[i] = i;
	for (uint32_t i = 0; i < m->n; i++) {
		bool ends = true;

		if (m->places[i].still)
			join(m, i, still);
		for (int w = 0; w < 2; w++) {
			uint32_t to = way(m, i, w);

			if (to == NONE)
				continue;
			join(m, behind(m, i), to);
			m->flow[to] = 1;
			ends = false;
		}
		if (ends)
			join(m, behind(m, i), still);
	}
	for (uint32_t i = 0; i < m->n; i++) {
		if (!m->flow[i])
			join(m, i, still);
	}
}

/* ---- how often a place is passed --------------------------------------------------------------------------------- */

/* Depth first; the path begins at the array's begin and what has been left is put at its end, so both have room. */
static void put_in_order(struct merge *m)
{
	uint32_t n_path = 0, n_left = 0;

	for (uint32_t i = 0; i < m->n; i++) {
		if (m->steps[i])
			continue;
		m->order[n_path++] = i;
		m->steps[i] = 1;
		while (n_path) {
			uint32_t here = m->order[n_path - 1], to;

			if (m->steps[here] == 3) {
				n_path--;
				m->order[m->n - ++n_left] = here;
				continue;
			}
			to = way(m, here, m->steps[here]++ - 1);
			if (to == NONE || m->steps[to])
				continue;
			m->order[n_path++] = to;
			m->steps[to] = 1;
		}
	}
}

static void let_flow(struct merge *m)
{
	for (uint32_t i = 0; i < m->n; i++)
		m->flow[i] = 0;
	for (uint32_t k = 0; k < m->n; k++) {
		uint32_t i = m->order[k];
		uint64_t share;

		m->steps[i] = 0;
		if (!m->flow[i])
			m->flow[i] = FLOW_ONE;
		share = way(m, i, 0) != NONE && way(m, i, 1) != NONE ? (m->flow[i] + 1) / 2 : m->flow[i];
		for (int w = 0; w < 2; w++) {
			uint32_t to = way(m, i, w);

			/* Not back: what came before has no steps left. */
			if (to != NONE && m->steps[to] && m->flow[to] + share <= FLOW_MAX)
				m->flow[to] += share;
		}
	}
}

/* A loop reaches from a place to the last one that leads back to it. */
static void count_loops(struct merge *m)
{
	for (uint32_t i = 0; i < m->n; i++) {
		uint32_t to = way(m, i, 1);

		if (to != NONE && to <= i)
			m->last[to] = i + 1;
	}
	for (uint32_t i = 0; i < m->n; i++) {
		if (!m->last[i])
			continue;
		m->depth[i]++;
		m->depth[m->last[i]]--;
	}
	for (uint32_t i = 0; i < m->n; i++)
		m->depth[i + 1] += m->depth[i];
}

static uint64_t heat(const struct merge *m, uint32_t place)
{
	return m->flow[place] << 3 * (m->depth[place] < DEPTH_MAX ? m->depth[place] : DEPTH_MAX);
}

/* ---- the graph of ticks ------------------------------------------------------------------------------------------ */

static uint32_t vertex_of(struct merge *m, uint32_t point)
{
	uint32_t root = find(m->points, point), v = m->names[root];

	if (v == NONE) {
		v = m->names[root] = m->n_vertices++;
		m->vertices[v] =
			(struct vertex){ .group = v, .ring = v, .size = 1, .first_out = NONE, .first_in = NONE };
	}
	return v;
}

/* The order of the text decides between equals, so that the same text gives the same ticks everywhere. */
static int compare_ticks(const void *a, const void *b)
{
	const struct tick *s = a, *t = b;

	if (s->heat != t->heat)
		return s->heat < t->heat ? 1 : -1;
	return s->place < t->place ? -1 : s->place > t->place;
}

static void make_graph(struct merge *m)
{
	for (uint32_t i = 0; i <= 2 * m->n; i++)
		m->names[i] = NONE;
	vertex_of(m, 2 * m->n);
	for (uint32_t i = 0; i < m->n; i++) {
		if (m->places[i].weight)
			m->ticks[m->n_ticks++] = (struct tick){ .heat = heat(m, i), .place = i };
	}
	qsort(m->ticks, m->n_ticks, sizeof(*m->ticks), compare_ticks);
	for (uint32_t i = 0; i < m->n_ticks; i++) {
		struct tick *t = &m->ticks[i];

		t->from = vertex_of(m, t->place);
		t->to = vertex_of(m, behind(m, t->place));
		t->next_out = m->vertices[t->from].first_out;
		t->next_in = m->vertices[t->to].first_in;
		m->vertices[t->from].first_out = m->vertices[t->to].first_in = i;
	}
}

/* ---- moving ------------------------------------------------------------------------------------------------------ */

static int64_t weight(const struct merge *m, const struct tick *t)
{
	return (int64_t)m->places[t->place].weight + m->vertices[t->to].height - m->vertices[t->from].height;
}

/* May the group be lowered (`down`) or raised by so much? The ticks into it, or out of it, would weigh so much less. */
static bool may_move(struct merge *m, uint32_t group, bool down, int64_t by)
{
	uint32_t v = group;

	do {
		uint32_t i = down ? m->vertices[v].first_in : m->vertices[v].first_out;

		while (i != NONE && m->allowance) {
			const struct tick *t = &m->ticks[i];
			uint32_t other = down ? t->from : t->to;

			if (m->vertices[other].group != group && weight(m, t) < by)
				return false;
			m->allowance--;
			i = down ? t->next_in : t->next_out;
		}
		if (!m->allowance)
			return false;
		m->allowance--;
		v = m->vertices[v].ring;
	} while (v != group);
	return true;
}

static void move(struct merge *m, uint32_t group, int64_t by)
{
	uint32_t v = group;

	do {
		m->vertices[v].height += (int32_t)by;
		v = m->vertices[v].ring;
	} while (v != group);
}

static void unite(struct merge *m, uint32_t into, uint32_t group)
{
	uint32_t v = group, ring;

	do {
		m->vertices[v].group = into;
		v = m->vertices[v].ring;
	} while (v != group);
	ring = m->vertices[into].ring;
	m->vertices[into].ring = m->vertices[group].ring;
	m->vertices[group].ring = ring;
	m->vertices[into].size += m->vertices[group].size;
}

static void take_away(struct merge *m, const struct tick *t)
{
	uint32_t from = m->vertices[t->from].group, to = m->vertices[t->to].group;
	bool to_is_small = m->vertices[to].size < m->vertices[from].size;
	int64_t by = weight(m, t);

	if (from == to)
		return;
	if (to_is_small && may_move(m, to, true, by))
		move(m, to, -by);
	else if (may_move(m, from, false, by))
		move(m, from, by);
	else if (!to_is_small && may_move(m, to, true, by))
		move(m, to, -by);
	else
		return;
	if (to_is_small)
		unite(m, from, to);
	else
		unite(m, to, from);
}

/* ---- outside ----------------------------------------------------------------------------------------------------- */

static int get_room(struct merge *m, struct arena *a, uint32_t n_ticks, struct err *e)
{
	m->points = arena_array(a, 2 * (size_t)m->n + 1, sizeof(*m->points));
	m->names = arena_array(a, 2 * (size_t)m->n + 1, sizeof(*m->names));
	m->order = arena_array(a, m->n, sizeof(*m->order));
	m->last = arena_array(a, m->n, sizeof(*m->last));
	m->steps = arena_array(a, m->n, sizeof(*m->steps));
	m->flow = arena_array(a, m->n, sizeof(*m->flow));
	m->depth = arena_array(a, (size_t)m->n + 1, sizeof(*m->depth));
	m->vertices = arena_array(a, 2 * (size_t)n_ticks + 1, sizeof(*m->vertices));
	m->ticks = arena_array(a, n_ticks, sizeof(*m->ticks));
	if (!m->points || !m->names || !m->order || !m->last || !m->steps || !m->flow || !m->depth || !m->vertices ||
	    !m->ticks)
		return err_set(e, -ENOMEM, "out of memory");
	m->allowance = (uint64_t)ALLOWANCE * n_ticks;
	return 0;
}

int cost_merge(struct cost_place *places, uint32_t n, struct err *e)
{
	struct merge m = { .places = places, .n = n };
	cleanup_arena struct arena a;
	uint32_t n_ticks = 0;
	int r;

	arena_init(&a, ROOM_BYTES);
	if (n > COST_MERGE_MAX)
		return err_set(e, -EMSGSIZE, "%u places, at most %u are looked at", n, COST_MERGE_MAX);
	for (uint32_t i = 0; i < n; i++)
		n_ticks += places[i].weight > 0;
	if ((r = get_room(&m, &a, n_ticks, e)) < 0)
		return r;
	join_points(&m);
	put_in_order(&m);
	let_flow(&m);
	count_loops(&m);
	make_graph(&m);
	for (uint32_t i = 0; i < m.n_ticks; i++)
		take_away(&m, &m.ticks[i]);
	for (uint32_t i = 0; i < m.n_ticks; i++)
		places[m.ticks[i].place].weight = (uint32_t)weight(&m, &m.ticks[i]);
	return 0;
}
