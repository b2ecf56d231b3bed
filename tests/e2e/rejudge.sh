#!/bin/bash
# rejudge: what a change of a package changes is seen before it is written, and what was judged stays. tags: quick parallel
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/package.sh"
export HOME=$tmp XDG_DATA_HOME=$tmp/data LC_ALL=C.UTF-8 COLUMNS=100 JUDGE_PROBLEMS=$tmp/problems
package "$tmp/problems/twice"
db=$tmp/data/judge/judge.db
cd "$tmp" || exit 1
cp problems/twice/submissions/accepted/sum.c twice.c
cp problems/twice/submissions/wrong_answer/square.c square.c
# Wrong for -21 alone: it stands and falls with the hidden test.
printf 'int twice(int x)\n{\n\treturn x == -21 ? 0 : x + x;\n}\n' >nearly.c

# json PERL: the program sees the whole object as $v and its submissions as @s.
json()
{
	perl -MJSON::PP -e 'my $v = decode_json($ARGV[0]); my @s = @{$v->{submissions} || []}; exit !('"$1"')' "$out"
}
# tests A B…: the package's hidden tests, each a number and its answer.
hidden()
{
	awk '/^tests:/ { exit } { print }' problems/twice/judge.yaml >head.yaml
	awk '/^references:/ { found = 1 } found' problems/twice/judge.yaml >tail.yaml
	{
		cat head.yaml
		echo 'tests:'
		for test in "$@"; do
			printf '  - group: basic\n    name: 0%s\n    reason: "a number"\n' "$((++n))"
			printf '    input: "%s\\n"\n    answer: "%s\\n"\n' "${test%=*}" "${test#*=}"
		done
		cat tail.yaml
	} >new.yaml
	n=0
	mv new.yaml problems/twice/judge.yaml
}
n=0

run "$judge" rejudge --all
is "$code" 0 "an empty history"
like "$out" '^0 judged again, .* 0 up to date' "is said to be up to date"
for file in twice square nearly; do
	run "$judge" submit -q --problem twice "$file.c"
	eval "$file=$("$judge" history --limit 1 | cut -d ' ' -f 1)"
done
run "$judge" history
is "$err" "" "nothing has changed yet"
run "$judge" rejudge twice
is "$code$err" 0 "the same version"
like "$out" '^0 judged again, 0 with another verdict or score; 0 not judged; 3 up to date$' "is not judged again"

# ---- a change -----------------------------------------------------------------------------------------------------

hidden 5=10
before=$(cksum "$db")
run "$judge" rejudge twice
is "$code$err" 1 "a test was taken out, another one added"
like "$out" $'^  was +now +AC +WA\n  AC +1 +·\n  WA +1 +1\n' "the matrix"
like "$out" "  $nearly  twice  WA.* → AC"$'\n' "a line for what changes"
unlike "$out" "$twice|$square" "and for nothing else"
like "$out" '3 judged again, 1 with another verdict or score; 0 not judged; 0 up to date' "all in one line"
is "$(cksum "$db")" "$before" "nothing is written"
run env LC_ALL=C "$judge" rejudge --color never twice
is "$(grep -cP '[^\x00-\x7f]' <<<"$out")" 0 "in ASCII where there is nothing else"
run "$judge" rejudge -v twice
is "$(grep -c ' → ' <<<"$out")" 1 "with -v, reasons that are the same are none"
run "$judge" rejudge -q twice
is "$(wc -l <<<"$out")" 2 "-q: what changes, and how many"
run "$judge" rejudge --format json twice
is "$code$err" 1 "as JSON"
ok "it says what it was, is and why" json '$v->{schema} eq "judge-rejudge/1" && !$v->{applied} && @s == 3 &&
	$s[2]{was}{verdict} eq "WA" && $s[2]{now}{verdict} eq "AC" && $s[2]{change} eq "verdict" &&
	$s[2]{was}{version} ne $s[2]{now}{version} && $s[0]{change} eq "none" && $s[0]{judgement} == 1 &&
	grep { $_->{was} eq "WA" && $_->{now} eq "AC" && $_->{n} == 1 } @{$v->{matrix}}'

run "$judge" history
like "$err" '^judge: 3 of them judged by another version' "the list says that versions differ"
run "$judge" history -v
is "$(grep -c '[0-9a-f]\* ' <<<"$out")" 3 "and which"
run "$judge" history "$nearly"
like "$out" 'version +[0-9a-f]{12}; the package has changed since, to [0-9a-f]{12}' "a report says so too"
run "$judge" show twice
like "$out" 'Version: [0-9a-f]{12}' "show knows the present one"

# ---- which --------------------------------------------------------------------------------------------------------

run "$judge" rejudge -s "$nearly"
like "$code $out" '^1 .*1 judged again, 1 with' "one submission"
run "$judge" rejudge -s "$nearly" --submission "$nearly" twice --verdict AC
like "$code $out" '^0 0 judged again' "that has another verdict"
run "$judge" rejudge --all --verdict AC
like "$code $out" $'\n1 judged again' "those that were accepted"
for line in '' '--all twice' '--all -s ab' 'nothing' '-s 0123456789abcdef' '-s x' '--verdict OK twice'; do
	# shellcheck disable=SC2086 # the words of a command line
	run "$judge" rejudge $line
	is "$code$out $(wc -l <<<"$err")" "2 1" "refused, in one line: rejudge $line"
done

# ---- applied ------------------------------------------------------------------------------------------------------

run "$judge" rejudge twice --apply
is "$code$err" 1 "applied"
like "$out" $' 1 with another .*\n3 judgements written$' "three were written"
run "$judge" history
is "$err$(awk '{ printf " %s", $6 }' <<<"$out")" " AC WA AC" "they count"
run "$judge" rejudge twice
like "$code $out" '^0 0 judged again.* 3 up to date' "and are up to date"
run "$judge" rejudge --force twice
like "$code $out" $'^0 .*3 judged again, 0 with' "--force judges them all the same"
run "$judge" history "$nearly"
like "$out" $'judgement +2 of 2\n.*verdict +AC' "the last judgement"
run "$judge" history "$nearly" --judgement 1
like "$out" $'judgement +1 of 2, of which the last counts\n.*verdict +WA' "the one before is still there"
run "$judge" history "$nearly" --judgement 3
is "$code$out $(wc -l <<<"$err")" "2 1" "there is no third"
run "$judge" history "$nearly" --source
is "$out" "$(cat nearly.c)" "what was handed in has not changed"
run "$judge" history --format json
ok "the history says which judgement it shows" json '@s == 3 && $s[0]{judgement} == 2 && !$s[0]{outdated} && $s[0]{version}'

# ---- what cannot be judged ----------------------------------------------------------------------------------------

hidden -21=-42
cp "$db" kept.db
perl -e '
	# The first bytes of the source of one submission, wherever the file has them.
	local $/; open my $f, "+<", $ARGV[0] or die; my $text = <$f>;
	my $at = index $text, "x == -21 ? 0"; die if $at < 0; seek $f, $at, 0; print $f "y"; close $f;' "$db"
run "$judge" rejudge twice
like "$code $out" "^2 .*$nearly  twice  cannot be judged: its source is damaged" "a source that is not what was handed in"
like "$out" $'\n2 judged again, 0 with .*; 1 not judged' "does not keep the others from it"
run "$judge" rejudge twice --apply --format json
is "$code" 2 "applied"
ok "to the others" json '$v->{applied} && $s[0]{applied} && !$s[2]{applied} && $s[2]{change} eq "failed" && $s[2]{error}'
cp kept.db "$db"

mv problems/twice problems/gone
run "$judge" history "$nearly"
like "$out" 'version +[0-9a-f]{12}; there is no such package now' "a package that is gone is said to be"
run "$judge" rejudge --all
like "$code $out" $'^2 .*twice  cannot be judged: .*\n0 judged again.* 3 not judged' "and its submissions cannot be judged"
mv problems/gone problems/twice
run env JUDGE_CGROUP=/nowhere PATH=/nonexistent "$judge" rejudge twice --apply
is "$code" 3 "a judge that fails"
is "$("$judge" history 2>/dev/null | awk '{ printf " %s", $6 }')" " AC WA AC" "has changed nothing"

# ---- a package without a time limit: it has the one that its references ask for, here 0.1 s ------------------------

mkdir problems/unlimited
cp -r problems/twice/. problems/unlimited
sed -i 's/time_limit: 1.0/time_resolution: 0.1/' problems/unlimited/problem.yaml
printf '#include <time.h>\nint twice(int x)\n{\n\twhile (clock() < 600000)\n\t\t;\n\treturn x + x;\n}\n' >late.c
run "$judge" submit -q --no-complexity --no-soundness --problem unlimited late.c
like "$out" '^TLE' "too slow for a limit that is measured"
run "$judge" rejudge --force --no-complexity --no-soundness unlimited
is "$code" 0 "is too slow for it again"
like "$out" '1 judged again, 0 with another verdict' "and gets no other verdict"

# ---- ^C -----------------------------------------------------------------------------------------------------------

printf 'int twice(int x)\n{\n\tfor (volatile int i = 1; i;)\n\t\t;\n\treturn x;\n}\n' >slow.c
run "$judge" submit -q --problem twice slow.c
hidden 7=14
before=$(cksum "$db")
# (A shell lets what runs in the background ignore it.)
perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' "$judge" rejudge --force --apply twice >interrupted 2>&1 &
pid=$!
for _ in {1..100}; do
	pgrep -P $pid >/dev/null && break
	sleep 0.05
done
sleep 0.5
kill -INT $pid
wait $pid
is "$?" 130 "^C ends it"
is "$(cksum "$db")$(cat interrupted)" "$before" "and nothing was written"
finish
