# Runs PROGRAM for each thing to do in a child that was forked in one way, and tells what the
# result files say: each_child.sh WAY PROGRAM SHIM LOG_PREFIX DATABASE
set -eu
way=$1 program=$2 shim=$3 log=$4 database=$5
for what in use close own; do
  rm -f "$log".*
  LD_PRELOAD=$shim LANYARD_OPTIONS=log_path=$log timeout 30 "$program" "$way" "$what" "$database"
  /usr/bin/python3 "$(dirname "$0")/show_forks.py" "$log".*
done
