#if OpenCV
    import COpenCV
    import MediaModel

    /// Owns one of OpenCV's nets. It belongs to one thread at a time.
    final class NeuralNet {
        let kind: NetKind
        private let net: OpaquePointer

        /// Makes a net of a model: the one that the program contains, unless there is another.
        ///
        /// - Throws: ``FollowError`` if the model is damaged.
        init(_ kind: NetKind, model: [UInt8]? = nil) throws(FollowError) {
            self.kind = kind
            var error = eyes_error()
            let made =
                if let model {
                    model.withUnsafeBufferPointer { bytes in
                        eyes_net_make(
                            eyes_model(bytes: bytes.baseAddress, count: bytes.count), Int32(kind.side), kind.black,
                            &error)
                    }
                } else {
                    eyes_net_make(kind.model, Int32(kind.side), kind.black, &error)
                }
            guard let made else {
                throw FollowError(
                    "the model \(kind.name).onnx in this program is damaged (\(error.message)); "
                        + "to mend it: \(FollowDetectors.mendModels)")
            }
            net = made
        }

        /// OpenCV, with its version.
        static var library: String { "OpenCV " + String(cString: eyes_opencv_version()) }

        deinit { eyes_net_free(net) }

        /// Looks at a square of a picture, 8-bit 4:2:0.
        ///
        /// - Returns: What is there, the surest first, in the picture's samples.
        /// - Throws: ``FollowError`` if OpenCV fails, or the model is another net than it should be.
        func look(
            at luma: Span<UInt8>, _ blueChroma: Span<UInt8>, _ redChroma: Span<UInt8>, _ layout: PlaneLayout,
            in region: PictureSquare
        ) throws(FollowError) -> [Detection] {
            precondition(luma.count >= layout.lumaByteCount)
            precondition(blueChroma.count >= layout.chromaByteCount && redChroma.count >= layout.chromaByteCount)
            var answer = eyes_answer()
            var error = eyes_error()
            let status = luma.withUnsafeBufferPointer { luma in
                blueChroma.withUnsafeBufferPointer { blue in
                    redChroma.withUnsafeBufferPointer { red in
                        var picture = eyes_picture(
                            luma: luma.baseAddress, blue: blue.baseAddress, red: red.baseAddress,
                            luma_stride: layout.lumaStride, chroma_stride: layout.chromaStride,
                            width: Int32(layout.size.width), height: Int32(layout.size.height))
                        let square = eyes_region(x: region.x, y: region.y, side: region.side)
                        return eyes_net_look(net, &picture, square, &answer, &error)
                    }
                }
            }
            guard status == 0 else { throw FollowError("OpenCV can't run \(kind.name).onnx: \(error.message)") }
            let count = Int(answer.count)
            let width = 4 + 2 * kind.pointCount
            guard count == kind.anchors.count, Int(answer.box_width) == width else {
                throw FollowError(
                    "the model \(kind.name).onnx in this program is another net than it should be; "
                        + "to mend it: \(FollowDetectors.mendModels)")
            }
            let boxes = UnsafeBufferPointer(start: answer.boxes, count: count * width)
            let scores = UnsafeBufferPointer(start: answer.scores, count: count)
            return NetAnswer.detections(boxes.span, scores.span, of: kind, in: region)
        }
    }

    extension NetKind {
        fileprivate var model: eyes_model {
            switch self {
            case .faceNear: eyes_face_near()
            case .faceFar: eyes_face_far()
            case .palm: eyes_palm()
            }
        }
    }

    extension eyes_error {
        fileprivate var message: String {
            withUnsafeBytes(of: text) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        }
    }
#endif
