#!/bin/bash
# readmes: each folder of the root and each folder of a layer says in at most 40 lines what it is for.
. "$(dirname "$0")/lint.sh"

folders()
{
	find . -mindepth 1 -maxdepth 1 -type d ! -name '.*' ! -name build -printf '%P\n'
	files -name '*.[ch]' | grep -E '^(sandbox|runners|judge)/' | sed 's|/[^/]*$||'
}

check()
{
	local folder lines

	folders | sort -u | while read -r folder; do
		if [ ! -f "$folder/README.md" ]; then
			echo "$folder: no README.md"
			continue
		fi
		lines=$(wc -l <"$folder/README.md")
		[ "$lines" -le 40 ] || echo "$folder/README.md: $lines lines, at most 40"
	done
}

findings < <(check)
finish
