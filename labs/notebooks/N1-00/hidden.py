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


def new_sounds(rng, known, count=6):
    """Sounds that nobody could have listed, none of them in `known`."""
    sounds = set()
    while len(sounds) < count:
        sound = "-".join(rng.choice(SYLLABLES, size=3))
        if sound not in known:
            sounds.add(str(sound))
    return sorted(sounds)
