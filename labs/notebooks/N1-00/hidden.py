"""Hidden draws of N1-00: sounds the small AI has never received."""

SYLLABLES = [
    "ba",
    "cui",
    "dor",
    "flo",
    "gri",
    "hou",
    "ja",
    "kla",
    "mip",
    "nour",
    "pla",
    "rou",
    "sti",
    "tcha",
    "vro",
    "zig",
]


def new_sounds(rng, count=6):
    """Sounds of six syllables: 16 million of them, so nobody has listed these."""
    return ["-".join(rng.choice(SYLLABLES, size=6)) for _ in range(count)]
