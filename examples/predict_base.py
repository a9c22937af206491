"""A base model continues a text: no template, no conversation."""

from aquila2 import AutoLoader

model_name = "Aquila2-34B"

loader = AutoLoader("aquila2", model_name=model_name, model_dir="./checkpoints")
model, tokenizer = loader.get_model(), loader.get_tokenizer()

for text in ["在一个遥远的海岛上，", "The three primary colors are"]:
    print(text + model.predict(text, tokenizer=tokenizer, sft=False, max_gen_len=100, seed=123))
