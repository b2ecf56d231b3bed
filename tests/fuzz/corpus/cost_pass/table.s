f:
	call	__sanitizer_cov_trace_pc@PLT
.L9:
	jmp	*%rax
	.section	.rodata
.L4:
	.long	.L5-.L4
	.text
.L5:
	rep stosq
	jmp	.L9
