assert size() == 64 * 32 + 32 + 32 * 10 + 10
