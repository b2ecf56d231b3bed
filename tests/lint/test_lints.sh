#!/bin/bash
# Every lint is seen to refuse what it is for, in small trees that are made here, and to let pass what is right.
. "$(dirname "$0")/../support/tap.sh"

# tree: an empty tree with the folders of the layers; file PATH LINE...: writes one into it.
tree()
{
	rm -rf "$tmp/tree"
	mkdir -p "$tmp/tree"/{sandbox/{base,keeper},runners/driver,judge/{store,cli},problems,tests/{unit,abuse},web-static}
}

file()
{
	local path=$tmp/tree/$1

	shift
	mkdir -p "$(dirname "$path")"
	printf '%s\n' "$@" >"$path"
}

lint()
{
	run "$root/tests/lint/$1.sh" "$tmp/tree"
}

# passes LINT NAME; refuses LINT REGEX NAME: one finding, and it looks so.
passes()
{
	lint "$1"
	is "$code:$out" "0:" "$1: $2"
}

refuses()
{
	lint "$1"
	[ "$code" -eq 1 ] && [ "$(wc -l <<<"$out")" -eq 1 ] && [[ $out =~ $2 ]]
	tap_case $? "$1: $3" || diag "exit $code: $out$err"
}

# ---- layers
# include FROM WHAT: a tree where FROM includes WHAT, which exists.
include()
{
	tree
	file "$2" '/* a header */'
	file "$1" '#include <stdio.h>' "#include \"$2\""
}

include runners/run.c sandbox/base/err.h
passes layers "a lower layer may be included"
include judge/cli/show.c judge/store/store.h
passes layers "cli may include the store"
include tests/unit/test_run.c sandbox/keeper/keeper.h
passes layers "a test may include anything"
include sandbox/base/err.c sandbox/sandbox.h
refuses layers '^sandbox/base/err.c:2: .* above sandbox/base$' "base must not include sandbox"
include sandbox/box.c runners/runner.h
refuses layers 'above sandbox$' "sandbox must not include runners"
include runners/run.h judge/judge.h
refuses layers 'above runners$' "runners must not include judge, in a header too"
include judge/report/report.c judge/store/store.h
refuses layers 'above judge$' "judge must not include the store"
include judge/store/store.c judge/cli/cli.h
refuses layers 'above judge/store$' "the store must not include cli"
include sandbox/keeper/keeper.c runners/runner.h
refuses layers 'outside sandbox/' "the keeper must not include what lies outside sandbox"
include sandbox/box.c sandbox/keeper/keeper.h
refuses layers 'includes the keeper' "nothing includes the keeper"
include sandbox/box.c tests/support/tap.h
refuses layers 'includes the tests' "nothing includes tests"
include runners/run.c problems/lru.h
refuses layers 'belongs to no layer' "problems are included by nothing"
include sandbox/base/err.c sandbox/base/err.h
file sandbox/base/err.c '#include "err.h"'
refuses layers 'not a file from the root' "an include without its folder is refused"
file sandbox/base/err.c '#include <sandbox/base/err.h>'
refuses layers 'not in quotes' "a header of ours in angle brackets is refused"

# ---- text
tree
file sandbox/a.c "$(printf '\t%112s' x)" && file sandbox/b.c "$(printf '%0.s€' {1..120})"
passes text "120 columns are well, a tab being 8 and € one"
file sandbox/a.c "$(printf '\t%113s' x)"
refuses text '^sandbox/a.c:1: 121 columns$' "121 columns are too many"
file sandbox/a.c 'int x; '
refuses text 'trailing blanks' "a blank at the end of a line"
file sandbox/a.c $'int x;\r'
refuses text 'carriage return' "a carriage return"
file sandbox/a.c 'int x;' && file README.md 'text ' && rm -f "$tmp/tree/sandbox/a.c"
refuses text '^README.md:1: trailing' "Markdown too"
tree
printf 'int x;' >"$tmp/tree/sandbox/a.c"
refuses text 'no newline' "a file without a final newline"
tree
printf 'a b \r' >"$tmp/tree/problems/x.c" && mkdir -p "$tmp/tree/problems/x/data" &&
	mv "$tmp/tree/problems/x.c" "$tmp/tree/problems/x/data/1.c"
passes text "test data may be anything"

# ---- toplevel
tree
file README.md x && file Makefile x && file .gitignore x && mkdir "$tmp/tree/build"
passes toplevel "what belongs there may be there"
file notes.txt x
refuses toplevel '^notes.txt: ' "a stray file"
rm "$tmp/tree/notes.txt" && mkdir "$tmp/tree/lib"
refuses toplevel '^lib: ' "a stray folder"

# ---- readmes
readmes()
{
	tree
	for folder in sandbox runners judge problems tests web-static; do file $folder/README.md purpose; done
}

readmes
passes readmes "a README.md for each folder"
rm "$tmp/tree/problems/README.md"
refuses readmes '^problems: no README' "a folder of the root without one"
readmes
file sandbox/base/err.c '/* c */'
refuses readmes '^sandbox/base: no README' "a folder of sources without one"
readmes
seq 41 >"$tmp/tree/tests/README.md"
refuses readmes 'tests/README.md: 41 lines' "one of 41 lines"

# ---- openings
tree
file sandbox/a.c '/*' ' * a: its idea.' ' */' 'int x;' && file tests/unit/test_a.c '/* tests a */'
passes openings "a comment of three lines"
file sandbox/a.c 'int x;' '/*' ' * late' ' */'
refuses openings 'does not open' "code before the comment"
file sandbox/a.c '/* short */'
refuses openings 'opens with 1 lines' "one line is too little in a layer"
file sandbox/a.c '/*' "$(seq -f ' * %g' 19)" ' */'
refuses openings 'opens with 21 lines' "21 lines are too many"
rm "$tmp/tree/sandbox/a.c" && file tests/unit/test_a.c 'int x;'
refuses openings '^tests/unit/test_a.c' "tests open with one too"

# ---- words
for word in TOD'O' FIXM'E' XX'X'; do
	tree
	file sandbox/a.c "int x; /* $word: later */"
	refuses words '^sandbox/a.c:1:' "$word"
done
file sandbox/a.c 'char name[] = "judge-XXXXXX"; /* todos */'
passes words "a part of a word is none"

# ---- lockfiles
tree
file web-static/package-lock.json '{ "version": "1.0.0", "integrity": "sha512-AAAA//AA==" }'
passes lockfiles "versions and hashes"
file web-static/package-lock.json '{ "resolved": "https://registry.example/a.tgz" }'
refuses lockfiles 'package-lock.json:1:' "an address"

finish
