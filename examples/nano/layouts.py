"""A poem as a document for pretraining: its text with what is known of it, in one of several layouts."""

import random

from examples.nano.forms import Measure
from examples.nano.poems import Poem
from examples.nano.requests import form_name
from examples.nano.rhyme import RhymeBook

PLAIN = "《{title}》{author}\n{text}"
_LAYOUTS = (
    PLAIN,
    "《{title}》\n{dynasty}·{author}\n{text}",
    "{author}《{title}》：{text}",
    "{form}《{title}》\n{text}",
    "题：{title}\n作者：{author}\n体裁：{form}\n韵：{rhyme}\n{text}",
    "体裁：{form}\n韵：{rhyme}\n题：{title}\n{text}",
    "{text}\n——{author}《{title}》",
)


def document(poem: Poem, book: RhymeBook, tunes: dict[str, list[Measure]]) -> str:
    """The poem in a layout that follows from it. Every layout is as good as another where nothing is unknown; what is
    unknown is said with a dash."""
    fields = {
        "title": poem.title or poem.tune or "无题",
        "author": poem.author,
        "dynasty": poem.dynasty,
        "form": form_name(poem, tunes) or ("词" if poem.tune else "古诗"),
        "rhyme": _rhyme(poem, book),
        "text": poem.text,
    }
    return random.Random(poem.key).choice(_LAYOUTS).format(**fields)


def plain_document(poem: Poem) -> str:
    """The poem in the first layout."""
    return PLAIN.format(title=poem.title or poem.tune or "无题", author=poem.author, text=poem.text)


def _rhyme(poem: Poem, book: RhymeBook) -> str:
    """The rhyme's own character, such as 先 of 下平声一先; a dash where it is not one that is known."""
    names = sorted(book.rhymes_of(poem.text)) if not poem.tune else []
    return names[0][-1] if names else "—"
