#!/bin/bash
# list, show and start: what there is, what it asks, and a file to begin with. tags: quick parallel
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/package.sh"
export HOME=$tmp XDG_DATA_HOME=$tmp/data XDG_CACHE_HOME=$tmp/cache LC_ALL=C.UTF-8 COLUMNS=80
export JUDGE_PROBLEMS=$tmp/problems
package "$tmp/problems/twice"
package "$tmp/problems/thrice"
sed -i -e 's/difficulty: easy/difficulty: hard/' -e 's/section: .*/section: "Another section"/' "$tmp/problems/thrice/judge.yaml"
mkdir "$tmp/here"
cd "$tmp/here" || exit 1

# ---- list
run "$judge" list
is "$code$err" 0 "list"
is "$out" $'Another section\n    thrice  hard    Twice a number\n\nExamples\n    twice   easy    Twice a number' "sections, ids, names"
run "$judge" list --ids
is "$out" $'thrice\ntwice' "list --ids"
run "$judge" list -q EASY
is "$(grep -c '^    ' <<<"$out") $out" $'1 Examples\n    twice  easy    Twice a number' "list -q: difficulty, in any case"
run "$judge" list --query='examples returns'
like "$out" 'twice' "list --query: each word, section and statement"
unlike "$out" 'thrice' "list --query: no others"
run "$judge" list -q 'examples nothing-of-that-kind'
is "$code$out" 0 "list -q: none"
sed -i 's/^difficulty: hard/&\nminutes: 25\nquestion: "Three times?"/' "$tmp/problems/thrice/judge.yaml"
sed -i 's/^limits:/keywords: [numbers, Big Things]\n&/' "$tmp/problems/thrice/problem.yaml"
mkdir -p "$tmp/problems/thrice/solution"
printf 'Add.\n\n## Follow-up questions\n\n**And four?** Once more.\n' >"$tmp/problems/thrice/solution/solution.en.md"
run "$judge" list
like "$out" $'    thrice  hard     25 min  Twice a number\n' "minutes where a package says them"
for filter in --topic=big -d\ hard --minutes=25 '-q three' '-q BIG'; do
	# shellcheck disable=SC2086 # two words
	run "$judge" list --ids $filter
	is "$out" thrice "list $filter"
done
run "$judge" list --ids --minutes=24
is "$out" '' "list --minutes: none that does not say so"
run "$judge" list --ids --difficulty=easy --unsolved
is "$out" twice "list --difficulty --unsolved"
run "$judge" list --topic nothing-of-that-kind
is "$code$out" 0 "list --topic: none"
run "$judge" show thrice
like "$out" $'\nthrice · hard · Another section\n25 minutes · Three times\\?\n' "show: minutes and question"
unlike "$out" 'Once more' "and no follow-up questions"
run "$judge" show thrice --followups
like "$out" $'Follow-up questions\n-+\n\n\\*And four\\?\\* Once more' "show --followups"
unlike "$out" 'Add' "and nothing of the solution"
run "$judge" show twice --followups
like "$code $err" '^2 judge: .*twice has no follow-up questions' "show --followups: none there"
run "$judge" list --format json
ok "list --format json" perl -MJSON::PP -e '
	my $list = decode_json($ARGV[0]);
	exit !($list->{schema} eq "judge-list/1" && @{$list->{problems}} == 2 && @{$list->{damaged}} == 0
		&& $list->{problems}[1]{id} eq "twice" && !$list->{problems}[1]{solved} && $list->{problems}[0]{minutes} == 25
		&& !defined $list->{problems}[1]{minutes} && "@{$list->{problems}[0]{topics}}" eq "numbers Big Things");' "$out"
run env JUDGE_PROBLEMS=/nonexistent "$judge" list
is "$code$out" 2 "list without a problem set"
like "$err" '^judge: .*/nonexistent' "that names the directory"

cp -r "$tmp/problems" "$tmp/damaged"
sed -i 's/^limits:.*/limits: {time_limit: soon}/' "$tmp/damaged/thrice/problem.yaml"
run env JUDGE_PROBLEMS="$tmp/damaged" "$judge" list
is "$code $out" $'3 Examples\n    twice  easy    Twice a number' "a damaged package does not hide the others"
is "$(wc -l <<<"$err")" 1 "it is one line on standard error"
like "$err" '^judge: .*thrice.*problem.yaml.*time_limit' "that names package, file and key"

# ---- show
run "$judge" show twice
is "$code$err" 0 "show"
is "$(head -n 20 <<<"$out")" "Twice a number
twice · easy · Examples

Write a function that returns *twice* its argument, as arithmetic
(https://example.org/sum) has it.

API
---

    int twice(int x);

• \`x\` is between -1000 and 1000
• nothing is printed

  x  result
───  ──────
  2  4
-21  -42

Limits: CPU 1 s, wall clock 3 s, memory 64 MiB, stack 8 MiB, output 1 MiB a" "a statement: emphasis, link, heading, code, list, table"
like "$out" '2 hints: judge show twice --hints 1$' "hints are offered"
unlike "$out" 'Add' "and not told"
run "$judge" show twice --hints 1
like "$out" $'Hint 1: Add\\.\n\n1 more hint: ' "one hint"
run "$judge" show twice --hints 9
like "$out" $'Hint 1: Add\\.\n\nHint 2: Add it to itself\\.$' "all hints"
run env COLUMNS=44 "$judge" show twice
is "$(awk 'length > 44' <<<"$out")" "" "lines are as wide as COLUMNS says"
run env LC_ALL=C "$judge" show twice
is "$(tr -d '\000-\177' <<<"$out")" "" "without UTF-8 a statement is ASCII"
run "$judge" show twice --format json --hints 1
ok "show --format json" perl -MJSON::PP -e '
	my $p = decode_json($ARGV[0]);
	exit !($p->{id} eq "twice" && $p->{limits}{cpu_us} == 1000000 && $p->{hints_there} == 2 && @{$p->{hints}} == 1
		&& $p->{statement} =~ /^Write/ && $p->{starter} =~ /int twice/);' "$out"
run "$judge" show twcie
is "$code$out" 2 "show: unknown problem"
like "$err" "^judge: .*'twcie'.*'twice'" "with the nearest id"
run "$judge" show ../twice
is "$code$out" 2 "show: an id is never a path"

if command -v script >/dev/null; then
	out=$(TERM=xterm PAGER="tee $tmp/paged" script -qec "'$judge' show twice" /dev/null </dev/null | tr -d '\r')
	like "$(cat "$tmp/paged")" $'^\033\\[1mTwice a number' "on a terminal the statement is paged, in colour"
	out=$(TERM=xterm PAGER=/nonexistent script -qec "'$judge' show twice" /dev/null </dev/null | tr -d '\r')
	like "$out" 'Twice a number' "without a pager it is printed"
else
	skip "no script(1)" "on a terminal the statement is paged, in colour"
	skip "no script(1)" "without a pager it is printed"
fi

# ---- start
run "$judge" start twice
is "$code$err" 0 "start"
ok "writes the starter" cmp -s twice.c "$tmp/problems/twice/attachments/twice.c"
echo mine >twice.c
run "$judge" start twice
is "$code$out" 2 "start over a file"
like "$err" '^judge: twice\.c is there already' "that says why"
is "$(cat twice.c)" mine "and leaves it as it is"
ln -s nowhere link.c
run "$judge" start twice -o link.c
is "$code" 2 "start over a link that leads nowhere"
not_ok "and does not follow it" test -e nowhere
run "$judge" start twice -o 'my $(first) try.c'
is "$code" 0 "start -o with blanks and shell characters"
is "$(head -n 1 'my $(first) try.c')" "// problem: twice" "which says what it is for"
run "$judge" start twice -o missing/twice.c
is "$code$out" 2 "start into a directory that is not there"
like "$err" '^judge: .*missing/twice\.c' "that names it"
run "$judge" start nothing
is "$code$out" 2 "start: unknown problem"
run "$judge" start thrice --format json
ok "start --format json" perl -MJSON::PP -e 'exit decode_json($ARGV[0])->{file} ne "thrice.c"' "$out"
run "$judge" start twice -q -o quiet.c
is "$code$out$err" 0 "start -q says nothing"
finish
