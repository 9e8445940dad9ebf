"""Converts one TFLite net of MediaPipe to ONNX: convert.py NET.tflite NET.onnx SIDE

Knows the operators that these nets have, and no others.

OpenCV 4.6 is the oldest reader, and sets the rules: weights are 32-bit floats, paddings that differ between two sides need a node of their own, a Resize wants an
empty `roi`, and the net must come out as rows of numbers, anchor by anchor.
"""

import sys

import numpy
import onnx
import tflite
from onnx import TensorProto, helper

BUILTIN = {value: name for name, value in vars(tflite.BuiltinOperator).items() if not name.startswith("_")}
TYPES = {tflite.TensorType.FLOAT32: numpy.float32, tflite.TensorType.FLOAT16: numpy.float16,
         tflite.TensorType.INT32: numpy.int32}


class Converter:
    def __init__(self, path, side):
        with open(path, "rb") as file:
            self.model = tflite.Model.GetRootAsModel(file.read(), 0)
        self.graph = self.model.Subgraphs(0)
        self.side = side
        self.nodes, self.weights = [], []
        # Where a tensor of TFLite is to be had in ONNX, and the constants that were only widened to 32 bits.
        self.names, self.constants = {}, {}

    # What the source says.

    def constant(self, index):
        """A tensor's values; None if it is computed."""
        if index in self.constants:
            return self.constants[index]
        tensor = self.graph.Tensors(index)
        data = self.model.Buffers(tensor.Buffer()).DataAsNumpy()
        if isinstance(data, int):
            return None
        return numpy.frombuffer(data.tobytes(), TYPES[tensor.Type()]).reshape(tensor.ShapeAsNumpy())

    def options(self, operator, kind):
        options = kind()
        table = operator.BuiltinOptions()
        options.Init(table.Bytes, table.Pos)
        return options

    def channels(self, index):
        return int(self.graph.Tensors(index).ShapeAsNumpy()[-1])

    # What is written.

    def weight(self, name, values):
        self.weights.append(onnx.numpy_helper.from_array(numpy.ascontiguousarray(values), name))
        return name

    def node(self, kind, inputs, name, **attributes):
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, **attributes))
        return name

    def activated(self, value, name, activation):
        if activation == tflite.ActivationFunctionType.NONE:
            return value
        assert activation == tflite.ActivationFunctionType.RELU, activation
        return self.node("Relu", [value], name + ".relu")

    def padded(self, value, name, options, kernel, size):
        """TensorFlow's SAME padding, which is larger at the end: a node of its own where the two sides differ."""
        if options.Padding() == tflite.Padding.VALID:
            return value, [0, 0, 0, 0]
        totals = []
        for length, window, stride in zip(size, kernel, (options.StrideH(), options.StrideW())):
            totals.append(max(0, (-(-length // stride) - 1) * stride + window - length))
        before, after = [total // 2 for total in totals], [total - total // 2 for total in totals]
        if before == after:
            return value, before + after
        pads = self.weight(name + ".pads", numpy.array([0, 0] + before + [0, 0] + after, numpy.int64))
        return self.node("Pad", [value, pads], name + ".pad", mode="constant"), [0, 0, 0, 0]

    def convolution(self, operator, inputs, name, is_depthwise):
        options = self.options(operator, tflite.DepthwiseConv2DOptions if is_depthwise else tflite.Conv2DOptions)
        kernel = self.constant(inputs[1]).astype(numpy.float32)
        # TFLite: output, height, width, input; for depthwise 1, height, width, channel. ONNX: output, input / group, height, width.
        kernel = kernel.transpose(3, 0, 1, 2) if is_depthwise else kernel.transpose(0, 3, 1, 2)
        value, pads = self.padded(
            self.names[inputs[0]], name, options, kernel.shape[2:], self.sizes[inputs[0]])
        value = self.node(
            "Conv",
            [value, self.weight(name + ".kernel", kernel),
             self.weight(name + ".bias", self.constant(inputs[2]).astype(numpy.float32))],
            name, kernel_shape=list(kernel.shape[2:]), strides=[options.StrideH(), options.StrideW()], pads=pads,
            dilations=[1, 1], group=kernel.shape[0] if is_depthwise else 1)
        return self.activated(value, name, options.FusedActivationFunction())

    def convert(self, operator):
        code = self.model.OperatorCodes(operator.OpcodeIndex())
        kind = BUILTIN[max(code.BuiltinCode(), code.DeprecatedBuiltinCode())]
        inputs = [operator.Inputs(index) for index in range(operator.InputsLength())]
        output = operator.Outputs(0)
        name = f"n{output}"
        value = self.names.get(inputs[0])
        if kind == "DEQUANTIZE":
            self.constants[output] = self.constant(inputs[0])
            return
        if kind in ("CONV_2D", "DEPTHWISE_CONV_2D"):
            result = self.convolution(operator, inputs, name, kind != "CONV_2D")
        elif kind == "RELU":
            result = self.node("Relu", [value], name)
        elif kind == "PRELU":
            slope = self.constant(inputs[1]).astype(numpy.float32).reshape(-1, 1, 1)
            result = self.node("PRelu", [value, self.weight(name + ".slope", slope)], name)
        elif kind == "ADD":
            options = self.options(operator, tflite.AddOptions)
            result = self.activated(
                self.node("Add", [value, self.names[inputs[1]]], name), name, options.FusedActivationFunction())
        elif kind == "PAD":
            pads = self.constant(inputs[1])[[0, 3, 1, 2]]
            pads = numpy.concatenate([pads[:, 0], pads[:, 1]]).astype(numpy.int64)
            result = self.node("Pad", [value, self.weight(name + ".pads", pads)], name, mode="constant")
        elif kind == "MAX_POOL_2D":
            options = self.options(operator, tflite.Pool2DOptions)
            kernel = (options.FilterHeight(), options.FilterWidth())
            value, pads = self.padded(value, name, options, kernel, self.sizes[inputs[0]])
            assert pads == [0, 0, 0, 0]
            result = self.node(
                "MaxPool", [value], name, kernel_shape=list(kernel), strides=[options.StrideH(), options.StrideW()])
        elif kind == "RESIZE_BILINEAR":
            options = self.options(operator, tflite.ResizeBilinearOptions)
            assert options.HalfPixelCenters() and not options.AlignCorners()
            self.weights.append(onnx.numpy_helper.from_array(numpy.array([], numpy.float32), name + ".roi"))
            self.weights.append(
                onnx.numpy_helper.from_array(numpy.array([1, 1, 2, 2], numpy.float32), name + ".scales"))
            result = self.node(
                "Resize", [value, name + ".roi", name + ".scales"], name, mode="linear",
                coordinate_transformation_mode="half_pixel")
        elif kind == "RESHAPE":
            # Anchor by anchor, which is TensorFlow's order: rows, columns, then what stands at one place.
            last = self.node("Transpose", [value], name + ".rows", perm=[0, 2, 3, 1])
            shape = numpy.array([1, -1, self.graph.Tensors(output).ShapeAsNumpy()[-1]], numpy.int64)
            result = self.node("Reshape", [last, self.weight(name + ".shape", shape)], name)
        elif kind == "CONCATENATION":
            result = self.node("Concat", [self.names[index] for index in inputs], name, axis=1)
        else:
            sys.exit(f"{name}: {kind} isn't known here")
        self.names[output] = result

    def measure(self):
        """Each picture's height and width inside the net, for another input than the source was made for."""
        original = self.graph.Tensors(self.graph.Inputs(0)).ShapeAsNumpy()[1]
        self.sizes = {}
        for index in range(self.graph.TensorsLength()):
            shape = self.graph.Tensors(index).ShapeAsNumpy()
            if not isinstance(shape, int) and len(shape) == 4:
                self.sizes[index] = [int(length) * self.side // int(original) for length in shape[1:3]]

    def run(self):
        self.measure()
        self.names[self.graph.Inputs(0)] = "input"
        for index in range(self.graph.OperatorsLength()):
            self.convert(self.graph.Operators(index))
        outputs = []
        for index, name in enumerate(("boxes", "scores")):
            source = self.graph.Outputs(index)
            width = self.channels(source)
            self.node("Identity", [self.names[source]], name)
            outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, None, width]))
        entry = helper.make_tensor_value_info("input", TensorProto.FLOAT, [1, 3, self.side, self.side])
        graph = helper.make_graph(self.nodes, "net", [entry], outputs, self.weights)
        return helper.make_model(
            graph, producer_name="tatecast", ir_version=6, opset_imports=[helper.make_opsetid("", 11)])


def main():
    source, target, side = sys.argv[1:]
    model = Converter(source, int(side)).run()
    with open(target, "wb") as file:
        file.write(model.SerializeToString(deterministic=True))


main()
