import MediaModel

/// Which parts of a picture are searched for faces, and what follows from what is found: the schedule alone, without any net.
///
/// Known faces are looked for where they are awaited. New ones are searched tile by tile, and at once in the whole picture where a shot
/// begins. Both nets see faces in what is none, but seldom in the same: so a find counts if it is at the place of a face that was known a moment
/// ago, or if both nets see it. For each picture: ``begin(_:)``, then
/// ``next()`` and ``take(_:of:)`` until there is nothing left to look at.
struct FaceSearch {
    /// What to look at, and with which net.
    struct Pass: Hashable, Sendable {
        var net: NetKind
        var region: PictureSquare
        /// What the other net found there, and this one is to see as well.
        var asked: Detection?
    }

    /// What it must know of a picture.
    struct Occasion {
        /// In seconds.
        var time: Double
        var size: PixelSize
        /// Whether a shot may begin.
        var isCut = false
        /// Where something moves, in samples.
        var motion: (x: Double, y: Double)?
    }

    /// A face lives so long without being found, in seconds.
    private static let life = 1.6
    /// How much is looked at around a face, in faces; and once it hasn't been found for a while, in seconds.
    private static let (near, wide, wideAfter) = (3.0, 4.0, 0.5)
    /// How much the full-range net looks at around a face that the other one found, and around one that is lost; in faces.
    private static let (farCheck, chase) = (6.0, 12.0)
    /// A large tile is searched so often while a face is known, and the whole picture at most so often, in seconds.
    private static let (searchGap, fullSearchGap) = (1.0, 1.0)
    /// How many faces are known, how many of them are looked for in one picture, and how many finds are checked.
    private static let (mostKnown, mostLooks, mostChecks) = (8, 4, 8)
    /// A face narrower than this share of the widest is background, whom nobody runs after.
    private static let leastSize = 0.45
    /// Running after who is lost costs several times as much as a usual look: so many looks at a time, and so many more each second.
    private static let (mostChases, chasesPerSecond) = (16.0, 2.0)
    /// Two squares that share more than this are one face.
    private static let oneFace = 0.3

    /// The widest first.
    private(set) var known: [KnownFace] = []
    private var occasion: Occasion?
    /// Of the picture before.
    private var lastTime = -Double.infinity
    private var passes: [Pass] = []
    private var checked: [PictureSquare] = []
    private var round: [PictureSquare] = []
    private var roundPlace = 0
    private var hasSearchedMotion = false
    private var lastSearch = -Double.infinity
    private var lastFullSearch = -Double.infinity
    private var chases = mostChases
    private var hasChased = false

    /// The faces of the picture that was begun last.
    var found: [KnownFace] { known.filter(isFound) }

    /// Whether it wants to look again soon: somebody is missing, or goes quickly.
    var isHurried: Bool { important.contains { isFound($0) ? $0.isQuick : chases >= 1 } }

    private var time: Double { occasion?.time ?? 0 }
    private var size: PixelSize { occasion?.size ?? PixelSize(width: 2, height: 2) }

    private func isFound(_ face: KnownFace) -> Bool { face.lastTime == time }

    private var important: [KnownFace] {
        let widest = known.first?.square.side ?? 0
        return known.filter { $0.square.side >= Self.leastSize * widest }
    }

    // MARK: A picture

    /// Begins with the next picture.
    mutating func begin(_ next: Occasion) {
        let last = occasion
        occasion = next
        lastTime = last?.time ?? -.infinity
        (passes, checked) = ([], [])
        hasChased = false
        if let last { chases = min(Self.mostChases, chases + Self.chasesPerSecond * max(0, next.time - last.time)) }
        if last?.size != next.size {
            (round, roundPlace) = (SearchTiles.round(next.size), 0)
            beginShot(isFirst: true)
        } else if next.isCut {
            beginShot(isFirst: false)
        } else {
            known.removeAll { next.time - $0.lastTime > Self.life }
            if known.isEmpty { return search(nextTile()) }
            for face in known.prefix(Self.mostLooks) {
                let factor = next.time - face.lastTime > Self.wideAfter ? Self.wide : Self.near
                passes.append(
                    Pass(
                        net: .faceNear,
                        region: face.awaited(at: next.time).scaled(by: factor).inside(next.size)))
            }
            if next.time - lastSearch >= Self.searchGap {
                let large = SearchTiles.large(next.size)
                search(large[roundPlace % large.count])
                roundPlace += 1
            }
        }
    }

    /// Searches everywhere. Flashes look like cuts and may come in rows, so that is done once a second, and the large tiles must do else.
    private mutating func beginShot(isFirst: Bool) {
        known = []
        for tile in SearchTiles.large(size) { search(tile) }
        guard isFirst || time - lastFullSearch >= Self.fullSearchGap else { return }
        for tile in SearchTiles.small(size) { search(tile) }
        lastFullSearch = time
    }

    private mutating func search(_ tile: PictureSquare) {
        passes.append(Pass(net: .faceFar, region: tile))
        lastSearch = time
    }

    /// The next of the round. Before every other small one comes that where something moves: somebody far away, perhaps.
    private mutating func nextTile() -> PictureSquare {
        if roundPlace % 4 == 1, !hasSearchedMotion, let motion = occasion?.motion {
            hasSearchedMotion = true
            let side = SearchTiles.smallSide(size)
            return PictureSquare(centerX: motion.x, centerY: motion.y, side: side).inside(size)
        }
        hasSearchedMotion = false
        defer { roundPlace += 1 }
        return round[roundPlace % round.count]
    }

    /// What to look at next; `nil`: the picture is done.
    mutating func next() -> Pass? {
        if passes.isEmpty { chase() }
        return passes.isEmpty ? nil : passes.removeFirst()
    }

    /// Searches for who isn't where they were awaited: where something moves, else around that place.
    private mutating func chase() {
        guard !hasChased, chases >= 1, let lost = important.first(where: { !isFound($0) }) else { return }
        hasChased = true
        chases -= 1
        let awaited = lost.awaited(at: time)
        // A small face is lost on a large tile.
        let side = min(Double(min(size.width, size.height)), lost.square.side * Self.chase)
        let middle = occasion?.motion ?? (awaited.centerX, awaited.centerY)
        search(PictureSquare(centerX: middle.0, centerY: middle.1, side: side).inside(size))
    }

    // MARK: Finds

    /// Takes what a pass found.
    mutating func take(_ detections: [Detection], of pass: Pass) {
        if let asked = pass.asked {
            // Others may be there as well: what was asked for is at its place.
            guard let same = detections.first(where: { asked.square.distance(to: $0.square) < 0.6 }) else { return }
            believe(pass.net == .faceNear ? same : asked)
        } else if pass.net == .faceFar {
            for detection in detections { check(detection, .faceNear, factor: Self.near) }
        } else {
            for detection in detections {
                if let index = nearest(to: detection.square),
                    known[index].goesOn(at: detection.square, time: time, last: lastTime)
                {
                    believe(detection)
                } else {
                    check(detection, .faceFar, factor: Self.farCheck)
                }
            }
        }
    }

    /// Asks the other net.
    private mutating func check(_ detection: Detection, _ net: NetKind, factor: Double) {
        let square = detection.square
        guard checked.count < Self.mostChecks,
            !(found.map(\.square) + checked).contains(where: { $0.overlap(square) > Self.oneFace })
        else { return }
        checked.append(square)
        passes.append(Pass(net: net, region: square.scaled(by: factor).inside(size), asked: detection))
    }

    /// Whose awaited place is the nearest.
    private func nearest(to square: PictureSquare) -> Int? {
        known.indices.min {
            known[$0].awaited(at: time).distance(to: square) < known[$1].awaited(at: time).distance(to: square)
        }
    }

    /// Takes a face: it is a known one, or a new one.
    private mutating func believe(_ detection: Detection) {
        let (square, time) = (detection.square, time)
        guard !found.contains(where: { $0.square.overlap(square) > Self.oneFace }) else { return }
        // It is whose place is nearest: where one of two hides, the other isn't taken for it.
        if let nearest = nearest(to: square), !isFound(known[nearest]), isSame(known[nearest], square) {
            known[nearest].take(detection, at: time)
        } else if known.count < Self.mostKnown {
            known.append(KnownFace(detection, at: time))
        }
        known.sort { $0.square.side > $1.square.side }
    }

    private func isSame(_ face: KnownFace, _ square: PictureSquare) -> Bool {
        // Where there was nobody else, it went further than it was awaited.
        face.mayBe(square, at: time) || (known.count == 1 && face.square.isAsLarge(as: square, within: 1.6))
    }
}
