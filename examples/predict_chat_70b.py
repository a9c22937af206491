"""The 70B model, its layers spread over all visible GPUs; what does not fit there goes to the CPU."""

from aquila2 import AutoLoader

model_name = "AquilaChat2-70B-Expr"

loader = AutoLoader("aquila2", model_name=model_name, model_dir="./checkpoints", all_devices=True)
model, tokenizer = loader.get_model(), loader.get_tokenizer()

for text in ["北京的十大景点是什么?", "Write a tongue twister that's extremely difficult to pronounce."]:
    print(model.predict(text, tokenizer=tokenizer, top_p=0.9, seed=123, topk=15, temperature=1.0))
