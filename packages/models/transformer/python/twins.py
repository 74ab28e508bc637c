"""The same models in PyTorch: loads what a demo left, and writes on with it.

Usage: python3 twins.py ../../../../runs/gpt "ROMEO:"      or      python3 twins.py ../../../../runs/reversal abc
Needs torch and safetensors.
"""

import json
import math
import os
import sys

import torch
import torch.nn as nn
import torch.nn.functional as F
from safetensors.torch import load_file


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.qkv, self.proj, self.heads = nn.Linear(width, 3 * width), nn.Linear(width, width), heads

    def forward(self, x):
        b, t, c = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, c // self.heads).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-2, -1) / math.sqrt(c // self.heads)
        scores = scores + torch.full((t, t), -math.inf).triu(1)
        return self.proj((scores.softmax(-1) @ v).transpose(1, 2).reshape(b, t, c))


class Mlp(nn.Module):
    def __init__(self, width, inner):
        super().__init__()
        self.fc, self.proj = nn.Linear(width, inner), nn.Linear(inner, width)

    def forward(self, x):
        return self.proj(F.gelu(self.fc(x), approximate="tanh"))


class Block(nn.Module):
    def __init__(self, width, inner, heads):
        super().__init__()
        self.ln1, self.attn = nn.LayerNorm(width), Attention(width, heads)
        self.ln2, self.mlp = nn.LayerNorm(width), Mlp(width, inner)

    def forward(self, x):
        x = x + self.attn(self.ln1(x))
        return x + self.mlp(self.ln2(x))


class Gpt(nn.Module):
    def __init__(self, state, heads=4):
        super().__init__()
        vocabulary, width = state["tok_emb.weight"].shape
        inner = state["blocks.0.mlp.fc.weight"].shape[0]
        layers = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("blocks."))
        self.tok_emb = nn.Embedding(vocabulary, width)
        self.pos_emb = nn.Embedding(state["pos_emb.weight"].shape[0], width)
        self.blocks = nn.ModuleList(Block(width, inner, heads) for _ in range(layers))
        self.ln_f, self.head = nn.LayerNorm(width), nn.Linear(width, vocabulary, bias=False)
        if "head.weight" not in state:  # one table for reading and writing
            state["head.weight"] = state["tok_emb.weight"]
        self.load_state_dict(state)

    def forward(self, index):
        x = self.tok_emb(index) + self.pos_emb.weight[: index.shape[1]]
        for block in self.blocks:
            x = block(x)
        return self.head(self.ln_f(x))


class EncoderDecoder(nn.Module):
    """Its layers are PyTorch's own."""

    def __init__(self, state, heads=4):
        super().__init__()
        vocabulary, width = state["embedding.weight"].shape
        inner = state["encoder.layers.0.linear1.weight"].shape[0]
        layers = 1 + max(int(name.split(".")[2]) for name in state if name.startswith("encoder.layers."))
        first = "encoder.norm.weight" in state
        options = dict(dim_feedforward=inner, dropout=0.0, batch_first=True, norm_first=first)

        def norm():
            return nn.LayerNorm(width) if first else None

        self.embedding = nn.Embedding(vocabulary, width)
        self.encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(width, heads, **options), layers, norm())
        self.decoder = nn.TransformerDecoder(nn.TransformerDecoderLayer(width, heads, **options), layers, norm())
        self.head = nn.Linear(width, vocabulary)
        self.load_state_dict(state)

    def embed(self, tokens):
        width = self.embedding.weight.shape[1]
        places = torch.arange(tokens.shape[1])[:, None]
        angles = places / 10_000 ** (torch.arange(0, width, 2) / width)
        waves = torch.stack([angles.sin(), angles.cos()], -1).flatten(1)
        return self.embedding(tokens) * math.sqrt(width) + waves

    def forward(self, source, target):
        future = torch.full((target.shape[1], target.shape[1]), -math.inf).triu(1)
        return self.head(self.decoder(self.embed(target), self.encoder(self.embed(source)), tgt_mask=future))


@torch.no_grad()
def main(folder, text):
    state = load_file(os.path.join(folder, "model.safetensors"))
    with open(os.path.join(folder, "tokenizer.json"), encoding="utf-8") as file:
        saved = json.load(file)
    if "tok_emb.weight" in state:
        characters, model = saved["vocabulary"]["tokens"], Gpt(state).eval()
        tokens = [characters.index(character) for character in text]
        for _ in range(40):
            logits = model(torch.tensor([tokens[-len(model.pos_emb.weight) :]]))
            tokens.append(int(logits[0, -1].argmax()))
        print("".join(characters[token] for token in tokens))
        return
    begin, end, special = 1, 2, 3
    characters, model = saved["characters"]["vocabulary"]["tokens"], EncoderDecoder(state).eval()
    source = torch.tensor([[special + characters.index(character) for character in text] + [end]])
    tokens = [begin]
    while tokens[-1] != end and len(tokens) < 40:
        tokens.append(int(model(source, torch.tensor([tokens]))[0, -1].argmax()))
    print("".join(characters[token - special] for token in tokens if token >= special))


if __name__ == "__main__":
    main(*sys.argv[1:])
