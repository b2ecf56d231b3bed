#!/bin/bash
# Packages that go out as archives and come in, also those that should not. tags: quick parallel
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/package.sh"
export HOME=$tmp XDG_DATA_HOME=$tmp/data LC_ALL=C.UTF-8 COLUMNS=80 JUDGE_PROBLEMS=$tmp/problems
package "$tmp/problems/twice"
mkdir "$tmp/here" "$tmp/there" "$tmp/none"
cd "$tmp/here" || exit 1

run "$judge" problem pack twice
is "$code $out" "0 twice.zip written: 12 files of twice" "pack"
run "$judge" problem pack -o again.zip "$tmp/problems/twice"
is "$code$err" 0 "pack a folder"
ok "equal packages are equal bytes" cmp twice.zip again.zip
run "$judge" problem pack --layout root --format json -o A.zip twice
ok "pack --format json" perl -MJSON::PP -e '
	my $v = decode_json($ARGV[0]);
	exit !($v->{schema} eq "judge-problem-pack/1" && $v->{file} eq "A.zip" && $v->{files} == 12);' "$out"

run "$judge" problem import --into "$tmp/there" twice.zip
like "$code $out" '^0 twice installed from 12 files: 3 tests in 2 groups, 2 reference' "import"
is "$(cd "$tmp/there/twice" && find . -type f -exec sha256sum {} + | sort)" "$(cd "$tmp/problems/twice" && find . -type f -exec sha256sum {} + | sort)" \
	"what comes in is what went out"
run "$judge" problem import --into "$tmp/there" twice.zip
like "$code $err" '^2 judge: .*/twice is there already and is left as it is$' "none is written over"
run "$judge" problem import --format json A.zip
ok "import --format json" perl -MJSON::PP -e '
	my $v = decode_json($ARGV[0]);
	exit !($v->{schema} eq "judge-problem-import/1" && $v->{problem} eq "a" && $v->{tests} == 3);' "$out"
run "$judge" submit -q --problem a "$tmp/problems/twice/submissions/accepted/sum.c"
like "$code $out" '^0 AC' "and can be judged by"
run "$judge" problem import --id b "$tmp/problems/twice"
is "$code" 0 "import a folder"
is "$("$judge" list --ids | tr '\n' ' ')" "a b twice " "all are listed"

# refused REGEX NAME FILE: import says so in one line, and nothing has changed.
refused()
{
	local before

	before=$(find "$tmp/there" | sort)
	run "$judge" problem import --into "$tmp/there" "$3"
	like "$code $err" "^2 judge: $1" "$2"
	is "$(wc -l <<<"$err")$out" 1 "$2: in one line"
	is "$(find "$tmp/there" | sort)" "$before" "$2: nothing is left"
}
refused 'missing.zip: No such file' "no file" missing.zip
printf 'PK\3\4' >half.zip
refused 'half.zip: is no sound zip archive' "no archive" half.zip
head -c -30 twice.zip >cut.zip
refused 'cut.zip: is no sound zip archive' "half an archive" cut.zip
refused "$root/tests/fuzz/corpus/archive_read/leaves|leaves: ../x: its name leads out of the package" "a name that leaves" \
	"$root/tests/fuzz/corpus/archive_read/leaves"
refused 'link: x: is a link' "a link" "$root/tests/fuzz/corpus/archive_read/link"
mkfifo pipe.zip
refused 'pipe.zip: is no regular file' "a pipe" pipe.zip
cp -r "$tmp/problems/twice" bad
ln -s /etc/passwd bad/data/sample/3.in
refused 'bad: data/sample/3.in: is a link that leads out of the package' "a folder with a link" bad
rm bad/data/sample/3.in bad/include/driver.c
refused 'problem bad: judge.yaml.*driver.c is not there' "a package that cannot be loaded" bad
refused '.*none: has no problem.yaml' "a folder that is no package" "$tmp/none"
run "$judge" problem import --into "$tmp/nowhere" twice.zip
like "$code $err" '^2 judge: .*nowhere: is no folder' "nowhere to install"

# A package that takes a while, and a signal.
cp -r "$tmp/problems/twice" slow
for i in $(seq 2000); do : >"slow/data/sample/z$i.txt"; done
"$judge" problem import --into "$tmp/there" slow &
sleep 0.05
kill -TERM $!
wait $!
code=$?
case $code in
0) ok "it was faster than the signal" test -d "$tmp/there/slow" ;;
*) is "$code $(find "$tmp/there" -name '*slow*' -o -name '.import*')" "143 " "a signal leaves nothing behind" ;;
esac

run "$judge" problem pack nope
like "$code $err" "^2 judge: .*'nope'" "an unknown problem"
run "$judge" problem pack -o "$tmp/nowhere/x.zip" twice
like "$code $err" '^2 judge: .*nowhere.*No such file' "nowhere to pack to"
run "$judge" problem pack
like "$code $err" '^2 judge: problem pack: ID is missing' "pack what?"
run "$judge" problem pack --into x twice
like "$code $err" '^2 judge: problem pack: it does not take --into' "an option of another verb"
run "$judge" problem pcak twice
like "$code $err" '^2 judge: problem: .*pack' "a misspelt verb"
finish
