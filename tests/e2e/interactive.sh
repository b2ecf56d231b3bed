#!/bin/bash
# interactive: a package whose validator talks to the submission, from verify to the report; what ends, and who is to blame tags: parallel
. "$(dirname "$0")/../support/tap.sh"
export HOME=$tmp XDG_DATA_HOME=$tmp/data XDG_CACHE_HOME=$tmp/cache LC_ALL=C.UTF-8 COLUMNS=120 JUDGE_PROBLEMS=$tmp/problems
mkdir "$tmp/problems"
cp -r "$(dirname "$0")/../interactive/guess" "$tmp/problems/"
package=$tmp/problems/guess
of=$package/submissions

run "$judge" verify guess
is "$code" 0 "each submission gets what it must get"
like "$out" 'the output validator talks in 31 tests and rejects junk' "the validator stands junk"
like "$out" 'ok +time_limit_exceeded/does_not_flush\.c +WTL' "two that wait for each other"

run "$judge" submit --problem guess "$of/wrong_answer/ends_early.c"
like "$code $out" '^1 .*wrong answer: it ended without the number' "the message for the candidate"
like "$out" 'the output validator says.*after 1 questions' "the message for those who judge, of an example"
unlike "$out" 'expected|found' "no output is shown that there is not"
run "$judge" submit --problem guess "$of/time_limit_exceeded/does_not_flush.c"
like "$out" 'see that what it writes is flushed' "a hint for who waits"
run "$judge" test --problem guess "$of/accepted/halves.c"
is "$code" 0 "the samples"
printf '5 3\n' >"$tmp/own"
run "$judge" test --problem guess --input "$tmp/own" "$of/accepted/bits.c"
is "$code" 0 "an input of one's own"
like "$(tail -n 1 <<<"$out")" '^AC accepted  1/1 without the hidden tests' "the validator has judged it"
run "$judge" test --problem guess --input "$tmp/own" "$of/wrong_answer/ends_early.c"
like "$code $out" '^1 .*it ended without the number' "for which the validator has an answer, too"
run "$judge" submit --format json --problem guess "$of/wrong_answer/in_order.c"
ok "the report as JSON" perl -MJSON::PP -e '
	my $r = decode_json($ARGV[0]);
	my ($t) = grep { $_->{group} eq "sample" } @{$r->{tests}};
	exit !($r->{verdict} eq "WA" && $r->{reason} eq "too many questions" && $t->{judge_message} =~ /^after 8 questions/ &&
		!defined $t->{found} && !defined $t->{expected});' "$out"

# A validator that breaks is nobody's wrong answer.
sed -i 's/reject("a number out of range", asked)/abort()/' "$package/output_validator/validate.c"
run "$judge" submit --problem guess "$of/wrong_answer/crashes_when_rejected.c"
like "$code $out" '^3 .*the output validator failed: SIGABRT' "a validator that crashes"
run "$judge" verify guess
like "$code $out" '^1 .*FAIL +package +test [^:]*: the output validator failed: SIGABRT' "verify finds it by junk"
rm -r "$package/output_validator"
run "$judge" verify guess
like "$code $out" '^1 .*FAIL +package .*is interactive, and there is no output_validator' "there must be one"
finish
