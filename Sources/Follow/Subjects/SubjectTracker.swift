/// What the tracker believes, in seconds and window widths.
enum TrackerRules {
    /// How long a subject lives without being found.
    static let life = 1.6
    /// How long a find that nobody confirms is remembered.
    static let doubt = 0.5
    /// A look or two.
    static let moment = 0.45
    /// How near a second find must be to confirm the first.
    static let samePlace = 0.25
    /// How far a find may be from where it was awaited without being a leap.
    static let unrest = 0.08
    /// A find is the subject's own if it is no further than this from where it was awaited, and so much more for each second since.
    static let reach = 0.38
    static let reachSpeed = 1.6
    /// Anything slower stands still: that is the detector's unrest.
    static let leastSpeed = 0.08
    static let longestPrediction = 0.5
    static let predictionAfterLeap = 0.05
    /// How long a find says something about the speed, and how many do.
    static let memory = 0.7
    static let mostPoints = 8
    /// Finds that follow each other closer than this say the same.
    static let leastGap = 0.03
    /// Who follows more than this isn't at a show.
    static let mostTrails = 12
}

/// Makes trails of finds: which find is whose, and which is nobody's.
///
/// Nobody is believed at the first find, but at the beginning of a shot, where there is no other. A find that lies far from where its
/// subject was awaited, with another size or at another height, isn't that subject's: it waits for a second one beside it.
struct SubjectTracker: Sendable {
    private(set) var trails: [Trail] = []
    private var lastID = 0
    private var shotStart: Double
    /// Whether anybody was found twice in this shot.
    private var isSure = false
    /// Of the last picture that was looked at, and of the one before.
    private(set) var lastTime = -Double.infinity
    private var previousTime = -Double.infinity
    private var wasEmpty = false

    /// - Parameter shotStart: Since when there is what it is to see.
    init(shotStart: Double) { self.shotStart = shotStart }

    /// Takes what was found in one picture. Pictures come in the order of their times; any other is left out.
    mutating func take(_ sightings: [Sighting], at time: Double) {
        // A cut may be known before its picture has been searched: then it comes once more, with what was found.
        guard time > lastTime + TrackerRules.leastGap || time == lastTime && wasEmpty else { return }
        wasEmpty = sightings.isEmpty
        if time > lastTime { previousTime = lastTime }
        lastTime = time
        // Whether a first find is believed: only at the beginning of a shot, where there is no other. It stays until somebody else is
        // found twice.
        let trusts = !trails.contains { $0.isConfirmed } && !isSure && time - shotStart <= 1
        var unclaimed = Set(sightings.indices)
        for match in matches(sightings, at: time) where unclaimed.contains(match.sighting) {
            guard trails[match.trail].lastTime < time else { continue }
            let sighting = sightings[match.sighting]
            unclaimed.remove(match.sighting)
            trails[match.trail].add(sighting.point(at: time), of: sighting.subject)
            trails[match.trail].isConfirmed = true
        }
        for index in sightings.indices where unclaimed.contains(index) {
            lastID += 1
            trails.append(
                Trail(
                    id: lastID, sightings[index].subject.kind, sightings[index].point(at: time),
                    of: sightings[index].subject,
                    isConfirmed: trusts))
        }
        forget(at: time)
        isSure = isSure || trails.contains { $0.isSure }
    }

    /// Lets those go who haven't been found for too long.
    mutating func forget(at time: Double) {
        // Whoever looks seldom confirms a find late.
        let doubt = max(TrackerRules.doubt, min(1.2 * (lastTime - previousTime), TrackerRules.life))
        trails.removeAll { time - $0.lastTime > ($0.isConfirmed ? TrackerRules.life : doubt) }
        if trails.count > TrackerRules.mostTrails {
            // Who was confirmed first stays.
            trails.sort { ($0.isConfirmed ? 0 : 1, $0.id) < ($1.isConfirmed ? 0 : 1, $1.id) }
            trails.removeLast(trails.count - TrackerRules.mostTrails)
        }
    }

    private struct Match {
        var trail, sighting: Int
        var distance: Double
    }

    /// Who may be whose, the nearest first.
    private func matches(_ sightings: [Sighting], at time: Double) -> [Match] {
        var matches: [Match] = []
        for (trailIndex, trail) in trails.enumerated() {
            for (index, sighting) in sightings.enumerated() where sighting.subject.kind == trail.kind {
                let distance = trail.distance(to: sighting.place, at: time)
                guard distance <= reach(of: trail, for: sighting, at: time) else { continue }
                // Of two at the same place, one above the other, each is nearer to its own.
                let height = abs(sighting.across - trail.across(sighting.axis))
                matches.append(Match(trail: trailIndex, sighting: index, distance: distance + height))
            }
        }
        return matches.sorted { ($0.distance, $0.trail, $0.sighting) < ($1.distance, $1.trail, $1.sighting) }
    }

    /// How far from where a trail's subject was awaited a sighting may be and still be that subject.
    private func reach(of trail: Trail, for sighting: Sighting, at time: Double) -> Double {
        let age = time - trail.lastTime
        let farthest = TrackerRules.reach + TrackerRules.reachSpeed * age
        // Motion has neither size nor height of its own.
        guard trail.kind != .motion else { return trail.isConfirmed ? farthest : TrackerRules.samePlace }
        let height = abs(sighting.across - trail.across(sighting.axis)) / sighting.height
        guard trail.isConfirmed else {
            return sighting.isAsLarge(as: trail.size, within: 1.4) && height < 0.5 ? TrackerRules.samePlace : 0
        }
        // Who was found by the look before, or a moment ago, may have leapt since; after longer anybody may be there.
        let isFresh = trail.lastTime >= previousTime || age <= TrackerRules.moment
        if isFresh, sighting.isAsLarge(as: trail.size, within: 1.25), height < 0.3 + age { return farthest }
        if age > TrackerRules.doubt { return TrackerRules.samePlace }
        return sighting.isAsLarge(as: trail.size, within: 1.6) && height < 0.7 + age ? TrackerRules.unrest : 0
    }
}
