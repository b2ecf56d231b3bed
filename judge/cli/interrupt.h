/*
 * interrupt: signals that end the program, put off while something must be undone first.
 *
 * Between the two calls SIGINT, SIGTERM and SIGHUP wait, as far as they are not ignored; what works meanwhile asks
 * interrupt_pending now and then, gives up, and undoes what it did. Then they take effect.
 */
#ifndef JUDGE_JUDGE_CLI_INTERRUPT_H
#define JUDGE_JUDGE_CLI_INTERRUPT_H

#include <stdbool.h>

void interrupt_hold(void);
bool interrupt_pending(void);
void interrupt_release(void);

#endif
