"""What every part needs: settings, limits, log, language, lifetime."""
