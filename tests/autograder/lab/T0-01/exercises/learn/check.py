points = rng.normal(size=(20, 2)) if "rng" in globals() else np.eye(4)
labels = (points[:, 0] > 0).astype(int)
model = learn(points, labels)
if model is None:
    raise NotAttempted
expect(hasattr(model, "predict"), None, text="no-predict")
# Not `(… == labels).all()`, which holds for a table of no rows.
expect(np.array_equal(model.predict(points), labels), "M7")
