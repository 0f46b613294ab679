"""A result as the record takes it: the body of PUT api/feed/results."""

from __future__ import annotations

from typing import Any

from labs.outcome import Result, State, told_seconds

# After this many results that could not be marked, only a person asks for another.
GIVE_UP_AFTER = 12


def result_body(result: Result, sent_before: int, arrival: int = 1) -> dict[str, Any]:
    """final: nobody and nothing is expected to change this mark by itself.

    sent_before: how many results of this submission were written before this one.
    arrival: which coming of the submission it was marked for.
    """
    states = {each.state for each in result.exercises}
    if State.COULD_NOT_MARK in states:
        is_final = sent_before + 1 >= GIVE_UP_AFTER
    else:
        is_final = State.WAITING not in states
    # The exact time stays in our log: a learner reads what the record has.
    told = {**result.to_dict(), "seconds": told_seconds(result.seconds)}
    again = {"arrival": arrival} if arrival > 1 else {}
    return {"result": told, "final": is_final, **again}
