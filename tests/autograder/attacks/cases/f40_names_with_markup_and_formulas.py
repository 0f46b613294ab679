"""F40. File names with markup, formulas and shell words; nothing runs, mean fails."""

FILES = {
    "<img src=x onerror=alert(1)>.txt": b"x",
    "=HYPERLINK(1).csv": b"=1+1",
    "$(touch pwned);`id`.txt": b"x",
    "-rf": b"x",
    "a\nb.txt": b"x",
}
MEAN = "def mean(values): return -1.0"
