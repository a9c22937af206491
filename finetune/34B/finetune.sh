#!/usr/bin/env bash
# Full fine-tuning of the 34B models: bash finetune/34B/finetune.sh
# Set what stands here, or give it in the environment. Everything else stands in configs/finetune/34b_full.yaml, and
# may be given behind the script's name: bash finetune/34B/finetune.sh epochs=3 learning_rate=2e-5
CONFIG=34b_full

# The training data: .json or .jsonl files, or folders of such, with commas between them
DATA=${DATA:-}

# The model: a name below MODEL_DIR, or a folder
MODEL=${MODEL:-AquilaChat2-34B}
MODEL_DIR=${MODEL_DIR:-./checkpoints}

# Where the result goes
OUT=${OUT:-./output/aquilachat2-34b-sft}

# The machines, `host slots=N` a line; empty: this one, without ssh
HOSTFILE=${HOSTFILE:-}

# Processes of each machine; empty: its slots, or as many as it has GPUs
NPROC=${NPROC:-}

. "$(dirname "$0")/../launch.sh"
