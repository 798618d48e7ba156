# Sourced by the checks: installs what they need, and stops where that fails.

# need_package PACKAGE: a Debian package.
need_package() {
  local as=()
  [[ $(id -u) == 0 ]] || as=(sudo)
  { "${as[@]}" apt-get update -q && "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -yq "$1"; } >&2
}

# need PROGRAM PACKAGE: the program, from the Debian package of that name where it is missing.
need() {
  command -v "$1" >/dev/null && return
  need_package "$2"
  command -v "$1" >/dev/null || { echo "$1 is missing, and the package $2 did not bring it" >&2; exit 2; }
}

# need_modules: the Node packages that package-lock.json pins.
need_modules() {
  need node nodejs
  need npm npm
  [[ node_modules/.package-lock.json -nt package-lock.json ]] || npm ci --silent --no-audit --no-fund >&2
}

# built DIST: the folder a build wrote, as an absolute path.
built() {
  [[ -n ${1:-} && -d $1 ]] || { echo "usage: $0 DIST, the folder that a build wrote" >&2; exit 2; }
  (cd "$1" && pwd)
}
