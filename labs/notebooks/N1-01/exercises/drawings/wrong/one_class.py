# expect: drawings failed one-class
# base: release
# %% files
from labs.kit.drawings import Drawings
from labs.kit.shapes import draw_shape

files["mes-dessins.json"] = Drawings.of(
    [draw_shape("5", seed) for seed in range(12)], ["5"] * 12
).to_bytes()
