"""Train the teacher of the network of claims/splitting/likeness.py.

    python bench/train_teacher.py worth.pkl MODEL_FOLDER teacher.json [--fold 0..4]

Needs torch and transformers in an environment of their own, all-MiniLM-L6-v2 in MODEL_FOLDER and the file of
``worth_cache.py``. The upper half of the embedding model is fitted to the labels that the network has (two rounds, in
bfloat16); what it then says of every sentence and clause is what ``train_likeness.py`` learns from, beside the labels
(Hinton, Vinyals and Dean 2015). With ``--fold`` it never sees the debates of that fold. It costs a hundred times what
the network does, so it is never shipped.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as functional
from transformers import AutoModel, AutoTokenizer

sys.path.insert(0, str(Path(__file__).resolve().parent))

from train_checkworthiness import report
from worth_cache import Row, hash_group, is_debate, load

PIECES, FROZEN, EPOCHS, RATE, BATCH = 64, 3, 2, 1.5e-4, 32
PLAN = 0.3
_FUTURE = re.compile(r"\b(?:will|shall|wo|gonna|going to)\b|['’]ll\b", re.IGNORECASE)


class Teacher:
    """The lower layers as they are, whose states are kept once; the upper ones and two log-odds are learned."""

    def __init__(self, folder: str) -> None:
        self.tokens = AutoTokenizer.from_pretrained(folder)
        body = AutoModel.from_pretrained(folder).float().eval()
        self.heads = body.config.num_attention_heads
        self.embeddings = body.embeddings
        self.lower = body.encoder.layer[:FROZEN]
        self.upper = torch.nn.ModuleList(body.encoder.layer[FROZEN:])
        self.end = torch.nn.Linear(body.config.hidden_size, 2)
        self.learned = [*self.upper.parameters(), *self.end.parameters()]

    def layer(self, part: torch.nn.Module, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        count, length, size = x.shape
        mine = part.attention.self
        q, k, v = (
            made(x).view(count, length, self.heads, -1).transpose(1, 2) for made in (mine.query, mine.key, mine.value)
        )
        seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        seen = part.attention.output.dense(seen.transpose(1, 2).reshape(count, length, size))
        x = part.attention.output.LayerNorm(functional.dropout(seen, 0.1, part.training) + x)
        made = part.output.dense(functional.gelu(part.intermediate.dense(x)))
        return part.output.LayerNorm(functional.dropout(made, 0.1, part.training) + x)

    @torch.no_grad()
    def states(self, texts: list[str]) -> list[torch.Tensor]:
        """What the lower layers make of the pieces of each text."""
        pieces = self.tokens(texts, truncation=True, max_length=PIECES)["input_ids"]
        order = sorted(range(len(texts)), key=lambda i: len(pieces[i]))
        found: list[torch.Tensor] = [torch.empty(0)] * len(texts)
        for at in range(0, len(order), 64):
            part = order[at : at + 64]
            ids = torch.zeros(len(part), len(pieces[part[-1]]), dtype=torch.long)
            for row, i in enumerate(part):
                ids[row, : len(pieces[i])] = torch.tensor(pieces[i])
            mask = ids.ne(0)  # 0 is the padding of BERT's vocabulary
            with torch.autocast("cpu", dtype=torch.bfloat16):
                x = self.embeddings(ids)
                for layer in self.lower:
                    x = self.layer(layer, x, away(mask))
            for row, i in enumerate(part):
                found[i] = x[row, : len(pieces[i])].to(torch.bfloat16).clone()
        return found

    def odds(self, states: list[torch.Tensor]) -> torch.Tensor:
        x = torch.nn.utils.rnn.pad_sequence(states, batch_first=True).float()
        mask = torch.arange(x.shape[1]) < torch.tensor([len(state) for state in states])[:, None]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            for layer in self.upper:
                x = self.layer(layer, x, away(mask))
        mean = (x.float() * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return self.end(functional.dropout(mean, 0.1, self.end.training)) * 4

    def fit(self, states: list[torch.Tensor], targets: np.ndarray, weights: np.ndarray, chosen: np.ndarray) -> None:
        plan = batches([len(state) for state in states], chosen)
        optimiser = torch.optim.AdamW(self.learned, lr=RATE, weight_decay=0.01, betas=(0.9, 0.98))
        self.upper.train()
        self.end.train()
        for t, batch in enumerate(plan):
            for group in optimiser.param_groups:
                group["lr"] = RATE * min(1.0, (t + 1) / (0.1 * len(plan))) * (1 - t / len(plan))
            z = self.odds([states[i] for i in batch])
            loss = functional.binary_cross_entropy_with_logits(
                z, torch.tensor(targets[batch]), weight=torch.tensor(weights[batch])
            )
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.learned, 1.0)
            optimiser.step()
            if t % 100 == 0:
                print(f"{t} of {len(plan)}: {loss.item():.3f}", file=sys.stderr, flush=True)

    @torch.no_grad()
    def answers(self, states: list[torch.Tensor]) -> np.ndarray:
        self.upper.eval()
        self.end.eval()
        order = sorted(range(len(states)), key=lambda i: len(states[i]))
        found = np.zeros((len(states), 2), "float32")
        for at in range(0, len(order), 64):
            part = order[at : at + 64]
            found[part] = self.odds([states[i] for i in part]).numpy()
        return found


def away(mask: torch.Tensor) -> torch.Tensor:
    return (~mask * -1e4)[:, None, None, :].to(torch.bfloat16)


def batches(lengths: list[int], chosen: np.ndarray) -> list[np.ndarray]:
    """All rounds, shuffled; a batch holds texts of like length, so that little is padding."""
    dice = np.random.default_rng(0)
    plan: list[np.ndarray] = []
    for _ in range(EPOCHS):
        order = dice.permutation(chosen)
        found = []
        for at in range(0, len(order), BATCH * 16):
            part = np.array(sorted(order[at : at + BATCH * 16], key=lambda i: lengths[i]))
            found += [part[i : i + BATCH] for i in range(0, len(part), BATCH)]
        plan += [found[i] for i in dice.permutation(len(found))]
    return plan


def labels_of(rows: list[Row]) -> tuple[np.ndarray, np.ndarray]:
    """(n, 2) labels and their weights: checkable, worth. A plan that is called no claim counts little."""
    labels = np.array([[row[2] or 0, row[3] or 0] for row in rows], "float32")
    weights = np.array([[(row[2] is not None) * row[4], (row[3] is not None) * row[4]] for row in rows], "float32")
    for i, row in enumerate(rows):
        if row[2] == 0 and _FUTURE.search(row[0]):
            weights[i, 0] *= PLAN
    return labels, weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cache", type=Path)
    parser.add_argument("model")
    parser.add_argument("out", type=Path)
    parser.add_argument("--fold", type=int)
    arguments = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(1)
    cache = load(arguments.cache)
    labels, weights = labels_of(cache.rows)
    teacher = Teacher(arguments.model)
    states = teacher.states([row[0] for row in cache.rows])
    folds = np.array([hash_group(row[1]) for row in cache.rows])
    teacher.fit(states, labels, weights, np.flatnonzero(folds != arguments.fold))
    said = {"rows": teacher.answers(states), "clauses": teacher.answers(teacher.states([c[1] for c in cache.clauses]))}
    arguments.out.write_text(json.dumps({name: np.round(z, 3).tolist() for name, z in said.items()}), "utf-8")
    if arguments.fold is not None:
        held = [i for i, row in enumerate(cache.rows) if folds[i] == arguments.fold and is_debate(row)]
        for column, task in enumerate(("checkable", "worth")):
            report(f"{task}, the teacher on fold {arguments.fold}", labels[held, column], said["rows"][held, column])


if __name__ == "__main__":
    main()
