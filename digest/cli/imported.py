"""Tells what an import of readers did, or would do: what was not read, who was kept out, and who gets nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.cli.output import counted, note, print_json_lists, say
from subscribers.errors import quoted
from subscribers.files.vocabulary.fields import Field, map_option
from subscribers.files.vocabulary.tags import of_tags

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subscribers.files.intake.importing import Report

_SHOWN = 10  # rows of a kind that are shown; --json lists them all
_COLUMNS_SHOWN = 40  # names, likewise


def tell_imported(report: Report, *, as_json: bool, quiet: bool) -> None:
    """Print what an import did, or would do."""
    kinds = {"kept_out": report.rows_kept_out, "refused": report.rows_refused, "moved": report.rows_moved}
    if as_json:
        document: dict[str, object] = {
            "import_id": report.import_id,
            "format": report.format,
            "encoding": report.encoding,
            "added": report.added,
            "updated": report.updated,
            "unchanged": report.unchanged,
            "asked": report.asked,
            **report.not_mailed,
            "columns_not_read": report.unread,
            "times_not_read": report.times_unread[0],
            "words_on_leaving": [
                {"column": name, "rows": rows, "word": word} for name, (rows, word) in report.heard.items()
            ],
            "passed_over": [{"file": file, "reason": reason} for file, reason in report.passed_over],
        }
        print_json_lists(document, {kind: (one.as_dict() for one in rows()) for kind, rows in kinds.items()})
        _tell_unmet(report)
        return
    if quiet:
        return
    _tell_unread(report)
    _tell_unmet(report)
    _tell_rows(report)
    say(
        f"{_begun(report)} {report.added:,} added, {report.updated:,} updated, {report.unchanged:,} unchanged, "
        f"{report.kept_out:,} kept out, {report.refused:,} refused"
    )
    if standing := ", ".join(f"{count:,} {state}" for state, count in report.not_mailed.items() if count):
        say(f"of those added or updated, {standing}")
    if report.asked:
        say(f"{counted(report.asked, 'reader')} will be asked by mail to confirm")
    if report.import_id and (report.added or report.updated):
        say(f"to take it back: digest subscribers undo-import {report.import_id}")


def _tell_rows(report: Report) -> None:
    for count, words, rows in (
        (report.kept_out, "kept out", report.rows_kept_out),
        (report.refused, "refused", report.rows_refused),
        (report.moved, "moved", report.rows_moved),
    ):
        for one in rows(most=_SHOWN):
            where = f"{one.file} row {one.row}" if one.file else f"row {one.row}"
            note(" ".join(f"{words}: {where}: {one.address}: {one.reason}".split()))
        if count > _SHOWN:
            note(f"{words}: and {count - _SHOWN:,} more; --json lists them all")


def _tell_unread(report: Report) -> None:
    for file, reason in report.passed_over:
        note(f"not read: {file}: {reason}")
    if report.unread:
        note(f"columns not read: {_names(report.unread)}; to say what one holds: --map COLUMN=FIELD")
    for name in filter(of_tags, report.unread):
        told = map_option(name, Field.TOPICS)
        note(f"{quoted(name)} is of tags, which are not taken as topics that readers follow; if they are: {told}")
    if report.times_unread[0]:
        count, first = report.times_unread
        note(f"times not read in {counted(count, 'row')}, the first row {first}: write the year first, like 2023-03-24")
    for name, (rows, word) in report.heard.items():
        note(
            f"{counted(rows, 'row')} {'says' if rows == 1 else 'say'} {quoted(word)} or the like in {quoted(name)}, "
            "which does not tell how they stand: whoever left needs unsubscribed in a column named status"
        )


def _tell_unmet(report: Report) -> None:
    unmet = report.unmet
    if unmet.readers:
        follow = f"{'' if report.import_id else 'would '}follow"
        if unmet.readers == 1 and report.import_id:
            follow = "follows"
        note(
            f"note: {counted(unmet.readers, 'reader')} {follow} only topics that no story has: {_names(unmet.topics)}; "
            "such readers get nothing: leave the column out with --map COLUMN=ignore, or tag stories so"
        )


def _names(columns: Sequence[str]) -> str:
    shown = ", ".join(quoted(name) for name in columns[:_COLUMNS_SHOWN])
    return shown + (f" and {len(columns) - _COLUMNS_SHOWN} more" if len(columns) > _COLUMNS_SHOWN else "")


def _begun(report: Report) -> str:
    made_by = f"({report.format}; {report.encoding})"
    return (
        f"import {report.import_id} {made_by}:" if report.import_id else f"nothing was changed {made_by}; it would be:"
    )
