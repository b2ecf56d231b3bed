#!/bin/bash
# tests/support/deps, in a world of its own: PATH holds a few real tools and pretended ones for all that it asks or changes.
. "$(dirname "$0")/../support/tap.sh"

# pretend NAME LINE...: a program of that name; $state is where they keep what they did.
pretend()
{
	local name=$1

	shift
	printf '%s\n' '#!/bin/sh' "state='$tmp/state'" "$@" >"$tmp/bin/$name"
	chmod +x "$tmp/bin/$name"
}

# A host of user id $1 on which the libraries come with apt-get install.
host()
{
	rm -rf "${tmp:?}/bin" "${tmp:?}/state"
	mkdir "$tmp/bin" "$tmp/state"
	for tool in sh cat env touch true; do ln -s "$(type -P $tool)" "$tmp/bin/$tool"; done
	pretend id "echo $1"
	for tool in ld g++ python3; do pretend $tool; done
	pretend gcc 'echo /dev/null'
	pretend pkg-config '[ -e "$state/installed" ]'
	pretend apt-get 'echo "$DEBIAN_FRONTEND $*" >>"$state/log"' 'case "$*" in *install*) touch "$state/installed" ;; esac'
}

deps()
{
	run env -i PATH="$tmp/bin" "$root/tests/support/deps" "$@"
	log=$(cat "$tmp/state/log" 2>/dev/null)
}

host 0
touch "$tmp/state/installed"
deps build test
is "$code$out$err$log" 0 "where all is there nothing is said and nothing is run"

host 0
deps build
is "$code" 0 "what is missing is installed"
like "$err" 'installing through apt-get: libseccomp-dev libcjson-dev .* zlib1g-dev' "what is installed is said"
like "$log" '^noninteractive -q -y .* install --no-install-recommends libseccomp-dev' "apt-get is run so that it asks nothing"
unlike "$log" 'cmocka|gcc|update' "what is there or is not asked for is left alone, and so are the lists"
host 0
deps build test
like "$log" 'libzip-dev libcmocka-dev' "the packages of two sets are installed at once"

host 0
pretend apt-get 'echo "$*" >>"$state/log"' 'case "$*" in *update) touch "$state/updated" ;; esac' \
	'[ -e "$state/updated" ] && touch "$state/installed"'
deps build
is "$code $(grep -c install "$tmp/state/log") $(grep -c update "$tmp/state/log")" "0 2 1" "lists that are too old are updated"

host 0
pretend apt-get 'echo "no network" >&2' 'exit 100'
deps build
is "$code" 1 "an install that fails is a failure"
like "$err" 'no network' "and says why"

host 0
pretend apt-get
deps test
is "$code" 1 "an install that brings nothing is a failure"
like "$err" 'not found: libcmocka-dev' "and names what is missing"

host 1000
deps build
is "$code$log" 1 "a user without sudo can install nothing"
like "$err" 'as root: apt-get install libseccomp-dev' "and is told what to have installed"

# sudo without a password, with one that is given, with one that is not.
host 1000
pretend sudo 'echo "sudo $*" >>"$state/log"' '[ "$1" = -n ] && shift' 'exec "$@"'
deps build
is "$code" 0 "a user with sudo installs through it"
like "$log" $'^sudo -n true\nsudo env DEBIAN_FRONTEND=noninteractive' "which is not asked for a password if it needs none"
host 1000
pretend sudo 'case "$1" in -n) exit 1 ;; -v) touch "$state/asked" ;; *) [ -e "$state/asked" ] && exec "$@" ;; esac'
deps build
is "$code" 0 "a sudo that wants a password asks for it once"
host 1000
pretend sudo 'echo "sudo: no terminal" >&2' 'exit 1'
deps build
is "$code$log" 1 "a user whom sudo refuses can install nothing"
like "$err" 'as root: apt-get install libseccomp-dev' "and is told the same"

host 0
rm "$tmp/bin/apt-get"
deps build test
is "$code" 1 "without apt-get nothing is installed"
like "$err" 'libseccomp-dev libcjson-dev libpcre2-dev .* libcmocka-dev' "and the list is printed"

finish
