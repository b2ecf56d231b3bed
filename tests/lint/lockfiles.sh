#!/bin/bash
# lockfiles: a package-lock.json names versions and hashes; the address of a registry is the business of who installs.
. "$(dirname "$0")/lint.sh"

mapfile -t locks < <(files -name package-lock.json)
[ ${#locks[@]} -eq 0 ] || findings < <(grep -nHE '[a-z]+://' -- "${locks[@]}")
finish
