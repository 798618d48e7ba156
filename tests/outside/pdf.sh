#!/usr/bin/env bash
# pdf.sh DIST: veraPDF (PDF/A-2a and PDF/UA-1) and qpdf --check over every PDF. Copies of one file are judged once.
set -euo pipefail
origin=$PWD
cd "$(dirname "$0")"
. ./need.sh
dist=$(cd "$origin" && built "${1:-}")
need qpdf qpdf
need python3 python3
python3 -m pip --version >/dev/null 2>&1 || need pip3 python3-pip

mapfile -t files < <(find "$dist" -name '*.pdf' -print0 | sort -z | xargs -0r sha256sum | sort -u -k1,1 | cut -c67-)
[[ ${#files[@]} -gt 0 ]] || { echo "pdf: no file in $dist" >&2; exit 1; }

failed=0
broken=$(printf '%s\0' "${files[@]}" | xargs -0 -P 2 -I{} sh -c 'out=$(qpdf --check "$1" 2>&1) || printf "qpdf: %s\n%s\n" "$1" "$out"' sh {})
[[ -z $broken ]] || { printf '%s\n' "$broken"; failed=1; }
verapdf/verapdf 2a,ua1 "${files[@]}" || failed=1
if [[ $failed == 0 ]]; then echo "pdf: ${#files[@]} passed, 0 failed"; else echo "pdf: failed, see above"; fi
exit "$failed"
