#!/usr/bin/env bash
# html.sh DIST: the Nu HTML checker over every page, in one run. Warnings count as errors.
set -euo pipefail
origin=$PWD
cd "$(dirname "$0")"
. ./need.sh
dist=$(cd "$origin" && built "${1:-}")
need java default-jre-headless
need_modules

pages=$(find "$dist" -name '*.html' | wc -l)
[[ $pages -gt 0 ]] || { echo "html: no page in $dist" >&2; exit 1; }

# A list whose marks are taken away by style says that it is a list, since Safari would otherwise forget it; to the checker that is superfluous.
superfluous='.*The .list. role is unnecessary for element .[ou]l.*'
findings=$(java -Xss4m -jar node_modules/vnu-jar/build/dist/vnu.jar --stdout --skip-non-html --filterpattern "$superfluous" "$dist") || true
failed=0
if [[ -n $findings ]]; then
  printf '%s\n' "$findings"
  failed=$(cut -d: -f1,2 <<<"$findings" | sort -u | wc -l)
fi
echo "html: $((pages - failed)) passed, $failed failed"
[[ $failed == 0 ]]
