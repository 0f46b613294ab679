"""The learner's drawings while they are being made: add, undo, save, merge.

Every change is written to the file at once. Before writing, the file is read
again: drawings that another window or kernel added meanwhile are kept, and what
it removed stays removed. Nothing here knows about widgets.
"""

from dataclasses import replace
from pathlib import Path

from labs.kit.drawings.file import (
    BLANK,
    MAX_CLASSES,
    MAX_DRAWINGS,
    MAX_NAME,
    Drawing,
    Drawings,
    DrawingsProblem,
    Rows,
    are_rows,
    fresh_id,
    parse_drawings,
)
from labs.kit.files import is_line, is_marking, read_bytes, set_aside, write_whole
from labs.kit.notice import Notice, Refused

_UNDO_STEPS = 40


class Sketchbook:
    """Drawings bound to a file. Each method makes one change and saves it.

    Every method returns a Notice, or raises Refused with nothing changed.
    """

    def __init__(self, path: Path, classes: list[str]) -> None:
        self.path = path
        self.opening = Notice("info", "", "")
        self.content = Drawings(classes, [])
        self._known = self.content  # as the file was when we last read or wrote it
        self._past: list[Drawings] = []
        self._open()

    def add(self, label: str, images: list[Rows]) -> Notice:
        """Add drawings to a class. A copy of an earlier one is kept, and told."""
        if label not in self.content.classes:
            raise Refused(
                "Choisis d'abord une classe dans la liste.",
                "Choose a class in the list first.",
            )
        if any(rows == BLANK for rows in images):
            raise Refused(
                "La grille est vide. Dessine quelque chose, puis ajoute.",
                "The grid is empty. Draw something, then add.",
            )
        if len(self.content) + len(images) > MAX_DRAWINGS:
            raise Refused(
                f"Le carnet est plein : {MAX_DRAWINGS} dessins. Supprimes-en d'abord.",
                f"The sketchbook is full: {MAX_DRAWINGS} drawings. Delete some first.",
            )
        copies = {item.rows for item in self.content.items} & set(images)
        items = list(self.content.items)
        for rows in images:
            items.append(Drawing(fresh_id(rows, (i.id for i in items)), label, rows))
        self._become(Drawings(self.content.classes, items))
        count = self.content.counts[label]
        if copies:
            return Notice(
                "warn",
                f"Ajouté, mais « {label} » contient maintenant une copie exacte. "
                "Une IA n'apprend rien d'une copie : change un trait ou annule.",
                f"Added, but '{label}' now holds an exact copy. "
                "An AI learns nothing from a copy: change a stroke, or undo.",
            )
        return Notice(
            "ok",
            f"Ajouté et enregistré : {count} pour « {label} ».",
            f"Added and saved: {count} for '{label}'.",
        )

    def remove(self, id: str) -> Notice:
        items = [item for item in self.content.items if item.id != id]
        if len(items) == len(self.content):
            raise Refused("Ce dessin n'y est plus.", "That drawing is already gone.")
        self._become(Drawings(self.content.classes, items))
        return Notice(
            "ok",
            "Dessin supprimé. « Annuler » le ramène.",
            "Drawing deleted. 'Undo' brings it back.",
        )

    def add_class(self, name: str) -> Notice:
        name = self._new_name(name)
        if len(self.content.classes) >= MAX_CLASSES:
            raise Refused(
                f"Il y a déjà {MAX_CLASSES} classes, le maximum.",
                f"There are {MAX_CLASSES} classes already, the most allowed.",
            )
        self._become(Drawings([*self.content.classes, name], self.content.items))
        return Notice("ok", f"Classe « {name} » ajoutée.", f"Class '{name}' added.")

    def rename_class(self, old: str, name: str) -> Notice:
        """Give a class another name; its drawings follow."""
        self._expect_class(old)
        name = self._new_name(name)
        classes = [name if label == old else label for label in self.content.classes]
        items = [
            replace(item, label=name) if item.label == old else item
            for item in self.content.items
        ]
        self._become(Drawings(classes, items))
        return Notice(
            "ok",
            f"« {old} » s'appelle maintenant « {name} ».",
            f"'{old}' is now called '{name}'.",
        )

    def remove_class(self, name: str) -> Notice:
        self._expect_class(name)
        classes = [label for label in self.content.classes if label != name]
        items = [item for item in self.content.items if item.label != name]
        self._become(Drawings(classes, items))
        return Notice(
            "ok",
            f"Classe « {name} » supprimée. « Annuler » la ramène.",
            f"Class '{name}' deleted. 'Undo' brings it back.",
        )

    def undo(self) -> Notice:
        if not self._past:
            raise Refused("Il n'y a rien à annuler.", "There is nothing to undo.")
        before = self._past.pop()
        self._save(before)
        return Notice("ok", "Dernier changement annulé.", "Last change undone.")

    def take_in(self, data: bytes) -> Notice:
        """Add the drawings of an exported file that are not here yet."""
        try:
            theirs = parse_drawings(data, "Le fichier / The file")
        except DrawingsProblem as problem:
            raise Refused(problem.fr, problem.en, "problem") from None
        here = {(item.label, item.rows) for item in self.content.items}
        classes = list(dict.fromkeys([*self.content.classes, *theirs.classes]))
        items = list(self.content.items)
        for item in theirs.items:
            if (item.label, item.rows) not in here:
                fresh = fresh_id(item.rows, (one.id for one in items))
                items.append(replace(item, id=fresh))
        if len(classes) > MAX_CLASSES or len(items) > MAX_DRAWINGS:
            raise Refused(
                "Ensemble, cela fait trop de classes (8) ou de dessins (400). "
                "Rien n'a été importé.",
                "Together this makes too many classes (8) or drawings (400). "
                "Nothing was imported.",
                "problem",
            )
        new = len(items) - len(self.content)
        self._become(Drawings(classes, items))
        return Notice("ok", f"Dessins importés : {new}.", f"Drawings imported: {new}.")

    @property
    def can_undo(self) -> bool:
        return bool(self._past)

    def _open(self) -> None:
        data = read_bytes(self.path)
        if data is None:
            return
        try:
            self.content = self._known = parse_drawings(data, self.path.name)
        except DrawingsProblem as problem:
            self._set_aside(problem)
            return
        self.opening = Notice(
            "ok",
            f"Dessins retrouvés : {len(self.content)}.",
            f"Drawings found again: {len(self.content)}.",
        )

    def _set_aside(self, problem: DrawingsProblem) -> None:
        if is_marking():
            return
        kept = set_aside(self.path).name
        self.opening = Notice(
            "problem",
            f"{problem.fr} Il est gardé ({kept}) ; le carnet repart vide.",
            f"{problem.en} It is kept ({kept}); the sketchbook starts empty.",
        )

    def _become(self, wanted: Drawings) -> None:
        before = self.content
        self._save(wanted)
        self._past = [*self._past[1 - _UNDO_STEPS :], before]

    def _save(self, wanted: Drawings) -> None:
        """Write what is wanted, with what another window changed meanwhile."""
        merged = _merged(wanted, self._known, self._in_file())
        try:
            data = merged.to_bytes()
            if not is_marking():
                write_whole(self.path, data)
        except DrawingsProblem as problem:
            raise Refused(problem.fr, problem.en, "problem") from None
        except OSError as error:
            raise Refused(
                f"Impossible d'enregistrer {self.path.name} ({error.strerror}). "
                "Rien n'a changé. Utilise « Exporter » pour garder une copie.",
                f"{self.path.name} could not be saved ({error.strerror}). "
                "Nothing has changed. Use 'Export' to keep a copy.",
                "problem",
            ) from None
        self.content = self._known = merged

    def _in_file(self) -> Drawings:
        data = read_bytes(self.path)
        if data is None:
            return self._known
        try:
            return parse_drawings(data, self.path.name)
        except DrawingsProblem as problem:
            self._set_aside(problem)
            return self._known

    def _new_name(self, name: str) -> str:
        name = " ".join(name.split())
        if not is_line(name, MAX_NAME):
            raise Refused(
                f"Écris un nom de 1 à {MAX_NAME} caractères.",
                f"Write a name of 1 to {MAX_NAME} characters.",
            )
        if name in self.content.classes:
            raise Refused(
                f"La classe « {name} » existe déjà.",
                f"The class '{name}' is there already.",
            )
        return name

    def _expect_class(self, name: str) -> None:
        if name not in self.content.classes:
            raise Refused(
                "Cette classe n'existe plus.", "That class is no longer there."
            )


def rows_from(value: object) -> Rows:
    """Rows out of what a browser sent. Raises Refused when it is not a drawing."""
    if not are_rows(value):
        raise Refused(
            "Il faut 16 lignes de 16 signes « . » ou « # ».",
            "There must be 16 rows of 16 signs '.' or '#'.",
        )
    return tuple(value)  # type: ignore[arg-type]


def _merged(wanted: Drawings, base: Drawings, theirs: Drawings) -> Drawings:
    """What is wanted here, plus what the file gained, minus what it lost."""
    if theirs == base:
        return wanted
    ours = {item.id for item in wanted.items}
    before, there = {i.id for i in base.items}, {i.id for i in theirs.items}
    kept = [i for i in wanted.items if i.id in there or i.id not in before]
    gained = [i for i in theirs.items if i.id not in before and i.id not in ours]
    classes = [*wanted.classes, *(c for c in theirs.classes if c not in base.classes)]
    used = [item.label for item in [*kept, *gained]]
    return Drawings(list(dict.fromkeys([*classes, *used])), [*kept, *gained])
