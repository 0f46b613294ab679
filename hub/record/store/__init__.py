"""The only SQL of the record: models, migrations, and one function per question."""
