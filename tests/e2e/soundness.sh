#!/bin/bash
# The check for soundness: each program of tests/sound gets its verdict, with the line of its fault. tags: serial long
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/prefix.sh"

# judge_sound WHO FILE OPTION...
judge_sound()
{
	run as "$1" "$judge" submit --problem palindrome --no-history --no-complexity "${@:3}" "$root/tests/sound/$2" "$root/tests/sound/right.h"
}

# is_expected FILE: the first line says what it must get; HERE is the file with the line of that mark.
is_expected()
{
	local got wanted here

	here=$1:$(grep -n '/\* HERE \*/' "$root/tests/sound/$1" | cut -d: -f1)
	wanted=$(sed -n '1s|^/\* expect: \(.*\) \*/$|\1|p' "$root/tests/sound/$1")
	got=$(json_value verdict)/$(json_value reason)
	while read -r wanted; do
		case $got in "$wanted"/ | "$wanted") return 0 ;; esac
		[[ $wanted != */* || $wanted == *HERE* || $got != "$wanted"* ]] || return 0
		[[ $wanted != *HERE* || $got != "${wanted/HERE/$here}" ]] || return 0
	done <<<"${wanted// | /$'\n'}"
	diag "$got"
	return 1
}

who=${people%% *}
for file in "$root"/tests/sound/*.c; do
	judge_sound "$who" "${file##*/}" --format json
	is_expected "${file##*/}"
	tap_case $? "${file##*/}" || diag "$err"
done

for who in $people; do
	judge_sound "$who" heap_use_after_free.c
	like "$out" 'heap-use-after-free heap_use_after_free\.c:[0-9]+ .*A block is used after it was freed' "$who: it is explained"
	like "$out" 'called from right\.h:[0-9]+.*freed at heap_use_after_free\.c:[0-9]+' "$who: with who freed it"
	unlike "$out" 'driver|runtime|sanitized' "$who: and without the driver"
	judge_sound "$who" heap_use_after_free.c --no-soundness
	is "$code" 0 "$who: --no-soundness leaves it out"
done
who=${people%% *}
sed -i 's/^  undefined: reject/  undefined: show/' "$prefix/share/judge/problems/palindrome/judge.yaml"
judge_sound "$who" signed_overflow.c
is "$code" 0 'a problem may show what is undefined only'
like "$out" 'signed-integer-overflow signed_overflow\.c:[0-9]+; it does not decide' 'what does not decide is shown'
unlike "$out" '2147483647 \+|\+ 2147483647' 'but none of its values'
judge_sound "$who" exit_when_watched.c
like "$out" 'goes another way: it ends with run-time error,[[:space:]]+exit 0' 'a run that ends otherwise is told'

judge_sound "$who" leak.c --format sarif
ok 'SARIF has the finding with its line' perl -MJSON::PP -e '
	my $r = decode_json($ARGV[0])->{runs}[0];
	my ($f) = grep { $_->{ruleId} eq "leak" } @{$r->{results}};
	exit !($f->{level} eq "error" && $f->{locations}[0]{physicalLocation}{artifactLocation}{uri} eq "leak.c" &&
		$r->{tool}{driver}{rules}[0]{id} eq "leak" && $f->{partialFingerprints}{"kindAndLine/v1"});' "$out"
# A crash of the plain build: signal, line and the candidate's frames, for people and for programs.
judge_sound "$who" recursion_of_two.c
like "$out" 'called from recursion_of_two\.c:[0-9]+ \(pong\), recursion_of_two\.c:[0-9]+ \(ping\) and so[[:space:]]+on: a recursion' 'a recursion is shown by one turn'
for crash in wild_pointer:11 divide_by_zero:8 abort:6 recursion:11; do
	judge_sound "$who" "${crash%:*}.c" --format json
	ok "JSON has signal and frames of ${crash%:*}" perl -MJSON::PP -e '
		my ($r, $name, $signal) = (decode_json($ARGV[0]), @ARGV[1, 2]);
		my $test = $r->{tests}[$r->{first_failed}];
		my ($f) = @{$r->{soundness}{findings}};
		exit !($test->{signal} == $signal && $test->{reason} =~ /, \Q$name\E\.c:\d+/ && @{$f->{frames}} &&
			!grep { $_->{file} !~ /^(\Q$name\E\.c|right\.h)$/ } @{$f->{frames}});' "$out" "${crash%:*}" "${crash#*:}"
done

# Of a value that a message of the sanitizer would show, of its address and of the driver nothing is shown.
judge_sound "$who" hidden_value.c
like "$out" 'signed-integer-overflow hidden_value\.c:[0-9]+' 'an overflow that depends on the input is found'
unlike "$out" '21474|0x[0-9a-f]{6}|driver\.c|runtime\.c|candidate\.so' 'and its values are not shown'

# What the compiler says is explained, and what its analyzer finds is shown and decides nothing.
judge_sound "$who" warned.c
is "$code" 0 'a warning does not decide'
like "$out" 'unused variable .*[[:space:]]+[0-9]+ .*[[:space:]]+.*\^+.*Nothing uses this variable' 'a warning has its line, its mark and a sentence'
like "$out" '\[-Wanalyzer-malloc-leak\]' 'the analyzer finds what no test shows'
judge_sound "$who" warned.c --format json
ok 'JSON has the sentence' perl -MJSON::PP -e '
	my @d = @{decode_json($ARGV[0])->{diagnostics}};
	my ($w) = grep { ($_->{option} // "") eq "-Wunused-variable" } @d;
	exit !($w->{says} =~ /Nothing uses/ && $w->{line} && $w->{column});' "$out"
judge_sound "$who" leak.c
unlike "$out" 'Wanalyzer' 'what a run has shown is not said twice'

# A program with a main of its own, and what the library allocates for it.
program=$tmp/problems/echo
mkdir -p "$program"/{data/sample,submissions/accepted,statement}
sed '/^name:/,/^uuid:/c\name: Echo\nuuid: 6f0b4a52-6d0c-4c43-9c87-2f6f3c1f5a11' "$root/problems/palindrome/problem.yaml" >"$program/problem.yaml"
cat >"$program/judge.yaml" <<'END'
format: 1
section: Examples
difficulty: easy
model: accepted/echo.c
complexity: {time: "O(n)", space: "O(n)"}
soundness: {leaks: reject}
groups: []
tests: []
references:
  - {file: accepted/echo.c, verdict: AC, trap: none}
END
echo hello | tee "$program/data/sample/1.in" >"$program/data/sample/1.ans"
echo Echo >"$program/statement/problem.en.md"
printf '#include <stdio.h>\nint main(void) { for (int c; (c = getchar()) != EOF;) putchar(c); }\n' >"$program/submissions/accepted/echo.c"
chmod -R a+rX "$tmp/problems"
run as "$who" env JUDGE_PROBLEMS="$tmp/problems" "$judge" submit --problem echo --no-history "$root/tests/sound/program/leaks.c" -v
for function in getline asprintf open_memstream malloc; do
	line=$(grep -n "/\* $function \*/" "$root/tests/sound/program/leaks.c" | cut -d: -f1)
	like "$out" "leak [0-9]+ B in 1 block, allocated at leaks\.c:$line" "a program leaks what $function gave it"
done
run as "$who" env JUDGE_PROBLEMS="$tmp/problems" "$judge" submit --problem echo --no-history "$root/tests/sound/program/frees.c"
is "$code" 0 'a program that frees all, some of it at its very end, leaks nothing' || diag "$out"
# A header by the name of one of the runtime's must not be a way around the check.
mkdir "$tmp/own"
cp "$root/tests/sound/program/leaks.c" "$tmp/own/"
printf '#pragma once\n' | tee "$tmp/own/channel.h" "$tmp/own/sanitized.h" >"$tmp/own/runtime.h"
chmod -R a+rX "$tmp/own"
run as "$who" env JUDGE_PROBLEMS="$tmp/problems" "$judge" submit --problem echo --no-history "$tmp"/own/* -v
like "$out" 'leak [0-9]+ B in 1 block, allocated at leaks\.c' 'a program with headers by the names of ours is checked too' || diag "$err"
nothing_left
finish
