"""The sentences for Python's commonest errors: kind of error -> (French, English).

More precise kinds come first: the first one that fits is the one that is said.
"""

import difflib
import re
from collections.abc import Callable

Sentences = tuple[str, str]


def _name(error: BaseException, names: list[str]) -> Sentences:
    name = str(getattr(error, "name", None) or _quoted(error) or "?")
    close = difflib.get_close_matches(name, names, 1, 0.7)
    if close:
        return (
            f"Le nom « {name} » n'existe pas. Voulais-tu écrire « {close[0]} » ?",
            f"The name '{name}' does not exist. Did you mean '{close[0]}'?",
        )
    return (
        f"Le nom « {name} » n'existe pas encore. As-tu exécuté la cellule "
        "qui le crée ? Vérifie aussi l'orthographe et les majuscules.",
        f"The name '{name}' does not exist yet. Did you run the cell that makes it? "
        "Check spelling and capitals too.",
    )


def _key(error: BaseException, _: list[str]) -> Sentences:
    key = repr(error.args[0])[:60] if error.args else "?"
    return (
        f"La clé {key} n'est pas dans ce dictionnaire ou ce tableau. "
        "Affiche les clés qui existent, par exemple avec list(…).",
        f"The key {key} is not in this dictionary or table. "
        "Show the keys there are, for example with list(…).",
    )


def _attribute(error: BaseException, _: list[str]) -> Sentences:
    name = str(getattr(error, "name", None) or "?")
    owner = getattr(error, "obj", None)
    if owner is None and "NoneType" in str(error):
        return (
            f"Tu demandes « .{name} » à None, c'est-à-dire à rien. "
            "La ligne d'avant n'a sans doute rien donné : un return oublié ?",
            f"You ask None, that is nothing, for '.{name}'. "
            "The line before probably gave nothing: a forgotten return?",
        )
    kind = type(owner).__name__
    return (
        f"Un objet de type {kind} n'a rien qui s'appelle « {name} ». "
        "Vérifie l'orthographe, ou le type de ta variable.",
        f"An object of type {kind} has nothing called '{name}'. "
        "Check the spelling, or the type of your variable.",
    )


def _module(error: BaseException, _: list[str]) -> Sentences:
    name = str(getattr(error, "name", None) or "?")
    return (
        f"Le module « {name} » n'est pas installé ici, ou son nom est mal écrit. "
        "Ce lab n'a besoin d'aucune installation.",
        f"The module '{name}' is not installed here, or its name is misspelt. "
        "This lab needs no installation.",
    )


def _file(error: BaseException, _: list[str]) -> Sentences:
    name = str(getattr(error, "filename", None) or "?").rsplit("/", 1)[-1]
    return (
        f"Le fichier « {name} » n'est pas là. Vérifie son nom, "
        "et qu'il est dans le dossier du lab.",
        f"The file '{name}' is not there. Check its name, "
        "and that it is in the lab's folder.",
    )


def _syntax(error: BaseException, _: list[str]) -> Sentences:
    said = str(getattr(error, "msg", ""))
    if "never closed" in said or "EOF" in said:
        return (
            "Une parenthèse, un crochet ou un guillemet est ouvert et jamais fermé.",
            "A bracket or a quotation mark is opened and never closed.",
        )
    if "expected ':'" in said:
        return (
            "Il manque deux-points « : » à la fin de cette ligne.",
            "A colon ':' is missing at the end of this line.",
        )
    if "Maybe you meant '=='" in said:
        return (
            "Pour comparer, écris deux signes égal : « == ». "
            "Un seul range une valeur dans un nom.",
            "To compare, write two equal signs: '=='. One stores a value in a name.",
        )
    if "unterminated string" in said:
        return (
            "Un texte commence par un guillemet et n'est pas refermé.",
            "A text begins with a quotation mark and is not closed.",
        )
    return (
        "Python ne peut pas lire cette ligne. Regarde la ponctuation : parenthèses, "
        "virgules, guillemets, deux-points, et la fin de la ligne d'avant.",
        "Python cannot read this line. Look at the punctuation: brackets, commas, "
        "quotation marks, colons, and the end of the line before.",
    )


def _type(error: BaseException, _: list[str]) -> Sentences:
    said = str(error)
    missing = re.search(r"(\S+)\(\) missing \d+ required .*?: (.+)", said)
    if missing:
        return (
            f"Il manque quelque chose entre les parenthèses de {missing[1]} : "
            f"{missing[2][:60]}.",
            f"Something is missing between the brackets of {missing[1]}: "
            f"{missing[2][:60]}.",
        )
    if "not callable" in said:
        return (
            "Tu mets des parenthèses après quelque chose qui n'est pas une fonction. "
            "As-tu donné ce nom à une variable ?",
            "You put brackets after something that is not a function. "
            "Did you give that name to a variable?",
        )
    if "NoneType" in said:
        return (
            "Une des valeurs est None, c'est-à-dire rien. "
            "La fonction qui l'a donnée a peut-être oublié return.",
            "One of the values is None, that is nothing. "
            "The function that gave it may have forgotten return.",
        )
    return (
        "Ces valeurs ne vont pas ensemble : par exemple un texte et un nombre. "
        "Affiche leur type avec type(…).",
        "These values do not go together: a text and a number, for example. "
        "Show their type with type(…).",
    )


def _value(error: BaseException, _: list[str]) -> Sentences:
    said = str(error)
    if "inconsistent numbers of samples" in said:
        return (
            "Il n'y a pas autant de dessins que d'étiquettes. Compare len(…) des deux.",
            "There are not as many drawings as labels. Compare len(…) of both.",
        )
    if "needs samples of at least 2 classes" in said or "number of classes" in said:
        return (
            "Il n'y a qu'une classe dans ces données : un modèle a besoin d'au moins "
            "deux choses à distinguer.",
            "There is only one class in these data: a model needs at least "
            "two things to tell apart.",
        )
    if "Expected 2D array" in said or "0 sample" in said:
        return (
            "Le modèle attend un tableau à deux dimensions (une ligne par dessin), "
            "et non vide. Affiche X.shape.",
            "The model wants a table with two dimensions (one row per drawing), "
            "not an empty one. Show X.shape.",
        )
    return (
        "Le type convient, mais pas la valeur. Le message de Python, ci-dessous, "
        "dit laquelle.",
        "The type is right, but the value is not. Python's message, below, says which.",
    )


NOT_FITTED = (
    "Ce modèle n'a encore rien appris. Appelle « fit » avec tes données "
    "d'entraînement avant « predict ».",
    "This model has not learned anything yet. Call 'fit' with your training data "
    "before 'predict'.",
)
KNOWN: list[
    tuple[
        type[BaseException],
        Sentences | Callable[[BaseException, list[str]], Sentences],
    ]
] = [
    (
        UnboundLocalError,
        (
            "Dans cette fonction, un nom est utilisé avant d'avoir reçu une valeur.",
            "In this function, a name is used before it was given a value.",
        ),
    ),
    (NameError, _name),
    (
        IndentationError,
        (
            "Les espaces au début de la ligne ne conviennent pas. Après deux-points, "
            "décale de 4 espaces ; sinon, aligne avec la ligne d'avant.",
            "The spaces at the start of the line do not fit. After a colon, move in "
            "by 4 spaces; otherwise align with the line before.",
        ),
    ),
    (SyntaxError, _syntax),
    (KeyError, _key),
    (
        IndexError,
        (
            "Tu demandes une position qui n'existe pas. Les positions vont de 0 à "
            "len(…) - 1 ; la liste est peut-être vide.",
            "You ask for a position that does not exist. Positions go from 0 to "
            "len(…) - 1; the list may be empty.",
        ),
    ),
    (AttributeError, _attribute),
    (
        ZeroDivisionError,
        (
            "Une division par zéro : le diviseur compte peut-être une liste vide.",
            "A division by zero: the divisor may count an empty list.",
        ),
    ),
    (ImportError, _module),
    (FileNotFoundError, _file),
    (
        PermissionError,
        (
            "Ce fichier ne t'est pas ouvert. Écris dans le dossier du lab.",
            "That file is not open to you. Write in the lab's folder.",
        ),
    ),
    (
        RecursionError,
        (
            "Une fonction s'appelle elle-même sans fin. Il lui faut un cas d'arrêt.",
            "A function calls itself without end. It needs a case where it stops.",
        ),
    ),
    (
        MemoryError,
        (
            "Il n'y a plus assez de mémoire. Essaie avec moins de données.",
            "There is not enough memory left. Try with less data.",
        ),
    ),
    (
        KeyboardInterrupt,
        (
            "Tu as arrêté le calcul. Rien n'est abîmé : relance quand tu veux.",
            "You stopped the computation. Nothing is broken: run it again any time.",
        ),
    ),
    (
        AssertionError,
        (
            "Une vérification attendait autre chose que ce que ton code a donné.",
            "A check expected something other than what your code gave.",
        ),
    ),
    (TypeError, _type),
    (
        UnicodeError,
        (
            "Ce texte n'est pas dans le codage attendu. Ouvre-le en UTF-8.",
            "This text is not in the expected encoding. Open it as UTF-8.",
        ),
    ),
    (ValueError, _value),
]


def _quoted(error: BaseException) -> str | None:
    found = re.search(r"'([^']+)'", str(error))
    return found[1] if found else None
