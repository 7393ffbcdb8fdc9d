#!/usr/bin/env bash
# Shows both halves of Lanyard at work, and holds each to what it should find.
#
#     demo.sh BUILD
#
# Runs them on the service in this folder, whose bugs are marked beside their lines, and on the
# Flask application that Lanyard was started for. Ends with 0 only if every step found what it
# should and nothing else.
set -uo pipefail

build=${1:?usage: demo.sh BUILD}
here=$(cd "$(dirname "$0")" && pwd)
app=$here/../flask_sqlalchemy/app.py
lanyard=$build/bin/lanyard
work=$build/demo
python=/usr/bin/python3 # Debian's, which has Debian's Flask and SQLAlchemy
steps=()
failed=0

step() { printf '\n== %s\n' "$*"; }

# conclude TEXT COMMAND...: run the check and remember how it went.
conclude() {
  local text=$1
  shift
  if "$@"; then
    steps+=("ok      $text")
  else
    steps+=("FAILED  $text")
    failed=1
  fi
}

show() { printf '$ %s\n' "$*"; }

# exits CODE COMMAND...: run the command, and succeed if it exits with CODE.
exits() {
  local expected=$1
  shift
  show "$@"
  "$@"
  local code=$?
  [ $code = "$expected" ] || {
    printf 'demo: it exited with %d, not %d\n' $code "$expected" >&2
    return 1
  }
}

check() { "$python" "$here/expected.py" "$@"; }

rm -rf "$work/results" && mkdir -p "$work/results"
step "A small weather service, built as anyone builds theirs"
cmake -S "$here" -B "$work/service" -G Ninja >/dev/null && cmake --build "$work/service" -- --quiet ||
  exit 1

step "lanyard lint reads all of its files and links them: which handles reach other threads?"
lint() {
  exits 1 "$lanyard" lint -p "$work/service" --format text --format "json=$work/results/lint.json" &&
    check findings "$here" "$work/results/lint.json"
}
conclude "lint finds every marked line of the service, and no other" lint

step "the same checks inside clang-tidy, one file at a time"
tidy() {
  show clang-tidy-19 -load liblanyard-tidy-19.so "-checks=-*,sqlite-handle-*" archive.cpp counters.cpp
  clang-tidy-19 -load "$build/lib/liblanyard-tidy-19.so" "-checks=-*,sqlite-handle-*" --quiet \
    -p "$work/service" "$here/archive.cpp" "$here/counters.cpp" 2>/dev/null |
    tee "$work/results/tidy.txt"
  check tidy "$here" "$work/results/tidy.txt" archive.cpp counters.cpp
}
conclude "the plugin in clang-tidy finds the same in the files it is given" tidy

step "lanyard run watches the same binary, unchanged: which thread used whose handle?"
run_service() {
  rm -f "$work/results/station.db"
  exits 66 "$lanyard" run --sites --format text --format "json=$work/results/run.json" -- \
    "$work/service/station" "$work/results/station.db" &&
    check violations "$here" "$work/results/run.json"
}
conclude "run sees every marked line of the service, and no other" run_service

step "lanyard report puts both together: what of the one has the other seen?"
join_halves() {
  exits 1 "$lanyard" report "$work/results/lint.json" "$work/results/run.json" \
    --format "text=$work/results/joined.txt" --format "json=$work/results/joined.json" \
    --format "html=$work/results/joined.html" || return 1
  grep -E "(warning|note): .*\\[sqlite-|confirmed" "$work/results/joined.txt"
  check joined "$here" "$work/results/joined.json"
}
conclude "the run confirms each handle that lint found, and names nothing else" join_halves

# flask FORM CODE: run the application in one form; its report goes to a file, whose start is shown.
flask() {
  exits "$2" "$lanyard" run --format "json=$work/results/flask-$1.json" \
    --format "text=$work/results/flask-$1.txt" -- "$python" "$app" "$1" --requests 200 || return 1
  head -n 60 "$work/results/flask-$1.txt"
  check flask "$1" "$work/results/flask-$1.json"
}

step "The Flask application as people write it: Python refuses some calls, and says two numbers"
conclude "as written: the rollback by another thread is named, home and use" flask as-written 66

step "With check_same_thread=False the errors are gone. So is the warning; the bug is not"
conclude "check_same_thread=False: still on the wrong thread, and reported" flask unchecked 66

step "With the session removed at the end of each request"
conclude "mended: no report" flask mended 0

printf '\n== Summary\n'
printf '%s\n' "${steps[@]}"
exit $failed
