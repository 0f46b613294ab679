"""One small class per way to start a learner's server."""
