public import Follow

/// What the camera did on a path.
public struct PathRun: Sendable {
    public let path: ScriptedPath
    /// Tick by tick.
    public private(set) var centers: [Double] = []
    public private(set) var states: [FollowState] = []
    private let ticksPerSecond: Double
    private let window: Double

    public init(
        _ path: ScriptedPath, _ findings: ScriptedFindings, _ settings: FollowCamera.Settings
    ) {
        self.path = path
        self.window = settings.window
        // Durations are whole nanoseconds, rates have three decimals at most.
        self.ticksPerSecond = (1e12 / Double(settings.frameDuration)).rounded() / 1e3
        var camera = FollowCamera(settings)
        var items = findings.items[...]
        let lookAhead = Double(settings.lookAhead) / 1e9
        for tick in 0..<Int(path.duration * ticksPerSecond) {
            let time = Int64((Double(tick) / ticksPerSecond * 1e9).rounded())
            while let item = items.first, item.ready <= Double(time) / 1e9 + lookAhead {
                camera.take(item.finding)
                items.removeFirst()
            }
            centers.append(camera.window(at: time).center)
            states.append(camera.state)
        }
    }

    // MARK: What of the subject is seen

    /// The share of its box that is inside the window on a tick.
    public func share(ofTick tick: Int) -> Double {
        let place = path.place(Double(tick) / ticksPerSecond)
        let left = max(place - path.width / 2, centers[tick] - window / 2)
        let right = min(place + path.width / 2, centers[tick] + window / 2)
        return max(0, right - left) / path.width
    }

    public var contained: Double { centers.indices.reduce(0) { $0 + share(ofTick: $1) } / Double(centers.count) }
    public var full: Double { Double(centers.indices.count { share(ofTick: $0) >= 0.99 }) / Double(centers.count) }
    public var worst: Double { centers.indices.map { share(ofTick: $0) }.min() ?? 1 }

    /// The longest time in which it isn't all inside, in seconds.
    public var longestOutside: Double {
        var (longest, current) = (0, 0)
        for tick in centers.indices {
            current = share(ofTick: tick) >= 0.99 ? 0 : current + 1
            longest = max(longest, current)
        }
        return Double(longest) / ticksPerSecond
    }

    // MARK: How the window moves

    public var moves: Int { states.last?.moves ?? 0 }
    public var jumps: [Int] { states.indices.filter { states[$0].jumped } }

    /// The share of ticks on which it stands, or has jumped.
    public var still: Double {
        let standing = centers.indices.dropFirst().count { tick in
            states[tick].jumped || abs(centers[tick] - centers[tick - 1]) < 1e-5
        }
        return Double(standing) / Double(max(1, centers.count - 1))
    }

    /// See ``WindowMotion/most(order:)``.
    public func most(order: Int) -> Double {
        WindowMotion(centers.map { $0 / window }, jumps: jumps, ticksPerSecond: ticksPerSecond).most(order: order)
    }

    /// When it first moves after an instant, in seconds from that.
    public func start(after time: Double) -> Double? {
        let first = Int(time * ticksPerSecond)
        return (first..<max(first, centers.count - 1)).first { abs(centers[$0 + 1] - centers[$0]) > 1e-5 }
            .map { Double($0 + 1) / ticksPerSecond - time }
    }
}
