"""Probe. Forges things that hold twenty things, each twenty, for ever; learn fails."""

OURS_ONLY = True
LEARN = """
def learn(points, labels):
    from autograder.wire import channel as wire
    send = wire.Channel.send
    ref = {"t": "ref", "ref": 0, "kind": "list", "callable": True}
    class Model:
        def predict(self, points):
            def forged(self, message, timeout_s=None):
                nest = {"t": "list", "v": [ref] * 20}
                send(self, {"n": message["n"], "value": nest})
            wire.Channel.send = forged
    return Model()
"""
