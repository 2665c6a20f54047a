"""Columns that a text says to have leads of the policy, which the table does not show."""

from collections.abc import Iterator
from dataclasses import replace

from papers.document import Text
from papers.sentence_ends import sentences_of
from prose.phrases import WORD, WORDS
from prose.references import columns_named, tables_named
from referee.findings import Draft
from report.fitted import Fitted
from typed.typed_paper import Paper
from typed.typed_phrases import LEAD_TERM, LEADS
from typed.typed_words import Words


def with_leads(draft: Draft, paper: Paper, words: Words, columns: list[Fitted]) -> tuple[list[Fitted], dict[str, dict]]:
    """The columns, with a formula where the text speaks of leads, and these as policies that begin earlier."""
    if not paper.policy:
        return columns, {}
    said, found, leads = dict(leads_said(draft)), [], {}
    for column in columns:
        number = said.get((column.table, column.name), 0)
        terms = [row["term"] for row in column.rows]
        if number and not any(LEAD_TERM.search(words.back(term)) for term in terms):
            own = [words.name(f"{paper.policy}(t+{k})") for k in range(1, number + 1)]
            leads |= {name: {"like": words.name(paper.policy), "shift": -k} for k, name in enumerate(own, 1)}
            formula = f"{column.facts['outcome'] or 'outcome'} ~ {' + '.join([*terms, *own])}"
            column = replace(column, facts=column.facts | {"formula": formula})
        found.append(column)
    return found, leads


def leads_said(draft: Draft) -> Iterator[tuple[tuple[str, str], int]]:
    """How many leads a sentence says that a column of a table has."""
    places = {
        place.rsplit(maxsplit=1)[-1].lstrip("表"): place for place in (table.place for table in draft.manuscript.tables)
    }
    for text in draft.manuscript.blocks:
        table = ""
        for _, sentence in sentences_of(text.text) if isinstance(text, Text) else ():
            tables = [label for one in tables_named(sentence) for label in one.labels]
            table = tables[-1] if tables else table
            columns = [label for one in columns_named(sentence) for label in one.labels]
            if len(columns) == 1 and table in places and LEADS.search(sentence):
                numbers = [WORDS.get(word.lower(), 1) for word in WORD.findall(sentence)]
                yield (places[table], f"column ({columns[0]})"), max(numbers, default=1)
