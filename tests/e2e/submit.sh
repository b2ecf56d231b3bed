#!/bin/bash
# submit and test: how a submission is named and given, and what is shown of it.
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/package.sh"
export HOME=$tmp XDG_DATA_HOME=$tmp/data LC_ALL=C.UTF-8 COLUMNS=80 JUDGE_PROBLEMS=$tmp/problems
package "$tmp/problems/twice"
cd "$tmp" || exit 1
cp problems/twice/submissions/accepted/sum.c twice.c
cp problems/twice/submissions/wrong_answer/square.c square.c

# ---- which problem
run "$judge" submit twice.c
like "$code $out" $'^0 .*\nAC accepted  3/3 tests' "by the name of the file"
is "$(grep -v 'building tests' <<<"$err")" $'judge: twice: rules\njudge: twice: compile\njudge: twice: tests\njudge: twice: soundness' "a line a stage"
run "$judge" submit --problem twice square.c
like "$code $out" $'^1 .*\nWA wrong answer  sample/2' "by --problem"
{ echo '// problem: twice' && cat twice.c; } >marked.c
run "$judge" submit -q marked.c
like "$code $out$err" '^0 AC accepted' "by a marker; -q is one line"
run "$judge" submit -q --problem twice - <twice.c
like "$code $out$err" '^0 AC' "from standard input"
run "$judge" submit -q - <marked.c
like "$code $out$err" '^0 AC' "from standard input with a marker"

# ---- several files
mkdir twice
printf 'int add(int a, int b);\n' >twice/add.h
printf '#include "add.h"\nint add(int a, int b)\n{\n\treturn a + b;\n}\n' >twice/add.c
printf '#include "add.h"\nint twice(int x)\n{\n\treturn add(x, x);\n}\n' >twice/main.c
run "$judge" submit -q twice
like "$code $out$err" '^0 AC' "a directory"
run "$judge" submit -q --problem twice twice/main.c twice/add.c twice/add.h
like "$code $out$err" '^0 AC' "several files"

# ---- forms
run "$judge" submit --format json twice.c
ok "JSON" perl -MJSON::PP -e '
	my $r = decode_json($ARGV[0]);
	exit !($r->{schema} eq "judge-report/1" && $r->{verdict} eq "AC" && $r->{exit_code} == 0 && @{$r->{tests}} == 3);' "$out"
run "$judge" submit -qv twice.c
is "$code" 0 "-q and -v"
run "$judge" submit -v twice.c
like "$out" 'basic .*01-negative' "-v shows every test"
run "$judge" --color always submit -q twice.c
like "$out" $'\033\\[' "--color always"
printf 'int twice(int x) { for (volatile int i = 0;; i++) ; return x; }\n' >slow.c
run "$judge" submit -q --problem twice slow.c
like "$code $out" '^1 TLE' "too slow"
printf 'int twice(int x) { return *(volatile int *)0 + x; }\n' >crash.c
run "$judge" submit -q --problem twice crash.c
like "$code $out" '^1 RTE/SIGSEGV|^1 RTE .*SIGSEGV' "a crash"
run "$judge" submit --jobs 1 -q twice.c
like "$code $out" '^0 AC' "--jobs"
run "$judge" submit --all -q --problem twice slow.c
like "$code $out" '^1 TLE' "--all"

# ---- test
run "$judge" test twice.c
is "$code" 0 "test: the samples"
like "$out" $'sample/1\n +input\n +1 │ 2\n +answer\n +1 │ 4' "input and answer are shown"
unlike "$out" '01-negative' "nothing hidden is run"
run "$judge" test --problem twice square.c
like "$code $out" $'^1 .*- 6\n.*\\+ 9' "test: a difference"
printf '#include <stdio.h>\nint twice(int x)\n{\n\tprintf("x is %%d\\n", x);\n\treturn 2 * x;\n}\n' >prints.c
run "$judge" test --problem twice prints.c
like "$out" $'printed besides\n +1 │ x is 2' "what was printed is shown"
printf '500\n' >own.in
run "$judge" test twice.c --input own.in
like "$code $out" $'^0 .*answer\n +1 │ 1000' "test --input FILE"
run "$judge" test twice.c --input - <own.in
like "$code $out" $'^0 .*answer\n +1 │ 1000' "test --input -"
run "$judge" test twice.c --input missing.in
is "$code$out" 2 "test --input with a missing file"
like "$err" '^judge: .*missing\.in' "names it"

# ---- a terminal
if command -v script >/dev/null; then
	out=$(TERM=xterm script -qec "'$judge' submit twice.c" /dev/null </dev/null)
	like "$out" $'\rtwice: [a-z]+.*\033\\[K.*\r\033\\[K' "one line is redrawn and taken away"
	unlike "$out" 'judge: twice' "and there are no plain lines"
else
	skip "no script(1)" "one line is redrawn and taken away"
	skip "no script(1)" "and there are no plain lines"
fi

# ---- an interrupt ends all that was started. (A shell lets what runs in the background ignore it.)
perl -e '$SIG{INT} = "DEFAULT"; setpgrp; exec @ARGV' "$judge" submit --all --problem twice slow.c >interrupted 2>&1 &
pid=$!
for _ in {1..100}; do
	children=$(pgrep -d , -P $pid) && grep -q tests interrupted && break
	sleep 0.05
done
kill -INT $pid
wait $pid
is "$?" 130 "an interrupt ends it"
for _ in {1..50}; do
	alive=$(ps -o pid= -p "${children:-$pid}")
	[ -z "$alive" ] && break
	sleep 0.1
done
is "$alive" "" "and its keepers"
like "$children" '^[0-9]' "of which there was one"
unlike "$(cat interrupted)" 'TLE' "and there is no verdict"
finish
