#!/bin/sh
# Seconds from a clean clone to a working dashboard, with an empty package cache; then those of the second start.
# Usage: bench/cold_start.sh        (goals: under 150 s cold, under 10 s on the second start)
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
up=
# A shell without job control shields what it starts in the background from SIGINT; `up` itself listens to it.
stop() {
    kill -INT "$(sed 's/.*"pid": \([0-9]*\).*/\1/' "$work/clone/var/run/up.lock")"
    wait "$up" || true
    up=
}
finish() {
    [ -z "$up" ] || stop
    rm -rf "$work"
}
trap finish EXIT INT TERM

now() { date +%s.%N; }
since() { echo "$1 $(now)" | awk '{printf "%.1f", $2 - $1}'; }

# start LOG: `make run` on any free port, in the background; waits until the log-in page is served, prints nothing.
start() {
    make --no-print-directory run ARGS='--port 0' >"$1" 2>&1 &
    up=$!
    until address=$(sed -n 's|^Proofdesk is ready at \(.*\)$|\1|p' "$1" | sed 's/\x1b\[[0-9;]*m//g') && [ -n "$address" ]; do
        kill -0 "$up" 2>/dev/null || { cat "$1" >&2; up=; exit 1; }
        sleep 0.1
    done
    "$work/clone/.venv/bin/python" -c 'import sys, urllib.request as u; assert b"password" in u.urlopen(sys.argv[1]).read()' "${address}accounts/login/"
}

unset DATABASE_URL REDIS_URL DATA_DIR SITE_URL ALLOWED_HOSTS SECRET_KEY || true
export PIP_NO_CACHE_DIR=1
git clone --quiet "$here" "$work/clone"
cd "$work/clone"

begin=$(now)
make --no-print-directory setup >"$work/setup.log" 2>&1 || { cat "$work/setup.log" >&2; exit 1; }
installed=$(since "$begin")
started=$(now)
start "$work/first.log"
first=$(since "$started")
cold=$(since "$begin")
stopping=$(now)
stop
stopped=$(since "$stopping")
started=$(now)
start "$work/second.log"
second=$(since "$started")
stop

printf '%-44s %8s %8s\n' 'step' 'seconds' 'goal'
printf '%-44s %8s\n' 'make setup, empty package cache' "$installed"
printf '%-44s %8s\n' 'first start, with demo desk' "$first"
printf '%-44s %8s %8s\n' 'clean clone to working dashboard' "$cold" '< 150'
printf '%-44s %8s\n' 'stop' "$stopped"
printf '%-44s %8s %8s\n' 'second start to working dashboard' "$second" '< 10'
printf '%-44s %8s\n' 'size of .venv' "$(du -sm .venv | cut -f1) MB"
awk -v cold="$cold" -v second="$second" 'BEGIN { exit !(cold < 150 && second < 10) }'
