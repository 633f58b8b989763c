"""A knowledge graph of bilateral health cooperation, made from diplomatic health news."""

__all__ = ["__version__"]

__version__ = "0.1.0"
