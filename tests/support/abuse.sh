# abuse.sh: judges the programs of tests/abuse. Source it behind tap.sh, prefix.sh and host.sh; `abuse WHO` prints a case for
# each.
#
# The first line of a program says the verdict that it must get and of the reason the beginning; where hosts differ, several
# stand there with a bar between them. "in hasty" is the problem lru_cache with little time and its first tests only, "in crowd"
# a problem for programs of several processes (abuse/crowd); all others are for lru_cache as it is; "by two" runs two tests at
# once. @PROBLEM@, @CACHE@ and @DATA@ in a program are filled in: the places on this host that a submission would like to know.
# Headers of tests/abuse go along with who includes them. The calls of abuse/calls are one program, which makes another one in
# each test.
#
# A line "outside: escapes" says of a program that is accepted in a box: run without one, it gets at what it is after, and does
# no harm. teeth.sh tries that, so that nothing is accepted because its attack is none.
#
# Beside the programs a neighbour works, an honest one and one that is wrong, whose verdicts must not change.
# shellcheck shell=bash disable=SC2154,SC2086 # what tap.sh, prefix.sh and host.sh set; options are words

# make_problems DIR: those two, in a directory where lru_cache is.
make_problems()
{
	cp -R "$root/tests/abuse/crowd" "$1/crowd"
	cp -R "$1/lru_cache" "$1/hasty"
	sed -i 's/time_limit: .*/time_limit: 0.3\n  time_resolution: 0.1/' "$1/hasty/problem.yaml"
	# Of the group basic the first four tests.
	awk '/^groups:/ { print "limits:\n  wall: 1.0\n" }
		/^  - group:/ { drop = !/basic/ || basic++ > 3 }
		/^references:/ { drop = 0 }
		!drop && !/^  - [{]name: (edge|adversarial|stress),/' "$1/lru_cache/judge.yaml" >"$1/hasty/judge.yaml"
}

# problem_of FILE: the one that a program of tests/abuse is for.
problem_of()
{
	local problem

	problem=$(sed -n '1s|^/\* expect in \([a-z]*\)[a-z ]*: .*|\1|p' "$1")
	echo "${problem:-lru_cache}"
}

# What is asked of each test of the problem `doors`: its name, and a statement that makes the call that is in it.
doors()
{
	local family

	sed -n 's/^\([a-z][a-z0-9_]*\) *\(.*\)$/\1 syscall(SYS_\1, \2)/p' "$root/tests/abuse/calls" | sed 's/, )$/)/'
	# Each family in all types that there are; the first try ends it.
	for family in UNIX INET INET6 NETLINK PACKET KEY ALG VSOCK BLUETOOTH CAN TIPC RDS XDP; do
		echo "socket for (int type = 1; type < 11; type++) socket(AF_$family, type, 0)"
	done
}

# make_doors DIR: the problem; its submission, doors.c, is written here.
make_doors()
{
	local dir=$1/doors call statement number=0

	mkdir -p "$dir"/{include,statement,data/sample}
	cp "$root/tests/abuse/crowd/statement/problem.en.md" "$dir/statement/"
	sed "s/name: .*/name: {en: Doors}/;s/uuid: 0/uuid: 1/" "$root/tests/abuse/crowd/problem.yaml" >"$dir/problem.yaml"
	printf '0\n' | tee "$dir/data/sample/1.in" >"$dir/data/sample/1.ans"
	: >"$dir/include/doors.h"
	cat >"$dir/include/driver.c" <<-'END'
		#include "driver.h"

		static void (*attempt)(int which);

		const struct driver_function driver_functions[] = { { "attempt", (void **)&attempt }, { NULL, NULL } };

		void driver_run(void)
		{
			attempt((int)driver_read_i64());
			driver_write_i64(0);
		}
	END
	printf '%s\n' 'format: 1' 'section: "Abuse"' 'difficulty: easy' 'driver: driver.c' 'prelude: doors.h' \
		'signature: [{name: attempt, type: "void (int)"}]' 'groups: [{name: calls, what: "a call in each"}]' 'tests:' \
		>"$dir/judge.yaml"
	printf '#include "calls.h"\n\nvoid attempt(int which)\n{\n\tswitch (which) {\n' >doors.c
	while read -r call statement; do
		printf '  - {group: calls, name: "%03d-%s", reason: "%s", input: "%d\\n", answer: "0\\n"}\n' \
			$((number += 1)) "$call" "$call" "$number" >>"$dir/judge.yaml"
		printf '\tcase %d:\n\t\t%s;\n\t\treturn;\n' "$number" "$statement" >>doors.c
	done < <(doors)
	printf '\t}\n}\n' >>doors.c
}

# What there is much of, what is too long to be kept, or has bytes that no editor should meet, is written here.
write_programs()
{
	local honest='#include "honest.h"\nstatic void misbehave(void)\n{\n}\n' file

	{
		printf '/* expect: CE/the compiler crashed on this source */\n'
		printf 'int brackets = %s1%s;\n' "$(printf '(%.0s' {1..50000})" "$(printf ')%.0s' {1..50000})"
	} >"$1/brackets.c"
	{
		printf '/* expect in hasty: CE | AC | CTL */\n'
		printf '%b' "$honest"
		printf 'void braces(void)\n%s%s\n' "$(printf '{%.0s' {1..50000})" "$(printf '}%.0s' {1..50000})"
	} >"$1/braces.c"
	{
		printf '/* expect: AC */\n'
		printf 'static int unused_%d;\n' {1..8000}
		printf '%b' "$honest"
	} >"$1/warnings.c"
	{
		printf '/* expect in hasty: CE */\n'
		printf 'int name_%d = nobody_has_%d;\n' {1..4000}
	} >"$1/errors.c"
	printf '/* expect in hasty: CE */\n#error %s\n' "$(printf 'loud %.0s' {1..40000})" >"$1/error_long.c"
	printf '/* expect: AC */\nstatic int %s;\n%b' "$(printf 'a%.0s' {1..200000})" "$honest" >"$1/long_name.c"
	# Names are people's, and no shell's, format's, option's or terminal's.
	for file in "it's \"mine\" \$(touch pwned) ; %s ünï" -o -fplugin=x.so @x @0 '*' .. ' ' - "$(printf '%0190d' 0)"; do
		printf '/* expect in hasty: AC */\n%b' "$honest" >"$1/$file.c"
	done
	printf '/* expect in hasty: CE/two words; */\n#error "\033[2J cleared"\n' >"$1/two words; "$'\033'"[31m.c"
}

# ---- judging -----------------------------------------------------------------------------------------------------------------

# headers_of FILE: the headers of tests/abuse that it includes.
headers_of()
{
	local header

	sed -n 's/^#include "\([a-z]*\.h\)"$/\1/p' "./$1" | while read -r header; do
		[ ! -e "$root/tests/abuse/$header" ] || printf '%s\n' "$root/tests/abuse/$header"
	done
}

# What the sanitizers say, and how costs grow, is the affair of e2e/soundness.sh and e2e/complexity.sh.
tests_only='--no-soundness --no-complexity'

# judge_one WHO FILE RESULT [OPTION]: leaves RESULT.out, RESULT.err and RESULT.code.
judge_one()
{
	local who=$1 file=$2 result=$3 headers jobs=1

	! grep -q '^/\* expect[a-z ]* by two: ' "./$file" || jobs=2
	mapfile -t headers < <(headers_of "$file")
	as "$who" "$judge" submit --problem "$(problem_of "./$file")" --no-history $tests_only --jobs $jobs \
		--format json "${@:4}" "./$file" \
		"${headers[@]}" >"$result.out" 2>"$result.err" </dev/null
	echo $? >"$result.code"
}

# What could tell a fork of the runner from a run of its own is judged both ways.
is_judged_twice()
{
	[[ $1 == constructor* || $1 == remember* || $1 == runner_* || $1 == *_loader.c || $1 == clone_* || $1 == messages_* ]]
}

judge_both()
{
	judge_one "$1" "$2" "$3"
	! is_judged_twice "$2" || judge_one "$1" "$2" "$3.exec" --exec
}

# As many at once as there are processors; in soak each round has another order.
judge_all()
{
	local who=$1 i running=0 order=("${!files[@]}")

	[ -z "${JUDGE_SOAK:-}" ] || mapfile -t order < <(shuf -e "${order[@]}")
	for i in "${order[@]}"; do
		[ $((running += 1)) -le "$(nproc)" ] || wait -n
		judge_both "$who" "${files[i]}" "$tmp/$who/results/$i" &
		judging+=($!)
	done
	wait "${judging[@]}"
}

# is_expected WANTED: is $got one of these, and does the exit code fit?
is_expected()
{
	local wanted code_wanted=1

	case $got in AC*) code_wanted=0 ;; JE*) code_wanted=3 ;; esac
	[ "$code" = "$code_wanted" ] || return
	while read -r wanted; do
		case $got/ in "$wanted"/*) return 0 ;; esac
		case $wanted in */*) [[ $got != "$wanted"* ]] || return 0 ;; esac
	done <<<"${1// | /$'\n'}"
	return 1
}

# A program that got at something says so; a terminal is never steered; the judge itself is sound, and brief.
is_quiet()
{
	[[ $out$err != *'escaped: '* && $out$err != *$'\033'* && $err != *Sanitizer* && $err != *'runtime error'* ]] &&
		[ ${#out} -lt 1000000 ]
}

# tell FILE RESULT [WORDS]: the case of a program.
tell()
{
	local wanted reason

	out=$(cat "$2.out") err=$(cat "$2.err") code=$(cat "$2.code")
	wanted=$(sed -n '1s|^/\* expect[a-z ]*: \(.*\) \*/$|\1|p' "./$1")
	got=$(json_value verdict)
	reason=$(json_value reason)
	reason=${reason//\\\"/\"}
	[ -z "$reason" ] || got+=/${reason//\\\\/\\}
	is_expected "$wanted" && is_quiet
	tap_case $? "${1//[!A-Za-z0-9._ ]/?}${3:-}: $wanted" || diag "$got, exit $code" "${err:0:2000}" "$(grep escaped: <<<"$out")"
}

# A case for each call: the verdict of its test names it.
tell_doors()
{
	local who=$1 call

	run as "$who" "$judge" submit --problem doors --no-history $tests_only --format json doors.c "$root/tests/abuse/calls.h"
	got=$(awk -F'"' '/"name": "[0-9][0-9][0-9]-/ { name = $4 } name && /"reason": / { print name ": " $4; name = "" }' <<<"$out")
	while read -r call; do
		grep -qx "$call: forbidden system call ${call#*-}" <<<"$got"
		tap_case $? "doors: $call" || diag "$(grep "^$call:" <<<"$got")" "${err:0:500}"
	done < <(doors | awk '{ printf "%03d-%s\n", NR, $1 }')
}

# ---- the neighbour -----------------------------------------------------------------------------------------------------------

honest=$root/problems/lru_cache/submissions/accepted/hash_and_list.c
wrong=$root/problems/lru_cache/submissions/wrong_answer/get_does_not_touch.c

# neighbour WHO SUBMISSION: the verdict and how many tests of each group it passed, a line.
neighbour()
{
	printf '%s: ' "${2##*/}"
	as "$1" "$judge" submit --problem lru_cache --no-history $tests_only --jobs 1 --format json "$2" 2>&1 </dev/null |
		grep -E '^  "(verdict|reason)"|"(passed|run|name|group)"' | tr -d ' \n'
	echo
}

# Goes when its file does.
neighbours()
{
	while [ -e "$tmp/beside" ]; do
		neighbour "$1" "$honest"
		neighbour "$1" "$wrong"
		sleep 1
	done >"$tmp/beside.log"
}

# ---- all -----------------------------------------------------------------------------------------------------------------------

prepare()
{
	local problems=$prefix/share/judge/problems places file

	places="s|@PROBLEM@|$problems/lru_cache|g;s|@CACHE@|$tmp/$1/cache|g;s|@DATA@|$tmp/$1/data|g"
	make_problems "$problems"
	for file in "$root"/tests/abuse/*.c; do
		sed "$places" "$file" >"$2/${file##*/}"
	done
	write_programs "$2"
}

# Of what the judge says in words; the reports above are JSON.
tell_in_words()
{
	local file

	for file in escapes_*.c assembler_says.c 'two words; '*; do
		run as "$1" "$judge" submit --problem hasty --no-history $tests_only -v "$file" "$root/tests/abuse/honest.h"
		is_quiet
		tap_case $? "${file//[!A-Za-z0-9._ ]/?}: in words" || diag "$(cat -v <<<"$out$err")"
	done
}

abuse()
{
	local who=$1 dir=$tmp/$1/programs before alone i
	local files judging=()

	mkdir "$dir" "$tmp/$who/results"
	prepare "$who" "$dir"
	cd "$dir" || exit
	shopt -s dotglob
	files=(*.c)
	make_doors "$prefix/share/judge/problems"
	# Somebody else's submission is in the history, and the tests of all problems are in the cache.
	run as "$who" "$judge" submit --problem lru_cache $tests_only -q "$honest"
	judge_one "$who" alarm.c "$tmp/$who/results/first"
	judge_one "$who" crowd_zombies.c "$tmp/$who/results/first"
	tell_doors "$who"
	alone=$(neighbour "$who" "$honest" && neighbour "$who" "$wrong")
	before=$(host_state)
	touch "$tmp/beside"
	neighbours "$who" &
	judge_all "$who"
	rm "$tmp/beside"
	wait
	for i in "${!files[@]}"; do
		tell "${files[i]}" "$tmp/$who/results/$i"
		! is_judged_twice "${files[i]}" || tell "${files[i]}" "$tmp/$who/results/$i.exec" ' by exec'
	done
	ok 'no name of a file was taken for a command' test ! -e pwned
	is "$(sort -u "$tmp/beside.log")" "$(sort <<<"$alone")" 'the verdicts of a neighbour never changed'
	ok 'the neighbour was at work all the time' [ "$(wc -l <"$tmp/beside.log")" -ge 10 ]
	tell_in_words "$who"
	cd "$root" || exit
	host_untouched "$before"
	nothing_left
	run as "$who" "$judge" submit --problem lru_cache --no-history $tests_only -q "$honest"
	like "$code $out" '^0 AC accepted' 'and then the honest are accepted'
}
