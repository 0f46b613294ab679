"""Code in two languages -> the same code in one language; and French spaces.

`L("bonjour", "hello")` becomes the text of the language; a whole-line comment
`# fr: …` or `# en: …` stays in its own language only. French text gets its
non-breaking spaces here, so that authors type plain ones.

The one rule: both builds are the same program. After the texts are taken out,
the French and the English code must be equal, or the lab is refused.
"""

from __future__ import annotations

import ast
import re
from typing import TypeGuard

from labs.authoring.rewrite import parsed, replaced, source_of
from labs.authoring.source import Place

NBSP = "\u00a0"
_COMMENT = re.compile(r"(?P<indent>\s*)# (?P<lang>fr|en): ?(?P<text>.*)")
_CODE_SPAN = re.compile(r"(```.*?```|`[^`]*`|\]\([^)]*\)|<[^>]*>)", re.S)


def in_language(code: str, lang: str, place: Place) -> str:
    """The code in 'fr' or 'en'. Raises BadLab when a language is missing."""
    if code.count("# fr:") != code.count("# en:"):
        raise place.bad("'# fr:' and '# en:' lines go in pairs; write the other one")
    lines = [_line(line, lang) for line in code.splitlines()]
    kept = "\n".join(line for line in lines if line is not None)
    return _choose_texts(kept, lang, place)


def refuse_different_programs(french: str, english: str, place: Place) -> None:
    """Raises BadLab unless both are the same program but for the texts."""
    one, other = (
        ast.dump(_WithoutTexts().visit(ast.parse(code))) for code in (french, english)
    )
    if one != other:
        raise place.bad("the French and English code differ; only texts in L(…, …) may")


def refuse_languages_in_a_check(code: str, place: Place) -> None:
    has_choice = any(_is_choice(node) for node in ast.walk(parsed(code, place)))
    if has_choice or re.search(r"# (fr|en):", code):
        raise place.bad(
            "a check is the same in both languages; write its sentences in "
            "texts.toml, under the code that expect(…) names"
        )


def french_typography(text: str) -> str:
    """The text with non-breaking spaces where French wants them; code is left alone."""
    parts = _CODE_SPAN.split(text)
    return "".join(
        part if place % 2 else _french_spaces(part) for place, part in enumerate(parts)
    )


def _french_spaces(text: str) -> str:
    text = re.sub(r"(?<=\S) (?=[:;!?»](?:\W|$))", NBSP, text)
    text = text.replace("« ", f"«{NBSP}")
    return re.sub(r"(?<=\d) (?=(?:%|min|s|h|W|Wh|g|kB)\b|%)", NBSP, text)


def _line(line: str, lang: str) -> str | None:
    comment = _COMMENT.fullmatch(line)
    if comment is None:
        return line
    if comment["lang"] != lang:
        return None
    words = comment["text"]
    words = french_typography(words) if lang == "fr" else words
    return f"{comment['indent']}# {words}".rstrip()


def _choose_texts(code: str, lang: str, place: Place) -> str:
    """Replaces each `L("fr", "en")` by the argument of the language, as written."""
    calls = [node for node in ast.walk(parsed(code, place)) if _is_choice(node)]
    return replaced(code, [(call, _chosen(code, call, lang, place)) for call in calls])


def _chosen(code: str, call: ast.Call, lang: str, place: Place) -> str:
    if len(call.args) != 2 or call.keywords or not all(map(_is_text, call.args)):
        raise place.bad('write L("texte", "text") with two plain texts')
    chosen = source_of(code, call.args[lang == "en"])
    if lang == "fr":
        chosen = french_typography(chosen)
    return f"({chosen})" if "\n" in chosen else chosen


def _is_choice(node: ast.AST) -> TypeGuard[ast.Call]:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "L"
    )


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


class _WithoutTexts(ast.NodeTransformer):
    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        return ast.Constant("") if isinstance(node.value, str) else node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        """An f-string keeps the values it shows, in any order: word order differs."""
        shown = [part for part in node.values if isinstance(part, ast.FormattedValue)]
        values = sorted(ast.dump(part.value) for part in shown)
        return ast.Constant(b"".join(map(str.encode, values)) if values else "")
