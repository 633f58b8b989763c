"""From an article to its facts, by rules and tables alone.

    Article + Lexicon -> Facts

`load_lexicon()` reads the tables of data/ once; `extract(article, lexicon)` is a function of its
arguments, and `is_relevant(article, lexicon)` tells, far sooner, whether it would find anything.
The modules follow the order of the steps: text, lexicon, countries, dates and quantities, names,
verbs, acts, status, parties, claims, links, topics, relevance.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.extract.extractor import EXTRACTOR, RuleLexicon, extract, is_relevant, load_lexicon

__all__ = ["EXTRACTOR", "RuleLexicon", "extract", "is_relevant", "load_lexicon"]


def __getattr__(name: str) -> Any:
    # Whoever needs a word list of this package, to ask a question, does not wait for its rules.
    if name in __all__:
        from kg.extract import extractor

        return getattr(extractor, name)
    raise AttributeError(f"module 'kg.extract' has no attribute {name!r}")
