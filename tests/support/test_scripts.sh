#!/bin/bash
# The small scripts behind `make demo`, `make fuzz` and .ci/run, with pretended programs.
. "$(dirname "$0")/../support/tap.sh"
cd "$tmp" || exit 1

program()
{
	local path=$1

	shift
	mkdir -p "$(dirname "$path")"
	printf '%s\n' '#!/bin/bash' "$@" >"$path"
	chmod +x "$path"
}

# ---- demo: a judge whose exit code is the name of the source
program judge 'echo "history in $XDG_DATA_HOME" >>log' 'exit "${@: -1}"'
run "$root/tests/support/demo" ./judge 0 1 1
is "$code" 0 "demo: accepted, rejected, rejected is what is due"
like "$out" 'judge submit --problem lru_cache 0' "demo: the commands are shown"
unlike "$(cat log)" "in $HOME" "demo: the history of the user is left alone"
for codes in '1 1 1' '0 0 1' '0 1 0' '0 1 3' '2 1 1'; do
	# shellcheck disable=SC2086 # three words
	run "$root/tests/support/demo" ./judge $codes
	is "$code" 1 "demo: exit codes $codes fail"
done

# ---- fuzz
program fuzz_good 'echo "stat::number_of_executed_units: 123"' 'echo "$*" >log'
run "$root/tests/support/fuzz" 7 ./fuzz_good
is "$code $out" "0 good                        123 inputs in 7 s, none broke it" "fuzz: a target that holds"
like "$(cat log)" '-max_total_time=7 ' "fuzz: the time is bounded"
program fuzz_bad 'echo "artifact written to crash-1"' 'exit 77'
run "$root/tests/support/fuzz" 1 ./fuzz_good ./fuzz_bad
is "$code" 1 "fuzz: a target that breaks"
like "$out$err" 'artifact written to crash-1' "fuzz: the input is named"

# ---- .ci/run: the last line is the sum, whatever happens
mkdir -p ci/.ci && cp "$root/.ci/run" ci/.ci/
ci()
{
	printf 'test:\n%s\n' "$1" >ci/Makefile
	run env -u MAKEFLAGS -u MAKELEVEL ci/.ci/run
	last=${out##*$'\n'}
}

ci $'\t@echo CI=$$CI; echo 3 passed, 0 failed, 0 skipped'
is "$code $last" "0 3 passed, 0 failed, 0 skipped" "ci: all is well"
like "$out" 'CI=true' "ci: the tests are told where they run"
ci $'\t@echo 3 passed, 1 failed, 0 skipped; exit 1'
is "$code $last" "1 3 passed, 1 failed, 0 skipped" "ci: a test failed, and make said so behind the sum"
ci $'\tno-such-compiler'
is "$code $last" "1 0 passed, 1 failed, 0 skipped" "ci: the build failed, and there was no sum"
finish
