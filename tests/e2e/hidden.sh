#!/bin/bash
# Hidden tests stay hidden: a submission that looks everywhere finds its own input and nothing of other tests or of answers,
# a compiler that is told every path sees none of them, and nothing that one run does is there for the next.
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/prefix.sh"
. "$(dirname "$0")/../support/package.sh"

# ---- a package whose every input and answer is a number that stands nowhere else
numbers=(700001 712345 723456 734567 745678 756789 767890 778901)
mask=0x2a5a5a
problems=$tmp/problems
package "$problems/twice"
yaml=$(<"$problems/twice/judge.yaml")
{
	sed '/^tests:/,$d' <<<"$yaml"
	echo 'tests:'
	for i in "${!numbers[@]}"; do
		printf '  - {group: basic, name: n%d, reason: "a number", input: "%d\\n", answer: "%d\\n"}\n' \
			"$i" "${numbers[i]}" $((2 * numbers[i]))
	done
	sed -n '/^references:/,$p' <<<"$yaml"
} >"$problems/twice/judge.yaml"
chmod -R u=rwX,go=rX "$problems"

# A spy for each hidden test, which it fails: of the first that fails the owner of the machine is told everything.
for i in "${!numbers[@]}"; do
	{
		echo "#define NUMBERS $(for n in "${numbers[@]}"; do printf '%d, ' $((n ^ mask)); done)"
		cat "$root/tests/e2e/spy.h"
		printf 'int twice(int x)\n{\n\tif ((x ^ MASK) == %d)\n\t\treturn spy(x), 0;\n\treturn x + x;\n}\n' \
			$((numbers[i] ^ mask))
	} >"$tmp/spy$i.c"
done

# judge_twice WHO ARGUMENTS...
judge_twice()
{
	run as "$1" env JUDGE_PROBLEMS="$problems" "$judge" "${@:2}"
}

# numbers_in TEXT: those of the package that stand in it, inputs and answers.
numbers_in()
{
	local n

	for n in "${numbers[@]}"; do
		[[ $1 != *$n* ]] || printf '%d ' "$n"
		[[ $1 != *$((2 * n))* ]] || printf '%d ' $((2 * n))
	done
}

for who in $people; do
	for i in "${!numbers[@]}"; do
		own="${numbers[i]} $((2 * numbers[i])) "
		judge_twice "$who" submit --problem twice --no-history --format json "$tmp/spy$i.c"
		is "$code $(json_value verdict)" '1 WA' "$who: spy $i is judged" || diag "$out$err"
		is "$(grep -o '"printed": "..*"' <<<"$out")" '"printed": "own input\n"' 'it finds its own input and nothing else'
		is "$(numbers_in "$out")" "$own" 'the report holds data of that test alone'
		judge_twice "$who" submit --problem twice --no-history -v "$tmp/spy$i.c"
		is "$(numbers_in "$out$err")" "$own" 'as text too'
	done
	judge_twice "$who" test --problem twice "$tmp/spy0.c"
	is "$code $(numbers_in "$out$err")" '0 ' "$who: a try of the samples says nothing of hidden tests"
done

# ---- the compiler is told every path that there is
honest=$root/problems/lru_cache/submissions/accepted/hash_and_list.c

# submit_lru FILE
submit_lru()
{
	run as "$who" "$judge" submit --problem lru_cache -q "$1"
}

for who in $people; do
	submit_lru "$honest"
	is "$code" 0 "$who: there are tests of lru_cache and a history"
	find "$prefix" "$tmp/$who" "$problems" "$root/problems" "$tmp" -maxdepth 7 2>/dev/null | sort -u >"$tmp/paths"
	for path in 'share/judge/problems/lru_cache/judge\.yaml$' '/tests/lru_cache.*/0010\.ans$' '/data/judge/.*\.db' "^$tmp\$"; do
		ok "$path is one of the paths" grep -q "$path" "$tmp/paths"
	done
	rm -f "$tmp"/part.*
	split -l 500 "$tmp/paths" "$tmp/part."
	for part in "$tmp"/part.*; do
		{
			sed 's|.*|#if __has_include("&") \|\| __has_include("../../../../../../..&")\n#error &\n#endif|' "$part"
			cat "$honest"
		} >"$tmp/include.c"
		submit_lru "$tmp/include.c"
		like "$code $out" '^0 AC' "$who: none of $(wc -l <"$part") paths can be included" || diag "$err"
	done
	for path in 'share/judge/problems/lru_cache/judge\.yaml$' '/tests/lru_cache.*/0010\.ans$' '/data/judge/.*\.db'; do
		path=$(grep -m 1 "$path" "$tmp/paths")
		printf '#include "%s"\n' "$path" >"$tmp/include.c"
		submit_lru "$tmp/include.c"
		like "$code $out" '^1 CE .*No such file' "$who: including ${path##*/} fails"
		printf '__asm__(".incbin \\"%s\\"");\n' "$path" >"$tmp/include.c"
		cat "$honest" >>"$tmp/include.c"
		submit_lru "$tmp/include.c"
		like "$code $out" '^1 CE .*(file not found|No such file)' "$who: .incbin of ${path##*/} fails"
	done
done

# ---- what a program does to its input, an open file, is gone with its run
rm -rf "$problems/twice/judge.yaml" "$problems/twice"/{include,attachments,generators,submissions}
mkdir -p "$problems/twice/data/secret"
printf '21\n' >"$problems/twice/data/secret/1.in"
printf '42\n' >"$problems/twice/data/secret/1.ans"
chmod -R u=rwX,go=rX "$problems"
cat >"$tmp/mark.c" <<'END'
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

int main(void)
{
	const struct timespec mark[2] = { { .tv_sec = 1000000000 }, { .tv_sec = 1000000000 } };
	struct stat st;
	int x;

	if (fstat(0, &st) || st.st_atime == 1000000000 || st.st_mtime == 1000000000 || !(st.st_mode & 0400))
		return 1;
	fchmod(0, 0);
	futimens(0, mark);
	if (!ftruncate(0, 0) || lseek(0, 0, SEEK_END) < 2 || lseek(0, 0, SEEK_SET))
		return 2;
	return scanf("%d", &x) == 1 && printf("%d\n", 2 * x) > 0 && lseek(0, 1, SEEK_SET) == 1 ? 0 : 3;
}
END
for who in $people; do
	for round in first second; do
		judge_twice "$who" submit --problem twice -q "$tmp/mark.c"
		like "$code $out" '^0 AC' "$who: a program finds no mark on its input, the $round time"
	done
done

# ---- a keeper has more rights than anything else: what somebody left in a directory above the program is not started
printf '#!/bin/sh\ntouch %q\n' "$tmp/started" >"$tmp/judge-keeper"
chmod 755 "$tmp/judge-keeper"
for above in "$prefix/bin/../.." "$prefix/bin/../../.."; do
	[ "$above" -ef "$tmp" ] || cp "$tmp/judge-keeper" "$above"
	who=${people%% *}
	submit_lru "$honest"
	is "$code $(ls "$tmp/started" 2>/dev/null)" '0 ' "the installed keeper is started, not one from $(realpath --relative-to="$prefix/bin" "$above")"
done
nothing_left
finish
