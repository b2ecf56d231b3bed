# package.sh: a small problem package for tests of the command line, so that they depend on no real problem. Source it behind tap.sh:
#
#	package "$tmp/problems/twice"
#
# makes the package `twice`: int twice(int x), two samples, a hidden test, two hints, a statement with each kind of block.
# shellcheck shell=bash

package()
{
	local dir=$1

	mkdir -p "$dir"/{statement,include,attachments,data/sample,submissions/accepted,submissions/wrong_answer,generators,input_validators}
	cat >"$dir/problem.yaml" <<-'END'
		problem_format_version: 2025-09
		type: pass-fail
		name: {en: Twice a number}
		uuid: 6f0b4a52-6d0c-4c43-9c87-2f6f3c1f5a10
		license: public domain
		limits: {time_limit: 1.0, memory: 64, output: 1}
		languages: [c]
	END
	cat >"$dir/judge.yaml" <<-'END'
		format: 1
		section: "Examples"
		difficulty: easy
		driver: driver.c
		prelude: twice.h
		signature:
		  - {name: twice, type: "int (int)"}
		model: accepted/sum.c
		complexity: {time: "O(1)", space: "O(1)"}
		groups:
		  - {name: basic, what: "small numbers"}
		tests:
		  - group: basic
		    name: 01-negative
		    reason: "a number below zero"
		    input: |
		      -21
		    answer: |
		      -42
		references:
		  - {file: accepted/sum.c, verdict: AC, trap: "none"}
		  - {file: wrong_answer/square.c, verdict: WA, trap: "the square"}
		hints: ["Add.", "Add it to itself."]
	END
	cat >"$dir/statement/problem.en.md" <<-'END'
		Write a function that returns **twice** its argument, as [arithmetic](https://example.org/sum) has it.

		## API

		```c
		int twice(int x);
		```

		- `x` is between -1000 and 1000
		- nothing is printed

		| x | result |
		|--:|:-------|
		| 2 | 4 |
		| -21 | -42 |
	END
	printf '#include <stdint.h>\n' >"$dir/include/twice.h"
	cat >"$dir/include/driver.c" <<-'END'
		#include "driver.h"

		static int (*twice)(int);

		const struct driver_function driver_functions[] = {
			{ "twice", (void **)&twice },
			{ NULL, NULL },
		};

		void driver_run(void)
		{
			driver_write_i64(twice((int)driver_read_i64()));
			driver_write_char('\n');
		}
	END
	printf 'int twice(int x)\n{\n\t(void)x;\n\treturn 0;\n}\n' >"$dir/attachments/twice.c"
	printf 'int twice(int x)\n{\n\treturn x + x;\n}\n' >"$dir/submissions/accepted/sum.c"
	printf 'int twice(int x)\n{\n\treturn x * x;\n}\n' >"$dir/submissions/wrong_answer/square.c"
	printf '2\n' >"$dir/data/sample/1.in"
	printf '4\n' >"$dir/data/sample/1.ans"
	printf '3\n' >"$dir/data/sample/2.in"
	printf '6\n' >"$dir/data/sample/2.ans"
}
