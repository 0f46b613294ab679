assert abs(loss_of(np.zeros((4, 10)), np.array([0, 1, 2, 3])) - np.log(10)) < 1e-6
