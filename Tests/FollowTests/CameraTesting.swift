import Follow
import FollowTesting
import Show

/// A camera with its ticks: what it is told between them, and where its windows were.
struct CameraRun {
    var camera: FollowCamera
    private(set) var settings: FollowCamera.Settings
    private(set) var centers: [Double] = []
    private(set) var states: [FollowState] = []
    private(set) var tick = 0

    init(_ settings: FollowCamera.Settings = .landscape(), from center: Double? = nil) {
        self.settings = settings
        camera = FollowCamera(settings, from: center)
    }

    var time: Double { Double(Int64(tick) * settings.frameDuration) / 1e9 }
    var center: Double { centers.last ?? .nan }
    var jumps: Int { states.count { $0.jumped } }

    /// Goes on for so many seconds. Five times a second a detector sees what there is, at the end of the look-ahead.
    mutating func run(_ seconds: Double, every interval: Double = 0.2, _ subjects: (Double) -> [Subject]) {
        let end = time + seconds
        var next = (time / interval).rounded(.up) * interval
        while time < end {
            let now = time + Double(settings.lookAhead) / 1e9
            while next <= now {
                camera.take(Finding(time: Int64(next * 1e9), subjects: subjects(next)))
                next += interval
            }
            step()
        }
    }

    /// Goes on without anybody looking.
    mutating func run(_ seconds: Double) {
        let end = time + seconds
        while time < end { step() }
    }

    mutating func step() {
        centers.append(camera.window(at: Int64(tick) * settings.frameDuration).center)
        states.append(camera.state)
        tick += 1
    }

    mutating func change(_ settings: FollowCamera.Settings) {
        precondition(settings.frameDuration == self.settings.frameDuration)
        self.settings = settings
        camera.change(settings)
    }

    /// The longest way from one tick to the next after the given one.
    func longestStep(after first: Int) -> Double {
        zip(centers[first...], centers[first...].dropFirst()).map { abs($1 - $0) }.max() ?? 0
    }
}
