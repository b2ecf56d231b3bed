/*
 * explain: one plain sentence for what a compiler says.
 *
 * Compilers name what they stumble over, not what is wrong: "expected ';' before 'return'" stands on the line behind
 * the fault. Two tables say the rest: one by the option of a warning, which both compilers share but for a few; one by
 * words of a message, for errors, which have no option. The words are those of gcc and of clang in English, which the
 * build asks for; in quotes stand names that the candidate has chosen, so that a sign is looked for outside of quotes.
 *
 * What it does not do: guess. A message that no row fits gets no sentence, and notes get none, since they explain
 * themselves what they stand behind.
 */
#include "judge/report/explain.h"

#include <string.h>

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))
/* Before what a compiler says of some ways through the code, which may be ways that no run takes. */
#define PERHAPS "A suspicion of the compiler's, perhaps wrong: "

/* clang-format off: a row is an option and its sentence */

static const struct {
	const char *option; /* without "-W"; gcc's forms with a level, "format=2", are found by "format" */
	const char *says;
} options[] = {
	/* declarations and types */
	{ "implicit-function-declaration",
	  "The function is called before it is declared: include its header, or declare it above." },
	{ "builtin-declaration-mismatch",
	  "The library has a function of this name with another type: include its header, or choose another name." },
	{ "implicit-int", "A type is missing; C no longer takes int for it." },
	{ "missing-prototypes", "The function has no declaration ahead: make it static, or declare it in a header." },
	{ "strict-prototypes", "Empty parentheses leave the parameters open; write (void) for none." },
	{ "old-style-definition", "This is the form of the 1970s: write the types inside the parentheses." },
	{ "incompatible-pointer-types",
	  "The pointer points to another type than is wanted here; a cast would hide that, not mend it." },
	{ "int-conversion",
	  "A number is used as a pointer or a pointer as a number: a * or & may be missing or too many." },
	{ "pointer-to-int-cast", "A pointer does not fit this integer type; uintptr_t holds any." },
	{ "int-to-pointer-cast", "An integer of another size than a pointer is made one." },
	{ "discarded-qualifiers", "A pointer to const becomes one that allows writing." },
	{ "incompatible-pointer-types-discards-qualifiers", "A pointer to const becomes one that allows writing." },
	{ "pointer-sign", "One points to signed, the other to unsigned values." },
	{ "cast-function-type", "A function is cast to a type with other parameters; a call through it is undefined." },
	{ "cast-qual", "The cast takes const away." },
	{ "cast-align", "The cast may make a pointer that is not aligned for its type." },
	{ "conversion", "The value may not fit the narrower type; a cast says that this is meant." },
	{ "sign-conversion", "A negative value becomes a large positive one here, or the other way round." },
	{ "float-conversion", "What stands behind the point is lost." },
	{ "overflow", "The constant does not fit its type, or the computed one does not." },
	{ "integer-overflow", "The constant that is computed here does not fit its type." },
	{ "constant-conversion", "The constant does not fit the type that it is stored in." },
	{ "enum-conversion", "A value of one enum is used as one of another." },
	/* values that are not there */
	{ "return-type", "Some way through the function ends without a return, or with one of the wrong kind." },
	{ "return-mismatch", "The return has a value where the function has none, or none where it has one." },
	{ "uninitialized", "The variable is read before anything was stored in it: its value is whatever lay there." },
	{ "maybe-uninitialized",
	  PERHAPS "on some way through the code the variable is read before anything was stored in it." },
	{ "sometimes-uninitialized",
	  PERHAPS "on some way through the code the variable is read before anything was stored in it." },
	{ "conditional-uninitialized",
	  PERHAPS "on some way through the code the variable is read before anything was stored in it." },
	{ "init-self", "The variable is initialised with itself, that is, with whatever lay there." },
	{ "missing-field-initializers",
	  "The members that are not named become zero; name them if another value is meant." },
	{ "missing-braces", "A member that is itself an array or a struct has braces of its own." },
	{ "override-init", "A member is initialised twice; the first value is lost." },
	{ "initializer-overrides", "A member is initialised twice; the first value is lost." },
	/* what is not used */
	{ "unused-variable",
	  "Nothing uses this variable: a leftover, or another one is used in its place by mistake." },
	{ "unused-but-set-variable", "Values are stored in it and never read: was it to be used or returned?" },
	{ "unused-but-set-parameter", "The parameter is overwritten and never read." },
	{ "unused-parameter", "The function never looks at this parameter: forgotten, or say (void)name; to mean it." },
	{ "unused-function", "The function is static and nobody calls it." },
	{ "unused-value",
	  "The result of this expression is thrown away: == may stand for =, or a call's () may be missing." },
	{ "unused-label", "No goto jumps there; a case may have lost its word." },
	{ "unused-result", "The result says whether it worked; for realloc it is the only pointer that is left." },
	{ "unused-const-variable", "Nothing uses this constant." },
	{ "unused-comparison", "The comparison is thrown away: = may be meant." },
	/* conditions and control flow */
	{ "parentheses",
	  "Without parentheses this may be read otherwise than it is meant: = for ==, or && within ||." },
	{ "logical-op-parentheses", "&& binds tighter than ||: parentheses say which is meant." },
	{ "bitwise-op-parentheses", "& binds tighter than |: parentheses say which is meant." },
	{ "shift-op-parentheses", "+ binds tighter than <<: parentheses say which is meant." },
	{ "logical-not-parentheses", "! holds for the left side alone: !a == b is (!a) == b." },
	{ "dangling-else", "The else belongs to the nearest if: braces say which is meant." },
	{ "misleading-indentation",
	  "The indentation says that this line belongs to the one above, the braces say that it does not." },
	{ "empty-body", "A ; right behind the condition is the whole body." },
	{ "implicit-fallthrough", "This case runs on into the next one: a break is missing, or say that it is meant." },
	{ "switch", "Some values of the enum have no case." },
	{ "switch-bool", "A switch over a condition has two cases at most: an if says it better." },
	{ "duplicated-cond", "The same condition was asked before: this branch is never taken." },
	{ "duplicated-branches", "Both branches do the same." },
	{ "logical-op", "Both sides are alike, or & and && are mixed up." },
	{ "bool-compare", "A comparison yields 0 or 1, so a < b < c is not what it looks like." },
	{ "bool-operation", "A truth value is computed with as if it were a number." },
	{ "int-in-bool-context", "A number stands where a condition is wanted: a comparison may be missing." },
	{ "type-limits",
	  "By its type alone this comparison has always the same result: unsigned values are never negative." },
	{ "tautological-compare", "This comparison has always the same result." },
	{ "tautological-constant-out-of-range-compare",
	  "By its type alone this comparison has always the same result." },
	{ "sign-compare", "The signed side becomes unsigned first, so that -1 counts as the largest number." },
	{ "enum-compare", "Values of two different enums are compared." },
	{ "address", "The address of a variable, an array or a function is never NULL: a call or a * may be missing." },
	{ "pointer-bool-conversion", "This pointer is never NULL, so that the condition has always the same result." },
	{ "nonnull-compare", "The parameter is declared never to be NULL, so that the comparison may be dropped." },
	{ "string-compare", "This compares addresses; strcmp compares strings." },
	{ "float-equal", "Rounded values are hardly ever equal: compare with a tolerance." },
	{ "infinite-recursion", "The function calls itself on every way through it, so it never returns." },
	{ "unreachable-code", "No way leads here." },
	{ "aggressive-loop-optimizations",
	  "In its last rounds the loop does what is undefined, such as an index behind the end." },
	/* memory */
	{ "array-bounds", "The index lies outside of the array; the last valid one is its length less one." },
	{ "stringop-overflow", "More bytes are written than there is room for; a string needs one more for its end." },
	{ "stringop-overread", "More bytes are read than there are." },
	{ "stringop-truncation", "The copy may be cut without the 0 at its end, and is no string then." },
	{ "format-overflow", "The text may be longer than the room for it: snprintf takes the size." },
	{ "format-truncation", "The text may be cut: the room is too small for the longest one." },
	{ "return-local-addr",
	  "The variable is gone when the function returns: allocate it, or let the caller hand it in." },
	{ "return-stack-address",
	  "The variable is gone when the function returns: allocate it, or let the caller hand it in." },
	{ "dangling-pointer", "What the pointer points to is gone: its block or function has ended." },
	{ "use-after-free", "The block was freed or moved before; after realloc only the new pointer counts." },
	{ "free-nonheap-object",
	  "Only what malloc, calloc or realloc returned, and exactly that pointer, can be freed." },
	{ "mismatched-dealloc", "The block is released by another function than belongs to its allocation." },
	{ "sizeof-pointer-memaccess", "sizeof yields the size of the pointer, not of what it points to." },
	{ "sizeof-pointer-div", "sizeof of a pointer says nothing of how many elements there are: hand the count in." },
	{ "sizeof-array-argument", "An array parameter is a pointer, and so is its size: hand the count in." },
	{ "sizeof-array-div", "The size is divided by that of another type than the elements have." },
	{ "memset-elt-size", "memset counts bytes, not elements: multiply by the size of one." },
	{ "memset-transposed-args", "The length is zero: value and length of memset may be in the wrong order." },
	{ "alloc-size-larger-than", "The size is larger than any block can be: a negative number became unsigned." },
	{ "calloc-transposed-args", "calloc takes the number first, then the size of one." },
	{ "nonnull", "NULL is handed to a function that must not be given it." },
	{ "null-dereference", PERHAPS "on some way through the code the pointer is NULL when it is used." },
	{ "restrict", "Source and destination overlap; memmove allows that." },
	{ "strict-aliasing", "The memory is read through a pointer of another type, which is undefined: use memcpy." },
	{ "vla", "The length of this array is known only when it runs; a large one overflows the stack." },
	/* expressions */
	{ "format", "The format does not fit its arguments: for long use %ld, for size_t %zu, for long long %lld." },
	{ "format-extra-args", "There are more arguments than the format uses." },
	{ "format-zero-length", "The format is empty." },
	{ "format-security", "A text that comes from elsewhere is used as a format: print it with \"%s\"." },
	{ "sequence-point",
	  "The variable is changed twice, or changed and read, without an order: what comes of it is undefined." },
	{ "unsequenced",
	  "The variable is changed twice, or changed and read, without an order: what comes of it is undefined." },
	{ "div-by-zero", "This divides by zero." },
	{ "division-by-zero", "This divides by zero." },
	{ "shift-count-overflow", "The value has fewer bits than it is shifted by; 1 << 40 needs 1LL." },
	{ "shift-count-negative", "The number of bits to shift by is negative." },
	{ "shift-overflow", "Bits are shifted out of the type: use an unsigned or a wider one." },
	{ "shift-negative-value", "A negative value is shifted left: use an unsigned type." },
	{ "multichar", "Single quotes hold one character; a string stands in double quotes." },
	{ "char-subscripts", "A char may be negative, and so may be the index: convert it to unsigned char." },
	{ "absolute-value", "This function is for another type: abs for int, labs for long, fabs for double." },
	{ "shadow", "An outer variable of the same name is hidden here, and stays unchanged." },
	{ "comment", "A comment begins within a comment: an end may be missing, and code is swallowed." },
	{ "clobbered", "The variable may have lost its value after longjmp: make it volatile." },
	{ "main", "main returns int and takes nothing, or argc and argv." },
	{ "unknown-pragmas", "The compiler does not know this pragma and does nothing." },
	{ "attributes", "The attribute means nothing here." },
	{ "pedantic", "It is an extension of this compiler, not C." },
	{ "deprecated-declarations", "The function is outdated; its manual page says what to use." },
	/* -fanalyzer: a way through the code, found without running it */
	{ "analyzer-malloc-leak", PERHAPS "on some way through the code nobody frees this block any more." },
	{ "analyzer-double-free", PERHAPS "on some way through the code the block is freed a second time." },
	{ "analyzer-use-after-free", PERHAPS "on some way through the code the block is used after it was freed." },
	{ "analyzer-free-of-non-heap",
	  PERHAPS "on some way through the code something is freed that was never allocated." },
	{ "analyzer-mismatching-deallocation",
	  "The block is released by another function than belongs to its allocation." },
	{ "analyzer-null-dereference", PERHAPS "on some way through the code the pointer is NULL when it is used." },
	{ "analyzer-null-argument",
	  PERHAPS "on some way through the code NULL is handed to a function that must not be given it." },
	{ "analyzer-possible-null-dereference",
	  PERHAPS "what may be NULL, as where there is no memory, is used without a look." },
	{ "analyzer-possible-null-argument",
	  PERHAPS "what may be NULL, as where there is no memory, is handed on without a look." },
	{ "analyzer-use-of-uninitialized-value",
	  PERHAPS "on some way through the code the value is read before anything was stored in it." },
	{ "analyzer-use-of-pointer-in-stale-stack-frame", "The variable that it points to is gone with its function." },
	{ "analyzer-file-leak", PERHAPS "on some way through the code nobody closes this stream any more." },
	{ "analyzer-double-fclose", PERHAPS "on some way through the code the stream is closed a second time." },
	{ "analyzer-shift-count-negative",
	  PERHAPS "on some way through the code the number of bits to shift by is negative." },
	{ "analyzer-shift-count-overflow",
	  PERHAPS "on some way through the code it is shifted by as many bits as the type has, or more." },
	{ "analyzer-write-to-const", PERHAPS "on some way through the code a constant is written to." },
	{ "analyzer-write-to-string-literal",
	  PERHAPS "on some way through the code a string literal is written to: copy it into an array." },
	{ "analyzer-unsafe-call-within-signal-handler", "This function must not be called in a signal handler." },
};

/* Searched from the beginning: what says more stands first. */
static const struct {
	const char *sign; /* in the message, outside of quotes */
	const char *says;
} messages[] = {
	{ "implicit declaration of function",
	  "The function is called before it is declared: include its header, or declare it above." },
	{ "call to undeclared",
	  "The function is called before it is declared: include its header, or declare it above." },
	{ "the function '' is missing",
	  "The problem calls this function: define it with exactly this name, and not static." },
	{ "the function '' is static or missing",
	  "The problem calls this function: define it with exactly this name, and not static." },
	{ "the type '' is missing",
	  "The problem uses this type: keep the definition that the starter has, under this name." },
	{ "undeclared",
	  "The name is not known here: see its spelling, its header, and in which block it is declared." },
	{ "unknown type name", "The type is not known here: a header, a typedef or the word struct may be missing." },
	{ "must use '' tag", "Without a typedef the type's name includes the word struct, union or enum." },
	{ "No such file or directory",
	  "There is no such header here: only the standard ones and those of the problem are." },
	{ "file not found", "There is no such header here: only the standard ones and those of the problem are." },
	{ "expected '' before", "Something is missing ahead of this place, often at the end of the line above." },
	{ "expected '' after", "Something is missing ahead of this place, often at the end of the line above." },
	{ "expected ''", "Something is missing here, often at the end of the line above." },
	{ "expected declaration or statement at end of input",
	  "The file ends too early: a } is missing somewhere above." },
	{ "expected identifier", "A name belongs here: a brace too many above, or a word of C used as a name." },
	{ "expected expression",
	  "An operand is missing here: an operator too many, or a bracket that was closed too early." },
	{ "expected declaration", "Only declarations stand outside of functions: a } above may be too many." },
	{ "expected parameter", "A parameter is a type and a name." },
	{ "extraneous closing brace", "There is a } too many, here or above." },
	{ "unterminated comment", "The comment is never closed: its end is missing." },
	{ "unterminated",
	  "What is opened here, a comment, a #if, a quote or the arguments of a macro, is never closed." },
	{ "missing terminating", "The closing quote is missing on this line." },
	{ "stray", "This character has no meaning in C: it may come from a copied text, as typographic quotes do." },
	{ "non-ASCII character", "This character has no meaning in C: it may come from a copied text." },
	{ "incompatible pointer type",
	  "The pointer points to another type than is wanted here; a cast would hide that, not mend it." },
	{ "conflicting types for", "It was declared above, or in a header, with another type: make both the same." },
	{ "static declaration of", "It was declared for all files first, and static here: make both the same." },
	{ "non-static declaration of", "It was declared static first, and for all files here: make both the same." },
	{ "redefinition of", "It is defined twice: remove one, or choose another name." },
	{ "redeclar", "The name is declared twice in one scope: choose another, or assign without the type." },
	{ "multiple definition of", "It is defined twice: remove one, make one static, or choose another name." },
	{ "undefined reference to", "It is declared and nowhere defined: see its spelling, or write it." },
	{ "too few arguments", "The call has fewer arguments than the function has parameters." },
	{ "too many arguments", "The call has more arguments than the function has parameters." },
	{ "has no member named", "The struct has no member of this name: see its spelling, and which struct it is." },
	{ "no member named", "The struct has no member of this name: see its spelling, and which struct it is." },
	{ "something not a structure or union",
	  "Only a struct or union has members: . is for it, -> for a pointer to it." },
	{ "is a pointer; did you mean to use",
	  "Members of what a pointer points to are reached by -> in place of a dot." },
	{ "is not a pointer; did you mean to use", "Members of a struct itself are reached by a dot in place of ->." },
	{ "invalid type argument of unary", "Only a pointer can be followed by * or ->." },
	{ "indirection requires pointer operand", "Only a pointer can be followed by *." },
	{ "subscripted value is", "Only an array or a pointer has an index." },
	{ "array subscript is not an integer", "An index is a whole number: convert the value first." },
	{ "called object",
	  "What stands ahead of the ( is no function: an operator may be missing, or a variable has its name." },
	{ "lvalue required",
	  "Only a variable or an element can be assigned to or have its address taken: == may be meant." },
	{ "is not assignable", "Only a variable or an element can be assigned to: == may be meant." },
	{ "assignment to expression with array type",
	  "Arrays cannot be assigned: copy with memcpy, or strings with strcpy." },
	{ "assignment of read-only", "It is declared const and stays as it is." },
	{ "incompatible types when", "The two types have nothing in common, and no conversion exists." },
	{ "incompatible type for argument",
	  "The argument is of another type than the parameter, and no conversion exists." },
	{ "makes pointer from integer", "A number is used as a pointer: a & may be missing, or a * too many." },
	{ "makes integer from pointer", "A pointer is used as a number: a * may be missing." },
	{ "invalid operands to binary",
	  "This operator does not work on these types: a struct, a pointer or a void is among them." },
	{ "used struct type value where scalar is required",
	  "A struct is no condition and no number: compare one of its members." },
	{ "void value not ignored", "The function returns nothing that could be used." },
	{ "dereferencing '' pointer", "A void pointer has no type to read: convert it to a pointer to one first." },
	{ "incomplete type",

	  "Only the name of the struct is known here: its definition must stand above, or in a header." },
	{ "storage size of", "The definition of this type is not known here, so that nothing says how large it is." },
	{ "array size missing", "An array needs its length, or values that it can be counted from." },
	{ "variably modified",
	  "The length of an array outside of functions is a constant: #define or enum, not a variable." },
	{ "variable-sized object may not be initialized",
	  "An array whose length is a variable cannot have initial values: set them in a loop." },
	{ "initializer element is not",
	  "Outside of functions initial values are constants: no variables and no calls." },
	{ "initializer is not a compile-time constant",
	  "Outside of functions initial values are constants: no variables and no calls." },
	{ "excess elements in", "There are more initial values than elements." },
	{ "case label does not reduce to", "A case is a constant number; strings and variables need if and else." },
	{ "duplicate case value", "Two cases have the same value." },
	{ "case label not within", "A case stands inside of a switch: a } above may be too many." },
	{ "break statement not within", "break stands inside of a loop or a switch: a } above may be too many." },
	{ "continue statement not within", "continue stands inside of a loop: a } above may be too many." },
	{ "label '' used but not defined", "The goto leads to a label that is nowhere in this function." },
	{ "a label can only be part of a statement", "Between a label and a declaration stands at least a ;." },
	{ "'' without a previous ''", "This else has no if: braces or a ; between them may be wrong." },
	{ "return with a value", "The function is void and returns nothing." },
	{ "must return a value", "The function returns a value, and this return has none." },
	{ "function definition is not allowed here", "A function is defined inside of another: a } above is missing." },
	{ "invalid storage class", "static here, inside of a function, often means that a } above is missing." },
	{ "invalid suffix", "A number is followed by letters: a name does not begin with a digit." },
	{ "too large for its type", "The number needs a suffix, LL or ULL, or is larger than any type." },
	{ "integer constant is too large", "The number is larger than any type." },
	{ "division by zero", "This divides by zero." },
	{ "static assertion failed", "A condition that was to hold when it is compiled does not." },
	{ "size of array '' is too large", "No memory is that large." },
	{ "is negative", "A size is at least zero." },
	{ "two or more data types",
	  "Two types stand side by side: a ; or a , may be missing ahead, often behind a struct's }." },
	{ "cannot combine with previous",
	  "Two types stand side by side: a ; or a , may be missing ahead, often behind a struct's }." },
	{ "unbalanced", "#if, #else and #endif do not fit together." },
	{ "#endif without #if", "There is an #endif too many, or its #if is missing." },
	{ "declared inside parameter list",
	  "The struct is not declared above, so that this one is known only inside of the parentheses." },
};

/* clang-format on */

/* "-Wformat=2" and "-Wformat=" are known as "format". */
static bool is_option(const char *said, const char *name)
{
	const size_t n = strlen(name);

	return !strncmp(said, "-W", 2) && !strncmp(said + 2, name, n) && (said[2 + n] == 0 || said[2 + n] == '=');
}

/* The text with nothing between its quotes, cut at `size`. */
static void empty_quotes(const char *text, char *out, size_t size)
{
	bool inside = false;
	size_t n = 0;

	for (; *text && n + 1 < size; text++) {
		if (*text == '\'')
			inside = !inside;
		if (!inside || *text == '\'')
			out[n++] = *text;
	}
	out[n] = 0;
}

const char *explain_diagnostic(const struct diagnostic *d)
{
	char words[256];

	if (d->level == DIAGNOSTIC_NOTE)
		return NULL;
	for (size_t i = 0; d->option && i < ROWS(options); i++)
		if (is_option(d->option, options[i].option))
			return options[i].says;
	empty_quotes(d->text, words, sizeof(words));
	for (size_t i = 0; i < ROWS(messages); i++)
		if (strstr(words, messages[i].sign))
			return messages[i].says;
	return NULL;
}
