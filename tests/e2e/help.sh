#!/bin/bash
# Help, usage errors and the exit codes of the command line. tags: quick parallel
. "$(dirname "$0")/../support/tap.sh"
export HOME=$tmp XDG_DATA_HOME=$tmp/data XDG_CACHE_HOME=$tmp/cache LC_ALL=C.UTF-8

# one_line NAME: the error is one line that begins with "judge: ", and nothing is on standard output.
one_line()
{
	[ -z "$out" ] && [ "$(wc -l <<<"$err")" -eq 1 ] && [[ $err == "judge: "* ]]
	tap_case $? "$1" || diag "out: $out" "err: $err"
}

run "$judge" help
is "$code$err" 0 "help succeeds"
commands=$("$judge" help --list | awk -F '\t' '$1 == "command" { print $2 }')
is "$(wc -w <<<"$commands")" 16 "sixteen commands"
for command in $commands; do
	like "$out" "(^|"$'\n'")  $command +[a-z]" "help lists $command"
	was=$out
	run "$judge" help "$command"
	like "$code $out" "^0 usage: judge $command " "help $command"
	help=$out
	run "$judge" "$command" --help
	is "$out" "$help" "$command --help says the same"
	out=$was
done

run "$judge"
is "$code$out" 2 "no command is a usage error"
like "$err" '^usage: judge ' "that shows the commands on standard error"
run "$judge" version
like "$code $out" '^0 judge [0-9]+\.[0-9]+' "version"
version=$out
run "$judge" --version
is "$out" "$version" "--version"

# ---- usage errors: the line, and words that it must have
while IFS='|' read -r line words; do
	# shellcheck disable=SC2086 # words of a command line
	run "$judge" $line
	is "$code" 2 "judge $line: exit code 2"
	one_line "judge $line: one line"
	like "$err" "$words" "judge $line: $words"
done <<'END'
sumbit x|did you mean "submit"
frobnicate|judge help
submit|FILE
submit --problm x y|did you mean "--problem"
submit --jobs 0 x|from 1 to 64
submit --jobs many x|number
show|ID
show a b|one too many
list --problem x|judge help list
--problem x list|judge help list
list x|one too many
list --color green|auto\|always\|never
completion fish|bash\|zsh
help sumbit|did you mean "submit"
history --limit|needs a value
END

# ---- JSON errors
run "$judge" --format json sumbit
like "$code $out" '^2 .*"exit_code": 2' "an error is JSON where JSON was asked for"
is "$err" "" "and nothing else is said"
like "$out" 'did you mean \\"submit\\"' "with the same words"
run "$judge" --format json
like "$code $out" '^2 .*"exit_code": 2' "no command is an error in JSON too"
run "$judge" submit --problm x y --format=json
like "$code $out" '^2 .*"exit_code": 2' "also when it was asked for behind the error"
ok "it is valid JSON" perl -MJSON::PP -e 'decode_json($ARGV[0])' "$out"

run "$judge" help --format json
like "$code $out" 'it has no JSON form' "what has no JSON form says so in JSON"

# ---- standard output
run bash -c '"$0" help >/dev/full' "$judge"
is "$code" 3 "a full disk is an error"
like "$err" '^judge: standard output: write: No space left on device$' "that is said"
run bash -c '"$0" help >&-' "$judge"
is "$code" 3 "closed standard output is an error"
run bash -c '"$0" help | true; echo ${PIPESTATUS[0]}' "$judge"
like "$out $err" '^(0|141) $' "a reader that leaves is none"
run bash -c 'trap "" PIPE; { sleep 0.2; "$0" help; } | true' "$judge"
is "$err" "" "even where SIGPIPE is ignored"

# ---- colour
run "$judge" --color always help
like "$out" $'\033\\[1m' "--color always"
run "$judge" --color never help
unlike "$out" $'\033' "--color never"
run "$judge" help
unlike "$out" $'\033' "no colour where there is no terminal"
run env COLUMNS=50 "$judge" help
is "$(awk 'length > 50 && !/`/' <<<"$out")" "" "lines are as wide as COLUMNS says"
finish
