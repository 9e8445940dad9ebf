#if OpenCV
    import MediaModel
    import Show

    /// Finds faces; where there are none, hands with what they hold; and what moves besides.
    ///
    /// All nets together take some 4 ms of a look while a face is known, 9 ms while a face or a hand is searched, and a tenth of a second where
    /// a shot begins.
    final class FaceAndHandDetector: SubjectDetector {
        private let motion = MotionDetector()
        private let near, far, palm: NeuralNet?
        private var faces = FaceSearch()
        private var hands = HandSearch()
        private var pace = LookPace()
        private let wantsHands: Bool

        /// - Throws: ``FollowError`` if a model is damaged.
        init(for choice: FollowPreset.SubjectChoice) throws(FollowError) {
            let wantsFaces = choice != .hands
            wantsHands = choice != .face
            // The largest first: what only reading it takes is free again for the others.
            palm = wantsHands ? try NeuralNet(.palm) : nil
            far = wantsFaces ? try NeuralNet(.faceFar) : nil
            near = wantsFaces ? try NeuralNet(.faceNear) : nil
        }

        var interval: Int64 { pace.interval(isHurried: faces.isHurried) }

        func look(
            at luma: Span<UInt8>, _ blueChroma: Span<UInt8>, _ redChroma: Span<UInt8>, _ layout: PlaneLayout,
            _ shot: Shot
        ) throws(FollowError) -> Finding {
            let moving = try motion.look(at: luma, blueChroma, redChroma, layout, shot).subjects
            let (size, time) = (layout.size, Double(shot.time) / 1e9)
            let place = moving.first.map {
                ($0.box.centerX * Double(size.width), $0.box.centerY * Double(size.height))
            }
            var turn = HandSearch.Turn.faces
            if wantsHands {
                turn = hands.turn(hasFaces: near != nil, isFaceKnown: !faces.known.isEmpty, isCut: shot.isCut)
            }
            var found: [Subject] = []
            if let near, let far, turn != .hands {
                faces.begin(.init(time: time, size: size, isCut: shot.isCut, motion: place))
                while let pass = faces.next() {
                    let net = pass.net == .faceNear ? near : far
                    faces.take(try net.look(at: luma, blueChroma, redChroma, layout, in: pass.region), of: pass)
                }
                found = faces.found.map { face in
                    let box = face.square.box(in: size)
                    return Subject(.face, box, score: face.score, activity: motion.activity(in: box))
                }
            }
            guard found.isEmpty else {
                hands.forget()
                pace.take(isEmpty: false, face: found.count == 1 ? found[0].box.centerX : nil, at: shot.time)
                return Finding(time: shot.time, subjects: found)
            }
            if let palm, turn != .faces {
                let region = hands.region(size, motion: place)
                let palms = try palm.look(at: luma, blueChroma, redChroma, layout, in: region)
                found = hands.take(palms, in: size)
            }
            found += moving
            pace.take(isEmpty: found.isEmpty, at: shot.time)
            return Finding(time: shot.time, subjects: found)
        }
    }
#endif
