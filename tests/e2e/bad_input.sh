#!/bin/bash
# Bad input: each gets one clear line on standard error and its exit code, and nothing is lost. tags: quick parallel
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/package.sh"
export HOME=$tmp XDG_DATA_HOME=$tmp/data LC_ALL=C.UTF-8 COLUMNS=80 JUDGE_PROBLEMS=$tmp/problems
package "$tmp/problems/twice"
mkdir "$tmp/here"
cd "$tmp/here" || exit 1
cp ../problems/twice/submissions/accepted/sum.c twice.c

# bad CODE REGEX NAME [ARGUMENT...]: submit ends so, with one line, and nothing on standard output.
bad()
{
	local wanted=$1 words=$2 name=$3

	shift 3
	run "$judge" submit "$@"
	is "$code" "$wanted" "$name: exit code $wanted" || diag "$err"
	[ -z "$out" ] && [ "$(wc -l <<<"$err")" -eq 1 ] && [[ $err =~ ^judge:\ .*$words ]]
	tap_case $? "$name: one line" || diag "out: $out" "err: $err" "wanted: $words"
	run "$judge" submit --format json "$@"
	ok "$name: the same as JSON" perl -MJSON::PP -e 'exit(decode_json($ARGV[0])->{exit_code} != $ARGV[1])' "$out" "$wanted"
}

# rejected REGEX NAME ARGUMENT...: judged and not accepted: the one line of -q has the verdict and its reason.
rejected()
{
	local words=$1 name=$2

	shift 2
	run "$judge" submit -q "$@"
	is "$code$err" 1 "$name: exit code 1"
	[ "$(wc -l <<<"$out")" -eq 1 ] && [[ $out =~ $words ]]
	tap_case $? "$name: one line" || diag "out: $out" "wanted: $words"
}

# accepted NAME ARGUMENT...
accepted()
{
	local name=$1

	shift
	run "$judge" submit -q "$@"
	like "$code $out$err" '^0 AC' "$name"
}

# ---- which problem
bad 2 "'twcie'.*'twice'" "unknown problem" --problem twcie twice.c
cp twice.c twic.c
bad 2 "'twic'.*'twice'.*--problem" "unknown problem by the name of the file" twic.c
bad 2 "'.*passwd'" "a path for a problem" --problem ../../etc/passwd twice.c
bad 2 "which problem|--problem" "standard input without a problem" - <twice.c

# ---- files
bad 2 "missing\.c" "missing file" missing.c
bad 2 "missing\.c" "one of two is missing" twice.c missing.c
: >empty.c
bad 2 "empty\.c.*empty|empty" "empty file" --problem twice empty.c
printf 'int twice(int x) { return 2 * x; }\0\n' >binary.c
bad 2 "binary\.c" "binary file" --problem twice binary.c
cp "$(type -P true)" program.c
bad 2 "program\.c" "a program" --problem twice program.c
{ cat twice.c && yes '/* a line that is nothing but length */' | head -c 262144; } >large.c
bad 2 "large\.c.*256" "a file over 256 KiB" --problem twice large.c
printf 'int twice(int x)\n{\n\treturn 2 * x; /* \xff\xfe */\n}\n' >latin.c
bad 2 "latin\.c.*(line 3|:3)" "invalid UTF-8, with its line" --problem twice latin.c
mkdir none
bad 2 "none" "a directory without C" --problem twice none
mkfifo pipe.c
bad 2 "pipe\.c" "a named pipe" --problem twice pipe.c
mkdir a b
cp twice.c a/ && cp twice.c b/
bad 2 "twice\.c" "two files of one name" --problem twice a/twice.c b/twice.c
if [ "$(id -u)" -ne 0 ]; then
	cp twice.c secret.c
	chmod 000 secret.c
	bad 2 "secret\.c.*[Pp]ermission" "an unreadable file" --problem twice secret.c
elif command -v setpriv >/dev/null && chmod -R a+rX "$tmp" && setpriv --reuid=65534 --clear-groups test -x "$judge"; then
	cp twice.c secret.c
	chmod 000 secret.c
	run setpriv --reuid=65534 --regid=65534 --clear-groups --bounding-set=-all \
		env XDG_DATA_HOME=/dev/null/x "$judge" submit --problem twice secret.c
	like "$code $err" '^2 judge: .*secret\.c.*[Pp]ermission' "an unreadable file"
else
	skip "root can read every file" "an unreadable file"
fi

cp twice.c 'my $(touch pwned) "file"; rm *.c'
accepted "a name with blanks and shell characters" --problem twice 'my $(touch pwned) "file"; rm *.c'
cp twice.c "it's \$HOME; \`touch pwned\`.c"
accepted "a .c file with such a name" --problem twice "it's \$HOME; \`touch pwned\`.c"
cp twice.c -- '-x.c'
accepted "a name that begins with a dash" --problem twice -- -x.c
cp twice.c $'new\nline \e[31m.c'
run "$judge" submit -v --problem twice $'new\nline \e[31m.c'
unlike "$out$err" $'\e\\[31m' "a name that would steer the terminal does not"
not_ok "no shell was started" test -e pwned
accepted "a name of 200 letters" --problem twice "$(n=$(printf 'n%.0s' {1..198}).c && cp twice.c "$n" && echo "$n")"

# ---- C that is not what was asked for
printf 'int thrice(int x)\n{\n\treturn 3 * x;\n}\n' >no_function.c
rejected "^CE.*twice" "a missing function" --problem twice no_function.c
printf 'long twice(long x)\n{\n\treturn 2 * x;\n}\n' >other_type.c
rejected "^CE.*twice.*int \(int\)" "a wrong signature" --problem twice other_type.c
printf 'int twice(int x)\n{\n\treturn 2 * x\n}\n' >syntax.c
rejected "^CE" "a syntax error" --problem twice syntax.c
cat >names.c <<'END'
void driver_run(void);
void driver_run(void) { for (;;) ; }
const int driver_functions[4] = { 0 };
long long driver_read_i64(void) { return 7; }
void driver_write_i64(long long v) { (void)v; }
int main(void) { return 9; }
int twice(int x) { return 2 * x; }
END
accepted "a submission that defines the driver's names" --problem twice names.c

# ---- a damaged package
damaged()
{
	rm -rf "$tmp/damaged"
	cp -r "$tmp/problems" "$tmp/damaged"
	export JUDGE_PROBLEMS=$tmp/damaged
}
damaged && rm "$JUDGE_PROBLEMS/twice/judge.yaml" "$JUDGE_PROBLEMS/twice/statement/problem.en.md"
bad 3 "twice" "a package without a statement" twice.c
damaged && echo 'colour: green' >>"$JUDGE_PROBLEMS/twice/judge.yaml"
bad 3 "twice.*judge\.yaml.*colour" "an unknown key" twice.c
damaged && sed -i 's/^groups:/groups: [/' "$JUDGE_PROBLEMS/twice/judge.yaml"
bad 3 "twice.*judge\.yaml" "broken YAML" twice.c
damaged && rm "$JUDGE_PROBLEMS/twice/include/driver.c"
bad 3 "twice.*driver\.c" "a missing driver" twice.c
damaged && rm "$JUDGE_PROBLEMS/twice/data/sample/1.ans"
bad 3 "twice.*1\.(in|ans)" "a sample without an answer" twice.c
damaged && echo 'this is no C' >"$JUDGE_PROBLEMS/twice/include/driver.c"
run "$judge" submit -q twice.c
like "$code $out$err" '^3 .*(JE|judge:).*driver' "a driver that does not compile is the judge's fault"
export JUDGE_PROBLEMS=$tmp/problems

# ---- a host that lacks something
export JUDGE_CC=/nonexistent/cc
bad 3 "/nonexistent/cc" "no compiler" twice.c
unset JUDGE_CC
export JUDGE_KEEPER=/nonexistent/keeper
bad 3 "/nonexistent/keeper" "no keeper" twice.c
unset JUDGE_KEEPER

run bash -c '"$0" submit -q twice.c >/dev/full' "$judge"
is "$code" 3 "full disk for the report: exit code 3"
is "$err" "judge: standard output: write: No space left on device" "full disk for the report: one line"
is "$("$judge" history --limit 1 | grep -c AC)" 1 "full disk for the report: the submission is in the history"
run env XDG_DATA_HOME=/dev/null/data "$judge" submit twice.c
like "$code $out" $'^0 .*\nAC' "no history: the verdict is shown"
like "$err" 'judge: this submission is not in the history: ' "no history: a note says so"
run env XDG_DATA_HOME=/dev/null/data "$judge" submit -q twice.c
like "$code $out$err" '^0 AC[^:]*$' "no history: -q says nothing of it"

# A disk that is full, in a mount namespace. An ordinary user is root there, which the judge must not take for real: so it
# runs one user namespace deeper, under the user's own id.
full_disk()
{
	local again=

	[ "$(id -u)" -eq 0 ] || again="unshare --user --map-user=$(id -u) --map-group=$(id -g)"
	# shellcheck disable=SC2086 # words of a command
	unshare --mount ${again:+--map-root-user} bash -c '
		mount -t tmpfs -o size=64k tmpfs "$1" || exit 77
		head -c 1000000 /dev/zero >"$1/full" 2>/dev/null
		shift
		exec "$@"
	' bash "$tmp/disk" $again env XDG_DATA_HOME="$tmp/disk" "$judge" submit twice.c
}
mkdir "$tmp/disk"
run full_disk
if [ "$code" -eq 77 ] || [[ $err == *unshare* ]]; then
	skip "nothing can be mounted here" "full disk for the history"
else
	like "$code $out" $'^0 .*\nAC' "full disk for the history: the verdict is shown"
	like "$err" 'judge: this submission is not in the history: .*(full|space)' "full disk for the history: a note says so"
fi
run bash -c 'ulimit -f 8; exec "$0" submit -q twice.c' "$judge"
like "$code $out$err" '^(0 AC|3 )' "a limit on files ends in a verdict or an error, not in a signal"
unlike "$out" '^(WA|TLE|MLE|RTE|CE)' "and is not blamed on the submission"

is "$(cat twice.c)" "$(cat "$tmp/problems/twice/submissions/accepted/sum.c")" "the submission is as it was"
finish
