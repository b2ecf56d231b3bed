#!/bin/bash
# mutate: weak tests are seen to be weak, arguments are checked, and those of a real problem are strong. tags: parallel
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/package.sh"
export HOME=$tmp XDG_CACHE_HOME=$tmp/cache LC_ALL=C.UTF-8 COLUMNS=100
real=$root/problems
export JUDGE_PROBLEMS=$tmp/problems
package "$tmp/problems/twice"
cd "$tmp/problems/twice" || exit 1

# No test has a number above 1000.
cat >submissions/accepted/sum.c <<'END'
int twice(int x)
{
	if (x > 5000)
		return 7;
	return x + x;
}
END
run "$judge" mutate twice
is "$code" 1 "weak tests fail"
like "$out" 'survived +accepted/sum\.c:3:10 +number in twice' "each survivor is named with its place and class"
like "$out" '- if \(x > 5000\)[[:space:]]+\+ if \(x > 5001\)' "and its line before and after"
like "$out" 'arithmetic +1 of +1' "classes are counted"
like "$(tail -n 2 <<<"$out")" 'FAIL +twice +[0-9]+\.[0-9] %: 5 of 11' "a line for the problem"
like "$err" 'twice: judging mutants' "what goes on is said"
run "$judge" mutate -q twice
unlike "$out$err" 'survived +accepted|judging' "-q: the line for the problem alone"

cat >mutants.yaml <<'END'
equivalent:
  - file: accepted/sum.c
    line: "if (x > 5000)"
    becomes: ["if (x >= 5000)", "if (x > 5001)", "if (x > 4999)"]
    why: "x is at most 1000"
  - file: accepted/sum.c
    line: "return 7;"
    becomes: ["return 8;", "return 6;", "return 0;", ";"]
    why: "x is at most 1000: nobody comes here"
END
run "$judge" mutate --all twice accepted/sum.c
is "$code" 0 "survivors that are argued for do not count" || diag "$out"
like "$out" 'ok +twice +100\.0 %: [0-9]+ of [0-9]+ mutants rejected; equivalent by proof [0-9]+, by argument 6;' "and are said apart"
run "$judge" mutate --all --format json twice
ok "mutate --format json" perl -MJSON::PP -e '
	my $v = decode_json($ARGV[0]);
	my ($p) = @{$v->{problems}};
	my ($m) = grep { $_->{to} eq "if (x > 5001)" } @{$p->{mutants}};
	exit !($v->{schema} eq "judge-mutate/1" && $p->{enough} && $p->{score} == 1 && $p->{fates}{argued} == 6 &&
		$m->{fate} eq "argued" && $m->{class} eq "number" && $m->{line} == 3 && $m->{function} eq "twice");' "$out"
run "$judge" mutate --all --markdown twice
like "$out" '^# .*\| `twice` \| 100\.0 % \| [0-9]+ \| [0-9]+ \| 0 \| 6 \|' "mutate --markdown"
run "$judge" verify twice
unlike "$out" 'mutants\.yaml' "what is argued is nothing to others who read the package"

sed -i 's/x > 5001/x > 6001/' mutants.yaml
run "$judge" mutate twice
like "$code $out" '^1 .*FAIL +twice .*mutants\.yaml:4: .*no mutant makes' "an argument that fits no mutant is named with its line"
sed -i 's/x > 6001/x > 0/' mutants.yaml
run "$judge" mutate --all twice
like "$code $out" '^1 .*refuted +accepted/sum\.c:3' "one for a mutant that is rejected spoils the score"
sed -i 's/why: "x is at most 1000"/why: ""/' mutants.yaml
run "$judge" mutate twice
like "$code $out" '^1 .*mutants\.yaml:[0-9]+: ' "one that says nothing is refused"
rm mutants.yaml

run "$judge" mutate twcie
is "$code$out" 2 "an unknown problem"
run "$judge" mutate twice wrong_answer/square.c
is "$code$out" 2 "a file that is no accepted reference"
like "$err" 'square\.c.* is no accepted reference' "and is told so"

export JUDGE_PROBLEMS=$real
run "$judge" mutate --limit 30 max_window_sum
is "$code" 0 "the tests of a real problem are strong" || diag "$out"
finish
