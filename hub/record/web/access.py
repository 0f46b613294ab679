"""Who may call what: one rule per (route, method), checked before anything runs.

The Hub says who and what kind (scopes); the record says over whom (rows). A rule
holds the first half; each handler asks the store for the second, and answers
"not yours" exactly as "does not exist". A route without a rule is closed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

SELF = "custom:record:self"
COHORT_READ = "custom:record:cohort:read"
COHORT_WRITE = "custom:record:cohort:write"
FEED = "custom:record:feed:write"
OPS = "custom:record:ops"


@dataclass(frozen=True)
class Rule:
    """scopes: any one of them opens the route; empty = open to everybody.

    uncached: ask the Hub again instead of trusting an answer of the last 30 s.
    """

    scopes: frozenset[str] = field(default_factory=frozenset)
    uncached: bool = False

    @property
    def is_public(self) -> bool:
        return not self.scopes


PUBLIC = Rule()
LEARNER = Rule(frozenset({SELF}))
PERSON = Rule(frozenset({SELF, COHORT_READ}))
STAFF = Rule(frozenset({COHORT_READ}))
STAFF_WRITE = Rule(frozenset({COHORT_WRITE}), uncached=True)
FEEDER = Rule(frozenset({FEED}))
OPERATOR = Rule(frozenset({OPS}))


def opens(rule: Rule, model: dict[str, Any]) -> bool:
    """Does the Hub's answer about the caller open this rule?"""
    return rule.is_public or any(holds(model, scope) for scope in rule.scopes)


def holds(model: dict[str, Any], scope: str) -> bool:
    """Exactly this scope, or this scope about oneself.

    Other filters (`!group=`, `!server=`) are not ours to interpret: they open
    nothing, because over whom is said by the record's own rows.
    """
    granted = model.get("scopes") or ()
    own = f"{scope}!{model.get('kind', 'user')}={model.get('name')}"
    return scope in granted or own in granted


def may_enter(model: dict[str, Any], access: set[str]) -> bool:
    """Is the token for this service at all? access: the Hub's access scopes for us."""
    granted = set(model.get("scopes") or ())
    return not access or bool(granted & access) or "access:services" in granted
