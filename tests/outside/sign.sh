#!/usr/bin/env bash
# sign.sh DIST: the contracts of a build, certified by the company, filled and countersigned by a customer, and archived; every stage before veraPDF, pyHanko, qpdf and
# pdfsig. Then keys of every kind, PKCS#11 among them, and what must be refused. The authorities are the tests' own, on this machine.
set -euo pipefail
origin=$PWD
cd "$(dirname "$0")"
. ./need.sh
dist=$(cd "$origin" && built "${1:-}")
here=$PWD
root=$(cd ../.. && pwd)
need qpdf qpdf
need pdfsig poppler-utils
need openssl openssl
need curl curl
need python3 python3
need_token

work=$(mktemp -d)
authority=
trap '[[ -z $authority ]] || kill "$authority" 2>/dev/null; rm -rf "$work"' EXIT
cargo build --locked --quiet --manifest-path "$root/Cargo.toml" --bin counterpart --example authority
built_in=$(cargo metadata --locked --no-deps --format-version 1 --manifest-path "$root/Cargo.toml" | python3 -c 'import json, sys; print(json.load(sys.stdin)["target_directory"])')/debug

mkdir "$work/ca"
"$built_in/examples/authority" "$work/ca" >/dev/null &
authority=$!
for _ in $(seq 100); do [[ -s $work/ca/url ]] && break; sleep 0.1; done
url=$(cat "$work/ca/url")

failed=0
wrong() { echo "sign: $*"; failed=1; }

# A token with two keys, and the same key in every kind of file.
ca=$work/ca
export SOFTHSM2_CONF=$work/softhsm2.conf
mkdir "$work/tokens"
printf 'directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n' "$work/tokens" >"$SOFTHSM2_CONF"
export PIN=4711 WORD="correct horse"
softhsm2-util --init-token --free --label counterpart-test --so-pin 0815 --pin "$PIN" >/dev/null
id=0
for key in company company-rsa; do
  id=$((id + 1))
  openssl pkcs8 -topk8 -nocrypt -in "$ca/$key.key.pem" -out "$work/$key.p8"
  softhsm2-util --import "$work/$key.p8" --token counterpart-test --label "$key" --id "0$id" --pin "$PIN" >/dev/null
done
pack() { openssl pkcs12 -export -inkey "$ca/company.key.pem" -in "$ca/company.pem" -certfile "$ca/issuing.pem" -passout env:WORD -out "$1" "${@:2}"; }
pack "$work/modern.p12"
pack "$work/legacy.p12" -legacy
openssl pkcs8 -topk8 -v2 aes-256-cbc -in "$ca/company.key.pem" -passout env:WORD -out "$work/encrypted.pem"
openssl ec -in "$ca/company.key.pem" -out "$work/sec1.pem" 2>/dev/null
openssl rsa -in "$ca/company-rsa.key.pem" -traditional -aes256 -passout env:WORD -out "$work/pkcs1.pem" 2>/dev/null
chmod 600 "$work"/*.p12 "$work"/*.pem

# The shipped project, with the profiles of everyone who signs.
project=$work/project
mkdir "$project"
cp -r "$root/brands" "$root/sources" "$root/counterpart.yaml" "$project/"
file() { printf 'key: {pem: %s, certificate: %s/%s.pem, chain: %s/issuing.pem%s}\n    trust: %s/root.pem\n' "$1" "$ca" "$2" "$ca" "${3:-}" "$ca"; }
word=', passphrase: {env: WORD}'
{
  echo
  echo "signing:"
  cat <<PROFILES
  company:
    $(file "$ca/company.key.pem" company)
    level: B-T
    timestamp: {url: $url/tsa}
    certify: form-filling
    reason: I approve this agreement
    location: Berlin
  customer:
    $(file "$ca/customer.key.pem" customer)
    level: B-T
    timestamp: {url: $url/tsa}
    field: customer-1
    reason: We accept this agreement
  archive:
    $(file "$ca/company.key.pem" company)
    level: B-LTA
    timestamp: {url: $url/tsa}
  rsa:
    $(file "$ca/company-rsa.key.pem" company-rsa)
  pss:
    algorithm: rsa-pss
    $(file "$ca/company-rsa.key.pem" company-rsa)
  ed25519:
    $(file "$ca/ed25519.key.pem" ed25519)
  encrypted:
    $(file "$work/encrypted.pem" company "$word")
  sec1:
    $(file "$work/sec1.pem" company)
  pkcs1:
    $(file "$work/pkcs1.pem" company-rsa "$word")
  modern:
    key: {pkcs12: $work/modern.p12$word}
    trust: $ca/root.pem
  legacy:
    key: {pkcs12: $work/legacy.p12$word}
    trust: $ca/root.pem
  token:
    key: {pkcs11: {module: $module, token: counterpart-test, label: company, certificate: $ca/company.pem, chain: $ca/issuing.pem, pin: {env: PIN}}}
    trust: $ca/root.pem
  token-rsa:
    key: {pkcs11: {module: $module, token: counterpart-test, label: company-rsa, certificate: $ca/company-rsa.pem, chain: $ca/issuing.pem, pin: {env: PIN}}}
    trust: $ca/root.pem
  token-pss:
    algorithm: rsa-pss
    key: {pkcs11: {module: $module, token: counterpart-test, label: company-rsa, certificate: $ca/company-rsa.pem, chain: $ca/issuing.pem, pin: {env: PIN}}}
    trust: $ca/root.pem
  wrong-pin:
    key: {pkcs11: {module: $module, token: counterpart-test, label: company, certificate: $ca/company.pem, pin: {env: WORD}}}
  wrong-word:
    key: {pkcs12: $work/modern.p12, passphrase: {env: PIN}}
  mismatch:
    $(file "$ca/company.key.pem" customer)
  expired:
    $(file "$ca/expired.key.pem" expired)
  not-yet-valid:
    $(file "$ca/not-yet-valid.key.pem" not-yet-valid)
  wrong-usage:
    $(file "$ca/wrong-usage.key.pem" wrong-usage)
  revoked:
    $(file "$ca/revoked.key.pem" revoked)
    level: B-LT
    timestamp: {url: $url/tsa}
PROFILES
  for way in wrong-digest wrong-nonce rejects garbage expired-cert huge down; do
    printf '  tsa-%s:\n    %s\n    level: B-T\n    timestamp: {url: %s/tsa/%s, retries: 1}\n' "$way" "$(file "$ca/company.key.pem" company)" "$url" "$way"
  done
} >>"$project/counterpart.yaml"
counterpart() { "$built_in/counterpart" "$@" --project "$project"; }

# reads FILE COUNT: whether pdfsig finds that many signatures valid and none broken. It exits with 0 even where a digest does not match, so that its words are what counts;
# document timestamps are of a kind that it does not judge.
reads() {
  local said valid
  said=$(pdfsig "$1" 2>&1) || { wrong "pdfsig fails on $1: $said"; return; }
  valid=$(grep -c 'Signature Validation: Signature is Valid\.' <<<"$said" || true)
  [[ $valid == "$2" ]] && ! grep -qi 'mismatch\|invalid' <<<"$said" || wrong "pdfsig finds $valid of $2 signatures valid in $1: $said"
}

# One stage after the other, each kept, so that a later one cannot repair an earlier one.
stages=()
archived=()
for contract in "$dist"/*/pdf/contracts/*.pdf; do
  brand=$(basename "$(dirname "$(dirname "$(dirname "$contract")")")")
  name=$work/$brand-$(basename "$contract" .pdf)
  counterpart sign "$contract" --profile company --brand "$brand" --out "$name-1-certified.pdf" --quiet
  counterpart fill "$name-1-certified.pdf" --brand "$brand" --out "$name-2-filled.pdf" --quiet \
    --set customer-1-name="Carl Customer" --set customer-1-title="Head of Purchasing" --set customer-1-date=2026-06-15 --set customer-1-place=Łódź
  counterpart sign "$name-2-filled.pdf" --profile customer --brand "$brand" --out "$name-3-countersigned.pdf" --quiet
  counterpart extend "$name-3-countersigned.pdf" --profile archive --out "$name-4-archived.pdf" --quiet
  stages+=("$name"-[1-4]-*.pdf)
  archived+=("$name-4-archived.pdf")
  for stage in "$name"-[1-4]-*.pdf; do
    cmp -s -n "$(stat -c %s "$contract")" "$contract" "$stage" || wrong "$stage does not begin with the bytes of the build"
  done
done
[[ ${#stages[@]} -gt 0 ]] || { echo "sign: no contract in $dist" >&2; exit 1; }

# Keys of every kind, on one contract.
contract=$(find "$dist" -path '*/contracts/*.pdf' | sort | head -1)
keys=()
for key in rsa pss ed25519 encrypted sec1 pkcs1 modern legacy token token-rsa token-pss; do
  counterpart sign "$contract" --profile "$key" --out "$work/key-$key.pdf" --quiet || { wrong "the profile $key does not sign"; continue; }
  keys+=("$work/key-$key.pdf")
done

verapdf/verapdf 2a,ua1 "${stages[@]}" "${keys[@]}" || failed=1
pyhanko/judge "$ca/root.pem" "${stages[@]}" "${keys[@]}" || failed=1
pyhanko/judge --long-term "$ca/root.pem" "${archived[@]}" || failed=1
for file in "${stages[@]}" "${keys[@]}"; do
  said=$(qpdf --check "$file" 2>&1) || wrong "qpdf: $file: $said"
  # NSS, which pdfsig asks, does not know Ed25519.
  case $file in
    *ed25519*) ;;
    *-3-countersigned.pdf | *-4-archived.pdf) reads "$file" 2 ;;
    *) reads "$file" 1 ;;
  esac
done

# The judges must see what is wrong, or their word on the others means nothing.
python3 - "${stages[0]}" "$work/broken.pdf" <<'PY'
import sys
data = bytearray(open(sys.argv[1], "rb").read())
data[data.index(b"%PDF-") + 12] ^= 1
open(sys.argv[2], "wb").write(data)
PY
! pyhanko/judge "$ca/root.pem" "$work/broken.pdf" >/dev/null || wrong "pyHanko's judge passes a broken file"
pdfsig "$work/broken.pdf" 2>&1 | grep -q 'Digest Mismatch' || wrong "pdfsig passes a broken file"

# What must be refused, in words that name it. No file may come of it.
refusals=0
refused() {
  local profile=$1 words=$2 said
  refusals=$((refusals + 1))
  said=$(counterpart sign "$contract" --profile "$profile" --out "$work/never.pdf" 2>&1) && wrong "the profile $profile signs"
  grep -qi -- "$words" <<<"$said" || wrong "the profile $profile is refused without the words “$words”: $said"
  [[ ! -e $work/never.pdf ]] || { wrong "the profile $profile leaves a file"; rm -f "$work/never.pdf"; }
  ! grep -q -- "$WORD\|$PIN" <<<"$said" || wrong "the profile $profile prints a secret"
}
refused wrong-pin PIN
refused wrong-word passphrase
refused mismatch "match"
refused expired "expired"
refused not-yet-valid "valid from"
refused wrong-usage "documents"
refused revoked "revoked"
refused tsa-wrong-digest "digest\|something else"
refused tsa-wrong-nonce "nonce\|another request"
refused tsa-rejects "stands still"
refused tsa-garbage "timestamp"
refused tsa-expired-cert "expired\|valid"
refused tsa-huge "KiB"
refused tsa-down "tried 2 times"

if [[ $failed == 0 ]]; then echo "sign: $((${#stages[@]} + ${#keys[@]})) signed files passed, $refusals refusals in words"; else echo "sign: failed, see above"; fi
exit "$failed"
