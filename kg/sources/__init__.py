"""What users have -> Article: the first stage of the way of the data.

Files, folders, globs and standard input come in, Articles go out, one at a time. What
cannot be read is told to the caller as a DataError that names file, line and cause, and
the reading goes on. Which articles go back to one text is `kg.sources.origins`' to say.

Nothing here asks the network.
"""

from kg.sources.files import STANDARD_INPUT, read_articles
from kg.sources.origins import Agencies, find_origins, read_agencies, to_sketch

__all__ = [
    "STANDARD_INPUT", "Agencies", "find_origins", "read_agencies", "read_articles", "to_sketch",
]
