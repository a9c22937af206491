"""A conversation: `history` gains each question and its answer; the oldest turns go where they are too many."""

from aquila2 import AutoLoader

model_name = "AquilaChat2-34B"

loader = AutoLoader("aquila2", model_name=model_name, model_dir="./checkpoints")
model, tokenizer = loader.get_model(), loader.get_tokenizer()

history: list[dict[str, str]] = []
for text in ["怎样才能在有限的时间内学习新技能？", "有没有针对初学者的建议？", "把它们写成一个计划。"]:
    print(model.predict(text, tokenizer=tokenizer, history=history, seed=123))
print(len(history), "messages")
