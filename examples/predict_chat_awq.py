"""A checkpoint in AWQ's 4 bits. Its config.json says so: nothing else has to, and AutoAWQ is not needed."""

from aquila2 import LLM, SamplingParams

llm = LLM("AquilaChat2-34B-AWQ", model_dir="./checkpoints")
messages = [{"role": "user", "content": "请给出10个要到北京旅游的理由。"}]
[answer] = llm.chat(messages, SamplingParams(max_tokens=200, seed=123))
print(answer.text, answer.finish_reason)
