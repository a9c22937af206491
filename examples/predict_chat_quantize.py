"""A model whose layers become 4 bits (NF4) while they are loaded: a quarter of the memory. bitsandbytes is not needed;
transformers' `BitsAndBytesConfig` may stand in place of the dict."""

import torch

from aquila2 import AutoLoader

model_name = "AquilaChat2-7B"

loader = AutoLoader(
    "aquila2",
    model_name=model_name,
    model_dir="./checkpoints",
    quantization_config={
        "load_in_4bit": True,
        "bnb_4bit_quant_type": "nf4",
        "bnb_4bit_use_double_quant": True,
        "bnb_4bit_compute_dtype": torch.bfloat16,
    },
)
model, tokenizer = loader.get_model(), loader.get_tokenizer()

for text in ["北京的十大景点是什么?", "写一首中秋主题的五言绝句"]:
    print(model.predict(text, tokenizer=tokenizer, top_p=0.9, seed=123, topk=15, temperature=1.0))
