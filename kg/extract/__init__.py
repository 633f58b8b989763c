"""From an article to its facts, by rules and tables alone.

    Article + Lexicon -> Facts

`load_lexicon()` reads the tables of data/ once; `extract(article, lexicon)` is a function of its
arguments, and `is_relevant(article, lexicon)` tells, far sooner, whether it would find anything.
The modules follow the order of the steps: text, lexicon, countries, dates and quantities, names,
verbs, acts, status, parties, claims, links, topics, relevance.
"""

from kg.extract.extractor import EXTRACTOR, RuleLexicon, extract, is_relevant, load_lexicon

__all__ = ["EXTRACTOR", "RuleLexicon", "extract", "is_relevant", "load_lexicon"]
