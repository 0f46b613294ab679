# M10: more drawings of one's own hand are believed to cure all.
# expect: other-hand failed M10
# %% other-hand-answer
remedy = "more-mine"
