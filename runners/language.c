/*
 * The table of languages. Endings tell upper from lower case: ".c" is C and ".C" is C++.
 */
#include "runners/language.h"

#include <string.h>

static const struct language_row rows[] = {
	{ LANGUAGE_C, "c", "C", ".c" },
	{ LANGUAGE_CPP, "cpp", "C++", ".cc .cpp .cxx .c++ .C" },
	{ LANGUAGE_PYTHON3, "python3", "Python 3", ".py .py3" },
	{ LANGUAGE_OTHER, "ada", "Ada", ".adb .ads" },
	{ LANGUAGE_OTHER, "algol68", "Algol 68", ".a68" },
	{ LANGUAGE_OTHER, "apl", "APL", ".apl" },
	{ LANGUAGE_OTHER, "bash", "Bash", ".sh" },
	{ LANGUAGE_OTHER, "cgmp", "C with GMP", "" },
	{ LANGUAGE_OTHER, "cobol", "COBOL", ".cob" },
	{ LANGUAGE_OTHER, "cppgmp", "C++ with GMP", "" },
	{ LANGUAGE_OTHER, "crystal", "Crystal", ".cr" },
	{ LANGUAGE_OTHER, "csharp", "C#", ".cs" },
	{ LANGUAGE_OTHER, "d", "D", ".d" },
	{ LANGUAGE_OTHER, "dart", "Dart", ".dart" },
	{ LANGUAGE_OTHER, "elixir", "Elixir", ".ex" },
	{ LANGUAGE_OTHER, "erlang", "Erlang", ".erl" },
	{ LANGUAGE_OTHER, "forth", "Forth", ".fth .4th .forth .frt" },
	{ LANGUAGE_OTHER, "fortran", "Fortran", ".f90" },
	{ LANGUAGE_OTHER, "fsharp", "F#", ".fs" },
	{ LANGUAGE_OTHER, "gerbil", "Gerbil", ".ss" },
	{ LANGUAGE_OTHER, "go", "Go", ".go" },
	{ LANGUAGE_OTHER, "haskell", "Haskell", ".hs" },
	{ LANGUAGE_OTHER, "java", "Java", ".java" },
	{ LANGUAGE_OTHER, "javaalgs4", "Java with Algs4", "" },
	{ LANGUAGE_OTHER, "javascript", "JavaScript", ".js" },
	{ LANGUAGE_OTHER, "julia", "Julia", ".jl" },
	{ LANGUAGE_OTHER, "kotlin", "Kotlin", ".kt" },
	{ LANGUAGE_OTHER, "lisp", "Common Lisp", ".lisp .cl" },
	{ LANGUAGE_OTHER, "lua", "Lua", ".lua" },
	{ LANGUAGE_OTHER, "modula2", "Modula-2", ".mod .def" },
	{ LANGUAGE_OTHER, "nim", "Nim", ".nim" },
	{ LANGUAGE_OTHER, "objectivec", "Objective-C", ".m" },
	{ LANGUAGE_OTHER, "ocaml", "OCaml", ".ml" },
	{ LANGUAGE_OTHER, "octave", "Octave", "" },
	{ LANGUAGE_OTHER, "odin", "Odin", ".odin" },
	{ LANGUAGE_OTHER, "pascal", "Pascal", ".pas" },
	{ LANGUAGE_OTHER, "perl", "Perl", ".pm" },
	{ LANGUAGE_OTHER, "php", "PHP", ".php" },
	{ LANGUAGE_OTHER, "prolog", "Prolog", ".pl" },
	{ LANGUAGE_OTHER, "python2", "Python 2", ".py2" },
	{ LANGUAGE_OTHER, "python3numpy", "Python 3 with NumPy", "" },
	{ LANGUAGE_OTHER, "racket", "Racket", ".rkt" },
	{ LANGUAGE_OTHER, "ruby", "Ruby", ".rb" },
	{ LANGUAGE_OTHER, "rust", "Rust", ".rs" },
	{ LANGUAGE_OTHER, "scala", "Scala", ".scala" },
	{ LANGUAGE_OTHER, "simula", "Simula", ".sim" },
	{ LANGUAGE_OTHER, "smalltalk", "Smalltalk", ".st" },
	{ LANGUAGE_OTHER, "snobol", "Snobol", ".sno" },
	{ LANGUAGE_OTHER, "swift", "Swift", ".swift" },
	{ LANGUAGE_OTHER, "typescript", "TypeScript", ".ts" },
	{ LANGUAGE_OTHER, "visualbasic", "Visual Basic", ".vb" },
	{ LANGUAGE_OTHER, "zig", "Zig", ".zig" },
};

#define N_ROWS (sizeof(rows) / sizeof(*rows))

const struct language_row *language_by_code(const char *code)
{
	for (size_t i = 0; i < N_ROWS; i++)
		if (!strcmp(rows[i].code, code))
			return &rows[i];
	return NULL;
}

/* Is `ending`, which begins with its dot, one of the words of `endings`? */
static bool has_ending(const char *endings, const char *ending)
{
	const size_t len = strlen(ending);

	for (const char *p = endings; *p; p += strspn(p, " ")) {
		const size_t word = strcspn(p, " ");

		if (word == len && !memcmp(p, ending, len))
			return true;
		p += word;
	}
	return false;
}

const struct language_row *language_of_file(const char *name)
{
	const char *ending = strrchr(name, '.');

	for (size_t i = 0; ending && ending > name && i < N_ROWS; i++)
		if (has_ending(rows[i].endings, ending))
			return &rows[i];
	return NULL;
}

const struct language_row *language_row(enum language language)
{
	return &rows[language];
}
