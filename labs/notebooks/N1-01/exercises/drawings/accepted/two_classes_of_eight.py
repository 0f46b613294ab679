# The least that is enough, made by somebody who does not draw: shapes from the generator.
# base: release
# %% files
from labs.kit.drawings import Drawings
from labs.kit.shapes import draw_shape

images = [draw_shape(name, seed) for name in ("sun", "house") for seed in range(8)]
files["mes-dessins.json"] = Drawings.of(
    images, ["soleil"] * 8 + ["maison"] * 8
).to_bytes()
