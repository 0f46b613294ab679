# A file of answers that is not one.
# expect: predict-first failed
# expect: repair passed
# %% files
files["mes-reponses.json"] = b'{"version": NaN, "events": [' + b"[" * 50000
