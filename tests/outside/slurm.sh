#!/usr/bin/env bash
# slurm.sh PROGRAM: a batch as an array of Slurm's on three nodes, one of which is lost in mid-run; the set of documents is whole all the same.
#
# Slurm's controller and its nodes run on this machine for the length of the check, in a folder of their own and on ports of their own. It wants to be root, since
# a node does, and no systemd. A folder that PROGRAM's documents go to, and a Slurm that is already here, are left alone.
set -euo pipefail
origin=$PWD
cd "$(dirname "$0")"
. ./need.sh
program=$(cd "$origin" && tried "${1:-}")
repository=$(cd ../.. && pwd)
[[ $(id -u) == 0 ]] || { echo "slurm: Slurm's nodes want to be root" >&2; exit 2; }
need slurmctld slurm-wlm
need munged munge

shares=${SHARES:-6} rows=${ROWS:-3000}
lab=$(mktemp -d /tmp/counterpart-slurm.XXXXXX)
chmod 755 "$lab"
export SLURM_CONF=$lab/slurm.conf
processes=()
declare -A node_process=()

# Each task writes down, under its node's name, its own process group and the process of Slurm's that watches it.
lose() {
  local node=$1 watcher group
  kill -KILL "${node_process[$node]}" 2>/dev/null || true
  for record in "$lab/tasks/$node".*; do
    [[ -e $record ]] || continue
    read -r watcher group <"$record"
    # A number that another process has by now is left alone.
    if [[ $(tr '\0' ' ' 2>/dev/null <"/proc/$watcher/cmdline") == slurmstepd* ]]; then kill -KILL "$watcher" -- "-$group" 2>/dev/null || true; fi
    rm "$record"
  done
}

stop() {
  local status=$?
  trap - EXIT
  for node in "${!node_process[@]}"; do lose "$node"; done
  for process in "${processes[@]}"; do kill -TERM "$process" 2>/dev/null || true; done
  sleep 1
  for process in "${processes[@]}"; do kill -KILL "$process" 2>/dev/null || true; done

  if [[ $status != 0 ]]; then tail -n 15 "$lab"/*.log "$lab"/task-*.out >&2 2>/dev/null || true; fi
  if [[ -z ${KEEP:-} ]]; then rm -rf "$lab"; else echo "slurm: kept in $lab" >&2; fi
  exit "$status"
}
trap stop EXIT

# until SECONDS COMMAND...: waits for a command to succeed.
until_it() {
  local end=$((SECONDS + $1)); shift
  until "$@"; do
    ((SECONDS < end)) || { echo "slurm: waited in vain for: $*" >&2; return 1; }
    sleep 0.3
  done
}

# The key by which Slurm's parts know one another is made for this run alone.
mkdir "$lab/munge" "$lab/state" "$lab/spool" "$lab/tasks"
(umask 077 && head -c 1024 /dev/urandom >"$lab/munge/key")
chmod 700 "$lab/munge"
munged --force --foreground --key-file="$lab/munge/key" --socket="$lab/munge.socket" --pid-file="$lab/munge/pid" --log-file="$lab/munge/log" \
  --seed-file="$lab/munge/seed" >"$lab/munged.log" 2>&1 &
processes+=($!); disown

host=$(hostname -s) first=$((20000 + RANDOM % 20000))
cat >"$SLURM_CONF" <<EOF
ClusterName=counterpart
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$lab/munge.socket,cred_expire=5
CredType=cred/munge
SlurmctldPort=$first
SlurmctldPidFile=$lab/slurmctld.pid
SlurmctldLogFile=$lab/slurmctld.log
SlurmdPidFile=$lab/slurmd-%n.pid
SlurmdLogFile=$lab/slurmd-%n.log
SlurmdSpoolDir=$lab/spool/%n
StateSaveLocation=$lab/state
ProctrackType=proctrack/pgid
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/backfill
MpiDefault=none
SwitchType=switch/none
ReturnToService=2
JobRequeue=1
SlurmdTimeout=10
SlurmctldTimeout=10
KillWait=2
MinJobAge=300
$(for node in 1 2 3; do echo "NodeName=node$node NodeHostname=$host NodeAddr=127.0.0.1 Port=$((first + node)) CPUs=1"; done)
PartitionName=all Nodes=node[1-3] Default=YES MaxTime=INFINITE State=UP
EOF

until_it 10 test -S "$lab/munge.socket"
slurmctld -D -c >"$lab/controller.log" 2>&1 &
processes+=($!); disown
for node in node1 node2 node3; do
  mkdir "$lab/spool/$node"
  slurmd -D -N "$node" >"$lab/$node.log" 2>&1 &
  processes+=($!); disown
  node_process[$node]=$!
done
all_idle() { [[ $(sinfo --noheader --format=%D --states=idle 2>/dev/null) == 3 ]]; }
until_it 60 all_idle

# The batch, as docs/examples/slurm.sh says it.
data=$lab/customers.csv out=$lab/out
"$repository/tests/outside/customers.sh" "$rows" >"$data"
cat >"$lab/array.sh" <<EOF
#!/bin/bash
#SBATCH --array=0-$((shares - 1)) --requeue --open-mode=append --output=$lab/task-%a.out
echo "\$PPID \$(ps -o pgid= -p \$\$)" >"$lab/tasks/\$SLURMD_NODENAME.\$SLURM_JOB_ID"
echo "share \$SLURM_ARRAY_TASK_ID on \$SLURMD_NODENAME, start \$((1 + \${SLURM_RESTART_COUNT:-0}))"
cd "$repository"
exec "$program" batch dpa --brand supportress --data "$data" --out "$out" --shard auto/$shares
EOF
job=$(sbatch --parsable --export=NONE "$lab/array.sh")

# One node is lost as its task has made some documents and not all.
share_on() { squeue --noheader --job="$job" --states=running --nodelist="$1" --format=%K 2>/dev/null; }
lines() { cat "$out/.counterpart/batch.$((lost + 1))-of-$shares.jsonl" 2>/dev/null | wc -l; }
has_begun() { lost=$(share_on node2) && [[ -n $lost ]] && (($(lines) >= 5)); }
until_it 120 has_begun
lose node2
there=$(lines)
[[ ! -e $out/manifest.$((lost + 1))-of-$shares.jsonl ]] || { echo "slurm: share $lost was over before its node was lost: more ROWS" >&2; exit 1; }
if "$program" manifest merge "$out" --out "$out/manifest.jsonl" 2>"$lab/early.log"; then echo "slurm: a set is called whole that is not" >&2; exit 1; fi

ended() { [[ -z $(squeue --noheader --job="$job" --states=pending,running,completing,configuring 2>/dev/null) ]]; }
until_it 600 ended
grep -q "share $lost on node[13], start 2" "$lab/task-$lost.out" || { echo "slurm: share $lost was not run again on another node" >&2; exit 1; }
"$program" manifest merge "$out" --out "$out/manifest.jsonl"
[[ $(find "$out" -name '*.pdf' | wc -l) == "$rows" ]] || { echo "slurm: there are other documents than the manifest lists" >&2; exit 1; }
[[ -z $(find "$out" -name '.counterpart-new-*') ]] || { echo "slurm: something is left of the lost node's work" >&2; exit 1; }
echo "slurm: $rows documents in $shares shares; share $lost had made $there when its node was lost, and went on on another; whole"
