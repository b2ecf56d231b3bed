#!/bin/bash
# toplevel: the root of the tree holds the six folders, Makefile, README.md and dot files; build/ is made.
. "$(dirname "$0")/lint.sh"
findings < <(find . -mindepth 1 -maxdepth 1 ! -name '.*' -printf '%P\n' | sort |
	grep -vxE 'Makefile|README\.md|build|judge|problems|runners|sandbox|tests|web-static' |
	sed 's/$/: does not belong into the root/')
finish
