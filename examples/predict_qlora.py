"""A model in 4 bits (NF4) with an adapter that `aquila2 finetune method=qlora` made on it."""

from aquila2 import AutoLoader

model_name = "AquilaChat2-7B"
qlora_dir = "./checkpoints/qlora/aquila2chat-hf"

loader = AutoLoader("aquila2", model_name=model_name, model_dir="./checkpoints", qlora_dir=qlora_dir)
model, tokenizer = loader.get_model(), loader.get_tokenizer()

for text in ["北京的十大景点是什么?请将回答翻译成英文和日语", "写一首中秋主题的五言绝句"]:
    print(model.predict(text, tokenizer=tokenizer, top_p=0.9, seed=123, topk=15, temperature=1.0))
