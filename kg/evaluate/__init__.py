"""Two codings of the same articles, compared: gold with what was found, or two coders.

    files --read_codings--> Coding by article --evaluate--> Evaluation --> text, JSON, one page

Facts in the codebook's form come in, whoever made them; precision, recall, F1, agreement and
the single hits and misses come out. Nothing here extracts, and the store is not asked: any
team can bring its own gold, and any program its own facts.
"""

from kg.evaluate.coding import CodedAct, CodedName, Coding
from kg.evaluate.figures import SAMPLES, SEED, Evaluation, evaluate
from kg.evaluate.matching import ATTRIBUTES, FACT_TYPES
from kg.evaluate.read import read_codings

__all__ = [
    "ATTRIBUTES", "FACT_TYPES", "SAMPLES", "SEED", "CodedAct", "CodedName", "Coding", "Evaluation",
    "evaluate", "read_codings",
]
