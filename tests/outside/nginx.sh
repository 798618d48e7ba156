#!/usr/bin/env bash
# nginx.sh DIST: the server block of docs/publish.md in a real nginx on loopback, with the first brand's site: pages, Markdown, redirects, headers, compression, and ways out of the folder.
set -euo pipefail
origin=$PWD
cd "$(dirname "$0")"
. ./need.sh
dist=$(cd "$origin" && built "${1:-}")
need curl curl
need python3 python3
PATH=$PATH:/usr/sbin
need nginx nginx-light

page=../../docs/publish.md
# Where the same site lies for the second server.
BASE=/policies
# example NAME: the example of the page that a comment calls so.
example() { awk -v mark="<!-- $1 -->" '$0 == mark { found = 1; next } found && /^```/ { if (inside) exit; inside = 1; next } inside' "$page"; }

place=$(mktemp -d)
server=
cleanup() { [[ -z $server ]] || kill "$server" 2>/dev/null || true; [[ -z $server ]] || wait "$server" 2>/dev/null || true; rm -rf "$place"; }
trap cleanup EXIT
chmod 755 "$place"

site=$(find "$dist" -mindepth 2 -maxdepth 2 -type d -name html | sort | head -n 1)
[[ -n $site ]] || { echo "nginx: no site in $dist" >&2; exit 1; }
mkdir -p "$place/srv" "$place/logs"
cp -r "$site" "$place/srv/html"
html=$place/srv/html
echo 'a secret' > "$place/srv/secret.txt"
echo 'a secret' > "$html/.hidden"
# What the shipped brands may not have, the configuration has to know all the same.
mkdir -p "$html/xx"
cp "$html/index.html" "$html/xx/index.html"
mkdir -p "$html/el"
[[ -e $html/el/404.html ]] || echo '<!doctype html><html lang="el"><title>missing</title>' > "$html/el/404.html"
[[ -e $html/404.html ]] || echo '<!doctype html><title>missing</title>' > "$html/404.html"
mkdir -p "$html/.well-known"
[[ -e $html/.well-known/security.txt ]] || echo 'Contact: mailto:security@acme.example' > "$html/.well-known/security.txt"
moved=$(grep -l 'http-equiv="refresh"' "$html"/*.html | sort | head -n 1 || true)
[[ -e $html/_redirects ]] || moved=
[[ -e $html/_redirects ]] || printf '/old-terms /terms.html 301\n/old-terms.html /terms.html 301\n' > "$html/_redirects"
chmod -R a+rX "$place"

recipe=$(example redirects.sh)
block=$(example nginx.conf)
[[ -n $recipe && -n $block ]] || { echo "nginx: docs/publish.md has no example nginx.conf or redirects.sh" >&2; exit 1; }
bash -euo pipefail -c "$(sed "s|/srv/policies/acme/html|$html|; s|/etc/nginx/acme-moved.map|$place/acme-moved.map|" <<<"$recipe")"
[[ -s $place/acme-moved.map ]] || { echo "nginx: no moved page is in the list" >&2; exit 1; }

mkdir -p "$place/www"
ln -s "$html" "$place/www$BASE"
awk -v base="$BASE" '$3 == 301 { print base $1, base $2 ";" }' "$html/_redirects" > "$place/below-moved.map"

free() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
port=$(free)
lower=$(free)
{
  [[ $(id -u) != 0 ]] || echo 'user nobody nogroup;'
  printf 'worker_processes 1;\npid %s/nginx.pid;\nerror_log %s/logs/error.log;\nevents {}\nhttp {\naccess_log off;\n' "$place" "$place"
  for kind in client_body proxy fastcgi uwsgi scgi; do echo "${kind}_temp_path $place/logs/$kind;"; done
  sed "s|/srv/policies/acme/html|$html|; s|/etc/nginx/acme-moved.map|$place/acme-moved.map|; s|listen 80;|listen 127.0.0.1:$port;|" <<<"$block"
  # The same below a base path, as the words under the block say. What counts for all of nginx is said once.
  sed "s|acme|below|g; /map_hash_bucket_size/d; s|/srv/policies/below/html|$place/www|; s|/etc/nginx/below-moved.map|$place/below-moved.map|; s|listen 80;|listen 127.0.0.1:$lower;|
    s| /404.html;| $BASE/404.html;|; s|~^/el\\(.*\\) /el/404.html;|~^$BASE/el\\1 $BASE/el/404.html;|" <<<"$block"
  echo '}'
} > "$place/nginx.conf"
nginx -q -t -e "$place/logs/error.log" -c "$place/nginx.conf"
nginx -e "$place/logs/error.log" -c "$place/nginx.conf" -g 'daemon off;' &
server=$!
for _ in $(seq 50); do curl -s -o /dev/null "http://127.0.0.1:$port/" && break; sleep 0.1; done

passed=0
failed=0
# get PATH ARGUMENTS: the answer's head in $head and its body in $place/body.
get() { head=$(curl -s -m 10 --path-as-is -D - -o "$place/body" "${@:2}" "http://127.0.0.1:${at:-$port}$1" | tr -d '\r'); }
status() { awk 'NR == 1 { print $2 }' <<<"$head"; }
header() { awk -F ': ' -v name="${1,,}" 'tolower($1) == name { print $2; exit }' <<<"$head"; }
# holds WORDS COMMAND...: counts whether a command succeeds, and says the words where it does not.
holds() { if "${@:2}"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "nginx: $1"; fi; }
# is WHAT GIVEN EXPECTED
is() { holds "$1: '$2' in place of '$3'" test "$2" = "$3"; }
same() { holds "$1 is not ${2#"$html"}" cmp -s "$place/body" "$2"; }
tells_nothing() { [[ $(status) == 4* ]] && ! grep -q 'a secret' "$place/body"; }

get /terms.html;      is "a page" "$(status)" 200; same "a page" "$html/terms.html"
is "a page's type" "$(header content-type)" "text/html; charset=utf-8"
is "a page's caching" "$(header cache-control)" no-cache
tag=$(header etag)
get /terms.html -H "If-None-Match: $tag"; is "a page that did not change" "$(status)" 304
get /terms;           is "a clean address" "$(status)" 200; same "a clean address" "$html/terms.html"
get /terms/;          is "a slash too many" "$(status) $(header location)" "301 /terms"
get /terms/limits;    is "a nested page" "$(status)" 200; same "a nested page" "$html/terms/limits.html"
get /terms/limits/;   is "a nested page with a slash" "$(status) $(header location)" "301 /terms/limits"
get /;                is "the list" "$(status)" 200; same "the list" "$html/index.html"
get /xx/;             is "a folder" "$(status)" 200; same "a folder" "$html/xx/index.html"
get /xx;              is "a folder without its slash" "$(status) $(header location)" "301 /xx/"
get /terms.md;        is "Markdown" "$(status) $(header content-type)" "200 text/markdown; charset=utf-8"; same "Markdown" "$html/terms.md"
get /style.css;       is "the style" "$(status) $(header content-type)" "200 text/css; charset=utf-8"
get /.well-known/security.txt; is "security.txt" "$(status) $(header content-type)" "200 text/plain; charset=utf-8"
picture=$(cd "$html" && find assets -name '*.svg' | sort | head -n 1)
get "/$picture";      is "a picture" "$(status) $(header cache-control)" "200 public, max-age=86400"
get /nothing;         is "a missing page" "$(status)" 404; same "a missing page" "$html/404.html"
is "a missing page's caching" "$(header cache-control)" no-cache
get /el/nothing;      is "a missing page in another language" "$(status)" 404; same "a missing page in another language" "$html/el/404.html"
get /el/nothing/;     is "a missing folder in another language" "$(status)" 404; same "a missing folder in another language" "$html/el/404.html"
get /elsewhere;       is "a missing page that begins like a language" "$(status)" 404; same "a missing page that begins like a language" "$html/404.html"
get /el/404.html;     is "the page of missing pages in another language" "$(status)" 404
get /404.html;        is "the page of missing pages" "$(status)" 404
get /404;             is "the page of missing pages by its clean address" "$(status)" 404; same "the page of missing pages by its clean address" "$html/404.html"
get /feed.xml;        is "a feed" "$(status) $(header content-type)" "200 application/atom+xml; charset=utf-8"
get /sitemap.xml;     is "the sitemap" "$(status) $(header content-type)" "200 text/xml; charset=utf-8"
get /_redirects;      is "the list of moved pages" "$(status)" 404
get /.hidden;         is "a hidden file" "$(status)" 404
read -r old new < <(head -n 1 "$place/acme-moved.map" | tr -d ';')
get "$old";           is "a moved page" "$(status) $(header location)" "301 $new"
get "$new";           is "where it went" "$(status)" 200
copy=$(awk '$1 ~ /\.md$/ { print; exit }' "$place/acme-moved.map" | tr -d ';')
[[ -z $copy ]] || { get "${copy% *}"; is "the Markdown of a moved page" "$(status) $(header location)" "301 ${copy#* }"; }
get "$old?x=1";       is "a moved page with a query" "$(status)" 301
[[ -z $moved ]] || { get "/$(basename "$moved")"; is "a moved page by its file" "$(status)" 301; }
get /terms -I;        is "HEAD" "$(status)" 200
get /terms -X POST -d a=b; is "POST" "$(status)" 405
get /terms.html -H 'Accept-Encoding: gzip'; is "compression" "$(header content-encoding) $(header vary)" "gzip Accept-Encoding"
gunzip -c "$place/body" > "$place/unpacked" && mv "$place/unpacked" "$place/body" && same "a compressed page" "$html/terms.html"
get /terms.md -H 'Accept-Encoding: gzip'; is "compressed Markdown" "$(header content-encoding)" gzip
for name in content-security-policy referrer-policy x-content-type-options; do
  for path in /terms /nothing /terms.md; do
    get "$path"; holds "$path has no $name" test -n "$(header "$name")"
  done
done
for way in /../secret.txt /%2e%2e/secret.txt /..%2fsecret.txt /%2e%2e%2fsecret.txt /terms/../../secret.txt /terms/..%2f..%2fsecret.txt /..%5csecret.txt /..%c0%afsecret.txt \
  /%252e%252e/secret.txt /.%00./secret.txt '/terms%00.html' //../secret.txt /./.././secret.txt /xx/%2e%2e/%2e%2e/secret.txt /..//secret.txt; do
  get "$way"; holds "$way: $(status)" tells_nothing
done
# Below a base path.
at=$lower
get $BASE/terms;      is "a page below a path" "$(status)" 200; same "a page below a path" "$html/terms.html"
get $BASE/;           is "the list below a path" "$(status)" 200; same "the list below a path" "$html/index.html"
get $BASE/nothing;    is "a missing page below a path" "$(status)" 404; same "a missing page below a path" "$html/404.html"
get $BASE/el/nothing; is "a missing page in another language below a path" "$(status)" 404; same "a missing page in another language below a path" "$html/el/404.html"
get $BASE/404.html;   is "the page of missing pages below a path" "$(status)" 404
get $BASE/404;        is "its clean address below a path" "$(status)" 404
get $BASE/_redirects; is "the list of moved pages below a path" "$(status)" 404
get $BASE/.hidden;    is "a hidden file below a path" "$(status)" 404
get "$BASE$old";      is "a moved page below a path" "$(status) $(header location)" "301 $BASE$new"
at=
# A line's end in an address ends no header.
get '/terms%0d%0aX-Evil:%20x/'; is "a header that is smuggled in" "$(status) $(header x-evil)" "404 "

echo "nginx: $passed passed, $failed failed"
[[ $failed == 0 ]]
