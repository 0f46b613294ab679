"""The one exception of the exchange, and the sentences a learner may read.

Each sentence says what was given or what happened, what is expected, what to
try, and what has (not) happened. French and English are written side by side so
that neither falls behind.
"""

from __future__ import annotations

from labs.language import NBSP, french

MEGABYTE = 1024 * 1024


class Problem(Exception):
    """Something a learner can read and act on, in both languages.

    status: the HTTP status that says the same to a program.
    retry_after_s: when trying again makes sense, or None.
    """

    def __init__(
        self, fr: str, en: str, status: int = 400, retry_after_s: int | None = None
    ) -> None:
        super().__init__(en)
        self.fr = french(fr)
        self.en = en
        self.status = status
        self.retry_after_s = retry_after_s

    def in_language(self, lang: str) -> str:
        return self.en if lang == "en" else self.fr


def size_in_words(size_bytes: int) -> tuple[str, str]:
    """A size in megabytes, the French way and the English way."""
    megabytes = max(0.1, size_bytes / MEGABYTE)
    text = f"{megabytes:.0f}" if megabytes >= 10 else f"{megabytes:.1f}"
    return f"{text.replace('.', ',')}{NBSP}Mo", f"{text}{NBSP}MB"


def not_a_notebook(name: str, what_fr: str, what_en: str) -> Problem:
    return Problem(
        f"« {name} » n’est pas un notebook : c’est {what_fr}. Ouvre le lab depuis "
        "« Mes labs », puis rends-le d’ici. Rien n’a été rendu.",
        f"“{name}” is not a notebook: it is {what_en}. Open the lab from “My labs”, "
        "then submit it from there. Nothing was submitted.",
    )


def null_byte(name: str) -> Problem:
    return Problem(
        f"« {name} » contient un caractère nul, que Python ne sait pas lire. Réécris à "
        "la main la ligne que tu as collée, puis rends à nouveau. Rien n’a été rendu.",
        f"“{name}” contains a null character, which Python cannot read. Type again "
        "the line you pasted, then submit again. Nothing was submitted.",
    )


def too_big(name: str, size_bytes: int, limit_bytes: int) -> Problem:
    fr, en = size_in_words(size_bytes)
    limit_fr, limit_en = size_in_words(limit_bytes)
    is_notebook = name.endswith(".ipynb")
    try_fr = (
        "Efface les sorties (menu Édition), enregistre"
        if is_notebook
        else "Déplace ce fichier hors du dossier du lab"
    )
    try_en = (
        "Clear the outputs (Edit menu), save"
        if is_notebook
        else "Move this file out of the lab's folder"
    )
    return Problem(
        f"« {name} » pèse {fr} ; la limite est {limit_fr}. {try_fr}, puis rends à "
        "nouveau. Rien n’a été rendu.",
        f"“{name}” is {en}; the limit is {limit_en}. {try_en}, then submit again. "
        "Nothing was submitted.",
        413,
    )


def too_big_together(size_bytes: int, limit_bytes: int) -> Problem:
    fr, en = size_in_words(size_bytes)
    limit_fr, limit_en = size_in_words(limit_bytes)
    return Problem(
        f"Le dossier du lab pèse {fr} ; la limite est {limit_fr}. Déplace ailleurs ce "
        "qui n’est pas dans le lab, puis rends à nouveau. Rien n’a été rendu.",
        f"The lab's folder is {en}; the limit is {limit_en}. Move elsewhere what does "
        "not belong to the lab, then submit again. Nothing was submitted.",
        413,
    )


def too_many_files(count: int, limit: int) -> Problem:
    return Problem(
        f"Le dossier du lab contient {count} fichiers ; la limite est {limit}. Déplace "
        "ailleurs ceux qui n’en font pas partie, puis rends à nouveau. Rien n’a été "
        "rendu.",
        f"The lab's folder holds {count} files; the limit is {limit}. Move elsewhere "
        "those that do not belong to it, then submit again. Nothing was submitted.",
        413,
    )


def a_link(name: str) -> Problem:
    return Problem(
        f"« {name} » est un lien vers un autre fichier ; seuls de vrais fichiers "
        "peuvent être rendus. Remplace-le par une copie. Rien n’a été rendu.",
        f"“{name}” is a link to another file; only real files can be submitted. "
        "Replace it with a copy. Nothing was submitted.",
    )


def no_lab_here(lab: str) -> Problem:
    return Problem(
        f"Le dossier « {lab} » ne contient pas le notebook du lab. Ouvre le lab depuis "
        "« Mes labs ». Rien n’a été rendu.",
        f"The folder “{lab}” does not hold the lab's notebook. Open the lab from “My "
        "labs”. Nothing was submitted.",
        404,
    )


def bad_release(lab: str) -> Problem:
    return Problem(
        f"Le lab {lab} est arrivé abîmé du serveur. Rien n’a changé dans ton espace. "
        "Réessaie ; si cela continue, préviens ton enseignant·e.",
        f"The lab {lab} arrived damaged from the server. Nothing changed in your "
        "space. Try again; if it goes on, tell your instructor.",
        502,
    )


def cannot_write(lab: str) -> Problem:
    return Problem(
        f"Le lab {lab} n’a pas pu être écrit dans ton espace : il est peut-être plein. "
        "Ton travail n’a pas été touché. Supprime ce qui ne sert plus, puis réessaie.",
        f"The lab {lab} could not be written in your space: it may be full. Your work "
        "was not touched. Delete what you no longer need, then try again.",
        507,
    )


def no_answer() -> Problem:
    return Problem(
        "Le serveur des labs ne répond pas. Ton travail est enregistré dans ton "
        "espace. Réessaie dans une minute.",
        "The labs server does not answer. Your work is saved in your space. Try again "
        "in a minute.",
        503,
        60,
    )


def not_let_in() -> Problem:
    return Problem(
        "Le serveur des labs ne te reconnaît plus. Ton travail est enregistré. "
        "Retourne à « Mes labs », reconnecte-toi, puis réessaie.",
        "The labs server does not recognise you any more. Your work is saved. Go back "
        "to “My labs”, log in again, then try again.",
        403,
    )


def strange_answer(status: int) -> Problem:
    return Problem(
        f"Le serveur des labs a répondu par une erreur ({status}). Ton travail est "
        "enregistré dans ton espace. Réessaie dans une minute.",
        f"The labs server answered with an error ({status}). Your work is saved in "
        "your space. Try again in a minute.",
        502,
    )


def false_receipt() -> Problem:
    return Problem(
        "Le reçu arrivé du serveur n’est pas signé comme il devrait. Ton travail est "
        "enregistré ; rends à nouveau, et préviens ton enseignant·e si cela continue.",
        "The receipt from the server is not signed as it should be. Your work is "
        "saved; submit again, and tell your instructor if it goes on.",
        502,
    )


def not_set_up() -> Problem:
    return Problem(
        "Cet espace n’est pas relié au serveur des labs (CAIRE_RECORD_URL ou "
        "JUPYTERHUB_API_TOKEN manque). Préviens ton enseignant·e. Rien n’a été rendu.",
        "This space is not connected to the labs server (CAIRE_RECORD_URL or "
        "JUPYTERHUB_API_TOKEN is missing). Tell your instructor. Nothing was sent.",
        503,
    )
