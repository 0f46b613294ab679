# expect: drawings failed blank-drawing
# base: release
# %% files
import numpy as np

from labs.kit.drawings import Drawings
from labs.kit.shapes import draw_shape

images = [draw_shape(name, seed) for name in "56" for seed in range(9)]
images[4] = np.zeros((16, 16))
files["mes-dessins.json"] = Drawings.of(images, ["5"] * 9 + ["6"] * 9).to_bytes()
