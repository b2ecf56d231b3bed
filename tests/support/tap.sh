# tap.sh: what a test written as a bash script needs. Source it; print cases through it; call `finish` at the end:
#
#	. "$(dirname "$0")/../support/tap.sh"
#	run "$judge" list
#	is "$code" 0 "list succeeds"
#	like "$out" 'lru_cache' "list names lru_cache"
#	finish
#
# $root is the tree, $judge the program under test, $tmp an empty directory that is removed at the end.
# shellcheck shell=bash disable=SC2034 # what is set here is read there
set -u
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
judge=${JUDGE:-$root/build/judge}
tmp=$(mktemp -d) || exit 1
chmod 755 "$tmp"
tap_cases=0 tap_failed=0 tap_finished=

tap_end()
{
	local status=$?

	chmod -R u+rwX "$tmp" 2>/dev/null
	rm -rf "$tmp"
	[ -n "$tap_finished" ] || exit $((status > 0 ? status : 1))
}
trap tap_end EXIT
trap 'exit 130' INT TERM

# Lines for people.
diag()
{
	printf '%s\n' "$*" | sed 's/^/# /'
}

# tap_case STATUS NAME: prints the case; its status is STATUS.
tap_case()
{
	local word=ok

	tap_cases=$((tap_cases + 1))
	if [ "$1" -ne 0 ]; then
		tap_failed=$((tap_failed + 1))
		word='not ok'
	fi
	printf '%s %d - %s\n' "$word" "$tap_cases" "$2"
	return "$1"
}

# ok NAME COMMAND...: the command succeeds. `ok NAME ! COMMAND` is not shell: use not_ok.
ok()
{
	local name=$1

	shift
	"$@"
	tap_case $? "$name"
}

not_ok()
{
	local name=$1

	shift
	! "$@"
	tap_case $? "$name"
}

# is GOT WANTED NAME
is()
{
	[ "$1" = "$2" ]
	tap_case $? "$3" && return
	diag "got:    $1"
	diag "wanted: $2"
	return 1
}

# like TEXT REGEX NAME: some part of TEXT matches the extended regular expression.
like()
{
	[[ $1 =~ $2 ]]
	tap_case $? "$3" && return
	diag "got:    $1"
	diag "wanted: /$2/"
	return 1
}

unlike()
{
	[[ ! $1 =~ $2 ]]
	tap_case $? "$3" && return
	diag "got:      $1"
	diag "unwanted: /$2/"
	return 1
}

# skip REASON NAME: the case is not run.
skip()
{
	tap_cases=$((tap_cases + 1))
	printf 'ok %d - %s # SKIP %s\n' "$tap_cases" "$2" "$1"
}

# skip_all REASON: the whole script is not run.
skip_all()
{
	printf '1..0 # SKIP %s\n' "$1"
	tap_finished=1
	exit 0
}

# run COMMAND...: sets $out, $err and $code. Its standard input is this script's.
run()
{
	out=$("$@" 2>"$tmp/.err")
	code=$?
	err=$(cat "$tmp/.err")
	rm -f "$tmp/.err"
}

# The plan comes last: a script that ends before has printed none, and has failed.
finish()
{
	printf '1..%d\n' "$tap_cases"
	tap_finished=1
	exit $((tap_failed > 0))
}
