# tap.awk: judges what one test program printed and how it ended; used by tests/run.
#
# Prints "PASSED FAILED SKIPPED", then a line for people and the complaints. A program that ends early, prints no plan or
# breaks it has failed even if each case that it printed was ok. Several plans (cmocka prints one for each group) add up.
#
# Variables: name, status (exit code), seconds (the time limit), begin, end, left (what is left in TMPDIR), ci.

function complain(text)
{
	complaints = complaints "    " text "\n"
}

# Where the host has to give what confinement needs, a skipped case would hide that nothing was tested.
function skip(line)
{
	if (ci != "" && ci != "false" && tolower(name " " line) ~ /box|polic|abuse|confine/) {
		failed++
		complain("must not be skipped in CI: " line)
	} else {
		skipped++
	}
}

/^1\.\.[0-9]+/ {
	plan = 1
	planned += substr($1, 4)
	if ($1 == "1..0")
		skip($0)
	next
}

/^(not )?ok( |$)/ {
	seen++
	if (toupper($0) ~ /# SKIP/)
		skip($0)
	else if ($1 == "not")
		failed++
	else
		passed++
}

/^Bail out!/ { complain($0) }

END {
	broken = failed
	if (status == 124 || status == 137)
		complain("was ended after " seconds " s")
	else if (status > 128)
		complain("was ended by signal " (status - 128))
	else if (status != 0 && failed == 0)
		complain("ended with exit code " status)
	if (!plan)
		complain("printed no plan")
	else if (planned != seen)
		complain("planned " planned " cases and ran " (seen + 0))
	if (left != "") {
		gsub(/\n/, " ", left)
		complain("left behind in TMPDIR: " left)
	}
	if (complaints != "" && failed == 0)
		failed = 1

	printf "%d %d %d\n", passed, failed, skipped
	printf "%-4s  %-44s %4d passed", failed ? "FAIL" : "ok", name, passed
	if (failed)
		printf ", %d failed", failed
	if (skipped)
		printf ", %d skipped", skipped
	printf "  %.1f s\n%s", end - begin, complaints
}
