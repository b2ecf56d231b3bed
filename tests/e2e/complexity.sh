#!/bin/bash
# How costs grow: submissions for a problem, and any function outside of one. tags: serial long
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/prefix.sh"
lru=$root/problems/lru_cache/submissions

# submit WHO FILE OPTION...
submit()
{
	run as "$1" "$judge" submit --problem lru_cache --no-history "${@:3}" "$lru/$2"
}

# measure WHO OPTION...: functions of $tmp/f.c
measure()
{
	run as "$1" "$judge" complexity "${@:2}" "$tmp/f.c"
}

cat >"$tmp/f.c" <<'END'
#include <stdlib.h>
#include <x86intrin.h>
static int compare(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;
	return (x > y) - (x < y);
}
long sum(int *a, int n) { long s = 0; for (int i = 0; i < n; i++) s += a[i]; return s; }
long sort(int *a, int n) { qsort(a, n, sizeof *a, compare); return a[0]; }
long pairs(int *a, int n)
{
	long s = 0;
	for (int i = 0; i < n; i++)
		for (int j = 0; j < i; j++)
			s += a[i] > a[j] ? 1 : a[j];
	return s;
}
long insertion(int *a, int n)
{
	for (int i = 1; i < n; i++)
		for (int j = i; j > 0 && a[j - 1] > a[j]; j--) {
			int v = a[j];
			a[j] = a[j - 1];
			a[j - 1] = v;
		}
	return a[0];
}
long copy(int *a, int n)
{
	int *b = malloc(n * sizeof *b);
	long s = 0;
	for (int i = 0; i < n; i++)
		b[i] = a[i];
	for (int i = 0; i < n; i++)
		s += b[i];
	free(b);
	return s;
}
long deep(int *a, int n) { volatile char frame[64] = { 0 }; return n ? frame[0] + deep(a + 1, n - 1) + *a : 0; }
long crash(int *a, int n) { return n > 3000 ? *(volatile int *)0 : sum(a, n); }
long hang(int *a, int n) { while (n > 3000) ; return sum(a, n); }
long eat(int *a, int n)
{
	for (char *p; n > 3000; *p = 1)
		if (!(p = malloc(1 << 20)))
			abort();
	return sum(a, n);
}
long luck(int *a, int n)
{
	for (volatile int i = __rdtsc() >> 4 & 255; i > 0; i--) ;
	return sum(a, n);
}
long quick(int *a, int n) { return n ? a[0] : 0; }
END
chmod 644 "$tmp/f.c"
chmod 755 "$tmp"

for who in $people; do
	submit "$who" accepted/hash_and_list.c
	is "$code" 0 "$who: what grows as it may is accepted"
	like "$out" 'complexity.*capacity +steps O\(n\); bytes O\(n\).*steady +steps O\(n\); bytes O\(1\)' "$who: a line a family"
	unlike "$out" 'reference|⠤' "$who: and no more"
	submit "$who" time_limit_exceeded/list_scan.c
	like "$code $(tail -n 1 <<<"$out")" '^1 TLE .*complexity: O\(n\^2\) found, O\(n\) allowed' "$who: a list that is scanned"
	submit "$who" rejected/leaks_on_eviction.c
	like "$code $(tail -n 1 <<<"$out")" '^1 MLE .*complexity: O\(n\) found, O\(1\) allowed \(steady\)' "$who: nodes that leak"
	like "$out" 'like n; next is n log n.*n +steps +/ n +reference +heap +stack.*65536 .*⠤' "$who: with table and plot"
	measure "$who" --call sum
	is "$code $(tail -n 1 <<<"$out")" '0 steps O(n), bytes O(1)' "$who: a function outside any problem"
	nothing_left
done

who=${people%% *}
submit "$who" accepted/hash_and_list.c --format json
ok 'the report has every point as JSON' perl -MJSON::PP -e '
	my $c = decode_json($ARGV[0])->{complexity};
	my ($f) = grep { $_->{name} eq "steady" } @{$c->{families}};
	my $p = $f->{points}[-1];
	exit !($c->{state} eq "done" && @{$c->{families}} == 5 && $f->{time}{class} eq "n" && $f->{space}{class} eq "1" &&
		$p->{n} == 65536 && $p->{steps} > $p->{n} && $p->{heap_bytes} > 1000 &&
		$f->{reference}[-1]{steps} == $p->{steps});' "$out"
submit "$who" rejected/leaks_on_eviction.c --no-complexity -q
unlike "$out" complexity '--no-complexity leaves it out'
LC_ALL=C submit "$who" rejected/leaks_on_eviction.c
unlike "$out" $'[\x80-\xff]' 'ASCII alone where the terminal has no more'
like "$out" '\*\*\*.*bytes over n, both logarithmic; \.: reference' 'and the plot is made of it'

# class CLASS OF-BYTES OPTION...: the last line names them.
class()
{
	measure "$who" "${@:3}"
	is "$(tail -n 1 <<<"$out")" "steps O($1), bytes O($2)" "${*:3}: O($1), O($2)"
}
class 'n log n' n --call sort
class 'n^2' 1 --call pairs
class 'n^2' 1 --call insertion --order falling
class n 1 --call insertion --order rising
class n n --call copy
class n n --call deep --to 65536
class 1 1 --call quick

measure "$who" --call insertion --time 'n log n' -q
is "$code" 1 'over a limit that is given'
like "$out" '^TLE .*complexity: O\(n\^2\) found, O\(n log n\) allowed$' 'and told so'
measure "$who" --call copy --space 1 -q
like "$code $out" '^1 MLE .*complexity: O\(n\) found, O\(1\) allowed$' 'bytes likewise'
measure "$who" --call copy --time n --space n -q
is "$code" 0 'within both'

measure "$who" --call sort --profile
like "$out" 'where the steps are taken, n = [0-9]+[[:space:]]+[0-9.]+ %  compare' 'a profile by functions'
measure "$who" --call sort
unlike "$out" 'where the steps' 'and none where nobody asks'

mkdir -m 777 "$tmp/drawn"
measure "$who" --call pairs --svg "$tmp/drawn/pairs.svg"
is "$code" 0 'a picture'
like "$(<"$tmp/drawn/pairs.svg")" '^<svg .*<title id="title">pairs: steps O\(n\^2\)</title>.*<polyline class="own" points="80\.0,340\.0 [0-9., ]+ 620\.0,40\.0"/>.*</svg>$' \
	'that is one: both ends of the curve in its corners, the class in its title'
unlike "$(<"$tmp/drawn/pairs.svg")" '\{\{|inf|nan' 'and no hole in it'
measure "$who" --call nothing --svg "$tmp/drawn/nothing.svg"
like "$code $err" '^1 .*no picture: nothing was measured' 'none where nothing was measured'
run as "$who" env JUDGE_TEMPLATES=/nonexistent "$judge" complexity --call quick --to 64 --from 16 --svg "$tmp/drawn/x.svg" "$tmp/f.c"
like "$code $err" '^3 judge: picture: .*/nonexistent/plot.svg' 'nor without its template, which is named'

measure "$who" --call crash
like "$code $(tail -n 1 <<<"$out")" '^1 RTE .*SIGSEGV.* at n = 3072$' 'a crash is told with its n'
like "$out" ' 2048 .* 0 B' 'and the sizes before it are shown'
measure "$who" --call hang
like "$out" 'at n = 3072 it took more steps than are allowed to be counted' 'a loop without end likewise'
measure "$who" --call eat
like "$code $(tail -n 1 <<<"$out")" '^1 (MLE|RTE) .* at n = 3072$' 'memory without end likewise'
measure "$who" --call luck
like "$out" 'twice the same run at n = [0-9]+ took other numbers of steps' 'counts that differ are told'

measure "$who" --call nothing
like "$code $out" "^1 .*CE compile error  the function 'nothing' is missing" 'a function that is not there'
measure "$who" --call sum --format json
ok 'as JSON' perl -MJSON::PP -e '
	my $r = decode_json($ARGV[0]);
	my $f = $r->{complexity}{families}[0];
	exit !($r->{schema} eq "judge-complexity/1" && $r->{verdict} eq "AC" && $f->{name} eq "sum" &&
		$f->{time}{class} eq "n" && !defined $f->{time}{limit} && @{$f->{points}} > 8);' "$out"

problem=$root/problems/max_window_sum
run as "$who" "$judge" complexity --driver "$problem/include/driver.c" --generate "$problem/generators/generate.c" \
	--args 'half {n} 1' --from 256 --to 16384 "$problem/include/max_window_sum.h" \
	<(cat "$problem/include/max_window_sum.h" "$problem/submissions/time_limit_exceeded/nested_loop.c")
like "$code$err" '^2judge: ' 'what is no file is refused'
cat "$problem/include/max_window_sum.h" "$problem/submissions/time_limit_exceeded/nested_loop.c" >"$tmp/nested.c"
chmod 644 "$tmp/nested.c"
run as "$who" "$judge" complexity --driver "$problem/include/driver.c" --generate "$problem/generators/generate.c" \
	--args 'half {n} 1' --from 256 --to 16384 "$tmp/nested.c"
is "$code $(tail -n 1 <<<"$out")" '0 steps O(n^2), bytes O(1)' 'a driver and a generator of its own'

for wrong in '' '--call sum --driver x.c' '--driver x.c' '--call 2sum' '--call sum --args 7' '--call sum --time nn' \
	'--call sum --from 64 --to 128' '--call sum --order up'; do
	# shellcheck disable=SC2086 # words
	measure "$who" $wrong
	is "$code$out" 2 "complexity $wrong: refused"
	like "$err" '^judge: [^ ]+: ' 'with one line'
done
nothing_left
finish
