# %% [markdown]
# # Bring your own articles
#
# What does the program make of articles of mine, and how far can I trust it? This notebook takes
# three short articles from a file, one of them broken, builds a graph, looks at what was turned
# away, and compares the result with what a person coded. Replace the file by yours.

# %% [markdown]
# ## The articles
#
# One JSON object a line: `id` and `text` are needed, `title`, `date` and `publisher` are worth
# having: the date says what "on Tuesday" means, and the publisher which reports are independent.
# Text files and folders of them do as well; they have no date and no publisher.

# %%
import json
from pathlib import Path

articles = [
    {
        "id": "one", "date": "2024-03-06", "publisher": "Harbour Post",
        "title": "Hospitals of two islands to work together",
        "text": "The health ministers of Malta and Cyprus signed a memorandum of understanding on "
                "oncology in Valletta on Tuesday. Malta called for a joint course for nurses.",
    },
    {
        "id": "two", "date": "2024-03-07", "publisher": "Island Times",
        "title": "Nurses' course still open",
        "text": "Cyprus denied that it would send nurses to Malta this year. The two countries "
                "may agree on a course for nurses in autumn, a spokesman said.",
    },
    {
        "id": "three", "date": "2024-03-08", "publisher": "Harbour Post",
        "title": "New road opened",
        "text": "A road between the port and the airport was opened on Friday.",
    },
]
lines = [json.dumps(article) for article in articles]
Path("mine.jsonl").write_text("\n".join([*lines, '{"id": "four", "text": ']), encoding="utf-8")

# %% [markdown]
# ## Build
#
# A line that cannot be read is named with file and line, and the others go in. A store in a folder
# keeps everything; run it again with more articles and only those are read.

# %%
from kg.build import build
from kg.store import open_store

store = open_store("graph")
summary = build(["mine.jsonl"], store, on_error=print)
print(f"{summary.stored} stored, {summary.relevant} of them on cooperation in health")

# %% [markdown]
# ## What was found
#
# Every claim has its stage, whether it is stated as a fact at all, and the words it rests on.

# %%
for article, facts in store.facts():
    for claim in facts.claims:
        print(article.id, "|", claim.type, claim.status, claim.modality, *claim.countries)
        print("     ", claim.evidence[0].quote)

# %% [markdown]
# ## What was turned away
#
# A candidate whose quote does not hold the words it rests on is no fact. The list is where to look
# when something is missing.

# %%
for article, facts in store.facts():
    print(article.id, len(facts.rejected), "turned away")
    for rejection in facts.rejected[:3]:
        print("     ", rejection.what, "|", rejection.cause)

# %% [markdown]
# ## Is it right?
#
# Code some articles by hand before you count anything: twenty say little, a hundred say enough for
# a paper. `kg evaluate` on the command line does the same and gives intervals, agreement by layer
# and a page to look at ([docs/evaluation.md](../docs/evaluation.md)).

# %%
coded = [
    {"article": "one", "relevant": True, "countries": ["CY", "MT"], "pairs": [["CY", "MT"]],
     "topics": ["cancer"],
     "engagements": [
         {"type": "agreement", "status": "signed", "countries": ["CY", "MT"]},
         {"type": "training", "status": "proposed", "countries": ["CY", "MT"]}]},
    {"article": "two", "relevant": True, "countries": ["CY", "MT"], "pairs": [["CY", "MT"]],
     "topics": ["nursing-midwifery"],
     "engagements": [{"type": "training", "status": "proposed", "countries": ["CY", "MT"]}]},
    {"article": "three", "relevant": False},
]
Path("coded.jsonl").write_text("\n".join(map(json.dumps, coded)), encoding="utf-8")

# %%
import subprocess
import sys

made = subprocess.run([sys.executable, "-m", "kg", "extract", "mine.jsonl", "--format", "jsonl"],
                      capture_output=True, text=True)
Path("found.jsonl").write_text(made.stdout, encoding="utf-8")
print("exit status", made.returncode, "since one line was broken")
told = subprocess.run([sys.executable, "-m", "kg", "evaluate", "coded.jsonl", "found.jsonl"],
                      capture_output=True, text=True)
print(*told.stdout.splitlines()[:12], sep="\n")

# %%
store.close()
