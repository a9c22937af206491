# What the scripts of the folders beside have in common; they set the variables that are used here.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
if [ -z "$DATA" ]; then
  echo "$0: set DATA, the training data, at the head of this script or in the environment" >&2
  exit 2
fi
set -- "data=$DATA" "model=$MODEL" "model_dir=$MODEL_DIR" "out=$OUT" "$@"
[ -z "$NPROC" ] || set -- "nproc=$NPROC" "$@"
[ -z "$HOSTFILE" ] || set -- "hostfile=$HOSTFILE" "$@"
exec aquila2 finetune launch --config "$root/configs/finetune/$CONFIG.yaml" "$@"
