# Shared by the scripts beside it: finds Python, makes a virtual environment from a hash-locked list.
# Sourced, never run. Every script works from any folder.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

# Packages come uncompiled. Where this is set each process would compile them, and Handrail, anew: six seconds, not one.
unset PYTHONDONTWRITEBYTECODE

say() { printf '%s\n' "$*" >&2; }

# find_python [version]: prints a Python of 3.11 or later, or of exactly that version.
find_python() {
  local name
  for name in ${1:+"python$1"} ${1:-python3.13 python3.12 python3.11 python3 python}; do
    if command -v "$name" >/dev/null 2>&1 &&
      "$name" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$name"
      return 0
    fi
  done
  return 1
}

# make_venv FOLDER LOCK [python]: does nothing when lock, project file and Python are as they were.
make_venv() {
  local folder=$1 lock=$2 python=${3:-} stamp
  python=${python:-$(find_python)} || {
    say "Handrail needs Python 3.11 or later with its venv module. On Debian: apt install python3-venv."
    exit 1
  }
  stamp=$( (cat "$lock" pyproject.toml; "$python" --version; pwd) | cksum)
  if [ -x "$folder/bin/python" ] && [ "$(cat "$folder/stamp" 2>/dev/null)" = "$stamp" ]; then
    return 0
  fi
  say "Installing what Handrail needs into $folder ($("$python" --version), from $lock) …"
  "$python" -m venv --clear "$folder"
  local end='\n'
  [ ! -t 2 ] || end='\r'
  "$folder/bin/python" -m pip install --no-compile --progress-bar off --disable-pip-version-check \
    --no-deps --require-hashes --only-binary :all: -r "$lock" 2>&1 | tee "$folder/install.log" |
    awk -v all="$(grep -c '==' "$lock")" -v end="$end" \
      '/^Collecting/ { n++; if (n % 8 == 0) printf "  %d of %d packages%s", n, all, end; fflush() }
       /^Installing/ { printf "  putting %d packages in place\n", n; fflush() }' >&2
  [ "${PIPESTATUS[0]}" = 0 ] || { tail -5 "$folder/install.log" >&2; say "The packages could not be installed."; exit 1; }
  "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . >&2 ||
    { say "Handrail itself could not be installed; see above."; exit 1; }
  printf '%s\n' "$stamp" >"$folder/stamp"
}
