# %% setup
# fr: Prépare le carnet : les outils du lab, en français.
# en: Prepares the notebook: the tools of the lab, in English.
from labs.kit import setup

setup(lang=L("fr", "en"))
print(L("C'est prêt. Continue avec Maj + Entrée.", "Ready. Go on with Shift + Enter."))

# %% tours folded
# fr: Deux visites : les cellules, puis le clavier.
# en: Two tours: the cells, then the keyboard.
from labs.kit import tour

tour("cells")
tour("keyboard")

# %% consent folded
# fr: Ton choix pour la recherche. Rien n'est coché d'avance.
# en: Your choice about research. Nothing is ticked in advance.
from labs.kit import consent

research = consent()

# %% codename-box folded
# fr: Chemin A : ta réponse est gardée dans le fichier mes-reponses.json.
# en: Path A: your answer is kept in the file mes-reponses.json.
from labs.kit import text_answer

typed = text_answer("codename")

# %% codename-answer answer
# fr: Chemin A : cette ligne lit ce que tu as écrit dans la case.
# en: Path A: this line reads what you typed in the box.
from labs.kit import saved_answer

codename = saved_answer("codename")
### BEGIN SOLUTION
codename = L("Renard bleu", "Blue fox")
### END SOLUTION

print(L("Mon nom de code :", "My code name:"), codename)

# %% codename-hints folded
# fr: Trois indices, du plus léger au plus précis. Essaie d'abord sans.
# en: Three hints, from the lightest to the most precise. Try without first.
from labs.kit import hint

hint("codename")

# %% codename check folded

# %% examples
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

# %% prediction folded
# fr: Ta prévision. L'explication de chaque choix n'apparaît qu'après le résultat.
# en: Your prediction. The explanation of each choice only appears after the result.
from labs.kit import predict_quiz

prediction = predict_quiz("predict-first")

# %% predict-first-answer answer folded
# fr: Chemin A : ne change rien. Chemin B : écris ta prévision sous la ligne suivante.
# en: Path A: change nothing. Path B: write your prediction under the next line.
from labs.kit import predict

### BEGIN SOLUTION
predict("predict-first", "one", confidence=60)
### END SOLUTION

# %% reveal folded
# fr: Le résultat ne s'affiche que si ta prévision est enregistrée.
# en: The result only shows when your prediction is saved.
from labs.kit import reveal

if reveal("predict-first"):
    for heard in [L("miaou", "meow"), L("cocorico", "cock-a-doodle-doo")]:
        print(f"{heard} → {examples.get(heard, unknown)}")

# %% predict-first-hints folded
# fr: Trois indices pour l'exercice 2.
# en: Three hints for exercise 2.
from labs.kit import hint

hint("predict-first")

# %% predict-first check folded

# %% repair-line folded
# fr: Chemin A : choisis la ligne. Chemin B : choisis « j'écris moi-même ».
# en: Path A: choose the line. Path B: choose "I write it myself".
from labs.kit import choice

line = choice("repair")


# %% repair-answer answer
def guess(sound):
    # fr: La ligne suivante est fausse : l'IA entend toujours « miaou ».
    # en: The next line is wrong: the AI always hears "meow".
    heard = L("miaou", "meow")
    ### BEGIN SOLUTION
    heard = sound
    ### END SOLUTION
    return examples.get(heard, unknown)


# %% apply-line folded
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

# %% repair-hints folded
# fr: Trois indices pour l'exercice 3.
# en: Three hints for exercise 3.
from labs.kit import hint

hint("repair")

# %% repair check folded

# %% new-sounds folded
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

# %% questions folded
# fr: Une question ouverte, puis quatre questions courtes.
# en: One open question, then four short ones.
from labs.kit import questionnaire, text_answer

yesterday = text_answer("reflection", lines=3)
before = questionnaire("before")
