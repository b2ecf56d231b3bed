/*
 * each: shares numbers out among the workers of a session.
 *
 * Workers take the next number that nobody has. A worker whose thread cannot be made is missed by nobody: the calling
 * thread is the first, and does what is left.
 */
#include "judge/author/each.h"

#include <pthread.h>

struct sharing {
	size_t next, n;
	int (*each)(struct judge *one, size_t i, void *arg, struct err *e);
	void *arg;
	struct err failure;
	size_t failed_at;
	pthread_mutex_t lock;
};

struct hand {
	struct sharing *sharing;
	struct judge judge; /* the whole one's, with one worker */
	pthread_t thread;
	bool started;
};

static void *work(void *arg)
{
	struct hand *own = arg;
	struct sharing *s = own->sharing;

	pthread_mutex_lock(&s->lock);
	while (s->next < s->n && !s->failure.code) {
		const size_t i = s->next++;
		struct err e = ERR_INIT;
		int r;

		pthread_mutex_unlock(&s->lock);
		r = s->each(&own->judge, i, s->arg, &e);
		pthread_mutex_lock(&s->lock);
		if (r < 0 && (!s->failure.code || i < s->failed_at)) {
			s->failure = e;
			s->failed_at = i;
		}
	}
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

int judge_each(struct judge *j, size_t n, int (*each)(struct judge *one, size_t i, void *arg, struct err *e), void *arg,
	       struct err *e)
{
	struct sharing s = { .n = n, .each = each, .arg = arg, .failure = ERR_INIT };
	struct hand hands[JUDGE_WORKERS_MAX] = { 0 };

	pthread_mutex_init(&s.lock, NULL);
	for (unsigned i = 0; i < j->n_workers; i++) {
		hands[i] = (struct hand){ .sharing = &s, .judge = judge_hand(j, i) };
		hands[i].started = i > 0 && i < n && !pthread_create(&hands[i].thread, NULL, work, &hands[i]);
	}
	work(&hands[0]);
	for (unsigned i = 0; i < j->n_workers; i++)
		if (hands[i].started)
			pthread_join(hands[i].thread, NULL);
	pthread_mutex_destroy(&s.lock);
	if (s.failure.code)
		*e = s.failure;
	return s.failure.code;
}
