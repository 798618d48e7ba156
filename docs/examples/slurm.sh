#!/bin/bash
# A batch in eight shares: `sbatch slurm.sh`, from the project's folder. A share whose node is lost is put in the queue again, and goes on where it was.
#SBATCH --job-name=dpa
#SBATCH --array=0-7
#SBATCH --cpus-per-task=2
#SBATCH --mem=1G
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=dpa-%A-%a.log
#SBATCH --signal=TERM@60

# 8 stands here and not SLURM_ARRAY_TASK_COUNT, which is another where only some shares are submitted again, as by `sbatch --array=2,5 slurm.sh`.
# Such a part has another SLURM_ARRAY_TASK_MIN, too: share K of it is named outright.
exec counterpart batch dpa --brand supportress --sign company --data customers.csv --out /shared/dpa \
  --shard "$((SLURM_ARRAY_TASK_ID + 1))/8" --jobs "${SLURM_CPUS_PER_TASK:-1}"
