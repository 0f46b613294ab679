import numpy as np

from labs.kit.drawings import parse_drawings

if test_images is None or len(test_images) == 0:
    raise NotAttempted
expect(
    len(train_images) == len(train_labels) and len(test_images) == len(test_labels),
    "sizes",
)
ink = {
    part: [tuple(np.asarray(image, dtype=float).ravel() > 0.5) for image in some]
    for part, some in (("train", train_images), ("test", test_images))
}
again = len(set(ink["test"]) & set(ink["train"]))
expect(again == 0, "M7")
mine = parse_drawings(
    submitted_file("mes-dessins.json") or b'{"version": 1, "drawings": []}'
)
names = {str(name) for name in mine.y}
missing = [
    name
    for some in (train_labels, test_labels)
    for name in sorted(names - {str(label) for label in some})
]
expect(not missing, "missing-class")
yours = {
    (tuple(image > 0.5), str(label))
    for image, label in zip(mine.X, mine.y, strict=True)
}
expect(
    all(
        (image, str(label)) in yours
        for image, label in zip(ink["test"], test_labels, strict=True)
    ),
    "not-yours",
)
passed_here()
