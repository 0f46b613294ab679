from labs.kit.drawings import parse_drawings

content = submitted_file("mes-dessins.json")
mine = parse_drawings(content) if content is not None else None
if mine is None or len(mine) == 0:
    raise NotAttempted
counts = {name: count for name, count in mine.counts.items() if count}
smallest = min(counts, key=counts.get)
expect(len(counts) >= 2, "one-class")
expect(counts[smallest] >= 8, "few-drawings")
expect(not mine.blank, "blank-drawing")
expect(len(mine.duplicates) * 2 < len(mine), "copies")
passed_here()
