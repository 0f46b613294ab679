"""Questions that save: predictions, choices, short texts, questionnaires, consent.

An answer is in `mes-reponses.json` as soon as it is given. A prediction is never
right or wrong; once its result was looked at, it stays as it is.
"""

import weakref
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import traitlets as t

from labs.kit.answers import (
    FILE,
    MAX_TEXT,
    Frozen,
    load_answers,
    save_event,
    saved_answer,
)
from labs.kit.files import is_marking
from labs.kit.language import Text, both, say
from labs.kit.notice import Notice, Refused
from labs.kit.personal import personal_data_in
from labs.kit.widgets.base import KitWidget, module_text

Choices = Mapping[str, Text]
Item = dict[str, Any]
_SAVED = Notice("ok", "Enregistré.", "Saved.")


class Question(KitWidget):
    """One or more items; `values` holds the saved answer of each, by id."""

    _esm = module_text("question")
    items = t.List(help="id, kind, text, choices or lines").tag(sync=True)
    values = t.Dict(help="id -> saved value").tag(sync=True)
    confidence = t.Int(None, allow_none=True, help="0..100").tag(sync=True)
    is_prediction = t.Bool(False).tag(sync=True)
    is_frozen = t.Bool(False, help="the result was looked at").tag(sync=True)
    heading = t.Dict(help="fr, en; may be empty").tag(sync=True)

    def __init__(self, items: list[Item], **more: Any) -> None:
        self._kinds = {item["id"]: item["kind"] for item in items}
        super().__init__(items=items, **more)
        self.reload()
        for id in self._kinds:
            _asked[id] = self

    def actions(self) -> Mapping[str, Callable[[Mapping[str, Any]], Notice | None]]:
        return {"answer": self._save}

    def reload(self) -> None:
        """See again what is in the file."""
        saved = load_answers()
        found = {id: saved.value(id) for id in self._kinds}
        self.values = {id: value for id, value in found.items() if value is not None}
        if self.is_prediction:
            (id,) = self._kinds
            self.confidence = saved.confidence(id)
            self.is_frozen = saved.revealed(id)

    def _save(self, action: Mapping[str, Any]) -> Notice:
        id, value = str(action["item"]), str(action["value"])
        kind = self._kinds[id]
        if kind != "text":
            self._expect_offered(id, value)
        if len(value) > MAX_TEXT:
            raise Refused(
                f"Ce texte dépasse {MAX_TEXT} caractères. Il n'est pas enregistré.",
                f"This text is over {MAX_TEXT} characters. It is not saved.",
            )
        confidence = action.get("confidence") if self.is_prediction else None
        try:
            kept = save_event(kind, id, value, confidence)
        except Frozen:
            raise Refused(
                "Tu as déjà vu le résultat : ta prévision reste comme elle est.",
                "You have already seen the result: your prediction stays as it is.",
            ) from None
        self.reload()
        if kept is not None:
            return Notice(
                "warn",
                f"Enregistré. L'ancien fichier, illisible, est gardé : {kept}.",
                f"Saved. The old file could not be read; it is kept: {kept}.",
            )
        return (personal_data_in(value) if kind == "text" else None) or _SAVED

    def _expect_offered(self, id: str, value: str) -> None:
        item = next(item for item in self.items if item["id"] == id)
        if value not in {choice["value"] for choice in item["choices"]}:
            raise Refused("Choisis une réponse proposée.", "Choose an answer offered.")


_asked: "weakref.WeakValueDictionary[str, Question]" = weakref.WeakValueDictionary()


def predict_quiz(
    id: str, question: Text, choices: Choices, feedback: Choices | None = None
) -> str | None:
    """Ask for a prediction and how sure one is; the saved prediction, or None.

    feedback: shown for each choice, only after `reveal(id)`.
    """
    item = _choice_item(id, "prediction", question, choices, feedback)
    return _ask_one(Question([item], is_prediction=True))


def predict(id: str, value: str, confidence: int = 50) -> str | None:
    """The same prediction, written as code. confidence: 0 to 100."""
    try:
        save_event("prediction", id, str(value), confidence)
    except Frozen:
        say(
            fr="Tu as déjà vu le résultat : ta prévision reste comme elle est.",
            en="You have already seen the result: your prediction stays as it is.",
        )
    _refresh(id)
    return value if is_marking() else load_answers().value(id)


def reveal(id: str) -> bool:
    """May the result be shown now? Notes that it was; never raises.

    False, with a kind sentence, as long as no prediction is saved.
    """
    if load_answers().find("prediction", id) is None:
        say(
            fr="Fais d'abord ta prévision, au-dessus, puis relance cette cellule.",
            en="Make your prediction first, just above, then run this cell again.",
        )
        return False
    if not load_answers().revealed(id):
        try:
            save_event("reveal", id)
        except OSError as error:
            say(
                fr=f"Impossible d'enregistrer {FILE} ({error.strerror}).",
                en=f"{FILE} could not be saved ({error.strerror}).",
            )
    _refresh(id)
    return True


def choice(
    id: str, question: Text, choices: Choices, feedback: Choices | None = None
) -> str | None:
    """Ask to choose one; saves at once. The saved choice, or None."""
    return _ask_one(Question([_choice_item(id, "choice", question, choices, feedback)]))


def text_answer(
    id: str, question: Text, placeholder: Text = "", lines: int = 1
) -> str | None:
    """Ask for a few words; saves while typing. The saved text, or None."""
    return _ask_one(Question([_text_item(id, question, placeholder, lines)]))


def questionnaire(id: str, items: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Several questions in one frame; {item id: saved answer} for those answered."""
    asked: list[Item] = []
    for item in items:
        item_id = f"{id}-{item['id']}"
        if "choices" in item:
            asked.append(
                _choice_item(item_id, "choice", item["text"], item["choices"], None)
            )
        else:
            asked.append(_text_item(item_id, item["text"], "", item.get("lines", 1)))
    widget = Question(asked)
    widget.show()
    return {key.removeprefix(f"{id}-"): value for key, value in widget.values.items()}


def consent() -> str | None:
    """Ask whether one's traces may serve research: "yes", "no", or None."""
    item = _choice_item("research", "choice", _CONSENT, _CONSENT_CHOICES, None)
    item["details"] = [both(text) for text in _CONSENT_DETAILS]
    return _ask_one(Question([item], heading=both(_CONSENT_TITLE)))


def _ask_one(widget: Question) -> str | None:
    widget.show()
    value = saved_answer(widget.items[0]["id"])
    return None if value is None else str(value)


def _refresh(id: str) -> None:
    widget = _asked.get(id)
    if widget is not None:
        widget.reload()


def _choice_item(
    id: str, kind: str, question: Text, choices: Choices, feedback: Choices | None
) -> Item:
    if not choices:
        raise ValueError(f"{id!r} offers no choice. Give at least one.")
    comments = feedback or {}
    offered = [
        {
            "value": str(value),
            "text": both(text),
            "feedback": both(comments[value]) if value in comments else None,
        }
        for value, text in choices.items()
    ]
    return {"id": id, "kind": kind, "text": both(question), "choices": offered}


def _text_item(id: str, question: Text, placeholder: Text, lines: int) -> Item:
    return {
        "id": id,
        "kind": "text",
        "text": both(question),
        "placeholder": both(placeholder),
        "lines": max(1, min(int(lines), 12)),
    }


_CONSENT_TITLE = {"fr": "À toi de choisir", "en": "Your choice"}
_CONSENT = {
    "fr": "Acceptes-tu que tes traces d'apprentissage servent à la recherche ?",
    "en": "May traces of your learning be used for research?",
}
_CONSENT_CHOICES = {
    "yes": {"fr": "Oui, j'accepte", "en": "Yes, they may"},
    "no": {"fr": "Non, je refuse", "en": "No, they may not"},
}
_CONSENT_DETAILS = (
    {
        "fr": "Ce qui sert : lab, exercice, essais, résultat, indices ouverts, langue, "
        "durées par tranches. Jamais ton code, ni tes textes, ni tes dessins.",
        "en": "What is used: lab, exercise, attempts, result, hints opened, language, "
        "durations in ranges. Never your code, your texts or your drawings.",
    },
    {
        "fr": "Sous un pseudonyme. Ta note n'en dépend pas. "
        "Tu peux changer d'avis ici, quand tu veux.",
        "en": "Under a pseudonym. Your mark does not depend on it. "
        "You can change your mind here, at any time.",
    },
)
