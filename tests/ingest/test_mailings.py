"""A mailing's sentences about itself are known by the kinds of their words, in several languages."""

from __future__ import annotations

import pytest

from crankreader.ingest.mailings import speaks_of_itself


@pytest.mark.parametrize(
    "text",
    [
        "To come off this list, write one word to the editor: ENOUGH.",
        "If you would rather not get these letters, reply to any of them. To leave the list, click.",
        "Has a friend passed this letter to you?",
        "Wer hat Ihnen diesen Brief weitergeleitet?",
        "Um den Rundbrief abzubestellen, antworten Sie auf diese Mail.",
        "Pour quitter la liste, écrivez à la rédaction.",
        "Para darse de baja de la lista, responda a este correo.",
        "Reproduction autorisée avec mention de la source.",
        "Reprints are welcome with credit to the Harbour Note.",
        "Der Hafenbrief erscheint monatlich.",
        "The Harbour Note goes out on Fridays.",
        "La Lettre du Port paraît le vendredi.",
        "The views are the author's own.",
        "Abmelden: https://hafenbrief.example/x",
        "Send tips and corrections to desk@harbour.example.",
        "Questions to the harbour office, extension 4471.",
        "Was this letter useful?",
        "This briefing is not investment advice.",
        "Dieser Rundbrief ist keine Anlageberatung.",
        "Not for redistribution.",
        "Low Tide is free. If you can pay, others can read.",
        "Forward it to a colleague.",
        "The Harbour Note is written by Ada Nielsen and Bo Lund.",
        "You are reading the Harbour Note, a free letter from the coast.",
        "If you would like to answer, write to letters@harbour.example.",
    ],
)
def test_a_mailing_speaks_of_itself(text: str) -> None:
    assert speaks_of_itself(text)


@pytest.mark.parametrize(
    "text",
    [
        "The ferry stays in port until the wind drops.",
        "The minister said that she would leave the list of candidates to the party.",
        "Will the harbour be sold this year?",
        "Questions to the minister went unanswered on Friday.",
        "Corrections to the last issue: the bridge stands.",
        "The harbour did not take the advice of its pilots.",
        "The harbour is free of ice from May to October.",
        "Kosovo is free.",
        "The letter is not advice to ministers.",
        "The report is not a recommendation to close the dam.",
        "No publication followed.",
        "Enjoying the sun, the crews went back to work on the wall.",
        "Thank you for reading the whole of the treaty before the vote.",
        "Don Quixote is written by Cervantes, and by others.",
        "Questions about the dam: nobody answered at ministry@dam.example.",
        "Questions remain, the minister said at www.dam.example.",
        "Read it to your children.",
        "Send it to your government, he told the ambassador.",
        "Pass it on to someone who can still vote.",
        "Was it worth it?",
        "Hamas is funded by Qatar, the minister said.",
        "Send more ships, said the minister of the coast.",
        "The museum opens again in May, and the mill in June.",
        "Did the council read the report?",
        "To leave the harbour, ships need a pilot.",
        "The guild demanded that copies of the chart be destroyed.",
        "It appears that nobody asked the pilots.",
    ],
)
def test_other_sentences_are_text(text: str) -> None:
    assert not speaks_of_itself(text)
