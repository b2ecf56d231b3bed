# host.sh: what of the host is as before once strangers' programs have run. Source it behind prefix.sh:
#
#	before=$(host_state)
#	…
#	host_untouched "$before"
#
# What such a program would leave on purpose (keys, messages, shared memory, files, a module) bears the name judge_abuse or, as
# a number, 0x6a756467 (1786078311). All else is what nobody changes on a host while tests run: mounts, names, the clock,
# settings, devices, what boxes are made of, the problems, the history, and what the cache had.
# shellcheck shell=bash disable=SC2154 # what tap.sh and prefix.sh set

# contents WORD PLACE...: a line for each file, and one for its bytes; each begins with the word.
contents()
{
	local word=$1

	shift
	{
		find "$@" -printf '%p %y %M %u:%g %s %T@\n'
		find "$@" -type f -exec sha256sum {} +
	} 2>/dev/null | sort | sed "s/^/$word: /"
}

host_state()
{
	sed 's/^/mount: /' /proc/self/mountinfo
	cut -d' ' -f1 /proc/modules 2>/dev/null | sed 's/^/module: /'
	grep -sH . /proc/sys/kernel/{hostname,domainname,core_pattern,printk,randomize_va_space,sysrq,ctrl-alt-del} /proc/swaps
	grep btime /proc/stat
	stat -Lc 'file: %n %F %a %u:%g %s %Y %Z' /dev/{null,zero,urandom} /lib*/*/lib[cm].so.6 /etc/{passwd,hosts} 2>/dev/null
	find / /dev /dev/mqueue /var/crash /var/lib/systemd/coredump -mindepth 1 -maxdepth 1 -printf 'entry: %p\n' 2>/dev/null
	contents installed "$prefix/share/judge"
	for who in $people; do
		contents kept "$tmp/$who"/{data,home}
		contents cache "$tmp/$who/cache" | grep -v ' d[rwxst-]* '
	done
}

# Does process $1 belong to the keeper of somebody who works beside us? Whoever has none above it was left behind.
is_of_others()
{
	local pid=$1

	while [ "${pid:-1}" -gt 1 ]; do
		if [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = judge-keeper ]; then
			[[ $(readlink "/proc/$pid/exe" 2>/dev/null) != "$prefix"/* ]]
			return
		fi
		pid=$(awk '/^PPid:/ { print $2 }' "/proc/$pid/status" 2>/dev/null)
	done
	return 1
}

# A line for each thing that a program left; nothing when all is well. Files of root's boxes have an id that nobody else has.
host_leftovers()
{
	local pid

	find /tmp /var/tmp /dev/shm /dev/mqueue -maxdepth 2 \( -name '*judge_abuse*' -o -uid +1879048191 -uid -1946157056 \) \
		-printf 'file %p\n' 2>/dev/null
	find "$tmp" \( -name pwned -o -name core -o -name 'core.[0-9]*' \) -printf 'file %p\n'
	awk 'FNR > 1 && $1 == 1786078311 { print FILENAME, $0 }' /proc/sysvipc/{shm,sem,msg} 2>/dev/null
	grep -s judge_abuse /proc/keys /proc/modules
	# With more than one id: of a pid namespace below ours.
	grep -lsxE 'runner|program|cc1|as|ld|judge-keeper' /proc/[0-9]*/comm | cut -d/ -f3 | while read -r pid; do
		! grep -qsE '^NSpid:.*[0-9][[:space:]]+[0-9]' "/proc/$pid/status" || is_of_others "$pid" ||
			echo "process $pid $(cat "/proc/$pid/comm" 2>/dev/null)"
	done
}

# host_untouched BEFORE
host_untouched()
{
	local changed

	changed=$(diff <(printf '%s\n' "$1") <(host_state) | grep '^[<>]' | grep -v '^> cache: ')
	is "$changed" '' 'the host is as before: mounts, names, clock, devices, problems, tests, history'
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		changed=$(host_leftovers)
		[ -n "$changed" ] || break
		sleep 0.2
	done
	is "$changed" '' 'no file, key, message, shared memory, module or process of a program is left'
}
