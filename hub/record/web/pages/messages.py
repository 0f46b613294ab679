"""The sentences of the code and the templates, as gettext catalogues.

`python -m hub.record messages` after changing a sentence: it adds the new ones
to fr and en (French is the source, so fr fills itself), and drops the old ones.
A test fails while a sentence is missing, fuzzy or no longer used.
"""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from hub.record.language import LOCALE
from labs.language import LANGUAGES
from labs.words import STATE_WORDS

ROOT = Path(__file__).parents[2]
METHODS = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
# Refused(status, sentence, ...): the second argument is the sentence.
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "Refused": (2,),
}


def extracted() -> Catalog:
    """Every sentence in the code now."""
    catalogue = Catalog(project="creer-son-ia", fuzzy=False)
    found = extract_from_dir(
        ROOT, METHODS, {"**/templates/**.html": {"newstyle_gettext": "true"}}, KEYWORDS
    )
    for _filename, _line, message, _comments, context in found:
        # No file names or line numbers: they change far more often than the words.
        catalogue.add(message, None, context=context)
    for word in STATE_WORDS.values():
        catalogue.add(word.fr, None)
    return catalogue


def kept(lang: str) -> Catalog:
    path = po_file(lang)
    if not path.exists():
        return Catalog(locale=lang, project="creer-son-ia", fuzzy=False)
    return read_po(io.BytesIO(path.read_bytes()), locale=lang)


def update() -> dict[str, int]:
    """Write both catalogues; how many sentences still want words, by language."""
    missing = {}
    for lang in LANGUAGES:
        catalogue = kept(lang)
        catalogue.update(extracted(), no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.fuzzy = False
        if lang == "fr":
            for message in catalogue:
                if message.id and not _has_words(message.string):
                    message.string = message.id
        path = po_file(lang)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as out:
            # No header: the language gives the plural rule, and dates are only noise.
            write_po(out, catalogue, sort_output=True, omit_header=True, width=100)
        missing[lang] = len(unfinished(catalogue))
    return missing


def unfinished(catalogue: Catalog) -> list[str]:
    """The sentences without words, or only guessed at."""
    return [
        str(message.id)
        for message in catalogue
        if message.id and (message.fuzzy or not _has_words(message.string))
    ]


def po_file(lang: str) -> Path:
    return LOCALE / lang / "LC_MESSAGES" / "record.po"


def _has_words(string: str | tuple[str, ...] | list[str]) -> bool:
    return bool(string) if isinstance(string, str) else bool(string) and all(string)
