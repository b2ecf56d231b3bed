# formats.sh: whole packages as other judges have them, one for each kind of the format. Source it behind tap.sh; each function
# makes its package in the folder that it is given. Their tasks are trivial: what is shown is how they are read.
# shellcheck shell=bash

# clean KIND: a new package of that kind, and nothing is wrong with it.
clean()
{
	"$1_package" "$JUDGE_PROBLEMS/$1"
	run "$judge" verify "$1"
	is "$code" 0 "a package of the kind '$1' verifies" || diag "$out"
	unlike "$out" 'FAIL|note' "and nothing is odd about it"
}

# broken KIND PATTERN WHY: the package is verified again, and this is said; then it is made anew.
broken()
{
	run "$judge" verify "$1"
	is "$code" 1 "$3"
	like "$out" "$2" "and that is what is said"
	rm -r "${JUDGE_PROBLEMS:?}/$1"
	"$1_package" "$JUDGE_PROBLEMS/$1"
}

# put FILE: standard input, with its folders.
put()
{
	mkdir -p "$(dirname "$1")"
	cat >"$1"
}

# data FOLDER NAME INPUT ANSWER
data()
{
	printf '%s\n' "$3" | put "$1/$2.in"
	printf '%s\n' "$4" | put "$1/$2.ans"
}

# Programs that print the sum of two numbers, or what their name says.
sum_in_c()
{
	printf '#include <stdio.h>\n\nint main(void)\n{\n\tlong a, b;\n\n\tif (scanf("%%ld %%ld", &a, &b) != 2)\n\t\treturn 1;\n'
	printf '\t%s\n\treturn 0;\n}\n' "${1:-printf(\"%ld\\n\", a + b);}"
}

two_numbers_in_c()
{
	printf '#include <stdio.h>\n\nint main(void)\n{\n\tlong a, b;\n\n\tif (scanf("%%ld %%ld", &a, &b) != 2 || a < -9 || a > 9)\n'
	printf '\t\treturn printf("two numbers, the first from -9 to 9\\n"), 43;\n\treturn 42;\n}\n'
}

# A legacy package: the sum of two numbers, within a tolerance; DOMjudge's files and marks.
legacy_package()
{
	local dir=$1

	put "$dir/problem.yaml" <<-'END'
		author: Somebody
		license: public domain
		limits:
		  memory: 64
		  time_multiplier: 5
		validator_flags: float_tolerance 1e-3
	END
	put "$dir/domjudge-problem.ini" <<-'END'
		short-name = sum
		timelimit = 1
		color = '#00ff00'
	END
	put "$dir/problem_statement/problem.en.tex" <<-'END'
		\problemname{A sum}
		Add two numbers.
	END
	data "$dir/data/sample" 1 '1 2' 3
	data "$dir/data/secret" 01-zero '0 0' 0.0004
	data "$dir/data/secret/negative" 02 '-5 -6' -11
	echo 'below zero' >"$dir/data/secret/negative/02.desc"
	two_numbers_in_c | put "$dir/input_validators/check/check.c"
	sum_in_c | put "$dir/submissions/accepted/sum.c"
	sum_in_c 'printf("%ld\n", a - b);' | put "$dir/submissions/wrong_answer/minus.c"
	sum_in_c 'if (a < 0) return 3; printf("%ld\n", a + b);' | put "$dir/submissions/run_time_error/exits.c"
	sum_in_c 'while (a < 0); printf("%ld\n", a + b + 1);' | put "$dir/submissions/time_limit_exceeded/loops.c"
	sum_in_c '/* @EXPECTED_RESULTS@: WRONG-ANSWER, RUN-ERROR */ if (a < 0) return 3; printf("%ld\n", a + b);' | put "$dir/submissions/mixed/either.c"
}

# A legacy package whose answers are many: any two numbers with that sum; a group bounds them by a flag.
checked_package()
{
	local dir=$1

	put "$dir/problem.yaml" <<-'END'
		name: Any two numbers
		validation: custom
		validator_flags: bound 100
		limits: {time_limit: 1}
	END
	put "$dir/problem_statement/problem.en.tex" <<<'Two numbers with that sum.'
	data "$dir/data/sample" 1 3 '1 2'
	data "$dir/data/secret/narrow" 1 10 '5 5'
	data "$dir/data/secret/wide" 1 50 '25 25'
	echo 'output_validator_flags: bound 5' >"$dir/data/secret/narrow/testdata.yaml"
	put "$dir/input_validators/number.c" <<-'END'
		#include <stdio.h>
		#include <string.h>

		int main(void)
		{
			char line[64], again[64];
			long sum;

			if (!fgets(line, sizeof(line), stdin) || sscanf(line, "%ld", &sum) != 1)
				return 43;
			snprintf(again, sizeof(again), "%ld\n", sum);
			return strcmp(line, again) || getchar() != EOF ? 43 : 42;
		}
	END
	put "$dir/output_validators/pairs/bound.h" <<<'static long bound(int n, char **args) { return strtol(args[n - 1], NULL, 10); }'
	put "$dir/output_validators/pairs/pairs.c" <<-'END'
		#include <stdio.h>
		#include <stdlib.h>
		#include "bound.h"

		static int reject(const char *dir, const char *why)
		{
			char path[4096];
			FILE *f;

			snprintf(path, sizeof(path), "%sjudgemessage.txt", dir);
			f = fopen(path, "w");
			if (!f)
				return 1;
			fprintf(f, "%s\n", why);
			fclose(f);
			return 43;
		}

		int main(int argc, char **argv)
		{
			FILE *f = fopen(argv[1], "r");
			long sum, a, b, most = bound(argc, argv);
			char more;

			if (!f || fscanf(f, "%ld", &sum) != 1)
				return 1;
			if (scanf("%ld %ld %c", &a, &b, &more) != 2)
				return reject(argv[3], "no two numbers");
			if (a + b != sum)
				return reject(argv[3], "another sum");
			return a > most || b > most ? reject(argv[3], "out of bounds") : 42;
		}
	END
	local main='#include <stdio.h>\n\nint main(void)\n{\n\tlong s;\n\n\treturn scanf("%%ld", &s) != 1 || printf("%%ld %%ld\\n", %s) < 0;\n}\n'
	# shellcheck disable=SC2059
	printf "$main" 's / 2, s - s / 2' | put "$dir/submissions/accepted/halves.c"
	# shellcheck disable=SC2059
	printf "$main" 's, 0L' | put "$dir/submissions/wrong_answer/all_and_none.c"
}

# A 2025-09 package with a submissions.yaml that speaks of groups and of what the validator says.
expected_package()
{
	local dir=$1

	put "$dir/problem.yaml" <<-'END'
		problem_format_version: 2025-09
		name: A sum
		uuid: 6f0b4a52-6d0c-4c43-9c87-2f6f3c1f5a11
		license: public domain
		limits: {time_limit: 1, memory: 64}
	END
	put "$dir/statement/problem.en.md" <<<'Add two numbers.'
	data "$dir/data/sample" 1 '1 2' 3
	put "$dir/data/secret/small/test_group.yaml" </dev/null
	data "$dir/data/secret/small" 1 '2 2' 4
	put "$dir/data/secret/negative/test_group.yaml" </dev/null
	data "$dir/data/secret/negative" 1 '-2 -2' -4
	two_numbers_in_c | put "$dir/input_validators/check.c"
	sum_in_c | put "$dir/submissions/accepted/sum.c"
	sum_in_c 'while (a < 0); printf("%ld\n", a * b);' | put "$dir/submissions/other/product.c"
	put "$dir/submissions/submissions.yaml" <<-'END'
		other/*.{c,cc}:
		  use_for_time_limit: false
		  sample:
		    required: [WA]
		  secret/s*:
		    permitted: [AC]
		  secret/negative:
		    required: [TLE]
	END
}

# A 2025-09 package with scores: three groups, one of which waits for another, one with shares by the validator.
scored_package()
{
	local dir=$1

	put "$dir/problem.yaml" <<-'END'
		problem_format_version: 2025-09
		type: scoring
		name: A sum, in parts
		uuid: 6f0b4a52-6d0c-4c43-9c87-2f6f3c1f5a12
		license: public domain
		limits: {time_limit: 1, memory: 64}
	END
	put "$dir/statement/problem.en.md" <<<'Add two numbers.'
	data "$dir/data/sample" 1 '1 2' 3
	put "$dir/data/secret/1-small/test_group.yaml" <<<'max_score: 20'
	data "$dir/data/secret/1-small" 1 '2 2' 4
	data "$dir/data/secret/1-small" 2 '3 4' 7
	put "$dir/data/secret/2-negative/test_group.yaml" <<-'END'
		max_score: 50
		score_aggregation: sum
		require_pass: [sample, secret/1-small]
	END
	data "$dir/data/secret/2-negative" 1 '-2 -2' -4
	data "$dir/data/secret/2-negative" 2 '-3 9' 6
	put "$dir/data/secret/3-near/test_group.yaml" <<-'END'
		max_score: 30
		score_aggregation: min
	END
	data "$dir/data/secret/3-near" 1 '5 5' 10
	data "$dir/data/secret/3-near" 2 '6 6' 12
	two_numbers_in_c | put "$dir/input_validators/check.c"
	put "$dir/output_validator/near.c" <<-'END'
		#include <stdio.h>
		#include <stdlib.h>
		#include <string.h>

		/* One off is worth half, in the group whose sums are 10 and 12. */
		int main(int argc, char **argv)
		{
			FILE *f = fopen(argv[2], "r");
			char path[4096];
			long want, got;

			(void)argc;
			if (!f || fscanf(f, "%ld", &want) != 1)
				return 1;
			fclose(f);
			if (scanf("%ld", &got) != 1)
				return 43;
			if (got == want)
				return 42;
			if ((want != 10 && want != 12) || labs(got - want) != 1)
				return 43;
			snprintf(path, sizeof(path), "%sscore_multiplier.txt", argv[3]);
			f = fopen(path, "w");
			return f && fprintf(f, "0.5\n") > 0 && !fclose(f) ? 42 : 1;
		}
	END
	sum_in_c | put "$dir/submissions/accepted/sum.c"
	sum_in_c 'printf("%ld\n", a < 0 ? 0 : a + b);' | put "$dir/submissions/rejected/no_negatives.c"
	sum_in_c 'printf("%ld\n", a + b + (a == 6));' | put "$dir/submissions/other/near.c"
	sum_in_c 'printf("%ld\n", a == 3 ? 0 : a + b);' | put "$dir/submissions/rejected/not_three.c"
	put "$dir/submissions/submissions.yaml" <<-'END'
		accepted: {score: 100}
		rejected/no_negatives.c: {score: 50}
		rejected/not_three.c:
		  score: [29.5, 30]
		  secret/2-negative: {score: 0}
		other/near.c:
		  permitted: [AC]
		  score: 85
		  secret/3*: {score: 15}
	END
}

# A legacy package with scores, as olympiads have them: groups of groups, each with a score for all of its tests.
graded_package()
{
	local dir=$1

	put "$dir/problem.yaml" <<-'END'
		name: A sum, in parts
		type: scoring
		grading: {objective: max, show_test_data_groups: true}
		limits: {time_limit: 1}
	END
	put "$dir/problem_statement/problem.en.tex" <<<'Add two numbers.'
	put "$dir/data/testdata.yaml" <<-'END'
		on_reject: continue
		grader_flags: ignore_sample
		range: 0 60
	END
	put "$dir/data/sample/testdata.yaml" <<<'accept_score: 0'
	put "$dir/data/secret/testdata.yaml" <<<'grader_flags: first_error accept_if_any_accepted'
	data "$dir/data/sample" 1 '1 2' 3
	for group in a:10 b/easy:20 b/hard:30; do
		put "$dir/data/secret/${group%:*}/testdata.yaml" <<-END
			on_reject: break
			grader_flags: min
			accept_score: ${group#*:}
		END
	done
	data "$dir/data/secret/a" 1 '2 2' 4
	data "$dir/data/secret/a" 2 '2 3' 5
	data "$dir/data/secret/b/easy" 1 '-2 2' 0
	data "$dir/data/secret/b/hard" 1 '-2 -3' -5
	two_numbers_in_c | put "$dir/input_validators/check.c"
	sum_in_c | put "$dir/submissions/accepted/sum.c"
	sum_in_c 'printf("%ld\n", a < 0 && b < 0 ? 0 : a + b);' | put "$dir/submissions/partially_accepted/not_both.c"
	sum_in_c 'printf("%ld\n", a == 1 ? 3 : 99);' | put "$dir/submissions/wrong_answer/sample_only.c"
}

# A package whose submissions are functions: what calls them is added to each, in its language.
included_package()
{
	local dir=$1

	put "$dir/problem.yaml" <<-'END'
		problem_format_version: 2025-09
		name: A sum, as a function
		uuid: 6f0b4a52-6d0c-4c43-9c87-2f6f3c1f5a14
		license: public domain
		limits: {time_limit: 1, memory: 64}
		languages: [c, cpp, python3]
	END
	put "$dir/statement/problem.en.md" <<<'Write a function that adds two numbers.'
	data "$dir/data/sample" 1 '1 2' 3
	data "$dir/data/secret" 1 '-2 -2' -4
	two_numbers_in_c | put "$dir/input_validators/check.c"
	put "$dir/include/default/sum.h" <<<'long sum(long a, long b);'
	put "$dir/include/c/grader.c" <<-'END'
		#include "sum.h"
		#include <stdio.h>

		int main(void)
		{
			long a, b;

			return scanf("%ld %ld", &a, &b) != 2 || printf("%ld\n", sum(a, b)) < 0;
		}
	END
	put "$dir/include/cpp/grader.cpp" <<-'END'
		#include "sum.h"
		#include <iostream>

		int main()
		{
			long a, b;

			std::cin >> a >> b;
			std::cout << sum(a, b) << std::endl;
		}
	END
	put "$dir/include/python3/__main__.py" <<-'END'
		from solution import sum

		print(sum(*map(int, input().split())))
	END
	put "$dir/submissions/accepted/in_c.c" <<<$'#include "sum.h"\nlong sum(long a, long b) { return a + b; }'
	put "$dir/submissions/accepted/in_cpp.cpp" <<<$'#include "sum.h"\nlong sum(long a, long b) { return b + a; }'
	put "$dir/submissions/accepted/solution.py" <<<$'def sum(a, b):\n    return a + b'
	put "$dir/submissions/wrong_answer/minus.c" <<<$'#include "sum.h"\nlong sum(long a, long b) { return a - b; }'
	# Files that the package adds take the place of a submission's own.
	put "$dir/submissions/wrong_answer/own/grader.c" <<<$'#include <stdio.h>\nint main(void) { puts("3"); }'
	put "$dir/submissions/wrong_answer/own/sum.h" <<<$'#error not this one'
	put "$dir/submissions/wrong_answer/own/sum.c" <<<$'#include "sum.h"\nlong sum(long a, long b) { return a - b; }'
}

# The legacy package with programs in C++ and Python: submissions of one file and of several, validators.
languages_package()
{
	local dir=$1

	legacy_package "$dir"
	rm -r "$dir/input_validators"
	put "$dir/input_validators/check.py" <<-'END'
		import re
		import sys

		flags = sys.argv[1:]
		if not re.fullmatch(r"-?\d+ -?\d+\n", sys.stdin.read()):
		    print("two numbers", flags)
		    sys.exit(43)
		sys.exit(42)
	END
	put "$dir/input_validators/first/first.cc" <<-'END'
		#include "bounds.hpp"
		#include <iostream>

		int main()
		{
			long a;

			return std::cin >> a && in_bounds(a) ? 42 : 43;
		}
	END
	put "$dir/input_validators/first/bounds.hpp" <<<'inline bool in_bounds(long a) { return a >= -9 && a <= 9; }'
	sed -i 's/^validator_flags.*/validation: custom\nvalidator_flags: "0.001"/' "$dir/problem.yaml"
	put "$dir/output_validators/near/__main__.py" <<-'END'
		import sys
		from reading import number

		with open(sys.argv[2]) as f:
		    want = number(f.read())
		got = number(sys.stdin.read())
		if got is None or abs(want - got) > float(sys.argv[4]):
		    with open(sys.argv[3] + "judgemessage.txt", "w") as f:
		        f.write("too far\n")
		    sys.exit(43)
		sys.exit(42)
	END
	put "$dir/output_validators/near/reading.py" <<-'END'
		def number(text):
		    try:
		        return float(text)
		    except ValueError:
		        return None
	END
	put "$dir/submissions/accepted/sum.cpp" <<-'END'
		#include <bits/stdc++.h>

		int main()
		{
			std::vector<double> v(2);

			for (auto &x : v)
				std::cin >> x;
			std::cout << std::accumulate(v.begin(), v.end(), 0.0) << std::endl;
		}
	END
	put "$dir/submissions/accepted/sum.py" <<-'END'
		import collections
		import heapq
		import math
		import random

		a, b = map(int, input().split())
		print(a + b)
		exit()
	END
	put "$dir/submissions/run_time_error/raises.py" <<-'END'
		a, b = map(int, input().split())
		if a < 0:
		    raise ValueError(a)
		print(a + b)
	END
	put "$dir/submissions/time_limit_exceeded/slow.py" <<-'END'
		a, b = map(int, input().split())
		while a < 0:
		    pass
		print(a + b)
	END
	put "$dir/submissions/wrong_answer/two/main.py" <<<$'from helper import f\n\nprint(f(*map(int, input().split())))'
	put "$dir/submissions/wrong_answer/two/helper.py" <<<$'def f(a, b):\n    return a - b'
	put "$dir/submissions/compiler_error/open.py" <<<$'a = (1,\nprint(a'
	put "$dir/submissions/compiler_error/missing.cc" <<<'int main() { return x; }'
}

# The legacy package with programs that are built and run by scripts.
scripted_package()
{
	local dir=$1

	legacy_package "$dir"
	rm -r "$dir/input_validators"
	put "$dir/input_validators/built/check.cpp" <<-'END'
		#include "bounds.h"
		#include <iostream>

		int main()
		{
			long a, b;

			return std::cin >> a >> b && in_bounds(a) ? 42 : 43;
		}

		bool in_bounds(long a)
		{
			return !(a < -9 || a > 9);
		}
	END
	put "$dir/input_validators/built/bounds.h" <<<'bool in_bounds(long a);'
	put "$dir/input_validators/built/older.cpp" <<<'#error nobody compiles this'
	put "$dir/input_validators/built/build" <<-'END'
		#!/bin/sh
		# Made by hand.
		set -e
		cd "$(dirname "$0")"
		g++ -O2 -Wall -std=c++17 check.cpp -o run
	END
	chmod +x "$dir/input_validators/built/build"
	sed -i 's/^validator_flags.*/validation: custom/' "$dir/problem.yaml"
	put "$dir/output_validators/ran/same.py" <<-'END'
		import sys
		from reading import number

		with open(sys.argv[2]) as f:
		    want = number(f.read())
		got = number(sys.stdin.read())
		sys.exit(42 if got is not None and abs(want - got) < 1e-3 else 43)
	END
	put "$dir/output_validators/ran/reading.py" <<-'END'
		def number(text):
		    try:
		        return float(text)
		    except ValueError:
		        return None
	END
	put "$dir/output_validators/ran/run" <<-'END'
		#!/bin/bash

		# The folder is that of the script.
		exec python3 "$(dirname "$0")/same.py" "$@"
	END
	chmod +x "$dir/output_validators/ran/run"
}

# The legacy package with two output validators: one looks at the form of an answer, one at its value.
twofold_package()
{
	local dir=$1

	scripted_package "$dir"
	put "$dir/output_validators/form.c" <<-'END'
		#include <stdio.h>

		int main(int argc, char **argv)
		{
			char path[4096];
			FILE *f;
			int c;

			(void)argc;
			while ((c = getchar()) != EOF)
				if (c == '+')
					break;
			if (c == EOF)
				return 42;
			snprintf(path, sizeof(path), "%steammessage.txt", argv[3]);
			f = fopen(path, "w");
			return f && fputs("a plus in front\n", f) >= 0 && !fclose(f) ? 43 : 1;
		}
	END
	sum_in_c 'printf("%+ld\n", a + b);' | put "$dir/submissions/wrong_answer/plus.c"
}

# A 2025-09 package with scores that sources get, too: one group asks for no goto, another gives points for few bytes.
golf_package()
{
	local dir=$1

	put "$dir/problem.yaml" <<-'END'
		problem_format_version: 2025-09
		type: scoring
		name: A sum, in few bytes
		uuid: 6f0b4a52-6d0c-4c43-9c87-2f6f3c1f5a15
		license: public domain
		languages: [c, python3]
		limits: {time_limit: 1, memory: 64}
	END
	put "$dir/statement/problem.en.md" <<<'Add two numbers, without goto, in few bytes.'
	data "$dir/data/sample" 1 '1 2' 3
	put "$dir/data/secret/1-plain/test_group.yaml" <<-'END'
		max_score: 40
		static_validation_score: pass-fail
		static_validator_args: [without, goto]
	END
	data "$dir/data/secret/1-plain" 1 '2 2' 4
	put "$dir/data/secret/2-short/test_group.yaml" <<-'END'
		max_score: 60
		score_aggregation: sum
		static_validation_score: 20
		static_validator_args: [within, '150', '2000']
	END
	data "$dir/data/secret/2-short" 1 '-2 -2' -4
	data "$dir/data/secret/2-short" 2 '-3 9' 6
	two_numbers_in_c | put "$dir/input_validators/check.c"
	put "$dir/static_validator/golf.c" <<-'END'
		#include <stdio.h>
		#include <stdlib.h>
		#include <string.h>

		static char text[1 << 20];

		static int leave(const char *dir, const char *name, const char *what, int code)
		{
			char path[4096];
			FILE *f;

			snprintf(path, sizeof(path), "%s%s", dir, name);
			f = fopen(path, "w");
			return f && fprintf(f, "%s\n", what) > 0 && !fclose(f) ? code : 1;
		}

		int main(int argc, char **argv)
		{
			FILE *f = argc > 5 ? fopen(argv[2], "r") : NULL;
			size_t n;

			if (!f || (strcmp(argv[1], "c") && strcmp(argv[1], "python3")))
				return 1;
			n = fread(text, 1, sizeof(text) - 1, f);
			if (!strcmp(argv[4], "without"))
				return strstr(text, argv[5]) ? leave(argv[3], "teammessage.txt", "it has a goto", 43) : 42;
			if (n > strtoul(argv[6], NULL, 10))
				return leave(argv[3], "judgemessage.txt", "far too long", 43);
			return n > strtoul(argv[5], NULL, 10) ? leave(argv[3], "score_multiplier.txt", "0.5", 42) : 42;
		}
	END
	put "$dir/submissions/accepted/short.py" <<<'print(sum(map(int, input().split())))'
	sum_in_c | sed 's/^$/\/* Comments cost bytes. *\//' | put "$dir/submissions/other/long.c"
	sum_in_c 'goto end; end: printf("%ld\n", a + b);' | put "$dir/submissions/rejected/goto.c"
	{ sum_in_c && printf '/*%2000s*/\n' ''; } | put "$dir/submissions/rejected/padded.c"
	put "$dir/submissions/submissions.yaml" <<-'END'
		accepted: {score: 100}
		other/long.c:
		  permitted: [AC]
		  score: 90
		rejected/goto.c:
		  score: [50, 60]
		  secret/1-plain/static: {required: [WA]}
		rejected/padded.c:
		  score: 80
		  secret/2-short/static: {required: [WA], message: far too long}
	END
}

# A pass-fail package whose static validator is in Python, sees all files of a submission, and is asked of the samples too.
styled_package()
{
	local dir=$1

	included_package "$dir"
	sed -i 's/5a14/5a16/' "$dir/problem.yaml"
	put "$dir/data/sample/test_group.yaml" <<<'static_validation_score: pass-fail'
	put "$dir/data/secret/test_group.yaml" <<-'END'
		static_validation_score: pass-fail
		static_validator_args: [strict]
	END
	put "$dir/static_validator/look/__main__.py" <<-'END'
		import os
		import sys
		from words import forbidden

		code, entry, feedback, *args = sys.argv[1:]
		added = {"c": "grader.c", "cpp": "grader.cpp", "python3": "__main__.py"}[code]
		names = sorted(os.listdir("."))
		# Junk of verify comes with what the package adds, as every submission does.
		if entry != added or added not in names or "sum.h" not in names and code != "python3":
		    sys.exit(f"began with {entry} among {names}")
		with open("written", "w") if os.access(".", os.W_OK) else open(os.devnull) as f:
		    pass
		if "written" in os.listdir("."):
		    sys.exit("the folder can be written to")
		for name in names:
		    with open(name, "rb") as f:
		        text = f.read()
		    if name != added and forbidden(text, args):
		        with open(feedback + "teammessage.txt", "w") as f:
		            f.write(f"{name} is not as it should be\n")
		        sys.exit(43)
		sys.exit(42)
	END
	put "$dir/static_validator/look/words.py" <<-'END'
		def forbidden(text, args):
		    return b"LATER" in text or "strict" in args and b"- b" in text
	END
	put "$dir/submissions/wrong_answer/unfinished.c" <<<$'#include "sum.h"\nlong sum(long a, long b) { return a + b; /* LATER */ }'
}
