# wrap.pl JUDGE_YAML BEHAVIOURS MOMENTS [CASE...]: prints the source of a submission that misbehaves (misbehave.h says how)
# with all cases of BEHAVIOURS whose moment is one of MOMENTS, a pattern, or with these cases alone.
use strict;
use warnings;

my ($package, $behaviours, $moments, @only) = @ARGV;
my %only = map { $_ => 1 } @only;

# ---- the signature ---------------------------------------------------------------------------------------------------

my @functions;
open my $yaml, '<', $package or die "$package: $!\n";
while (<$yaml>) {
	last if /^groups:/;
	next unless /^  - \{name: (\w+), type: "([^(]*?) ?\((.*)\)"\}$/;
	my ($name, $result, $parameters) = ($1, $2, $3);

	push @functions, { name => $name, result => $result, types => $parameters eq 'void' ? [] : [split /, */, $parameters] };
}
close $yaml;
die "$package: no signature\n" unless @functions;

# What a pointer leads to, without `const`; nothing for another type.
sub pointee
{
	my ($type) = @_;

	return $type =~ /^(?:const )?(.*?) ?\*$/ ? $1 : '';
}

# Does a function make such a thing, without having been given one?
sub is_made
{
	my ($thing) = @_;

	return grep { my $f = $_; pointee($f->{result}) eq $thing && !grep { pointee($_) eq $thing } @{$f->{types}} } @functions;
}

sub owner
{
	my ($type) = @_;
	my $thing = pointee($type);

	return 'MIS_OWN' if is_made($thing);
	return $type =~ /^const / || $thing eq 'void' || $thing =~ /_fn$/ ? 'MIS_INPUT' : 'MIS_OUTPUT';
}

# ---- the functions ---------------------------------------------------------------------------------------------------

sub tell_function
{
	my ($number) = @_;
	my $f = $functions[$number];
	my @types = @{$f->{types}};
	my @pointers = grep { pointee($types[$_]) } 0 .. $#types;
	my $declared = join(', ', map { "$types[$_] a$_" } 0 .. $#types) || 'void';
	my $passed = join(', ', map { "a$_" } 0 .. $#types);
	my $returns = $f->{result} ne 'void';

	print "\n$f->{result} $f->{name}($declared)\n{\n";
	print "\tstruct mis_place places[] = {\n",
		(map { "\t\t{ (void *)a$_, sizeof(*a$_), " . owner($types[$_]) . " },\n" } @pointers), "\t};\n" if @pointers;
	print "\t$f->{result} r;\n" if $returns;
	print "\tstruct mis_call call = {\n\t\t.function = $number,\n";
	print "\t\t.result = &r,\n\t\t.bytes = sizeof(r),\n\t\t.class = MIS_CLASS(r),\n" if $returns;
	print "\t\t.places = places,\n\t\t.n_places = ", scalar @pointers, ",\n" if @pointers;
	print "\t};\n\n\tMIS_BEFORE(&call);\n\t", $returns ? 'r = ' : '', "honest_$f->{name}($passed);\n\tmis_after(&call);\n";
	print $returns ? "\treturn r;\n}\n" : "}\n";
}

# ---- the cases -------------------------------------------------------------------------------------------------------

# For what a behaviour is a case of its own: "-FUNCTION" or "-FUNCTION-aARGUMENT", number of the function, of the pointer.
sub places_of
{
	my ($number, $moment) = @_;
	my $f = $functions[$number];
	my @types = @{$f->{types}};
	my @pointers = grep { pointee($types[$_]) } 0 .. $#types;
	my $owner = $moment eq 'written' ? 'MIS_OUTPUT' : 'MIS_INPUT';

	return $f->{result} eq 'void' ? () : ["-$f->{name}", $number, 0] if $moment eq 'result';
	return map { ["-$f->{name}-a$pointers[$_]", $number, $_] } grep { owner($types[$pointers[$_]]) eq $owner } 0 .. $#pointers;
}

my @cases;
open my $table, '<', $behaviours or die "$behaviours: $!\n";
while (<$table>) {
	my ($what, $moment) = split;

	next if /^(#|$|may )/ || $moment !~ /^(?:$moments)$/;
	my @places = $moment =~ /^(result|written|inputs)$/ ? map { places_of($_, $moment) } 0 .. $#functions : ['', -1, 0];

	for my $place (@places) {
		my ($of, $function, $pointer) = @$place;
		my $label = "$what-$moment$of";

		push @cases, qq(\t{ "$label", mis_$what, MIS_\U$moment\E, $function, $pointer },\n) if !@only || $only{$label};
	}
}
close $table;

print "#define $_->{name} honest_$_->{name}\n" for @functions;
print qq(#include "reference.h"\n);
print "#undef $_->{name}\n" for @functions;
print qq(#include "misbehave.h"\n);
tell_function($_) for 0 .. $#functions;
print "\nstatic const struct mis_case mis_cases[] = {\n", @cases, "};\n";
print "\nstatic const int mis_n_cases = ", scalar @cases, ";\n";
print "\n__attribute__((constructor)) static void mis_load(void)\n{\n\tmis_choose();\n",
	"\tif (setjmp(mis_loaded) || !mis_is(MIS_LOAD))\n\t\treturn;\n",
	"\tmis_happens();\n\tmis_chosen->act(&(struct mis_call){ 0 });\n}\n" if $moments =~ /load/;
