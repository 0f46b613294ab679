"""What a notebook shows in front of Python's traceback, and instead of nothing."""

import pytest
from IPython.core.interactiveshell import InteractiveShell

from labs.kit import language
from labs.kit.checks import Incorrect, NotAttempted
from labs.kit.errors import setup
from labs.kit.errors.setup import card_of


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_card_escapes_what_came_from_a_learner(
    lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language, "_chosen", [lang])
    evil = "<script>alert(1)</script>"
    for error in (
        NameError(f"name '{evil}'", name=evil),
        KeyError(evil),
        Incorrect(evil, evil, evil),
        NotAttempted(evil, evil),
    ):
        card = card_of(error, [f"\x1b[31m{evil}"], [])

        assert evil not in card
        assert "\x1b" not in card
        assert f"lang='{lang}'" in card


def test_a_notebook_shows_the_card_and_then_one_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[str] = []
    plain: list[list[str]] = []
    monkeypatch.setattr(setup, "display", lambda html: shown.append(html.data))
    show = setup._kind(
        type("Shell", (), {"user_ns": {"model": 1}}),
        lambda kind, error, trace: plain.append(trace),
    )

    show(NameError, NameError("name 'modle'", name="modle"), ["a", "long", "trace"])

    assert "model" in shown[0]
    assert "<details" in shown[0]
    assert plain == [["NameError: name 'modle'"]]


def test_when_our_card_fails_pythons_own_traceback_is_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain: list[list[str]] = []

    def broken_display(html: object) -> None:
        raise RuntimeError("no display here")

    monkeypatch.setattr(setup, "display", broken_display)
    show = setup._kind(
        type("Shell", (), {"user_ns": {}}),
        lambda kind, error, trace: plain.append(trace),
    )

    show(ValueError, ValueError("x"), ["the whole", "trace"])

    assert plain == [["the whole", "trace"]]


def test_setting_up_twice_changes_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_chosen", [])
    shell = InteractiveShell()
    monkeypatch.setattr(setup, "get_ipython", lambda: shell)

    setup.setup("en")
    first = shell._showtraceback
    setup.setup("fr")

    assert shell._showtraceback is first
    assert language.language() == "fr"


def test_while_marking_the_shell_stays_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(language, "_chosen", [])
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    shell = InteractiveShell()
    before = shell._showtraceback
    monkeypatch.setattr(setup, "get_ipython", lambda: shell)

    setup.setup("en")

    assert shell._showtraceback == before
    assert language.language() == "en"


def test_a_check_that_says_no_is_a_cross_with_its_code(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(language, "_chosen", ["fr"])

    card = card_of(Incorrect("M6", "Encore !", "Again!"), ["the trace"], [])

    assert "✗" in card
    assert "(M6)" in card
    assert "Encore\u00a0!" in card
    assert "the trace" not in card
