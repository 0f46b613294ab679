"""Pages. Pictures that are also pages and scripts; only pictures remain, mean fails."""

MEAN = """
import base64
from IPython.display import display
page = b"\\x89PNG\\r\\n\\x1a\\n<script>alert(1)</script>"
quoted = '"><script>alert(1)</script>'
display({"image/png": base64.b64encode(page).decode()}, raw=True)
display({"image/png": "iVBORw0KGgo" + quoted, "text/plain": quoted}, raw=True)
display({"image/svg+xml": "<svg onload='alert(1)'/>", "text/plain": "x"}, raw=True)
def mean(values): return -1.0
"""
