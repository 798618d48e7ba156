#!/usr/bin/env bash
# axe.sh DIST: axe-core over every page, light and dark, in one browser; and each page by keyboard and on a screen of 320 pixels.
set -euo pipefail
origin=$PWD
cd "$(dirname "$0")"
. ./need.sh
dist=$(cd "$origin" && built "${1:-}")
need chromium chromium
need_modules
CHROMIUM=$(command -v chromium) exec node axe.mjs "$dist"
