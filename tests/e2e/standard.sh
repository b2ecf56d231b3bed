#!/bin/bash
# standard: packages of other judges become packages of version 2025-09 and nothing else, and are judged as before. tags: parallel
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/formats.sh"
export HOME=$tmp XDG_DATA_HOME=$tmp/data LC_ALL=C.UTF-8 COLUMNS=240 JUDGE_PROBLEMS=$tmp/problems

# verdicts: what each submission got, of what verify said. The later version has no word for what does not compile.
verdicts()
{
	sed -nE 's!^  (ok|FAIL) +([a-z_]+/[^ ]+) +([A-Z]+).*!\2 \3!p' <<<"$out" | grep -v ' CE$'
}

# there_and_back KIND: the package as `came`, and as `again` when it was packed as version 2025-09 and nothing else.
there_and_back()
{
	rm -rf "$tmp/problems/"{came,again}
	[[ -e $JUDGE_PROBLEMS/$1 ]] || "$1_package" "$JUDGE_PROBLEMS/$1"
	run "$judge" problem import --id came --into "$tmp/problems" "$JUDGE_PROBLEMS/$1"
	run "$judge" problem pack --standard -o "$tmp/again.zip" came
	run "$judge" problem pack --standard -o "$tmp/packed.zip" came
	is "$code" 0 "$1: is packed in the standard form" || diag "$err"
	notes=$err
	ok "$1: the same bytes each time" cmp "$tmp/packed.zip" "$tmp/again.zip"
	run "$judge" problem import --id again --into "$tmp/problems" "$tmp/packed.zip"
	is "$code$err" 0 "$1: and imported"
	like "$(cat "$tmp/problems/again/problem.yaml")" 'problem_format_version: 2025-09' "$1: it is of that version"
	is "$(find "$tmp/problems/again" -name judge.yaml -o -name testdata.yaml -o -name '*.desc' -o -name '*.hint' \
		-o -name problem_statement -o -name output_validators -o -name '*.ini')" "" "$1: nothing of another one is left"
}

# round_trip KIND: it gets the same verdicts there.
round_trip()
{
	there_and_back "$1"
	run "$judge" verify came
	before=$(verdicts)
	run "$judge" verify again
	is "$code $(verdicts)" "0 $before" "$1: the same verdicts" || diag "$out"
	unlike "$out" note "$1: nothing is odd about it"
}

# points PROBLEM: the score of each submission.
points()
{
	local in=$tmp/problems/$1 file

	for file in "$in"/submissions/*/*; do
		"$judge" submit "$file" --problem "$1" --format json 2>/dev/null |
			perl -MJSON::PP -0777 -ne 'print decode_json($_)->{score}'
		echo " ${file#"$in/submissions/"}"
	done
}

# score_trip KIND: it gets the same scores there.
score_trip()
{
	there_and_back "$1"
	is "$(points again)" "$(points came)" "$1: the same scores"
	run "$judge" verify again
	is "$code" 0 "$1: and verifies" || diag "$out"
	unlike "$out" note "$1: nothing is odd about it"
}

legacy_package "$JUDGE_PROBLEMS/legacy"
hint=$JUDGE_PROBLEMS/legacy/data/secret/01-zero
printf 'add\nthem: "now"\n' >"$hint.hint"
printf '<svg xmlns="http://www.w3.org/2000/svg"/>\n' >"$hint.svg"
printf 'first\nsecond\n' >"$JUDGE_PROBLEMS/legacy/data/secret/negative/02.desc"
printf 'on_reject: continue\nspeed: 3\n' >"$JUDGE_PROBLEMS/legacy/data/testdata.yaml"
echo 'sounds: loud' >>"$JUDGE_PROBLEMS/legacy/problem.yaml"
echo 'by hand' >"$JUDGE_PROBLEMS/legacy/README"
put "$JUDGE_PROBLEMS/legacy/static_validator/look.c" <<<'int main(void) { return 42; }'
mkdir -p "$JUDGE_PROBLEMS/legacy/submissions/compiler_error"
echo 'int main(' >"$JUDGE_PROBLEMS/legacy/submissions/compiler_error/open.c"
printf 'class Sum {}\n' >"$JUDGE_PROBLEMS/legacy/submissions/accepted/Sum.java"
there_and_back legacy
is "$(sort <<<"$notes")" "$(sort <<-'END'
	note: README: is no part of 2025-09, and left out
	note: data/testdata.yaml:1: on_reject: 2025-09 has no such key; it is left out
	note: data/testdata.yaml:2: speed: 2025-09 has no such key; it is left out
	note: domjudge-problem.ini:1: short-name: 2025-09 has no place for it; it is left out
	note: domjudge-problem.ini:3: color: 2025-09 has no place for it; it is left out
	note: problem.yaml:7: sounds: 2025-09 has no such key; it is left out
	note: static_validator/: is not asked, and left out
	note: submissions/compiler_error/open.c: that it is rejected is not seen by tests alone; it is left out
END
)" "legacy: what is left out is told of, and nothing else"
is "$(cat "$tmp/problems/again/data/secret/01-zero.yaml")" 'hint: "add\nthem: \"now\"\n"
output_validator_args: ["float_tolerance", "1e-3"]' "legacy: a hint has a new place"
like "$(cat "$tmp/problems/again/data/secret/negative/02.yaml")" 'description: "first\\nsecond\\n"' "and a description, whole"
ok "a picture stays where it is" cmp "$hint.svg" "$tmp/problems/again/data/secret/01-zero.svg"
ok "and what only others can run" cmp {"$JUDGE_PROBLEMS/legacy","$tmp/problems/again"}/submissions/accepted/Sum.java
run "$judge" problem pack --standard -o "$tmp/packed.zip" came --format json
ok "in JSON they are in the result" perl -MJSON::PP -e '
	my $v = decode_json($ARGV[0]);
	exit !(@{$v->{notes}} == 8 && grep { $_ eq "README: is no part of 2025-09, and left out" } @{$v->{notes}});' "$out"
is "$err" "" "and nowhere else"
rm -r "$JUDGE_PROBLEMS/legacy"

round_trip legacy
round_trip checked
round_trip languages
round_trip included
round_trip expected
score_trip scored
score_trip graded
score_trip golf
round_trip styled
sed -i 's/accept_score: 10/accept_score: 2.5/' "$JUDGE_PROBLEMS/graded/data/secret/a/testdata.yaml"
run "$judge" problem pack --standard -o "$tmp/packed.zip" graded
is "$code $err" "2 judge: problem graded: data/secret/a: a score that is no whole number, which 2025-09 has no words for" \
	"scores that have no counterpart are refused"
finish
