#!/bin/bash
# The completion scripts: shells take them, and complete by them. tags: quick parallel
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/package.sh"
export HOME=$tmp XDG_DATA_HOME=$tmp/data XDG_CACHE_HOME=$tmp/cache LC_ALL=C.UTF-8
export JUDGE_PROBLEMS=$tmp/problems
package "$tmp/problems/twice"
package "$tmp/problems/thrice"
mkdir "$tmp/bin" "$tmp/here"
ln -s "$(realpath "$judge")" "$tmp/bin/judge"
PATH=$tmp/bin:$PATH
cd "$tmp/here" || exit 1
touch 'my file.c' other.c

judge completion bash >"$tmp/judge.bash"
is "$?" 0 "completion bash"
ok "bash can read it" bash -n "$tmp/judge.bash"
judge completion zsh >"$tmp/_judge"
is "$?" 0 "completion zsh"
like "$(head -n 1 "$tmp/_judge")" '^#compdef judge$' "the script for zsh says what it completes"

# completes "WORDS" "WANTED": what bash offers for the last word, sorted. "=" is a word of its own, as bash has it.
completes()
{
	run bash -c '
		. "$1"
		shift
		compopt() { offered="$offered $*"; }
		COMP_WORDS=("$@")
		COMP_CWORD=$(($# - 1))
		_judge "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
		printf "%s\n" "${COMPREPLY[@]}" $offered | sed "/^$/d" | sort | tr "\n" " "
	' bash "$tmp/judge.bash" "${words[@]}"
	is "${out% }$err" "$1" "bash: ${words[*]}"
}

words=(judge '') && completes "$(judge help --list | awk -F '\t' '$1 == "command" { print $2 }' | sort | xargs)"
words=(judge s) && completes "sandbox show start submit"
words=(judge --c) && completes "--color"
words=(judge --color '') && completes "always auto never"
words=(judge --color "=" a) && completes "always auto"
words=(judge --color "=" '') && completes "always auto never"
words=(judge --color always su) && completes "submit"
words=(judge --format "=" json li) && completes "list"
words=(judge --verbose show '') && completes "thrice twice"
words=(judge show tw) && completes "twice"
words=(judge submit --pro) && completes "--problem --profile"
words=(judge submit --problem '') && completes "thrice twice"
words=(judge submit --problem twice --no-) && completes "--no-complexity --no-history --no-soundness"
words=(judge submit o) && completes "-o default"
words=(judge start -o o) && completes "-o default"
words=(judge list -q x) && completes ""
words=(judge completion '') && completes "bash zsh"
words=(judge help c) && completes "completion complexity"
words=(judge sandbox '') && completes "run"
words=(judge sandbox --cpu 2s r) && completes "run"
words=(judge sandbox run o) && completes "-o default"
words=(judge sandbox run --policy '') && completes "compile run"
words=(judge start --) && completes "--color --format --help --output --quiet --verbose --version"

# Each option of the table is offered for its command.
options=$(judge help --list | awk -F '\t' '$1 == "option" { print $2, $3 }')
while read -r command name; do
	[ "$command" = '*' ] && command=version
	words=(judge "$command" "$name")
	completes "$(awk -v c="$command" -v n="$name" '($1 == c || $1 == "*") && index($2, n) == 1 { print $2 }' <<<"$options" | sort | paste -sd " ")"
done <<<"$options"

# ---- a shell at a terminal, to which keys are typed. Its judge prints the words that it got.
cat >"$tmp/rc" <<-'END'
	PS1= PS2=
	judge()
	{
		if [ "$1" = list ]; then command judge "$@"; else printf '<%s>' "$@"; fi
	}
	. "$OLDPWD/judge.bash"
END
type_in()
{
	printf '%b\nexit\n' "$1" | TERM=dumb INPUTRC=/dev/null OLDPWD=$tmp script -qec "bash --noprofile --rcfile '$tmp/rc' -i" /dev/null |
		tr -d '\r\a'
}

if command -v script >/dev/null; then
	like "$(type_in 'judge subm\t--probl\ttw\tmy\t')" '<submit><--problem><twice><my file.c>' "commands, options, ids and files with blanks"
	like "$(type_in 'judge --color=al\tsho\tth\t')" '<--color=always><show><thrice>' "words behind ="
else
	skip "no script(1)" "commands, options, ids and files with blanks"
	skip "no script(1)" "words behind ="
fi

zsh=$(command -v zsh || true)
if [ -n "$zsh" ]; then
	ok "zsh can read it" "$zsh" -n "$tmp/_judge"
else
	skip "no zsh here" "zsh can read it"
fi
finish
