# lint.sh: what the lints share. A lint is `NAME.sh [TREE]`: it prints a line for each finding in the tree (this one when
# none is named) and exits 1 if there was one. test_tree.sh runs them all here, test_lints.sh sees each of them fire.
# shellcheck shell=bash
set -u
tree=${1:-$(dirname "${BASH_SOURCE[0]}")/../..}
cd "$tree" || exit 2
found=0

# files FIND-EXPRESSION...: the files of the tree that are people's work, sorted.
files()
{
	find . \( -path ./build -o -path ./.git -o -name node_modules \) -prune -o -type f \( "$@" \) -print |
		sed 's|^\./||' | sort
}

# Prints the lines that come in: each is a finding.
findings()
{
	local line

	while IFS= read -r line; do
		printf '%s\n' "$line"
		found=1
	done
}

finish()
{
	exit $found
}
