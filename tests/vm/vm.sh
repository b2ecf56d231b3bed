#!/bin/bash
# tags: beside long
#
# vm.sh: the sandbox in a virtual machine of its own, whose kernel has control groups of version 2 with all controllers and
# whose switches can be turned, which the machine at hand may not allow. The machine is emulated, so that /dev/kvm is not
# needed; it has no network and no disk: all that it needs is unpacked into its memory. There are two, side by side, one in
# the hands of root and one in those of an ordinary user. tests/vm/README.md says what is proven there.
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/package.sh"
. "$(dirname "$0")/../support/abuse.sh"

build=$(dirname "$judge")
kernel=${JUDGE_VM_KERNEL:-$root/build/vm/vmlinuz}
seconds=${JUDGE_VM_SECONDS:-1200}
image=$tmp/image
share=/usr/share/judge # in the machine
programs=("$build"/tests/unit/test_{cgroup,probe,sandbox,wire} "$build"/tests/policy/test_policy_kernel
	"$build"/tests/unit/test_box_{run,limits,memory,confinement,prepare})
commands=("$build/judge" "$build/judge-keeper" "$build/tests/vm/corpus")

[ "$(uname -m)" = x86_64 ] || skip_all "the machine is made for x86_64 only"
if ! { type -P qemu-system-x86_64 && type -P busybox && [ -r "$kernel" ]; } >/dev/null; then
	skip_all "no emulator, no kernel or no tools for it here; make test-vm gets them"
fi

# put FILE TO: a file into the image, with its times, which the toolchain's hash is made of.
put()
{
	mkdir -p "$image${2%/*}" && cp -Lp "$1" "$image$2"
}

# What a program is linked with, each library at the path where its loader looks.
put_libraries()
{
	local library

	for library in $(ldd "$1" | grep -o '/[^ ]*'); do
		[ -e "$image$library" ] || put "$library" "$library" || return
	done
}

put_system()
{
	local dir file

	mkdir -p "$image"/{usr/bin,etc,proc,sys,dev,tmp,run,root,home/user,modules}
	for dir in bin sbin lib lib64; do
		[ ! -L "/$dir" ] || { mkdir -p "$image/usr/$dir" && ln -s "usr/$dir" "$image/$dir"; } || return
	done
	mkdir -p "$image/bin"
	put "$(type -P busybox)" /bin/busybox
	for file in init hosts compile; do put "$root/tests/vm/$file" "/$file"; done
	[ ! -r "${kernel%/*}/brd.ko" ] || put "${kernel%/*}/brd.ko" /modules/brd.ko
	printf '%s\n' 'root:x:0:0::/root:/bin/sh' 'user:x:1000:1000::/home/user:/bin/sh' >"$image/etc/passwd"
}

put_tests()
{
	local program victim name source define

	for program in "${programs[@]}"; do
		put "$program" "/tests/${program##*/}" && put_libraries "$program" || return
	done
	# Test programs look for the keeper in the build tree.
	put "$build/judge-keeper" "$build/judge-keeper" || return
	mkdir -p "$image/victims"
	for victim in victim:victim:SMALL large:victim:BSS_BYTES=100663296 server:server:SMALL; do
		IFS=: read -r name source define <<<"$victim"
		"${CC:-cc}" -static -O1 -w -pthread -I "$root" "-D$define" -o "$image/victims/$name" \
			"$root/tests/support/victim/$source.c" || return
	done
}

# The judge as it is installed.
put_judge()
{
	local command

	for command in "${commands[@]}"; do
		put "$command" "/usr/bin/${command##*/}" && put_libraries "$command" || return
	done
	mkdir -p "$image$share"
	cp -Rp "$root/problems" "$root/runners/driver" "$image$share/"
	package "$image/packages/twice"
}

# The C compiler, and of the headers those of the C library and the kernel.
put_toolchain()
{
	local file program arch

	arch=/usr/include/$(gcc -print-multiarch)
	for program in gcc collect2; do
		file=$(type -P "$(gcc -print-prog-name=$program)")
		put "$file" "$file" && put_libraries "$file" || return
	done
	file=$(gcc -print-file-name=liblto_plugin.so)
	[ ! -e "$file" ] || put "$file" "$file"
	"$build/tests/vm/corpus" toolchain >"$tmp/toolchain" || return
	while read -r file; do
		if [ "$file" = /usr/include ]; then
			mkdir -p "$image$arch" && cp -Lp /usr/include/*.h "$image/usr/include/"
			cp -RLp /usr/include/{linux,asm-generic} "$image/usr/include/"
			cp -RLp "$arch"/{asm,bits,gnu,sys} "$image$arch/"
		elif [ -d "$file" ]; then
			mkdir -p "$image${file%/*}" && cp -RLp "$file" "$image$file"
		else
			put "$file" "$file" || return
		fi
	done <"$tmp/toolchain"
}

# What the abuse programs are compiled to, by the problem that they are for; what the compiler alone decides is left to the
# host. An honest one goes with each.
put_corpus()
{
	local dir=$image/abuse places file problem beside

	places="s|@PROBLEM@|$share/problems/lru_cache|g;s|@CACHE@|/home/user/.cache|g;s|@DATA@|/home/user/.local/share|g"
	make_problems "$image$share/problems"
	mkdir -p "$dir/all" && write_programs "$dir/all" || return
	for file in "$root"/tests/abuse/*.c; do sed "$places" "$file" >"$dir/all/${file##*/}"; done
	for problem in lru_cache hasty crowd; do
		beside=honest
		[ $problem != crowd ] || beside=crowd
		mkdir "$dir/$problem" && cp "$root"/tests/abuse/*.h "$dir/$problem/"
		printf '/* expect: AC */\n#include "%s.h"\n\nstatic void misbehave(void)\n{\n}\n' $beside >"$dir/$problem/honest.c"
	done
	find "$dir/all" -type f -print0 | while IFS= read -rd '' file; do mv "$file" "$dir/$(problem_of "$file")/"; done
	rmdir "$dir/all"
	for problem in "$dir"/*; do
		JUDGE_DRIVER_DIR=$root/runners/driver "$build/tests/vm/corpus" build "$image$share/problems/${problem##*/}" "$problem" || return
	done
}

make_image()
{
	put_system && put_tests && put_judge && put_toolchain && put_corpus || return
	(cd "$image" && find . | busybox cpio -o -H newc -R 0:0) >"$tmp/initramfs"
}

# boot WHO: what the machine says goes to $tmp/WHO.results, what its kernel says to $tmp/WHO.console.
boot()
{
	# Time goes by the instruction (8 ns each), so that a busy host makes nothing slow, and sleep takes none. Without erms
	# the kernel clears memory by words, each of them an instruction, and not by bytes.
	timeout -k 5 "$seconds" qemu-system-x86_64 -icount shift=3,sleep=off -accel tcg,tb-size=256 -cpu max,-erms,-fsrm -m 1280 \
		-nodefaults -no-user-config -no-reboot -display none -nic none -serial "file:$tmp/$1.console" \
		-serial "file:$tmp/$1.results" -kernel "$kernel" -initrd "$tmp/initramfs" \
		-append "console=ttyS0 loglevel=4 panic=-1 cgroup_no_v1=all -- $1" </dev/null >"$tmp/$1.qemu" 2>&1
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
		*'ok '*' # SKIP '*) skip "${line##*# SKIP }" "$section" ;;
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
diag "$(du -sm "$tmp/initramfs" | cut -f 1) MiB of image after $SECONDS s"
for who in root user; do boot $who & done
wait
for who in root user; do
	touch "$tmp/$who.results"
	tell < <(tr -d "\r" <"$tmp/$who.results")
	is "$(tail -n 1 "$tmp/$who.results")" "== done" "the machine of $who ran everything in $seconds s and switched itself off" ||
		diag "$(cat "$tmp/$who.qemu")" "$(tail -n 20 "$tmp/$who.console")"
done
finish
