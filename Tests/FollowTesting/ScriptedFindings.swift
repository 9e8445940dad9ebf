public import Follow

/// What an imperfect detector would find on a path, each finding with the time at which it is ready.
public struct ScriptedFindings: Sendable {
    /// How imperfect.
    public struct Faults: Sendable {
        /// Deviation of the place, in widths of the face.
        public var jitter = 0.03
        /// The share of looks that find nothing, and of those that find something elsewhere instead.
        public var misses = 0.04
        public var wild = 0.01
        /// From look to look, in seconds; half as long after a look that found nothing.
        public var interval = 0.2
        /// How long a look takes, in seconds.
        public var delay = 0.03
        /// How many pictures after a cut the cut is known.
        public var cutDelay = 5.0 / 30

        public init() {}
    }

    public struct Item: Sendable {
        public var finding: Finding
        /// In seconds, on the clock of pictures as they arrive.
        public var ready: Double
    }

    public let items: [Item]

    public init(_ path: ScriptedPath, seed: Int, _ faults: Faults = Faults()) {
        var chance = SeededGenerator(seed: seed)
        var items: [Item] = []
        var cuts = path.cuts[...]
        var time = chance.share() * faults.interval
        while time < path.duration {
            var isCut = false
            var ready = time + faults.delay
            if let cut = cuts.first, cut <= time {
                // It looks at the cut's own picture, and finds what there is.
                (time, isCut) = (cut, true)
                cuts.removeFirst()
                ready = cut + faults.cutDelay + faults.delay
            }
            var subjects: [Subject] = []
            let luck = chance.share()
            if !isCut, luck < faults.wild {
                let scale = 0.5 + 1.5 * chance.share()
                subjects = [face(chance.share(), chance.share(), path.width * scale, path.height * scale)]
            } else if isCut || luck >= faults.wild + faults.misses, !path.isHidden(at: time) {
                let place = path.place(time) + faults.jitter * path.width * chance.normal()
                let scale = 1 + faults.jitter * chance.normal()
                subjects = [face(place, 0.3, path.width * scale, path.height * scale)]
            }
            let finding = Finding(time: Int64((time * 1e9).rounded()), subjects: subjects, isCut: isCut)
            items.append(Item(finding: finding, ready: ready))
            time += subjects.isEmpty ? faults.interval / 2 : faults.interval
        }
        self.items = items.sorted { $0.ready < $1.ready }
    }
}

/// A face around a place.
public func face(_ x: Double, _ y: Double, _ width: Double = 0.08, _ height: Double = 0.144) -> Subject {
    Subject(.face, SubjectBox(x: x - width / 2, y: y - height / 2, width: width, height: height), score: 0.9)
}
