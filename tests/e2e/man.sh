#!/bin/bash
# The man page names every command, option, verdict, exit code and variable that there is. tags: quick parallel
. "$(dirname "$0")/../support/tap.sh"
page=$root/judge/cli/judge.1

sections=$(sed -n '/^\.Sh COMMANDS$/,/^\.Sh VERDICTS$/p' "$page" | sed '$d')
is "$sections" "$("$judge" help --mdoc)" "COMMANDS and OPTIONS are what judge help --mdoc prints"

while IFS=$'\t' read -r kind command name _; do
	if [ "$kind" = command ]; then
		ok "the command $command is named" grep -q "^\.It Cm $command\( \|$\)" "$page"
	else
		ok "$name of $command is named" grep -qF "Fl \\${name#-}" "$page"
	fi
done < <("$judge" help --list)

for verdict in $(sed -n 's/^[#define VERDICTS(X)\t ]*X(\([A-Z]*\), ".*/\1/p' "$root/judge/verdict.h"); do
	ok "the verdict $verdict is named" grep -qx "\.It $verdict" "$page"
done
for code in 0 1 2 3; do
	ok "the exit code $code is named" grep -qx "\.It $code" "$page"
done
for variable in $(grep -rhoE 'getenv\("[A-Z_]+"\)' "$root"/{sandbox,runners,judge} --include='*.c' | sed 's/.*"\(.*\)".*/\1/' | sort -u); do
	case $variable in
	PATH | HOME | TMPDIR | LESS) continue ;;
	esac
	ok "the variable $variable is named" grep -q "^\.It Ev .*\b$variable\b" "$page"
done

if command -v mandoc >/dev/null; then
	run mandoc -T lint -W warning "$page"
	is "$code$out" 0 "mandoc finds nothing"
elif command -v groff >/dev/null; then
	run groff -mandoc -ww -z -Tutf8 "$page"
	is "$code$out$err" 0 "groff finds nothing"
else
	skip "no mandoc or groff" "the page can be set"
fi
finish
