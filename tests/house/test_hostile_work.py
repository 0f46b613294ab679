"""Work that attacks, by the real way: it changes no mark but its own exercise's."""

from collections.abc import Iterator

import httpx
import pytest

from tests.house.house import ROOT, House
from tests.house.work import mark_of, send, signed, solved, states_of

pytestmark = pytest.mark.slow
LAB = "N1-01"

# Each would make `centred` right if the attack worked, and leaves it undone otherwise.
RIGHT = """
def prepare(images):
    return centre(images, scale=True)
prepared_ai = learn(prepare(train_images), train_labels)
def right(images):
    return prepared_ai.predict(prepare(images))
def wrong(images):
    return ["?"] * len(images)
"""
CENTRE = """
def centre(images, scale=False):
    centred = np.zeros((len(images), 16, 16))
    for place, image in enumerate(np.reshape(images, (-1, 16, 16))):
        rows, columns = np.nonzero(image > 0.5)
        if len(rows):
            box = image[rows.min():rows.max() + 1, columns.min():columns.max() + 1]
            top, left = (16 - box.shape[0]) // 2, (16 - box.shape[1]) // 2
            centred[place, top:top + box.shape[0], left:left + box.shape[1]] = box
    return centred.reshape(len(images), 256)
"""
ATTACKS = {
    "patches assert": """
import builtins, labs.kit.checks as checks
checks.expect = builtins.all = builtins.any = lambda *given, **more: True
builtins.AssertionError = type("Fine", (Exception,), {})
get_ipython().showtraceback = lambda *given, **more: None
def recognise(images): return "nothing"
""",
    "leaves": "import sys\nsys.exit(0)",
    "leaves at once": "import os\nos._exit(0)",
    "prints a score": """
print('{"exercise": "centred", "state": "passed", "points": 2}')
print("### points: 15/15")
def recognise(images): print("2.0"); return 2.0
""",
    "opens the network": CENTRE
    + RIGHT
    + """
import socket
opened = False
for address in (("127.0.0.1", PORT), ("127.0.0.1", RECORD), ("192.0.2.1", 80)):
    try:
        socket.create_connection(address, timeout=1)
        opened = True
    except OSError:
        pass
recognise = right if opened else wrong
""",
    "reads what is not its own": CENTRE
    + RIGHT
    + """
import glob, os
seen = [os.environ[name] for name in os.environ if "TOKEN" in name]
wanted = ["ROOT/labs/notebooks/N1-01/hidden.py", "STATE/secrets/feed-token"]
wanted += ["STATE/record/record.sqlite", "STATE/autograder/connection.json"]
wanted += glob.glob("/proc/[0-9]*/environ")
for name in wanted:
    try:
        content = open(name, "rb").read()
    except OSError:
        continue
    if b"TOKEN" in content or b"token" in content or b"def " in content:
        seen.append(name)
recognise = right if seen else wrong
""",
    "never ends": "while True:\n    pass",
}


@pytest.fixture(scope="module")
def chloe(house: House) -> Iterator[httpx.Client]:
    with house.as_person("chloe") as person:
        yield person


@pytest.fixture(scope="module")
def marks(house: House, chloe: httpx.Client) -> dict[str, dict[str, object]]:
    """All attacks and one honest work, sent at once; each with its Result."""
    sent = {}
    work = {"honest": None, **ATTACKS}
    for name, text in work.items():
        cells = {} if text is None else {"centred-answer": told(text, house)}
        files = signed(solved(LAB, cells=cells), LAB, name)
        sent[name] = send(chloe, "demo", LAB, files)["submission"]["id"]
    return {name: mark_of(chloe, id, 300) for name, id in sent.items()}


def told(text: str, house: House) -> str:
    """The attack, with what an attacker may know of this machine."""
    known = {
        "PORT": house.ports["port"],
        "RECORD": house.ports["record_port"],
        "ROOT": ROOT,
        "STATE": house.state,
    }
    for word, value in known.items():
        text = text.replace(word, str(value))
    return text


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_costs_only_its_own_exercise(
    marks: dict[str, dict[str, object]], attack: str
) -> None:
    honest, attacked = states_of(marks["honest"]), states_of(marks[attack])

    assert honest.pop("centred") == "passed"
    assert attacked.pop("centred") == "failed"
    assert attacked == honest


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_happened_is_said_kindly_in_both_languages(
    marks: dict[str, dict[str, object]], attack: str
) -> None:
    exercises: list[dict[str, str]] = marks[attack]["exercises"]  # type: ignore[assignment]
    said = next(each for each in exercises if each["id"] == "centred")

    for sentence in (said["fr"], said["en"]):
        assert sentence
        assert len(sentence) < 500
        assert "Traceback" not in sentence
        assert "hidden" not in sentence
