# %% [markdown]
"""
::: fr
# Mon IA reconnaît mes dessins

En une heure, tu vas créer ta propre IA. Elle apprendra à reconnaître **tes** dessins, et rien d'autre.

| Étape | Tu vas… | Durée |
| --- | --- | --- |
| 1 | dessiner, et voir ta première IA deviner | 5 min |
| 2 | compléter tes données | 10 min |
| 3 | mettre des dessins de côté | 8 min |
| 4 | entraîner ton IA et la noter honnêtement | 12 min |
| 5 | l'essayer sur une autre main | 12 min |
| 6 | la rendre insensible à la position | 8 min |
| 7 | mesurer une limite et conclure | 5 min |

**Deux chemins, une seule note.** Chemin A : tu dessines, tu cliques, tu choisis. Chemin B : tu écris du code.
Avance avec **Maj + Entrée**. Une ligne grise qui finit par ••• cache du code : clique dessus si tu veux le lire.
Une cellule qui n'a pas encore ce qu'il lui faut te le dit gentiment.
::: en
# My AI recognises my drawings

In one hour you will create your own AI. It will learn to recognise **your** drawings, and nothing else.

| Step | You will… | Time |
| --- | --- | --- |
| 1 | draw, and see your first AI guess | 5 min |
| 2 | complete your data | 10 min |
| 3 | hold some drawings back | 8 min |
| 4 | train your AI and score it honestly | 12 min |
| 5 | try it on another hand | 12 min |
| 6 | make it insensitive to position | 8 min |
| 7 | measure a limit and conclude | 5 min |

**Two paths, one mark.** Path A: you draw, click and choose. Path B: you write code.
Move on with **Shift + Enter**. A grey line that ends with ••• hides code: click on it if you want to read it.
A cell that does not have what it needs yet tells you so kindly.
:::
"""

# %% [markdown]
"""
::: fr
## Étape 1 sur 7. Ta première IA

Exécute les trois cellules suivantes. Dans la deuxième, dessine **trois** fois chaque chiffre, au moins.
Tu peux changer les noms : tes [classes](#glossaire) sont ce que ton IA distinguera, par exemple « 3 » et « 8 ».

Sans souris : flèches et barre d'espace dans la grille, ou le générateur de formes. Ne dessine ni nom ni visage réel.
::: en
## Step 1 of 7. Your first AI

Run the next three cells. In the second one, draw each digit at least **three** times.
You can change the names: your [classes](#glossaire) are what your AI will tell apart, "3" and "8" for instance.

No mouse: arrow keys and space bar in the grid, or the generator of shapes. Draw no real name and no real face.
:::
"""

# %%
# fr: 1 sur 3. Prépare le carnet.
# en: 1 of 3. Prepares the notebook.
import numpy as np

from labs.kit import setup

setup(lang=L("fr", "en"))

# %% jupyter={"source_hidden": true}
# fr: 2 sur 3. La planche à dessin. Tout est gardé dans le fichier mes-dessins.json.
# en: 2 of 3. The drawing pad. Everything is kept in the file mes-dessins.json.
from labs.kit import drawing_pad

drawing_pad(["0", "1"])

# %% jupyter={"source_hidden": true}
# fr: 3 sur 3. Entraîne une première IA sur tes dessins, puis la laisse deviner.
# en: 3 of 3. Trains a first AI on your drawings, then lets it guess.
from sklearn.neighbors import KNeighborsClassifier

from labs.kit import live_guess, load_drawings

images, labels = load_drawings()
first_ai = None
if len(set(labels)) >= 2:
    first_ai = KNeighborsClassifier(n_neighbors=1).fit(images, labels)
    live_guess(first_ai)
else:
    print(
        L(
            "Il faut des dessins d'au moins deux classes. Dessine au-dessus, puis exécute encore cette cellule.",
            "Drawings of at least two classes are needed. Draw above, then run this cell again.",
        )
    )

# %% [markdown]
"""
::: fr
**C'est ton IA.** Dessine dans le petit cadre : elle devine pendant que tu traces.
Personne n'a écrit de règle disant ce qu'est un « 0 ». Elle compare ton tracé aux dessins que tu lui as donnés.
::: en
**This is your AI.** Draw in the small frame: it guesses while you draw.
Nobody wrote a rule that says what a "0" is. It compares your stroke with the drawings you gave it.
:::
"""

# %% [markdown]
"""
::: fr
## Étape 2 sur 7. Tes données

### Exercice 1 : des dessins utilisables (2 points)

Il te faut **de 2 à 4 classes**, avec **au moins 8 dessins** dans chacune. Aucun dessin vide. Moins de la moitié de copies.
Varie : plus grand, plus petit, penché, tremblé. Ton IA n'apprendra que ce que tu lui montres.

- **Chemin A.** Complète la planche de l'étape 1, puis exécute les deux cellules suivantes.
- **Chemin B.** Fabrique des dessins avec `save_drawings(images, labels)` : chaque image a 16 × 16 cases, 0 ou 1.
::: en
## Step 2 of 7. Your data

### Exercise 1: usable drawings (2 points)

You need **2 to 4 classes**, with **at least 8 drawings** in each. No blank drawing. Less than half of copies.
Vary: larger, smaller, slanted, shaky. Your AI will only learn what you show it.

- **Path A.** Complete the pad of step 1, then run the next two cells.
- **Path B.** Make drawings with `save_drawings(images, labels)`: each image has 16 × 16 squares, 0 or 1.
:::
"""

# %% nbgrader={"grade": false, "grade_id": "drawings-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
# fr: Chemin A : cette ligne lit tes dessins (images) et leurs noms (labels, les étiquettes).
# en: Path A: this line reads your drawings (images) and their names (labels).
from labs.kit import load_drawings, show_drawings

images, labels = load_drawings()
### BEGIN SOLUTION
# fr: Sans dessins faits à la planche, la solution dessine par code.
# en: Without drawings made in the pad, the solution draws by code.
if len(images) == 0:
    from labs.kit import Hand, draw_shape, save_drawings

    hand = Hand(shake=0.05)
    numbers = [name for name in "147" for _ in range(12)]
    made = [draw_shape(name, seed, hand=hand) for seed, name in enumerate(numbers)]
    save_drawings(made, numbers)
    images, labels = load_drawings()
### END SOLUTION

show_drawings(images, labels, limit=48)

# %% jupyter={"source_hidden": true}
# fr: Trois indices pour l'exercice 1.
# en: Three hints for exercise 1.
from labs.kit import hint

hint(
    "drawings",
    [
        L(
            "Combien de dessins vois-tu dans chaque classe ? Y a-t-il un cadre vide ?",
            "How many drawings do you see in each class? Is there a blank frame?",
        ),
        L(
            "Complète la classe la plus petite jusqu'à 8. Le bouton des variations peut t'aider : il déforme un de tes dessins.",
            "Complete the smallest class up to 8. The button of variations can help: it distorts one of your drawings.",
        ),
        L(
            "Pour reconnaître des fruits : 8 photos de pommes et 8 de poires, toutes différentes, aucune noire.",
            "To recognise fruit: 8 photos of apples and 8 of pears, all different, none of them black.",
        ),
    ],
)

# %% nbgrader={"grade": true, "grade_id": "drawings", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false} jupyter={"source_hidden": true}
# Vérifier / Check: drawings
from labs.kit.checks import NotAttempted, expect, passed_here, submitted_file
from labs.kit.drawings import parse_drawings

content = submitted_file("mes-dessins.json")
mine = parse_drawings(content) if content is not None else None
if mine is None or len(mine) == 0:
    raise NotAttempted(
        fr="Il n'y a pas encore de dessin. Dessine dans la planche de l'étape 1.",
        en="There is no drawing yet. Draw in the pad of step 1.",
    )
counts = {name: count for name, count in mine.counts.items() if count}
smallest = min(counts, key=counts.get)
expect(
    len(counts) >= 2,
    "one-class",
    fr=f"Tous tes dessins sont des « {smallest} ». Une IA apprend en comparant : dessine une deuxième classe.",
    en=f"All your drawings are '{smallest}'. An AI learns by comparing: draw a second class.",
)
expect(
    counts[smallest] >= 8,
    "few-drawings",
    fr=f"La classe « {smallest} » a {counts[smallest]} dessins. Il en faut au moins 8 : ajoute des dessins variés.",
    en=f"The class '{smallest}' has {counts[smallest]} drawings. At least 8 are needed: add varied drawings.",
)
expect(
    not mine.blank,
    "blank-drawing",
    fr=f"Le dessin n° {(mine.blank or [0])[0] + 1} est vide. Efface-le ou redessine-le.",
    en=f"Drawing {(mine.blank or [0])[0] + 1} is blank. Delete it or draw it again.",
)
expect(
    len(mine.duplicates) * 2 < len(mine),
    "copies",
    fr=f"{len(mine.duplicates)} de tes {len(mine)} dessins sont des copies exactes. Une copie n'apprend rien de neuf : varie tes dessins.",
    en=f"{len(mine.duplicates)} of your {len(mine)} drawings are exact copies. A copy teaches nothing new: vary your drawings.",
)
passed_here()

# %% [markdown]
"""
::: fr
## Étape 3 sur 7. Mettre des dessins de côté

Un contrôle avec les questions déjà corrigées en classe ne mesure que la mémoire. Pour une IA, c'est pareil.
On sépare donc tes dessins en deux : ceux qui servent à apprendre ([entraînement](#glossaire)), et ceux qu'elle ne verra qu'à la fin ([test](#glossaire)).

### Exercice 2 : un test honnête (2 points)

Aucun dessin de test ne doit se trouver dans l'entraînement, même en copie. Chaque classe doit être dans les deux.

- **Chemin A.** Choisis la part à garder, puis exécute la cellule suivante.
- **Chemin B.** Remplis toi-même `train_images`, `train_labels`, `test_images` et `test_labels`.
::: en
## Step 3 of 7. Hold some drawings back

An exam made of questions already corrected in class only measures memory. It is the same for an AI.
So we split your drawings in two: those it learns from ([training](#glossaire)), and those it only sees at the end ([test](#glossaire)).

### Exercise 2: an honest test (2 points)

No test drawing may be in the training set, not even as a copy. Each class must be in both.

- **Path A.** Choose the part to keep, then run the next cell.
- **Path B.** Fill `train_images`, `train_labels`, `test_images` and `test_labels` yourself.
:::
"""

# %% jupyter={"source_hidden": true}
# fr: Chemin A : quelle part de tes dessins gardes-tu pour le test ?
# en: Path A: which part of your drawings do you keep for the test?
from labs.kit import choice

share = choice(
    "share",
    L(
        "Quelle part de tes dessins gardes-tu pour le test ?",
        "Which part of your drawings do you keep for the test?",
    ),
    {
        "none": L(
            "Aucune : je teste avec les dessins de l'entraînement.",
            "None: I test with the training drawings.",
        ),
        "quarter": L("Un sur quatre.", "One out of four."),
        "half": L("Un sur deux.", "One out of two."),
    },
)

# %% nbgrader={"grade": false, "grade_id": "held-out-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} jupyter={"source_hidden": true}
# fr: Partage tes dessins. (Chemin B : clique ici pour ouvrir le code.)
# en: Splits your drawings. (Path B: click here to open the code.)
from labs.kit import saved_answer


def hold_out(images, labels, share):
    # fr: Garde un dessin sur quatre (ou sur deux) de chaque classe, sans les copies.
    # en: Keeps one drawing out of four (or two) of each class, without the copies.
    if share is None:
        return None, None, None, None
    if share == "none":
        return images, labels, images, labels
    _, different = np.unique(images, axis=0, return_index=True)
    step = {"quarter": 4, "half": 2}[share]
    held = []
    for name in np.unique(labels):
        of_class = [i for i in sorted(different) if labels[i] == name]
        held += of_class[::step]
    kept = [i for i in different if i not in held]
    return images[kept], labels[kept], images[held], labels[held]


# fr: Chemin B : remplace la ligne suivante par ton propre partage.
# en: Path B: replace the next line by a split of your own.
split = hold_out(images, labels, saved_answer("share"))
### BEGIN SOLUTION
split = hold_out(images, labels, "half")
### END SOLUTION
train_images, train_labels, test_images, test_labels = split

if test_images is not None:
    print(
        L(
            f"Entraînement : {len(train_images)} dessins. Test : {len(test_images)} dessins.",
            f"Training: {len(train_images)} drawings. Test: {len(test_images)} drawings.",
        )
    )

# %% jupyter={"source_hidden": true}
# fr: Trois indices pour l'exercice 2.
# en: Three hints for exercise 2.
hint(
    "held-out",
    [
        L(
            "Si l'IA a déjà vu le dessin, que mesure le test : reconnaître, ou se souvenir ?",
            "If the AI has already seen the drawing, what does the test measure: recognising, or remembering?",
        ),
        L(
            "Prends dans chaque classe quelques dessins pour le test. Les autres servent à apprendre. Retire les copies.",
            "In each class, take a few drawings for the test. The others are for learning. Remove the copies.",
        ),
        L(
            "Avec une liste de mots :\n```\nwords = ['chat', 'chien', 'vache', 'coq']\ntest = words[::4]\ntrain = [w for w in words if w not in test]\n```",
            "With a list of words:\n```\nwords = ['cat', 'dog', 'cow', 'hen']\ntest = words[::4]\ntrain = [w for w in words if w not in test]\n```",
        ),
    ],
    solution=L(
        "Choisis « Un sur quatre » ou « Un sur deux » : `hold_out` fait le partage.",
        "Choose 'One out of four' or 'One out of two': `hold_out` makes the split.",
    ),
)

# %% nbgrader={"grade": true, "grade_id": "held-out", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false} jupyter={"source_hidden": true}
# Vérifier / Check: held-out
import numpy as np

from labs.kit.checks import NotAttempted, expect, passed_here, submitted_file
from labs.kit.drawings import parse_drawings

if test_images is None or len(test_images) == 0:
    raise NotAttempted(
        fr="Rien n'est encore mis de côté. Choisis la part du test, puis exécute la cellule qui partage.",
        en="Nothing is held back yet. Choose the part of the test, then run the cell that splits.",
    )
expect(
    len(train_images) == len(train_labels) and len(test_images) == len(test_labels),
    "sizes",
    fr=f"Il y a {len(train_images)} images et {len(train_labels)} étiquettes d'entraînement, {len(test_images)} et {len(test_labels)} de test. Donne une étiquette à chaque image.",
    en=f"There are {len(train_images)} images and {len(train_labels)} labels for training, {len(test_images)} and {len(test_labels)} for the test. Give each image one label.",
)
ink = {
    part: [tuple(np.asarray(image, dtype=float).ravel() > 0.5) for image in some]
    for part, some in (("train", train_images), ("test", test_images))
}
again = len(set(ink["test"]) & set(ink["train"]))
expect(
    again == 0,
    "M7",
    fr=f"{again} dessins du test sont aussi dans l'entraînement. Ton IA les connaît déjà : garde pour le test des dessins qu'elle n'a jamais vus.",
    en=f"{again} test drawings are also in the training set. Your AI knows them already: keep for the test drawings it has never seen.",
)
mine = parse_drawings(
    submitted_file("mes-dessins.json") or b'{"version": 1, "drawings": []}'
)
names = {str(name) for name in mine.y}
missing = [
    name
    for some in (train_labels, test_labels)
    for name in sorted(names - {str(label) for label in some})
]
expect(
    not missing,
    "missing-class",
    fr=f"La classe « {(missing or [''])[0]} » n'est pas dans les deux parties. Prends des dessins de chaque classe pour l'entraînement et pour le test.",
    en=f"The class '{(missing or [''])[0]}' is not in both parts. Take drawings of each class for training and for the test.",
)
yours = {
    (tuple(image > 0.5), str(label))
    for image, label in zip(mine.X, mine.y, strict=True)
}
expect(
    all(
        (image, str(label)) in yours
        for image, label in zip(ink["test"], test_labels, strict=True)
    ),
    "not-yours",
    fr="Un dessin du test, ou son étiquette, n'est pas dans ton fichier mes-dessins.json. Teste avec tes propres dessins, sans les modifier.",
    en="A test drawing, or its label, is not in your file mes-dessins.json. Test with your own drawings, unchanged.",
)
passed_here()

# %% [markdown]
"""
::: fr
## Étape 4 sur 7. Entraîner et noter

**Prévois d'abord.** Ton IA va voir des dessins nouveaux, de ta main. Combien en reconnaîtra-t-elle ?
::: en
## Step 4 of 7. Train and score

**Predict first.** Your AI will see new drawings of your hand. How many will it recognise?
:::
"""

# %% jupyter={"source_hidden": true}
# fr: Ta prévision, jamais notée juste ou fausse.
# en: Your prediction, never marked right or wrong.
from labs.kit import predict_quiz

prediction = predict_quiz(
    "score",
    L(
        "Sur 10 dessins nouveaux de ta main, combien seront reconnus ?",
        "Out of 10 new drawings of your hand, how many will be recognised?",
    ),
    {
        "all": L(
            "Les 10 : un ordinateur ne se trompe pas.",
            "All 10: a computer is never wrong.",
        ),
        "most": L("De 7 à 9.", "7 to 9."),
        "luck": L("Environ 5, comme au hasard.", "About 5, as by luck."),
    },
    feedback={
        "all": L(
            "Regarde ton score : une IA peut se tromper, et se tromper avec assurance.",
            "Look at your score: an AI can be wrong, and be wrong with confidence.",
        ),
        "most": L("Compare avec ton score de test.", "Compare with your test score."),
        "luck": L(
            "Compare avec la ligne « au hasard », plus bas.",
            "Compare with the line 'by luck', below.",
        ),
    },
)

# %% [markdown]
"""
::: fr
### Exercice 3 : ton IA et son score (3 points)

Trois façons d'apprendre, au choix :

- **Le plus proche voisin** compare un dessin à tous ceux de l'entraînement, et copie l'étiquette du plus proche.
- **L'arbre** pose des questions : « cette case est-elle noire ? »
- **Les poids** donnent à chaque case un nombre pour ou contre chaque classe, réglé pendant l'apprentissage.

- **Chemin A.** Choisis, puis exécute la cellule suivante.
- **Chemin B.** Écris ta fonction `learn(images, labels)`. Elle rend un objet qui a `predict`.
::: en
### Exercise 3: your AI and its score (3 points)

Three ways of learning, you choose:

- **The nearest neighbour** compares a drawing with all those of the training set, and copies the label of the nearest.
- **The tree** asks questions: "is this square black?"
- **The weights** give each square a number for or against each class, tuned during training.

- **Path A.** Choose, then run the next cell.
- **Path B.** Write your function `learn(images, labels)`. It returns an object that has `predict`.
:::
"""

# %% jupyter={"source_hidden": true}
# fr: Chemin A : comment ton IA apprend-elle ?
# en: Path A: how does your AI learn?
method = choice(
    "method",
    L("Comment ton IA apprend-elle ?", "How does your AI learn?"),
    {
        "neighbour": L("Le plus proche voisin.", "The nearest neighbour."),
        "tree": L("L'arbre de questions.", "The tree of questions."),
        "weights": L("Les poids.", "The weights."),
    },
)

# %% nbgrader={"grade": false, "grade_id": "learn-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} jupyter={"source_hidden": true}
# fr: Apprend des dessins. (Chemin B : clique ici pour ouvrir le code.)
# en: Learns from drawings. (Path B: click here to open the code.)
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier

METHODS = {
    "neighbour": KNeighborsClassifier(n_neighbors=1),
    "tree": DecisionTreeClassifier(random_state=0),
    "weights": LogisticRegression(max_iter=300),
}


def learn(images, labels):
    # fr: Reçoit des dessins et leurs étiquettes ; rend une IA entraînée.
    # en: Receives drawings and their labels; returns a trained AI.
    method = saved_answer("method")
    if method is None:
        return None
    return clone(METHODS[method]).fit(images, labels)


### BEGIN SOLUTION
def learn(images, labels):
    return KNeighborsClassifier(n_neighbors=1).fit(images, labels)


### END SOLUTION

# %% jupyter={"source_hidden": true}
# fr: Entraîne ton IA sur l'entraînement seulement, avec le compteur d'énergie.
# en: Trains your AI on the training set only, with the energy meter.
from labs.kit import energy_meter


def shown(number):
    # fr: Le code écrit 0.5 avec un point ; les phrases écrivent 0,5 avec une virgule.
    # en: The code and the sentences both write 0.5.
    return f"{number:.2f}".replace(".", L(",", "."))


model = None
if train_images is not None and len(train_images):
    with energy_meter():
        model = learn(train_images, train_labels)
if model is None:
    print(
        L(
            "Pas encore d'IA : mets des dessins de côté, puis choisis comment elle apprend.",
            "No AI yet: hold some drawings back, then choose how it learns.",
        )
    )

# %% [markdown]
"""
::: fr
**Une expérience.** On garde le même code, mais on **échange les étiquettes** des dessins d'entraînement. Que devient l'IA ?
::: en
**An experiment.** We keep the same code, but we **swap the labels** of the training drawings. What becomes of the AI?
:::
"""

# %% jupyter={"source_hidden": true}
# fr: Ta prévision sur l'échange des étiquettes.
# en: Your prediction about the swap of labels.
prediction = predict_quiz(
    "swap",
    L(
        "On entraîne avec les étiquettes échangées. Que répond l'IA ?",
        "We train with the labels swapped. What does the AI answer?",
    ),
    {
        "same": L(
            "Comme avant : le code sait ce qu'est chaque dessin.",
            "The same as before: the code knows what each drawing is.",
        ),
        "swapped": L(
            "Ses réponses sont échangées aussi.", "Its answers are swapped too."
        ),
        "error": L("Elle remarque l'erreur.", "It notices the mistake."),
    },
    feedback={
        "same": L(
            "Le code est le même, et pourtant les réponses ont changé. Les règles viennent de tes données.",
            "The code is the same, and yet the answers changed. The rules come from your data.",
        ),
        "swapped": L(
            "Oui : ce sont les données qui décident, pas le code.",
            "Yes: the data decide, not the code.",
        ),
        "error": L(
            "Elle ne remarque rien : pour elle, une étiquette n'a pas de sens.",
            "It notices nothing: to it, a label has no meaning.",
        ),
    },
)

# %% jupyter={"source_hidden": true}
# fr: Le résultat : même code, étiquettes échangées.
# en: The result: same code, swapped labels.
from labs.kit import reveal

if model is not None and reveal("swap"):
    names = sorted({str(name) for name in train_labels})
    other_name = dict(zip(names, names[1:] + names[:1], strict=True))
    swapped_labels = [other_name[str(name)] for name in train_labels]
    swapped_ai = learn(train_images, swapped_labels)
    some = list(range(0, len(test_labels), max(1, len(test_labels) // 6)))
    asked = np.asarray(test_images)[some]
    show_drawings(asked, np.asarray(test_labels)[some], swapped_ai.predict(asked))

# %% [markdown]
"""
::: fr
**Le score.** C'est la part de bonnes réponses, de 0 à 1. Sur quels dessins faut-il le mesurer ?

- **Chemin A.** Choisis, puis exécute la cellule suivante.
- **Chemin B.** Calcule `score` toi-même.
::: en
**The score.** It is the share of right answers, from 0 to 1. On which drawings should it be measured?

- **Path A.** Choose, then run the next cell.
- **Path B.** Compute `score` yourself.
:::
"""

# %% jupyter={"source_hidden": true}
# fr: Chemin A : sur quels dessins mesures-tu le score ?
# en: Path A: on which drawings do you measure the score?
measured_on = choice(
    "measured-on",
    L(
        "Sur quels dessins mesures-tu le score ?",
        "On which drawings do you measure the score?",
    ),
    {
        "train": L("Ceux de l'entraînement.", "Those of the training set."),
        "test": L("Ceux du test.", "Those of the test set."),
        "all": L("Tous ensemble.", "All of them together."),
    },
)


# %% nbgrader={"grade": false, "grade_id": "score-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} jupyter={"source_hidden": true}
# fr: Calcule le score. (Chemin B : clique ici pour ouvrir le code.)
# en: Computes the score. (Path B: click here to open the code.)
def share_right(ai, images, labels):
    # fr: La part de dessins que l'IA reconnaît, de 0 à 1.
    # en: The share of drawings the AI recognises, from 0 to 1.
    return float(np.mean(ai.predict(images) == np.asarray(labels)))


measured_on = saved_answer("measured-on")
score = None
if model is not None and measured_on == "train":
    score = share_right(model, train_images, train_labels)
if model is not None and measured_on == "test":
    score = share_right(model, test_images, test_labels)
if model is not None and measured_on == "all":
    score = share_right(
        model, [*train_images, *test_images], [*train_labels, *test_labels]
    )
### BEGIN SOLUTION
score = share_right(model, test_images, test_labels)
### END SOLUTION

print("score =", score)

# %% jupyter={"source_hidden": true}
# fr: Le tableau des confusions sur le test, et ce que donnerait le hasard.
# en: The confusion table on the test set, and what luck would give.
from labs.kit import confusion_table

if model is not None:
    confusion_table(test_labels, model.predict(test_images), test_images)
    counts = [list(test_labels).count(name) for name in set(test_labels)]
    luck = max(counts) / len(test_labels)
    noise = (luck * (1 - luck) / len(test_labels)) ** 0.5
    print(L(f"Au hasard : {shown(luck)}.", f"By luck: {shown(luck)}."))
    print(
        L(
            f"Pour dire « mieux que le hasard » avec {len(test_labels)} dessins, il faut plus de {shown(luck + noise)}.",
            f"To say 'better than luck' with {len(test_labels)} drawings, more than {shown(luck + noise)} is needed.",
        )
    )
    if reveal("score"):
        print(
            L(
                f"Même IA, deux scores : {shown(share_right(model, train_images, train_labels))} sur l'entraînement, {shown(share_right(model, test_images, test_labels))} sur le test.",
                f"Same AI, two scores: {shown(share_right(model, train_images, train_labels))} on training, {shown(share_right(model, test_images, test_labels))} on test.",
            )
        )

# %% jupyter={"source_hidden": true}
# fr: Chemin A : ta conclusion, d'après les deux lignes ci-dessus.
# en: Path A: your conclusion, from the two lines above.
verdict = choice(
    "verdict",
    L(
        "Sur le test, ton IA fait-elle mieux que le hasard ?",
        "On the test set, does your AI do better than luck?",
    ),
    {
        "yes": L(
            "Oui, plus que la limite affichée.", "Yes, more than the limit shown."
        ),
        "no": L("Non, ou on ne peut pas le dire.", "No, or we cannot tell."),
    },
)

# %% nbgrader={"grade": false, "grade_id": "my-ai-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
# fr: Ta conclusion : "yes" (oui) ou "no" (non). Les deux peuvent être justes.
# en: Your conclusion: "yes" or "no". Both can be right.
better_than_luck = saved_answer("verdict")
### BEGIN SOLUTION
better_than_luck = "yes" if score > luck + noise else "no"
### END SOLUTION

# %% jupyter={"source_hidden": true}
# fr: Trois indices pour l'exercice 3.
# en: Three hints for exercise 3.
hint(
    "my-ai",
    [
        L(
            "Quels dessins ton IA n'a-t-elle jamais vus ? Ton score porte-t-il sur ceux-là ?",
            "Which drawings has your AI never seen? Is your score about those?",
        ),
        L(
            "Apprends avec l'entraînement, mesure avec le test, puis compare le score à la limite affichée.",
            "Learn with the training set, measure with the test set, then compare the score with the limit shown.",
        ),
        L(
            "Pour des notes d'examen :\n```\nright = [True, True, False, True]\nscore = sum(right) / len(right)\n```\nLe hasard donnerait 0,5 : 0,75 sur 4 questions n'est pas encore une preuve.",
            "For exam answers:\n```\nright = [True, True, False, True]\nscore = sum(right) / len(right)\n```\nLuck would give 0.5: 0.75 on 4 questions is no proof yet.",
        ),
    ],
    solution=L(
        "Choisis « Le plus proche voisin », mesure sur « Ceux du test », puis lis la limite pour conclure.",
        "Choose 'The nearest neighbour', measure on 'Those of the test set', then read the limit to conclude.",
    ),
)

# %% nbgrader={"grade": true, "grade_id": "my-ai", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false} jupyter={"source_hidden": true}
# Vérifier / Check: my-ai
from labs.kit.checks import NotAttempted, expect, passed_here

if model is None:
    raise NotAttempted(
        fr="Tu n'as pas encore d'IA. Choisis comment elle apprend, puis exécute les cellules.",
        en="You have no AI yet. Choose how it learns, then run the cells.",
    )
expect(
    score is not None,
    None,
    fr="Ton IA est entraînée. Il manque `score` : choisis sur quels dessins le mesurer.",
    en="Your AI is trained. `score` is missing: choose on which drawings to measure it.",
)
expect(
    better_than_luck is not None,
    None,
    fr="Il manque ta conclusion : ton IA fait-elle mieux que le hasard ?",
    en="Your conclusion is missing: does your AI do better than luck?",
)
passed_here()
### BEGIN HIDDEN TESTS
import hidden

train = hidden.Part(train_images, train_labels)
test = hidden.Part(test_images, test_labels)
hidden.learns_from_labels(learn, model, train)
hidden.does_not_look_up(model, train, test)
hidden.scores_on_the_test(model, score, train, test)
hidden.concludes_rightly(model, better_than_luck, test)
### END HIDDEN TESTS

# %% [markdown]
"""
::: fr
## Étape 5 sur 7. Une autre main

Ton IA n'a vu que ta main. Que vaut-elle sur les dessins de quelqu'un d'autre ?
Échange ton fichier avec un·e camarade (bouton **Exporter** de la planche), ou prends une main fournie.
Les mains fournies sont fabriquées par un programme : ce ne sont les dessins de personne.
::: en
## Step 5 of 7. Another hand

Your AI only saw your hand. What is it worth on somebody else's drawings?
Exchange your file with a class-mate (button **Export** of the pad), or take a supplied hand.
The supplied hands are made by a program: they are nobody's drawings.
:::
"""

# %% jupyter={"source_hidden": true}
# fr: Ta prévision sur l'autre main.
# en: Your prediction about the other hand.
prediction = predict_quiz(
    "other",
    L("Sur une autre main, le score sera…", "On another hand, the score will be…"),
    {
        "same": L(
            "le même : un chiffre est un chiffre.", "the same: a digit is a digit."
        ),
        "lower": L("plus bas.", "lower."),
        "higher": L("plus haut.", "higher."),
    },
    feedback={
        "same": L(
            "Compare les deux scores. Ton IA a appris tes dessins, pas l'idée du chiffre.",
            "Compare the two scores. Your AI learned your drawings, not the idea of the digit.",
        ),
        "lower": L(
            "C'est le plus courant : l'autre main place et penche autrement.",
            "This is the most common: the other hand places and slants differently.",
        ),
        "higher": L(
            "Cela arrive, si l'autre main est plus régulière que la tienne.",
            "It happens, when the other hand is more regular than yours.",
        ),
    },
)

# %% [markdown]
"""
::: fr
### Exercice 4 : l'échange (3 points)

1. Choisis l'autre main. Ton IA est essayée sur ses dessins **de tes classes**.
2. Lis le tableau qui suit. Dis ce qui aide le plus : plus de dessins de toi, ou quelques dessins d'une autre main.

- **Chemin A.** Choisis, puis exécute la cellule suivante.
- **Chemin B.** Remplis `other_file` et `other_score`.
::: en
### Exercise 4: the exchange (3 points)

1. Choose the other hand. Your AI is tried on its drawings **of your classes**.
2. Read the table that follows. Say what helps most: more drawings of yours, or a few drawings of another hand.

- **Path A.** Choose, then run the next cell.
- **Path B.** Fill `other_file` and `other_score`.
:::
"""

# %% jupyter={"source_hidden": true}
# fr: Chemin A : quelle autre main ? Dépose le fichier d'un·e camarade dans ton dossier sous le nom dessins-camarade.json.
# en: Path A: which other hand? Put a class-mate's file in your folder under the name dessins-camarade.json.
other_hand = choice(
    "other-file",
    L(
        "Sur quelle autre main essaies-tu ton IA ?",
        "On which other hand do you try your AI?",
    ),
    {
        "autre-main.json": L(
            "La main fournie : chiffres.", "The supplied hand: digits."
        ),
        L("autre-main-formes.json", "other-hand-shapes.json"): L(
            "La main fournie : formes (soleil, lune, maison…).",
            "The supplied hand: shapes (sun, moon, house…).",
        ),
        "dessins-camarade.json": L("Celle d'un·e camarade.", "A class-mate's."),
    },
)

# %% nbgrader={"grade": false, "grade_id": "exchange-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} jupyter={"source_hidden": true}
# fr: Essaie ton IA sur l'autre main. (Chemin B : clique ici pour ouvrir le code.)
# en: Tries your AI on the other hand. (Path B: click here to open the code.)
# fr: Lit l'autre main, garde les dessins de tes classes, et compte les bonnes réponses.
# en: Reads the other hand, keeps the drawings of your classes, and counts the right answers.
other_file = saved_answer("other-file")
other_score = None
### BEGIN SOLUTION
other_file = "autre-main.json"
### END SOLUTION
if other_file is not None and model is not None:
    other_images, other_labels = load_drawings(other_file)
    common = np.isin(other_labels, train_labels)
    other_images, other_labels = other_images[common], other_labels[common]
    if len(other_labels):
        other_score = share_right(model, other_images, other_labels)
    else:
        print(L("Aucune classe en commun.", "No class in common."))

print("other_score =", other_score)

# %% jupyter={"source_hidden": true}
# fr: Le tableau : plus de ta main, ou quatre dessins par classe de l'autre main ? Moyenne de cinq tirages.
# en: The table: more of your hand, or four drawings per class of the other hand? Mean of five draws.
import pandas as pd


def pick(labels, count, draw):
    # fr: Tire au plus `count` dessins de chaque classe.
    # en: Draws at most `count` drawings of each class.
    order = np.random.default_rng(draw).permutation(len(labels))
    return [
        i
        for name in np.unique(labels)
        for i in [k for k in order if labels[k] == name][:count]
    ]


if other_score is not None and reveal("other"):
    rows = []
    mine, my_names = np.asarray(train_images), np.asarray(train_labels)
    theirs = other_images.reshape(len(other_images), *mine.shape[1:])
    half = pick(my_names, max(1, len(mine) // (2 * len(set(my_names)))), 0)
    for draw in range(5):
        given = pick(other_labels, 4, draw)
        rest = [i for i in range(len(other_labels)) if i not in given]
        trainings = [
            (mine[half], my_names[half]),
            (mine, my_names),
            (
                np.concatenate([mine, theirs[given]]),
                np.concatenate([my_names, other_labels[given]]),
            ),
        ]
        rows.append(
            [
                share_right(learn(some, names), theirs[rest], other_labels[rest])
                for some, names in trainings
            ]
        )
    table = pd.DataFrame(
        {
            L("entraînée avec", "trained with"): [
                L("la moitié de mes dessins", "half of my drawings"),
                L("tous mes dessins d'entraînement", "all my training drawings"),
                L(
                    "les mêmes + 4 par classe de l'autre main",
                    "the same + 4 per class of the other hand",
                ),
            ],
            L("score sur l'autre main", "score on the other hand"): np.mean(
                rows, axis=0
            ).round(2),
        }
    )
    display(table.style.hide(axis="index").format(precision=2, decimal=L(",", ".")))

# %% jupyter={"source_hidden": true}
# fr: Chemin A : ta conclusion, d'après le tableau.
# en: Path A: your conclusion, from the table.
conclusion = choice(
    "remedy",
    L(
        "Pour reconnaître l'autre main, qu'est-ce qui aide le plus ?",
        "To recognise the other hand, what helps most?",
    ),
    {
        "more-mine": L("Plus de dessins de ma main.", "More drawings of my hand."),
        "other-hands": L(
            "Quelques dessins d'autres mains.", "A few drawings of other hands."
        ),
        "nothing": L(
            "Rien : elle la reconnaît déjà aussi bien.",
            "Nothing: it already recognises it as well.",
        ),
    },
)

# %% nbgrader={"grade": false, "grade_id": "other-hand-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
# fr: Ta conclusion : "more-mine", "other-hands" ou "nothing".
# en: Your conclusion: "more-mine", "other-hands" or "nothing".
remedy = saved_answer("remedy")
### BEGIN SOLUTION
remedy = "other-hands"
### END SOLUTION

# %% jupyter={"source_hidden": true}
# fr: Trois indices pour l'exercice 4.
# en: Three hints for exercise 4.
hint(
    "other-hand",
    [
        L(
            "Sur quels dessins `other_score` est-il compté : les tiens, ou ceux de l'autre main ?",
            "On which drawings is `other_score` counted: yours, or those of the other hand?",
        ),
        L(
            "Compare les lignes du tableau deux à deux. Quel ajout fait le plus monter le score ?",
            "Compare the lines of the table two by two. Which addition raises the score most?",
        ),
        L(
            "Un traducteur entraîné sur mille romans lit mal les SMS. Mille romans de plus ? Ou vingt SMS ?",
            "A translator trained on a thousand novels reads text messages badly. A thousand more novels? Or twenty messages?",
        ),
    ],
)

# %% nbgrader={"grade": true, "grade_id": "other-hand", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false} jupyter={"source_hidden": true}
# Vérifier / Check: other-hand
from labs.kit.checks import NotAttempted, expect, passed_here

if model is None or (other_file is None and other_score is None):
    raise NotAttempted(
        fr="Choisis une autre main, puis exécute la cellule qui l'essaie.",
        en="Choose another hand, then run the cell that tries it.",
    )
expect(
    other_score is not None,
    "no-common-class",
    fr="L'autre main n'a aucun dessin de tes classes. Choisis une autre main, ou dessine des classes qu'elle connaît.",
    en="The other hand has no drawing of your classes. Choose another hand, or draw classes it knows.",
)
expect(
    remedy in ("more-mine", "other-hands", "nothing"),
    None,
    fr="Il manque ta conclusion `remedy` : lis le tableau, puis choisis ce qui aide le plus.",
    en="Your conclusion `remedy` is missing: read the table, then choose what helps most.",
)
passed_here()
### BEGIN HIDDEN TESTS
import hidden

train = hidden.Part(train_images, train_labels)
test = hidden.Part(test_images, test_labels)
other = hidden.other_hand(other_file, train)
hidden.scores_on_the_other_hand(model, other_score, other, test)
hidden.knows_what_helps(learn, remedy, train, other, rng)
### END HIDDEN TESTS

# %% [markdown]
"""
::: fr
## Étape 6 sur 7. La position

Ton IA voit une grille de cases. Et si le même dessin était **deux cases plus loin** ?
::: en
## Step 6 of 7. The position

Your AI sees a grid of squares. What if the same drawing were **two squares further**?
:::
"""

# %% jupyter={"source_hidden": true}
# fr: Ta prévision sur le décalage.
# en: Your prediction about the shift.
prediction = predict_quiz(
    "shift",
    L(
        "On décale tes dessins de test de 2 cases. Le score…",
        "We move your test drawings by 2 squares. The score…",
    ),
    {
        "same": L(
            "ne change pas : c'est le même dessin.",
            "does not change: it is the same drawing.",
        ),
        "falls": L("baisse.", "falls."),
    },
    feedback={
        "same": L(
            "Pour toi, c'est le même dessin. Pour ton IA, presque toutes les cases ont changé.",
            "To you it is the same drawing. To your AI, nearly all squares changed.",
        ),
        "falls": L(
            "Souvent, oui : pour ton IA, presque toutes les cases ont changé.",
            "Often, yes: to your AI, nearly all squares changed.",
        ),
    },
)

# %% jupyter={"source_hidden": true}
# fr: Le résultat : tes dessins de test, décalés de deux cases.
# en: The result: your test drawings, moved by two squares.
if model is not None and reveal("shift"):
    for step in (0, 2, -2):
        moved = np.roll(np.reshape(test_images, (-1, 16, 16)), step, axis=2)
        right = share_right(model, moved.reshape(len(test_images), -1), test_labels)
        print(
            L(
                f"décalage {step:+d} : score {shown(right)}",
                f"shift {step:+d}: score {shown(right)}",
            )
        )

# %% [markdown]
"""
::: fr
### Exercice 5 : centrer (2 points)

Remède : **préparer** chaque dessin avant de le montrer à l'IA. On le place toujours au milieu, et on peut aussi l'agrandir.
Fabrique une fonction `recognise(images)` qui répond pareil quand le dessin est décalé de 2 cases.

- **Chemin A.** Choisis la préparation, puis exécute la cellule suivante.
- **Chemin B.** Écris `recognise` comme tu veux : centrer, ou montrer aussi des dessins décalés pendant l'apprentissage.
::: en
### Exercise 5: centre (2 points)

Remedy: **prepare** each drawing before the AI sees it. We always put it in the middle, and we can also enlarge it.
Make a function `recognise(images)` that answers the same when the drawing is moved by 2 squares.

- **Path A.** Choose the preparation, then run the next cell.
- **Path B.** Write `recognise` as you like: centre, or also show moved drawings during training.
:::
"""

# %% jupyter={"source_hidden": true}
# fr: Chemin A : quelle préparation ?
# en: Path A: which preparation?
preparation = choice(
    "preparation",
    L("Comment prépares-tu chaque dessin ?", "How do you prepare each drawing?"),
    {
        "none": L("Je ne change rien.", "I change nothing."),
        "centre": L("Je le centre.", "I centre it."),
        "centre-scale": L(
            "Je le centre et je l'agrandis.", "I centre it and enlarge it."
        ),
    },
)


# %% nbgrader={"grade": false, "grade_id": "centred-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} jupyter={"source_hidden": true}
# fr: Prépare et reconnaît. (Chemin B : clique ici pour ouvrir le code.)
# en: Prepares and recognises. (Path B: click here to open the code.)
def centre(images, scale=False):
    # fr: Découpe le dessin, l'agrandit si on veut, et le pose au milieu.
    # en: Cuts the drawing out, enlarges it if wanted, and puts it in the middle.
    centred = np.zeros((len(images), 16, 16))
    for place, image in enumerate(np.reshape(images, (-1, 16, 16))):
        rows, columns = np.nonzero(image > 0.5)
        if len(rows) == 0:
            continue
        box = image[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
        if scale:
            zoom = 14 / max(box.shape)
            tall, wide = (max(1, round(side * zoom)) for side in box.shape)
            box = box[np.arange(tall) * box.shape[0] // tall]
            box = box[:, np.arange(wide) * box.shape[1] // wide]
        top, left = (16 - box.shape[0]) // 2, (16 - box.shape[1]) // 2
        centred[place, top : top + box.shape[0], left : left + box.shape[1]] = box
    return centred.reshape(len(images), 256)


def prepare(images):
    if saved_answer("preparation") == "centre":
        return centre(images)
    if saved_answer("preparation") == "centre-scale":
        return centre(images, scale=True)
    return images


recognise = None
if model is not None and saved_answer("preparation") is not None:
    prepared_ai = learn(prepare(train_images), train_labels)

    def recognise(images):
        return prepared_ai.predict(prepare(images))


### BEGIN SOLUTION
def prepare(images):
    return centre(images, scale=True)


prepared_ai = learn(prepare(train_images), train_labels)


def recognise(images):
    return prepared_ai.predict(prepare(images))


### END SOLUTION

# %% jupyter={"source_hidden": true}
# fr: Avant et après, sur ton test et sur l'autre main. Puis dessine n'importe où.
# en: Before and after, on your test set and on the other hand. Then draw anywhere.
if recognise is not None:
    right = np.mean(np.asarray(recognise(test_images)) == np.asarray(test_labels))
    print(L(f"Sur mon test : {shown(right)}", f"On my test set: {shown(right)}"))
    if other_score is not None:
        right = np.mean(np.asarray(recognise(other_images)) == other_labels)
        print(
            L(
                f"Sur l'autre main : {shown(right)} (avant : {shown(other_score)})",
                f"On the other hand: {shown(right)} (before: {shown(other_score)})",
            )
        )
    live_guess(recognise)

# %% jupyter={"source_hidden": true}
# fr: Trois indices pour l'exercice 5.
# en: Three hints for exercise 5.
hint(
    "centred",
    [
        L(
            "Quelles cases sont noires, avant et après le décalage ? Que verrait l'IA si tous les dessins étaient au milieu ?",
            "Which squares are black, before and after the shift? What would the AI see if all drawings were in the middle?",
        ),
        L(
            "Prépare de la même façon les dessins de l'entraînement **et** ceux que tu montres ensuite.",
            "Prepare in the same way the training drawings **and** those you show later.",
        ),
        L(
            "Pour des mots : `word.strip().lower()` donne la même chose à « Chat » et à «  chat ». On l'applique avant d'apprendre, et avant de répondre.",
            "For words: `word.strip().lower()` gives the same for 'Cat' and ' cat'. It is applied before learning, and before answering.",
        ),
    ],
    solution=L(
        "Choisis « Je le centre et je l'agrandis » : `prepare` sert à l'entraînement et à la réponse.",
        "Choose 'I centre it and enlarge it': `prepare` is used for training and for answering.",
    ),
)

# %% nbgrader={"grade": true, "grade_id": "centred", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false} jupyter={"source_hidden": true}
# Vérifier / Check: centred
from labs.kit.checks import NotAttempted, expect, passed_here

if recognise is None:
    raise NotAttempted(
        fr="Choisis une préparation, puis exécute la cellule qui fabrique `recognise`.",
        en="Choose a preparation, then run the cell that makes `recognise`.",
    )
passed_here()
### BEGIN HIDDEN TESTS
import hidden

train = hidden.Part(train_images, train_labels)
hidden.still_recognises(recognise, train)
hidden.ignores_position(recognise, train)
### END HIDDEN TESTS

# %% [markdown]
"""
::: fr
## Étape 7 sur 7. Une limite, mesurée

Que répond ton IA à un dessin qui n'est **aucune** de tes classes ? On lui montre 200 grilles de points au hasard.
::: en
## Step 7 of 7. A limit, measured

What does your AI answer to a drawing that is **none** of your classes? We show it 200 grids of random dots.
:::
"""

# %% jupyter={"source_hidden": true}
# fr: 200 grilles au hasard : ton IA sait-elle dire « je ne sais pas » ?
# en: 200 random grids: can your AI say "I do not know"?
if model is not None:
    dots = (np.random.default_rng(0).random((200, 256)) < 0.25).astype(float)
    for name, count in zip(
        *np.unique(model.predict(dots), return_counts=True), strict=True
    ):
        print(
            L(
                f"« {name} » : {count} fois sur 200",
                f"'{name}': {count} times out of 200",
            )
        )
    if hasattr(model, "predict_proba"):
        sure = float(np.mean(np.max(model.predict_proba(dots), axis=1)))
        print(
            L(
                f"Assurance moyenne : {100 * sure:.0f} %",
                f"Mean confidence: {100 * sure:.0f}%",
            )
        )

# %% [markdown]
"""
::: fr
Ton IA répond **toujours** une de tes classes, même devant du bruit. Elle ne sait pas dire « je ne sais pas ».
Ce n'est pas un caprice : elle n'a jamais reçu d'exemple de « rien de tout cela ».

### Exercice 6 : ta conclusion (3 points, lue par une personne)

**Quel dessin échoue, pourquoi, et que collecterais-tu ?** Quatre à huit lignes.

- 1 point : une affirmation claire (« mon IA échoue sur… »).
- 1 point : une preuve tirée de **tes** nombres (un score, une case du tableau).
- 1 point : une limite, ou une collecte précise qui aiderait.

Double-clique dans la cellule suivante pour écrire. N'écris le nom de personne.
::: en
Your AI **always** answers one of your classes, even when it sees noise. It cannot say "I do not know".
This is no whim: it never received an example of "none of these".

### Exercise 6: your conclusion (3 points, read by a person)

**Which drawing fails, why, and what would you collect?** Four to eight lines.

- 1 point: a clear claim ("my AI fails on…").
- 1 point: evidence from **your own** numbers (a score, a square of the table).
- 1 point: a limit, or a precise collection that would help.

Double-click in the next cell to write. Write nobody's name.
:::
"""

# %% [markdown] nbgrader={"grade": true, "grade_id": "reflection", "locked": false, "points": 3, "schema_version": 3, "solution": true, "task": false}
"""
::: fr
Mon IA échoue sur les « 7 » de l'autre main. Mon score est de 1 sur mon test, mais de 0,6 sur l'autre main.
Dans le tableau des confusions, les « 7 » penchés sont pris pour des « 1 ».
Mon entraînement n'a que des dessins droits et grands. Je collecterais huit « 7 » de trois personnes, dont une gauchère.
::: en
My AI fails on the "7"s of the other hand. My score is 1 on my test set, but 0.6 on the other hand.
In the confusion table, slanted "7"s are taken for "1"s.
My training set only has upright and large drawings. I would collect eight "7"s from three people, one of them left-handed.
:::
"""

# %% [markdown]
"""
::: fr
### Rendre ton travail

Clique sur **Rendre** dans la barre du carnet. Ta note et ses raisons arrivent ici même. La conclusion, elle, attend qu'une personne la lise.
Tu gardes ton IA : elle est dans ce dossier, avec tes dessins.
::: en
### Hand in your work

Click **Submit** in the notebook's bar. Your mark and its reasons arrive right here. The conclusion waits for a person to read it.
You keep your AI: it is in this folder, with your drawings.
:::
"""

# %% [markdown]
"""
::: fr
<a id="glossaire"></a>
### Glossaire

| Français | English | En une phrase |
| --- | --- | --- |
| classe | class | une des réponses possibles |
| étiquette | label | la réponse attendue pour un exemple |
| entraînement, jeu d'entraînement | training, training set | les exemples dont l'IA apprend |
| jeu de test | test set | les exemples gardés pour la noter |
| score | score | la part de bonnes réponses |
| caractéristique | feature | ce que l'IA voit d'un exemple ; ici, chaque case |
| modèle | model | ce qui a été appris, et qui répond |
| surapprentissage | overfitting | réciter l'entraînement, échouer ailleurs |
| sobriété | frugality | n'utiliser que le calcul nécessaire |
::: en
<a id="glossaire"></a>
### Glossary

| English | Français | In one sentence |
| --- | --- | --- |
| class | classe | one of the possible answers |
| label | étiquette | the expected answer for an example |
| training, training set | entraînement, jeu d'entraînement | the examples the AI learns from |
| test set | jeu de test | the examples kept to score it |
| score | score | the share of right answers |
| feature | caractéristique | what the AI sees of an example; here, each square |
| model | modèle | what was learned, and answers |
| overfitting | surapprentissage | reciting the training set, failing elsewhere |
| frugality | sobriété | using only the computing that is needed |
:::
"""
