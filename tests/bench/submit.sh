#!/bin/bash
# What judging costs: `judge submit` of a solution of lru_cache as a whole against what nobody can do without, that is, the
# solution compiled by gcc -O2 and run once with each test without a box. Rounds are interleaved, medians are compared.
. "$(dirname "$0")/../support/tap.sh"
export HOME=$tmp XDG_DATA_HOME=$tmp/data XDG_CACHE_HOME=$tmp/cache
rounds=15
source=$root/problems/lru_cache/submissions/accepted/hash_and_list.c

# The runner of the problem, but for one that loads the solution from here.
mkdir "$tmp/plain"
cp "$root"/runners/driver/*.[ch] "$root/problems/lru_cache/include/"* "$tmp/plain"
sed -i "s|/box/candidate.so|$tmp/plain/candidate.so|" "$tmp/plain/channel.h"
gcc -O2 -I "$tmp/plain" -o "$tmp/plain/runner" "$tmp/plain/runtime.c" "$tmp/plain/driver.c" || exit 1

compile()
{
	gcc -O2 -shared -fPIC -include "$tmp/plain/lru_cache.h" -o "$tmp/plain/candidate.so" "$source"
}

plain_runs()
{
	local input

	for input in "${inputs[@]}"; do
		"$tmp/plain/runner" 3>/dev/null 4>/dev/null 5<"$input" || exit 1
	done
}

submit()
{
	"$judge" submit --problem lru_cache --no-history -q "$@" "$source" >/dev/null || exit 1
}

# timed FILE COMMAND...: a line with its milliseconds, in thousandths, into FILE.
timed()
{
	local begin=$EPOCHREALTIME

	"${@:2}"
	echo $((${EPOCHREALTIME/./} - ${begin/./})) >>"$tmp/$1"
}

median()
{
	sort -n "$tmp/$1" | sed -n "$(((rounds + 1) / 2))p"
}

# row FILE TEXT
row()
{
	awk -v us="$(median "$1")" -v baseline="$baseline" -v text="$2" \
		'BEGIN { printf "  %-44s %7.1f ms  %5.2f\n", text, us / 1000, us / baseline }'
}

submit --jobs 2
inputs=("$tmp"/cache/judge/tests/lru_cache-*/*.in)
for ((i = 0; i < rounds; i++)); do
	timed compile compile
	timed runs plain_runs
	timed submit submit --jobs 2
	timed alone submit --jobs 1
done
paste "$tmp/compile" "$tmp/runs" | awk '{ print $1 + $2 }' >"$tmp/plain_all"
baseline=$(median plain_all)
echo "lru_cache, ${#inputs[@]} tests"
row plain_all "gcc -O2 and plain runs"
row compile "  of that gcc -O2"
row submit "judge submit --jobs 2"
row alone "judge submit --jobs 1"
# shellcheck disable=SC2034 # tap.sh asks for it
tap_finished=1
