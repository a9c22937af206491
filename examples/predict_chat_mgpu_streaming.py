"""The same, the answer shown as it grows."""

from aquila2 import LLM, SamplingParams

model_name = "AquilaChat2-34B"

llm = LLM(model_name, model_dir="./checkpoints", all_devices=True)
params = SamplingParams(max_tokens=200, top_p=0.9, top_k=15, seed=123)

for text in ["北京的十大景点是什么?", "写一首中秋主题的五言绝句"]:
    for delta in llm.stream([{"role": "user", "content": text}], params):
        print(delta.text, end="", flush=True)
    print()
