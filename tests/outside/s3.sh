#!/usr/bin/env bash
# s3.sh PROGRAM: a batch from and to an S3 server on loopback, which fails at one request in seven; killed in its middle, and run again.
set -euo pipefail
origin=$PWD
cd "$(dirname "$0")"
. ./need.sh
program=$(cd "$origin" && tried "${1:-}")
repository=$(cd ../.. && pwd)
need curl curl
need_environment s3 s3/requirements.txt

rows=${ROWS:-200}
lab=$(mktemp -d)
processes=()
stop() {
  local status=$?
  trap - EXIT
  for process in "${processes[@]}"; do kill "$process" 2>/dev/null || true; done
  wait 2>/dev/null || true
  if [[ $status != 0 ]]; then tail -n 20 "$lab"/*.log >&2 || true; fi
  rm -rf "$lab"
  exit "$status"
}
trap stop EXIT
fail() { echo "s3: $*" >&2; exit 1; }

port=$((20000 + RANDOM % 20000))
server=http://127.0.0.1:$port
"$environment/bin/moto_server" --host 127.0.0.1 --port "$port" >"$lab/server.log" 2>&1 &
processes+=($!)
python3 unreliable.py $((port + 1)) "$port" >"$lab/unreliable.log" 2>&1 &
processes+=($!)
end=$((SECONDS + 60))
until curl -fsS -o /dev/null "$server/moto-api/" 2>/dev/null; do ((SECONDS < end)) || fail "the server does not answer"; sleep 0.3; done
curl -fsS -o /dev/null -X PUT "$server/papers"
./customers.sh "$rows" >"$lab/customers.csv"
curl -fsS -o /dev/null -T "$lab/customers.csv" "$server/papers/in/customers.csv"

export AWS_ENDPOINT_URL=http://127.0.0.1:$((port + 1)) AWS_ACCESS_KEY_ID=AKIDEXAMPLE AWS_SECRET_ACCESS_KEY=ThisIsTheSecretKey AWS_REGION=eu-central-1
batch() { "$program" batch dpa --brand supportress "$@"; }
# The server itself, past what fails.
printf 'user = "%s:%s"\naws-sigv4 = "aws:amz:%s:s3"\nfail\nsilent\nshow-error\n' "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY" "$AWS_REGION" >"$lab/curl"
ask() { curl --config "$lab/curl" "$@"; }
cd "$repository"

# The same in a folder, as what is to come out.
batch --data "$lab/customers.csv" --out "$lab/out" 2>"$lab/folder.log"

# Killed when a part is there.
"$program" batch dpa --brand supportress \
  --data s3://papers/in/customers.csv --out s3://papers/out 2>"$lab/killed.log" &
run=$!
objects() { ask "$server/papers?list-type=2&max-keys=100000&prefix=out/dpa-" | grep -o '<Key>' | wc -l || true; }
end=$((SECONDS + 120))
until (($(objects) >= rows / 5)); do ((SECONDS < end)) || fail "nothing is written"; kill -0 "$run" 2>/dev/null || break; sleep 0.2; done
kill -KILL "$run" 2>/dev/null || true
wait "$run" 2>/dev/null || true
there=$(objects)
ask -o /dev/null "$server/papers/out/manifest.jsonl" 2>/dev/null && fail "the run was over before it was killed: more ROWS"

# Run again: what was made stays, and the rest is made.
batch --data s3://papers/in/customers.csv --out s3://papers/out 2>"$lab/resumed.log" || fail "the second run failed"
[[ $(objects) == "$rows" ]] || fail "$(objects) documents of $rows"
ask "$server/papers/out/manifest.jsonl" >"$lab/manifest.jsonl"
cmp "$lab/manifest.jsonl" "$lab/out/manifest.jsonl" || fail "the manifests differ"
while read -r file digest; do
  [[ $(ask "$server/papers/out/$file" | sha256sum | cut -d' ' -f1) == "$digest" ]] || fail "$file is not what the manifest says"
done < <(sed -n 's/.*"file":"\([^"]*\)".*"sha256":"\([^"]*\)".*/\1 \2/p' "$lab/manifest.jsonl" | awk 'NR % 10 == 1')

# Two shares, and one manifest of them.
for share in 1/2 2/2; do batch --data s3://papers/in/customers.csv --out s3://papers/shares --shard "$share" 2>>"$lab/shares.log"; done
"$program" manifest merge s3://papers/shares --out s3://papers/shares/manifest.jsonl 2>>"$lab/shares.log" || fail "the shares are not whole"
ask "$server/papers/shares/manifest.jsonl" | cmp - "$lab/out/manifest.jsonl" || fail "the shares' manifest differs"

# What a server refuses is said in words, without the key.
for refused in s3://papers-that-are-not/out gs://papers/../out s3://AKIDEXAMPLE:ThisIsTheSecretKey@papers/out; do
  status=0
  timeout 150 "$program" batch dpa --brand supportress --data "$lab/customers.csv" --out "$refused" 2>"$lab/refused.log" || status=$?
  [[ $status == 2 ]] || fail "$refused ended with $status"
  if grep -q ThisIsTheSecretKey "$lab/refused.log"; then fail "the key is in a message"; fi
done
if grep -rq ThisIsTheSecretKey "$lab"/*.log; then fail "the key is in a message"; fi
echo "s3: $rows documents, $there of them before the kill; whole"
