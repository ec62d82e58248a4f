"""Fine-tuning of the pair model on one CPU, in pieces: a run that is stopped goes on from its last checkpoint."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

import torch
from torch.nn import functional

from claims.meaning.wordpiece import encode
from stance_pairs import LABELS
from stance_pairs.network import PairModel, pretrained

CLAIM_PIECES, PIECES = 48, 88
BATCH, RATE, HEAD_RATE, WARM, SMOOTHING, DECAY = 32, 8e-5, 5e-4, 0.06, 0.05, 0.01
EVERY = 100


def pieces(claim: str, passage: str, limit: int = PIECES) -> tuple[list[int], list[int]]:
    """Numbers of the word pieces of both texts in one row, and which text each is of."""
    first = encode(claim, CLAIM_PIECES)
    second = encode(passage, limit - len(first) + 1)[1:]
    return first + second, [0] * len(first) + [1] * len(second)


def padded(rows: list[tuple[list[int], list[int]]]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    length = max(len(ids) for ids, _ in rows)
    ids = torch.zeros(len(rows), length, dtype=torch.long)
    kinds, mask = torch.zeros_like(ids), torch.zeros_like(ids)
    for i, (row, kind) in enumerate(rows):
        ids[i, : len(row)] = torch.tensor(row)
        kinds[i, : len(row)] = torch.tensor(kind)
        mask[i, : len(row)] = 1
    return ids, kinds, mask


def batches(rows: list[tuple[list[int], list[int]]], seed: int) -> list[list[int]]:
    """Indexes of rows of like length together, in an order that the seed decides."""
    chance = random.Random(seed)
    order = sorted(range(len(rows)), key=lambda i: len(rows[i][0]) + chance.random() * 8)
    made = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
    chance.shuffle(made)
    return made


def fit(pairs: Path, weights: Path, out: Path, epochs: int, frozen: int, threads: int, steps: int = 0) -> None:
    torch.manual_seed(4)
    torch.set_num_threads(threads)
    read = [json.loads(line) for line in pairs.open()]
    rows = [pieces(row["claim"], row["passage"]) for row in read]
    gold = torch.tensor([LABELS.index(row["label"]) for row in read])
    model = pretrained(weights)
    model.freeze(frozen)
    head = list(model.head.parameters()) + list(model.kind.parameters())
    body = [p for p in model.parameters() if p.requires_grad and all(p is not h for h in head)]
    optimiser = torch.optim.AdamW([{"params": body, "lr": RATE}, {"params": head, "lr": HEAD_RATE}], weight_decay=DECAY)
    plan = [batch for epoch in range(epochs) for batch in batches(rows, epoch)]
    plan = plan[:steps] if steps else plan
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / (WARM * len(plan)), (len(plan) - step) / len(plan))
    )
    state, start = out.with_suffix(".state"), 0
    if state.exists():
        kept = torch.load(state)
        start = kept["step"]
        model.load_state_dict(kept["model"])
        optimiser.load_state_dict(kept["optimiser"])
        schedule.load_state_dict(kept["schedule"])
    _steps(model, optimiser, schedule, plan, start, rows, gold, state)
    torch.save(model.state_dict(), out)


def _steps(model: PairModel, optimiser, schedule, plan, start, rows, gold, state) -> None:  # type: ignore[no-untyped-def]
    model.train()
    began, loss_sum, right, seen = time.time(), 0.0, 0, 0
    for step in range(start, len(plan)):
        batch = plan[step]
        with torch.autocast("cpu", torch.bfloat16):
            logits = model(*padded([rows[i] for i in batch])).float()
        loss = functional.cross_entropy(logits, gold[batch], label_smoothing=SMOOTHING)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        loss_sum += loss.item() * len(batch)
        right += int((logits.argmax(1) == gold[batch]).sum())
        seen += len(batch)
        if (step + 1) % EVERY == 0:
            kept = {
                "step": step + 1,
                "model": model.state_dict(),
                "optimiser": optimiser.state_dict(),
                "schedule": schedule.state_dict(),
            }
            torch.save(kept, state.with_suffix(".part"))
            state.with_suffix(".part").replace(state)
            print(
                f"{step + 1}/{len(plan)} loss {loss_sum / seen:.3f} right {right / seen:.3f}",
                f"{time.time() - began:.0f} s",
                flush=True,
            )
            loss_sum, right, seen = 0.0, 0, 0
