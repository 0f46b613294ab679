# A mean instead of the cross-entropy, and a net that was never trained.
# expect: loss failed
# expect: train failed
# %% loss-answer
def loss_of(scores, truth):
    return float(torch.as_tensor(scores).mean())


# %% train-answer
net = make_net()


def guess(images):
    with torch.no_grad():
        return net(torch.as_tensor(images, dtype=torch.float32)).argmax(1).numpy()
