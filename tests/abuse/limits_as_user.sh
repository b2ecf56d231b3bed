#!/bin/bash
# The same programs in the hands of an ordinary user, where root runs the tests; elsewhere limits.sh has done it.
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/prefix.sh"
. "$(dirname "$0")/../support/abuse.sh"

if [ "$people" = user ]; then
	ok 'whoever runs the tests is an ordinary user' true
else
	abuse user
fi
finish
