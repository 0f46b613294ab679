# A file of drawings that is not one.
# expect: drawings failed
# base: release
# %% files
files["mes-dessins.json"] = (
    b'{"version": 1, "drawings": [' + b'{"label": "' + b"x" * 150_000 + b'"}]}'
)
