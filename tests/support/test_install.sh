#!/bin/bash
# `make install` brings all that the command needs, the command finds it there, and `make uninstall` takes it out again.
. "$(dirname "$0")/../support/tap.sh"
[ -x "$judge" ] || skip_all "the judge is not built"

mk()
{
	run env -u MAKEFLAGS -u MAKELEVEL make -s -C "$root" "$@" PREFIX=/usr DESTDIR="$tmp/with blanks"
}
prefix="$tmp/with blanks/usr"

mk build
umask 077
mk install
umask 022
is "$code" 0 "install" || diag "$out$err"
for file in bin/judge libexec/judge/judge-keeper; do ok "$file is a program" test -x "$prefix/$file"; done
for file in share/man/man1/judge.1 share/doc/judge/README.md share/judge/driver/runtime.c \
	share/judge/problems/lru_cache/problem.yaml share/bash-completion/completions/judge share/zsh/site-functions/_judge; do
	is "$(stat -c %a "$prefix/$file")" 644 "$file can be read by all"
done
is "$(find "$prefix" -type d ! -perm 755)" "" "every folder can be entered by all"
run "$prefix/bin/judge" list
is "$code" 0 "the installed command runs"
like "$out" 'lru_cache' "and finds its problems"

mk uninstall
is "$code $(find "$prefix" -type f)" "0 " "uninstall leaves no file"
finish
