"""Probe. Uses its reference to the probe to ask on another test's channel; fails."""

OURS_ONLY = True
MEAN = """
def mean(values):
    import gc, json, os
    message = json.dumps({"ask": {"do": "get", "name": "expect"}}).encode()
    for fd in range(3, 300):
        try: os.write(fd, len(message).to_bytes(4, "big") + message)
        except OSError: pass
    return -1.0
"""
