"""Writes `graph.onnx`: the model without its weights, which are given to ONNX Runtime when it is loaded.

Run `python -m embedding.graph` after a change here; a test compares the file. Needs the package onnx.
"""

from pathlib import Path
from typing import Any, Final

from onnx import GraphProto, ModelProto, NodeProto, TensorProto, helper

PATH: Final = Path(__file__).with_name("graph.onnx")
WIDTH, LAYERS, HEADS, INNER, EPSILON = 384, 12, 12, 1536, 1e-12
# The last one is what the model was trained to give. What the others add to it was measured: docs/triage.md.
READOUTS: Final = (6, 8, 10, 12)
OPSET: Final = 20
_IR_VERSION: Final = 10


def main() -> None:
    """Write the file."""
    PATH.write_bytes(model().SerializeToString(deterministic=True))


def model() -> ModelProto:
    """BERT (Devlin et al. 2019, arXiv:1810.04805) from the sum of the embeddings to the means of some layers.

    Input `summed`: pieces x width. Output `means`: readouts x width, each the mean over the pieces after a layer.
    """
    graph = _Graph()
    hidden = graph.norm("summed", "emb.ln")
    means = []
    for layer in range(LAYERS):
        hidden = graph.layer(hidden, f"l{layer}.")
        if layer + 1 in READOUTS:
            means.append(graph.operator("ReduceMean", hidden, graph.constant("pieces", [0]), keepdims=1))
    graph.operator("Concat", *means, output="means", axis=0)
    return helper.make_model(
        graph.finished(), opset_imports=[helper.make_opsetid("", OPSET)], ir_version=_IR_VERSION, producer_name=""
    )


class _Graph:
    def __init__(self) -> None:
        self._nodes: list[NodeProto] = []
        self._initializers: list[TensorProto] = []
        self._names: set[str] = set()

    def finished(self) -> GraphProto:
        summed = helper.make_tensor_value_info("summed", TensorProto.FLOAT, ["pieces", WIDTH])
        means = helper.make_tensor_value_info("means", TensorProto.FLOAT, [len(READOUTS), WIDTH])
        return helper.make_graph(self._nodes, "multilingual-e5-small", [summed], [means], self._initializers)

    def layer(self, hidden: str, name: str) -> str:
        attended = self.linear(self.attention(hidden, name), name + "ao", WIDTH, WIDTH)
        hidden = self.norm(self.operator("Add", hidden, attended), name + "aln")
        inner = self.operator("Gelu", self.linear(hidden, name + "fi", WIDTH, INNER))
        return self.norm(self.operator("Add", hidden, self.linear(inner, name + "fo", INNER, WIDTH)), name + "oln")

    def attention(self, hidden: str, name: str) -> str:
        split = self.constant("split", [0, HEADS, WIDTH // HEADS])
        joined = self.constant("joined", [0, WIDTH])

        def heads(part: str, *permutation: int) -> str:
            rows = self.operator("Reshape", self.linear(hidden, name + part, WIDTH, WIDTH), split)
            return self.operator("Transpose", rows, perm=permutation)

        # The scale of the products is in the weights of q.
        likeness = self.operator("MatMul", heads("q", 1, 0, 2), heads("k", 1, 2, 0))
        mixed = self.operator("MatMul", self.operator("Softmax", likeness, axis=-1), heads("v", 1, 0, 2))
        return self.operator("Reshape", self.operator("Transpose", mixed, perm=(1, 0, 2)), joined)

    def linear(self, rows: str, name: str, inputs: int, outputs: int) -> str:
        product = self.operator("MatMul", rows, self.weights(name + ".w", inputs, outputs))
        return self.operator("Add", product, self.weights(name + ".b", outputs))

    def norm(self, rows: str, name: str) -> str:
        scale, shift = self.weights(name + ".w", WIDTH), self.weights(name + ".b", WIDTH)
        return self.operator("LayerNormalization", rows, scale, shift, axis=-1, epsilon=EPSILON)

    def operator(self, kind: str, *inputs: str, output: str = "", **attributes: Any) -> str:
        output = output or f"n{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def constant(self, name: str, numbers: list[int]) -> str:
        if name not in self._names:
            self._names.add(name)
            self._initializers.append(helper.make_tensor(name, TensorProto.INT64, [len(numbers)], numbers))
        return name

    def weights(self, name: str, *shape: int) -> str:
        tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=shape, data_location=TensorProto.EXTERNAL)
        size = 4
        for side in shape:
            size *= side
        for key, value in (("location", "weights"), ("offset", "0"), ("length", str(size))):
            tensor.external_data.add(key=key, value=value)
        self._initializers.append(tensor)
        return name


if __name__ == "__main__":
    main()
