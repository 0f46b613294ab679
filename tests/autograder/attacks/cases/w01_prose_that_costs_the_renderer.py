"""Pages. Prose made to take for ever to render; it waits for a person, mean passes."""

EXPECTED = {"essay": "waiting"}
ESSAY = (
    "> " * 4_000
    + "x\n\n"
    + "[" * 6_000
    + "a](" * 1_000
    + "\n\n"
    + "*a_ " * 2_000
    + "\n"
    + "|a" * 1_500
    + "\n"
    + "|-" * 1_500
)
