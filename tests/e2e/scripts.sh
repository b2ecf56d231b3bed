#!/bin/bash
# scripts: programs with the scripts `build` and `run` are what those say, and nothing where they say more; of several output
# validators all must accept. tags: parallel
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/formats.sh"
export HOME=$tmp XDG_DATA_HOME=$tmp/data LC_ALL=C.UTF-8 COLUMNS=240 JUDGE_PROBLEMS=$tmp/problems

clean scripted
in=$JUDGE_PROBLEMS/scripted
sed -i 's/a > 9/a > 0/' "$in/input_validators/built/check.cpp"
broken scripted 'FAIL +package +test sample/1: no message' "it is what 'build' compiles that is run"
sed -i 's/42 if/43 if/' "$in/output_validators/ran/same.py"
broken scripted 'FAIL +package +test sample/1: the output validator rejects the answer itself' "and what 'run' runs"
echo 'curl http://example.org/x' >>"$in/output_validators/ran/run"
broken scripted "output_validators/ran/: line 5 of 'run' runs a second program" "a script that does more is not run in part"
echo 'make' >"$in/input_validators/built/build"
chmod 0644 "$in/input_validators/built/build"
run "$judge" verify scripted
like "$out" "note +package +input_validators/built/: is not asked: line 1 of 'build' runs what no box holds" "of an input validator it is a note"
like "$out" 'note +package +input_validators/built/build: is not executable' "as is a script that cannot be run"

clean twofold
in=$JUDGE_PROBLEMS/twofold
like "$out" 'ok +wrong_answer/plus\.c +WA' "what one of two output validators rejects is wrong"
run "$judge" submit "$in/submissions/wrong_answer/plus.c" --problem twofold
like "$(tail -n 1 <<<"$out")" 'WA.*a plus in front' "and the reason is its own"
run "$judge" submit "$in/submissions/wrong_answer/minus.c" --problem twofold
like "$(tail -n 1 <<<"$out")" '^WA' "as is what the other one rejects"
sed -i 's/42 if/41 if/' "$in/output_validators/ran/same.py"
run "$judge" submit "$in/submissions/accepted/sum.c" --problem twofold
like "$(tail -n 1 <<<"$out")" 'JE.*ran: the output validator failed: exit 41' "which one is broken is said"
run "$judge" problem pack --standard -o "$tmp/packed.zip" twofold
like "$code $err" '2 judge: problem twofold: it has 2 output validators, and 2025-09 has one' "they are not of 2025-09"
finish
