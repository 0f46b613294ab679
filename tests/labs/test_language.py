"""French is set one way, in Python and in the browser; a reader is asked one way."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from labs.language import LANGUAGES, NBSP, best_language, french, language_of

COMMON_JS = Path(__file__).parents[2] / "labs/kit/widgets/common.js"

# What was typed, and what is shown; `~` stands for the space that does not break.
SET = {
    "Prêt ? Oui ; non : si !": "Prêt~? Oui~; non~: si~!",
    "« Rendre »": "«~Rendre~»",
    "Le nom « x » ?": "Le nom «~x~»~?",
    "deux-points « : »": "deux-points «~:~»",
    "Vraiment ?! (oui !)": "Vraiment~?! (oui~!)",
    "**Ton but :** dessine": "**Ton but~:** dessine",
    "12 Mo, 75 %, 3 points, 1 h": "12~Mo, 75~%, 3~points, 1~h",
    "10 €, 7 Wh ; 40 g, 2 min": "10~€, 7~Wh~; 40~g, 2~min",
    "{n} points sur %(limit)s Mo": "{n}~points sur %(limit)s~Mo",
    "%(share)s %% des dessins": "%(share)s~%% des dessins",
    "L'IA n'a rien d'étrange.": "L’IA n’a rien d’étrange.",
    "jusqu'à aujourd'hui": "jusqu’à aujourd’hui",
    "d'aujourd'hui qu'on parle": "d’aujourd’hui qu’on parle",
    "l'« erreur » d'{name}, l'%(x)s": "l’«~erreur~» d’{name}, l’%(x)s",
    "n'écris pas d'`import`": "n’écris pas d’`import`",
    '"l\'eau"': '"l’eau"',
    "Exercice 3 s'il reste 3 s": "Exercice 3 s’il reste 3~s",
    "<b>Attention :</b> l'eau": "<b>Attention~:</b> l’eau",
    "Va sur http://a:8000/l'eau !": "Va sur http://a:8000/l'eau~!",
}
LEFT_ALONE = [
    "",
    "Bonjour, toi. Ça va…",
    "rendez-vous à 12:30",
    "http://a:8000/x?y=1;z=2",
    "un smiley :-) et ://",
    "| :--- | ---: |",
    "`a : b` et `l'eau` et `d['n'] ? 1`",
    "```\nif x :\n    print('l\\'eau', 3 %2)\n```",
    "{x['a'] : y}",
    "[ici](https://a.b/l'eau)",
    '<a title="l\'eau : froide">',
    "7 % 2 et %(given)s et de %(name)s",
    "les mots 'd', 'non' et 's'",
    "don't, Ada's, rock'n'roll",
    "déjà\u202f! et «\u00a0là\u00a0»\u00a0: l’eau, 3\u202f%",
    "12 monts, 3 grands, 4 haies",
]


@pytest.mark.parametrize("typed", SET)
def test_french_gets_its_spaces_and_apostrophes(typed: str) -> None:
    shown = SET[typed].replace("~", NBSP)

    assert french(typed) == shown
    assert french(shown) == shown


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_code_addresses_and_what_is_set_already_are_left_alone(text: str) -> None:
    assert french(text) == text


def test_the_browser_sets_french_as_the_server_does() -> None:
    """Widgets put values into their sentences first, so they do it again."""
    source = COMMON_JS.read_text(encoding="utf-8")
    begin, end = source.index("const FRENCH"), source.index("/** An element")
    typed = [*SET, *LEFT_ALONE]
    program = (
        f"{source[begin:end]}\n"
        f"console.log(JSON.stringify({json.dumps(typed)}.map(french)));"
    )
    node = shutil.which("node")
    assert node, "node runs the Hub's proxy, and this"

    run = subprocess.run([node, "-e", program], check=True, capture_output=True)

    shown = dict(zip(typed, json.loads(run.stdout), strict=True))
    assert shown == {text: french(text) for text in typed}


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        (None, "fr"),
        ("", "fr"),
        ("de", "fr"),
        ("en", "en"),
        ("fr-CA", "fr"),
        ("EN-gb", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("en-GB,en;q=0.9,fr;q=0.8", "en"),
        ("de;q=1, fr;q=0.4, en;q=0.6", "en"),
        ("de,en;q=0.5,fr;q=0.8", "fr"),
        ("de, es;q=0.5", "fr"),
        ("fro, enm", "fr"),  # Old French, Middle English
        ("*", "fr"),
        ("en;q=0.5, *", "fr"),
        ("en, *;q=0.1", "en"),
        ("fr;q=0, *", "en"),
        ("en;q=0", "fr"),
        ("en ; q=0.8, fr;q=0.7", "en"),
        ("fr;q=x, en;q=0.1", "en"),
        ("fr;q=0.1,en;q=nonsense", "fr"),
        ("fr;q=nan, en;q=0.1", "en"),
        (";;,,=" * 50, "fr"),
        ("*" * 10_000, "fr"),
        ("\0\n<script>", "fr"),
    ],
)
def test_the_browsers_language_is_read_kindly(header: str | None, lang: str) -> None:
    assert best_language(header) == lang


@pytest.mark.parametrize(
    ("said", "lang"), [(None, "fr"), ("", "fr"), ("en", "en"), ("EN_us", "en")]
)
def test_a_servers_language_is_the_one_it_was_started_with(
    said: str | None, lang: str
) -> None:
    environment = {} if said is None else {"CAIRE_LANG": said}

    assert language_of(environment) == lang
    assert lang in LANGUAGES
