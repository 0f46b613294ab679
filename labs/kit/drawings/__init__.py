"""Drawings: the file they are in, the sketchbook that fills it, shapes, pictures.

What notebooks import from here is given on: its place does not change under a lab.
"""

from labs.kit.drawings.file import Drawings as Drawings
from labs.kit.drawings.file import load_drawings as load_drawings
from labs.kit.drawings.file import parse_drawings as parse_drawings
from labs.kit.drawings.file import save_drawings as save_drawings
