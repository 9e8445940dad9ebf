/// A small net as an ONNX file: one convolution that keeps to each channel, whose results are its boxes, and their sum its scores.
struct ConvolutionNet {
    static let channels = 3
    /// Of the square input, of the kernel, from place to place, and the zeros around the input; in samples.
    var side, size, stride, padding: Int

    /// - Parameter isDense: Whether the same is said by a convolution of all channels whose weights between two of them are zeros.
    func onnx(isDense: Bool) -> [UInt8] {
        var model = ProtobufMessage()
        // ModelProto of onnx.proto: the version of the format, the graph, the operators' version.
        model.add(1, 6)
        model.add(7) { graph in
            Self.addNode(&graph, "Conv", ["input", "kernel", "bias"], "each") { node in
                Self.addNumbers(&node, "kernel_shape", [size, size])
                Self.addNumbers(&node, "strides", [stride, stride])
                Self.addNumbers(&node, "pads", [padding, padding, padding, padding])
                Self.addNumbers(&node, "dilations", [1, 1])
                Self.addNumber(&node, "group", isDense ? 1 : Self.channels)
            }
            Self.addNode(&graph, "Conv", ["each", "ones"], "sum") { Self.addNumbers(&$0, "kernel_shape", [1, 1]) }
            for (name, source, shape) in [("boxes", "each", "box-shape"), ("scores", "sum", "score-shape")] {
                Self.addNode(&graph, "Transpose", [source], name + "-rows") {
                    Self.addNumbers(&$0, "perm", [0, 2, 3, 1])
                }
                Self.addNode(&graph, "Reshape", [name + "-rows", shape], name + "-list") { _ in }
                Self.addNode(&graph, "Identity", [name + "-list"], name) { _ in }
            }
            graph.add(2, "net")
            Self.addTensor(
                &graph, "kernel", [Self.channels, isDense ? Self.channels : 1, size, size], weights(isDense))
            Self.addTensor(&graph, "bias", [Self.channels], [0.5, -0.25, 2])
            Self.addTensor(&graph, "ones", [1, Self.channels, 1, 1], [1, 1, 1])
            Self.addShape(&graph, "box-shape", [1, -1, Int64(Self.channels)])
            Self.addShape(&graph, "score-shape", [1, -1, 1])
            Self.addPort(&graph, 11, "input", [1, Self.channels, side, side])
            Self.addPort(&graph, 12, "boxes", [1, places, Self.channels])
            Self.addPort(&graph, 12, "scores", [1, places, 1])
        }
        model.add(8) { $0.add(2, 11) }
        return model.bytes
    }

    /// How many places the convolution has a result for.
    var places: Int {
        let length = (side + 2 * padding - size) / stride + 1
        return length * length
    }

    private func weights(_ isDense: Bool) -> [Float] {
        var weights: [Float] = []
        for channel in 0..<Self.channels {
            for other in isDense ? 0..<Self.channels : channel..<channel + 1 {
                // No two alike, and some below zero.
                for index in 0..<size * size {
                    weights.append(channel == other ? Float((7 * index + 5 * channel) % 23) / 8 - 1 : 0)
                }
            }
        }
        return weights
    }

    // MARK: The parts of onnx.proto

    private static func addNode(
        _ graph: inout ProtobufMessage, _ kind: String, _ inputs: [String], _ output: String,
        _ attributes: (inout ProtobufMessage) -> Void
    ) {
        graph.add(1) { node in
            for input in inputs { node.add(1, input) }
            node.add(2, output)
            node.add(3, output)
            node.add(4, kind)
            attributes(&node)
        }
    }

    private static func addNumbers(_ node: inout ProtobufMessage, _ name: String, _ numbers: [Int]) {
        node.add(5) { attribute in
            attribute.add(1, name)
            for number in numbers { attribute.add(8, number) }
            attribute.add(20, 7)
        }
    }

    private static func addNumber(_ node: inout ProtobufMessage, _ name: String, _ number: Int) {
        node.add(5) { attribute in
            attribute.add(1, name)
            attribute.add(3, number)
            attribute.add(20, 2)
        }
    }

    private static func addTensor(_ graph: inout ProtobufMessage, _ name: String, _ shape: [Int], _ numbers: [Float]) {
        addTensor(&graph, name, shape, kind: 1, numbers.flatMap { bytes($0.bitPattern) })
    }

    private static func addShape(_ graph: inout ProtobufMessage, _ name: String, _ numbers: [Int64]) {
        addTensor(&graph, name, [numbers.count], kind: 7, numbers.flatMap { bytes($0) })
    }

    private static func addTensor(
        _ graph: inout ProtobufMessage, _ name: String, _ shape: [Int], kind: Int, _ content: [UInt8]
    ) {
        graph.add(5) { tensor in
            for length in shape { tensor.add(1, length) }
            tensor.add(2, kind)
            tensor.add(8, name)
            tensor.add(9, content)
        }
    }

    private static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }

    private static func addPort(_ graph: inout ProtobufMessage, _ field: Int, _ name: String, _ shape: [Int]) {
        graph.add(field) { port in
            port.add(1, name)
            port.add(2) { type in
                type.add(1) { tensor in
                    tensor.add(1, 1)
                    tensor.add(2) { dimensions in
                        for length in shape { dimensions.add(1) { $0.add(1, length) } }
                    }
                }
            }
        }
    }
}
