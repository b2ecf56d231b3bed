#!/bin/bash
# tests/run believes no program that does not say what it did: each way to fail unseen is tried here with a small program.
. "$(dirname "$0")/../support/tap.sh"

# program NAME LINE...: a test program in $tmp/tests.
program()
{
	local path=$tmp/tests/$1

	shift
	mkdir -p "$(dirname "$path")"
	printf '%s\n' '#!/bin/bash' "$@" >"$path"
	chmod +x "$path"
}

# judge_run NAME...: sets $out, $code and $sum, the last line.
judge_run()
{
	run env -u CI "${environment[@]}" "$root/tests/run" "${@/#/$tmp/tests/}"
	sum=${out##*$'\n'}
}
environment=(JUDGE_TEST_JOBS=2)

program good 'echo 1..2; echo "ok 1 - a"; echo "ok 2 - b"'
judge_run good
is "$code $sum" "0 2 passed, 0 failed, 0 skipped" "a good program"

program bad 'echo 1..2; echo "ok 1 - a"; echo "not ok 2 - b"; echo "# the reason"; exit 1'
judge_run good bad
is "$code $sum" "1 3 passed, 1 failed, 0 skipped" "a failed case"
like "$out" '# the reason' "what a failing program printed is shown"
judge_run good
unlike "$out" 'ok 1 - a' "what a good one printed is not"

program planless 'echo "ok 1 - a"'
judge_run planless
is "$code $sum" "1 1 passed, 1 failed, 0 skipped" "no plan is a failure"
program silent
judge_run silent
is "$code $sum" "1 0 passed, 1 failed, 0 skipped" "no output is a failure"
program short 'echo 1..3; echo "ok 1 - a"'
judge_run short
is "$code $sum" "1 1 passed, 1 failed, 0 skipped" "fewer cases than planned are a failure"
program crash 'echo 1..1; echo "ok 1 - a"; kill -SEGV $$'
judge_run crash
is "$code $sum" "1 1 passed, 1 failed, 0 skipped" "a crash behind the last case is a failure"
like "$out" 'signal 11' "a crash is named"
program status 'echo 1..1; echo "ok 1 - a"; exit 3'
judge_run status
is "$code $sum" "1 1 passed, 1 failed, 0 skipped" "an exit code behind good cases is a failure"
program bail 'echo 1..1; echo "ok 1 - a"; echo "Bail out! no disk"'
judge_run bail
is "$code $sum" "1 1 passed, 1 failed, 0 skipped" "Bail out! is a failure"
program groups 'echo 1..1; echo "ok 1 - a"; echo 1..1; echo "ok 1 - b"'
judge_run groups
is "$code $sum" "0 2 passed, 0 failed, 0 skipped" "two groups of cmocka add up"

program litter 'echo 1..1; echo "ok 1 - a"; touch "$TMPDIR/forgotten"'
judge_run litter
is "$code $sum" "1 1 passed, 1 failed, 0 skipped" "a file left in TMPDIR is a failure"
like "$out" 'left behind in TMPDIR: forgotten' "and is named"

program slow 'echo 1..1; echo "ok 1 - a"; sleep 60'
environment+=(JUDGE_TEST_SECONDS=1)
judge_run slow
is "$code $sum" "1 1 passed, 1 failed, 0 skipped" "a program over its time is a failure"
environment=(JUDGE_TEST_JOBS=2)

program skips 'echo 1..2; echo "ok 1 - a # SKIP no disk"; echo "not ok 2 # SKIP cmocka says it so"'
judge_run skips good
is "$code $sum" "0 2 passed, 0 failed, 2 skipped" "skipped cases are counted"
program skip_all 'echo "1..0 # SKIP no zsh"'
judge_run skip_all
is "$code $sum" "0 0 passed, 0 failed, 1 skipped" "a program that is skipped as a whole"
program test_sandbox 'echo 1..1; echo "ok 1 - a # SKIP no namespaces"'
program other 'echo 1..2; echo "ok 1 - box__kills # SKIP no namespaces"; echo "ok 2 - x # SKIP no zsh"'
program abuse/all 'echo "1..0 # SKIP nothing works here"'
judge_run test_sandbox other abuse/all
is "$code $sum" "0 0 passed, 0 failed, 4 skipped" "confinement may be skipped at home"
environment+=(CI=true)
judge_run test_sandbox other abuse/all
is "$code $sum" "1 0 passed, 3 failed, 1 skipped" "confinement must not be skipped in CI"
like "$out" 'must not be skipped in CI: ok 1 - box__kills' "and the case is named"
environment=(JUDGE_TEST_JOBS=2)

judge_run
is "$code $sum" "1 0 passed, 0 failed, 0 skipped" "running nothing is no success"

# Two that wait for each other end only side by side; two that exclude each other succeed only one by one.
meet='touch "$TMPDIR/../../$1"; for i in {1..100}; do [ -e "$TMPDIR/../../$2" ] && break; sleep 0.05; done'
program lint/left "meet() { $meet; }; meet left right" '[ $i -lt 100 ] && echo "ok 1 - met"; echo 1..1'
program lint/right "meet() { $meet; }; meet right left" '[ $i -lt 100 ] && echo "ok 1 - met"; echo 1..1'
judge_run lint/left lint/right
is "$code $sum" "0 2 passed, 0 failed, 0 skipped" "lints and unit tests run side by side"
alone='mkdir "$TMPDIR/../../lock" && echo "ok 1 - alone"; sleep 0.3; rmdir "$TMPDIR/../../lock"; echo 1..1'
program e2e/left "$alone"
program e2e/right "$alone"
judge_run e2e/left e2e/right
is "$code $sum" "0 2 passed, 0 failed, 0 skipped" "end-to-end tests run alone"
program lint/left.sh '# tags: serial' "$alone"
program lint/right.sh '# tags: serial' "$alone"
judge_run lint/left.sh lint/right.sh
is "$code $sum" "0 2 passed, 0 failed, 0 skipped" "and so does what is tagged serial"
program vm/left.sh '# tags: beside' "meet() { $meet; }; meet left right" '[ $i -lt 100 ] && echo "ok 1 - met"; echo 1..1'
program e2e/met "meet() { $meet; }; meet right left" '[ $i -lt 100 ] && echo "ok 1 - met"; echo 1..1'
judge_run vm/left.sh e2e/left e2e/right e2e/met
is "$code $sum" "0 4 passed, 0 failed, 0 skipped" "what is tagged beside runs while those have their turns, one by one"

# ---- tap.sh: its cases can fail
cat >"$tmp/cases.sh" <<-END
	. "$root/tests/support/tap.sh"
	ok "ok" false
	not_ok "not_ok" true
	is a b "is"
	like abc 'x+' "like"
	unlike abc 'b' "unlike"
	run bash -c 'echo out; echo err >&2; exit 3'
	is "\$out \$err \$code" "out err 3" "run"
	skip "a reason" "skip"
	finish
END
run bash "$tmp/cases.sh"
is "$code $(grep -c '^not ok' <<<"$out")" "1 5" "tap.sh: each kind of case can fail"
like "$out" $'ok 6 - run\nok 7 - skip # SKIP a reason\n1..7$' "tap.sh: run, skip and the plan"
run bash -c ". '$root/tests/support/tap.sh'; ok fine true; exit 0"
is "$code" 1 "tap.sh: a script that ends before finish has failed"
unlike "$out" '1\.\.' "tap.sh: and has printed no plan"

finish
