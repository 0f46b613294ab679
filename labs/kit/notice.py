"""What a widget says after a change: done, or not done and why."""

from dataclasses import dataclass

from labs.language import french


@dataclass(frozen=True)
class Notice:
    """One sentence for the learner. kind: "ok", "info", "warn" or "problem"."""

    kind: str
    fr: str
    en: str

    def as_dict(self) -> dict[str, str]:
        return {"kind": self.kind, "fr": french(self.fr), "en": self.en}


class Refused(Exception):
    """The change was not made; the notice says why and what to try."""

    def __init__(self, fr: str, en: str, kind: str = "warn") -> None:
        super().__init__(en)
        self.notice = Notice(kind, fr, en)
