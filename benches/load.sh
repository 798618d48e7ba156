#!/usr/bin/env bash
# load.sh PROGRAM [SECONDS]: what `serve --production` bears on loopback with 20 brands of 50 policies: pages, then questions. wrk (Debian's package) asks from this machine too, with one
# thread, so that both share its processors. With ASKED=0 the project lists no ways of asking.
set -euo pipefail
program=$(realpath "${1:?usage: $0 PROGRAM [SECONDS]}")
seconds=${2:-20}
cd "$(dirname "$0")"
command -v wrk >/dev/null || { echo "wrk is missing: apt-get install wrk" >&2; exit 2; }
place=$(mktemp -d)
server=
cleanup() { [[ -z $server ]] || { kill "$server" && wait "$server"; } 2>/dev/null || true; rm -rf "$place"; }
trap cleanup EXIT
CORPUS=$place/project cargo bench --quiet --bench site -- corpus
[[ ${ASKED:-1} = 1 ]] || rm "$place/project/asked.yaml"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$program" serve --production --log none --project "$place/project" --port "$port" 2>"$place/said" &
server=$!
for _ in $(seq 600); do
  curl -sf -o /dev/null "http://127.0.0.1:$port/brand-000/policy-000.html" && break
  kill -0 "$server" 2>/dev/null || { cat "$place/said" >&2; exit 1; }
  sleep 0.1
done
ask() { wrk -t 1 -c "$2" -d "${seconds}s" --timeout 5s -s "load/$1.lua" "http://127.0.0.1:$port" | tail -n 1; }
echo "warming up: $(seconds=3 ask pages 32)"
echo "pages, 32 connections: $(ask pages 32)"
echo "questions, 4 connections: $(ask questions 4)"
grep -E 'VmRSS|VmHWM' "/proc/$server/status"
