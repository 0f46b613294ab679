"""What a learner reads when the marking itself has something to say.

Each is a code and one sentence in each language: what happened, then one thing
to try. Nothing here contains a test, or a value a test used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from labs.language import NBSP, french


@dataclass(frozen=True)
class Message:
    """A code, and the same sentence in French and in English."""

    code: str | None
    fr: str
    en: str


def too_slow(seconds: int) -> Message:
    return Message(
        "time",
        f"Ton code a été arrêté après {seconds} s. Cherche une boucle qui ne finit "
        f"jamais.",
        f"Your code was stopped after {seconds} s. Look for a loop that never ends.",
    )


def too_much_memory(memory_mb: int) -> Message:
    return Message(
        "memory",
        f"Ton code a demandé plus de {memory_mb} Mo de mémoire. Cherche une liste ou "
        "un tableau qui grandit sans fin.",
        f"Your code asked for more than {memory_mb} MB of memory. Look for a list or "
        "an array that grows without end.",
    )


def too_many_processes(processes: int) -> Message:
    return Message(
        "processes",
        "Ton code a lancé trop de programmes ou de fils à la fois (au plus "
        f"{processes}). Cherche une boucle qui en lance sans fin, par exemple avec "
        "`os.fork`.",
        "Your code started too many programs or threads at once (at most "
        f"{processes}). Look for a loop that starts them without end, for example with "
        "`os.fork`.",
    )


DIED = Message(
    "stopped",
    "Ton code a mis fin au programme avant la fin de cet exercice. Cherche `os._exit`, "
    "`quit` ou un appel qui fait planter Python, et enlève-le.",
    "Your code ended the program before the end of this exercise. Look for `os._exit`, "
    "`quit` or a call that crashes Python, and remove it.",
)
TOO_LARGE = Message(
    "too-large",
    "Ta réponse est trop grande pour être lue. Vérifie la taille de tes listes et de "
    "tes "
    "tableaux, et qu'aucune suite n'est sans fin.",
    "Your answer is too large to be read. Check the size of your lists and arrays, and "
    "that no sequence is without end.",
)
NOT_YET = Message(
    None,
    "Ce n'est pas encore ce qui est demandé. Relis la consigne et essaie autrement.",
    "This is not yet what is asked. Read the task again and try another way.",
)
UNTOUCHED = Message(
    None,
    "Tu n'as pas encore commencé cet exercice.",
    "You have not started this exercise yet.",
)
LOST_IN_DAMAGE = Message(
    "damaged",
    "La fin de ton fichier est abîmée et cette réponse n'a pas pu être lue. Ouvre le "
    "notebook, vérifie ta réponse, enregistre et rends-le à nouveau.",
    "The end of your file is damaged and this answer could not be read. Open the "
    "notebook, "
    "check your answer, save and hand it in again.",
)
COULD_NOT_MARK = Message(
    "could-not-mark",
    french(
        "Nous n'avons pas encore pu corriger cet exercice. Ton travail est enregistré "
        "et l'équipe est prévenue ; tu n'as rien à refaire."
    ),
    "We could not mark this exercise yet. Your work is saved and the staff are told; "
    "you "
    "have nothing to do again.",
)
WAITING = Message(
    None,
    "Ta réponse attend d'être lue par une personne.",
    "Your answer is waiting to be read by a person.",
)
UNEXPECTED = Message(
    "unexpected",
    "Ta réponse n'a pas la forme attendue (par exemple un texte à la place d'un "
    "nombre, ou "
    "rien du tout). Affiche-la avec `print` et compare avec la consigne.",
    "Your answer does not have the expected form (a text instead of a number, say, or "
    "nothing at all). Show it with `print` and compare with the task.",
)


def missing(name: str) -> Message:
    return Message(
        "missing",
        f"Le nom `{name}` n'existe pas après l'exécution de ton notebook. Vérifie son "
        "orthographe et que la cellule qui le crée n'a pas d'erreur.",
        f"The name `{name}` does not exist after your notebook has run. Check its "
        f"spelling "
        "and that the cell which makes it has no error.",
    )


def stopped_with(error: dict[str, Any], *, in_a_test: bool = False) -> Message:
    """The learner's exception in plain words.

    The words are ours: of the error comes only which class of `NAMED` it is, so that
    code which saw a hidden input cannot spell it. in_a_test: a test had called their
    code; then the line is left out as well. A cell that ran had seen nothing.
    """
    named = _named(error)
    fr, en = ADVICE.get(_advised(error), _READ_IT)
    where_fr, where_en = _where(error)
    if in_a_test:
        where_fr, where_en = " quand le test l'utilise", " when the test uses it"
    what_fr = f"une erreur {named}" if named else "une autre erreur"
    what_en = f"a {named} error" if named else "another error"
    return Message(
        "error",
        f"Ton code s'arrête sur {what_fr}{where_fr}{NBSP}: {fr}",
        f"Your code stops with {what_en}{where_en}: {en}",
    )


def _where(error: dict[str, Any]) -> tuple[str, str]:
    line = error.get("line")
    if type(line) is not int or not 0 < line < 100_000:
        return "", ""
    return f" à la ligne {line} de la cellule", f" at line {line} of the cell"


def _named(error: dict[str, Any]) -> str:
    """The first of the exception's classes that is in the closed list, or ""."""
    return next((name for name in _kinds(error) if name in NAMED), "")


def _advised(error: dict[str, Any]) -> str:
    return next((name for name in _kinds(error) if name in ADVICE), "")


def _kinds(error: dict[str, Any]) -> list[str]:
    """The exception's class and its bases, as the learner's process says them."""
    kinds = error.get("kinds")
    said = [error.get("kind"), *(kinds if isinstance(kinds, list) else [])]
    return [name for name in said if isinstance(name, str)]


_READ_IT = (
    "lis la dernière ligne du message rouge en exécutant la cellule.",
    "run the cell and read the last line of the red message.",
)

# The commonest exceptions of beginners, most particular first.
ADVICE = {
    "NoInput": (
        "`input()` attend une réponse et personne ne peut la donner pendant la "
        "correction. Écris la valeur dans la cellule.",
        "`input()` waits for an answer and nobody can give it while your work is "
        "marked. "
        "Write the value in the cell.",
    ),
    "IndentationError": (
        "les espaces au début d'une ligne ne vont pas. Aligne les lignes d'un même "
        "bloc.",
        "the blanks at the start of a line are wrong. Line up the lines of one block.",
    ),
    "SyntaxError": (
        "Python ne comprend pas cette ligne. Cherche une parenthèse, un guillemet ou "
        "deux "
        "points qui manquent.",
        "Python does not understand this line. Look for a missing bracket, quote or "
        "colon.",
    ),
    "UnboundLocalError": (
        "une variable est utilisée avant d'avoir une valeur dans la fonction.",
        "a variable is used before it has a value in the function.",
    ),
    "NameError": (
        "un nom n'existe pas. Vérifie l'orthographe et exécute d'abord la cellule qui "
        "le "
        "crée.",
        "a name does not exist. Check the spelling and first run the cell that makes "
        "it.",
    ),
    "ModuleNotFoundError": (
        "cette bibliothèque n'est pas installée ici. Utilise celles du lab.",
        "this library is not installed here. Use those of the lab.",
    ),
    "ImportError": (
        "ce nom n'existe pas dans la bibliothèque. Vérifie l'orthographe.",
        "this name does not exist in the library. Check the spelling.",
    ),
    "FileNotFoundError": (
        "ce fichier n'existe pas à côté du notebook. Vérifie son nom.",
        "this file does not exist beside the notebook. Check its name.",
    ),
    "ZeroDivisionError": (
        "une division par zéro. Vérifie que le diviseur n'est pas vide ou nul.",
        "a division by zero. Check that the divisor is not empty or zero.",
    ),
    "IndexError": (
        "un numéro de case trop grand. La première case est 0, la dernière `len(…) - "
        "1`.",
        "a position that is too large. The first is 0, the last `len(…) - 1`.",
    ),
    "KeyError": (
        "cette clé n'est pas dans le dictionnaire ou le tableau. Affiche les clés.",
        "this key is not in the dictionary or table. Print the keys.",
    ),
    "AttributeError": (
        "cet objet n'a pas ce qui est écrit après le point. Vérifie l'orthographe et "
        "son "
        "type.",
        "this object does not have what is written after the dot. Check the spelling "
        "and "
        "its type.",
    ),
    "RecursionError": (
        "une fonction s'appelle elle-même sans fin. Il lui faut un cas où elle "
        "s'arrête.",
        "a function calls itself without end. It needs a case where it stops.",
    ),
    "NotFittedError": (
        "le modèle n'a pas encore appris. Appelle `fit` avant de l'utiliser.",
        "the model has not learnt yet. Call `fit` before using it.",
    ),
    "NotImplementedError": (
        "il reste une partie à écrire. Remplace la ligne qui lève cette erreur.",
        "a part is still to be written. Replace the line that raises this error.",
    ),
    "AssertionError": (
        "une vérification (`assert`) de ton code n'est pas remplie.",
        "a check (`assert`) in your code does not hold.",
    ),
    "TypeError": (
        "une opération reçoit le mauvais type, par exemple un texte au lieu d'un "
        "nombre.",
        "an operation gets the wrong type, a text instead of a number, for example.",
    ),
    "ValueError": (
        "une valeur du bon type, mais impossible ici. Vérifie tailles et contenus.",
        "a value of the right type that is impossible here. Check sizes and contents.",
    ),
    "SystemExit": (
        "`sys.exit` arrête la cellule. Enlève-le.",
        "`sys.exit` stops the cell. Remove it.",
    ),
}

# All the names a learner is told: what beginners meet. Others are "another error".
NAMED = frozenset(
    {
        *ADVICE,
        "KeyboardInterrupt",
        "MemoryError",
        "OSError",
        "OverflowError",
        "RuntimeError",
        "StopIteration",
        "UnicodeError",
    }
)
