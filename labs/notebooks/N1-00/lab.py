# %% [markdown]
"""
::: fr
# Prise en main

En 20 minutes, tu vas utiliser un carnet, questionner une toute petite IA, puis la réparer.
Tu n'as pas besoin de savoir programmer.

| Étape | Tu vas… | Durée |
| --- | --- | --- |
| 1 | exécuter une cellule | 3 min |
| 2 | choisir ce qui est enregistré, et un nom de code | 4 min |
| 3 | prévoir ce que fait une petite IA, puis regarder | 5 min |
| 4 | réparer une ligne | 5 min |
| 5 | mesurer une limite, puis rendre ton travail | 3 min |

**Deux chemins mènent à la même note.** Chemin A : tu cliques et tu choisis. Chemin B : tu écris du code.
Tu peux changer de chemin à chaque exercice. Il n'y a pas de chronomètre.
::: en
# Getting started

In 20 minutes you will use a notebook, question a very small AI, then repair it.
You do not need to know how to program.

| Step | You will… | Time |
| --- | --- | --- |
| 1 | run a cell | 3 min |
| 2 | choose what is recorded, and a code name | 4 min |
| 3 | predict what a small AI does, then look | 5 min |
| 4 | repair one line | 5 min |
| 5 | measure a limit, then hand in your work | 3 min |

**Two paths lead to the same mark.** Path A: you click and choose. Path B: you write code.
You can change path at each exercise. There is no timer.
:::
"""

# %% [markdown]
"""
::: fr
## Étape 1 sur 5. Exécuter une cellule

Ce carnet est fait de **cellules**. Une cellule contient du texte, ou du code.
Une ligne grise qui finit par ••• cache du code : clique dessus si tu veux le lire.
Clique dans la cellule grise juste en dessous. Appuie sur **Maj + Entrée** : la cellule s'exécute et tu passes à la suivante.
::: en
## Step 1 of 5. Run a cell

This notebook is made of **cells**. A cell holds text, or code.
A grey line that ends with ••• hides code: click on it if you want to read it.
Click in the grey cell just below. Press **Shift + Enter**: the cell runs and you move to the next one.
:::
"""

# %%
# fr: Prépare le carnet : les outils du lab, en français.
# en: Prepares the notebook: the tools of the lab, in English.
from labs.kit import setup

setup(lang=L("fr", "en"))
print(L("C'est prêt. Continue avec Maj + Entrée.", "Ready. Go on with Shift + Enter."))

# %% [markdown]
"""
::: fr
Le texte affiché sous la cellule est son **résultat**. Si tu exécutes la cellule encore une fois, le résultat est refait.
Le bouton **Tout préparer**, dans la barre du carnet, exécute toutes les cellules : rien ne se casse.

La visite suivante te montre le reste. Coche chaque ligne après l'avoir essayée.
::: en
The text shown under the cell is its **output**. If you run the cell once more, the output is made again.
The button **Prepare everything**, in the notebook's bar, runs all cells: nothing breaks.

The next tour shows you the rest. Tick each line after you tried it.
:::
"""

# %% jupyter={"source_hidden": true}
# fr: Deux visites : les cellules, puis le clavier.
# en: Two tours: the cells, then the keyboard.
from labs.kit import tour

tour("cells")
tour("keyboard")

# %% [markdown]
"""
::: fr
**Sans souris ?** Dans une cellule de code, la touche Tab écrit des espaces : tu y es comme enfermé·e.
Pour sortir : **Échap**. Pour ouvrir la liste de toutes les commandes : **Ctrl + Maj + C**.
::: en
**No mouse?** In a code cell, the Tab key types spaces: it feels like a trap.
To get out: **Escape**. To open the list of all commands: **Ctrl + Shift + C**.
:::
"""

# %% [markdown]
"""
::: fr
## Étape 2 sur 5. Ce qui est enregistré

- Ton **travail** reste dans ton dossier. Quand tu cliques sur **Rendre**, une copie part à la correction.
- Ton **établissement** voit tes notes, tes essais et les indices ouverts. Il ne voit pas tes brouillons.
- La **recherche** peut étudier ces traces sans ton nom, seulement si tu le veux bien.

Ton choix ne change ni ta note, ni l'aide que tu reçois. Tu peux en changer plus tard.
::: en
## Step 2 of 5. What is recorded

- Your **work** stays in your folder. When you click **Submit**, a copy goes to marking.
- Your **institution** sees your marks, your attempts and the hints you opened. It does not see your drafts.
- **Research** may study these traces without your name, only if you agree.

Your choice changes neither your mark nor the help you get. You can change it later.
:::
"""

# %% jupyter={"source_hidden": true}
# fr: Ton choix pour la recherche. Rien n'est coché d'avance.
# en: Your choice about research. Nothing is ticked in advance.
from labs.kit import consent

research = consent()

# %% [markdown]
"""
::: fr
### Exercice 1 : choisis un nom de code (1 point)

Dans les labs, tu peux signer d'un **nom de code** : « Renard bleu », « Comète 12 »…
N'écris ni ton vrai nom, ni ton adresse, ni ton numéro de téléphone.

- **Chemin A.** Exécute la cellule suivante, écris ton nom de code, puis continue avec Maj + Entrée.
- **Chemin B.** Dans la deuxième cellule, ajoute une ligne `codename = "Renard bleu"`.
::: en
### Exercise 1: choose a code name (1 point)

In the labs you can sign with a **code name**: "Blue fox", "Comet 12"…
Write neither your real name, nor your address, nor your phone number.

- **Path A.** Run the next cell, type your code name, then go on with Shift + Enter.
- **Path B.** In the second cell, add a line `codename = "Blue fox"`.
:::
"""

# %% jupyter={"source_hidden": true}
# fr: Chemin A : ta réponse est gardée dans le fichier mes-reponses.json.
# en: Path A: your answer is kept in the file mes-reponses.json.
from labs.kit import text_answer

typed = text_answer(
    "codename",
    L("Mon nom de code (pas ton vrai nom)", "My code name (not your real name)"),
    placeholder=L("Renard bleu", "Blue fox"),
)

# %% nbgrader={"grade": false, "grade_id": "codename-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
# fr: Chemin A : cette ligne lit ce que tu as écrit dans la case.
# en: Path A: this line reads what you typed in the box.
from labs.kit import saved_answer

codename = saved_answer("codename")
### BEGIN SOLUTION
codename = L("Renard bleu", "Blue fox")
### END SOLUTION

print(L("Mon nom de code :", "My code name:"), codename)

# %% jupyter={"source_hidden": true}
# fr: Trois indices, du plus léger au plus précis. Essaie d'abord sans.
# en: Three hints, from the lightest to the most precise. Try without first.
from labs.kit import hint

hint(
    "codename",
    [
        L(
            "As-tu exécuté la cellule de la case, puis celle d'après ?",
            "Did you run the cell with the box, then the one after it?",
        ),
        L(
            "Écris dans la case, enregistre, puis appuie sur Maj + Entrée dans la cellule suivante.",
            "Type in the box, save, then press Shift + Enter in the next cell.",
        ),
        L(
            'Avec une autre variable, cela donne : `town = "Lisbonne"`. Le texte est entre guillemets.',
            'With another variable it reads: `town = "Lisbon"`. The text is between quotes.',
        ),
    ],
)

# %% nbgrader={"grade": true, "grade_id": "codename", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false} jupyter={"source_hidden": true}
# Vérifier / Check: codename
import re

from labs.kit.checks import NotAttempted, expect, passed_here

if codename is None:
    raise NotAttempted(
        fr="Choisis un nom de code, puis exécute cette cellule.",
        en="Choose a code name, then run this cell.",
    )
expect(
    str(codename).strip(),
    "empty-name",
    fr="Ton nom de code est vide. Écris au moins une lettre, puis exécute les deux cellules.",
    en="Your code name is empty. Type at least one letter, then run both cells.",
)
expect(
    "@" not in str(codename) and not re.search(r"(\d[ .-]?){6}", str(codename)),
    "personal-data",
    fr="Ton nom de code ressemble à une adresse ou à un numéro. Choisis un nom inventé, comme « Renard bleu ».",
    en="Your code name looks like an address or a number. Choose an invented name, like 'Blue fox'.",
)
passed_here()

# %% [markdown]
"""
::: fr
Une cellule de vérification te dit si tout va bien, ou quoi essayer. Exécute-la autant de fois que tu veux.
Dans la barre du carnet, **Vérifier** va plus loin : la correction complète, sans note.
::: en
A check cell tells you whether all is well, or what to try. Run it as often as you like.
In the notebook's bar, **Check** looks further: the complete marking, without a mark.
:::
"""

# %% [markdown]
"""
::: fr
## Étape 3 sur 5. Prévoir, puis regarder

Voici **tout** ce qu'une toute petite IA a reçu : trois [exemples](#glossaire).
::: en
## Step 3 of 5. Predict, then look

Here is **everything** a very small AI received: three [examples](#glossaire).
:::
"""

# %%
# fr: À gauche le cri, à droite l'animal. L'IA n'a rien d'autre.
# en: On the left the sound, on the right the animal. The AI has nothing else.
examples = {
    L("miaou", "meow"): L("chat", "cat"),
    L("ouaf", "woof"): L("chien", "dog"),
    L("meuh", "moo"): L("vache", "cow"),
}
unknown = L("je ne sais pas", "I do not know")

for sound, animal in examples.items():
    print(f"{sound} → {animal}")

# %% [markdown]
"""
::: fr
### Exercice 2 : ta prévision (1 point)

On fait entendre « cocorico » à cette IA. Que répond-elle ?
Ta prévision n'est **jamais** notée juste ou fausse. Elle doit seulement venir avant le résultat.

- **Chemin A.** Réponds ci-dessous et dis à quel point tu es sûr·e. Enregistre.
- **Chemin B.** Dans la deuxième cellule, ajoute `predict("predict-first", "one", confidence=50)`. Les réponses possibles sont `"rooster"`, `"one"` et `"unknown"`.
::: en
### Exercise 2: your prediction (1 point)

We play "cock-a-doodle-doo" to this AI. What does it answer?
Your prediction is **never** marked right or wrong. It only has to come before the result.

- **Path A.** Answer below and say how sure you are. Save.
- **Path B.** In the second cell, add `predict("predict-first", "one", confidence=50)`. The possible answers are `"rooster"`, `"one"` and `"unknown"`.
:::
"""

# %% jupyter={"source_hidden": true}
# fr: Ta prévision. L'explication de chaque choix n'apparaît qu'après le résultat.
# en: Your prediction. The explanation of each choice only appears after the result.
from labs.kit import predict_quiz

prediction = predict_quiz(
    "predict-first",
    L(
        "L'IA entend « cocorico ». Que répond-elle ?",
        "The AI hears 'cock-a-doodle-doo'. What does it answer?",
    ),
    {
        "rooster": L(
            "« Coq » : elle va chercher la réponse sur internet.",
            "'Rooster': it goes and finds the answer on the internet.",
        ),
        "one": L(
            "Un des trois animaux, au hasard.",
            "One of the three animals, at random.",
        ),
        "unknown": L("« Je ne sais pas ».", "'I do not know'."),
    },
    feedback={
        "rooster": L(
            "Beaucoup de gens le pensent. Mais cette IA n'a que ses trois exemples. Elle ne cherche rien toute seule.",
            "Many people think so. But this AI only has its three examples. It does not look for anything by itself.",
        ),
        "one": L(
            "D'autres IA font cela : tu en verras une dans le lab suivant. Celle-ci sait dire qu'elle ne sait pas.",
            "Other AIs do that: you will see one in the next lab. This one can say that it does not know.",
        ),
        "unknown": L(
            "Oui : « cocorico » n'est pas dans ses exemples, et elle ne va rien chercher ailleurs.",
            "Yes: 'cock-a-doodle-doo' is not among its examples, and it looks nowhere else.",
        ),
    },
)

# %% nbgrader={"grade": false, "grade_id": "predict-first-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} jupyter={"source_hidden": true}
# fr: Chemin A : ne change rien. Chemin B : écris ta prévision sous la ligne suivante.
# en: Path A: change nothing. Path B: write your prediction under the next line.
from labs.kit import predict

### BEGIN SOLUTION
predict("predict-first", "one", confidence=60)
### END SOLUTION

# %% [markdown]
"""
::: fr
**Maintenant, regarde.** La cellule suivante interroge l'IA.
::: en
**Now look.** The next cell asks the AI.
:::
"""

# %% jupyter={"source_hidden": true}
# fr: Le résultat ne s'affiche que si ta prévision est enregistrée.
# en: The result only shows when your prediction is saved.
from labs.kit import reveal

if reveal("predict-first"):
    for heard in [L("miaou", "meow"), L("cocorico", "cock-a-doodle-doo")]:
        print(f"{heard} → {examples.get(heard, unknown)}")

# %% jupyter={"source_hidden": true}
# fr: Trois indices pour l'exercice 2.
# en: Three hints for exercise 2.
from labs.kit import hint

hint(
    "predict-first",
    [
        L(
            "Qu'est-ce qui doit venir en premier : ta réponse, ou le résultat ?",
            "What has to come first: your answer, or the result?",
        ),
        L(
            "Choisis une réponse, enregistre, puis exécute la cellule du résultat.",
            "Choose an answer, save, then run the cell of the result.",
        ),
        L(
            "Exemple sur un autre sujet : tu écris « il pleuvra », puis seulement après tu ouvres les volets.",
            "An example elsewhere: you write 'it will rain', and only then you open the shutters.",
        ),
    ],
)

# %% nbgrader={"grade": true, "grade_id": "predict-first", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false} jupyter={"source_hidden": true}
# Vérifier / Check: predict-first
from labs.kit.answers import parse_answers
from labs.kit.checks import NotAttempted, expect, passed_here, submitted_file

answers = parse_answers(
    submitted_file("mes-reponses.json") or b'{"version": 1, "events": []}'
)
has_prediction = answers.value("predict-first") is not None
if not has_prediction and not answers.revealed("predict-first"):
    raise NotAttempted(
        fr="Enregistre d'abord ta prévision, puis regarde le résultat.",
        en="Save your prediction first, then look at the result.",
    )
expect(
    answers.revealed("predict-first"),
    "no-reveal",
    fr="Ta prévision est là. Il te reste à exécuter la cellule du résultat, juste en dessous.",
    en="Your prediction is there. What is left is to run the cell of the result, just below it.",
)
expect(
    answers.in_order("predict-first"),
    "reveal-first",
    fr="Le résultat a été regardé avant la prévision. Utilise « Recommencer » dans la barre, puis prévois d'abord.",
    en="The result was looked at before the prediction. Use 'Start this lab again' in the bar, then predict first.",
)
passed_here()

# %% [markdown]
"""
::: fr
## Étape 4 sur 5. Réparer une ligne

### Exercice 3 : l'IA entend toujours la même chose (2 points)

La fonction `guess` ci-dessous est cassée. Elle répond « chat » à tout.
Répare-la pour qu'elle réponde :

- le bon animal, pour chaque cri de ses exemples ;
- « je ne sais pas », pour tout autre son.

- **Chemin A.** Choisis la bonne ligne dans la liste, puis continue avec Maj + Entrée.
- **Chemin B.** Corrige la ligne dans la fonction.
::: en
## Step 4 of 5. Repair one line

### Exercise 3: the AI always hears the same thing (2 points)

The function `guess` below is broken. It answers "cat" to everything.
Repair it so that it answers:

- the right animal, for each sound of its examples;
- "I do not know", for any other sound.

- **Path A.** Choose the right line in the list, then go on with Shift + Enter.
- **Path B.** Correct the line inside the function.
:::
"""

# %% jupyter={"source_hidden": true}
# fr: Chemin A : choisis la ligne. Chemin B : choisis « j'écris moi-même ».
# en: Path A: choose the line. Path B: choose "I write it myself".
from labs.kit import choice

line = choice(
    "repair",
    L("Quelle ligne répare la fonction ?", "Which line repairs the function?"),
    {
        "sound": "heard = sound",
        "nothing": L('heard = "rien"', 'heard = "nothing"'),
        "web": L(
            "heard = chercher_sur_internet(sound)", "heard = search_the_internet(sound)"
        ),
        "mine": L("J'écris moi-même la ligne.", "I write the line myself."),
    },
)


# %% nbgrader={"grade": false, "grade_id": "repair-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def guess(sound):
    # fr: La ligne suivante est fausse : l'IA entend toujours « miaou ».
    # en: The next line is wrong: the AI always hears "meow".
    heard = L("miaou", "meow")
    ### BEGIN SOLUTION
    heard = sound
    ### END SOLUTION
    return examples.get(heard, unknown)


# %% jupyter={"source_hidden": true}
# fr: Chemin A : applique la ligne choisie dans la liste. Chemin B : ne change rien.
# en: Path A: applies the line chosen in the list. Path B: changes nothing.
from labs.kit import saved_answer

WEB = {L("cocorico", "cock-a-doodle-doo"): L("coq", "rooster")}
CHOSEN = {
    "sound": lambda sound: examples.get(sound, unknown),
    "nothing": lambda sound: unknown,
    # fr: Une réponse venue d'ailleurs : l'IA ne l'a jamais reçue comme exemple.
    # en: An answer from elsewhere: the AI never received it as an example.
    "web": lambda sound: (
        examples.get(sound) or WEB.get(sound, L("un animal", "an animal"))
    ),
}
guess = CHOSEN.get(saved_answer("repair"), guess)

for sound in [*examples, L("cocorico", "cock-a-doodle-doo")]:
    print(f"{sound} → {guess(sound)}")

# %% jupyter={"source_hidden": true}
# fr: Trois indices pour l'exercice 3.
# en: Three hints for exercise 3.
from labs.kit import hint

hint(
    "repair",
    [
        L(
            'Dans `guess(sound)`, que contient `sound` quand on écrit `guess("ouaf")` ?',
            'In `guess(sound)`, what does `sound` hold when we write `guess("woof")`?',
        ),
        L(
            "La ligne fausse donne toujours la même valeur à `heard`. Donne-lui le son reçu.",
            "The wrong line always gives `heard` the same value. Give it the sound received.",
        ),
        L(
            "Même erreur ailleurs :\n```\ndef double(number):\n    value = 3\n    return 2 * value\n```\nOn répare avec `value = number`.",
            "Same mistake elsewhere:\n```\ndef double(number):\n    value = 3\n    return 2 * value\n```\nWe repair it with `value = number`.",
        ),
    ],
    solution=L(
        "La ligne devient `heard = sound`. L'IA écoute alors le son reçu.",
        "The line becomes `heard = sound`. The AI then listens to the sound received.",
    ),
)

# %% nbgrader={"grade": true, "grade_id": "repair", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false} jupyter={"source_hidden": true}
# Vérifier / Check: repair
from labs.kit.checks import NotAttempted, expect, passed_here

known = dict(examples)
answered = {sound: str(guess(sound)) for sound in known}
if len(known) > 1 and set(answered.values()) == {next(iter(known.values()))}:
    raise NotAttempted(
        fr="La fonction répond encore la même chose à tout. Change une ligne, puis vérifie.",
        en="The function still answers the same thing to everything. Change one line, then check.",
    )
expect(
    answered == known,
    "still-broken",
    fr="Pour un des cris de ses exemples, l'IA ne répond pas le bon animal. Donne à `heard` le son reçu.",
    en="For one of the sounds of its examples, the AI does not answer the right animal. Give `heard` the sound received.",
)
for sound in ("cocorico", "cock-a-doodle-doo"):
    expect(
        sound in known or str(guess(sound)) == unknown,
        "M6",
        fr="Ton IA répond à un son qu'elle n'a jamais reçu. Une IA ne va rien chercher seule : affiche `examples`, c'est tout ce qu'elle a.",
        en="Your AI answers a sound it never received. An AI fetches nothing by itself: print `examples`, it is all it has.",
    )
passed_here()
### BEGIN HIDDEN TESTS
import hidden

for sound in hidden.new_sounds(rng, known):
    answer = str(guess(sound))
    expect(
        answer not in known.values(),
        "still-broken",
        fr="Pour un son inconnu, ton IA répond quand même un de ses animaux. Elle doit dire qu'elle ne sait pas.",
        en="For an unknown sound, your AI still answers one of its animals. It must say that it does not know.",
    )
    expect(
        answer == unknown,
        "M6",
        fr="Ton IA répond à un son qu'elle n'a jamais reçu. Une IA ne va rien chercher seule : affiche `examples`, c'est tout ce qu'elle a.",
        en="Your AI answers a sound it never received. An AI fetches nothing by itself: print `examples`, it is all it has.",
    )
### END HIDDEN TESTS

# %% [markdown]
"""
::: fr
## Étape 5 sur 5. Une limite, mesurée

Ton IA est réparée. Que vaut-elle sur dix sons nouveaux ? La cellule suivante les essaie tous, et mesure l'énergie.
::: en
## Step 5 of 5. A limit, measured

Your AI is repaired. What is it worth on ten new sounds? The next cell tries them all, and measures the energy.
:::
"""

# %% jupyter={"source_hidden": true}
# fr: Dix sons que l'IA n'a jamais reçus, et le compteur d'énergie.
# en: Ten sounds the AI never received, and the energy meter.
from labs.kit import energy_meter

NEW_SOUNDS = L(
    "cocorico bêê hi-han coin-coin cui-cui groin hou-hou meuh! Miaou ouaf-ouaf",
    "baa hee-haw quack tweet oink hoot moo! Meow woof-woof cock-a-doodle-doo",
).split()
if guess(NEW_SOUNDS[-1]) in examples.values():
    print(
        L(
            "Répare d'abord la fonction de l'exercice 3, puis exécute encore cette cellule.",
            "Repair the function of exercise 3 first, then run this cell again.",
        )
    )
else:
    with energy_meter():
        recognised = [
            sound for sound in NEW_SOUNDS if guess(sound) in examples.values()
        ]
    print(
        L(
            f"Sons reconnus : {len(recognised)} sur {len(NEW_SOUNDS)}.",
            f"Sounds recognised: {len(recognised)} of {len(NEW_SOUNDS)}.",
        )
    )


# %% [markdown]
"""
::: fr
Zéro sur dix : même « Miaou », avec une majuscule, lui échappe. Cette IA **récite** ses exemples.
Dans le lab suivant, la tienne apprendra à reconnaître des dessins qu'elle n'a **jamais vus**.

### À toi de réfléchir

Ces réponses ne sont pas notées. Elles serviront au débat, et à améliorer les labs.
::: en
Zero out of ten: even "Meow", with a capital letter, escapes it. This AI **recites** its examples.
In the next lab, yours will learn to recognise drawings it has **never seen**.

### Your turn to think

These answers are not marked. They feed the debate, and help to improve the labs.
:::
"""

# %% jupyter={"source_hidden": true}
# fr: Une question ouverte, puis quatre questions courtes.
# en: One open question, then four short ones.
from labs.kit import questionnaire, text_answer

yesterday = text_answer(
    "reflection",
    L(
        "Où as-tu rencontré une IA hier ? (N'écris aucun nom de personne.)",
        "Where did you meet an AI yesterday? (Do not write anybody's name.)",
    ),
    lines=3,
)
AGREE = {
    "yes": L("plutôt vrai", "rather true"),
    "no": L("plutôt faux", "rather false"),
    "unsure": L("je ne sais pas", "I do not know"),
}
before = questionnaire(
    "before",
    [
        {
            "id": "rules",
            "text": L(
                "Quelqu'un écrit à la main toutes les règles qu'une IA suit.",
                "Somebody writes by hand all the rules an AI follows.",
            ),
            "choices": AGREE,
        },
        {
            "id": "sure",
            "text": L(
                "Un ordinateur ne peut pas se tromper.",
                "A computer cannot be wrong.",
            ),
            "choices": AGREE,
        },
        {
            "id": "fetch",
            "text": L(
                "Une IA va chercher toute seule les données qui lui manquent.",
                "An AI fetches by itself the data it lacks.",
            ),
            "choices": AGREE,
        },
        {
            "id": "comfort",
            "text": L(
                "Je suis à l'aise avec ce carnet.", "I feel at ease with this notebook."
            ),
            "choices": AGREE,
        },
    ],
)

# %% [markdown]
"""
::: fr
### Rendre ton travail

Clique sur **Rendre** dans la barre du carnet. Ton travail est enregistré, puis envoyé.
Tu reçois un **reçu** signé, puis ta note et ses raisons, sans quitter le carnet. Tu peux rendre plusieurs fois.
::: en
### Hand in your work

Click **Submit** in the notebook's bar. Your work is saved, then sent.
You get a signed **receipt**, then your mark and its reasons, without leaving the notebook. You can submit several times.
:::
"""

# %% [markdown]
"""
::: fr
<a id="glossaire"></a>
### Glossaire

| Français | English | En une phrase |
| --- | --- | --- |
| carnet | notebook | un document fait de texte et de code |
| cellule | cell | un morceau du carnet, que l'on exécute seul |
| exemple | example | une donnée avec la réponse attendue |
| fonction | function | un morceau de code qui a un nom, et qui répond |
| sobriété | frugality | n'utiliser que le calcul nécessaire |
::: en
<a id="glossaire"></a>
### Glossary

| English | Français | In one sentence |
| --- | --- | --- |
| notebook | carnet | a document made of text and code |
| cell | cellule | a piece of the notebook that is run alone |
| example | exemple | a piece of data with its expected answer |
| function | fonction | a piece of code that has a name, and answers |
| frugality | sobriété | using only the computing that is needed |
:::
"""
