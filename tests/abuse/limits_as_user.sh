#!/bin/bash
# The same programs in the hands of an ordinary user, where root runs the tests; elsewhere limits.sh has done it.
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/prefix.sh"
. "$(dirname "$0")/../support/abuse.sh"

if [ "$people" != 'root user' ]; then
	ok 'there is one kind of people here, and limits.sh has judged for it' [ "${people%% *}" = "$people" ]
else
	abuse user
fi
finish
