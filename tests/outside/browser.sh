#!/usr/bin/env bash
# browser.sh DIST PROGRAM: a build as its readers use it, in Chromium, from a host under a base path and from a folder on disk; and what PROGRAM, the counterpart that is tried, serves
# of the shipped project while its sources change.
set -euo pipefail
origin=$PWD
cd "$(dirname "$0")"
. ./need.sh
dist=$(cd "$origin" && built "${1:-}")
program=$(cd "$origin" && realpath "${2:?usage: $0 DIST PROGRAM}")
need chromium chromium
need_modules
CHROMIUM=$(command -v chromium) exec node browser.mjs "$dist" "$program" "$(cd ../.. && pwd)"
