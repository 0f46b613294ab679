# %% setup
# fr: 1 sur 3. Prépare le carnet.
# en: 1 of 3. Prepares the notebook.
import numpy as np

from labs.kit import setup

setup(lang=L("fr", "en"))

# %% drawing-pad folded
# fr: 2 sur 3. La planche à dessin. Tout est gardé dans le fichier mes-dessins.json.
# en: 2 of 3. The drawing pad. Everything is kept in the file mes-dessins.json.
from labs.kit import drawing_pad

drawing_pad(["0", "1"])

# %% first-guess folded
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

# %% drawings-answer answer
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

# %% drawings-hints folded
# fr: Trois indices pour l'exercice 1.
# en: Three hints for exercise 1.
from labs.kit import hint

hint("drawings")

# %% drawings check folded

# %% share folded
# fr: Chemin A : quelle part de tes dessins gardes-tu pour le test ?
# en: Path A: which part of your drawings do you keep for the test?
from labs.kit import choice

share = choice("share")

# %% held-out-answer answer folded
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

# %% held-out-hints folded
# fr: Trois indices pour l'exercice 2.
# en: Three hints for exercise 2.
hint("held-out")

# %% held-out check folded

# %% score-prediction folded
# fr: Ta prévision, jamais notée juste ou fausse.
# en: Your prediction, never marked right or wrong.
from labs.kit import predict_quiz

prediction = predict_quiz("score")

# %% method folded
# fr: Chemin A : comment ton IA apprend-elle ?
# en: Path A: how does your AI learn?
method = choice("method")

# %% learn-answer answer folded
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

# %% train folded
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

# %% swap-prediction folded
# fr: Ta prévision sur l'échange des étiquettes.
# en: Your prediction about the swap of labels.
prediction = predict_quiz("swap")

# %% swap-result folded
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

# %% measured-on folded
# fr: Chemin A : sur quels dessins mesures-tu le score ?
# en: Path A: on which drawings do you measure the score?
measured_on = choice("measured-on")


# %% score-answer answer folded
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

# %% confusion folded
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

# %% verdict folded
# fr: Chemin A : ta conclusion, d'après les deux lignes ci-dessus.
# en: Path A: your conclusion, from the two lines above.
verdict = choice("verdict")

# %% my-ai-answer answer
# fr: Ta conclusion : "yes" (oui) ou "no" (non). Les deux peuvent être justes.
# en: Your conclusion: "yes" or "no". Both can be right.
better_than_luck = saved_answer("verdict")
### BEGIN SOLUTION
better_than_luck = "yes" if score > luck + noise else "no"
### END SOLUTION

# %% my-ai-hints folded
# fr: Trois indices pour l'exercice 3.
# en: Three hints for exercise 3.
hint("my-ai")

# %% my-ai check folded

# %% other-prediction folded
# fr: Ta prévision sur l'autre main.
# en: Your prediction about the other hand.
prediction = predict_quiz("other")

# %% other-file folded
# fr: Chemin A : quelle autre main ? Dépose le fichier d'un·e camarade dans ton dossier sous le nom dessins-camarade.json.
# en: Path A: which other hand? Put a class-mate's file in your folder under the name dessins-camarade.json.
other_hand = choice("other-file")

# %% exchange-answer answer folded
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

# %% remedies folded
# fr: La comparaison : plus de ta main, ou quatre dessins par classe de l'autre main ? Moyenne de cinq tirages.
# en: The comparison: more of your hand, or four drawings per class of the other hand? Mean of five draws.
from labs.kit import show_scores


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
    for draw in range(5):
        half = pick(my_names, max(1, len(mine) // (2 * len(set(my_names)))), draw)
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
    trained_with = [
        L("la moitié de mes dessins", "half of my drawings"),
        L("tous mes dessins d'entraînement", "all my training drawings"),
        L(
            "les mêmes + 4 par classe de l'autre main",
            "the same + 4 per class of the other hand",
        ),
    ]
    show_scores(
        dict(zip(trained_with, np.mean(rows, axis=0), strict=True)),
        L(
            "Score sur l'autre main, entraînée avec :",
            "Score on the other hand, trained with:",
        ),
    )

# %% remedy folded
# fr: Chemin A : ta conclusion, d'après la comparaison.
# en: Path A: your conclusion, from the comparison.
conclusion = choice("remedy")

# %% other-hand-answer answer
# fr: Ta conclusion : "more-mine", "other-hands" ou "nothing".
# en: Your conclusion: "more-mine", "other-hands" or "nothing".
remedy = saved_answer("remedy")
### BEGIN SOLUTION
remedy = "other-hands"
### END SOLUTION

# %% other-hand-hints folded
# fr: Trois indices pour l'exercice 4.
# en: Three hints for exercise 4.
hint("other-hand")

# %% other-hand check folded

# %% shift-prediction folded
# fr: Ta prévision sur le décalage.
# en: Your prediction about the shift.
prediction = predict_quiz("shift")

# %% shift-result folded
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

# %% preparation folded
# fr: Chemin A : quelle préparation ?
# en: Path A: which preparation?
preparation = choice("preparation")


# %% centred-answer answer folded
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

# %% before-and-after folded
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

# %% centred-hints folded
# fr: Trois indices pour l'exercice 5.
# en: Three hints for exercise 5.
hint("centred")

# %% centred check folded

# %% random-grids folded
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
