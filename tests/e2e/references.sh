#!/bin/bash
# Every reference of every problem gets what its row promises, by test servers and by an exec for each test, in the hands of
# root or of whoever else runs this; an ordinary user beside root tries the first problem only. tags: serial long
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/prefix.sh"

# The packages are those that are there: a folder with a problem.yaml is on the list, or this fails.
mapfile -t ids < <(find "$root/problems" -mindepth 2 -maxdepth 2 -name problem.yaml -printf '%h\n' | sed 's|.*/||' | sort)
is "${#ids[@]}" "$(as "${people%% *}" "$judge" list | grep -cwE "$(IFS='|'; echo "${ids[*]}")")" 'judge list knows every package'

for who in $people; do
	for id in "${ids[@]}"; do
		run as "$who" "$judge" verify --both-ways "$id"
		is "$code" 0 "$who: $id keeps its promises" || diag "$err" "$(grep -A 2 '^  FAIL' <<<"$out")"
		like "$out" '[0-9]{2,} ok, 0 failed' "$who: $id: and most of them were looked at"
		[ "$who" = "${people%% *}" ] || break
	done
	nothing_left
done
finish
