#!/bin/bash
# history: what was submitted is remembered, and comes back. tags: quick parallel
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/package.sh"
export HOME=$tmp XDG_DATA_HOME=$tmp/data LC_ALL=C.UTF-8 COLUMNS=80 JUDGE_PROBLEMS=$tmp/problems
package "$tmp/problems/twice"
cd "$tmp" || exit 1
cp problems/twice/submissions/accepted/sum.c twice.c
cp problems/twice/submissions/wrong_answer/square.c square.c

run "$judge" history
is "$code$out$err" 0 "an empty history"
run "$judge" list
unlike "$out" '✓|·' "no marks"

run "$judge" submit -q --problem twice square.c
is "$code" 1 "a wrong answer"
run "$judge" list
like "$out" '· twice' "tried"
run "$judge" submit -q twice.c
is "$code" 0 "a right one"
run "$judge" list
like "$out" '✓ twice' "solved"
run "$judge" submit -q --no-history twice.c
is "$code" 0 "one that is not to be remembered"
run "$judge" test -q twice.c
is "$code" 0 "a trial"

run "$judge" history
is "$code$err $(wc -l <<<"$out")" "0 2" "two submissions are remembered"
like "$(head -n 1 <<<"$out")" 'twice .* 3/3 .* AC$' "the newest first"
like "$(tail -n 1 <<<"$out")" 'twice .* 1/3 .* WA' "the oldest last"
ids=$(cut -d ' ' -f 1 <<<"$out")
run env COLUMNS=120 "$judge" history -v
like "$(tail -n 1 <<<"$out")" 'WA .*MiB  [0-9a-f]{12}   square\.c' "-v: time, memory, version, file"
run "$judge" history --limit 1
is "$(wc -l <<<"$out")" 1 "--limit"
run "$judge" history --problem twice
is "$(wc -l <<<"$out")" 2 "--problem"
run "$judge" history --problem other
is "$code$out" 0 "--problem without submissions"
run "$judge" history --format json
ok "--format json" perl -MJSON::PP -e '
	my @s = @{decode_json($ARGV[0])->{submissions}};
	exit !(@s == 2 && $s[0]{verdict} eq "AC" && $s[1]{verdict} eq "WA" && $s[1]{file} eq "square.c" && $s[0]{passed} == 3);' "$out"

wrong=$(tail -n 1 <<<"$ids")
run "$judge" history "$wrong"
is "$code$err" 0 "one report"
like "$out" $'problem +twice\nversion +[0-9a-f]{12}\nfiles +square\\.c\n.*\nfirst fault +sample/2: WA.*\nverdict +WA' "in short"
run "$judge" history "$wrong" --source
is "$out" "$(cat square.c)" "--source"
run "$judge" history "$wrong" --format json
ok "a report as JSON" perl -MJSON::PP -e 'my $r = decode_json($ARGV[0]); exit !($r->{schema} eq "judge-report/1" && $r->{verdict} eq "WA")' "$out"
run "$judge" history 0123456789abcdef
is "$code$out" 2 "an unknown id"
is "$(wc -l <<<"$err")" 1 "is one line"
run "$judge" history 'not an id'
is "$code$out" 2 "what is no id"

echo garbage >"$tmp/data/judge/judge.db"
run "$judge" history
is "$code$out" 3 "a damaged history"
is "$(wc -l <<<"$err")" 1 "is one line"
run "$judge" submit -q twice.c
like "$code $out" '^0 AC' "the verdict is shown all the same"
run "$judge" submit --format json twice.c
like "$err" 'judge: this submission is not in the history: ' "with a note"
is "$(cat "$tmp/data/judge/judge.db")" garbage "and nothing is written over"
finish
