#!/usr/bin/env bash
# Start a SLURM of this one machine for tests. As root, on Debian; installs slurm-wlm and munge if they lack.
#   start.sh BASE    BASE: a folder without spaces for keys, state and logs; stop.sh BASE ends what was started
# Ends with 77 and a reason where a cluster cannot be made: that is no failure.
set -euo pipefail
base=$(realpath -m "${1:?usage: start.sh BASE}")
here=$(cd "$(dirname "$0")" && pwd)
conf=/etc/slurm/slurm.conf # srun inside a job reads no other
socket=/run/munge/munge.socket.2

cannot() {
    echo "$1" >&2
    exit 77
}

[ "$(id -u)" = 0 ] || cannot "not root"
[ -f /etc/debian_version ] || cannot "not Debian"
[ ! -e "$conf" ] || cannot "$conf exists: a cluster is configured here"
[ ! -S "$socket" ] || ! munge --no-input >/dev/null 2>&1 || cannot "munge runs already"
if ! { command -v slurmctld && command -v slurmd && command -v munged; } >/dev/null; then
    { apt-get update --quiet && apt-get install --quiet --yes --no-install-recommends slurm-wlm munge; } >&2 ||
        cannot "slurm-wlm and munge cannot be installed"
fi

mkdir -p "$base"/{state,spool,run,log} /etc/slurm /run/munge
chmod 755 /run/munge
(umask 077 && head -c 1024 /dev/urandom >"$base/run/munge.key")
sed -e "s|@HOST@|$(hostname -s)|g" -e "s|@BASE@|$base|g" "$here/slurm.conf.in" >"$conf"
munged --force --key-file="$base/run/munge.key" --socket="$socket" --pid-file="$base/run/munged.pid" \
    --log-file="$base/log/munged.log" --seed-file="$base/run/munged.seed"
slurmctld
slurmd -N "$(hostname -s)"
for _ in $(seq 60); do
    if [ "$(sinfo --noheader --format=%t 2>/dev/null)" = idle ]; then exit 0; fi
    sleep 0.5
done
echo "the node did not become idle; see $base/log" >&2
exit 1
