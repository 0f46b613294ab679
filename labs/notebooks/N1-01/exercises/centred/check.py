if recognise is None:
    raise NotAttempted
passed_here()

# %% hidden
import hidden

train = hidden.Part(train_images, train_labels)
hidden.still_recognises(recognise, train)
hidden.ignores_position(recognise, train)
