/// What the tracker believes, in seconds and window widths.
enum TrackerRules {
    /// How long a subject lives without being found.
    static let life = 1.6
    /// How long a find that nobody confirms is remembered.
    static let doubt = 0.5
    /// How near a second find must be to confirm the first, and how far a find may be from where it was awaited without being a leap.
    static let sameplace = 0.25
    /// A find is the subject's own if it is no further than this from where it was awaited, and so much more for each second since.
    static let reach = 0.38
    static let reachSpeed = 1.6
    /// Anything slower stands still: that is the detector's unrest.
    static let leastSpeed = 0.13
    static let longestPrediction = 0.4
    /// How long a find says something about the speed, and how many do.
    static let memory = 0.65
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
    private var hasConfirmed = false
    private(set) var lastTime = -Double.infinity

    /// - Parameter shotStart: Since when there is what it is to see.
    init(shotStart: Double) { self.shotStart = shotStart }

    /// Takes what was found in one picture. Pictures come in the order of their times; any other is left out.
    mutating func take(_ sightings: [Sighting], at time: Double) {
        guard time > lastTime + TrackerRules.leastGap else { return }
        lastTime = time
        // Whether the first find of all is believed: only at the beginning of a shot.
        let trusts = !hasConfirmed && time - shotStart <= 1
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
        hasConfirmed = hasConfirmed || trails.contains { $0.isConfirmed }
    }

    /// Lets those go who haven't been found for too long.
    mutating func forget(at time: Double) {
        trails.removeAll { time - $0.lastTime > ($0.isConfirmed ? TrackerRules.life : TrackerRules.doubt) }
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
                let distance = abs(sighting.place - trail.estimate(at: time).place)
                guard distance <= reach(of: trail, for: sighting, at: time) else { continue }
                // Of two at the same place, one above the other, each is nearer to its own.
                let height = abs(sighting.across - trail.across(sighting.axis))
                matches.append(Match(trail: trailIndex, sighting: index, distance: distance + height))
            }
        }
        return matches.sorted { ($0.distance, $0.trail, $0.sighting) < ($1.distance, $1.trail, $1.sighting) }
    }

    private func reach(of trail: Trail, for sighting: Sighting, at time: Double) -> Double {
        guard trail.isConfirmed else { return TrackerRules.sameplace }
        let age = time - trail.lastTime
        // Motion has neither size nor height of its own.
        guard trail.kind != .motion else { return TrackerRules.reach + TrackerRules.reachSpeed * age }
        let isAlike =
            sighting.size < 1.4 * trail.size && trail.size < 1.4 * sighting.size
            && abs(sighting.across - trail.across(sighting.axis)) < 0.5 * sighting.height + 0.2 * age
        return isAlike ? TrackerRules.reach + TrackerRules.reachSpeed * age : TrackerRules.sameplace
    }
}
