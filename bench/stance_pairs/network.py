"""The pair model in torch: MiniLM's six layers over "claim [SEP] passage", and a linear layer over what they found."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

WIDTH, INNER, HEADS, LAYERS, DROPPED = 384, 1536, 12, 6, 0.1
_PARTS = {
    "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
    "out": "attention.output.dense", "norm_1": "attention.output.LayerNorm", "wide": "intermediate.dense",
    "narrow": "output.dense", "norm_2": "output.LayerNorm",
}  # fmt: skip


class Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.wide, self.narrow = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm_1, self.norm_2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        rows, length, _ = x.shape

        def heads(t: Tensor) -> Tensor:
            return t.view(rows, length, HEADS, WIDTH // HEADS).transpose(1, 2)

        weights = heads(self.query(x)) @ heads(self.key(x)).transpose(2, 3) / (WIDTH // HEADS) ** 0.5
        seen = (torch.softmax(weights.float() + bias, -1).to(x.dtype) @ heads(self.value(x))).transpose(1, 2)
        x = self.norm_1(x + functional.dropout(self.out(seen.reshape(rows, length, WIDTH)), DROPPED, self.training))
        return self.norm_2(x + functional.dropout(self.narrow(functional.gelu(self.wide(x))), DROPPED, self.training))


class PairModel(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.word, self.place, self.kind = nn.Embedding(30522, WIDTH), nn.Embedding(512, WIDTH), nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.head = nn.Linear(2 * WIDTH, 3)

    def forward(self, ids: Tensor, kinds: Tensor, mask: Tensor) -> Tensor:
        """Three logits a row; ``ids``, ``kinds`` (0 claim, 1 passage), ``mask``: integers of shape (rows, length)."""
        places = torch.cumsum(torch.ones_like(ids), 1) - 1
        x = self.norm(self.word(ids) + self.place(places) + self.kind(kinds))
        bias = (1.0 - mask[:, None, None, :].float()) * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        kept = mask[:, :, None].float()
        mean = (x * kept).sum(1) / kept.sum(1)
        return self.head(functional.dropout(torch.cat([x[:, 0], mean], 1), DROPPED, self.training))

    def freeze(self, layers: int) -> None:
        for module in (self.word, self.place, self.norm, *self.layers[:layers]):
            for parameter in module.parameters():
                parameter.requires_grad = False


def pretrained(weights: Path) -> PairModel:
    """The model with MiniLM's weights, and a head that knows nothing yet."""
    given = load_file(weights)
    model = PairModel()
    state = {
        "word.weight": given["embeddings.word_embeddings.weight"],
        "place.weight": given["embeddings.position_embeddings.weight"],
        "kind.weight": given["embeddings.token_type_embeddings.weight"],
        "norm.weight": given["embeddings.LayerNorm.weight"],
        "norm.bias": given["embeddings.LayerNorm.bias"],
        "head.weight": torch.randn(3, 2 * WIDTH) * 0.02,
        "head.bias": torch.zeros(3),
    }
    for i in range(LAYERS):
        for ours, theirs in _PARTS.items():
            for part in ("weight", "bias"):
                state[f"layers.{i}.{ours}.{part}"] = given[f"encoder.layer.{i}.{theirs}.{part}"]
    model.load_state_dict(state)
    return model
