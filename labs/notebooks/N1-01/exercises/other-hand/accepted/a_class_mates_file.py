# A class-mate's file, counted by hand, as a percentage.
# %% exchange-answer
other_file = "dessins-camarade.json"
right = total = 0
other_images, other_labels = load_drawings(other_file)
for image, name in zip(other_images, other_labels):
    if name in set(train_labels):
        total += 1
        right += model.predict([image])[0] == name
other_score = 100 * right / total
# %% other-hand-answer
remedy = "other-hands"
# %% files
from labs.kit.drawings import Drawings
from labs.kit.shapes import Hand, draw_shape

hand = Hand(size=1.1, slant=0.3, shift_x=-2, shift_y=1)
images = [draw_shape(name, seed, hand=hand) for name in "1479" for seed in range(9)]
files["dessins-camarade.json"] = Drawings.of(
    images, [n for n in "1479" for _ in range(9)]
).to_bytes()
