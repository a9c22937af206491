"""A model's files, from the first source that has them, every byte checked; `aquila2 download` on the command line."""

from pathlib import Path

from aquila2.hub.download import download_model

model_name = "AquilaChat2-34B-AWQ"

done = download_model(model_name, Path("./checkpoints"), source="auto")
for file in done.manifest.files:
    print(f"{file.size:>15,}  {file.sha256[:12]}  {file.path}")
print(f"{done.folder}: from {done.manifest.source}, revision {done.manifest.revision}")
