"""Mark a lab again: propose, then apply."""
