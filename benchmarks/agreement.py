"""Do stock and ours give the same scores? Where not, why."""

from collections.abc import Iterator, Sequence

from benchmarks.bench_labs import Entry
from benchmarks.marking_ours import Scores

Scored = tuple[Entry, Scores, Scores]  # the submission, stock's scores, ours


def agreement(scored: Sequence[Scored]) -> Iterator[str]:
    """How many submissions have the same scores, and why the others have not."""
    other = [each for each in scored if each[1] != each[2]]
    yield f"Scores: the same for {len(scored) - len(other)} of {len(scored)}."
    for entry, stock, ours in other:
        who = f"{entry.learner} ({entry.kind}, {entry.behaviour})"
        yield f"  {who}: {why(entry, stock, ours)}"


def why(entry: Entry, stock: Scores, ours: Scores) -> str:
    if not stock or None in stock.values():
        total = sum(points or 0 for points in ours.values())
        # Under load stock also loses honest ones (its 4 s limit for late output).
        is_crash = entry.behaviour == "crashing"
        reason = "its kernel died" if is_crash else "though this one crashes nothing"
        return f"stock gave no mark, {reason}; ours gave {total:g} points"
    differ = [f"{k}: {stock.get(k)} and {v}" for k, v in ours.items() if stock[k] != v]
    return f"stock and ours disagree: {', '.join(differ)}"
