#!/bin/bash
# The check for soundness: each program of tests/sound gets its verdict, with the line of its fault.
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/prefix.sh"

# judge_sound WHO FILE OPTION...
judge_sound()
{
	run as "$1" "$judge" submit --problem palindrome --no-history "${@:3}" "$root/tests/sound/$2" "$root/tests/sound/right.h"
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
nothing_left
finish
