"""Questions answered from your own documents, offline, with citations that are checked against the passages.

`rag add` reads PDF, DOCX, PPTX, XLSX, HTML, Markdown, text, JSONL and CSV, and does again only what changed. `aquila2
rag serve` shows the same as a page. BGE-M3 is embedder=BAAI/bge-m3; embedder=none searches by words alone (BM25).
"""

import sys

from aquila2.cli import main

documents = "./documents"
embedder = "BAAI/bge-m3"
base = ["kb=my-documents", "dir=./knowledge"]

failed = main(["rag", "add", documents, *base, f"embedder={embedder}"])
for question in ["北京有哪些名胜古迹？", "When was the palace built?"]:
    failed = failed or main(["rag", "ask", question, *base, "model=AquilaChat2-34B-16K", "model_dir=./checkpoints"])
sys.exit(failed)
