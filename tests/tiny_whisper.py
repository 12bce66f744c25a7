"""A Whisper model of a few megabytes that says the same words of every sound.

It proves the path from a recording to a transcript, not the accuracy of anything: all layers are
zero, and the last projection leads from each token to the next one of a fixed sentence.
"""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

__all__ = ["WORDS", "make_model"]

WORDS = [" harbour", " council"]
_LANGUAGES = ["en", "ar", "fr"]
_DEPTH = 64
_SIZE = 4_096  # CTranslate2 takes a model of fewer than 51,865 tokens for an English one


def _vocabulary() -> list[str]:
    from tokenizers.pre_tokenizers import ByteLevel

    special = ["<|endoftext|>", "<|startoftranscript|>"]
    special += [f"<|{name}|>" for name in _LANGUAGES]
    special += ["<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>"]
    special += ["<|nospeech|>", "<|notimestamps|>"]
    times = [f"<|{n * 0.02:.2f}|>" for n in range(1501)]
    words = [word.replace(" ", "Ġ") for word in WORDS]
    letters = sorted(ByteLevel.alphabet())
    known = [*letters, *words]
    filler = [f"filler{n}" for n in range(_SIZE - len(special) - len(times) - len(known))]
    return [*known, *filler, *special, *times]


def make_model(folder: Path, *, says_until: float = 2.0) -> Path:
    """Write the model into ``folder``; each window of sound holds the words up to that second."""
    import numpy as np
    from ctranslate2.specs import WhisperSpec

    vocabulary = _vocabulary()
    place = {token: n for n, token in enumerate(vocabulary)}
    spec = WhisperSpec(1, 2, 1, 2)
    embeddings = np.zeros((_SIZE, _DEPTH), np.float32)
    projection = np.zeros((_SIZE, _DEPTH), np.float32)
    chain = ["<|startoftranscript|>", "<|0.00|>"]
    chain += [word.replace(" ", "Ġ") for word in WORDS]
    chain += [f"<|{says_until:.2f}|>", "<|endoftext|>"]
    random = np.random.default_rng(1)
    # each token looks at half a second of sound of its own: that gives the words their times
    moments = random.permuted(np.tile([1.0, -1.0], (60, _DEPTH // 2)), axis=1).astype(np.float32)
    looks = np.zeros((_DEPTH, _DEPTH), np.float32)
    for n, (token, following) in enumerate(pairwise(chain)):
        vector = random.permutation(np.repeat([1.0, -1.0], _DEPTH // 2)).astype(np.float32)
        embeddings[place[token]] = vector
        projection[place[following]] += vector / 4
        looks += np.outer(moments[n], vector) / _DEPTH
    for name, layer in _layers(spec):
        _fill(name, layer, embeddings, projection)
    spec.encoder.position_encodings.encodings = np.repeat(moments, 25, axis=0)
    attention = spec.decoder.layer[0].attention
    attention.linear[0].weight = looks
    attention.linear[1].weight[:_DEPTH] = np.eye(_DEPTH, dtype=np.float32)
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = []
    spec.config.lang_ids = [place[f"<|{name}|>"] for name in _LANGUAGES]
    spec.config.alignment_heads = [(0, 0), (0, 1)]
    spec.register_vocabulary(vocabulary)
    spec.validate()
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))
    (folder / "preprocessor_config.json").write_text(json.dumps({"feature_size": 80}))
    _tokenizer(folder / "tokenizer.json", vocabulary)
    return folder


def _layers(spec: Any) -> list[tuple[str, Any]]:
    from ctranslate2.specs.model_spec import LayerSpec

    found, waiting = [], [("", spec)]
    while waiting:
        name, layer = waiting.pop()
        for key, value in vars(layer).items():
            here = f"{name}/{key}"
            if isinstance(value, LayerSpec):
                found.append((here, value))
                waiting.append((here, value))
            elif isinstance(value, list):
                items = [
                    (f"{here}_{n}", v) for n, v in enumerate(value) if isinstance(v, LayerSpec)
                ]
                found += items
                waiting += items
    return found


def _fill(name: str, layer: Any, embeddings: Any, projection: Any) -> None:
    import numpy as np

    def zeros(*shape: int) -> Any:
        return np.zeros(shape, np.float32)

    last = name.rpartition("/")[2]
    kind = type(layer).__name__
    if kind == "LayerNormSpec":
        layer.gamma, layer.beta = np.ones(_DEPTH, np.float32), zeros(_DEPTH)
    elif kind == "Conv1DSpec":
        layer.weight = zeros(_DEPTH, 80 if last == "conv1" else _DEPTH, 3)
        layer.bias = zeros(_DEPTH)
    elif kind == "PositionEncoderSpec":
        layer.encodings = zeros(
            1500 if "encoder/" in name and "decoder" not in name else 448, _DEPTH
        )
    elif kind == "EmbeddingsSpec":
        layer.weight = embeddings
    elif last == "projection":
        layer.weight = projection
    elif kind == "LinearSpec":
        wide = 1
        if "self_attention/linear_0" in name:
            wide = 3
        elif "/attention/linear_1" in name:
            wide = 2
        elif "ffn/linear_0" in name:
            wide = 4
        inner = 4 if "ffn/linear_1" in name else 1
        layer.weight, layer.bias = zeros(wide * _DEPTH, inner * _DEPTH), zeros(wide * _DEPTH)


def _tokenizer(path: Path, vocabulary: list[str]) -> None:
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    plain = [token for token in vocabulary if not token.startswith("<|")]
    model = models.BPE(vocab={token: n for n, token in enumerate(plain)}, merges=[])
    tokenizer = Tokenizer(model)
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(
        [AddedToken(token, special=True) for token in vocabulary if token.startswith("<|")]
    )
    assert [tokenizer.token_to_id(token) for token in vocabulary] == list(range(len(vocabulary)))
    tokenizer.save(str(path))
