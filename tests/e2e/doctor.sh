#!/bin/bash
# doctor: what this host gives, and that each thing that is missing is named with its remedy. tags: quick
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/package.sh"
export HOME=$tmp XDG_DATA_HOME=$tmp/data XDG_CACHE_HOME=$tmp/cache LC_ALL=C.UTF-8 COLUMNS=120
export JUDGE_PROBLEMS=$tmp/problems
package "$tmp/problems/twice"

run "$judge" doctor
is "$err" "" "doctor has its answer on standard output"
if [ "$code" -eq 0 ]; then
	like "$out" 'This host can judge' "exit code 0: this host can judge"
else
	is "$code" 3 "exit code 3"
	like "$out" 'This host cannot judge' "this host cannot judge"
fi
for what in 'user namespace' 'pid namespace' 'private root' 'network namespace' 'ipc namespace' 'uts namespace' \
	'cgroup namespace' 'seccomp filter' landlock 'memory cgroup' 'pids cgroup' 'cpu accounting cgroup' 'separate user ids' \
	hosting kernel 'control groups' 'C compiler' 'runtime of drivers' packages cache history 'of a test' 'open files'; do
	like "$out" " $what  " "$what"
done
not_ok "nothing is made" test -e "$tmp/data" -o -e "$tmp/cache"

run "$judge" doctor --format json
ok "doctor --format json" perl -MJSON::PP -e '
	my $d = decode_json($ARGV[0]);
	my @bad = grep { $_->{state} =~ /missing|broken/ && $_->{section} eq "sandbox" && !length($_->{remedy} . $_->{detail}) }
		@{$d->{findings}};
	my ($hosting) = grep { $_->{what} eq "hosting" } @{$d->{findings}};
	exit !($d->{schema} eq "judge-doctor/1" && @{$d->{findings}} > 20 && !@bad && ($d->{usable} ? 0 : 3) == $ARGV[1]
		&& ($d->{hosting} ? "fine" : "missing") eq $hosting->{state});' "$out" "$code"

# hosts CODE NAME COMMAND...: doctor --hosting ends with this code where the host can judge at all, and says why.
hosts()
{
	local wanted=$1 name=$2

	shift 2
	run "$@"
	case $code in
	3) like "$out" 'This host cannot judge' "$name: nothing can be judged here" ;;
	1) is 1 "$wanted" "$name" && like "$out" 'hosting +no, because this is missing: .*This host can judge, but not' "$name: and why" ;;
	*) is "$code" "$wanted" "$name" && like "$out" 'hosting +yes.*This host can judge programs of strangers' "$name: said" ;;
	esac
}
run "$judge" doctor --format json
could=1
[[ $out != *'"hosting": true'* ]] || could=0
hosts $could "doctor --hosting" "$judge" doctor --hosting
hosts 1 "doctor --hosting without control groups" env JUDGE_CGROUP=none "$judge" doctor --hosting
run env JUDGE_CGROUP=none "$judge" doctor
like "$out" 'memory cgroup +not there' "no memory cgroup when told to do without"
like "$out" 'pids cgroup .*comes with the memory cgroup' "which brings the others"
like "$out" 'hosting +no, because this is missing: memory cgroup' "and no hosting"
unlike "$code" '^1$' "hosting is asked for by --hosting only"
run env JUDGE_CGROUP=/nonexistent/group "$judge" doctor --hosting
like "$code $out" '^3 .*/nonexistent/group: No such file' "a given group that is not there is named"
run env JUDGE_CGROUP=/nonexistent/group "$judge" verify twice
like "$code $err" '^3 .*/nonexistent/group: No such file' "and stops judging"

# lacks NAME REGEX: doctor says that the host cannot judge, and why.
lacks()
{
	like "$code $out" "^3 .*$2" "$1"
	like "$out" 'This host cannot judge' "$1: the last line"
}
run env JUDGE_CC=/nonexistent/cc "$judge" doctor
lacks "no compiler" '/nonexistent/cc'
run env JUDGE_PROBLEMS=/nonexistent "$judge" doctor
lacks "no problems" '/nonexistent'
run env XDG_CACHE_HOME=/dev/null/cache "$judge" doctor
lacks "no cache" '/dev/null/cache/judge cannot be written'
run env JUDGE_KEEPER=/nonexistent/keeper "$judge" doctor
lacks "no keeper" '/nonexistent/keeper'
run env JUDGE_DRIVER_DIR=/nonexistent/driver "$judge" doctor
lacks "no runtime" 'runtime'
mkdir "$tmp/empty"
run env JUDGE_PROBLEMS="$tmp/empty" "$judge" doctor
lacks "an empty problem set" 'packages'
run env XDG_DATA_HOME=/dev/null/data "$judge" doctor
like "$out" '/dev/null/data/judge cannot be written' "no history is named"
unlike "$out" 'history .*✗' "but does not stop judging"
run bash -c 'ulimit -n 100; exec "$0" doctor' "$judge"
like "$out" 'raise it with ulimit to at least 256' "a low limit of open files"
finish
