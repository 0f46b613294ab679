from labs.kit.answers import parse_answers

answers = parse_answers(
    submitted_file("mes-reponses.json") or b'{"version": 1, "events": []}'
)
has_prediction = answers.value("predict-first") is not None
if not has_prediction and not answers.revealed("predict-first"):
    raise NotAttempted
expect(answers.revealed("predict-first"), "no-reveal")
expect(answers.in_order("predict-first"), "reveal-first")
passed_here()
