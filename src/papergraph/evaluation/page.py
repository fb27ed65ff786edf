"""The evaluation as one self-contained HTML page: no script, no network, all text escaped."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from importlib import resources
from string import Template

from papergraph.evaluation.bootstrap import Interval
from papergraph.evaluation.comparison import Comparison, Difference, Marked, Status
from papergraph.evaluation.confusion import MISSED, SPURIOUS, Confusion
from papergraph.evaluation.scoring import Calibration, Evaluation, Figure
from papergraph.model import EntityType
from papergraph.text import repair

_CLASSES = {
    Status.CORRECT: "correct",
    Status.OTHER_TYPE: "half",
    Status.OTHER_BOUNDS: "half",
    Status.MISSED: "wrong",
    Status.SPURIOUS: "wrong",
}
_SIGNS = {Status.MISSED: " −", Status.SPURIOUS: " +", Status.OTHER_TYPE: " ≠", Status.OTHER_BOUNDS: " ~"}


def page(evaluation: Evaluation, *, title: str = "Evaluation", worst: int | None = 10) -> str:
    """The page of an evaluation, the same for the same evaluation.

    :param title: what the page calls itself.
    :param worst: how many of the worst papers are shown side by side; None: all that have an error.
    """
    template = resources.files("papergraph.evaluation").joinpath("page.html").read_text(encoding="utf-8")
    parts = [
        _papers(evaluation),
        _figures(evaluation),
        _calibration(evaluation.calibration) if evaluation.calibration else "",
        _confusion("Types", evaluation.types),
        _confusion("Roles of entities that are right in type", evaluation.roles),
        _worst(evaluation.worst(worst)),
    ]
    return Template(template).substitute(title=_safe(title), body="\n".join(filter(None, parts)))


def _safe(text: str) -> str:
    shown = "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in repair(text))
    return html.escape(shown)


def _papers(evaluation: Evaluation) -> str:
    said = [f"<p>{evaluation.papers} papers.</p>"]
    for ids, what in (
        (evaluation.missing, "in gold without a prediction, which counts as an empty one"),
        (evaluation.unknown, "predicted but not in gold, which do not count"),
        (evaluation.changed, "whose predicted text is not that of gold, in which all offsets count"),
    ):
        if ids:
            listed = ", ".join(map(_safe, ids))
            said.append(f"<details><summary>{len(ids)} {what}</summary><p>{listed}</p></details>")
    return "\n".join(said)


def _table(head: Sequence[str], rows: Iterable[str]) -> str:
    cells = "".join(f'<th scope="col">{_safe(cell)}</th>' for cell in head)
    body = "\n".join(rows)
    return f'<div class="scroll"><table><thead><tr>{cells}</tr></thead><tbody>\n{body}\n</tbody></table></div>'


def _figures(evaluation: Evaluation) -> str:
    head = ["figure", "precision", "", "recall", "", "F1", "", "gold", "predicted"]
    drawn = f"; in grey 95 % intervals of {evaluation.resamples} resamples of papers" if evaluation.resamples else ""
    rows = (_figure(figure) for figure in evaluation.figures.values())
    return f"<h2>Figures</h2>\n<p>Per cent{drawn}.</p>\n{_table(head, rows)}"


def _figure(figure: Figure) -> str:
    rated = (
        (figure.precision, figure.precision_interval),
        (figure.recall, figure.recall_interval),
        (figure.f1, figure.f1_interval),
    )
    cells = "".join(f"<td>{value:.1f}</td><td class='soft'>{_bounds(interval, 1)}</td>" for value, interval in rated)
    whole = "" if "." in figure.name else ' class="whole"'
    counts = f"<td>{figure.gold}</td><td>{figure.predicted}</td>"
    return f'<tr{whole}><th scope="row">{_safe(figure.name)}</th>{cells}{counts}</tr>'


def _bounds(interval: Interval | None, digits: int) -> str:
    return f"{interval.low:.{digits}f} to {interval.high:.{digits}f}" if interval else ""


def _calibration(calibration: Calibration) -> str:
    rows = (
        f'<tr><th scope="row">{each.low:.2f} to {each.high:.2f}</th><td>{each.count}</td>'
        f"<td>{_meter(each.confidence)}</td><td>{_meter(each.accuracy)}</td></tr>"
        for each in calibration.bins
    )
    known = ((calibration.ece, calibration.ece_interval), (calibration.auroc, calibration.auroc_interval))
    ece, auroc = (f"{value:.3f}" + (f" ({_bounds(bounds, 3)})" if bounds else "") for value, bounds in known)
    said = f"<p>Expected calibration error {ece}, area under the ROC curve {auroc}.</p>"
    table = _table(["confidence", "entities", "mean confidence", "share that is right"], rows)
    return f"<h2>Calibration</h2>\n{said}\n{table}"


def _meter(share: float) -> str:
    bar = f'<meter min="0" max="1" value="{share:.3f}" aria-hidden="true"></meter>' if 0 <= share <= 1 else ""
    return f"{bar} {share:.3f}"


def _confusion(heading: str, confusion: Confusion) -> str:
    head = ["gold \\ predicted", *confusion.columns]
    rows = (
        f'<tr><th scope="row">{_safe(row)}</th>'
        + "".join(_cell(row, column, count) for column, count in zip(confusion.columns, counts, strict=True))
        + "</tr>"
        for row, counts in zip(confusion.rows, confusion.counts, strict=True)
    )
    return f"<h2>{_safe(heading)}</h2>\n{_table(head, rows)}"


def _cell(row: str, column: str, count: int) -> str:
    if row == SPURIOUS and column == MISSED:
        return "<td></td>"
    return f'<td class="{"zero" if not count else "right" if row == column else "wrong"}">{count}</td>'


def _worst(comparisons: Sequence[Comparison]) -> str:
    if not comparisons:
        return ""
    legend = (
        "<p>Colours are types. −: missed, +: spurious, ≠: another type at the same place, ~: other bounds. "
        "Of mentions that overlap the longest is marked.</p>"
    )
    return "\n".join(["<h2>Papers with most errors</h2>", legend, *map(_paper, comparisons)])


def _paper(comparison: Comparison) -> str:
    said = f"{comparison.correct} right, {comparison.errors} missed or spurious"
    items = "\n".join(f"<li>{_difference(difference)}</li>" for difference in comparison.differences)
    return (
        f'<section class="paper"><h3>{_safe(comparison.id)} <span class="soft">{said}</span></h3>\n'
        f'<div class="sides">{_side("Gold", comparison.gold)}{_side("Predicted", comparison.predicted)}</div>\n'
        f'<ul class="differences">{items}</ul></section>'
    )


def _side(heading: str, pieces: Iterable[Marked]) -> str:
    return f'<div class="side"><h4>{heading}</h4><p class="text">{"".join(map(_piece, pieces))}</p></div>'


def _piece(piece: Marked) -> str:
    if piece.type is None or piece.status is None:
        return _safe(piece.text)
    colour = piece.type if piece.type in set(EntityType) else "other"
    label = f"<small>{_safe(piece.type)}{_SIGNS.get(piece.status, '')}</small>"
    classes = f"{colour} {_CLASSES[piece.status]}"
    return f'<mark class="{classes}" title="{piece.status}">{_safe(piece.text)}{label}</mark>'


def _difference(difference: Difference) -> str:
    sides = [f"gold {_safe(difference.gold)}"] if difference.gold else []
    sides += [f"predicted {_safe(difference.predicted)}"] if difference.predicted else []
    both = len(sides) > 1
    return f"<b>{_safe(difference.kind)}</b> {', '.join(sides) if both else sides[0].split(' ', 1)[1]}"
