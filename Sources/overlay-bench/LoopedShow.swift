import Foundation
import MediaModel
import Overlay
import Show
import Synchronization

/// A show with every type of layer, whose composer draws 30 pictures a second on a thread of its own while events come.
final class LoopedShow: Sendable {
    /// What both threads know.
    private struct Shared {
        /// When the composer first drew the scene of each change, in order.
        var commits: [ContinuousClock.Instant] = []
        /// What taking each scene cost it, in milliseconds.
        var stalls: [Double] = []
        var isOver = false
    }

    private static let canvas = PixelSize(width: 720, height: 1_280)
    private let words: String
    private let builder: SceneBuilder
    private let exchange = SceneMailbox()
    private let shared = Mutex(Shared())

    init(words: String) throws {
        self.words = words
        builder = try SceneBuilder(
            preset: Demonstration.fullPreset, canvas: Self.canvas, folder: Demonstration.pictures)
    }

    var stalls: [Double] { shared.withLock { $0.stalls } }

    /// Lets so many changes of one kind happen, and returns how long each took.
    func run(_ kind: ChangeKind, changes: Int) throws -> [ChangeFigures.Sample] {
        var reducer = ShowReducer(preset: builder.preset)
        let decoder = EventDecoder()
        let clock = ContinuousClock()
        let start = clock.now
        func apply(_ json: String) throws -> Scene {
            let event = try decoder.decode(json.utf8)
            let tick = Int((clock.now - start) / .milliseconds(1)) * 30 / 1_000
            guard case .applied = reducer.apply(event, atTick: tick) else { throw CocoaError(.coderInvalidValue) }
            return try builder.prepare(reducer.state)
        }
        let first = try kind.before.map(apply) ?? builder.prepare(reducer.state)
        let composer = Thread { [self] in compose(first) }
        composer.qualityOfService = .userInteractive
        composer.start()
        var samples: [ChangeFigures.Sample] = []
        for number in 0..<changes {
            // Not in step with the pictures: events come at any time between two.
            Thread.sleep(forTimeInterval: 0.041 + Double(number * 7 % 33) / 1_000)
            let arrival = clock.now
            exchange.publish(try apply(kind.event(number, words: words)), atTick: 0)
            let prepared = clock.now
            while shared.withLock({ $0.commits.count }) <= number { Thread.sleep(forTimeInterval: 0.001) }
            let committed = shared.withLock { $0.commits[number] }
            samples.append(
                ChangeFigures.Sample(
                    prepared: (prepared - arrival) / .milliseconds(1),
                    committed: (committed - arrival) / .milliseconds(1)))
        }
        shared.withLock { $0.isOver = true }
        while !composer.isFinished { Thread.sleep(forTimeInterval: 0.001) }
        return samples
    }

    /// Draws a picture every thirtieth of a second, as a broadcast does.
    private func compose(_ first: Scene) {
        var scene = first
        var compositor = OverlayBlender()
        var picture = Picture(size: Self.canvas)
        let clock = ContinuousClock()
        let start = clock.now
        var tick = 0
        while !shared.withLock({ $0.isOver }) {
            let wait = start + .milliseconds(tick * 1_000 / 30) - clock.now
            if wait > .zero { Thread.sleep(forTimeInterval: wait / .seconds(1)) }
            let before = clock.now
            let isNew = exchange.exchange(&scene, atTick: 0) != .nothing
            let after = clock.now
            compositor.draw(scene, at: tick, into: &picture)
            if isNew {
                let drawn = clock.now
                shared.withLock { shared in
                    shared.commits.append(drawn)
                    shared.stalls.append((after - before) / .milliseconds(1))
                }
            }
            tick += 1
        }
    }
}
