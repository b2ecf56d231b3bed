#!/bin/bash
# tags: serial
#
# vm.sh: the tests of the sandbox in a virtual machine of their own, whose kernel has control groups of version 2 with all
# controllers, which the machine at hand may not have. The machine is emulated, so that /dev/kvm is not needed; it has no
# network and no disk: all that it needs is unpacked into its memory. tests/vm/README.md says what is proven there.
. "$(dirname "$0")/../support/tap.sh"

build=$(dirname "$judge")
kernel=${JUDGE_VM_KERNEL:-$root/build/vm/vmlinuz}
seconds=${JUDGE_VM_SECONDS:-240}
image=$tmp/image
programs=("$build"/tests/unit/test_{cgroup,sandbox,wire} "$build/tests/policy/test_policy")

[ "$(uname -m)" = x86_64 ] || skip_all "the machine is made for x86_64 only"
if ! { type -P qemu-system-x86_64 && type -P busybox && [ -r "$kernel" ]; } >/dev/null; then
	skip_all "no emulator, no kernel or no tools for it here; make test-vm gets them"
fi

# put FILE TO: a file into the image.
put()
{
	mkdir -p "$(dirname "$image/image$2")" && cp -L "$1" "$image/image$2"
}

make_image()
{
	local program library

	mkdir -p "$image/bin" "$image/image/etc" || return
	cp "$root/tests/vm/init" "$image/init"
	chmod 755 "$image/init"
	cp "$(type -P busybox)" "$image/bin/"
	ln -s busybox "$image/bin/sh"
	printf '%s\n' 'root:x:0:0::/:/bin/sh' 'user:x:1000:1000::/:/bin/sh' >"$image/image/etc/passwd"
	for program in "${programs[@]}"; do
		put "$program" "/tests/${program##*/}" || return
		for library in $(ldd "$program" | grep -o '/[^ ]*'); do put "$library" "$library" || return; done
	done
	put "$build/judge-keeper" "$build/judge-keeper" || return
	mkdir -p "$image/image/victims"
	for victim in victim:SMALL large:BSS_BYTES=100663296; do
		"${CC:-cc}" -static -O1 -w -pthread "-D${victim#*:}" -o "$image/image/victims/${victim%:*}" \
			"$root/tests/support/victim/victim.c" || return
	done
	(cd "$image" && find . | busybox cpio -o -H newc | gzip -1) >"$tmp/initramfs"
}

boot()
{
	# Time goes by the instruction (8 ns each), so that a busy host makes nothing slow, and sleep takes none. Without erms
	# the kernel clears memory by words, each of them an instruction, and not by bytes.
	timeout -k 5 "$seconds" qemu-system-x86_64 -icount shift=3,sleep=off -cpu max,-erms,-fsrm -m 768 -nodefaults -no-user-config -no-reboot \
		-display none -nic none -serial "file:$tmp/console" -serial "file:$tmp/results" -kernel "$kernel" \
		-initrd "$tmp/initramfs" -append 'console=ttyS0 loglevel=4 panic=-1 cgroup_no_v1=all' </dev/null >"$tmp/qemu" 2>&1
}

# end_of SECTION STATUS: tap.awk says whether a program kept its plan and ended well.
end_of()
{
	local p f s

	read -r p f s < <(awk -v name="$1" -v status="$2" -v seconds="$seconds" -f "$root/tests/support/tap.awk" "$tmp/section")
	[ "$f" -eq 0 ] || diag "$(awk -v name="$1" -v status="$2" -f "$root/tests/support/tap.awk" "$tmp/section" | tail -n +2)"
	is "$f" 0 "$1: ran to its end"
}

# The cases of all sections in one count.
tell()
{
	local line section=

	while IFS= read -r line; do
		case $line in
		'== begin '*) section=${line#== begin } && : >"$tmp/section" && continue ;;
		'== end '*) end_of "$section" "${line#== end }" && continue ;;
		'ok '*' - '*) tap_case 0 "$section: ${line#*- }" ;;
		'not ok '*' - '*) tap_case 1 "$section: ${line#*- }" ;;
		1..*) ;;
		*) diag "$line" ;;
		esac
		printf '%s\n' "$line" >>"$tmp/section"
	done
}

if ! make_image; then
	ok "the image is made" false
	finish
fi
boot
touch "$tmp/results"
tell < <(tr -d "\r" <"$tmp/results")
is "$(tail -n 1 "$tmp/results")" "== done" "the machine ran everything in $seconds s and switched itself off" ||
	diag "$(cat "$tmp/qemu")" "$(tail -n 20 "$tmp/console")"
finish
