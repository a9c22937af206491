"""The command line is frozen here: a new command or option is a conscious act, and every one has its help."""

import dataclasses
import importlib
from pathlib import Path

import pytest
import yaml

from aquila2.base.config import load_options
from aquila2.base.errors import UserError
from aquila2.cli import COMMANDS
from tests.policy.repository import ROOT

OPTIONS = {
    "chat": (
        "model lora_dir qlora_dir merge prompt system temperature top_p top_k min_p repetition_penalty max_tokens seed "
        "template sft dtype quantization device all_devices attention max_model_len model_dir"
    ),
    "serve": (
        "model name host port api_key api_key_file lora lora_dir qlora_dir merge lora_root dtype quantization "
        "tensor_parallel_size max_model_len device all_devices attention template model_dir max_num_seqs "
        "memory_share prefix_caching speculation max_waiting max_body_bytes drain_seconds cors log_prompts page"
    ),
    "serve bench": (
        "url model api_key api_key_file endpoint rate concurrency num_requests prompt_tokens answer_tokens "
        "shared_prefix disconnects ignore_eos temperature timeout seed"
    ),
    "info": "model model_dir template device",
    "plan": "model gpus gpu seq batch micro_batch recompute compile packed top",
    "convert": "model out to dtype outtype max_shard_size overwrite",
    "merge": "out lora_dir qlora_dir model onto dtype device template max_shard_size model_dir overwrite",
    "prepare-data": (
        "data tokenizer out documents field dedupe near_threshold end_token valid_fraction seed workers memory "
        "on_error overwrite"
    ),
    "train-tokenizer": (
        "data out vocab_size special_tokens memory workers split dedupe on_error field baseline overwrite"
    ),
    "pretrain": (
        "data out model init_from data_weights max_seq_len global_batch_size micro_batch_size rampup samples max_steps "
        "epochs learning_rate min_learning_rate warmup_samples decay betas eps weight_decay clip norm_init precision "
        "fp8 documents parallel device seed save_every keep_checkpoints keep_every background_save eval_every "
        "eval_tokens log_every tensorboard wandb on_bad spike_factor overwrite"
    ),
    "pretrain plot": "runs out",
    "finetune": (
        "data out model model_dir method objective lora dpo template max_seq_len packing max_steps epochs "
        "global_batch_size micro_batch_size learning_rate min_learning_rate warmup decay betas eps weight_decay clip "
        "moments update paged neftune_alpha precision fp8 logits_at_a_time parallel device seed check_only save_every "
        "keep_checkpoints keep_best eval_every patience samples log_every tensorboard wandb on_bad overwrite"
    ),
    "finetune launch": "hostfile nproc master_port dry_run",
    "quantize": (
        "model out method bits group_size sym act_order scaling calibration field samples max_seq_len evaluate_on "
        "evaluate_tokens audit allow_overlap dtype device offload seed template max_shard_size model_dir overwrite"
    ),
    "quantize compare": (
        "model out methods group_size calibration samples max_seq_len evaluate_on evaluate_tokens new_tokens dtype "
        "device seed model_dir overwrite"
    ),
    "evaluate": "model tasks out data_dir num_fewshot limit cot chat audit compare fail_below seed api_key_file"
    " served_model template dtype quantization lora_dir qlora_dir max_model_len device model_dir overwrite",
    "audit build": "tests out data_dir fields simplified clean overwrite",
    "audit scan": "index data out workers n share method paraphrase field chunk_mb overwrite",
    "audit report": "scan out index scores drill fail_above show overwrite",
    "audit clean": "scan out level remove overwrite",
    "audit drill": "index text out size_mb per edits methods seed n share workers keep overwrite",
    "download": "name source revision include model_dir workers overwrite",
    "download verify": "model model_dir",
    "download repair": "model source model_dir",
    "download pack": "model out model_dir overwrite",
    "download unpack": "bundle model_dir overwrite",
    "doctor": "model_dir",
    "train-tokenizer report": "tokenizer data out baseline field on_error overwrite",
    "rag add": "paths kb dir embedder chunk_size chunk_overlap field",
    "rag search": "text kb dir top_k mode rerank embedder",
    "rag ask": (
        "text kb dir model model_dir url api_key context device quantization top_k mode rewrites rerank embedder "
        "min_likelihood max_tokens temperature"
    ),
    "rag serve": (
        "kb dir host port api_key_file model model_dir url api_key context device quantization top_k mode rewrites "
        "rerank embedder min_likelihood max_tokens temperature max_upload_bytes page"
    ),
    "rag list": "kb dir",
    "rag stats": "kb dir",
    "rag remove": "kb paths all dir",
    "rag export": "kb out dir overwrite",
}

CONFIG_FOLDER = ROOT / "configs"
CONFIGS = sorted(CONFIG_FOLDER.rglob("*.yaml"))


def options_of(command: str) -> type:
    found = importlib.import_module(COMMANDS[command].module).Options
    assert isinstance(found, type)
    return found


def test_the_commands_are_these() -> None:
    assert list(COMMANDS) == list(OPTIONS)
    assert all(command.runs in {None, *OPTIONS} for command in COMMANDS.values())


@pytest.mark.parametrize("command", OPTIONS)
def test_the_options_of_a_command_are_these(command: str) -> None:
    assert [field.name for field in dataclasses.fields(options_of(command))] == OPTIONS[command].split()


@pytest.mark.parametrize("command", OPTIONS)
def test_every_option_has_its_line_of_help(command: str) -> None:
    for field in dataclasses.fields(options_of(command)):
        help = field.metadata.get("help", "")
        assert 5 <= len(help) <= 100, f"{command} {field.name}="
        assert not help.endswith("."), f"{command} {field.name}="


@pytest.mark.parametrize("command", OPTIONS)
def test_every_command_does_what_its_module_is_named_for(command: str) -> None:
    module = importlib.import_module(COMMANDS[command].module)
    assert module.__doc__ is not None
    assert module.__doc__.startswith(f"`aquila2 {command}`")
    assert callable(module.run)
    assert COMMANDS[command].positional in {None, *OPTIONS[command].split()}


def check_config(path: Path) -> None:
    """The first line is the command that runs it, and its options are that command's."""
    first = path.read_text(encoding="utf-8").splitlines()[0].split()
    assert first[:2] == ["#", "aquila2"]
    inside = path.relative_to(CONFIG_FOLDER).as_posix() if path.is_relative_to(CONFIG_FOLDER) else path.name
    assert first[3:5] == ["--config", f"configs/{inside}"]
    cls = options_of(first[2])
    written = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    # options that the command line has to add are given a value here, so that everything else is checked
    needed = [
        f"{field.name}=x"
        for field in dataclasses.fields(cls)
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        if field.name not in written
    ]
    load_options(cls, needed, path)


def test_every_config_is_headed_by_its_command_and_fits_it(tmp_path: Path) -> None:
    assert len(CONFIGS) >= 4
    for path in CONFIGS:
        check_config(path)
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text("# aquila2 convert --config configs/good.yaml model=...\nout: there\n", encoding="utf-8")
    check_config(good)
    bad.write_text("# aquila2 convert --config configs/bad.yaml model=...\nouts: there\n", encoding="utf-8")
    with pytest.raises(UserError, match="unknown option 'outs'"):
        check_config(bad)
