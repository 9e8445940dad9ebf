import Broadcast
import Foundation
import MediaModel
import ImageCodecs
import Presets
import Show
import Synchronization

/// The preset's file: as it is saved, its picture goes to the pages, and then it goes on air.
extension PreviewShow {
    /// A preset whose picture pages have, on its way to the programme.
    private struct SavedPreset {
        /// As its file has it.
        let preset: Preset
        let draft: PreparedPreset
        let number: Int
        /// From the save to the picture.
        let milliseconds: Int
    }

    func followFile() async {
        let (changes, change) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        // Who saves again meanwhile sees that at once, and the one in between never goes on air.
        let (shown, hand) = AsyncStream.makeStream(of: SavedPreset.self, bufferingPolicy: .bufferingNewest(1))
        let watch = PresetWatch([configuration.path]) { change.yield() }
        watch.watch(files(of: try? configuration.read(configuration.path).files))
        watch.start()
        defer { watch.stop() }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await one in shown { await self.put(one) } }
            for await _ in changes {
                let start = ContinuousClock.now
                do throws(PresetError) {
                    let (preset, files) = try configuration.read(configuration.path)
                    watch.watch(self.files(of: files))
                    if let one = await show(preset, since: start) { hand.yield(one) }
                } catch {
                    tell(error)
                }
            }
            group.cancelAll()
        }
    }

    /// Those to watch: the preset's, and all that it names.
    private func files(of read: [String]?) -> [String] {
        let own = configuration.path
        return [own] + (read ?? []).filter { $0 != own }
    }

    func tell(_ error: PresetError) {
        feed.send("problem", ProblemMessage(problems: PresetFault.all(of: error), more: error.unlistedCount))
        let first = error.problems.first
        let place = [first?.file ?? URL(filePath: error.file).lastPathComponent, first?.line.map(String.init)]
        log(
            .bad,
            "the preset has a mistake: \(place.compactMap(\.self).joined(separator: ":")): \(first?.message ?? "")")
    }

    /// Shows a preset's picture on the pages, before the programme has it.
    ///
    /// - Parameter start: When it was seen that it had been saved.
    private func show(_ preset: Preset, since start: ContinuousClock.Instant) async -> SavedPreset? {
        guard let draft = await prepare(onAir(preset), isDraft: true) else { return nil }
        let number = state.withLock { state in
            state.stillCount += 1
            return state.stillCount
        }
        await show(stillOf: draft, number: number)
        let first = state.withLock { $0.first }
        feed.send("problem", ProblemMessage(warnings: warnings(of: preset, against: first)))
        let milliseconds = Int((start.duration(to: .now) / .milliseconds(1)).rounded())
        return SavedPreset(preset: preset, draft: draft, number: number, milliseconds: milliseconds)
    }

    private func put(_ shown: SavedPreset) async {
        let preset = shown.preset
        guard let prepared = await prepare(onAir(preset), isDraft: false, from: shown.draft) else { return }
        switch await job.put(prepared) {
        case .committed(let time):
            state.withLock { $0.preset = preset }
            feed.send("onair", OnAirMessage(number: shown.number, time: time.seconds))
            feed.send("preset", PresetMessage(preset))
            log(.good, "the saved preset is on air; its picture took \(shown.milliseconds) ms", at: time.seconds)
        case .refused(let refusal): tell(refusal)
        }
    }

    private func onAir(_ preset: Preset) -> Preset {
        Self.onAir(preset, canvas: job.canvas, frameRate: state.withLock { $0.first.canvas.frameRate })
    }

    private func prepare(_ preset: Preset, isDraft: Bool, from draft: PreparedPreset? = nil) async -> PreparedPreset? {
        switch await job.prepare(preset, isDraft: isDraft, from: draft) {
        case .ready(let prepared): return prepared
        case .refused(let refusal):
            tell(refusal)
            return nil
        }
    }

    private func tell(_ refusal: PresetChangeResult.Refusal) {
        let reason: String
        switch refusal {
        case .fixed(let words), .undrawable(let words), .busy(let words): reason = words
        }
        let file = URL(filePath: configuration.path).lastPathComponent
        feed.send("problem", ProblemMessage(problems: [PresetFault(file: file, message: reason)]))
        log(.bad, "the preset can't be shown: \(reason)")
    }

    private func show(stillOf prepared: PreparedPreset, number: Int) async {
        guard let bitmap = try? await job.still(of: prepared),
            let jpeg = try? JPEGEncoder.encode(bitmap, name: "the still")
        else { return }
        state.withLock { $0.still = jpeg }
        feed.send("still", StillMessage(number: number, jpeg: Data(jpeg).base64EncodedString()))
    }

    /// What a broadcast can't change while it runs.
    private func warnings(of preset: Preset, against first: Preset) -> [PresetFault] {
        let file = URL(filePath: configuration.path).lastPathComponent
        var warnings: [PresetFault] = []
        func warn(_ path: String, _ message: String) {
            var fault = PresetFault(file: file, message: message)
            fault.path = path
            warnings.append(fault)
        }
        if preset.canvas.size != first.canvas.size {
            let size = preset.canvas.size.map { "\($0)" } ?? "auto"
            warn("canvas", "\(size) is for the next start; the preview goes on with the canvas it has")
        }
        if preset.canvas.frameRate != first.canvas.frameRate {
            let rate = preset.canvas.frameRate.framesPerSecond
            warn("canvas.frameRate", "\(rate) pictures a second are for the next start")
        }
        if preset.latency != first.latency {
            warn("latency", "a preview always runs with ultra; a broadcast takes the new value when it starts")
        }
        if preset.ladder != first.ladder {
            warn("ladder", "a preview has one rendition; a broadcast takes the new ladder when it starts")
        }
        return warnings
    }
}
