#!/bin/bash
# The Makefile over a small tree: what it must rebuild it rebuilds, and a test that leans on a layer above does not link.
. "$(dirname "$0")/../support/tap.sh"
cd "$tmp" || exit 1

mkdir -p tree/{sandbox/{base,keeper},runners/driver,judge/{store,cli},problems,tests/{unit,lint,fuzz}}
cp "$root/Makefile" tree/
cp -r "$root/tests/support" tree/tests/
cp "$root/sandbox/base/banned.h" tree/sandbox/base/
rm -f tree/tests/support/*.[ch]
cd tree || exit 1

# module PATH CALLS: a function named after the file that calls CALLS.
module()
{
	local name

	name=$(basename "$1" .c)
	printf 'int %s(void);\nint %s(void);\nint %s(void)\n{\n\treturn %s;\n}\n' "$name" "${2:-$name}" "$name" "${2:+$2()+}1" >"$1"
}

# test_of MODULE: a unit test that calls it.
test_of()
{
	printf 'int %s(void);\nint main(void)\n{\n\treturn %s();\n}\n' "$1" "$1" >"tests/unit/test_$1.c"
}

module sandbox/base/low.c
module sandbox/box.c low
test_of low
test_of box

mk()
{
	run env -u MAKEFLAGS -u MAKELEVEL make BUILD=build "$@"
}

mk build/tests/unit/test_box build/tests/unit/test_low
is "$code" 0 "a test links with the archives of its own layer and the lower ones" || diag "$out$err"
mk build/tests/unit/test_box
is "$code$out" 0 "what is built is not built again"

module sandbox/base/low.c box
mk build/tests/unit/test_low
like "$code $err" '^2 .*undefined reference to .box' "a module that leans on a layer above does not link in its test"
module sandbox/base/low.c
mkdir judge/{package,report,author}
module judge/cli/top.c
module judge/package/inner.c
test_of top
mv tests/unit/test_{top,inner}.c
mk build/tests/unit/test_inner
like "$code $err" '^2 .*undefined reference to .top' "nor does a test in a room of a layer that uses one above"
rm -r judge/{package,report,author} judge/cli/top.c tests/unit/test_inner.c

echo '#define LOW 1' >sandbox/base/low.h
echo '#include "sandbox/base/low.h"' >>sandbox/base/low.c
mk build/tests/unit/test_low
sleep 0.01
echo '#define LOW 2' >sandbox/base/low.h
mk build/tests/unit/test_low
like "$out" 'CC .*low\.o' "a change of a header compiles its users"
unlike "$out" 'box\.o' "and nobody else"
mk build/tests/unit/test_low CFLAGS=-DMORE
like "$out" 'CC .*low\.o' "a change of a flag compiles everything"

module sandbox/gone.c
mk build/libsandbox.a CFLAGS=-DMORE
rm sandbox/gone.c
mk build/libsandbox.a CFLAGS=-DMORE
is "$(ar t build/libsandbox.a)" box.o "a source that is gone is gone from its archive"

echo 'void f(void); void f(void) { int unused; }' >sandbox/warn.c
mk build/libsandbox.a
is "$code" 0 "a warning does not stop a release build"
mk MODE=strict build/strict/libsandbox.a
like "$code $err" '^2 .*Werror=unused' "and stops a strict one"
echo 'int f(void); int f(void) { return atoi("1"); }' >sandbox/warn.c
mk build/libsandbox.a
like "$code $err" '^2 .*sorry_atoi_is_banned' "a banned function stops any"
rm sandbox/warn.c

mk MODE=hasty
like "$code $err" '^2 .*MODE is one of' "a mode that there is not is refused"
mk -s help
for goal in build quick test test-vm soak check bench fuzz demo install uninstall deps clean help; do
	like "$out" "make $goal +[a-z/]" "help knows $goal"
done
finish
