#!/bin/bash
# judge sandbox run: programs of every kind and end, by root and by an ordinary user; bad input; and judge-sandbox(1), which
# is the specification, held against what there is. tags: quick
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/prefix.sh"
export LC_ALL=C.UTF-8 COLUMNS=80
page=$root/judge/cli/judge-sandbox.1
mkdir "$tmp/bin"
cd "$tmp/bin" || exit 1

cat >does.c <<'EOF'
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

extern char **environ;

static int tell(int argc, char **argv)
{
	for (int i = 0; i < argc; i++)
		printf("<%s>", argv[i]);
	for (char **e = environ; *e; e++)
		printf(" %s", *e);
	printf("\n");
	return 7;
}

static int look(int argc, char **argv)
{
	for (int i = 2; i < argc; i++)
		printf("%s:%s ", argv[i], open(argv[i], O_RDONLY) < 0 ? strerror(errno) : "there");
	return 0;
}

static void *nothing(void *arg)
{
	return arg;
}

static int threads(int n)
{
	pthread_t t;

	for (int i = 0; i < n; i++)
		if (pthread_create(&t, NULL, nothing, NULL))
			return 1;
		else
			pthread_join(t, NULL);
	puts("threads");
	return 0;
}

static int forks(int n)
{
	for (int i = 0; i < n; i++) {
		pid_t p = fork();

		if (p < 0)
			return puts(strerror(errno)) < 0;
		if (!p)
			for (;;)
				pause();
	}
	return 0;
}

static int large(const char *path)
{
	static char zero[65536];
	int fd = open(path, O_WRONLY | O_CREAT, 0600);

	while (write(fd, zero, sizeof(zero)) > 0)
		;
	return puts(strerror(errno)) < 0;
}

static int prints(int fd, size_t n)
{
	char *p = malloc(n);

	memset(p, 'x', n);
	return write(fd, p, n) != (ssize_t)n;
}

static int memory(void)
{
	for (;;) {
		char *p = malloc(1 << 20);

		if (!p)
			return 5;
		memset(p, 1, 1 << 20);
	}
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	const long n = argc > 2 ? atol(argv[2]) : 0;
	int c;

	if (!strcmp(what, "tell"))
		return tell(argc, argv);
	if (!strcmp(what, "look"))
		return look(argc, argv);
	if (!strcmp(what, "threads"))
		return threads((int)n);
	if (!strcmp(what, "forks"))
		return forks((int)n);
	if (!strcmp(what, "large"))
		return large(argv[2]);
	if (!strcmp(what, "prints"))
		return prints(1, (size_t)n);
	if (!strcmp(what, "complains"))
		return prints(2, (size_t)n);
	if (!strcmp(what, "memory"))
		return memory();
	if (!strcmp(what, "raise"))
		return raise((int)n);
	if (!strcmp(what, "links"))
		return symlink("/etc/passwd", argv[2]);
	if (!strcmp(what, "call"))
		return syscall(n, AF_INET, SOCK_STREAM, 0) < 0 ? errno : 0;
	if (!strcmp(what, "spins"))
		for (;;)
			;
	if (!strcmp(what, "sleeps"))
		for (;;)
			pause();
	if (!strcmp(what, "copies"))
		while ((c = getchar()) != EOF)
			putchar(c);
	if (!strcmp(what, "seeks"))
		return printf("%ld\n", (long)lseek(0, 0, SEEK_END)) < 0;
	if (!strcmp(what, "bytes"))
		fwrite("a\0\033[31m\xff\n", 1, 9, stdout);
	if (!strcmp(what, "halves"))
		fputs("no line end", stderr);
	if (!strcmp(what, "writes")) {
		FILE *f = fopen("/work/out.txt", "w");

		return !f || fputs("written\n", f) < 0 || fclose(f) != 0;
	}
	return 0;
}
EOF
gcc -pthread -o does does.c && gcc -static -pthread -o static does.c || exit 1
chmod -R a+rX "$tmp/bin"
for who in $people; do
	mkdir "$tmp/$who/here"
	[ "$who$(id -u)" != user0 ] || chown 65534:65534 "$tmp/$who/here"
done

# box WHO ARGUMENT...: sets $out, $err and $code.
box()
{
	local who=$1

	shift
	run as "$who" "$judge" sandbox run "$@"
}

# of EXPRESSION: that of the object $d, which $out is; "-" for null.
of()
{
	perl -MJSON::PP -e 'my $d = decode_json($ARGV[0]); my $v = eval $ARGV[1]; print defined $v ? $v : "-"' "$out" "$1"
}

# ends WHO END LIMIT NAME ARGUMENT...: a run that ends so, in the object and in its exit code.
ends()
{
	local who=$1 end=$2 limit=$3 name=$4

	shift 4
	box "$who" --format json "$@"
	is "$code $(of '"$d->{exit_code} $d->{end} " . ($d->{limit} // "-")')$err" "1 1 $end $limit" "$who: $name"
}

for who in $people; do
	cd "$tmp/$who/here" || exit 1

	# ---- what a program is given
	for kind in does static; do
		box "$who" --env A=1 --env 'B=x y' "$tmp/bin/$kind" tell -v -- --cpu
		is "$code $out" "1 </box/$kind><tell><-v><--><--cpu> A=1 B=x y" "$who: $kind: arguments and environment"
		like "$err" '^judge: exit 7, cpu [0-9.]+ m?s, wall [0-9.]+ m?s, peak [0-9.]+ [KM]iB' "$who: $kind: one line says how it ended"
	done
	box "$who" -q true
	is "$code$out$err" 0 "$who: a program of PATH, and -q says nothing"
	box "$who" "$tmp/bin/does" look /proc /etc/passwd /tmp /dev/null "$tmp/bin/does" /lib
	is "$out" "/proc:No such file or directory /etc/passwd:No such file or directory /tmp:No such file or directory \
/dev/null:there $tmp/bin/does:No such file or directory /lib:there " "$who: a dynamic program sees libraries"
	box "$who" "$tmp/bin/static" look /lib /usr
	is "$out" "/lib:No such file or directory /usr:No such file or directory " "$who: a static one sees nothing of the host"
	echo inside >file
	mkdir -p shown && echo within >shown/f && ln -sf shown shown-too
	box "$who" --mount shown-too:/there --mount file:/also/file --put file --put other=file "$tmp/bin/static" \
		look /there/f /also/file /box/file /box/other
	is "$out" "/there/f:there /also/file:there /box/file:there /box/other:there " "$who: what is mounted and put is there"
	box "$who" --stdin file "$tmp/bin/does" copies
	is "$code $out" "0 inside" "$who: standard input of a file"
	out=$(printf 'a\nb' | as "$who" "$judge" sandbox run -q --stdin - "$tmp/bin/does" copies)
	is "$out" $'a\nb' "$who: standard input of a pipe"
	out=$(printf 12345 | as "$who" "$judge" sandbox run -q --stdin - "$tmp/bin/does" seeks)
	is "$out" 5 "$who: and it can be sought in"
	out=$(echo unread | as "$who" "$judge" sandbox run -q "$tmp/bin/does" copies)
	is "$out" '' "$who: without --stdin there is none"

	# ---- what comes out
	rm -f o e r out.txt
	as "$who" bash -c 'echo old >o && chmod 600 o'
	box "$who" --work 1M --get out.txt --get out.txt=copy --stdout o --stderr e --result r "$tmp/bin/does" writes
	is "$code $out$(cat o e out.txt copy)" $'0 written\nwritten' "$who: files come out, and replace others"
	out=$(cat r)
	is "$(of '"$d->{end} $d->{files}[1]{file} $d->{files}[1]{bytes} $d->{stdout}{file} $d->{limits}{work_bytes}"')" \
		"exit copy 8 o 1048576" "$who: the result is in a file"
	as "$who" bash -c 'echo old >out.txt'
	box "$who" --work 1M --get out.txt "$tmp/bin/does"
	is "$code $(cat out.txt)" '1 old' "$who: a file that it did not leave is a failure, and nothing is written over"
	like "$err" 'exit 0.*judge: get: .*out.txt.*No such file' "$who: and it is named"
	box "$who" --format json --work 1M --get out.txt "$tmp/bin/does" links /work/out.txt
	like "$code $(of '$d->{files}[0]{error}')$(cat out.txt)" '^1 .*out.txt.*old$' "$who: a link is not fetched"
	is "$(as "$who" "$judge" sandbox run -q "$tmp/bin/does" bytes | od -An -c | tr -d ' ')" 'a\0033[31m377\n' \
		"$who: bytes are handed on as they are"
	box "$who" --format json "$tmp/bin/does" bytes
	like "$code$err $out" '^0 .*"text": "a\\?.*u001b\[31m.*"exact": false' "$who: and are valid JSON"
	unlike "$out" $'\033' "$who: that steers no terminal"
	box "$who" "$tmp/bin/does" halves
	like "$err" $'^no line end\njudge: exit 0' "$who: the line about the run begins a line"

	# ---- how runs end
	ends "$who" exit - 'another exit code' "$tmp/bin/does" tell
	ends "$who" signal - 'a signal' "$tmp/bin/does" raise 11
	is "$(of '"$d->{signal} $d->{signal_name} " . ($d->{status} // "-")')" '11 SIGSEGV -' "$who: which has a name"
	ends "$who" signal - 'a SIGXCPU of its own is no limit' "$tmp/bin/does" raise 24
	ends "$who" cpu cpu_us 'CPU time' --cpu 100ms "$tmp/bin/does" spins
	[ "$(of '$d->{cpu_us} > 100000')" = 1 ]
	tap_case $? "$who: and the time says so"
	ends "$who" wall wall_us 'wall time' --wall 50ms "$tmp/bin/does" sleeps
	ends "$who" memory memory_bytes 'memory' --memory 32M "$tmp/bin/does" memory
	ends "$who" output output_bytes 'output' --output-size 999 "$tmp/bin/does" prints 1000
	is "$(of 'length($d->{stdout}{text}) . $d->{stdout}{exact} . $d->{stderr}{bytes}')" 99910 "$who: all but the byte too many is kept"
	ends "$who" output output_bytes 'standard error' --output-size 999 "$tmp/bin/does" complains 1000
	box "$who" -q --output-size 1000 "$tmp/bin/does" prints 1000
	is "$code ${#out}" '0 1000' "$who: output of exactly the limit"
	ends "$who" file-size file_bytes 'a large file' --work 16M --file-size 1M "$tmp/bin/does" large /work/x
	box "$who" --format json --work 1M "$tmp/bin/does" large /work/x
	is "$code $(of '"$d->{end} $d->{files_refused} $d->{stdout}{text}"')" '0 exit 1 No space left on device' "$who: a full /work ends nothing"
	ends "$who" processes processes 'a fork' "$tmp/bin/does" forks 1
	ends "$who" processes processes 'a thread' "$tmp/bin/does" threads 1
	box "$who" -q --processes 2 "$tmp/bin/does" threads 1
	is "$code $out" '0 threads' "$who: a thread where two are allowed"
	box "$who" -q --processes 4 "$tmp/bin/does" forks 9
	is "$code $out" '0 Resource temporarily unavailable' "$who: one too many where four are allowed"
	if [ "$(uname -m)" = x86_64 ]; then
		ends "$who" syscall - 'a system call' "$tmp/bin/does" call 41
		is "$(of '"$d->{syscall}{name} $d->{syscall}{number} $d->{syscall}{arch}"')" 'socket 41 x86_64' "$who: which is named"
		box "$who" --policy compile "$tmp/bin/does" call 41
		like "$code $err" '^1 judge: exit 1,' "$who: which only fails when compiling"
	fi
	ends "$who" not-started - 'no loader' --bare "$tmp/bin/does"
	is "$(of '$d->{start_error}')" ENOENT "$who: which is said"
	box "$who" -q --bare "$tmp/bin/static"
	is "$code$err" 0 "$who: a static program needs none"
done
who=${people##* }
cd "$tmp/$who/here" || exit 1

# ---- the host
box "$who" --format json --cgroup none "$tmp/bin/static"
is "$code $(of 'join ",", grep { /memory/ } @{$d->{missing}}') $(of '$d->{cgroup_peak_bytes}')" '0 memory cgroup -' 'a layer that is missing is named'
box "$who" --cgroup none "$tmp/bin/static"
like "$err" $'exit 0.*\njudge: not enforced on this host: memory cgroup$' 'to people too'
box "$who" --cgroup none --hosting "$tmp/bin/static"
like "$code $err" '^3 judge: sandbox: --hosting: this host has no .*memory cgroup' '--hosting refuses such a host'
box "$who" --cgroup /proc/self "$tmp/bin/static"
like "$code $err" '^3 judge: .*cgroup' 'a directory that is no group'
run as "$who" env JUDGE_KEEPER=/nonexistent/keeper "$judge" sandbox run "$tmp/bin/static"
like "$code $err" '^3 judge: .*/nonexistent/keeper' 'no keeper'

# ---- bad input: each a line of its own, or JSON, and nothing has run
# bad REGEX NAME ARGUMENT...
bad()
{
	local words=$1 name=$2

	shift 2
	box "$who" "$@"
	[ "$code" = 2 ] && [ -z "$out" ] && [ "$(wc -l <<<"$err")" -eq 1 ] && [[ $err =~ ^judge:\ sandbox:\ .*$words ]]
	tap_case $? "$name" || diag "code: $code" "out: $out" "err: $err" "wanted: $words"
	box "$who" --format json "$@"
	is "$(of '"$d->{exit_code} " . (length $d->{error}{text} > 0) . ($d->{end} // "")')$err" '2 1' "$name: the same as JSON"
}

does=$tmp/bin/does
bad 'run CMD' 'no program'
run as "$who" "$judge" sandbox
like "$code $err" '^2 judge: sandbox: run CMD .*usage: judge sandbox run CMD' 'no verb is a usage error'
run as "$who" "$judge" sandbox rnu "$does"
like "$code $err" '^2 .*did you mean "run"' 'an unknown verb'
bad 'unknown option "--cpuu"; did you mean "--cpu"' 'an unknown option' --cpuu 1 "$does"
bad "no program 'missing' in PATH" 'a missing program' missing
bad './missing: No such file' 'a missing file' ./missing
mkdir dir && echo text >plain && mkfifo fifo && ln -s plain link && ln -s loop loop && ln -s "$does" to-does
printf '#!/bin/sh\necho\n' >script && head -c 300 "$does" >cut && cp "$does" cut2 && truncate -s -100 cut2
{ head -c 4 "$does" && printf '\001' && tail -c +6 "$does"; } >narrow && cp "$tmp/bin/does.c" source.c
gcc -c -o object.o source.c && cp "$does" no-x
[ "$who$(id -u)" != user0 ] || chown -R 65534:65534 .
chmod +x script cut cut2 narrow object.o source.c && chmod -x no-x
bad 'dir: is a directory' 'a directory' ./dir
bad 'plain: may not be executed' 'a file that may not be executed' ./plain
bad 'no-x: may not be executed' 'a program that may not be' ./no-x
bad 'fifo: not a regular file' 'a FIFO' ./fifo
bad 'loop: Too many levels' 'a link to itself' ./loop
bad 'script is a script; a box runs one ELF program' 'a script' ./script
bad 'source.c is no ELF program' 'a text' ./source.c
bad 'object.o is an object file' 'an object file' ./object.o
bad 'narrow is a 32-bit program' 'a 32-bit program' ./narrow
bad 'cut is cut off' 'the beginning of a program' ./cut
box "$who" ./cut2
like "$code" '^[012]$' 'a program without its end does no harm'
box "$who" ./to-does tell
is "$out" '</box/to-does><tell>' 'a link to a program'
cp "$does" 'my $(touch pwned); prog' && chmod 755 'my $(touch pwned); prog'
box "$who" './my $(touch pwned); prog' tell
is "$out" '</box/program><tell>' 'a name that the box does not take'
not_ok 'no shell was started' test -e pwned

while read -r option range; do
	for value in 0 -1 inf unlimited '' 99999999999999999999 1e3; do
		box "$who" "--$option=$value" "$does"
		like "$code $err" "^2 judge: sandbox: --$option: .*$range" "--$option=$value names its range"
	done
done <<'EOF'
cpu from 1us to 86400s$
wall from 1us to 86400s$
memory from 1MiB to 64GiB$
stack from 64KiB to 64GiB$
processes from 1 to 4096$
open-files from 4 to 256$
output-size from 1 to 1GiB$
work from 4KiB to 64GiB$
work-files from 1 to 65536$
file-size from 1 to 64GiB$
EOF
bad 'two files would be /box/plain' 'one name put twice' --put plain --put plain "$does"
bad '/box/does is the program' 'the name of the program put' --put does=plain "$does"
bad '--put: fifo: not a regular file' 'a FIFO put' --put fifo "$does"
bad '--mount: missing: No such file' 'a missing mount' --mount missing "$does"
bad '--mount: .*lies in /usr/lib' 'a mount among the libraries' --mount dir:/usr/lib/x "$does"
bad "--mount: .*is the box's own" "a mount in the box's own place" --mount dir:/dev "$does"
bad '--get: there is no /work' '--get without --work' --get x "$does"
bad '--stdin: missing: No such file' 'a missing input' --stdin missing "$does"
bad '--stdin: dir: is a directory' 'a directory as input' --stdin dir "$does"
bad '--stdin: fifo: not a regular file' 'a FIFO as input' --stdin fifo "$does"
for option in stdout stderr result; do
	bad "--$option: link: is a link" "--$option: a link" "--$option" link "$does"
	bad "--$option: fifo: not a regular file" "--$option: a FIFO" "--$option" fifo "$does"
	bad "--$option: dir: is a directory" "--$option: a directory" "--$option" dir "$does"
	bad "--$option: missing/: No such file" "--$option: no directory" "--$option" missing/x "$does"
done
bad '--get: link: is a link' '--get: a link' --work 1M --get x=link "$does"
bad 'plain: two results' 'two results in one file' --stdout plain --stderr ./plain "$does"
is "$(cat plain)" text 'what was there is as it was'
if [ "$who" = user ]; then
	mkdir closed && chmod 555 closed
	[ "$(id -u)" -ne 0 ] || chown 65534:65534 closed
	bad '--stdout: closed/x: Permission denied' 'a directory that may not be written' --stdout closed/x "$does"
	cp "$does" unreadable && chmod 111 unreadable
	[ "$(id -u)" -ne 0 ] || chown 65534:65534 unreadable
	bad 'unreadable: Permission denied' 'a program that may not be read' ./unreadable
fi
truncate -s 300M huge
bad 'more than 256 MiB' 'more than /box holds' --put huge "$does"
bad '--stdin: huge: larger than 256 MiB' 'a huge input' --stdin huge "$does"
rm -f huge
bad '64 KiB' 'too many arguments' "$does" "$(printf '%70000s' x)"

# ---- standard output, signals
run as "$who" bash -c '"$0" sandbox run -q "$1" tell >/dev/full' "$judge" "$does"
like "$code $err" '^3 judge: standard output: .*No space left' 'a full disk'
run as "$who" bash -c '"$0" sandbox run -q "$1" tell >&-' "$judge" "$does"
is "$code" 3 'closed standard output'
run as "$who" bash -c '"$0" sandbox run -q --stdout o "$1" prints 5000000 | true; echo ${PIPESTATUS[0]}' "$judge" "$does"
is "$out$err" 0 'a reader that leaves before there is anything'
run as "$who" bash -c '"$0" sandbox run -q --result r2 "$1" prints 5000000 | true; echo ${PIPESTATUS[0]}' "$judge" "$does"
is "$out$err" 141 'a reader that leaves'
ok 'and the result is written' test -s r2
box "$who" --stdout /dev/null "$does" tell
is "$code$out$(stat -c %F /dev/null)" '1character special file' '/dev/null takes it'
for signal in INT TERM KILL; do
	run as "$who" timeout --preserve-status -s "$signal" 0.4 "$judge" sandbox run --wall 60s --stdout never "$does" sleeps
	like "$code$out" '^(130|143|137)$' "SIG$signal ends it"
done
not_ok 'and nothing was written' test -e never
if command -v script >/dev/null; then
	out=$(TERM=xterm as "$who" script -qec "'$judge' sandbox run -q '$does' bytes" /dev/null </dev/null | tr -d '\r')
	is "$out" 'a\x00\x1b[31m\xff' 'a terminal is not steered'
else
	skip 'no script(1)' 'a terminal is not steered'
fi
nothing_left

# ---- the specification
box "$who" --format json --work 1M --get x --mount dir:/d "$does" forks 1
for member in $(perl -MJSON::PP -e '
	sub walk { my ($v) = @_; ref $v eq "HASH" ? map { ($_, walk($v->{$_})) } sort keys %$v : ref $v eq "ARRAY" ? map { walk($_) } @$v : () }
	my %seen; print join "\n", grep { !$seen{$_}++ } walk(decode_json($ARGV[0]))' "$out"); do
	ok "the page has the member $member" grep -qE "^(\.It )?\.?(Va .*|.*, )?\b$member\b" "$page"
done
is "$(of 'join " ", map { "$_=$d->{limits}{$_}" } sort grep { $_ ne "work_bytes" } keys %{$d->{limits}}')" \
	'cpu_us=2000000 file_bytes=8388608 memory_bytes=268435456 open_files=16 output_bytes=8388608 processes=1 stack_bytes=8388608 wall_us=5000000 work_files=1024' \
	'the limits without options are those of the page'
for layer in $(of 'join " ", map { tr/ /_/r } @{$d->{layers}}, @{$d->{missing}}'); do
	ok "the page has the layer ${layer//_/ }" grep -qx "\.It ${layer//_/ }" "$page"
done
is "$(of '@{$d->{layers}} + @{$d->{missing}}')" "$(sed -n '/^\.Ss Layers/,/^\.El/p' "$page" | grep -c '^\.It')" 'and no others'
for word in $(sed -n 's/^\t\[BOX_END_[A-Z_]*\] = { "\([a-z-]*\)".*/\1/p' "$root/judge/cli/sandbox_result.c"); do
	ok "the page has the end $word" grep -qx "\.It $word" "$page"
done
while IFS=$'\t' read -r kind command name _; do
	[ "$kind $command" = 'option sandbox' ] || continue
	ok "the page has the option $name" grep -qE "^\.It .*Fl \\\\-${name#--}\b" "$page"
done < <("$judge" help --list)
for status in 0 1 2 3; do
	ok "the page has the exit status $status" grep -qx "\.It $status" "$page"
done
if command -v mandoc >/dev/null; then
	run mandoc -T lint -W warning "$page"
	is "$code$out" 0 'mandoc finds nothing'
else
	skip 'no mandoc' 'mandoc finds nothing'
fi
finish
