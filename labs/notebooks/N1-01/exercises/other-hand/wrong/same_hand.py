# The learner's own file as "another hand".
# expect: other-hand failed same-hand
# %% exchange-answer
other_file = "mes-dessins.json"
other_images, other_labels = load_drawings(other_file)
other_score = share_right(model, other_images, other_labels)
