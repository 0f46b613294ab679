if model is None:
    raise NotAttempted
expect(score is not None, None, text="no-score")
expect(better_than_luck is not None, None, text="no-verdict")
passed_here()

# %% hidden
import hidden

train = hidden.Part(train_images, train_labels)
test = hidden.Part(test_images, test_labels)
hidden.learns_from_labels(learn, model, train)
hidden.does_not_look_up(model, train, test)
hidden.scores_on_the_test(model, score, train, test)
hidden.concludes_rightly(model, better_than_luck, test)
