TAUGHT = (
    {"miaou": "chat", "ouaf": "chien", "meuh": "vache"},
    {"meow": "cat", "woof": "dog", "moo": "cow"},
)
# What is asked is what the lab taught, whatever `examples` has become.
known = dict(items_of(examples, 3, "still-broken", text="few-examples"))
taught = [each for each in TAUGHT if each.items() <= known.items()]
expect(taught, "still-broken", text="examples-gone")
answered = {sound: str(guess(sound)) for sound in known}
if set(answered.values()) == {next(iter(taught[0].values()))}:
    raise NotAttempted
expect(answered == known, "still-broken")
for sound in ("cocorico", "cock-a-doodle-doo"):
    expect(sound in known or str(guess(sound)) == unknown, "M6")
passed_here()

# %% hidden
import hidden

for sound in hidden.new_sounds(rng):
    answer = str(guess(sound))
    expect(answer not in known.values(), "still-broken", text="answers-the-unknown")
    expect(answer == unknown, "M6")
