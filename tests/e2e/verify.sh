#!/bin/bash
# verify: a package that keeps its promises, and one that does not. tags: quick
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/package.sh"
export HOME=$tmp XDG_DATA_HOME=$tmp/data LC_ALL=C.UTF-8 COLUMNS=100 JUDGE_PROBLEMS=$tmp/problems
package "$tmp/problems/twice"
yaml=$tmp/problems/twice/judge.yaml

run "$judge" verify twice
is "$code" 1 "a package with too few tests fails"
like "$out" 'FAIL +package +1 hidden tests' "and is told so"
like "$out" 'ok +accepted/sum\.c +AC' "a reference that is accepted"
like "$out" 'ok +wrong_answer/square\.c +WA' "a reference that is wrong"
like "$(tail -n 1 <<<"$out")" 'FAIL +twice +[0-9]+ ok, [0-9]+ failed' "a line for the package"
run "$judge" verify -q twice
unlike "$out" 'ok +accepted' "-q shows failures only"

run "$judge" verify --all --no-references
like "$code $out" 'FAIL +twice +[0-9]+ ok' "--all means every package"
run "$judge" verify --all twice
is "$code$out $(wc -l <<<"$err")" "2 1" "and is refused beside one"

sed -i 's|square.c, verdict: WA|square.c, verdict: NO|' "$yaml"
run "$judge" verify twice
like "$code $out" '^1 .*FAIL +wrong_answer/square\.c +NO is promised, got WA' "a broken promise"
run "$judge" verify twice --format json
ok "verify --format json" perl -MJSON::PP -e '
	my $v = decode_json($ARGV[0]);
	my ($line) = grep { ($_->{file} // "") eq "wrong_answer/square.c" } @{$v->{problems}[0]{results}};
	exit !($v->{schema} eq "judge-verify/1" && $line->{result} eq "failed" && $line->{verdict} eq "WA");' "$out"

# What is said comes in the order of the package, however many look.
for i in 1 2 3 4 5 6; do
	cp "$tmp/problems/twice/submissions/wrong_answer/square.c" "$tmp/problems/twice/submissions/wrong_answer/square$i.c"
	sed -i "s|^hints:|  - {file: wrong_answer/square$i.c, verdict: WA, trap: \"the square\"}\n&|" "$yaml"
done
run "$judge" verify --jobs 1 twice
first=$out
run "$judge" verify --jobs 3 twice
is "$out" "$first" "the same by three at once"
is "$(grep -c 'square[0-9]' <<<"$out")" 6 "and all were looked at"
sed -i 's|square6.c, verdict: WA|square6.c, verdict: WA, reason: "another"|' "$yaml"
run "$judge" verify --no-complexity --no-soundness twice
like "$code $out" '^1 .*FAIL +wrong_answer/square6\.c +WA/another is promised, got WA' "what is left out excuses nothing else"

# Where the stage is left out that gives a reason, the reason is not demanded.
sed -i 's|reason: "another"|reason: "complexity: O(n)"|' "$yaml"
run "$judge" verify --no-complexity twice
like "$out" 'square6\.c +WA/complexity: O\(n\) is promised; not yet[[:space:]]+decidable: needs the complexity' "a reason of what is left out"
run "$judge" verify twice
like "$out" 'FAIL +wrong_answer/square6\.c +WA/complexity: O\(n\) is promised, got WA' "and demanded where it is not"

run "$judge" verify twcie
is "$code$out" 2 "an unknown problem"
like "$err" "^judge: .*'twcie'.*'twice'" "with the nearest id"
echo 'colour: green' >>"$yaml"
run "$judge" verify
is "$code" 1 "a damaged package fails"
like "$out" 'FAIL +package .*colour' "and is told so"

# ---- on a terminal a matrix stands below what is said, and is gone in the end
sed -i '$d' "$yaml"
if command -v script >/dev/null; then
	# shellcheck disable=SC2089 # the quotes are for the shell that script starts
	look="stty rows 24 cols 100; '$judge' verify --no-soundness --no-complexity --color never twice"
	# shellcheck disable=SC2090
	out=$(TERM=xterm script -qec "$look" /dev/null </dev/null)
	like "$out" $'twice: 0 of [0-9]+ submissions, 3 tests.*accepted/sum\\.c +···  compile' "a row for each reference"
	like "$out" $'accepted/sum\\.c +.*A.*A.*A.*  AC' "filled in, with what it got"
	like "$out" $'.*\033\\[J' "and taken away"
	unlike "${out##*$'\033[J'}" 'submissions, 3 tests|···' "so that only the lines stay"
	for quiet in -q '--format json'; do
		unlike "$(TERM=xterm script -qec "$look $quiet" /dev/null </dev/null)" 'submissions, 3 tests' "nothing of it with $quiet"
	done
else
	for name in 'a row for each reference' 'filled in' 'and taken away' 'only the lines stay' '-q' '--format json'; do
		skip "no script(1)" "$name"
	done
fi
run "$judge" verify --no-soundness --no-complexity twice
unlike "$out$err" 'submissions, 3 tests' "nor in a pipe"
finish
