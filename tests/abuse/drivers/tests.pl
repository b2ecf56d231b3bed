# tests.pl JUDGE_YAML CASES ROUNDS DIR: writes CASES times ROUNDS tests to DIR, so that each case meets ROUNDS inputs, or with
# "all" each of them. The inputs are those that stand in a package with their answers, as block scalars.
use strict;
use warnings;

my ($package, $cases, $rounds, $dir) = @ARGV;
my (@tests, %text);
my $open = '';

sub end_test
{
	s/\n+\z/\n/ for values %text;
	push @tests, {%text} if defined $text{input} && defined $text{answer};
	%text = ();
	$open = '';
}

open my $yaml, '<', $package or die "$package: $!\n";
while (<$yaml>) {
	if (/^  - group:/ || /^\w/) {
		end_test();
	} elsif (/^    (input|answer): \|$/) {
		$open = $1;
		$text{$open} = '';
	} elsif ($open && (/^      (.*\n)$/s || /^(\n)$/)) {
		$text{$open} .= $1;
	} else {
		$open = '';
	}
}
close $yaml;
end_test();
die "$package: no tests\n" unless @tests;

sub put
{
	my ($path, $text) = @_;

	open my $file, '>', $path or die "$path: $!\n";
	print $file $text;
	close $file or die "$path: $!\n";
}

$rounds = @tests if $rounds eq 'all';
for my $t (0 .. $cases * $rounds - 1) {
	my $test = $tests[($t % $cases * 7 + int($t / $cases)) % @tests];

	put(sprintf('%s/%05d.in', $dir, $t), $test->{input});
	put(sprintf('%s/%05d.ans', $dir, $t), $test->{answer});
}
