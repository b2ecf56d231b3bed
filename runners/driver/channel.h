/*
 * channel: what the runtime inside the box (runtime.c) and execute.c outside agree on.
 *
 * Descriptors 0, 1 and 2 of the process are the candidate's: /dev/null, and two pipes for what it prints. Ours are
 * three more: the answer, which is bytes of the driver's choosing; notes; and the input, a regular file that the
 * runtime maps and closes before any code of the candidate runs.
 *
 * A note is one line, a word of those below, some with a text behind one blank, at most CHANNEL_NOTE_MAX bytes with
 * its newline and written at once. The candidate's code shares the process and can write there what it likes. All
 * that it gains is that its own run fails: no note makes an answer right, and a run that ended by a signal or a limit
 * has ended so whatever the notes say. A fault of the driver's ("fault") is believed only of the model's own run,
 * when the tests are made; on a test that the model has passed it is the candidate's doing.
 */
#ifndef JUDGE_RUNNERS_DRIVER_CHANNEL_H
#define JUDGE_RUNNERS_DRIVER_CHANNEL_H

/*
 * In a conversation the answer and the input are ends of pipes to the partner: the runtime reads as its driver asks,
 * and closes nothing. The candidate can read and write there, too, so that the partner takes nothing for more than the
 * candidate's own word.
 */
#define CHANNEL_ANSWER_FD 3
#define CHANNEL_NOTES_FD  4
#define CHANNEL_INPUT_FD  5

#define CHANNEL_CANDIDATE "/box/candidate.so"

/*
 * Of what was built with sanitizers, which is never a server: where their reports go, and ours of what they do not see
 * (sanitized.c), a line each: a word of these, its numbers, and the place as an offset into the candidate's file.
 */
#define CHANNEL_REPORT_FD 6
#define CHANNEL_LEAK      "judge: leak "  /* + bytes, blocks, place of the allocation: "48 2 0x1234" */
#define CHANNEL_CTYPE     "judge: ctype " /* + function, place of the call: "isalnum 0x1234" */
/* … with this in it where the executable is the candidate */
#define CHANNEL_OF_PROGRAM (UINT64_C(1) << 63)

/*
 * With this word as its argument the runtime is a server: it loads the candidate's object and makes a fork for each
 * test. A fork says with a byte on CHANNEL_TEST_FD that it is there, and is sent the three descriptors above and the
 * two pipes of the candidate there. The numbers are those of sandbox/serve.h; execute.c compares.
 */
#define CHANNEL_SERVE       "serve"
#define CHANNEL_COMMAND_FD  6
#define CHANNEL_TEST_FD     7
#define CHANNEL_CLONE_FLAGS (CLONE_PARENT | SIGCHLD)
#define CHANNEL_FDS_MAX     8

/*
 * Where steps are counted the last argument is the counter's name, and this descriptor has what is to be counted:
 * "BUDGET SEED PHASE", without a phase "BUDGET SEED".
 */
#define CHANNEL_ORDER_FD 6

#define CHANNEL_NOTE_MAX 256

#define CHANNEL_DONE           "done"           /* driver_run returned and the whole answer is handed over */
#define CHANNEL_ALLOC_FAILED   "alloc-failed"   /* memory was asked for and not given; at most once */
#define CHANNEL_STACK_OVERFLOW "stack-overflow" /* the fault that ends the process lies below the stack */
#define CHANNEL_NULL_ACCESS    "null-access"    /* … lies in the first page */
#define CHANNEL_COMPLAINT      "complaint"      /* + text: what the driver found wrong with the candidate's conduct */
#define CHANNEL_FAULT          "fault"          /* + text: the driver or the runtime cannot do its work */
#define CHANNEL_COST           "cost"           /* + ticks, 1 if it drew, bytes of heap and of stack: "123 0 48 96" */
/* Before the cost, one for each function: + ticks and name, "120 partition" */
#define CHANNEL_PROFILE "profile"

/* How the runtime's process ends by itself; a complaint or a fault counts only with its own code. */
enum channel_exit {
	CHANNEL_EXIT_DONE = 0,
	CHANNEL_EXIT_UNSOUND = 119, /* the address sanitizer ended it */
	CHANNEL_EXIT_FAULT = 120,
	CHANNEL_EXIT_COMPLAINT = 121,
	CHANNEL_EXIT_NO_MEMORY = 122,
	CHANNEL_EXIT_BUDGET = 123, /* no step was left */
};

#endif
