#!/usr/bin/env bash
# Stop what `start.sh BASE` started, by its pid files, and take its configuration away.
set -uo pipefail
base=$(realpath -m "${1:?usage: stop.sh BASE}")
if grep -qsF "StateSaveLocation=$base/state" /etc/slurm/slurm.conf; then
    scancel --user "$(id -un)" 2>/dev/null
    rm /etc/slurm/slurm.conf
fi
for name in slurmd slurmctld munged; do
    file="$base/run/$name.pid"
    [ -s "$file" ] || continue
    pid=$(cat "$file")
    kill "$pid" 2>/dev/null
    for _ in $(seq 50); do
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done
done
