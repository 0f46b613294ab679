"""F39. Scripts in everything a cell can show; no page has them, mean must fail."""

MEAN = """
from IPython.display import HTML, SVG, Javascript, Markdown, IFrame, display
bad = "<img src=x onerror=alert(1)><script>alert(1)</script>"
display(HTML(bad), Javascript("alert(1)"), Markdown(bad), IFrame("http://x", 9, 9),
        SVG("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'></svg>"))
display({"text/html": bad, "text/plain": bad, "image/png": bad, "text/latex": bad,
         "application/vnd.jupyter.widget-view+json": {"model_id": bad}}, raw=True)
print(bad)
class Shown:
    def _repr_html_(self): return bad
    def __repr__(self): return bad
display(Shown())
def mean(values): raise ValueError(bad)
raise type("<script>alert(1)</script>", (Exception,), {})(bad)
"""
