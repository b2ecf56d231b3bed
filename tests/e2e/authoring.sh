#!/bin/bash
# What an author begins with: new problems that verify clean, their tests as files, and a time limit. tags: parallel long
. "$(dirname "$0")/../support/tap.sh"
export HOME=$tmp XDG_DATA_HOME=$tmp/data XDG_CACHE_HOME=$tmp/cache LC_ALL=C.UTF-8 COLUMNS=100 JUDGE_PROBLEMS=$tmp/problems
mkdir "$tmp/problems"
cd "$tmp" || exit 1

for kind in function stdio interactive debugging; do
	run "$judge" problem new --kind $kind "my_$kind"
	like "$code $out" "^0 .*/my_$kind written: [0-9]+ files" "new --kind $kind"
	run "$judge" verify -q "my_$kind"
	is "$code" 0 "a new $kind problem verifies clean" || diag "$out" "$err"
	run "$judge" start -o "$kind.c" "my_$kind"
	run "$judge" submit -q --no-complexity --no-soundness --problem "my_$kind" "$kind.c"
	like "$code $out" '^1 (WA|NO)' "its starter compiles and is wrong"
done
not_ok "no word of the skeleton is left" grep -riq skeleton problems
run "$judge" problem new my_stdio
like "$code $err" '^2 judge: .*my_stdio is there already and is left as it is' "none is written over"
run "$judge" problem new --kind interpretive x
like "$code $err" '^2 judge: .*interpretive' "an unknown kind"
run "$judge" problem new --format json --into "$tmp/problems" by_json
ok "new --format json" perl -MJSON::PP -e '
	my $v = decode_json($ARGV[0]);
	exit !($v->{schema} eq "judge-problem-new/1" && $v->{problem} eq "by_json" && $v->{kind} eq "function");' "$out"

run "$judge" problem generate my_stdio
is "$code $(wc -l <<<"$out")" "0 32" "generate: a line a test"
like "$out" 'adversarial/03-alternating +[0-9]+ +[0-9]+  alternate 1001 2147483647 1' "with what it is made of"
run "$judge" problem generate -q --into tests my_stdio
is "$code $(find tests -name '*.in' | wc -l) $(find tests -name '*.ans' | wc -l)" "0 30 30" "generate --into"
is "$(cat tests/basic/01-three.in tests/basic/01-three.ans)" "$(printf '3\n1 2 3\n6')" "the tests as files"
run "$judge" problem generate --into tests my_stdio
like "$code $err" '^2 judge: .*is there already and is left as it is' "generate writes over nothing"

# For others: tests as files, and what only judge.yaml can say left out.
run "$judge" problem pack --standard -o std.zip my_stdio
is "$code $err" "0 note: submissions/rejected/no_main.c: that it is rejected is not seen by tests alone; it is left out" "pack --standard"
run "$judge" problem import --id std std.zip
like "$code $out" '^0 std installed from [0-9]+ files: 32 tests in 5 groups, 7 reference' "what it made can be imported"
is "$(ls problems/std)" "$(ls -I judge.yaml problems/my_stdio)" "and has no judge.yaml"
ok "programs have the headers that they include" test -f problems/std/generators/generate.h -a -f problems/std/input_validators/validate.h
is "$(cat problems/std/data/secret/basic/01-three.{in,ans})" "$(cat tests/basic/01-three.{in,ans})" "tests are files"
run "$judge" verify --no-complexity --no-soundness -q std
is "$code" 0 "and it verifies clean" || diag "$out"
run "$judge" problem pack --standard -o x.zip my_function
like "$code $err" '^[23] judge: problem my_function: its submissions are functions' "functions are for nobody else"
rm -r problems/std

# Fewer tests, so that this takes no longer than it must.
yaml=problems/my_stdio/problem.yaml
run "$judge" problem time-limit my_stdio
like "$code $out" '^0 .*prefix_by_prefix\.c +> +1\.[0-9]+ s  TLE' "time-limit: what is too slow is, with the margin"
like "$out" 'that is the limit now' "time-limit: as it is"
sed -i 's/time_limit: 1.0 #/time_limit: 9.0 #/' "$yaml"
cp "$yaml" before
run "$judge" problem time-limit my_stdio
like "$out" 'problem.yaml says 9 s; --write changes it' "time-limit proposes"
ok "and changes nothing" cmp before "$yaml"
run "$judge" problem time-limit --write my_stdio
like "$code $out" '^0 .*said 9 s, and was changed' "time-limit --write"
sed -i 's/time_limit: 9.0/time_limit: 1/' before
ok "and touches nothing else" cmp before "$yaml"
sed -i 's|time_limit_exceeded/prefix_by_prefix.c, verdict: TLE.*|accepted/prefix_by_prefix.c, verdict: AC}|' problems/my_stdio/judge.yaml
mkdir -p problems/my_stdio/submissions/accepted
cp problems/my_stdio/submissions/accepted/one_pass.c problems/my_stdio/submissions/time_limit_exceeded/prefix_by_prefix.c
mv problems/my_stdio/submissions/time_limit_exceeded/prefix_by_prefix.c problems/my_stdio/submissions/accepted/
run "$judge" problem time-limit --format json my_stdio
ok "time-limit --format json" perl -MJSON::PP -e '
	my $v = decode_json($ARGV[0]);
	exit !($v->{proposed_us} == 1e6 && @{$v->{references}} == 3 && !$v->{written});' "$out"
sed -i 's|wrong_answer/last_value_missed.c, verdict: WA.*|accepted/last_value_missed.c, verdict: AC}|' problems/my_stdio/judge.yaml
mv problems/my_stdio/submissions/{wrong_answer,accepted}/last_value_missed.c
run "$judge" problem time-limit --write my_stdio
like "$code $out" '^1 .*last_value_missed\.c.*<- unexpected.*no limit can be proposed' "an accepted reference that is wrong"
ok "then nothing is written" cmp before "$yaml"
finish
