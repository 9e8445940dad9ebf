import FFmpegKit
import Foundation
import HLS
import MediaModel
import Overlay
import Reframe
import Show
import Testing

@testable import Broadcast

/// A programme has one composition or more, over the same ticks and the same source.
@Suite(.timeLimit(.minutes(1))) struct CompositionTests {
    private static let sizes = [PixelSize(width: 96, height: 160), PixelSize(width: 160, height: 96)]
    private static let count = 40

    /// Every luma sample of a canvas.
    private static func samples(_ canvas: CanvasTick) -> [UInt8] {
        canvas.frame.frame.withPlanes { luma, _, _, layout in
            (0..<layout.size.height).flatMap { y in
                (0..<layout.size.width).map { luma[y * layout.lumaStride + $0] }
            }
        }
    }

    /// At 20 pictures a second, so that some are shown twice.
    private static func pictures() throws -> BoundedQueue<SourcePicture> {
        let queue = BoundedQueue<SourcePicture>(capacity: count)
        let pool = try VideoFramePool(size: PixelSize(width: 128, height: 128))
        for number in 0..<27 {
            var frame = try pool.makeFrame()
            frame.withMutablePlanes { luma, blue, red, layout in
                for index in luma.indices { luma[index] = UInt8(16 + (index + number * 31) % 200) }
                for index in blue.indices { blue[index] = 128 }
                for index in red.indices { red[index] = 128 }
            }
            _ = queue.push(
                SourcePicture(
                    frame: frame.share(), sampleAspectRatio: .init(width: 1, height: 1),
                    time: Int64(number) * 50_000_000))
        }
        queue.close()
        return queue
    }

    /// Runs a composition of each size, and returns what each made. The first has a price from tick 10 on; the others stay as
    /// they are.
    private static func compose(_ sizes: [PixelSize], hasPrice: Bool = true) throws -> [[CanvasTick]] {
        let grid = PartGrid(frameRate: .fps30, latency: .low)
        let (length, progress) = (ProgrammeLength(frameRate: .fps30, limit: count), RenderProgress())
        let queues = sizes.map { _ in CanvasQueue(capacity: count) }
        var compositions: [Composition] = []
        for (index, size) in sizes.enumerated() {
            let preset = Preset(name: "test", layers: index == 0 ? [.price(PriceLayer())] : [])
            let builder = try SceneBuilder(preset: preset, canvas: size, folder: ".", cacheLimit: 1 << 20)
            var reducer = ShowReducer(preset: preset)
            let scenes = BoundedQueue<PreparedScene>(capacity: 1)
            let first = try builder.prepare(reducer.state)
            if index == 0, hasPrice {
                let json = #"{"type": "price", "product": {"id": "a", "name": "Cup", "price": 5, "currency": "EUR"}}"#
                reducer.advance(toTick: 10)
                reducer.apply(try EventDecoder().decode(json.utf8), atTick: 10)
                _ = scenes.push(PreparedScene(tick: 10, scene: try builder.prepare(reducer.state)))
            }
            scenes.close()
            compositions.append(
                Composition(
                    renderer: try CanvasRenderer(ReframePreset(), canvas: size), firstScene: first,
                    scenes: TimelineScenes(scenes), canvases: [queues[index]]))
        }
        length.decide(count)
        let composer = FrameComposer(
            pictures: QueuedPictures(
                try pictures(), frameRate: .fps30, length: length, progress: progress),
            compositions: compositions, grid: grid, length: length, stop: Interrupt())
        try composer.run()
        return queues.map { queue in
            var canvases: [CanvasTick] = []
            while let canvas = queue.tryPop() { canvases.append(canvas) }
            return canvases
        }
    }

    @Test func aSecondOneChangesNothingOfTheFirst() throws {
        let alone = try Self.compose([Self.sizes[0]])[0]
        let together = try Self.compose(Self.sizes)
        #expect(alone.map(\.tick) == Array(0..<Self.count))
        #expect(together.map { $0.map(\.tick) } == [alone.map(\.tick), alone.map(\.tick)])
        #expect(together[0].map(Self.samples) == alone.map(Self.samples))
        #expect(together[1].allSatisfy { $0.frame.size == Self.sizes[1] })
        // The price was there to be changed.
        let bare = try Self.compose([Self.sizes[0]], hasPrice: false)[0]
        #expect((0..<Self.count).filter { Self.samples(bare[$0]) != Self.samples(alone[$0]) } == Array(10..<Self.count))
    }
}
