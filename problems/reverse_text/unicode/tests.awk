# tests.awk: prints a test made of Unicode's own data: with -v want=in the input, with -v want=ans the answer.
#
#	awk -v want=in -f tests.awk auxiliary/GraphemeBreakTest.txt     a text a line, with breaks given there
#	awk -v want=in -f tests.awk emoji/emoji-test.txt                texts of three emoji; each is one character
#
# The answers come from where these files say that a character ends, not from a program that knows the rules.

function hex(digits,    v, i)
{
	v = 0
	for (i = 1; i <= length(digits); i++)
		v = 16 * v + index("0123456789ABCDEF", toupper(substr(digits, i, 1))) - 1
	return v
}

# As the driver writes it.
function written(digits,    v)
{
	v = hex(digits)
	if (v == 92)
		return "\\\\"
	return v >= 32 && v < 127 ? sprintf("%c", v) : sprintf("\\u{%X}", v)
}

# One text: its characters, each as code points with blanks between them.
function text(characters, n,    points, m, i, j, forward, backward, one)
{
	forward = backward = ""
	for (i = 1; i <= n; i++) {
		one = ""
		m = split(characters[i], points, " ")
		for (j = 1; j <= m; j++) {
			if (hex(points[j]) >= 55296 && hex(points[j]) <= 57343)
				return
			one = one written(points[j])
			forward = forward sprintf("\\u{%X}", hex(points[j]))
		}
		backward = one backward
	}
	line[++lines] = want == "in" ? forward : "\"" backward "\""
}

{
	sub(/\r$/, "")
}

/^÷/ {
	sub(/[ \t]*#.*/, "")
	gsub(/ × /, " ")
	gsub(/÷/, ";")
	n = split($0, parts, ";")
	for (i = 2; i < n; i++)
		characters[i - 1] = parts[i]
	text(characters, n - 2)
}

/; fully-qualified/ {
	sub(/;.*/, "")
	characters[++gathered] = $0
	if (gathered == 3) {
		text(characters, 3)
		gathered = 0
	}
}

END {
	if (!lines) {
		print "tests.awk: no test found" >"/dev/stderr"
		exit 1
	}
	if (want == "in")
		print lines
	for (i = 1; i <= lines; i++)
		print line[i]
}
