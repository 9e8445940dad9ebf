import Foundation
import MediaModel
import Presets
import Show
import Testing

/// The shows that the repository ships, run through the reducer with their presets.
@Suite struct SampleShowTests {
    struct Sample: Decodable, Sendable {
        let name, media, events, preset: String
    }

    private static let folder = repository.appending(path: "samples")

    private static func samples() throws -> [Sample] {
        try JSONDecoder().decode([Sample].self, from: Data(contentsOf: folder.appending(path: "shows.json")))
    }

    private func changes(of sample: Sample) throws -> [ShowChange] {
        let preset = try PresetFile.load(
            path: repository.appending(path: "presets/\(sample.preset).yaml").path(percentEncoded: false))
        let timeline = try EventTimeline(ndjson: Data(contentsOf: Self.folder.appending(path: sample.events)))
        // Both clips are over by then.
        return Array(ShowChanges(of: timeline, reducer: ShowReducer(preset: preset), end: 300))
    }

    @Test func fitTheirPresets() throws {
        let samples = try Self.samples()
        #expect(samples.count >= 4)
        for sample in samples {
            for change in try changes(of: sample) {
                #expect(change.refusals.isEmpty, "\(sample.name): \(change.refusals)")
            }
        }
    }

    @Test func haveTheirMediaAndPictures() throws {
        for sample in try Self.samples() {
            let timeline = try EventTimeline(ndjson: Data(contentsOf: Self.folder.appending(path: sample.events)))
            let pictures = timeline.events.flatMap { event -> [String] in
                switch event.action {
                case .price(.show(let products, _)): products.compactMap(\.image)
                case .stamp(let stamp): [stamp.image]
                default: []
                }
            }
            for name in pictures + [sample.media] {
                let path = Self.folder.appending(path: name).path(percentEncoded: false)
                #expect(FileManager.default.fileExists(atPath: path), "\(sample.name): \(name)")
            }
        }
    }

    @Test func showEveryTypeOfLayer() throws {
        var shown: Set<String> = []
        for sample in try Self.samples() {
            for state in try changes(of: sample).map(\.state) {
                if state.price.current != nil { shown.insert("price") }
                if !state.price.products.isEmpty { shown.insert("products in turn") }
                if state.price.current?.isSoldOut == true { shown.insert("sold out") }
                if state.hearts.bursts.contains(where: { $0.icon != nil }) { shown.insert("hearts of an icon") }
                if state.comments.pinned.current != nil { shown.insert("pinned comment") }
                if state.comments.recent.contains(where: { $0.comment.text.contains("＊") }) { shown.insert("masked") }
                if state.poll.current?.winner != nil { shown.insert("poll's winner") }
                if state.countdown.current?.phase.kind == .rest { shown.insert("countdown's rest") }
                if state.coupon.current != nil { shown.insert("coupon") }
                if state.auction.current?.soldAt != nil { shown.insert("auction's end") }
                if state.nameplate.current != nil { shown.insert("nameplate") }
                if state.recap.lines.current != nil { shown.insert("recap") }
                if state.captions.shown.contains(where: \.isGrowing) { shown.insert("captions, word by word") }
                if !state.stamps.isEmpty { shown.insert("stamp") }
                if state.slate.current != nil { shown.insert("slate") }
                if state.visibility.values.contains(where: { $0.changedAt != nil }) { shown.insert("layer") }
            }
        }
        let expected: Set = [
            "auction's end", "price", "products in turn", "sold out", "hearts of an icon", "pinned comment", "masked",
            "poll's winner",
            "countdown's rest", "coupon", "nameplate", "recap", "stamp", "slate", "layer",
            "captions, word by word",
        ]
        #expect(shown == expected)
    }
}
