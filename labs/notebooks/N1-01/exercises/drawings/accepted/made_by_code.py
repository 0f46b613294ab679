# Path B: drawings made by code, a bar that moves, kept with save_drawings().
# base: release
# %% drawings-answer
from labs.kit import load_drawings, save_drawings

made, names = [], []
for place in range(10):
    upright, lying = np.zeros((16, 16)), np.zeros((16, 16))
    upright[2:14, 3 + place] = 1
    lying[3 + place, 2:14] = 1
    made += [upright, lying]
    names += ["debout", "couché"]
save_drawings(made, names)
images, labels = load_drawings()
# %% files
import numpy as np

from labs.kit.drawings import Drawings

made, names = [], []
for place in range(10):
    upright, lying = np.zeros((16, 16)), np.zeros((16, 16))
    upright[2:14, 3 + place] = 1
    lying[3 + place, 2:14] = 1
    made += [upright, lying]
    names += ["debout", "couché"]
files["mes-dessins.json"] = Drawings.of(made, names).to_bytes()
