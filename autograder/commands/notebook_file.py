"""A notebook file given on the command line, made ready for `grade`.

What cannot be marked raises BadInput with one sentence.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from autograder.assignment.version import AssignmentVersion
from autograder.grading.grade import Job
from autograder.release.build import build_version
from autograder.runtime import settings
from autograder.runtime.draws import DEVELOPMENT, BadDrawKeys, DrawKey, DrawKeys
from autograder.runtime.language import say
from autograder.runtime.limits import Limits
from autograder.sandbox.cold import SandboxUnavailable
from autograder.submission.read import MAX_BYTES, Unreadable, read
from autograder.submission.reassemble import reassemble
from labs.authoring.source import BadLab
from labs.catalogue import BadCatalogue, UnknownLab
from labs.outcome import Result

MAX_EXTRA = 40_000_000  # bytes, as the record takes


class BadInput(ValueError):
    """What was given cannot be marked; one sentence."""


def version_for(lab: str, told: settings.Settings) -> AssignmentVersion:
    """The lab as it is now, built if need be. Raises BadInput."""
    try:
        return build_version(lab, told.versions)
    except (UnknownLab, BadLab, BadCatalogue, SandboxUnavailable) as error:
        raise BadInput(str(error)) from None
    except PermissionError as error:
        raise BadInput(
            f"{error.filename} cannot be written. Give this user the folder, or set "
            "CAIRE_STATE to one that can be written. Nothing was marked."
        ) from None


def job_for(
    version: AssignmentVersion,
    told: settings.Settings,
    beside: dict[str, bytes],
    content: bytes,
    lang: str | None,
    file: Path,
    key: DrawKey,
) -> Job:
    """What `grade` takes. Raises BadInput for a notebook that cannot be read."""
    files = {**beside, f"{version.lab}.ipynb": content}
    try:
        lang = lang or _language(content)
        released = version.released_notebook(lang)
        reassemble(content, released, version.lab)  # or a sentence
    except Unreadable as error:
        said = error.en if lang == "en" else error.fr
        raise BadInput(f"{file}: {said}") from None
    return Job(
        lab=version.lab,
        lang=lang,
        files=files,
        seed=key.seed(_digest(files)),
        limits=Limits.from_mapping(told.limits),
        allow_unsandboxed=told.allow_unsandboxed,
    )


def key_here(told: settings.Settings, *, constant: bool) -> DrawKey:
    """The site's newest key, where a service made one; else the one everybody knows.

    constant: the latter in any case, for the same draws on every machine.
    Raises BadInput.
    """
    keys = DrawKeys(told.home)
    try:
        return keys.newest() if keys.exist() and not constant else DEVELOPMENT
    except BadDrawKeys as no:
        nothing = say("Rien n’a été noté.", "Nothing was marked.")
        raise BadInput(f"{say(no.fr, no.en)} {nothing}") from None


def as_json(result: Result) -> dict[str, object]:
    """What DEVELOPERS.md fixes, and nothing else."""
    whole = result.to_dict()
    return {
        key: whole[key] for key in ("lab", "points", "possible", "exercises", "seconds")
    }


def read_notebook(file: Path) -> bytes:
    """Its bytes. Raises BadInput for what is no file, or too large for one."""
    try:
        size = file.stat().st_size
        if not file.is_file():
            raise BadInput(f"{file} is not a file. Give a notebook (.ipynb).")
        with file.open("rb") as opened:
            # One byte too many is enough to say the sentence about size.
            content = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadInput(
            f"{file} cannot be read ({error.strerror}). Give the path of a notebook "
            "(.ipynb). Nothing was marked."
        ) from None
    if size > MAX_BYTES:
        raise BadInput(
            f"{file} is {size // 1_000_000} MB; a notebook may have "
            f"{MAX_BYTES // 1_000_000} MB. Clear its outputs and save it again. "
            "Nothing was marked."
        )
    return content


def files_beside(folder: Path | None) -> dict[str, bytes]:
    """The plain files of a folder: what the learner hands in beside the notebook."""
    if folder is None:
        return {}
    if not folder.is_dir():
        raise BadInput(f"--extra {folder} is not a folder. Nothing was marked.")
    found: dict[str, bytes] = {}
    left = MAX_EXTRA
    for path in sorted(folder.iterdir()):
        is_plain = path.is_file() and not path.is_symlink()
        if not is_plain or path.suffix == ".ipynb" or path.name.startswith("."):
            continue
        left -= path.stat().st_size
        if left < 0:
            raise BadInput(
                f"--extra {folder} has more than {MAX_EXTRA // 1_000_000} MB. "
                "Nothing was marked."
            )
        found[path.name] = path.read_bytes()
    return found


def _language(content: bytes) -> str:
    said = read(content).lang
    return said if said in ("fr", "en") else "fr"


def _digest(files: dict[str, bytes]) -> str:
    """The record's digest: sorted names, each with its content's SHA-256."""
    lines = (
        f"{n}\0{hashlib.sha256(c).hexdigest()}\n" for n, c in sorted(files.items())
    )
    return hashlib.sha256("".join(lines).encode()).hexdigest()
