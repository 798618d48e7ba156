#!/usr/bin/env bash
# pkcs11.sh PROGRAM: signs with keys on a token, which SoftHSM2 plays, and has pdfsig judge the signatures.
set -euo pipefail
[[ -x ${1:-} ]] || { echo "usage: $0 PROGRAM, the counterpart that is tried" >&2; exit 2; }
program=$(realpath "$1")
cd "$(dirname "$0")"
. ./need.sh
need softhsm2-util softhsm2
need pkcs11-tool opensc
need pdfsig poppler-utils
module=$(find /usr/lib /usr/local/lib -name libsofthsm2.so -print -quit 2>/dev/null)
[[ -n $module ]] || { echo "pkcs11: SoftHSM2 brought no module" >&2; exit 2; }

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
mkdir tokens
printf 'directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n' "$place/tokens" > softhsm2.conf
export SOFTHSM2_CONF=$place/softhsm2.conf PIN=246810 WRONG=135791

softhsm2-util --init-token --free --label company --pin "$PIN" --so-pin 00000000 > /dev/null
mkdir project
"$program" init --quiet project
echo 'signing:' >> project/counterpart.yaml
number=0
# on_token ALGORITHM MORE: a test key on the token, with its certificate, and a profile that signs with it.
on_token() {
  number=$((number + 1))
  "$program" dev-cert --quiet --algorithm "$1" --out "$place/$1" > /dev/null
  softhsm2-util --import "$1/company.key.pem" --token company --pin "$PIN" --label "$1" --id "0$number" > /dev/null
  pkcs11-tool --module "$module" --token-label company --login --pin "$PIN" --type cert --id "0$number" --label "$1" \
    --write-object <(sed '1d;$d' "$1/company.pem" | base64 -d) > /dev/null 2>&1
  profile "$1" "label: $1" PIN
}
# profile NAME KEY PIN MORE: a profile with a key on the token.
profile() {
  printf '  %s:\n    key: {pkcs11: {module: %s, token: company, %s, pin: {env: %s}}}\n' "$1" "$module" "$2" "$3" >> project/counterpart.yaml
  [[ -z ${4:-} ]] || printf '    %s\n' "$4" >> project/counterpart.yaml
}
on_token p256
on_token p384
on_token rsa3072
profile rsa-pss 'id: "03"' PIN 'algorithm: rsa-pss'
profile wrong-pin 'label: p256' WRONG
profile no-key 'label: nothing' PIN
profile no-pin 'label: p256' NOWHERE
"$program" build --quiet --project project --format pdf

failed=0
for name in p256 p384 rsa3072 rsa-pss; do
  "$program" sign --quiet --project project --profile "$name" project/dist/example/pdf/agreement.pdf --out "$name.pdf" || { failed=1; continue; }
  pdfsig -nocert "$name.pdf" > said.txt 2>&1 || true
  # It ends with 0 whatever it found.
  grep -q 'Signature is Valid' said.txt || { echo "pkcs11: pdfsig does not accept $name:"; cat said.txt; failed=1; }
done
# refused PROFILE WORDS: nothing is written, and the words say why.
refused() {
  if "$program" sign --project project --profile "$1" project/dist/example/pdf/agreement.pdf --out refused.pdf 2> said.txt || [[ -e refused.pdf ]]; then
    echo "pkcs11: $1 signed"; failed=1
  elif ! grep -q "$2" said.txt; then
    echo "pkcs11: $1 says something else than \"$2\":"; cat said.txt; failed=1
  fi
}
refused wrong-pin 'the PIN is wrong'
refused no-key 'the token holds no private key nothing; it holds: '
refused no-pin 'the environment variable NOWHERE is not set'

# The token is pulled while a batch is at work: the run ends with words, nothing is torn, and the same command goes on when the token is back.
rows=40
{ echo id,name,start; for row in $(seq "$rows"); do echo "r$row,Customer $row,2026-10-01"; done; } > rows.csv
batch() { "$program" batch agreement --brand example --project project --data rows.csv --sign p256 --keep-going --out pulled; }
made() { find pulled -name '*.pdf' 2> /dev/null | wc -l; }
batch 2> said.txt &
run=$!
end=$((SECONDS + 120))
until (($(made) >= 3)) || ! kill -0 "$run" 2> /dev/null; do ((SECONDS < end)) || break; sleep 0.05; done
mv tokens aside && mkdir tokens
status=0
wait "$run" || status=$?
there=$(made)
[[ $status == 2 ]] && grep -q '^error: row [0-9]*: the token was removed' said.txt || { echo "pkcs11: a batch without its token ended with $status:"; cat said.txt; failed=1; }
[[ ! -e pulled/manifest.jsonl && ! -e pulled/failures.csv ]] || { echo "pkcs11: a batch without its token says that it is done"; failed=1; }
rmdir tokens && mv aside tokens
batch 2> said.txt || { echo "pkcs11: the batch does not go on with its token:"; cat said.txt; failed=1; }
grep -q "$((rows - there)) rows made, $there as they were" said.txt || { echo "pkcs11: of $there documents not all stayed:"; cat said.txt; failed=1; }
for document in pulled/*.pdf; do
  pdfsig -nocert "$document" > said.txt 2>&1 || true
  grep -q 'Signature is Valid' said.txt || { echo "pkcs11: pdfsig does not accept $document:"; cat said.txt; failed=1; }
done

softhsm2-util --delete-token --token company > /dev/null
refused p256 'the token company is not there'
if [[ $failed == 0 ]]; then echo "pkcs11: 9 passed, 0 failed"; else echo "pkcs11: failed, see above"; fi
exit "$failed"
