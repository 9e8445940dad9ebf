import Broadcast
import Foundation
import MediaModel
import Presets
import Service
import Show
import Typeset

/// What `tatecast preview` was asked for, with its files read.
struct PreviewRequest {
    /// What there is to see without an input.
    static let sample = "samples/cup.mp4"

    let input: String
    let address: OriginServer.Configuration
    /// As its file has it; a plain one if that has a mistake.
    let preset: Preset
    let fault: PresetError?
    let options: LiveOptions
    let configuration: PreviewShow.Configuration

    /// - Throws: ``JobError`` and `PresetError` for what isn't there; a preset with a mistake is none.
    init(preset path: String, input: String?, events: String?, serve: String) throws {
        address = try ServeAddressOption(serve, certificate: nil, key: nil).configuration
        guard ["127.0.0.1", "localhost", "::1"].contains(address.host) else {
            throw JobError(
                .usage,
                "--serve \(serve): a preview has no password, so it is for this machine alone: 127.0.0.1 or [::1]")
        }
        self.input = try Self.find(input, besidePreset: path)
        let read = Self.reader()
        do throws(PresetError) {
            preset = try read(path).preset
            fault = nil
        } catch {
            guard error.kind == .invalid else { throw error }
            preset = Preset(name: "plain", layers: [.price(PriceLayer()), .hearts(.standard)])
            fault = error
        }
        let folder = ((events ?? path) as NSString).deletingLastPathComponent
        let shown = PreviewShow.onAir(
            preset, canvas: PreviewShow.canvas(for: preset), frameRate: preset.canvas.frameRate)
        var options = LiveOptions(preset: shown, output: nil)
        options.eyes = try FollowEyes(for: shown)
        options.pictureFolder = folder.isEmpty ? "." : folder
        options.jitterBuffer = 60_000_000
        options.startsWithSource = true
        options.window = .seconds(20)
        options.hasAudioOnlyVariant = false
        self.options = options
        configuration = PreviewShow.Configuration(
            path: path, events: try events.map { try Self.load($0) } ?? [], screens: AppScreens.all, read: read)
    }

    /// A sample's events: it is shown from its beginning on, so absolute times count from now.
    private static func load(_ path: String) throws -> [LiveEvent] {
        let now = EventInput.now
        return try EventInput.load(path).map { LiveEvent(try $0.event.resolved(startedAt: now), json: $0.json) }
    }

    private static func find(_ input: String?, besidePreset path: String) throws(JobError) -> String {
        if let input {
            guard FileManager.default.fileExists(atPath: input) else {
                throw JobError(.inputNotFound, "\(input): no such file")
            }
            return input
        }
        let folder = URL(filePath: path).deletingLastPathComponent().deletingLastPathComponent()
        let places = [folder.appending(path: sample).path(percentEncoded: false), sample]
        guard let found = places.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
            throw JobError(.inputNotFound, "there is no \(sample) beside the preset's folder: name a clip with --input")
        }
        return found
    }

    /// Also looks for the fonts: a missing one should be told with its line.
    private static func reader() -> PreviewShow.PresetReader {
        let fonts = FontCatalogue()
        return { (path) throws(PresetError) in
            let (preset, places) = try PresetFile.loadWithPlaces(path: path) { face in
                guard fonts.face(named: face) == nil else { return nil }
                let nearest = fonts.names(nearest: face).map { "\"\($0)\"" }.joined(separator: ", ")
                return "no font \"\(face)\" is installed" + (nearest.isEmpty ? "" : "; the nearest are \(nearest)")
            }
            return (preset, Array(places.files) + pictures(of: preset) + (preset.sound?.bed?.files ?? []))
        }
    }

    /// The pictures that a preset names.
    private static func pictures(of preset: Preset) -> [String] {
        preset.layers.flatMap { layer -> [String] in
            switch layer {
            case .hearts(let layer): layer.stamps.map(\.image.path)
            case .image(let layer): [layer.image.path]
            case .slate(let layer): layer.image.map { [$0.path] } ?? []
            default: []
            }
        }
    }
}
