f:
	jne	.L2
.L1:
	call	f
	call	_setjmp@PLT
.L2:
	jne	.L1
	jmp	__sanitizer_cov_trace_pc@PLT
