#!/bin/bash
# scripts: programs with the scripts `build` and `run` are made and run by those, in boxes; of several output validators all must
# accept. tags: parallel
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/formats.sh"
export HOME=$tmp XDG_DATA_HOME=$tmp/data LC_ALL=C.UTF-8 COLUMNS=240 JUDGE_PROBLEMS=$tmp/problems

clean scripted
in=$JUDGE_PROBLEMS/scripted
sed -i 's/a > 9/a > 0/' "$in/input_validators/built/check.cpp"
broken scripted 'FAIL +package +test sample/1: no message' "it is what 'build' compiles that is run"
sed -i 's/42 if/43 if/' "$in/output_validators/ran/same.py"
broken scripted 'FAIL +package +test sample/1: the output validator rejects the answer itself' "and what 'run' runs"
echo 'exit 3' >"$in/output_validators/ran/run"
broken scripted 'the output validator failed: exit 3' "a script that breaks is the package's fault"
printf '#!/bin/sh\ng++ check.cpp -o validate\n' >"$in/input_validators/built/build"
broken scripted "input validator of scripted: 'build' leaves no 'run'" "as is one that makes nothing to run"
sed -i 's/^bool in_bounds/bool out_of_bounds/' "$in/input_validators/built/check.cpp"
broken scripted "input validator of scripted: 'build' exits with 1: .*in_bounds" "or cannot make it, with the reason"
printf '#!/bin/sh\nwhile :; do sleep 1000 & done\n' >"$in/input_validators/built/build"
broken scripted "input validator of scripted: 'build' (started too many processes|exits with 2: .*Cannot fork)" "or takes more than it may"
chmod 0644 "$in/input_validators/built/build"
run "$judge" verify scripted
is "$code" 0 "a script that nobody made executable is run all the same"
like "$out" 'note +package +input_validators/built/build: is not executable' "and that is noted"
run "$judge" submit "$in/submissions/wrong_answer/minus.c" --problem scripted
like "$(tail -n 1 <<<"$out")" '^WA' "a submission is rejected by what scripts say"

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
