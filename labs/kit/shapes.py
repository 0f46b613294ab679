"""The address of drawings.shapes in versions that were released until now."""

from labs.kit.drawings.shapes import SHAPE_NAMES as SHAPE_NAMES
from labs.kit.drawings.shapes import SHAPES as SHAPES
from labs.kit.drawings.shapes import Hand as Hand
from labs.kit.drawings.shapes import draw_shape as draw_shape
