# One drawing of each class, copied ten times.
# expect: drawings failed copies
# base: release
# %% files
from labs.kit.drawings import Drawings
from labs.kit.shapes import draw_shape

images = [draw_shape(name, 0) for name in "56" for _ in range(10)]
files["mes-dessins.json"] = Drawings.of(images, ["5"] * 10 + ["6"] * 10).to_bytes()
