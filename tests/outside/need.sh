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

# need_environment NAME REQUIREMENTS: a Python environment with what a file pins, kept for the next time; $environment is its folder.
need_environment() {
  environment=${XDG_CACHE_HOME:-$HOME/.cache}/counterpart-$1
  if cmp -s "$2" "$environment/installed"; then return; fi
  need python3 python3
  python3 -c 'import ensurepip' 2>/dev/null || need_package python3-venv
  {
    rm -rf "$environment"
    python3 -m venv "$environment"
    "$environment/bin/pip" install -q --disable-pip-version-check -r "$2"
    cp "$2" "$environment/installed"
  } >&2
}

# need_token: what a token is played by; $module is its library.
need_token() {
  need softhsm2-util softhsm2
  need pkcs11-tool opensc
  module=$(find /usr/lib /usr/local/lib -name libsofthsm2.so -print -quit 2>/dev/null)
  [[ -n $module ]] || { echo "the package softhsm2 brought no libsofthsm2.so" >&2; exit 2; }
}

# built DIST: the folder a build wrote, as an absolute path.
built() {
  [[ -n ${1:-} && -d $1 ]] || { echo "usage: $0 DIST, the folder that a build wrote" >&2; exit 2; }
  (cd "$1" && pwd)
}

# tried PROGRAM: the counterpart that is tried, as an absolute path.
tried() {
  [[ -x ${1:-} ]] || { echo "usage: $0 PROGRAM, the counterpart that is tried" >&2; exit 2; }
  realpath "$1"
}
