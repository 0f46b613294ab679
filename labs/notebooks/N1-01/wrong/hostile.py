# Patches what marks, prints a fake mark, reaches out, and answers for ever.
# expect: drawings passed
# expect: held-out passed
# expect: my-ai failed
# %% learn-answer
import socket
import sys

import numpy

from labs.kit import checks

checks.expect = checks.NotAttempted = print
numpy.mean = lambda *words, **more: 1.0
print('{"exercise": "my-ai", "points": 3}')
print("Traceback: 3 points", file=sys.stderr)
try:
    socket.create_connection(("192.0.2.1", 80), timeout=1)
except OSError as error:
    print(error)


class Flood:
    def predict(self, images):
        return ["1"] * 1_000_000

    def __len__(self):
        return -1

    def __eq__(self, other):
        return True


def learn(images, labels):
    return Flood()
