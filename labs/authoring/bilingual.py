"""One cell in two languages -> the same cell in one language.

Prose: `::: fr` … `::: en` … `:::` blocks. Code: `L("bonjour", "hello")` becomes
the text of the language; a whole-line comment `# fr: …` or `# en: …` stays in
its own language only. French text gets its non-breaking spaces here, so that
authors type plain ones.

The one rule: both builds are the same program. After the texts are taken out,
the French and the English code must be equal, or the lab is refused.
"""

from __future__ import annotations

import ast
import re
from typing import TypeGuard

from labs.authoring.source import BadLab, Cell, Role
from labs.language import french

_BLOCK = re.compile(r"::: ?(?P<lang>fr|en)?")
_COMMENT = re.compile(r"(?P<indent>\s*)# (?P<lang>fr|en): ?(?P<text>.*)")


def in_language(cell: Cell, lang: str) -> str:
    """The cell's text in 'fr' or 'en'. Raises BadLab when a language is missing."""
    if cell.is_prose:
        return _prose(cell, lang)
    if cell.role is Role.CHECK:
        _refuse_languages_in_a_check(cell)
        return cell.text
    return _code(cell, lang)


def refuse_different_programs(cell: Cell) -> None:
    """Raises BadLab unless the cell is the same program in both languages."""
    in_french, in_english = (
        ast.dump(_WithoutTexts().visit(ast.parse(in_language(cell, lang))))
        for lang in ("fr", "en")
    )
    if in_french != in_english:
        raise BadLab(f"line {cell.line}: the French and English code differ")


def _prose(cell: Cell, lang: str) -> str:
    kept: list[str] = []
    current: str | None = None
    seen = {"fr": 0, "en": 0}
    for line in cell.text.splitlines():
        block = _BLOCK.fullmatch(line.strip())
        if block:
            current = block["lang"]
            if current:
                seen[current] += 1
        elif current in (None, lang):
            kept.append(line)
            if current is None and re.search(r"[^\W\d_]{3}", line):
                raise BadLab(
                    f"line {cell.line}: {line[:40]!r} is in no language; "
                    "put prose between '::: fr', '::: en' and ':::'"
                )
    if seen["fr"] != seen["en"] or current is not None:
        raise BadLab(
            f"line {cell.line}: this prose has {seen['fr']} French and {seen['en']} "
            "English blocks; write '::: fr', '::: en', ':::' each time"
        )
    text = "\n".join(kept).strip()
    return french(text) if lang == "fr" else text


def _code(cell: Cell, lang: str) -> str:
    lines = []
    for line in cell.text.splitlines():
        comment = _COMMENT.fullmatch(line)
        if comment is None:
            lines.append(line)
        elif comment["lang"] == lang:
            words = comment["text"]
            words = french(words) if lang == "fr" else words
            lines.append(f"{comment['indent']}# {words}".rstrip())
    if cell.text.count("# fr:") != cell.text.count("# en:"):
        raise BadLab(f"line {cell.line}: '# fr:' and '# en:' lines go in pairs")
    return _choose_texts("\n".join(lines), lang, cell.line)


def _choose_texts(code: str, lang: str, line: int) -> str:
    """Replaces each `L("fr", "en")` by the argument of the language, as written."""
    try:
        tree = ast.parse(code)
    except SyntaxError as error:
        raise BadLab(f"line {line}: this code does not compile ({error.msg})") from None
    encoded = code.splitlines(keepends=True)
    starts = [0]
    for each in encoded:
        starts.append(starts[-1] + len(each.encode()))
    raw = code.encode()
    calls = [node for node in ast.walk(tree) if _is_choice(node)]
    for call in sorted(calls, key=lambda node: (-node.lineno, -node.col_offset)):
        if len(call.args) != 2 or call.keywords or not all(map(_is_text, call.args)):
            raise BadLab(f'line {line}: write L("texte", "text") with two plain texts')
        chosen = ast.get_source_segment(code, call.args[lang == "en"]) or ""
        if lang == "fr":
            chosen = french(chosen)
        if "\n" in chosen:
            chosen = f"({chosen})"
        begin = starts[call.lineno - 1] + call.col_offset
        end = starts[(call.end_lineno or 1) - 1] + (call.end_col_offset or 0)
        raw = raw[:begin] + chosen.encode() + raw[end:]
    return raw.decode()


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


def _refuse_languages_in_a_check(cell: Cell) -> None:
    has_choice = any(_is_choice(node) for node in ast.walk(ast.parse(cell.text)))
    if has_choice or re.search(r"# (fr|en):", cell.text):
        raise BadLab(
            f"line {cell.line}: a check is the same in both languages; "
            'it carries both sentences: expect(…, fr="…", en="…")'
        )


class _WithoutTexts(ast.NodeTransformer):
    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        return ast.Constant("") if isinstance(node.value, str) else node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        """An f-string keeps the values it shows, in any order: word order differs."""
        shown = [part for part in node.values if isinstance(part, ast.FormattedValue)]
        values = sorted(ast.dump(part.value) for part in shown)
        return ast.Constant(b"".join(map(str.encode, values)) if values else "")
