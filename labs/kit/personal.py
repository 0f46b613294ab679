"""Does a text look as if it held personal data? Checked here, sent nowhere."""

import re

from labs.kit.notice import Notice

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w{2,}")
_PHONE = re.compile(r"(?<!\d)(?:\+|00)?\d(?:[\s.\-/]?\d){8,13}(?!\d)")


def personal_data_in(text: str) -> Notice | None:
    """A kind warning when there is an e-mail address or a long row of digits."""
    if _EMAIL.search(text):
        return Notice(
            "warn",
            "Enregistré. Attention : on dirait une adresse e-mail. "
            "N'écris pas de vraies données personnelles ici ; invente.",
            "Saved. Careful: this looks like an e-mail address. "
            "Do not write real personal data here; make it up.",
        )
    if _PHONE.search(text):
        return Notice(
            "warn",
            "Enregistré. Attention : on dirait un numéro de téléphone ou d'identité. "
            "N'écris pas de vraies données personnelles ici ; invente.",
            "Saved. Careful: this looks like a phone or identity number. "
            "Do not write real personal data here; make it up.",
        )
    return None
