#!/usr/bin/env bash
# aquila2-nano, the whole road: from raw poems and novels to the files in aquila2/assets/nano, by our own commands.
#
#   examples/nano/make.sh DATA WORK [STAGE]
#
# DATA holds poems/ (tang.jsonl.gz, song.jsonl.gz, songci.jsonl.gz of chinese-poetry) and corpus/novels_zh/*.jsonl.gz.
# WORK gets all that is made on the way. STAGE is where to stop: data, tokens, pretrain, finetune or ship (the last).
# What is done stays done: run it again after an interruption and it goes on; seeds are pinned, here and in configs/.
#
# Training wants one GPU, an H100 for ten minutes; everything else runs on a CPU. PYTHON names the interpreter.
# REHEARSAL=1 goes the same road with a few poems and a tiny model, on a CPU, in minutes; OUT= takes what is shipped.
set -euo pipefail
data=$(realpath "${1:?give the folder of poems/ and corpus/}")
mkdir -p "${2:?give a folder to work in}"
work=$(realpath "$2")
last=${3:-ship}
python=$(command -v "${PYTHON:-python}")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export PYTHONPATH=$PWD${PYTHONPATH:+:$PYTHONPATH}
out=${OUT:-aquila2/assets/nano}
case $last in data | tokens | pretrain | finetune | ship) ;; *) echo "no stage is called $last" >&2; exit 2 ;; esac

some=() vocabulary=8192 group=64 pretrain=() finetune=()
if [ -n "${REHEARSAL:-}" ]; then
  [ -n "${OUT:-}" ] || { echo "REHEARSAL=1 needs OUT=DIR: it does not replace the model" >&2; exit 2; }
  cpu=(device=cpu precision=fp32 parallel.compile=false)
  some=(limit=4000) vocabulary=4096 group=32
  pretrain=("${cpu[@]}" model.hidden_size=96 model.intermediate_size=256 model.num_layers=3 model.num_heads=3
    global_batch_size=16 micro_batch_size=16 max_seq_len=128 epochs=0.2 save_every=20 eval_tokens=10000)
  finetune=("${cpu[@]}" micro_batch_size=16 max_seq_len=128 max_steps=40 save_every=20)
fi

aquila2() { "$python" -m aquila2.cli "$@"; }
stop_after() { if [ "$last" = "$1" ]; then exit 0; fi; }
made() { [ -e "$work/$1" ]; } # what is there is whole; a run's folder grows from its first step on, so a mark tells

made data || "$python" -m examples.nano.write_data poems="$data/poems" novels="$data/corpus/novels_zh" \
  out="$work/data" "${some[@]}"
stop_after data

made tokenizer || aquila2 train-tokenizer data="$work/data/tokenizer.jsonl.gz" vocab_size=$vocabulary \
  out="$work/tokenizer"
made tokens || aquila2 prepare-data data="$work/data/pretrain" tokenizer="$work/tokenizer" out="$work/tokens"
made held_out_tokens || aquila2 prepare-data data="$work/data/held_out.jsonl.gz" tokenizer="$work/tokenizer" \
  dedupe=none valid_fraction=0 out="$work/held_out_tokens"
stop_after tokens

made base.done || {
  aquila2 pretrain --config configs/pretrain/nano.yaml data="$work/tokens" out="$work/base" "${pretrain[@]}"
  touch "$work/base.done"
}
stop_after pretrain

made tuned.done || {
  aquila2 finetune --config configs/finetune/nano_full.yaml model="$work/base" \
    data="$work/data/conversations.jsonl.gz" data.eval_files="$work/data/conversations_held_out.jsonl.gz" \
    out="$work/tuned" "${finetune[@]}"
  touch "$work/tuned.done"
}
stop_after finetune

made small || aquila2 quantize model="$work/tuned" method=gptq group_size=$group out="$work/small" \
  calibration="$work/data/pretrain" evaluate_on="$work/data/held_out.jsonl.gz" allow_overlap=true
"$python" -m examples.nano.pack model="$work/small" out="$out"
