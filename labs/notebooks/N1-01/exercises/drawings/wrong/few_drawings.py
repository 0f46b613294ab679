# Three drawings of the second class.
# expect: drawings failed few-drawings
# base: release
# %% files
from labs.kit.drawings import Drawings
from labs.kit.shapes import draw_shape

images = [draw_shape("5", seed) for seed in range(9)] + [
    draw_shape("6", seed) for seed in range(3)
]
files["mes-dessins.json"] = Drawings.of(images, ["5"] * 9 + ["6"] * 3).to_bytes()
