#!/bin/bash
# layers: a file includes from its own layer and lower ones only, and by the path from the root.
#
# sandbox/base < sandbox < runners < judge < judge/store < judge/git < judge/server < judge/cli. The keeper runs with more
# rights than anything else and includes nothing from outside sandbox/; nobody includes the keeper. tests/ may include all,
# nothing includes tests/. What is compiled at judging time (runners/driver, problems) knows only its own headers.
. "$(dirname "$0")/lint.sh"

check()
{
	perl -e '
		my @order = qw(sandbox/base sandbox runners judge judge/store judge/git judge/server judge/cli);
		my %rank = map { $order[$_] => $_ } 0 .. $#order;

		sub layer_of {
			my ($path) = @_;
			my ($best) = sort { length $b <=> length $a } grep { index($path, "$_/") == 0 } @order;
			return $best;
		}

		sub fault {
			my ($file, $form, $what) = @_;
			return "includes the tests" if $what =~ m{^tests/} && $file !~ m{^tests/};
			return $file =~ m{^tests/} ? undef : "includes the keeper"
				if $what =~ m{^sandbox/keeper/} && $file !~ m{^sandbox/keeper/};
			return "is not in quotes" if $form eq "<" && defined layer_of($what);
			return undef if $form eq "<";
			return "is not a file from the root" if !-f $what;
			return undef if $file =~ m{^tests/};
			return "lies outside sandbox/" if $file =~ m{^sandbox/keeper/} && $what !~ m{^sandbox/};
			return "belongs to no layer" if !defined layer_of($what);
			return "lies above " . layer_of($file) if $rank{layer_of($what)} > $rank{layer_of($file)};
			return undef;
		}

		for my $file (@ARGV) {
			open(my $in, "<", $file) or die "$file: $!\n";
			while (<$in>) {
				next unless /^\s*#\s*include\s*(["<])([^">]+)[">]/;
				my $fault = fault($file, $1, $2);
				print "$file:$.: $2 $fault\n" if defined $fault;
			}
		}
	' "$@"
}

mapfile -t sources < <(files -name '*.[ch]' | grep -E '^(sandbox|runners|judge|tests)/' |
	grep -vE '^(runners/driver|tests/(abuse|complexity|interactive|sound))/')
findings < <(check "${sources[@]}")
finish
