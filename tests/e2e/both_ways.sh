#!/bin/bash
# Every reference submission is judged the same by a test server and by an exec for each test: verdict, reason and the verdict
# of each test. Numbers in a reason are measured, and may differ; stages behind the tests do not go by how tests are started.
# tags: serial long
. "$(dirname "$0")/../support/tap.sh"
export HOME=$tmp XDG_DATA_HOME=$tmp/data XDG_CACHE_HOME=$tmp/cache LC_ALL=C.UTF-8
export judge

# essence REPORT: what must be equal. Which of several slow tests is the first over a limit of time is the machine's affair, and
# by which signal memory that is misused ends a run that of addresses, which are random.
essence()
{
	perl -MJSON::PP -0777 -ne '
		my $r = decode_json($_);
		sub text { my $t = $_[0] // "none"; $t =~ s/[0-9]+([.,][0-9]+)*/N/g; $t =~ s/SIG(SEGV|ABRT|BUS)/a signal/; return $t }
		print "$r->{exit_code} ", text($r->{verdict}), " ", text($r->{decided_by}), " ", text($r->{reason}), "\n";
		exit if $r->{verdict} =~ /^(TLE|WTL)$/;
		print "$_->{group}/$_->{name} ", text($_->{verdict}), " ", text($_->{reason}), "\n" for @{$r->{tests}};' "$1"
}

# both FILE: leaves the two reports in $tmp/reports.
both()
{
	local id=${1%/submissions/*} to

	id=${id##*/}
	to=$tmp/reports/$id.${1#*/submissions/}
	mkdir -p "${to%/*}"
	set -- "$judge" submit --no-history --no-complexity --no-soundness --jobs 1 --format json --problem "$id" "$1"
	"$@" >"$to.served" 2>/dev/null
	"$@" --exec >"$to.exec" 2>/dev/null
}
export tmp
export -f both

cd "$root/problems" || exit 1
mapfile -t all < <(find . -path '*/submissions/*/*.c' | sort)
# The first makes the tests of its problem, so that the others find them; then one for each core.
for id in */problem.yaml; do
	both "$(printf '%s\n' "${all[@]}" | grep -m 1 "^\./${id%/*}/submissions/accepted/")"
done
printf '%s\0' "${all[@]}" | xargs -0 -n 1 -P "$(nproc)" bash -c 'both "$1"' both

for file in "${all[@]}"; do
	id=${file#./}
	name=${id%%/*}/${id#*/submissions/}
	to=$tmp/reports/${id%%/*}.${id#*/submissions/}
	served=$(essence "$to.served")
	like "$served" '^[01] (AC|WA|NO|OLE|TLE|WTL|MLE|RTE|SV|CE|CTL) ' "$name: judged"
	is "$(essence "$to.exec")" "$served" "$name: the same by exec"
done
finish
