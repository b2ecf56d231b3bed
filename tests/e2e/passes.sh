#!/bin/bash
# passes: packages of several passes, alone and in a conversation, and broken twins of them; a conversation in the legacy format tags: parallel long
. "$(dirname "$0")/../support/tap.sh"
export HOME=$tmp XDG_DATA_HOME=$tmp/data XDG_CACHE_HOME=$tmp/cache LC_ALL=C.UTF-8 COLUMNS=240 JUDGE_PROBLEMS=$tmp/problems
from=$(dirname "$0")/../interactive
mkdir "$tmp/problems"

# anew NAME: a fresh copy.
anew()
{
	rm -rf "${JUDGE_PROBLEMS:?}/$1"
	cp -r "$from/$1" "$JUDGE_PROBLEMS/"
	package=$JUDGE_PROBLEMS/$1
	of=$package/submissions
}

# clean NAME: nothing is wrong with it.
clean()
{
	run "$judge" verify "$1"
	is "$code" 0 "$1: each submission gets what it must get" || diag "$out"
	unlike "$out" 'FAIL|warn' "and nothing is odd"
}

# Without those that take their time.
brisk()
{
	rm -r "$of/time_limit_exceeded"
	[ ! -f "$package/judge.yaml" ] || sed -i '/file: time_limit_exceeded/d' "$package/judge.yaml"
}

# broken NAME PATTERN WHY: verify says this of it, without looking at more references than that needs.
broken()
{
	run "$judge" verify ${3:+"$3"} "$1"
	like "$code $out" "^1 .*FAIL +$2" "$4"
	anew "$1"
}

anew sorted
clean sorted
like "$out" 'the output validator leads 32 tests and rejects junk' "the validator stands junk"
like "$out" 'ok +rejected/floods_the_second\.c +OLE/over 1 MiB' "a limit holds in the second pass"
run "$judge" submit --problem sorted "$of/wrong_answer/sends_them_plain.c"
like "$code $out" '^1 .*first failing test: sample/1, pass 2' "the pass in which it failed"
like "$out" 'input.*receive' "with the input of that"
like "$out" 'the output validator says.*sent.*not received' "and what was said in both"
run "$judge" submit --format json --problem sorted "$of/run_time_error/crashes_in_the_first.c"
ok "the report as JSON" perl -MJSON::PP -e '
	my ($t) = @{decode_json($ARGV[0])->{tests}};
	exit !($t->{verdict} eq "RTE" && $t->{pass} == 1);' "$out"
run "$judge" show sorted
like "$out" 'Sample 1: .*ends at ---.*<receive.*>30 10 20.*Limits: .* a pass' "a sample of both passes"
run "$judge" show --format json sorted
ok "as JSON, too" perl -MJSON::PP -e 'exit decode_json($ARGV[0])->{interactions}[0]{text} !~ /^<send\n/;' "$out"

v=output_validator/validate.c
sed -i 's/qsort(said/leave_early();\n\t&/; s/^static void send_on/static void leave_early(void)\n{\n\tdone(feedback_file("nextpass.in", "w"));\n\texit(43);\n}\n\n&/' \
	"$package/$v"
broken sorted 'package +.*test sample/1: the output validator failed: it rejects, and leaves a nextpass.in' --no-references \
	"a validator that asks for a pass and rejects"
sed -i 's/	compare(n, said);/	compare(n, said), send_on(n, numbers, said);/' "$package/$v"
broken sorted 'package +.*test sample/1: the output validator failed: it wants more than 2 passes' --no-references "one that asks too often"
sed -i 's/"sent", "w"/"nextpass.in", "w"/' "$package/$v"
broken sorted 'package +.*test sample/1: the output validator failed: exit 1' --no-references "one that keeps things where they are taken away"
brisk
sed -i 's/number != said/n < 0 \&\& number != said/' "$package/$v"
broken sorted 'wrong_answer/sends_them_plain\.c +WA.* is promised, got AC' '' "one that accepts all in the second pass"
sed -i 's/type: multi-pass/type: pass-fail/; /validation_passes/d' "$package/problem.yaml"
broken sorted 'package +data/sample/1\.interaction: is for interactive and multi-pass problems' --no-references "a problem that does not say of itself what it is"
rm -r "$package/output_validator"
broken sorted 'package +.*is multi-pass, and there is no output_validator/ to ask for a pass' --no-references "no validator"
sed -i 's/^>30 1010/30 1010/' "$package/data/sample/1.interaction"
broken sorted "package +data/sample/1\.interaction:4: a line begins with '<' or '>', or is '---'" --no-references "a sample without a mark"
sed -i '1{h;d}; $G' "$package/data/sample/1.interaction"
broken sorted 'package +data/sample/1\.interaction:9: an input stands ahead of its answer' --no-references "a sample that is out of order"
rm "$package/data/sample/1.in.download"
broken sorted 'package +data/sample/1\.interaction: data/sample/1\.in\.download is not there' --no-references "a sample that cannot be downloaded"

anew chain
clean chain
like "$out" 'ok +run_time_error/crashes_behind_its_word\.c +RTE/SIGABRT' "who crashes has no other pass"
run "$judge" submit --problem chain "$of/time_limit_exceeded/does_not_flush_in_the_second.c"
like "$out" 'first failing test: sample/1, pass 2.*see that what it writes is flushed' "the pass in which both wait"
sed -i 's/validation_passes: 3/validation_passes: 2/' "$package/problem.yaml"
broken chain 'package +.*test sample/1: the output validator failed: it wants more than 2 passes' --no-references "too few passes"
brisk
sed -i 's/^	if (s.run < RUNS)/	if (s.run > RUNS)/' "$package/$v"
broken chain 'wrong_answer/passes_nothing_on\.c +WA.* is promised, got AC' '' "a validator that never asks for another"
sed -i '/^---/d' "$package/data/sample/1.interaction"
sed -i '4s/.*//' "$package/data/sample/1.interaction"
broken chain "package +data/sample/1\.interaction:4: a line begins with '<' or '>'" --no-references "an empty line in a sample"

# The same problem in the older format: one question more than halving needs, which its tests take back.
legacy()
{
	rm -rf "${JUDGE_PROBLEMS:?}/$1"
	anew guess
	package=$JUDGE_PROBLEMS/$1
	of=$package/submissions
	mv "$JUDGE_PROBLEMS/guess" "$package"
	rm -r "$package/judge.yaml" "$package/problem.yaml"
	mkdir -p "$package/output_validators" "$package/data/secret/ends"
	mv "$package/output_validator" "$package/output_validators/answers"
	mv "$package/statement" "$package/problem_statement"
	mv "$of/rejected/leaves_a_daemon.c" "$of/run_time_error/"
	rmdir "$of/rejected"
	cat >"$package/problem.yaml" <<-END
		name: Guess a number
		license: cc0
		validation: custom interactive
		validator_flags: spare 1
		limits: {time_limit: 0.2, memory: 64, output: 1}
	END
	echo 'output_validator_flags: ""' >"$package/data/secret/ends/testdata.yaml"
	for test in 1000\ 328 1\ 1 1000000000\ 43986 ends/1024\ 1024 ends/4096\ 1; do
		echo "${test#ends/}" >"$package/data/secret/${test% *}.in"
		: >"$package/data/secret/${test% *}.ans"
	done
	printf '<100 8\n>42\n<correct\n' >"$package/data/sample/1.interaction"
	printf '<3 3\n>2\n<higher\n>3\n<correct\n' >"$package/data/sample/other.interaction"
}

legacy older
clean older
like "$out" 'the output validator talks in 6 tests' "an interactive one in the legacy format"
like "$out" '2 samples of what is said' "a sample needs no test there"
run "$judge" submit --problem older "$of/wrong_answer/in_order.c"
like "$out" 'the output validator says.*after 9 questions' "the flags reach it in a conversation"
brisk
sed -i 's/custom interactive/custom/' "$package/problem.yaml"
run "$judge" verify older
like "$code $out" '^1 .*FAIL +accepted/halves\.c' "one that is no longer said to be interactive"
legacy older
rm -r "$package/output_validators"
run "$judge" verify older
like "$code $out" '^1 .*output_validators/: there is no program' "one without a validator"
finish
