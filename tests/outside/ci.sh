#!/usr/bin/env bash
# ci.sh PROGRAM: what pipelines rely on. The action and the examples of docs/ci.md and docs/publish.md before the schemas of GitHub and GitLab and before actionlint; the action's scripts as a runner
# runs them; the provenance of a build before others' libraries, openssl and sha256sum, with every kind of key.
set -euo pipefail
origin=$PWD
cd "$(dirname "$0")"
. ./need.sh
program=$(cd "$origin" && tried "${1:-}")
root=$(cd ../.. && pwd)
need jq jq
need node nodejs
need openssl openssl
need python3 python3

need_environment ci ci/requirements.txt
python=$environment/bin/python
(cd ci && need_modules)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
wrong() { echo "ci: $*"; failed=1; }

# The files of the pipelines themselves.
mkdir "$work/examples"
"$python" ci/snippets.py "$root/docs/ci.md" "$root/action.yml" "$work/examples"
"$python" ci/snippets.py "$root/docs/publish.md" "$root/action.yml" "$work/examples"
conforms() { "$environment/bin/check-jsonschema" --builtin-schema "vendor.$1" "${@:2}" >"$work/said" 2>&1 || wrong "$(cat "$work/said")"; }
conforms github-actions "$root/action.yml"
conforms github-workflows "$work"/examples/*.yml
conforms gitlab-ci "$work/examples/.gitlab-ci.yml"
node ci/lint.mjs "$work"/examples/*.yml || failed=1

# A repository with a project in a folder of its own, and a compiler that takes no minutes: it puts the program where the real one would.
repository=$work/repository
"$program" init "$repository/policies" --quiet >/dev/null
mkdir "$work/fake"
cat >"$work/fake/cargo" <<FAKE
#!/usr/bin/env bash
echo "cargo \$*"
while [[ \$1 != --root ]]; do shift; done
mkdir -p "\$2/bin" && cp "$program" "\$2/bin/counterpart"
FAKE
chmod +x "$work/fake/cargo"
act() { PATH="$work/fake:$PATH" "$python" ci/act.py "$root/action.yml" "$repository" "$@" >"$work/said" 2>&1; }
ends() { local status=0; act "${@:3}" || status=$?; [[ $status == "$1" ]] && grep -q -- "$2" "$work/said" || wrong "the action with ${*:3} ends with $status, saying: $(cat "$work/said")"; }

ends 0 "cargo install --locked --root .* --path $root" project=policies
GITHUB_ACTION_REPOSITORY=team/counterpart ends 0 "cargo install .*--git https://github.com/team/counterpart --tag v0.1.0 counterpart" project=policies version=0.1.0
ends 2 'always its own version' project=policies version=0.1.0
ends 2 'a version is three numbers' version='0.1.0; touch pwned'
ends 2 'an archive needs its SHA-256' archive=https://example.com/counterpart.tar.gz
ends 2 'the command is' program="$program" command='check; touch pwned'
ln -s "$program" "$work/counterpart"
tar -czhf "$work/counterpart.tar.gz" -C "$work" counterpart
digest=$(sha256sum "$work/counterpart.tar.gz" | cut -d' ' -f1)
ends 0 '^counterpart ' project=policies archive="file://$work/counterpart.tar.gz" archive-sha256="$digest"
ends 2 'not the one with this SHA-256' project=policies archive="file://$work/counterpart.tar.gz" archive-sha256="${digest//[0-9]/0}"
ends 0 '' program="$program" project=policies command=build args=$'--format=html\n\n--out=built $(touch pwned)'
[[ -s "$repository/built \$(touch pwned)/manifest.json" ]] || wrong "the action does not hand on its arguments as they are"
ends 0 '' program="$program" project=policies command=build
ends 0 '' program="$program" project=policies command=locked
echo '{{nothing.here}}' >>"$repository/policies/sources/terms.md"
ends 1 '^::error file=policies/sources/terms.md,line=' program="$program" project=policies sarif=found.sarif
[[ $(jq -r '.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri' "$repository/found.sarif") == policies/sources/terms.md ]] || wrong "SARIF names another file"
[[ ! -e $repository/pwned ]] || wrong "an input of the action is run as a command"

# The findings as GitLab shows them.
(cd "$repository" && "$program" check --quiet --message-format json --project policies || true) | jq -s -f "$work/examples/code-quality.jq" >"$work/quality.json"
jq -e 'length > 0 and all(.description and .check_name and .fingerprint and .location.path == "policies/sources/terms.md" and .location.lines.begin > 0 and .severity == "major")' \
  "$work/quality.json" >/dev/null || wrong "GitLab's report lacks something: $(head -c 600 "$work/quality.json")"

# Provenance, as docs/ci.md verifies it and as libraries do, and no word of this machine in it.
recipe=$(sed -n '/^### Verifying it/,/^### /p' "$root/docs/ci.md" | sed -n '/^```sh$/,/^```$/p' | sed '/^```/d')
[[ -n $recipe ]] || wrong "docs/ci.md has no way to verify provenance"
for kind in p256 p384 rsa3072 ed25519; do
  project=$work/$kind
  "$program" init "$project" --quiet >/dev/null
  "$program" dev-cert --project "$project" --algorithm "$kind" >>"$project/counterpart.yaml" 2>/dev/null
  for _ in once again; do
    "$program" build --quiet --project "$project" --format html --provenance company
    "$program" build --quiet --project "$project" --format html --provenance
    jq -j .payload "$project/dist/provenance.intoto.jsonl" | base64 -d | jq -S . >"$project/signed.json"
    jq -S . "$project/dist/provenance.intoto.json" | cmp -s - "$project/signed.json" || wrong "with $kind, what is signed is not the statement that is written without a key"
    [[ ! -e $project/earlier ]] || cmp -s "$project/dist/provenance.intoto.json" "$project/earlier" || wrong "the same build gives another statement"
    cp "$project/dist/provenance.intoto.json" "$project/earlier"
  done
  ! grep -q "$work\|$(hostname)" "$project/earlier" || wrong "the statement tells of this machine"
  certificate=$(find "$project/dev-cert" -name 'company*.pem' ! -name '*key*' | head -1)
  "$python" ci/provenance.py "$project/dist/provenance.intoto.jsonl" "$certificate" "$project/dist" >"$work/said" 2>&1 || wrong "$kind: $(tail -n 3 "$work/said")"
  case $kind in
    p256 | rsa3072) said=$recipe ;;
    p384) said=${recipe//-sha256/-sha384} ;;
    ed25519) said=${recipe/openssl dgst -sha256 -verify key.pem -signature signature.bin signed.bin/openssl pkeyutl -verify -rawin -pubin -inkey key.pem -sigfile signature.bin -in signed.bin} ;;
  esac
  cp "$project/dev-cert/authority.pem" "$project/dist/"
  (cd "$project/dist" && bash -euo pipefail -c "$said") >"$work/said" 2>&1 || wrong "$kind, as docs/ci.md says: $(tail -n 3 "$work/said")"
  if echo changed >>"$project/dist/manifest.json" && (cd "$project/dist" && bash -euo pipefail -c "$said") >/dev/null 2>&1; then wrong "$kind: a changed file is not noticed"; fi
done

if [[ $failed == 0 ]]; then echo "ci: passed"; else echo "ci: failed, see above"; fi
exit "$failed"
