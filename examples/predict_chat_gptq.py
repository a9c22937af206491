"""A checkpoint in GPTQ's 4 bits. Its config.json says so: nothing else has to, and AutoGPTQ is not needed."""

import time

from aquila2 import AutoLoader

model_name = "AquilaChat2-34B-Int4-GPTQ"

loader = AutoLoader("aquila2", model_name=model_name, model_dir="./checkpoints")
model, tokenizer = loader.get_model(), loader.get_tokenizer()

start = time.time()
for text in ["请给出10个要到北京旅游的理由。", "写一个林黛玉倒拔垂杨柳的故事", "write a poem about the moon"]:
    print(model.predict(text, tokenizer=tokenizer, max_gen_len=200, top_p=0.95, seed=1234, topk=200, temperature=1.0))
print(f"{time.time() - start:.1f} seconds")
