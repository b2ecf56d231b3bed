#!/bin/bash
# static: packages whose validators judge the source of a submission verify clean, and a broken twin of each is caught. tags: parallel
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/formats.sh"
export HOME=$tmp XDG_DATA_HOME=$tmp/data LC_ALL=C.UTF-8 COLUMNS=240 JUDGE_PROBLEMS=$tmp/problems

clean golf
in=$JUDGE_PROBLEMS/golf
like "$out" 'ok +package +the static validator has a word on junk in: C, Python 3' "a static validator is shown junk"
like "$out" "ok +rejected/goto\.c +WA/it has a goto" "and rejects a source"
run "$judge" submit "$in/submissions/rejected/goto.c" --problem golf -v
like "$out" '1-plain +0/2 +1 failed, 1 not run, 0 of 40 points' "what is static is the first test of its group"
like "$out" 'WA +it has a goto +static' "with a name of its own"
like "$(tail -n 1 <<<"$out")" '^WA wrong answer  it has a goto  50 of 100 points, 1-plain/static, 4/6 tests' "and decides"
run "$judge" submit "$in/submissions/rejected/padded.c" --problem golf
like "$out" 'the static validator says' "its message for those who judge"
run "$judge" submit "$in/submissions/other/long.c" --problem golf --format json
ok "in the JSON" perl -MJSON::PP -e '
	my $r = decode_json($ARGV[0]);
	my ($t) = grep { $_->{group} eq "2-short" && $_->{static} } @{$r->{tests}};
	exit !($r->{score} == 90 && $t->{name} eq "static" && $t->{score} == 10 && !defined $t->{cpu_us});' "$out"
run "$judge" history -v
like "$out" 'golf +6/6' "the history counts it"
sed -i 's/"python3"/"python"/' "$in/static_validator/golf.c"
broken golf 'FAIL +package +test secret/1-plain/static: the static validator failed: exit 1 \(an empty file in Python 3\)' \
	"a static validator that does not know a language of the problem"
sed -i 's/size_t n;/size_t n = m;/' "$in/static_validator/golf.c"
broken golf "FAIL +package +static validator of golf: golf\.c:20: 'm' undeclared" "one that does not compile"
sed -i 's/strstr(text, argv\[5\])/0/' "$in/static_validator/golf.c"
broken golf 'FAIL +rejected/goto\.c +AC: submissions/rejected/ promises WA' "one that accepts what it should not"
sed -i 's/ : 42;$/ : leave(argv[3], "score.txt", "5", 42);/' "$in/static_validator/golf.c"
broken golf 'JE/test 1-plain/static: the static validator failed: it gives a score in a group that is pass-fail' \
	"one that gives a score where there is none"
sed -i 's/ 20$/ 61/' "$in/data/secret/2-short/test_group.yaml"
broken golf '2-short/test_group\.yaml:3: static_validation_score: is more than the group.s max_score' "more points than there are"
rm -r "$in/static_validator"
broken golf '1-plain/test_group\.yaml:2: static_validation_score: there is no static_validator/ that could be asked' "nobody to ask"

clean styled
in=$JUDGE_PROBLEMS/styled
like "$out" 'ok +wrong_answer/unfinished\.c +WA/unfinished\.c is not as it should be' "one in Python that looks at all files"
mkdir "$tmp/two words"
printf '#include "sum.h"\nlong sum(long a, long b) { return a + b; }\n' >"$tmp/two words/sum.c"
run "$judge" submit "$tmp/two words" --problem styled
is "$code" 0 "a folder of one file"
echo '/* LATER */' >"$tmp/two words/more to do.c"
run "$judge" submit "$tmp/two words" --problem styled
like "$code $(tail -n 1 <<<"$out")" '^1 WA .*more to do\.c is not as it should be' "a file of any name is seen"
run "$judge" test "$tmp/two words" --problem styled
like "$code $(tail -n 1 <<<"$out")" '^1 WA .*sample/static' "samples have a static test, too"
sed -i 's/f\.read()/f.read().decode().encode()/' "$in/static_validator/look/__main__.py"
broken styled 'FAIL +package +test sample/static: the static validator failed: exit 1 \(bytes that are no text in C\)' "a static validator that dies of junk"
finish
