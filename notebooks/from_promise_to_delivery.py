# %% [markdown]
# # From promise to delivery
#
# Of what was called for, offered or promised, what was signed, and what was carried out? A thread
# strings together the engagements that carry each other forward; each step has its report.

# %%
from kg.build import build
from kg.resources import data_path
from kg.store import open_store

store = open_store()
build([str(data_path("articles"))], store, on_error=print)
world = store.world()

# %% [markdown]
# ## How far did engagements get?
#
# Status is never rounded up: an engagement stands where its furthest asserted report puts it.

# %%
from collections import Counter

from IPython.display import SVG, display

from kg.model import STATUSES
from kg.report.drawings import bars

asserted = [one for one in world.engagements if one.modality == "asserted"]
furthest = Counter(one.status for one in asserted)
display(SVG(bars("Engagements by how far they got", "A bar for each stage.",
                 [(status, furthest[status]) for status in STATUSES])))
for status in STATUSES:
    print(f"{status:10} {furthest[status]:4}")

# %% [markdown]
# ## By type
#
# Meetings are reported when they are over, agreements when they are signed; plans stay plans.

# %%
types = Counter((one.type, one.status in ("proposed", "planned")) for one in asserted)
print(f"{'':15} {'wish or plan':>12} {'further':>8}")
for kind in sorted({kind for kind, _ in types}, key=lambda kind: -types[kind, True]):
    print(f"{kind:15} {types[kind, True]:12} {types[kind, False]:8}")

# %% [markdown]
# ## Threads
#
# A step is told by a report; what it follows, and on what ground the two were put together, stands
# beside it. A thread is inferred: its basis says how.

# %%
from kg.network import read_reference

reference = read_reference()
engagements = {one.id: one for one in world.engagements}
print(len(world.threads), "threads")
longest = sorted(world.threads, key=lambda one: (-len({s.status for s in one.steps}), one.id))
for thread in longest[:3]:
    print("\n" + " – ".join(reference.country(code).name for code in thread.countries))
    for step in thread.steps:
        act = engagements[step.engagement]
        basis = f" (by {', '.join(step.basis)})" if step.basis else ""
        day = step.date or step.published or "undated"
        print(f"    {day:12} {step.status:10} {act.type}{basis}")

# %% [markdown]
# ## The words of one thread
#
# What a paper would cite: each stage with its sentence and where it stands.

# %%
reports = {report.claim: report for one in world.engagements for report in one.reports}
for step in longest[0].steps:
    report = reports[step.claim]
    print(f"{step.status}: “{report.quotes[0].quote}”")
    print(f"    {report.publisher or report.title}, {report.published}\n")

# %% [markdown]
# ## Promises without an echo
#
# The named query asks for what was called for, offered or planned, and of which nothing further is
# reported within two years; `came` is when it came after all.

# %%
from kg.query import format_answer, run_named

answer = run_named(store, "stalled-promises", {})
print(len(answer.rows), "such promises")
print("\n".join(format_answer(answer, "table", width=100).splitlines()[:12]))

# %% [markdown]
# That no signature is reported in these articles does not say that none was given. To follow a
# promise, add articles of the years after it, and build again: only what is new is read.
