# table.awk: prints include/grapheme_break.h, from these files of Unicode's data:
#
#	awk -f table.awk auxiliary/GraphemeBreakProperty.txt emoji/emoji-data.txt DerivedCoreProperties.txt
#
# Ranges of code points that have one Grapheme_Cluster_Break and one Indic_Conjunct_Break. Pictographs are made a class
# of the former, which they can be as long as none of them has another one. ASCII and the syllables of Hangul are left
# out: reverse_text.h knows them, and here it is checked that they are what it knows.

function fail(why)
{
	print "table.awk: " why >"/dev/stderr"
	failed = 1
	exit 1
}

function hex(digits,    v, i)
{
	v = 0
	for (i = 1; i <= length(digits); i++)
		v = 16 * v + index("0123456789ABCDEF", toupper(substr(digits, i, 1))) - 1
	return v
}

# Sets first and last of "0300..036F" or "200D".
function range(text,    ends)
{
	gsub(/ /, "", text)
	last = hex(split(text, ends, /\.\./) == 2 ? ends[2] : ends[1])
	first = hex(ends[1])
}

BEGIN {
	FS = "[;#]"
	split("CR LF Control Extend ZWJ Regional_Indicator Prepend SpacingMark L V T LV LVT", names, " ")
	split("CR LF CONTROL EXTEND ZWJ REGIONAL_INDICATOR PREPEND SPACING_MARK L V T LV LVT", constants, " ")
	for (i = 1; i in names; i++)
		class_of[names[i]] = "GB_" constants[i]
	conjunct_of["Consonant"] = "CONJUNCT_CONSONANT"
	conjunct_of["Extend"] = "CONJUNCT_EXTEND"
	conjunct_of["Linker"] = "CONJUNCT_LINKER"
}

FNR == 1 {
	file++
	if (file == 1 && match($0, /[0-9]+\.[0-9]+\.[0-9]+/))
		version = substr($0, RSTART, RLENGTH)
}

/^[ \t]*(#|$)/ { next }

{
	property = $2
	gsub(/ /, "", property)
}

file == 1 {
	if (!(property in class_of))
		fail("the class " property " is not known")
	range($1)
	for (c = first; c <= last; c++)
		class[c] = class_of[property]
}

file == 2 && property == "Extended_Pictographic" {
	range($1)
	for (c = first; c <= last; c++) {
		if (c in class)
			fail("a pictograph with a class of its own")
		class[c] = "GB_PICTOGRAPH"
	}
}

# Since Unicode 15.1 only.
file == 3 && property == "InCB" {
	value = $3
	gsub(/ /, "", value)
	if (!(value in conjunct_of))
		fail("the conjunct break " value " is not known")
	range($1)
	for (c = first; c <= last; c++)
		conjunct[c] = conjunct_of[value]
}

function known(c)
{
	if (c == 13)
		return "GB_CR"
	if (c == 10)
		return "GB_LF"
	if (c < 32 || c == 127)
		return "GB_CONTROL"
	if (c >= 44032 && c <= 55203)
		return (c - 44032) % 28 ? "GB_LVT" : "GB_LV"
	return ""
}

END {
	if (failed)
		exit 1
	if (file != 3 || !version)
		fail("three files with a version expected")
	print "/* Made of the data of Unicode " version ", whose terms of use apply to it. Changes here are lost. */"
	print "/* clang-format off */"
	print "#define GRAPHEME_UNICODE_VERSION \"" version "\"\n"
	print "static const struct grapheme_range GRAPHEME_RANGES[] = {"
	for (c = 0; c <= 1114112; c++) {
		now = c in class ? class[c] : "GB_OTHER"
		joins = c in conjunct ? conjunct[c] : "CONJUNCT_NONE"
		if (c < 128 || (c >= 44032 && c <= 55203)) {
			if ((known(c) ? known(c) : "GB_OTHER") != now || joins != "CONJUNCT_NONE")
				fail(sprintf("U+%04X is not what it was", c))
			now = "GB_OTHER"
		}
		now = now ", " joins
		if (now != before) {
			if (before && before != "GB_OTHER, CONJUNCT_NONE")
				printf "\t{ 0x%04X, 0x%04X, %s },\n", begin, c - 1, before
			begin = c
			before = now
		}
	}
	print "};"
}
