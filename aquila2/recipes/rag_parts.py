"""What the `rag` commands have in common: the base, its embedder and its reranker, by their options."""

from pathlib import Path

from aquila2.base.errors import UserError
from aquila2.rag.bases import bases_folder, names, open_base
from aquila2.rag.embedder import Embedder
from aquila2.rag.reranker import CrossEncoderReranker, Reranker
from aquila2.rag.store import Store

DEFAULT = "multilingual-e5-small"


def base_of(kb: str, dir: Path | None, create: bool = False) -> Store:
    """The knowledge base that `kb=` and `dir=` name."""
    folder = bases_folder(dir)
    if not create and kb not in names(folder):
        known = ", ".join(names(folder)) or "none yet"
        raise UserError(f"kb={kb}: there is no such knowledge base in {folder} (there are: {known}); rag add makes one")
    return open_base(folder, kb, create)


def embedder_for(store: Store, asked: str | None) -> Embedder | None:
    """The embedder that a base was made with; for a new one the one asked for, else the default.

    Args:
        asked: `none` for BM25 alone, a name or folder that sentence-transformers knows, `multilingual-e5-small`, or
            None to take the base's.
    """
    if asked == "none":
        return None
    model = asked or store.setting("embedder_model") or DEFAULT
    if model == DEFAULT:
        from aquila2.rag.default_embedder import default_embedder

        return default_embedder()
    from aquila2.rag.sentence_embedder import SentenceEmbedder

    return SentenceEmbedder(model)


def searching_embedder(store: Store, asked: str | None) -> Embedder | None:
    """As `embedder_for`, for questions: a base without vectors needs none."""
    if asked is None and store.setting("embedder") is None:
        return None
    found = embedder_for(store, asked)
    if found is not None and (made_with := store.setting("embedder")) not in (None, found.name):
        raise UserError(f"embedder={asked}: this knowledge base was made with {made_with}: give that one, or none")
    return found


def reranker_for(model: str | None) -> Reranker | None:
    return None if model in (None, "", "none") else CrossEncoderReranker(str(model))
