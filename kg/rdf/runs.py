"""The run that made the facts of an article, and how its extractors were set up, as quads.

    Facts -> quads of the article's graph -> name of the extractors, uses

A run has no time of day, so that the same article and extractors are the same run. The rules
need no more than their name; of an extractor that asks a model stands there which one answered,
what it was asked (as a digest) and with which settings. Secrets never get so far.
"""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg.ids import article_name, content_hash, digest
from kg.model import JOINT, Article, ExtractorUse, Facts
from kg.rdf.iris import Iris
from kg.rdf.quads import Described, Description, QuadList, as_text
from kg.vocab import HC, PROV

__all__ = ["add_run", "read_run", "read_use", "run_iri"]


def run_iri(article: Article, extractor: str, iris: Iris) -> NamedNode:
    """The run in which `extractor` read `article` as it is."""
    name = digest(extractor, content_hash(article))
    return iris.thing(f"run/{article_name(article.id)}.{name}")


def add_run(quads: QuadList, article: Article, facts: Facts, iris: Iris) -> None:
    """Put the run that made `facts` of `article` into its graph."""
    run = run_iri(article, facts.extractor, iris)
    quads.add_types(run, HC.ExtractionRun, PROV.Activity)
    quads.add(run, PROV.used, iris.article(article.id))
    quads.add_text(run, HC.extractorName, facts.extractor)
    for name in facts.extractor.split(JOINT):
        quads.add(run, PROV.wasAssociatedWith, iris.of("extractor", name))
    for use in facts.uses:
        subject = iris.thing("extractor-use/" + article_name(article.id) + "." + digest(
            use.extractor, use.model, use.model_version, use.prompt, use.settings))
        quads.add(run, PROV.qualifiedAssociation, subject)
        quads.add_types(subject, HC.ExtractorUse, PROV.Association)
        quads.add(subject, PROV.agent, iris.of("extractor", use.extractor))
        quads.add_text(subject, HC.extractorName, use.extractor)
        quads.add_text(subject, HC.modelName, use.model)
        quads.add_text(subject, HC.modelVersion, use.model_version)
        quads.add_text(subject, HC.promptDigest, use.prompt)
        quads.add(subject, HC.setting,
                  *(as_text(f"{name}={value}") for name, value in use.settings))


def read_run(described: Described, article: str) -> tuple[str, tuple[ExtractorUse, ...]]:
    """The name of the extractors and their uses. Raises ValueError where there is not one run."""
    runs = list(described.of_class(HC.ExtractionRun))
    if len(runs) != 1:
        raise ValueError(f"{len(runs)} runs in the graph of {article!r}; expected one")
    uses = tuple(read_use(one) for one in described.of_class(HC.ExtractorUse))
    return runs[0].one(HC.extractorName), uses


def read_use(one: Description) -> ExtractorUse:
    """How an extractor was used, from what is said of it."""
    settings = (setting.partition("=") for setting in one.all(HC.setting))
    return ExtractorUse(
        one.one(HC.extractorName), one.get(HC.modelName), one.get(HC.modelVersion),
        one.get(HC.promptDigest), tuple(sorted((name, value) for name, _, value in settings)),
    )
