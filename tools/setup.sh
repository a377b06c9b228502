#!/usr/bin/env bash
# Set-up: makes .venv from requirements.lock, once, and has tools/assets.sh fetch what the web pages serve. `make` calls
# it before everything else.
#
#   tools/setup.sh           set up, or say that nothing is left to do
#   tools/setup.sh --quiet   the same, without a word when nothing is left to do
#   tools/setup.sh --lock    write requirements.lock again from pyproject.toml
#
# Needs bash, a network (or a filled uv cache) and either uv or any Python 3.8 or later. Needs neither git nor root.
# A stamp in .venv, named by the checksum of its inputs, says that it is complete; it is written last. A .venv without
# a stamp was interrupted and is made anew: the packages come from uv's cache, so that little is fetched twice.
set -euo pipefail
unset CDPATH
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
root=$PWD
mode=${1:-}
uv_version=0.13.9 # fetched only where there is no uv
log=.tools/setup.log

say() { printf '%s\n' "$*" >&2; }
fail() {
    say "Set-up stopped: $*"
    exit 1
}
again="then run the same command again"

for file in requirements.lock pyproject.toml; do
    [ -r "$file" ] || fail "$file is missing or unreadable; restore it from version control, $again."
done
stamp=.venv/set-up-$(cat requirements.lock pyproject.toml tools/setup.sh | cksum | tr ' ' '-')

# The stamp holds the folder's path, since the scripts in .venv do: a copied or renamed folder is set up anew.
complete() { [ -x .venv/bin/python ] && [ -r "$1" ] && [ "$(cat "$1")" = "$root" ]; }

if [ "$mode" != --lock ] && complete "$stamp"; then
    bash tools/assets.sh "$mode"
    [ "$mode" = --quiet ] || say "Already set up: nothing to do."
    exit 0
fi

# Settings that would send the installation elsewhere. Those for proxies, mirrors and caches stay in force.
unset VIRTUAL_ENV CONDA_PREFIX PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE
unset UV_PYTHON UV_PROJECT UV_PROJECT_ENVIRONMENT UV_WORKING_DIR UV_SYSTEM_PYTHON UV_CONSTRAINT UV_OVERRIDE
unset UV_EXCLUDE_NEWER UV_REQUIRE_HASHES UV_NO_VERIFY_HASHES PIP_USER PIP_TARGET PIP_PREFIX PIP_REQUIRE_VIRTUALENV
export UV_COMPILE_BYTECODE=1 UV_PYTHON_INSTALL_BIN=0 PIP_DISABLE_PIP_VERSION_CHECK=1

mkdir -p .tools/bin 2>/dev/null || fail "$root cannot be written to; make it writable, $again."
# Two set-ups at once take turns, where the system has flock.
if command -v flock >/dev/null; then
    exec 9>.tools/setup.lock
    flock --nonblock 9 || { say "Waiting for another set-up of this folder to end." && flock 9; }
    if [ "$mode" != --lock ] && complete "$stamp"; then exit 0; fi
fi
: >"$log"
trap 'say "Interrupted. Run the same command again: what was fetched is kept."; exit 130' INT TERM
if [ -z "${UV_CACHE_DIR:-}" ] && ! [ -w "${XDG_CACHE_HOME:-${HOME:-/nowhere}}" ]; then
    export UV_CACHE_DIR=$root/.tools/cache # no home folder to keep it in
fi

# Why the last command failed, read from its log, as one sentence. $1: what was being done.
explain() {
    local why="it failed while $1"
    seen() { grep -qiE "$1" "$log"; }
    if seen 'no space left'; then
        why="the disk is full; free 6 GB, $again"
    elif seen 'hash mismatch|hashes? .*do(es)? not match'; then
        why="a package is not the one that requirements.lock names; use a mirror that serves packages unchanged, $again"
    elif seen 'permission denied|read-only file system'; then
        why="a file could not be written; make this folder and uv's cache writable, $again"
    elif seen 'failed to (fetch|download)|sending request|dns error|connection (refused|reset|broken|closed|error|timed)|timed out|certificate|network was disabled|no matching distribution'; then
        why="the package registry did not answer while $1; check the network, or see docs/installing.md for proxies and mirrors, $again"
    elif seen 'wheels? .*(platform|python abi)|no wheels'; then
        why="a package does not exist for $(uname -sm); use Linux on x86-64, $again"
    elif seen 'unable to execute|(gcc|cc|clang|g\+\+).*(not found|no such file|failed)|python\.h'; then
        why="a package has to be built here and there is no C compiler; install one (Debian: build-essential), $again"
    fi
    fail "$why (details: $log)."
}

# Runs uv, keeps all it says in a new log and shows the lines that tell a person how far it is.
uv_run() {
    local doing=$1
    shift
    printf '$ uv %s\n' "$*" >"$log"
    "$uv" --color never "$@" 2>&1 | tee -a "$log" | while IFS= read -r line; do
        case $line in
        Downloading* | *Building* | Prepared* | Installed* | Bytecode*) say "  ${line#"${line%%[! ]*}"}" ;;
        esac
    done || explain "$doing"
}

# Python 3.10 versions that pyenv holds, newest first.
pyenv_pythons() {
    local home
    for home in "${PYENV_ROOT:-${HOME:-}/.pyenv}" "$(pyenv root 2>/dev/null || true)"; do
        [ -d "$home/versions" ] || continue
        (cd "$home/versions" && printf '%s\n' 3.10.*) | sort -t. -k3,3nr | while IFS= read -r version; do
            printf '%s\n' "$home/versions/$version/bin/python"
        done
    done
}

find_uv() {
    local candidate
    for candidate in "$(command -v uv || true)" "$root/.tools/bin/uv"; do
        # It is run, not only found: pyenv leaves stand-ins on PATH that fail.
        if [ -n "$candidate" ] && "$candidate" --version >/dev/null 2>&1; then
            uv=$candidate
            return
        fi
    done
    fetch_uv
}

fetch_uv() {
    local python="" candidate
    while IFS= read -r candidate; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 8))' >/dev/null 2>&1; then
            python=$candidate
            break
        fi
    done < <(printf '%s\n' python3 python && pyenv_pythons)
    [ -n "$python" ] || fail "there is neither uv nor Python 3 here; install one of them (Debian: python3-venv), $again."
    say "Fetching uv, which installs packages, into .tools (some seconds)."
    rm -rf .tools/uv .tools/bin/uv
    if "$python" -m venv .tools/uv >>"$log" 2>&1; then
        .tools/uv/bin/python -m pip install --quiet "uv==$uv_version" >>"$log" 2>&1 || explain "fetching uv"
    elif "$python" -m pip --version >>"$log" 2>&1; then
        rm -rf .tools/uv
        "$python" -m pip install --quiet --target .tools/uv "uv==$uv_version" >>"$log" 2>&1 || explain "fetching uv"
    else
        rm -rf .tools/uv
        fail "this Python 3 has neither venv nor pip to fetch uv with; install one (Debian: python3-venv) or uv, $again."
    fi
    ln -sf ../uv/bin/uv .tools/bin/uv
    uv=$root/.tools/bin/uv
}

# A Python 3.10 that has what Dutydesk uses: some are built without SQLite or its full text search.
fit='import sys, ssl, ctypes, zlib, sqlite3
sqlite3.connect(":memory:").execute("create virtual table t using fts5(x)")
sys.exit(sys.version_info[:2] != (3, 10))'

find_python() {
    local candidate
    while IFS= read -r candidate; do
        if [ -n "$candidate" ] && "$candidate" -I -c "$fit" >>"$log" 2>&1; then
            python=$candidate
            return
        fi
    done < <("$uv" python find --system --no-python-downloads 3.10 2>>"$log" || true; pyenv_pythons)
    say "Fetching Python 3.10, which is not on this machine (under a minute)."
    if ! "$uv" --color never python install 3.10 >>"$log" 2>&1; then
        fail "Python 3.10 is not on this machine and could not be fetched; install it (for instance pyenv install 3.10), $again (details: $log)."
    fi
    python=$(UV_PYTHON_PREFERENCE=only-managed "$uv" python find --system 3.10 2>>"$log") || explain "finding Python 3.10"
}

find_uv
find_python

if [ "$mode" = --lock ]; then
    say "Writing requirements.lock: versions stay where pyproject.toml still allows them (under a minute)."
    UV_CUSTOM_COMPILE_COMMAND="make lock" uv_run "choosing versions" pip compile pyproject.toml --python "$python" \
        --universal --generate-hashes --extra embeddings --extra postgresql --extra dev --python-version 3.10 -o requirements.lock --quiet
    exit 0
fi

# An older stamp of this folder means a whole .venv, which is brought up to date in place.
whole=""
for old in .venv/set-up-*; do
    if complete "$old" && .venv/bin/python -I -c "$fit" >>"$log" 2>&1; then whole=yes; fi
done
rm -f .venv/set-up-*
if [ -z "$whole" ]; then
    say "Making .venv with $python."
    rm -rf .venv
    uv_run "making .venv" venv --quiet --no-project --python "$python" .venv
fi
say "Installing the packages of requirements.lock (about a minute; several if they have yet to be fetched)."
uv_run "installing packages" pip sync --python .venv/bin/python --require-hashes requirements.lock
# Rasa needs an old `packaging`, which setuptools would take instead of the newer copy that it brings along (PYTHONPATH).
# Mode "compat" puts this folder on the path, so that a new package in it is found without another set-up.
PYTHONPATH=$root/.venv/lib/python3.10/site-packages/setuptools/_vendor \
    uv_run "installing Dutydesk itself" pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation \
    --config-setting editable_mode=compat -e .
printf '%s\n' "$root" >"$stamp.part"
mv "$stamp.part" "$stamp"
DUTYDESK_UV=$uv bash tools/assets.sh
say "Set up in $SECONDS s."
