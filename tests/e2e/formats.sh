#!/bin/bash
# formats: packages of other judges verify clean, and a broken twin of each is caught. tags: parallel long
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/formats.sh"
export HOME=$tmp XDG_DATA_HOME=$tmp/data LC_ALL=C.UTF-8 COLUMNS=240 JUDGE_PROBLEMS=$tmp/problems

clean legacy
in=$JUDGE_PROBLEMS/legacy
like "$out" 'ok +mixed/either\.c +RTE' "a mark in a source counts"
run "$judge" show legacy
like "$out" '^A sum' "the name is that of the statement"
mv "$in/submissions/mixed/either.c" "$in/submissions/wrong_answer/either.c"
broken legacy 'FAIL +wrong_answer/either\.c +RTE/exit 3: submissions/wrong_answer/ promises AC or WA, but test negative/02 is RTE' \
	"a submission that crashes is no wrong answer"
printf '10 2\n' >"$in/data/secret/01-zero.in"
broken legacy 'FAIL +package +test secret/01-zero: two numbers, the first from -9 to 9' "an input that the validator refuses"
sed -i 's/, RUN-ERROR//' "$in/submissions/mixed/either.c"
broken legacy 'FAIL +mixed/either\.c .*either\.c:9 promises WA or NO' "a mark that promises too much"
sed -i 's/1e-3/1e-9/' "$in/problem.yaml"
broken legacy 'FAIL +accepted/sum\.c +WA: submissions/accepted/ promises AC, but test secret/01-zero is WA' "an answer out of tolerance"
echo 'timelimit = fast' >>"$in/domjudge-problem.ini"
broken legacy 'domjudge-problem\.ini:4: timelimit' "a limit that is none"
echo 'licence: x' >>"$in/problem.yaml"
run "$judge" verify legacy
is "$code" 0 "an unknown key is no fault"
like "$out" "note +package +problem\.yaml:7: licence: unknown key; did you mean 'license'" "but it is noted"
run "$judge" verify legacy --format json
ok "in the JSON too" perl -MJSON::PP -e '
	my $v = decode_json($ARGV[0]);
	exit !grep { $_->{result} eq "note" } @{$v->{problems}[0]{results}};' "$out"

clean checked
in=$JUDGE_PROBLEMS/checked
sed -i 's/bound 5/bound 50/' "$in/data/secret/narrow/testdata.yaml"
sed -i 's/bound 100/bound 3/' "$in/problem.yaml"
broken checked 'FAIL +package +test sample/1: the output validator accepts|FAIL +accepted/halves\.c +WA' "flags that bound too much"
printf '1 1 1\n' >"$in/data/secret/wide/1.ans"
broken checked 'FAIL +package +test wide/1: the output validator rejects the answer itself' "an answer that is none"
echo '#!/bin/sh' >"$in/output_validators/pairs/build"
broken checked "output validator of checked: 'build' leaves no 'run'" "a validator whose script makes nothing"

clean expected
in=$JUDGE_PROBLEMS/expected
sed -i 's/secret.negative/secret\/sm*/' "$in/submissions/submissions.yaml"
broken expected 'FAIL +package .*submissions\.yaml:7: secret/sm\*: .*requires' "a promise that another one forbids"
sed -i 's/required: \[WA\]/permitted: [AC]/' "$in/submissions/submissions.yaml"
broken expected 'FAIL +other/product\.c .*submissions\.yaml:3: sample promises AC, but test sample/1 is WA' "a promise of one group"
sed -i 's/other/others/' "$in/submissions/submissions.yaml"
run "$judge" verify expected
like "$out" 'note +package +submissions/submissions\.yaml:1: others/\*\.\{c,cc\}: fits no submission' "a pattern that fits nothing"
like "$out" 'note +package +submissions/other/product\.c: nothing says what it is to get' "and what it leaves alone"

clean scored
in=$JUDGE_PROBLEMS/scored
like "$out" 'ok +other/near\.c +AC' "a share of a score is accepted"
run "$judge" submit "$in/submissions/rejected/no_negatives.c" --problem scored
is "$code" 1 "a part of the score is no acceptance"
like "$out" '2-negative +0/2 +2 failed, 0 of 50 points' "a group's score"
like "$(tail -n 1 <<<"$out")" '^WA .*50 of 100 points' "the verdict's score"
run "$judge" submit "$in/submissions/rejected/not_three.c" --problem scored
like "$out" '2-negative +0/2 +not run, 0 of 50 points' "a group that waits for another is not run"
run "$judge" submit "$in/submissions/other/near.c" --problem scored --format json
ok "the scores in the JSON" perl -MJSON::PP -e '
	my $r = decode_json($ARGV[0]);
	my ($near) = grep { $_->{name} eq "secret/3-near" } @{$r->{scores}};
	exit !($r->{score} == 85 && $r->{best_score} == 100 && $near->{score} == 15 && $near->{max_score} == 30);' "$out"
run "$judge" history
like "$out" 'scored .*85 points' "the score in the history"
sed -i 's/score: 85/score: 86/' "$in/submissions/submissions.yaml"
broken scored 'FAIL +other/near\.c .*submissions\.yaml:6: other/near\.c promises a score from 86 to 86, and that of the submission is 85' \
	"another score than promised"
sed -i 's/score_multiplier/score/' "$in/output_validator/near.c"
sed -i 's/"0.5/"31/' "$in/output_validator/near.c"
broken scored 'FAIL +other/near\.c +JE/test 3-near/2: the output validator failed: score\.txt is below 0, or over what the test can give' \
	"a validator that gives too much"
echo 'max_score: 21' >"$in/data/secret/1-small/test_group.yaml"
broken scored 'data/secret/test_group\.yaml: max_score: is less than those of its groups together' "groups that give too much"
sed -i 's/secret.1-small/secret\/3-near/' "$in/data/secret/2-negative/test_group.yaml"
broken scored "2-negative/test_group\.yaml:3: require_pass\[1\]: 'secret/3-near' does not come before 'secret/2-negative'" \
	"a group that waits for a later one"

clean graded
in=$JUDGE_PROBLEMS/graded
run "$judge" submit "$in/submissions/partially_accepted/not_both.c" --problem graded
like "$code $(tail -n 1 <<<"$out")" '^0 AC .*30 of 60 points' "what the grader accepts is accepted, with its score"
mv "$in/submissions/accepted/sum.c" "$in/submissions/partially_accepted/sum.c"
cp "$in/submissions/partially_accepted/not_both.c" "$in/submissions/accepted/"
broken graded 'FAIL +partially_accepted/sum\.c +AC: submissions/partially_accepted/ promises less than the best score' "the whole of the score"
sed -i 's/range: 0 60/range: 0 50/' "$in/data/testdata.yaml"
broken graded 'FAIL +accepted/sum\.c +JE/the score of data/.* is 60, over 50' "a score out of its range"
sed -i 's/ignore_sample/ignore_samples/' "$in/data/testdata.yaml"
broken graded "data/testdata\.yaml:2: grader_flags: 'ignore_samples' is no flag of the default grader" "a flag that is none"
echo 'grading: custom' >"$in/data/secret/a/testdata.yaml"
broken graded 'data/secret/a/testdata\.yaml:1: grading: this judge has no graders but the default one' "a grader of its own"

clean languages
in=$JUDGE_PROBLEMS/languages
like "$out" "ok +compiler_error/open\.py +CE/open\.py:2: '\(' was never closed" "what is no Python does not compile"
like "$out" "ok +compiler_error/missing\.cc +CE/missing\.cc:1: 'x' was not declared" "nor what is no C++"
like "$out" 'ok +time_limit_exceeded/slow\.py +TLE' "the limit holds for Python, too"
run "$judge" submit "$in/submissions/accepted/sum.py" --problem languages --format json
ok "the report names the interpreter" perl -MJSON::PP -e '
	my $r = decode_json($ARGV[0]);
	exit !($r->{verdict} eq "AC" && $r->{compile}{compiler} =~ /^Python 3\./);' "$out"
sed -i 's/> float/< float/' "$in/output_validators/near/__main__.py"
broken languages 'FAIL +package +test sample/1: the output validator rejects the answer itself' "an output validator in Python that is wrong"
sed -i 's/a <= 9/a <= 0/' "$in/input_validators/first/bounds.hpp"
broken languages 'FAIL +package +test sample/1: first: no message' "an input validator in C++ that refuses"
echo 'import nothing' >>"$in/input_validators/check.py"
sed -i '/sys.exit(42)/d' "$in/input_validators/check.py"
broken languages 'FAIL +package +test sample/1: check\.py: the input validator failed: exit 1' "an input validator in Python that dies"
mkdir "$in/submissions/accepted/both"
cp "$in/submissions/accepted/"sum.{c,cpp} "$in/submissions/accepted/both/"
run "$judge" verify languages
like "$out" 'note +package +submissions/accepted/both: passed over: its files are in several languages' "a program in two languages"

clean included
in=$JUDGE_PROBLEMS/included
like "$out" 'ok +accepted/in_cpp\.cpp +AC' "a function in C++ is called by what the package adds"
like "$out" 'ok +accepted/solution\.py +AC' "and one in Python"
sed -i 's/a, b)) </a, b) + 1) </' "$in/include/c/grader.c"
broken included 'FAIL +accepted/in_c\.c +WA' "it is what is added that calls"
finish
