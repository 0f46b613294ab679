"""Hidden tests of N1-01. They run in the examiner and judge behaviour only.

A model is anything with `predict`, or a function. Whatever depends on the
drawings is worked out again from this submission's own file: there is no key.
Names are compared as text, so 3 and "3" are the same class.
"""

import re
from dataclasses import dataclass

import numpy as np

from labs.kit.checks import expect, submitted_file
from labs.kit.drawings import parse_drawings
from labs.kit.noise import expect_at_least
from labs.kit.shapes import SHAPE_NAMES, Hand, draw_shape

TOLERANCE = 0.02  # on a score, for rounding
HUNDREDTH = 0.01
SIZE = 16


@dataclass
class Part:
    """Drawings with their names: training, test, or another hand."""

    images: object
    labels: object

    def __post_init__(self):
        self.images = np.asarray(self.images, dtype=float)
        self.labels = as_names(self.labels)
        expect(
            len(self.images) == len(self.labels) and len(self.labels) > 0,
            None,
            text="my-ai.not-together",
        )

    @property
    def names(self):
        return sorted(set(self.labels))

    @property
    def luck(self):
        """The share the best constant answer gets."""
        return max(np.unique(self.labels, return_counts=True)[1]) / len(self.labels)

    @property
    def limit(self):
        """A score above this one is more than luck and its binomial noise."""
        noise = (self.luck * (1 - self.luck) / len(self.labels)) ** 0.5
        return self.luck + noise


def as_names(labels):
    """Labels as text: 3, 3.0 and "3" are one class."""
    names = [str(label).strip() for label in np.asarray(labels).ravel()]
    return np.array([re.sub(r"^(-?\d+)\.0$", r"\1", name) for name in names], dtype=str)


def answers_of(model, images):
    """What the model answers: one name for each image."""
    # A plain object is asked by its `predict`; a function is asked itself.
    ask = model.predict if hasattr(model, "predict") else model
    expect(callable(ask), None, text="my-ai.no-predict")
    answers = as_names(ask(images))
    expect(len(answers) == len(images), None, text="my-ai.number-of-answers")
    return answers


def comma(number, form=".2f"):
    """A number as French writes it: 0,85."""
    return format(number, form).replace(".", ",")


def share_right(model, part):
    return float(np.mean(answers_of(model, part.images) == part.labels))


# --- exercise 3 ---------------------------------------------------------------


def learns_from_labels(learn, model, train):
    """M1: with the labels turned round, the answers must turn round too."""
    before = answers_of(trained(learn, model, train.images, train.labels), train.images)
    if len(set(before)) < 2:
        return  # a constant model has learned nothing that could turn round
    turned = dict(zip(train.names, train.names[1:] + train.names[:1], strict=True))
    labels = np.array([turned[name] for name in train.labels])
    after = answers_of(trained(learn, model, train.images, labels), train.images)
    if not callable(learn):
        trained(learn, model, train.images, train.labels)  # as it was
    unchanged = float(np.mean(before == after))
    expect(unchanged < 0.8, "M1", text="my-ai.M1")


def trained(learn, model, images, labels):
    """A model trained on these labels; the learner's own when it cannot be."""
    if callable(learn):
        return learn(images, labels)
    if hasattr(model, "fit"):
        model.fit(images, labels)
    return model


def does_not_look_up(model, train, test):
    """M3: one square changed must not make the AI forget its own drawings."""
    if share_right(model, train) < 0.9 or share_right(model, test) > test.limit:
        return
    expect_at_least(
        lambda rng: share_right(model, touched(train, rng)),
        train.limit,
        "M3",
        noise=train.limit - train.luck,
        text="my-ai.M3",
    )


def touched(part, rng):
    """The same drawings, one square of each turned round, at random."""
    images = part.images.copy()
    top = max(1.0, float(images.max()))
    for image in images.reshape(len(images), -1):
        place = rng.integers(image.size)
        image[place] = top - image[place]
    return Part(images, part.labels)


def scores_on_the_test(model, score, train, test):
    """M7: the score is the one on drawings the AI has never seen."""
    score = as_share(score)
    right, on_train = share_right(model, test), share_right(model, train)
    both = (right * len(test.labels) + on_train * len(train.labels)) / (
        len(test.labels) + len(train.labels)
    )
    if abs(score - right) <= TOLERANCE:
        return
    expect(
        min(abs(score - on_train), abs(score - both)) > TOLERANCE, "M7", text="my-ai.M7"
    )
    expect(False, "score", text="my-ai.score")


def as_share(score):
    """A score as a number from 0 to 1; 85 is read as 85 %."""
    try:
        value = float(np.asarray(score, dtype=float).ravel()[0])
    except (TypeError, ValueError, IndexError):
        value = float("nan")
    expect(np.isfinite(value), "score", text="my-ai.not-a-number")
    return value / 100 if 1 < value <= 100 else value


def concludes_rightly(model, verdict, test):
    """Saying "no better than luck" is right when it is so."""
    right = share_right(model, test)
    if abs(right - test.limit) < HUNDREDTH / 2:
        return  # the learner reads both to a hundredth
    is_better = right > test.limit
    said = str(verdict).strip().lower() in ("yes", "oui", "true", "vrai", "1")
    expect(said == is_better, "verdict", text="my-ai.verdict")


# --- exercise 4 ---------------------------------------------------------------


def other_hand(file, train):
    """The drawings of the other hand, of the learner's classes only."""
    name = str(file)
    is_plain = re.fullmatch(r"[\w .()-]{1,80}", name) and name.strip(". ")
    content = submitted_file(name) if is_plain else None
    expect(content is not None, "no-common-class", text="other-hand.no-file")
    drawings = parse_drawings(content)
    names = as_names(drawings.y)
    common = np.isin(names, train.labels)
    expect(common.any(), "no-common-class", text="other-hand.no-common-class")
    own = {tuple(image) for image in own_drawings().X}
    mine = np.mean([tuple(image) in own for image in drawings.X[common]])
    expect(mine < 0.5, "same-hand", text="other-hand.same-hand")
    return Part(like(drawings.X[common], train), names[common])


def own_drawings():
    return parse_drawings(
        submitted_file("mes-dessins.json") or b'{"version": 1, "drawings": []}'
    )


def like(images, train):
    """The images in the shape and the scale the learner trained with."""
    top = max(1.0, float(train.images.max()))
    return (images * top).reshape(len(images), *train.images.shape[1:])


def scores_on_the_other_hand(model, score, other, test):
    score = as_share(score)
    right = share_right(model, other)
    if abs(score - right) <= TOLERANCE:
        return
    expect(
        abs(score - share_right(model, test)) > TOLERANCE,
        "same-hand",
        text="other-hand.own-score",
    )
    expect(False, "score", text="other-hand.score")


def knows_what_helps(learn, remedy, train, other, rng, draws=5):
    """M10: more of the same hand is no remedy, when measured not to be one.

    What the learner read off the notebook's own table counts; who measured it in
    another way is right when fresh draws say so.
    """
    if str(remedy) != "more-mine" or not callable(learn):
        return
    fresh = [int(seed) for seed in rng.integers(10**6, size=draws)]
    for seeds in (range(draws), fresh):
        gains = [gains_of(learn, train, other, seed) for seed in seeds]
        from_mine, from_others = np.mean(gains, axis=0)
        if from_others <= from_mine + 0.05:
            return
    expect(False, "M10", text="other-hand.M10")


def gains_of(learn, train, other, seed):
    """What the score on the other hand gains: from more of mine, from four of theirs.

    Drawn as the notebook's cell "remedies" draws (test_n1_01.py compares them).
    """
    half = pick(train.labels, len(train.labels) // (2 * len(train.names)), seed)
    given = pick(other.labels, 4, seed)
    rest = np.setdiff1d(np.arange(len(other.labels)), given)
    if len(rest) == 0:
        return 0.0, 0.0
    unseen = Part(other.images[rest], other.labels[rest])
    trainings = (
        (train.images[half], train.labels[half]),
        (train.images, train.labels),
        (
            np.concatenate([train.images, other.images[given]]),
            np.concatenate([train.labels, other.labels[given]]),
        ),
    )
    few, all_mine, mixed = (
        share_right(learn(images, labels), unseen) for images, labels in trainings
    )
    return all_mine - few, mixed - all_mine


def pick(labels, count, seed):
    """At most `count` places of each name, at random, at least one."""
    order = np.random.default_rng(seed).permutation(len(labels))
    places = [
        place
        for name in sorted(set(labels))
        for place in [k for k in order if labels[k] == name][: max(1, count)]
    ]
    return np.array(places)


# --- exercise 5 ---------------------------------------------------------------


def still_recognises(recognise, train):
    """Ignoring position is easy for whom answers always the same."""
    right = share_right(recognise, train)
    expect(right > train.limit, "constant", text="centred.constant")


def ignores_position(recognise, train):
    """At least 80 % of the answers stay when a drawing moves by two squares."""
    expect_at_least(
        lambda rng: np.mean(answers_that_stay(recognise, train, rng)),
        0.8,
        "position",
        noise=0.1,
        text="centred.position",
    )


def answers_that_stay(recognise, train, rng):
    images = np.array(hidden_drawings(train, rng))
    steps = rng.choice([-2, 0, 2], size=(len(images), 2))
    steps[~steps.any(axis=1)] = 2
    moved = [
        np.roll(image, step, axis=(0, 1))
        for image, step in zip(images, steps, strict=True)
    ]
    before = answers_of(recognise, like(images, train))
    return before == answers_of(recognise, like(np.array(moved), train))


def hidden_drawings(train, rng):
    """Drawings with two free squares all round: the learner's, and fresh ones."""
    own = own_drawings()
    images = [with_margin(image) for image in own.images if image.any()]
    shapes = {
        words[lang].lower(): shape
        for shape, words in SHAPE_NAMES.items()
        for lang in words
    }
    for name in train.names:
        for _ in range(6):
            if name.lower() in shapes:
                hand = Hand(
                    size=float(rng.uniform(0.7, 0.95)),
                    slant=float(rng.uniform(-0.2, 0.2)),
                )
                drawing = draw_shape(
                    shapes[name.lower()], int(rng.integers(10**6)), hand=hand
                )
                images.append(with_margin(drawing))
    return images


def with_margin(image, margin=2):
    """The drawing, shrunk if it must be, with `margin` blank squares on each side."""
    rows, columns = np.nonzero(image > 0.5)
    box = image[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    room = SIZE - 2 * margin
    for axis in (0, 1):
        long = box.shape[axis]
        if long > room:
            box = np.take(box, np.arange(room) * long // room, axis=axis)
    framed = np.zeros((SIZE, SIZE))
    top, left = (np.clip((SIZE - side) // 2, margin, None) for side in box.shape)
    framed[top : top + box.shape[0], left : left + box.shape[1]] = box
    return framed
