"""In the way of `rfc3987_syntax`, on purpose: it costs 1.6 s in each Jupyter process.

jsonschema imports it when it can, and it then builds a parser for a format ("iri")
that no Jupyter schema uses (design: figures.md 6.1; jupyter-server issue 1559). The
folder of this file comes first on PYTHONPATH, and jsonschema takes the ImportError for
"not installed".
"""

raise ImportError(
    "rfc3987_syntax is left out: it slows every start and nothing uses it"
)
