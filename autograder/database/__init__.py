"""The autograder's own files: tables, migrations, and how they are opened."""
