import Show

/// Whom of those that are known the crop follows: all of them if they fit, else one, and never the empty middle between two.
struct SubjectSelection: Sendable {
    /// Who is followed: one subject, or several as one. Places are in window widths.
    struct Choice: Sendable {
        var kind: Subject.Kind
        var place, size, speed: Double
        /// When it was found last.
        var lastTime: Double
        /// Whether it is another person than before, both of whom were known: that is a change of shot, not a movement.
        var isAnother = false
        /// Whether it was found more than once.
        var isSure = true
    }

    /// Subjects narrower than this share of the widest are background.
    private static let leastSize = 0.45
    /// Together they are followed if they fit in so many window widths; no longer, once they need more than the second.
    private static let (unionFits, unionEnds) = (0.92, 1.0)
    /// Another is followed who is this much more active for so long, or nearer, if the last change is long enough ago.
    private static let (moreActive, activeFor, leastTurn) = (2.0, 1.0, 2.5)
    /// A face so much wider than another is nearer to the lens. If it lives it is the seller's, however much moves behind: a screen, a mirror,
    /// passers-by. The second is how much wider somebody who comes in must be to be followed for that.
    private static let (nearer, muchNearer) = (1.2, 1.4)
    /// Whoever moves less than this is a picture or a doll.
    private static let leastAlive = 0.002
    /// Hands and motion nearer than this are one thing: a hand with what it holds.
    private static let oneThing = 0.6

    private var kind: Subject.Kind?
    private var one: (id: Int, lastTime: Double)?
    private var isUnion = false
    private var followed: [Int] = []
    /// Whom a producer wants.
    private var wanted: Int?
    private var lastChange = -Double.infinity
    private var rival: (id: Int, since: Double)?

    /// - Parameters:
    ///   - trails: Those who are known.
    ///   - time: For when: the end of the look-ahead.
    ///   - center: The window's middle.
    mutating func choose(
        from trails: [Trail], _ subject: FollowPreset.SubjectChoice, at time: Double, center: Double
    ) -> Choice? {
        let known = Self.known(trails)
        guard let kind = subject.kinds.first(where: { kind in known.contains { $0.kind == kind } }) else {
            self = SubjectSelection()
            return nil
        }
        if kind != self.kind {
            self = SubjectSelection()
            self.kind = kind
        }
        var choice = choose(among: known.filter { $0.kind == kind }, at: time, center: center)
        if kind == .hands, let motion = known.first(where: { $0.kind == .motion }) {
            let other = motion.estimate(at: time)
            if abs(other.place - choice.place) < Self.oneThing {
                choice.place = (choice.place + other.place) / 2
                choice.speed = (choice.speed + other.speed) / 2
            }
        }
        return choice
    }

    /// Follows one of several people: see ``FollowCommand/Person``. Without people, nothing changes.
    mutating func pick(_ person: FollowCommand.Person, of trails: [Trail], at time: Double) {
        let people = Self.known(trails).filter { $0.kind == (kind ?? .face) }
            .sorted { ($0.estimate(at: time).place, $0.id) < ($1.estimate(at: time).place, $1.id) }
        guard let first = people.first, let last = people.last else { return }
        switch person {
        case .left: wanted = first.id
        case .right: wanted = last.id
        case .next:
            let current = isUnion ? nil : people.firstIndex { $0.id == one?.id }
            wanted = current.map { people[($0 + 1) % people.count].id } ?? first.id
        }
    }

    /// Where those are at an instant whom it follows, in shares of the source; several as one.
    func box(of trails: [Trail], _ axis: FollowCamera.Axis, window: Double, at time: Double) -> SubjectBox? {
        followed.compactMap { id in trails.first { $0.id == id } }.map { trail in
            let place = trail.place(at: time)
            return trail.box.moved(to: place * window, size: trail.size * window, along: axis)
        }.reduce(nil as SubjectBox?) { $0?.union($1) ?? $1 }
    }

    /// Follows whomever it would without a producer.
    mutating func pickNobody() { wanted = nil }

    /// Those who are to be believed, without those of whom a later trail is the continuation: who is found elsewhere isn't here any more.
    private static func known(_ trails: [Trail]) -> [Trail] {
        let confirmed = trails.filter(\.isConfirmed)
        return confirmed.filter { trail in
            !confirmed.contains { $0.kind == trail.kind && $0.firstTime > trail.lastTime }
        }
    }

    private mutating func choose(among people: [Trail], at time: Double, center: Double) -> Choice {
        let widest = people.map(\.size).max() ?? 0
        let group = people.filter { $0.size >= Self.leastSize * widest || $0.id == wanted || $0.id == one?.id }
        if let wanted = group.first(where: { $0.id == wanted }) {
            isUnion = false
            return follow(wanted, at: time)
        }
        wanted = nil
        let large = group.filter { $0.size >= Self.leastSize * widest }
        if large.count > 1 {
            let left = large.map { $0.estimate(at: time).place - $0.size / 2 }.min() ?? 0
            let right = large.map { $0.estimate(at: time).place + $0.size / 2 }.max() ?? 0
            if right - left <= (isUnion ? Self.unionEnds : Self.unionFits) {
                isUnion = true
                followed = large.map(\.id)
                let speeds = large.map { $0.estimate(at: time).speed }
                return Choice(
                    kind: large[0].kind, place: (left + right) / 2, size: right - left,
                    speed: speeds.reduce(0, +) / Double(speeds.count), lastTime: large.map(\.lastTime).max() ?? time,
                    isSure: large.allSatisfy(\.isSure))
            }
        }
        isUnion = false
        if let current = group.first(where: { $0.id == one?.id }) {
            return follow(better(than: current, of: large, at: time) ?? current, at: time)
        }
        return follow(best(of: large, at: time, center: center), at: time)
    }

    /// Whether somebody stands before another, and lives.
    private func isBefore(_ person: Trail, _ other: Trail, by ratio: Double = nearer) -> Bool {
        person.size > ratio * other.size && (person.activity ?? 1) >= Self.leastAlive
    }

    /// Whom to follow if nobody is followed: who stands before the others, else who is clearly the most active, else the widest, else the
    /// nearest.
    private func best(of people: [Trail], at time: Double, center: Double) -> Trail {
        func isBetter(_ a: Trail, _ b: Trail) -> Bool {
            if isBefore(a, b) { return true }
            if isBefore(b, a) { return false }
            let (x, y) = (a.activity ?? 0, b.activity ?? 0)
            if x > Self.moreActive * y || y > Self.moreActive * x { return x > y }
            if a.size > 1.2 * b.size || b.size > 1.2 * a.size { return a.size > b.size }
            return abs(a.estimate(at: time).place - center) < abs(b.estimate(at: time).place - center)
        }
        return people.dropFirst().reduce(people[0]) { isBetter($1, $0) ? $1 : $0 }
    }

    private mutating func follow(_ trail: Trail, at time: Double) -> Choice {
        let estimate = trail.estimate(at: time)
        var choice = Choice(
            kind: trail.kind, place: estimate.place, size: trail.size, speed: estimate.speed, lastTime: trail.lastTime,
            isSure: trail.isSure)
        if let one, one.id != trail.id {
            // Who was first seen after the other was seen last is probably the same one.
            choice.isAnother = trail.firstTime <= one.lastTime
            lastChange = time
        }
        one = (trail.id, trail.lastTime)
        followed = [trail.id]
        return choice
    }

    /// Who is to be followed instead: who has been more active for a while, or stands before the one who is followed.
    private mutating func better(than current: Trail, of people: [Trail], at time: Double) -> Trail? {
        guard let activity = current.activity else { return nil }
        let others = people.filter { other in
            guard other.id != current.id, let its = other.activity else { return false }
            return isBefore(other, current, by: Self.muchNearer)
                || (its > Self.moreActive * activity && !isBefore(current, other))
        }
        guard
            let best = others.max(by: { a, b in
                if isBefore(a, b) || isBefore(b, a) { return isBefore(b, a) }
                return (a.activity ?? 0, -a.id) < (b.activity ?? 0, -b.id)
            })
        else {
            rival = nil
            return nil
        }
        if rival?.id != best.id { rival = (best.id, time) }
        guard let rival, time - rival.since >= Self.activeFor, time - lastChange >= Self.leastTurn else { return nil }
        self.rival = nil
        return best
    }
}

extension FollowPreset.SubjectChoice {
    /// What is followed, the most important first.
    fileprivate var kinds: [Subject.Kind] {
        switch self {
        case .auto: [.face, .hands, .motion]
        case .face: [.face]
        case .hands: [.hands]
        case .motion: [.motion]
        }
    }
}
