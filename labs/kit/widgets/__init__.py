"""The widgets: one .py beside one .js of the same name; `base.py` joins them."""
