	.file	"b.c"
	.text
.Ltext0:
	.file 0 "/tmp/h-cost-x" "b.c"
	.p2align 4
	.globl	tl
	.type	tl, @function
tl:
.LFB11:
	.file 1 "b.c"
	.loc 1 6 14
	.cfi_startproc
	subq	$8, %rsp
	.cfi_def_cfa_offset 16
	.loc 1 6 22
	call	__sanitizer_cov_trace_pc@PLT
	data16	leaq	tv@tlsgd(%rip), %rdi
	.value	0x6666
	rex64
	call	__tls_get_addr@PLT
	.loc 1 6 26
	addq	$8, %rsp
	.cfi_def_cfa_offset 8
	ret
	.cfi_endproc
.LFE11:
	.size	tl, .-tl
	.p2align 4
	.globl	atom
	.type	atom, @function
atom:
.LFB12:
	.loc 1 7 16
	.cfi_startproc
	subq	$8, %rsp
	.cfi_def_cfa_offset 16
	.loc 1 7 19
	call	__sanitizer_cov_trace_pc@PLT
	movq	at@GOTPCREL(%rip), %rdx
	lock addq	$1, (%rdx)
.LBB2:
	.loc 1 7 23
	movl	$1, %eax
	movl	$2, %ecx
	lock cmpxchgq	%rcx, (%rdx)
.LBE2:
	.loc 1 7 72
	addq	$8, %rsp
	.cfi_def_cfa_offset 8
	ret
	.cfi_endproc
.LFE12:
	.size	atom, .-atom
	.p2align 4
	.globl	comp
	.type	comp, @function
comp:
.LFB13:
	.loc 1 8 16
	.cfi_startproc
	pushq	%r12
	.cfi_def_cfa_offset 16
	.cfi_offset 12, -16
	.loc 1 8 54
	leaq	t.0(%rip), %r12
	.loc 1 8 16
	pushq	%rbp
	.cfi_def_cfa_offset 24
	.cfi_offset 6, -24
	pushq	%rbx
	.cfi_def_cfa_offset 32
	.cfi_offset 3, -32
	.loc 1 8 16
	movq	%rdi, %rbx
	addq	$8, %rbx
	.loc 1 8 57
	call	__sanitizer_cov_trace_pc@PLT
	.loc 1 8 54
	movslq	-8(%rbx), %rax
	movq	(%r12,%rax,8), %rbp
	call	__sanitizer_cov_trace_pc@PLT
	jmp	*%rbp
	.p2align 4,,10
	.p2align 3
.L9:
	.loc 1 8 75
	call	__sanitizer_cov_trace_pc@PLT
	.loc 1 8 85
	movslq	(%rbx), %rax
	movq	(%r12,%rax,8), %rbp
.L10:
	addq	$4, %rbx
	call	__sanitizer_cov_trace_pc@PLT
	jmp	*%rbp
	.p2align 4,,10
	.p2align 3
.L11:
	.loc 1 8 102
	call	__sanitizer_cov_trace_pc@PLT
	.loc 1 8 99
	movslq	-4(%rbx), %rax
	movq	(%r12,%rax,8), %rbp
	.loc 1 8 92
	jmp	.L10
	.p2align 4,,10
	.p2align 3
.L8:
	.loc 1 8 70
	call	__sanitizer_cov_trace_pc@PLT
	.loc 1 8 106
	popq	%rbx
	.cfi_def_cfa_offset 24
	movl	$1, %eax
	popq	%rbp
	.cfi_def_cfa_offset 16
	popq	%r12
	.cfi_def_cfa_offset 8
	ret
	.cfi_endproc
.LFE13:
