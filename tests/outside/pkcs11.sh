#!/usr/bin/env bash
# pkcs11.sh PROGRAM: signs with keys on a token, which SoftHSM2 plays, and has pdfsig judge the signatures.
set -euo pipefail
origin=$PWD
cd "$(dirname "$0")"
. ./need.sh
program=$(cd "$origin" && tried "${1:-}")
need pdfsig poppler-utils
need_token

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

passed=0
failed=0
# accepted FILE: pdfsig finds its signature valid. It ends with 0 whatever it found.
accepted() {
  pdfsig -nocert "$1" > said.txt 2>&1 || true
  if grep -q 'Signature is Valid' said.txt; then passed=$((passed + 1)); else wrong "pdfsig does not accept $1:"; fi
}
# wrong WORDS: says what is wrong, and what the program said.
wrong() { echo "pkcs11: $1"; cat said.txt; failed=$((failed + 1)); }
for name in p256 p384 rsa3072 rsa-pss; do
  if "$program" sign --quiet --project project --profile "$name" project/dist/example/pdf/agreement.pdf --out "$name.pdf" 2> said.txt; then
    accepted "$name.pdf"
  else
    wrong "$name does not sign:"
  fi
done
# refused PROFILE WORDS: nothing is written, and the words say why.
refused() {
  if "$program" sign --project project --profile "$1" project/dist/example/pdf/agreement.pdf --out refused.pdf 2> said.txt || [[ -e refused.pdf ]]; then
    wrong "$1 signed:"
  elif grep -q "$2" said.txt; then
    passed=$((passed + 1))
  else
    wrong "$1 says something else than \"$2\":"
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
[[ $status == 2 ]] && grep -q '^error: row [0-9]*: the token was removed' said.txt || wrong "a batch without its token ended with $status:"
[[ ! -e pulled/manifest.jsonl && ! -e pulled/failures.csv ]] || wrong "a batch without its token says that it is done:"
rmdir tokens && mv aside tokens
batch 2> said.txt || wrong "the batch does not go on with its token:"
grep -q "$((rows - there)) rows made, $there as they were" said.txt || wrong "of $there documents not all stayed:"
for document in pulled/*.pdf; do accepted "$document"; done

softhsm2-util --delete-token --token company > /dev/null
refused p256 'the token company is not there'
echo "pkcs11: $passed passed, $failed failed"
[[ $failed == 0 ]]
