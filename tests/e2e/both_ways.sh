#!/bin/bash
# Every reference submission gets what it is promised by an exec for each test, too: references.sh demands the same of test
# servers. Stages behind the tests do not go by how tests are started, and are left out. tags: serial long
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/prefix.sh"

who=${people%% *}
mapfile -t ids < <(find "$root/problems" -mindepth 2 -maxdepth 2 -name problem.yaml -printf '%h\n' | sed 's|.*/||' | sort)
for id in "${ids[@]}"; do
	run as "$who" "$judge" verify --exec --no-complexity --no-soundness "$id"
	is "$code" 0 "$id keeps its promises" || diag "$err" "$(grep -A 2 '^  FAIL' <<<"$out")"
	like "$out" '[0-9]{2,} ok, 0 failed, [0-9]+ not decidable' "$id: and most of them were looked at"
done
nothing_left
finish
