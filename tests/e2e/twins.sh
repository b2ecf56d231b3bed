#!/bin/bash
# A new problem verifies clean, and each twin of it with one thing broken is caught with a word that says which. tags: parallel
. "$(dirname "$0")/../support/tap.sh"
export HOME=$tmp XDG_DATA_HOME=$tmp/data XDG_CACHE_HOME=$tmp/cache LC_ALL=C.UTF-8 COLUMNS=400 JUDGE_PROBLEMS=$tmp/problems
mkdir "$tmp/problems"
cd "$tmp" || exit 1
"$judge" problem new -q --kind stdio whole
p=problems/twin

# twin: a fresh copy of the whole one.
twin()
{
	rm -rf "$p"
	cp -r problems/whole "$p"
	sed -i 's/^\(uuid: .......\)./\19/' "$p/problem.yaml"
}

# says CODE REGEX NAME: verify ends so and says this, without looking at references.
says()
{
	run "$judge" verify --no-references twin
	like "$code $out$err" "^$1 .*$2" "$3"
}

twin
says 0 'ok +twin +[0-9]+ ok, 0 failed, 0 not decidable yet$' "whole: nothing is found"
unlike "$out" 'FAIL|warn' "not even a warning"

twin && sed -i 's/    name: 03-one-zero/    name: 03-one/; s/^      0$/      42/' "$p/judge.yaml"
says 1 'differ|FAIL' "an answer that is wrong"
twin && cp "$p/data/sample/1.in" "$p/data/sample/3.in" && cp "$p/data/sample/1.ans" "$p/data/sample/3.ans"
says 0 'warn .*the same input twice: sample/1 = sample/3' "identical inputs"
twin && rm "$p/data/sample/1.ans"
says 1 'FAIL .*1\.(in|ans)' "a missing answer"
twin && sed -i 's/$/\r/' "$p/data/sample/2.in"
says 1 'FAIL .*test sample/2: line 1.*lines that end in a carriage return: sample/2\.in' "line ends"
twin && printf '2\n1 2' >"$p/data/sample/2.in" && printf '3' >"$p/data/sample/2.ans"
says 1 'the last line has no end: sample/2\.in, sample/2\.ans' "no end of the last line"
twin && cp "$p/data/sample/1.in" "$p/data/sample/copy of 1.in"
says 0 'warn .*names that the format has tools ignore: data/sample/copy of 1\.in' "a name that is passed over"
twin && ln -s ../../../../../etc/passwd "$p/data/sample/3.in"
says 1 'FAIL .*data/sample/3.in: is a link that leads out of the package' "a link that leads out"
twin && mv "$p/input_validators" "$p/input_validator"
says 0 'input_validator/ is no folder of the format; is it meant to be input_validators/\?.*there is no input validator' "a folder that is misspelt"
twin && printf 'int main(void) { return 42; }\n' >"$p/input_validators/validate.c"
says 1 'FAIL .*the input validator refuses nothing, so it is no check' "a validator that accepts junk"
twin && sed -i 's/const int64_t n = read/if (at_end())\n\t\tabort();\n\t&/' "$p/input_validators/validate.c"
says 1 'FAIL .*the input is nothing: the input validator failed: SIGABRT' "a validator that dies of junk"
twin && sed -i 's/read_number(0, 200000)/read_number(0, 300000)/' "$p/input_validators/validate.c"
says 0 'warn .*bounds of the input validator that no test meets: line 6: 300000 \(the greatest is 200000\)' "a bound that no test meets"
twin && sed -i 's/random_seeded(.*/random_seeded((uint64_t)getpid() + (uint64_t)(uintptr_t)\&a);/; 1i #include <unistd.h>' "$p/generators/generate.c" &&
	sed -i 's/argument_number(&a, "LARGEST"/(argument_number(\&a, "LARGEST"/; s/0, INT32_MAX);/0, INT32_MAX));/' "$p/generators/generate.c" &&
	sed -i 's/return generated(&a);/a.left = 0;\n\treturn generated(\&a);/' "$p/generators/generate.c"
says 1 'FAIL .*the generator does not write the same twice' "a generator that is not deterministic"
twin && printf 'Hej.\n' >"$p/statement/problem.sv.md"
says 1 'FAIL .*problem.sv.md: problem.yaml has no name in that language' "a statement without a title"
twin && mkdir "$p/data/invalid_input" && cp "$p/data/sample/1.in" "$p/data/invalid_input/"
says 1 'FAIL .*data/invalid_input/1.in: the input validator accepts it' "an invalid input that is valid"
twin && mkdir "$p/output_validator" && cat >"$p/output_validator/validate.c" <<'END'
#include <stdio.h>
#include <stdlib.h>
int main(int argc, char **argv)
{
	FILE *answer = fopen(argc > 2 ? argv[2] : "", "r");
	long long want, got;

	if (!answer || fscanf(answer, "%lld", &want) != 1)
		return 1;
	if (scanf("%lld", &got) != 1)
		return 43;
	if (got == 1000000)
		abort();
	return want == got ? 42 : 43;
}
END
says 1 'FAIL .*the output validator failed: SIGABRT \(the output "1000000\\n1\\n"\)' "an output validator that dies"
sed -i '/1000000/,+1d' "$p/output_validator/validate.c"
says 0 'warn .*the output validator accepts words behind the answer' "an output validator that reads half"

# One that is too slow by little: its time is what it says by its own clock.
twin && cat >"$p/submissions/time_limit_exceeded/prefix_by_prefix.c" <<'END'
#include <stdio.h>
#include <time.h>
int main(void)
{
	long long n = 0, sum = 0, value;

	if (scanf("%lld", &n) != 1)
		return 1;
	while (n > 150000 && clock() < CLOCKS_PER_SEC * 5 / 4)
		;
	while (n-- > 0 && scanf("%lld", &value) == 1)
		sum += value;
	printf("%lld\n", sum);
	return 0;
}
END
run "$judge" verify --no-soundness --junit twin.xml twin
like "$code $out" '^0 .*warn +time_limit_exceeded/prefix_by_prefix\.c +TLE, but by little: it takes 1\.[23][0-9] s, and the limit is 1\.00 s' \
	"sensitive to the time limit"
like "$out" 'note .*tests that hold the model alone to something: basic/05-zeros' "tests that nothing fails"
like "$(cat twin.xml)" '<testsuite name="twin" tests="[0-9]+" failures="0" errors="0" skipped="[0-9]+" time="[0-9.]+">' "--junit"
ok "--junit is well formed" perl -0ne '
	s/<\?xml[^>]*\?>//; my @open; my $bad = 0;
	while (/<(\/?)([a-z-]+)((?:\s+[a-z]+="[^"<]*")*)\s*(\/?)>/g) {
		if ($1) { $bad ||= pop(@open) ne $2 } elsif (!$4) { push @open, $2 }
	}
	exit($bad || @open);' twin.xml
run "$judge" verify --no-references --junit /nonexistent/x.xml twin
like "$code $err" '^2 judge: .*/nonexistent' "--junit nowhere"
finish
