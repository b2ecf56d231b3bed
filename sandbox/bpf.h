/*
 * bpf: an interpreter for the classic BPF programs that seccomp loads, so that a filter can be proven without loading
 * it: before it is ever used (policy.c), and in the tests over whole tables. It knows the instructions that the kernel
 * lets a filter have and what they do (seccomp(2); the kernel's Documentation/networking/filter.rst and
 * userspace-api/seccomp_filter.rst); test_policy_kernel.c holds it against the kernel at hand.
 */
#ifndef JUDGE_SANDBOX_BPF_H
#define JUDGE_SANDBOX_BPF_H

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Whether the kernel takes these n instructions as a filter: known ones only, with operands and jumps in bounds, a
 * return at the end, no cell of memory read that was not written, 1 to BPF_MAXINSNS of them.
 */
bool bpf_is_filter(const struct sock_filter *program, size_t n);

/*
 * 0, and in *answer what the program returns for this call (SECCOMP_RET_*). -EINVAL, *answer untouched, when it comes
 * to an instruction that no filter may have; so this is safe on any bytes, and never the answer to a bpf_is_filter.
 */
int bpf_run(const struct sock_filter *program, size_t n, const struct seccomp_data *call, uint32_t *answer);

#endif
