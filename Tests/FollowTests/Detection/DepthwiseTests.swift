#if OpenCV
    import COpenCV
    import MediaModel
    import Testing

    @testable import Follow

    /// This program's own layer for convolutions of each channel by itself says what OpenCV's does.
    struct DepthwiseTests {
        private struct Failure: Error {}

        /// Kernels and steps as the models have them, on pictures narrower and wider than what the layer works out at a time.
        @Test(arguments: [
            ConvolutionNet(side: 32, size: 3, stride: 1, padding: 1),
            ConvolutionNet(side: 13, size: 3, stride: 1, padding: 1),
            ConvolutionNet(side: 33, size: 3, stride: 2, padding: 0),
            ConvolutionNet(side: 40, size: 5, stride: 1, padding: 2),
            ConvolutionNet(side: 7, size: 5, stride: 1, padding: 2),
            ConvolutionNet(side: 35, size: 5, stride: 2, padding: 0),
            ConvolutionNet(side: 70, size: 5, stride: 2, padding: 1),
        ])
        func saysWhatAConvolutionOfAllChannelsSays(net: ConvolutionNet) throws {
            let (own, usual) = (try answer(of: net, isDense: false), try answer(of: net, isDense: true))
            #expect(own.count == net.places * ConvolutionNet.channels && usual.count == own.count)
            #expect(zip(own, usual).allSatisfy { abs($0 - $1) < 1e-3 })
            // A picture of one colour would tell nothing.
            #expect(Set(usual.map { Int($0 * 10) }).count > 10)
        }

        private func answer(of net: ConvolutionNet, isDense: Bool) throws -> [Float] {
            var error = eyes_error()
            let model = net.onnx(isDense: isDense)
            let made = model.withUnsafeBufferPointer { bytes in
                eyes_net_make(
                    eyes_model(bytes: bytes.baseAddress, count: bytes.count), Int32(net.side), -1, &error)
            }
            guard let made else { throw Failure() }
            defer { eyes_net_free(made) }
            var picture = TestPicture(96, 96)
            try picture.draw(face: 50, at: 40, 40)
            picture.addNoise(20)
            let layout = picture.layout
            var answer = eyes_answer()
            let status = picture.luma.withUnsafeBufferPointer { luma in
                picture.blue.withUnsafeBufferPointer { blue in
                    picture.red.withUnsafeBufferPointer { red in
                        var borrowed = eyes_picture(
                            luma: luma.baseAddress, blue: blue.baseAddress, red: red.baseAddress,
                            luma_stride: layout.lumaStride, chroma_stride: layout.chromaStride, width: 96, height: 96)
                        return eyes_net_look(made, &borrowed, eyes_region(x: 0, y: 0, side: 96), &answer, &error)
                    }
                }
            }
            guard status == 0 else { throw Failure() }
            return Array(UnsafeBufferPointer(start: answer.boxes, count: Int(answer.count) * Int(answer.box_width)))
        }
    }
#endif
