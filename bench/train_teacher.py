"""Train the teacher of the network of claims/splitting/likeness.py.

    python bench/train_teacher.py ../shared/data MODEL_FOLDER OUT_FOLDER [--fold 0..4]

Needs torch and transformers in an environment of their own, and all-MiniLM-L6-v2 in MODEL_FOLDER: training alone does.
The whole embedding model is fitted to the same labels as the network, on the same permissively licensed dev halves, and
what it then says of every sentence (``teacher.json``, or ``teacher_0.json`` … with ``--fold``, whose debates it has not
seen) is what ``train_likeness.py`` learns from, beside the labels: of the labelled sentences and of others that nobody
labelled (``unlabelled`` below; Hinton et al. 2015). The teacher itself costs too much to ship.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer

sys.path.insert(0, str(Path(__file__).resolve().parent))

import train_checkworthiness as data

PIECES = 72
PLAN = 0.3
_FUTURE = re.compile(r"\b(?:will|shall|wo|gonna|going to)\b|['’]ll\b", re.IGNORECASE)


def unlabelled(folder: Path) -> Iterator[str]:
    """Sentences of permissively licensed sets (dev halves) that carry no label of worth."""
    for row in data.read(folder / "evidence_wice/dev.jsonl.gz"):
        yield row["claim"]
        yield from row["evidence"]
    for row in data.read(folder / "sentseg_gum/dev.jsonl.gz"):
        if row["genre"] == "news":
            yield from row["sentences"]
    for row in data.read(folder / "decomp_factscore/dev.jsonl.gz"):
        yield row["text"]
    for row in data.read(folder / "checkworthy_fullfact_health/dev.jsonl"):
        yield row["context"]


def texts_of(folder: Path) -> tuple[list[data.Row], list[str]]:
    """The labelled rows, and unlabelled sentences of a sentence's length, each once."""
    rows = list(data.rows(folder))
    known = {row[0] for row in rows}
    others = dict.fromkeys(text.strip() for text in unlabelled(folder))
    return rows, [text for text in others if text not in known and 3 <= len(text.split()) <= 60]


class Teacher(torch.nn.Module):
    """The embedding model with two log-odds on the mean of its pieces."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.tokens = AutoTokenizer.from_pretrained(folder)
        self.body = AutoModel.from_pretrained(folder).float()
        self.body.embeddings.requires_grad_(False)
        self.head = torch.nn.Linear(self.body.config.hidden_size, 2)

    def forward(self, texts: list[str]) -> torch.Tensor:
        given = self.tokens(texts, padding=True, truncation=True, max_length=PIECES, return_tensors="pt")
        state = self.body(**given).last_hidden_state
        mask = given["attention_mask"][..., None].float()
        mean = (state * mask).sum(1) / mask.sum(1)
        return self.head(torch.nn.functional.dropout(mean, 0.1, self.training)) * 4


def batches(texts: list[str], chosen: np.ndarray, size: int, dice: np.random.Generator) -> list[np.ndarray]:
    """Shuffled, and of like length within a batch, so that little is padded."""
    order = dice.permutation(chosen)
    found = []
    for at in range(0, len(order), size * 24):
        part = sorted(order[at : at + size * 24], key=lambda i: len(texts[i]))
        found += [np.array(part[i : i + size]) for i in range(0, len(part), size)]
    dice.shuffle(found)
    return found


def fit(model: Teacher, texts: list[str], targets: np.ndarray, weights: np.ndarray, epochs: int, rate: float) -> None:
    dice = np.random.default_rng(0)
    learned = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(learned, lr=rate, weight_decay=0.01, betas=(0.9, 0.98))
    plan = [batch for _ in range(epochs) for batch in batches(texts, np.arange(len(texts)), 32, dice)]
    model.train()
    for t, batch in enumerate(plan):
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1.0, (t + 1) / (0.1 * len(plan))) * (1 - t / len(plan))
        z = model([texts[i] for i in batch])
        loss = torch.nn.functional.binary_cross_entropy_with_logits(
            z, torch.tensor(targets[batch]), weight=torch.tensor(weights[batch])
        )
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learned, 1.0)
        optimiser.step()
        if t % 50 == 0:
            print(f"{t}/{len(plan)} {loss.item():.3f}", file=sys.stderr, flush=True)


@torch.no_grad()
def answers(model: Teacher, texts: list[str]) -> np.ndarray:
    model.eval()
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    found = np.zeros((len(texts), 2), "float32")
    for at in range(0, len(order), 64):
        part = order[at : at + 64]
        found[part] = model([texts[i] for i in part]).numpy()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("model")
    parser.add_argument("out", type=Path)
    parser.add_argument("--fold", type=int)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=8e-5)
    arguments = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(1)
    rows, others = texts_of(arguments.data)
    targets = np.array([[row[2] or 0, row[3] or 0] for row in rows], "float32")
    weights = np.array([[(row[2] is not None) * row[4], (row[3] is not None) * row[4]] for row in rows], "float32")
    for i, row in enumerate(rows):
        if row[2] == 0 and _FUTURE.search(row[0]):
            weights[i, 0] *= PLAN
    seen = [i for i, row in enumerate(rows) if data.hash_group(row[1]) != arguments.fold]
    model = Teacher(arguments.model)
    fit(model, [rows[i][0] for i in seen], targets[seen], weights[seen], arguments.epochs, arguments.rate)
    texts = [row[0] for row in rows] + others
    said = {text: [round(float(x), 3) for x in z] for text, z in zip(texts, answers(model, texts), strict=True)}
    name = "teacher" if arguments.fold is None else f"teacher_{arguments.fold}"
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / f"{name}.json").write_text(json.dumps(said), "utf-8")
    torch.save(model.state_dict(), arguments.out / f"{name}.pt")
    if arguments.fold is not None:
        held = [i for i, row in enumerate(rows) if i not in set(seen) and row[1][:1].isdigit()]
        z = np.array([said[rows[i][0]] for i in held])
        for column, task in enumerate(("checkable", "worth")):
            data.report(f"{task}, the teacher, fold {arguments.fold}", targets[held, column], z[:, column])


if __name__ == "__main__":
    main()
