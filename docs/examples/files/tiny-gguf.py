"""Makes tiny.gguf with the gguf package of llama.cpp (0.19.0, by pip) and NumPy."""

import gguf
import numpy

writer = gguf.GGUFWriter("tiny.gguf", "tiny")  # adds general.architecture
writer.add_name("Tiny")
writer.add_custom_alignment(64)
writer.add_uint8("tiny.level", 200)
writer.add_int16("tiny.shift", -2)
writer.add_uint64("tiny.parameters", 48)
writer.add_float32("tiny.rope.freq_base", 10000.0)
writer.add_float64("tiny.epsilon", 0.000001)
writer.add_bool("tiny.use_bias", True)
writer.add_array("tokenizer.ggml.tokens", ["<s>", "</s>", "é"])
writer.add_tensor("token_embd.weight", numpy.arange(32, dtype=numpy.float32).reshape(8, 4) / 8)
writer.add_tensor("output.bias", numpy.full(4, -1.5, dtype=numpy.float32))
writer.add_tensor("output.weight", numpy.linspace(-1, 1, 12, dtype=numpy.float16).reshape(3, 4))
writer.write_header_to_file()
writer.write_kv_data_to_file()
writer.write_tensors_to_file()
writer.close()
