if model is None or (other_file is None and other_score is None):
    raise NotAttempted
expect(other_score is not None, "no-common-class")
expect(remedy in ("more-mine", "other-hands", "nothing"), None, text="no-remedy")
passed_here()

# %% hidden
import hidden

train = hidden.Part(train_images, train_labels)
test = hidden.Part(test_images, test_labels)
other = hidden.other_hand(other_file, train)
hidden.scores_on_the_other_hand(model, other_score, other, test)
hidden.knows_what_helps(learn, remedy, train, other, rng)
