#!/bin/bash
# text: no trailing blanks, no carriage returns, a newline at the end of each file, C lines of at most 120 columns.
# Test data may be anything.
. "$(dirname "$0")/lint.sh"

check()
{
	perl -e '
		for my $file (@ARGV) {
			open(my $in, "<:encoding(UTF-8)", $file) or die "$file: $!\n";
			my $last = "\n";
			while (<$in>) {
				$last = $_;
				chomp(my $line = $_);
				print "$file:$.: trailing blanks\n" if $line =~ /[ \t]$/;
				print "$file:$.: carriage return\n" if $line =~ /\r/;
				next unless $file =~ /\.[ch]$/;
				1 while $line =~ s/\t/" " x (8 - length($`) % 8)/e;
				print "$file:$.: ", length $line, " columns\n" if length $line > 120;
			}
			print "$file: no newline at the end\n" if $last !~ /\n$/;
		}
	' "$@"
}

mapfile -t texts < <(files ! -path './problems/*/data/*' ! -path './tests/fuzz/corpus/*' ! -path './tests/abuse/*' \
	\( -name '*.[ch1]' -o -name '*.sh' -o -name '*.awk' -o -name '*.md' -o -name '*.y*ml' -o -name '*.js' -o -name '*.json' \
	-o -name '*.css' -o -name '*.html' -o -name '*.sql' -o -name Makefile -o -name run -o -path './tests/support/*' \
	-o -name '.[ceg]*' \))
[ ${#texts[@]} -eq 0 ] || findings < <(check "${texts[@]}")
finish
