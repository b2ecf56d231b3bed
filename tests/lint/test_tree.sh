#!/bin/bash
# Every lint over this tree.
. "$(dirname "$0")/../support/tap.sh"

for lint in layers text toplevel readmes openings words lockfiles; do
	run "$root/tests/lint/$lint.sh"
	is "$code" 0 "$lint" || diag "$out$err"
done
finish
