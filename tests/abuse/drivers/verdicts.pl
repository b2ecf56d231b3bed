# verdicts.pl BEHAVIOURS REPORT...: holds the tests of reports, in each of which something was done that is wrong or odd,
# against what BEHAVIOURS expects. Prints "tests N", and a line for each
#
#	unfair CASE VERDICT/REASON    no such verdict is expected
#	accepted CASE                 it is wrong, and no input showed it
#	idle CASE                     it never came to happen
use strict;
use warnings;

my ($behaviours, @reports) = @ARGV;
my (%expected, @may, %seen, %happened, %rejected);
my $tests = 0;

open my $table, '<', $behaviours or die "$behaviours: $!\n";
while (<$table>) {
	next if /^(#|$)/;
	my ($what, $moment, $verdicts) = split ' ', $_, 3;

	chomp $verdicts;
	push @may, $moment if $what eq 'may';
	$expected{"$what-$moment"} = $verdicts;
}
close $table;

sub expected
{
	my ($case) = @_;

	return $case =~ /^([^-]+-[^-]+)/ && exists $expected{$1} ? $expected{$1} : '(?!)';
}

# Is it a verdict on the candidate, with a word on why?
sub is_fair
{
	my ($case, $happened, $verdict, $reason, $differs) = @_;
	my $expected = expected($case);

	return 0 if $verdict =~ /^(JE|CE|CTL)$/ || $reason =~ /\033/;
	return 0 if $verdict ne 'AC' && $reason eq '' && !$differs;
	return $verdict eq 'AC' if !$happened;
	return $expected =~ /^(any|wrong)$/ || "$verdict/$reason" =~ /^(?:$expected)/;
}

sub read_report
{
	my ($path) = @_;
	my ($verdict, $reason, $differs) = ('', '', 0);

	open my $json, '<', $path or die "$path: $!\n";
	while (<$json>) {
		$verdict = $1 if /^      "verdict": "(\w+)",$/;
		$reason = $1 if /^      "reason": "(.*)",$/;
		$differs = !/null,$/ if /^      "difference": /;
		next unless /^      "printed": (?:"(.*)"|null),$/;
		my ($case, @marks) = ($1 // '') =~ /misbehaviour (\S+?)\\n/g;

		$case //= '?';
		$tests++;
		$seen{$case} = 1;
		my $happens = grep { $_ eq 'happens' } @marks;

		$happened{$case} ||= $happens;
		$rejected{$case} = 1 if $verdict ne 'AC';
		print "unfair $case $verdict/$reason\n" unless is_fair($case, $happens, $verdict, $reason, $differs);
	}
	close $json;
}

read_report($_) for @reports;
for my $case (sort keys %seen) {
	print "idle $case\n" if !$happened{$case} && expected($case) ne 'any' && $case !~ /-(result|written|inputs)-/;
	next if !$happened{$case} || $rejected{$case} || expected($case) ne 'wrong';
	print "accepted $case\n" unless grep { $case =~ /$_/ } @may;
}
print "tests $tests\n";
