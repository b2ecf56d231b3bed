# prefix.sh: the judge under test as it is installed, in $prefix where everybody can run it, and two kinds of people who do:
# `root`, and `user`, an ordinary one. Whoever runs the tests without being root is that user, and there is no root. Source
# it behind tap.sh:
#
#	for who in $people; do
#		run as "$who" "$judge" submit …
#	done
#	nothing_left
#
# Each of them has a home, a cache and a TMPDIR of their own in $tmp/$who.
# shellcheck shell=bash

prefix=$tmp/prefix/usr
people=user

make_prefix()
{
	local beside

	beside=$(dirname "$judge")
	mkdir -p "$prefix"/{bin,libexec/judge,share/judge}
	cp "$judge" "$prefix/bin/judge"
	cp "$beside/judge-keeper" "$prefix/libexec/judge/" 2>/dev/null ||
		cp "$beside/../libexec/judge/judge-keeper" "$prefix/libexec/judge/"
	cp -R "$root/problems" "$prefix/share/judge/problems"
	cp -R "$root/runners/driver" "$prefix/share/judge/driver"
	cp -R "$root/web-static/templates" "$prefix/share/judge/templates"
	chmod -R u=rwX,go=rX "$prefix"
	judge=$prefix/bin/judge
}

make_people()
{
	local who

	[ "$(id -u)" -ne 0 ] || people='root user'
	for who in $people; do
		mkdir -p "$tmp/$who"/{home,cache,data,tmp}
	done
	[ "$(id -u)" -ne 0 ] || chown -R 65534:65534 "$tmp/user"
}

# as WHO COMMAND...
as()
{
	local who=$1 become=()

	shift
	[ "$who$(id -u)" != user0 ] || become=(setpriv --reuid=65534 --regid=65534 --clear-groups)
	"${become[@]}" env HOME="$tmp/$who/home" XDG_CACHE_HOME="$tmp/$who/cache" XDG_DATA_HOME="$tmp/$who/data" \
		TMPDIR="$tmp/$who/tmp" "$@"
}

# Where the kernel gives an ordinary user no user namespaces (a chroot, a sysctl), what can be tested of that user is that the
# judge refuses and says what helps; root stays.
without_user_namespaces()
{
	[ "$people" = 'root user' ] || return 0
	! as user unshare --user true 2>/dev/null || return 0
	run as user "$judge" doctor
	like "$code $out" '^3 .*user namespace.*run as root' 'no user namespaces: the judge says so and what helps'
	people=root
}

# The processes, control groups and files that judging left behind, a line each.
left_over()
{
	local path pid who

	for path in /proc/[0-9]*/exe; do
		[[ $(readlink "$path" 2>/dev/null) != "$prefix"/* ]] || echo "process $path"
	done
	# A group names its keeper: those of judges that live are none of ours.
	find /sys/fs/cgroup -type d -name 'judge.[0-9]*' 2>/dev/null | while read -r path; do
		pid=${path##*/judge.}
		[ -e "/proc/${pid%%.*}" ] || echo "group $path"
	done
	for who in $people; do
		find "$tmp/$who/tmp" -mindepth 1
		find "$tmp/$who/cache" -name '.*'
	done
}

# A killed group takes a moment to go.
nothing_left()
{
	local left

	for _ in 1 2 3 4 5 6 7 8 9 10; do
		left=$(left_over)
		[ -n "$left" ] || break
		sleep 0.2
	done
	is "$left" '' 'no process, control group or file is left behind'
}

# json_value KEY: that of the report in $out, for keys of its top level; of a string what stands between its quotes.
json_value()
{
	sed -n -e 's/^  "'"$1"'": "\(.*\)",$/\1/p' -e 's/^  "'"$1"'": \([^"].*[^,]\),\{0,1\}$/\1/p' <<<"$out"
}

make_prefix
make_people
without_user_namespaces
