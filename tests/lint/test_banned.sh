#!/bin/bash
# Each banned function does not compile, and the compiler's message says why; what is like it but allowed does compile.
. "$(dirname "$0")/../support/tap.sh"

compile()
{
	printf 'void f(void)\n{\n\t%s;\n}\n' "$1" >"$tmp/a.c"
	run gcc -std=gnu17 -D_GNU_SOURCE -I"$root" -include sandbox/base/banned.h -fsyntax-only "$tmp/a.c"
}

# The least that must be on the list, so that it does not shrink unseen; the list itself is read from the header.
least='alloca asctime atof atoi atol atoll ctime gets gmtime localtime mktemp popen sprintf strcat strcpy strncat strncpy
	strtok system tempnam tmpnam tmpfile vsprintf'
listed=$(sed -n 's/^#define \([a-z]*\)(\.\.\.) BANNED(.*/\1/p' "$root/sandbox/base/banned.h")

for name in $(printf '%s\n' $least $listed | sort -u); do
	compile "$name(0)"
	[ "$code" -ne 0 ] && [[ $err =~ sorry_${name}_is_banned ]]
	tap_case $? "$name does not compile" || diag "$err"
done
compile 'char b[2]; snprintf(b, sizeof(b), "%d", 1)'
is "$code$err" 0 "snprintf compiles"
compile 'struct tm t; time_t now = 0; gmtime_r(&now, &t)'
is "$code$err" 0 "gmtime_r compiles"
finish
