"""Roles: what an entity is to its paper."""

from __future__ import annotations

import pytest
from extraction_pieces import entity, extract

from papergraph.model import Role

FILLER = "Reading is slow in many settings of this kind, and long papers make it slower still for everybody."


@pytest.mark.parametrize(
    ("title", "abstract", "name", "role"),
    [
        ("Winnow: Plain Reading", "Winnow is a framework that reads long texts.", "Winnow", Role.INTRODUCES),
        ("Plain Reading", "We propose XyzNet, a fast reader.", "XyzNet", Role.INTRODUCES),
        ("Plain Reading", "We introduce a method called Winnow.", "Winnow", Role.INTRODUCES),
        ("Winnow: Plain Reading", "Winnow outperforms BERT.", "Winnow", Role.INTRODUCES),
        ("Plain Reading", f"{FILLER} We evaluate on GSM8K.", "GSM8K", Role.EVALUATES_ON),
        ("Plain Reading on GSM8K", FILLER, "GSM8K", Role.EVALUATES_ON),
        ("Plain Reading", f"{FILLER} We pretrain the reader on ImageNet.", "ImageNet", Role.TRAINS_ON),
        ("Plain Reading", f"{FILLER} Trained on ImageNet, it is tested on ImageNet.", "ImageNet", Role.EVALUATES_ON),
        (
            "Plain Reading",
            f"Existing datasets such as ImageNet are limited. {FILLER} We propose a plain reader.",
            "ImageNet",
            Role.MENTIONS,
        ),
        ("Plain Reading", f"{FILLER} Our reader outperforms BERT.", "BERT", Role.COMPARES_WITH),
        ("Plain Reading", f"{FILLER} It gains 2.5 points over BERT.", "BERT", Role.COMPARES_WITH),
        ("Plain Reading", f"{FILLER} It improves accuracy by 2.5% over BERT.", "BERT", Role.COMPARES_WITH),
        ("Plain Reading", f"{FILLER} It is faster than BERT.", "BERT", Role.COMPARES_WITH),
        ("Plain Reading", f"{FILLER} It beats the BERT baseline.", "BERT", Role.COMPARES_WITH),
        ("Plain Reading", f"{FILLER} We fine-tune BERT.", "BERT", Role.USES),
        (
            "Plain Reading",
            f"Models such as BERT have achieved remarkable success. {FILLER} In this paper, we propose a plain reader.",
            "BERT",
            Role.MENTIONS,
        ),
        ("Fast Object Detection by Sparse Reading", FILLER, "Object Detection", Role.ADDRESSES),
        (
            "Plain Reading",
            f"Readers have shown success in many tasks, such as object detection. {FILLER} We propose a plain reader.",
            "object detection",
            Role.MENTIONS,
        ),
        ("Plain Reading", f"{FILLER} Our reader achieves lower perplexity than others.", "perplexity", Role.MEASURES),
        ("Plain Reading", f"Perplexity is known. {FILLER} {FILLER}", "Perplexity", Role.MENTIONS),
    ],
)
def test_role(title: str, abstract: str, name: str, role: Role) -> None:
    assert entity(extract(title, abstract), name).role is role


def test_a_rival_that_is_named_before_is_a_rival() -> None:
    found = extract("Plain Reading", f"{FILLER} We study BERT. On GSM8K, our reader outperforms BERT by 2.5 points.")
    assert entity(found, "BERT").role is Role.COMPARES_WITH
