# All ten digits counted, though the AI knows three.
# expect: other-hand failed score
# %% exchange-answer
other_file = "autre-main.json"
other_images, other_labels = load_drawings(other_file)
other_score = share_right(model, other_images, other_labels)
