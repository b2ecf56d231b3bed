#!/bin/bash
# The same programs a second time, in the hands of an ordinary user where root runs the tests.
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/prefix.sh"
. "$(dirname "$0")/../support/host.sh"
. "$(dirname "$0")/../support/abuse.sh"

abuse "${people##* }"
finish
