#!/bin/bash
# Programs that try to get out, to cheat or to break the judge get their verdicts, in the hands of whoever runs the tests.
. "$(dirname "$0")/../support/tap.sh"
. "$(dirname "$0")/../support/prefix.sh"
. "$(dirname "$0")/../support/host.sh"
. "$(dirname "$0")/../support/abuse.sh"

abuse "${people%% *}"
finish
