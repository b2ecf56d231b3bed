/*
 * bpf: an interpreter for the classic BPF programs that seccomp loads, so that a filter can be proven without loading
 * it. It knows the subset that the kernel lets a filter use (seccomp_check_filter in kernel/seccomp.c); anything else
 * is an error.
 */
#ifndef JUDGE_TESTS_SUPPORT_BPF_H
#define JUDGE_TESTS_SUPPORT_BPF_H

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What the program returns for this call (SECCOMP_RET_*), or 0xffffffff when the program is not a filter: a jump out
 * of it, an unknown instruction, no return.
 */
#define BPF_NO_FILTER 0xffffffffu
uint32_t bpf_run(const struct sock_filter *program, size_t n, const struct seccomp_data *data);

#endif
