"""Makes tiny.safetensors with the safetensors library (0.8.0, Debian's python3-safetensors) and NumPy."""

import numpy
from safetensors.numpy import save_file

save_file(
    {
        "embedding.weight": numpy.arange(32, dtype=numpy.float32).reshape(8, 4) / 8,
        "layer.bias": numpy.full(4, -1.5, dtype=numpy.float32),
        "token.ids": numpy.arange(6, dtype=numpy.int64),
        "layer.weight": numpy.linspace(-1, 1, 12, dtype=numpy.float32).reshape(3, 4),
    },
    "tiny.safetensors",
    metadata={"format": "np"},
)
