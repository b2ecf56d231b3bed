# abuse.sh: judges the programs of tests/abuse. Source it behind tap.sh and prefix.sh; `abuse WHO` prints a case for each.
#
# The first line of a program says the verdict that it must get and of the reason the beginning; where hosts differ, several
# stand there with a bar between them. @PROBLEM@, @CACHE@ and @DATA@ in a program are filled in: the places on this host that
# a submission would like to know. honest.h goes along with who includes it.
# shellcheck shell=bash disable=SC2154 # what tap.sh and prefix.sh set

# What is too long to be kept, or has bytes that no editor should meet, is written here.
write_programs()
{
	local honest='#include "honest.h"\nstatic void misbehave(void)\n{\n}\n'

	{
		printf '/* expect: CE/the compiler crashed on this source */\n'
		printf 'int brackets = %s1%s;\n' "$(printf '(%.0s' {1..50000})" "$(printf ')%.0s' {1..50000})"
	} >"$1/brackets.c"
	{
		printf '/* expect: AC */\n'
		printf 'static int unused_%d;\n' {1..8000}
		printf '%b' "$honest"
	} >"$1/warnings.c"
	printf '/* expect: AC */\nstatic int %s;\n%b' "$(printf 'a%.0s' {1..200000})" "$honest" >"$1/long_name.c"
	# The name is people's, and no shell's, format's or terminal's.
	printf '/* expect: AC */\n%b' "$honest" >"$1/it's \"mine\" \$(touch pwned) ; %s ünï.c"
	printf '/* expect: CE/two words; */\n#error "\033[2J cleared"\n' >"$1/two words; "$'\033'"[31m.c"
}

# verdict_of WHO FILE: $got is the verdict with its reason.
verdict_of()
{
	local files=("$2") reason

	! grep -q '"honest.h"' "$2" || files+=("$root/tests/abuse/honest.h")
	run as "$1" "$judge" submit --problem lru_cache --no-history --jobs 1 --format json "${files[@]}"
	got=$(json_value verdict)
	reason=$(json_value reason)
	reason=${reason//\\\"/\"}
	[ -z "$reason" ] || got+=/${reason//\\\\/\\}
}

# is_expected WANTED: is $got one of these, and does the exit code fit?
is_expected()
{
	local wanted code_wanted=1

	case $got in AC*) code_wanted=0 ;; JE*) code_wanted=3 ;; esac
	[ "$code" -eq "$code_wanted" ] || return
	while read -r wanted; do
		case $got/ in "$wanted"/*) return 0 ;; esac
		case $wanted in */*) [[ $got != "$wanted"* ]] || return 0 ;; esac
	done <<<"${1// | /$'\n'}"
	return 1
}

# A program that got at something says so; a terminal is never steered; the judge itself is sound.
is_quiet()
{
	[[ $out$err != *'escaped: '* && $out$err != *$'\033'* && $err != *Sanitizer* && $err != *'runtime error'* ]]
}

abuse()
{
	local who=$1 dir=$tmp/$1/programs places file wanted

	places="s|@PROBLEM@|$prefix/share/judge/problems/lru_cache|g;s|@CACHE@|$tmp/$who/cache|g;s|@DATA@|$tmp/$who/data|g"
	mkdir "$dir"
	for file in "$root"/tests/abuse/*.c; do
		sed "$places" "$file" >"$dir/${file##*/}"
	done
	write_programs "$dir"
	cd "$dir" || exit
	for file in *.c; do
		wanted=$(sed -n '1s|^/\* expect: \(.*\) \*/$|\1|p' "$file")
		verdict_of "$who" "$file"
		is_expected "$wanted" && is_quiet
		tap_case $? "${file//[!a-z0-9._ ]/?}: $wanted" || diag "$got, exit $code" "$err" "$(grep escaped: <<<"$out")"
	done
	ok 'no name of a file was taken for a command' test ! -e pwned
	cd "$root" || exit
	nothing_left
	run as "$who" "$judge" submit --problem lru_cache -q problems/lru_cache/submissions/accepted/hash_and_list.c
	like "$code $out" '^0 AC accepted' 'and then the honest are accepted'
}
