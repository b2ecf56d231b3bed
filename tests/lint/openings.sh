#!/bin/bash
# openings: each .c opens with a comment; in the layers one of 3 to 20 lines, which says its idea, the threat, the limits.
. "$(dirname "$0")/lint.sh"

check()
{
	perl -0777 -ne '
		my ($comment) = m{\A\s*(/\*.*?\*/|//)}s;
		if (!defined $comment) {
			print "$ARGV: does not open with a comment\n";
		} elsif ($ARGV =~ m{^(sandbox|runners|judge)/}) {
			my $lines = 1 + $comment =~ tr/\n//;
			print "$ARGV: opens with $lines lines of comment, 3 to 20 are due\n" if $lines < 3 || $lines > 20;
		}
	' "$@"
}

mapfile -t sources < <(files -name '*.c' ! -path './tests/abuse/*' ! -path './tests/sound/*')
[ ${#sources[@]} -eq 0 ] || findings < <(check "${sources[@]}")
finish
