"""The 34B model on several GPUs. CUDA_VISIBLE_DEVICES chooses which."""

from aquila2 import AutoLoader

model_name = "AquilaChat2-34B"

loader = AutoLoader("aquila2", model_name=model_name, model_dir="./checkpoints", all_devices=True)
model, tokenizer = loader.get_model(), loader.get_tokenizer()

for text in ["北京的十大景点是什么?", "写一首中秋主题的五言绝句"]:
    print(model.predict(text, tokenizer=tokenizer, top_p=0.9, seed=123, topk=15, temperature=1.0))
