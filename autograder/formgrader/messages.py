"""What the proxy itself says, in the reader's language, and its plain page."""

from __future__ import annotations

from html import escape

from labs.language import LANGUAGES, best_language, french

# key: (French, English)
_SAID = {
    "not-here": (
        "Il n’y a rien à cette adresse, ou ce n’est pas une de vos promotions.",
        "There is nothing at this address, or it is not one of your cohorts.",
    ),
    "no-gradebook": (
        "Cette promotion n’a pas encore de lab publié : il n’y a rien à corriger. "
        "Publiez d’abord un lab depuis la page de la promotion.",
        "No lab was released to this cohort yet, so there is nothing to mark. "
        "Release a lab from the cohort’s page first.",
    ),
    "not-started": (
        "La page de correction n’a pas démarré. Rien n’est perdu ; réessayez dans une "
        "minute.",
        "The marking page did not start. Nothing is lost; try again in a minute.",
    ),
    "record-away": (
        "Le registre ne répond pas, donc nous ne savons pas si cette promotion est la "
        "vôtre. Réessayez dans une minute.",
        "The record does not answer, so we cannot tell whether this cohort is yours. "
        "Try again in a minute.",
    ),
    "bad-mark": (
        "Ce n’est pas enregistré : tapez un nombre de 0 au maximum de l’exercice.",
        "This was not saved: type a number from 0 to the exercise’s maximum.",
    ),
    "stale-page": (
        "Ce n’est pas enregistré : cette page est trop ancienne. Rechargez-la, puis "
        "retapez les points.",
        "This was not saved: this page is too old. Reload it, then type the points "
        "again.",
    ),
    "signed-out": (
        "Ce n’est pas enregistré : vous n’êtes plus connecté. Rechargez la page.",
        "This was not saved: you are no longer signed in. Reload the page.",
    ),
    "not-understood": (
        "Cette demande n’est pas lisible : rien n’a été fait. Revenez à la page de la "
        "promotion et repartez de là.",
        "This request cannot be read: nothing was done. Go back to the cohort’s page "
        "and start again from there.",
    ),
    "too-busy": (
        "Trop de demandes arrivent en même temps : rien n’a été fait. Réessayez dans "
        "quelques secondes.",
        "Too many requests arrive at the same time: nothing was done. Try again in a "
        "few seconds.",
    ),
    "failed": (
        "Quelque chose n’a pas marché de notre côté. Rechargez la page ; ce qui était "
        "enregistré l’est toujours.",
        "Something went wrong on our side. Reload the page; what was saved is still "
        "saved.",
    ),
}
_TITLES = {"fr": "Correction", "en": "Marking"}
_BACK = {"fr": "Retour à mes promotions", "en": "Back to my cohorts"}


def said(key: str, lang: str) -> str:
    fr, en = _SAID[key]
    return en if lang == "en" else french(fr)


def reader_language(asked: str | None, accepts: str | None) -> str:
    """The reader's choice (cookie), else the browser's first of ours, else French."""
    return asked if asked in LANGUAGES else best_language(accepts)


def page(key: str, lang: str, static: str, home: str) -> str:
    """A whole small page that says one sentence and leads back."""
    text = escape(said(key, lang))
    title = _TITLES[lang]
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title>"
        f'<link rel="stylesheet" href="{escape(static)}formgrader.css">'
        f'</head><body><main class="formgrader-page"><h1>{title}</h1><p>{text}</p>'
        f'<p><a href="{escape(home)}">{_BACK[lang]}</a></p></main></body></html>'
    )
