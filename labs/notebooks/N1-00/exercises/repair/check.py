known = dict(examples)
answered = {sound: str(guess(sound)) for sound in known}
if len(known) > 1 and set(answered.values()) == {next(iter(known.values()))}:
    raise NotAttempted
expect(answered == known, "still-broken")
for sound in ("cocorico", "cock-a-doodle-doo"):
    expect(sound in known or str(guess(sound)) == unknown, "M6")
passed_here()

# %% hidden
import hidden

for sound in hidden.new_sounds(rng, known):
    answer = str(guess(sound))
    expect(answer not in known.values(), "still-broken", text="answers-the-unknown")
    expect(answer == unknown, "M6")
