#!/bin/bash
# tags: long
# Whatever a candidate's functions do to the driver of a problem, the verdict is one on the candidate, with a reason: none of it
# is taken for a fault of the judge's, and nothing that is wrong is accepted.
#
# Of each problem there is a copy with little time and memory, whose tests are those of its own that stand in judge.yaml, again
# and again, as samples, so that one sees what was printed. In each of them a right solution does another thing of those in
# drivers/behaviours, by drivers/misbehave.h. Without arguments all problems are tried.
. "$(dirname "$0")/../support/tap.sh"

here=$root/tests/abuse/drivers
export HOME=$tmp XDG_DATA_HOME=$tmp/data XDG_CACHE_HOME=$tmp/cache JUDGE_PROBLEMS=$tmp/problems
rounds=${JUDGE_SOAK:+10}
rounds=${rounds:-1}

# package_of PROBLEM: the copy, without tests.
package_of()
{
	local from=$root/problems/$1 to=$tmp/problems/$1 part

	mkdir -p "$to/data/sample" "$tmp/$1"
	for part in include statement output_validator; do
		[ ! -d "$from/$part" ] || cp -R "$from/$part" "$to/$part"
	done
	sed 's/time_limit: .*/time_limit: 0.2\n  time_resolution: 0.1/;s/ memory: .*/ memory: 64/;s/ output: .*/ output: 1/' \
		"$from/problem.yaml" >"$to/problem.yaml"
	{
		sed -n '/^groups:/q;/^\(model\|limits\)/!p' "$from/judge.yaml"
		printf 'limits:\n  wall: 2.0\n'
	} >"$to/judge.yaml"
}

# The submission that makes the answers.
reference_of()
{
	echo "$root/problems/$1/submissions/$(sed -n 's/^model: //p' "$root/problems/$1/judge.yaml")"
}

# misbehave PROBLEM PASS ROUNDS MOMENTS [CASE...]: judges them, each with ROUNDS inputs; leaves $tmp/PROBLEM/PASS.report.
misbehave()
{
	local dir=$tmp/$1 tests=$tmp/problems/$1/data/sample package=$root/problems/$1/judge.yaml cases

	perl "$here/wrap.pl" "$package" "$here/behaviours" "${@:4}" >"$dir/wrapped.c"
	cases=$(grep -c $'^\t{ "' "$dir/wrapped.c")
	rm -f "$tests"/*
	perl "$here/tests.pl" "$package" "$cases" "$3" "$tests"
	cp "$(reference_of "$1")" "$dir/reference.h"
	"$judge" submit --problem "$1" --no-history --no-soundness --no-complexity --all --jobs 1 --format json \
		"$dir/wrapped.c" "$dir/reference.h" "$here"/misbehave*.h >"$dir/$2.report" 2>"$dir/$2.said" </dev/null
	echo $? >>"$dir/codes"
}

verdicts()
{
	perl "$here/verdicts.pl" "$here/behaviours" "$tmp/$1"/*.report
}

# What came to nothing, or was accepted, with a few inputs is tried with all: together, then alone, since a test that is
# repeated leaves those behind it to other cases.
judge_problem()
{
	local served='first|later|return|result|written|inputs' case again

	package_of "$1"
	misbehave "$1" one "$rounds" "$served"
	misbehave "$1" two 1 'load|once'
	mapfile -t again < <(verdicts "$1" | sed -n 's/^\(idle\|accepted\) //p')
	[ ${#again[@]} -eq 0 ] || misbehave "$1" three all "$served" "${again[@]}"
	for case in $(verdicts "$1" | sed -n 's/^\(idle\|accepted\) //p'); do
		misbehave "$1" "$case" all "$served" "$case"
	done
	verdicts "$1" >"$tmp/$1/verdicts"
}

# A driver that lets what it passes be changed is found out.
try_careless_driver()
{
	local driver=$tmp/problems/max_window_sum/include/driver.c

	package_of max_window_sum
	sed -i 's/driver_complain("[^"]*changed[^"]*")/(void)0/' "$driver"
	misbehave max_window_sum one 1 inputs
	like "$(verdicts max_window_sum)" 'accepted change_a_byte-inputs-max_window_sum-a0' 'a careless driver is found out'
	rm -rf "$tmp/problems/max_window_sum" "$tmp/max_window_sum"
}

# misbehave_where PROBLEM CONDITION OPTION...: in the package as it is, with its hidden tests, in one of the builds alone.
misbehave_where()
{
	local dir=$tmp/$1

	{
		printf '#define MIS_WHERE %s\n#define MIS_SHIFT %d\n' "$2" $((JUDGE_SOAK * 10))
		perl "$here/wrap.pl" "$root/problems/$1/judge.yaml" "$here/behaviours" 'first|later|return|result|written|inputs'
	} >"$dir/wrapped.c"
	run env JUDGE_PROBLEMS="$root/problems" "$judge" submit --problem "$1" --no-history --all --format json "${@:3}" \
		"$dir/wrapped.c" "$dir/reference.h" "$here"/misbehave*.h </dev/null
	like "$code $out" '^[01] ' "$1: no error of the judge's where $2"
	unlike "$out" '"verdict": "(JE|CE)"' "$1: no test is either"
}

try_careless_driver
running=0
mapfile -t problems < <(find "$root/problems" -mindepth 2 -maxdepth 2 -name problem.yaml -printf '%h\n' | sed 's|.*/||' | sort)
[ $# -eq 0 ] || problems=("$@")
for problem in "${problems[@]}"; do
	[ $((running += 1)) -le "$(nproc)" ] || wait -n
	judge_problem "$problem" &
done
wait
for problem in "${problems[@]}"; do
	unlike "$(cat "$tmp/$problem/codes")" '[^01[:space:]]' "$problem: no error of the judge's"
	tests=$(sed -n 's/^tests //p' "$tmp/$problem/verdicts")
	ok "$problem: it was tried" [ "$tests" -gt 60 ]
	wrong=$(grep -v '^tests ' "$tmp/$problem/verdicts" | sort | uniq -c)
	is "$wrong" '' "$problem: $tests tests, each with a verdict that says why"
done
if [ -n "${JUDGE_SOAK:-}" ]; then
	for problem in "${problems[@]}"; do
		misbehave_where "$problem" true --no-soundness --no-complexity
		misbehave_where "$problem" '(__asan_init != NULL)' --no-complexity
		misbehave_where "$problem" '(__wrap_getpid != NULL)' --no-soundness
	done
fi
finish
