#!/bin/bash
# tags: quick parallel
# What is accepted in a box must have tried something: run without one, these programs get at what they are after. Only those
# that do no harm say so of themselves, in a comment that begins with "outside: escapes".
. "$(dirname "$0")/../support/tap.sh"

include=(-std=gnu17 -w -I "$root/tests/abuse" -include "$root/problems/lru_cache/include/lru_cache.h")
places="s|@[A-Z]*@|$root/problems|g"
mkdir "$tmp/work"
cd "$tmp/work" || exit 1
printf '2 3\n' >input
printf 'void *lRUCacheCreate(int capacity);\nint main(void)\n{\n\treturn !lRUCacheCreate(1);\n}\n' >main.c

# The descriptor 5 is one that a program in a box would not have. A limit of 1 byte keeps every kind of core dump away, core(5).
try()
{
	local main=main.c

	sed "$places" "$1" >"$tmp/program.c"
	grep -q '"honest.h"' "$1" || main=
	if "${CC:-cc}" "${include[@]}" -o "$tmp/program" "$tmp/program.c" $main 2>"$tmp/said"; then
		# The shell's own word on how it ended goes nowhere.
		{ prlimit --core=1 timeout -k 1 20 "$tmp/program" <input 5<input >/dev/null 2>>"$tmp/said"; } 2>/dev/null
	fi
	grep -qE 'escaped: |#error' "$tmp/said"
}

mapfile -t files < <(grep -l 'outside: escapes' "$root"/tests/abuse/*.c)
for file in "${files[@]}"; do
	if [ "$(id -u)" -ne 0 ] && grep -q 'escapes, where root' "$file"; then
		skip 'only root has what it is after' "${file##*/}"
		continue
	fi
	try "$file"
	tap_case $? "${file##*/}: gets at something where nothing confines it" || diag "$(cat "$tmp/said")"
done
finish
