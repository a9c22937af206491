"""What fine-tuning is compared with: transformers, peft and Liger's kernels, NF4 and 8-bit AdamW by bitsandbytes."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from aquila2.model.config import AquilaConfig

CUDA = torch.device("cuda", 0)


Loss = Callable[[Tensor, Tensor, Tensor | None], Tensor]


def make_peer(config: AquilaConfig, method: str) -> tuple[Loss, torch.optim.Optimizer]:
    """What makes a batch's loss, of ids, labels (transformers shifts them itself) and a mask of what is no padding, [B,
    S] each, and the optimizer: random weights in bf16, gradient checkpointing, LoRA of rank 8 on q_proj and v_proj.

    Raises:
        ImportError: a package is not installed.
    """
    from liger_kernel.transformers import apply_liger_kernel_to_llama
    from peft import LoraConfig, get_peft_model
    from transformers import LlamaConfig, LlamaForCausalLM

    apply_liger_kernel_to_llama()
    published = {k: v for k, v in config.to_published().items() if k not in ("architectures", "model_type")}
    torch.set_default_dtype(torch.bfloat16)
    with torch.device("meta" if method == "qlora" else CUDA):
        model: Any = LlamaForCausalLM._from_config(LlamaConfig(**published), attn_implementation="sdpa")
    if method == "qlora":
        _to_nf4(model)
    torch.set_default_dtype(torch.float32)
    model.gradient_checkpointing_enable(gradient_checkpointing_kwargs={"use_reentrant": False})
    model.train()
    if method != "full":
        model.enable_input_require_grads()
        how = LoraConfig(r=8, lora_alpha=16, lora_dropout=0.05, target_modules=["q_proj", "v_proj"])
        model = get_peft_model(model, how)
    trained = [p for p in model.parameters() if p.requires_grad]
    if method == "full":
        import bitsandbytes

        optimizer = bitsandbytes.optim.AdamW8bit(trained, lr=1e-5)
    else:
        optimizer = torch.optim.AdamW(trained, lr=1e-5, fused=True)

    def loss(ids: Tensor, labels: Tensor, mask: Tensor | None) -> Tensor:
        found: Tensor = model(input_ids=ids, attention_mask=mask, labels=labels, use_cache=False).loss
        return found

    return loss, optimizer


def _to_nf4(model: Any) -> None:
    """Random NF4 weights, made layer by layer on the GPU; the rest in bf16."""
    import bitsandbytes as bnb

    def swap(parent: nn.Module) -> None:
        for name, child in list(parent.named_children()):
            if not isinstance(child, nn.Linear):
                swap(child)
                continue
            weight = torch.empty(child.out_features, child.in_features, dtype=torch.bfloat16).normal_(std=0.02)
            how = {"quant_type": "nf4", "compress_statistics": True}
            linear = bnb.nn.Linear4bit(
                child.in_features, child.out_features, bias=False, compute_dtype=torch.bfloat16, device="meta", **how
            )
            linear.weight = bnb.nn.Params4bit(weight, requires_grad=False, module=linear, **how).to(CUDA)
            setattr(parent, name, linear)

    swap(model.model.layers)
    for name, parameter in list(model.named_parameters()):
        if parameter.is_meta:
            parent, _, leaf = name.rpartition(".")
            weight = torch.empty(parameter.shape, device=CUDA, dtype=torch.bfloat16)
            weight.fill_(1.0) if "norm" in name else weight.normal_(std=0.02)
            setattr(model.get_submodule(parent), leaf, nn.Parameter(weight, requires_grad=False))
    model.model.rotary_emb = type(model.model.rotary_emb)(config=model.config, device=CUDA)
    model.requires_grad_(False)
