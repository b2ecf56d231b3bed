#!/bin/bash
# tests/fuzz/standalone.c: a target with a known fault is found, by a seed, by an edited input and by its slowness.
. "$(dirname "$0")/../support/tap.sh"
cd "$root" || exit 1

# target LINES: a fuzz target called fuzz_toy with that body, under ASan.
target()
{
	printf '%s\n' '#include <stddef.h>' '#include <stdint.h>' '#include <stdlib.h>' '#include <string.h>' \
		'int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);' \
		'int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)' '{' "$@" 'return 0;' '}' >"$tmp/fuzz_toy.c"
	gcc -std=gnu17 -D_GNU_SOURCE -I. -DJUDGE_SOURCE_DIR="\"$tmp\"" -fsanitize=address -o "$tmp/fuzz_toy" "$tmp/fuzz_toy.c" \
		tests/fuzz/standalone.c sandbox/base/{err,buf,fs,parse}.c || exit 1
}

mkdir -p "$tmp/tests/fuzz/corpus/toy"
printf 'seed' >"$tmp/tests/fuzz/corpus/toy/1"
export FUZZ_ROUNDS=5000

target 'if (size == 4 && memcmp(data, "seed", 4) == 0) abort();'
run "$tmp/fuzz_toy"
is "$code" 134 "a seed that aborts ends the program"
like "$err" $'in hex:\n73656564' "and is printed"
unlike "$out" '1\.\.' "and there is no plan"
printf 'harmless' >"$tmp/file"
run "$tmp/fuzz_toy" "$tmp/file"
is "$code $out" $'0 ok 1 - 1 seeds\n1..1' "a file that is named is replayed alone"

target 'for (size_t i = 0; i < size; i++) if (data[i] == 0xff) return data[size + 1];'
run "$tmp/fuzz_toy"
[ "$code" -ne 0 ] && [[ $err =~ heap-buffer-overflow && $err =~ "in hex:" ]]
tap_case $? "an edited input that makes the target read too far is found and printed" || diag "$out$err"
first=$(sed -n '/in hex/,$p' <<<"$err")
run "$tmp/fuzz_toy"
is "$(sed -n '/in hex/,$p' <<<"$err")" "$first" "the same one is found each time"

target '(void)data; if (size > 200) exit(0);'
run "$tmp/fuzz_toy"
unlike "$out" '1\.\.' "a target that exits leaves no plan"

target '(void)data; (void)size;'
run "$tmp/fuzz_toy"
is "$code $out" $'0 ok 1 - 1 seeds\nok 2 - 5000 edited inputs\n1..2' "a target without a fault passes"
FUZZ_ROUNDS=many run "$tmp/fuzz_toy"
like "$code $out" '2 Bail out! FUZZ_ROUNDS' "a number that is none is refused"
finish
