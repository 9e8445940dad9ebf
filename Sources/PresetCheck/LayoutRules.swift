import MediaModel
import Overlay
import Presets
import Show

/// What is judged by where layers are seen: that they can be drawn, keep apart, keep inside of the preset's safe area, and
/// of what apps leave free.
///
/// Where layers meet with typical content it is an error; a warning where they meet with long content only, or where both
/// are of the kind that comes for a moment: polls, coupons, recaps, and what waits hidden for an event.
///
/// Hearts and stamps are exempt, as they are meant to float over all else, and the slate, which covers all of it.
struct LayoutRules {
    let preset: Preset
    let places: PresetPlaces
    let screens: [AppScreen]

    private var canvas: PixelSize { preset.canvas.size ?? PixelSize(width: 720, height: 1_280) }
    private var smallestRung: PixelSize { preset.smallestRung(on: canvas) }
    /// Less than that is a rounded corner's edge, in luma samples.
    private var tolerance: Int { max(2, canvas.width / 180) }

    func findings() -> [CheckFinding] {
        do throws(OverlayError) {
            let photos = CheckPhotos()
            let shows = ExampleShow.both(for: preset, photo: photos.name)
            let builder = try SceneBuilder(
                preset: preset, canvas: canvas, smallestRung: smallestRung, folder: photos.folder)
            var layouts: [(show: ExampleShow, layers: [LayerLayout])] = []
            for show in shows { layouts.append((show, try builder.layout(of: show.state, at: ExampleShow.tick))) }
            return overlaps(layouts) + layers(layouts) + LetterRule(preset: preset, places: places).findings(builder)
        } catch {
            return undrawable(error)
        }
    }

    /// Which layer can't be drawn: each is tried by itself.
    private func undrawable(_ whole: OverlayError) -> [CheckFinding] {
        var findings: [CheckFinding] = []
        for (index, layer) in preset.layers.enumerated() {
            var alone = preset
            alone.layers = [layer]
            do throws(OverlayError) {
                let builder = try SceneBuilder(preset: alone, canvas: canvas, smallestRung: smallestRung)
                for show in ExampleShow.both(for: alone) {
                    _ = try builder.layout(of: show.state, at: ExampleShow.tick)
                }
            } catch {
                findings.append(finding(.error, .layout, at: index, [layer.box.name], "\(error)"))
            }
        }
        return findings.isEmpty ? [finding(.error, .layout, at: nil, [], "\(whole)")] : findings
    }

    // MARK: - Layers and each other

    private func overlaps(_ layouts: [(show: ExampleShow, layers: [LayerLayout])]) -> [CheckFinding] {
        var findings: [CheckFinding] = []
        for second in preset.layers.indices where isJudged(second) {
            for first in preset.layers.indices.prefix(second) where isJudged(first) && !shareSlot(first, second) {
                // The first show in which they meet tells it; the others would only repeat it.
                for (show, layers) in layouts {
                    guard let shared = greatestOverlap(layers[first].areas, layers[second].areas) else { continue }
                    let names = [layers[second].name, layers[first].name]
                    // Who runs the show decides whether two that come for a moment come at once, and how long texts are.
                    let isExpected = !show.isLong && !(isMomentary(first) && isMomentary(second))
                    findings.append(
                        finding(
                            isExpected ? .error : .warning, .overlap, at: second, names,
                            """
                            "\(names[0])" covers \(shared.size) samples of "\(names[1])" when all layers are on with \
                            \(show.isLong ? "long" : "typical") content: move one of them, or make it smaller
                            """))
                    break
                }
            }
        }
        return findings
    }

    private func greatestOverlap(_ first: [PixelArea], _ second: [PixelArea]) -> PixelArea? {
        let shared = first.flatMap { one in second.compactMap { one.intersection($0) } }
        return shared.filter { $0.width > tolerance && $0.height > tolerance }.max { $0.size.area < $1.size.area }
    }

    // MARK: - Each layer and its surroundings

    private func layers(_ layouts: [(show: ExampleShow, layers: [LayerLayout])]) -> [CheckFinding] {
        var findings: [CheckFinding] = []
        for index in preset.layers.indices where isJudged(index) {
            let areas = layouts.flatMap { $0.layers[index].areas }
            if let finding = ownMargins(index, areas) { findings.append(finding) }
            if let finding = apps(index, areas) { findings.append(finding) }
        }
        return findings
    }

    private func ownMargins(_ index: Int, _ areas: [PixelArea]) -> CheckFinding? {
        let box = preset.layers[index].box
        let margins = box.within == .safeArea ? preset.safeArea : .none
        func samples(_ percent: Double, of side: Int) -> Int { Int(Double(side) * percent / 100) }
        let (left, top) = (samples(margins.left, of: canvas.width), samples(margins.top, of: canvas.height))
        let right = canvas.width - samples(margins.right, of: canvas.width)
        let bottom = canvas.height - samples(margins.bottom, of: canvas.height)
        var beyond: [String] = []
        for (edge, excess) in [
            ("left", areas.map { left - $0.x }.max()), ("top", areas.map { top - $0.y }.max()),
            ("right", areas.map { $0.x + $0.width - right }.max()),
            ("bottom", areas.map { $0.y + $0.height - bottom }.max()),
        ] {
            if let excess, excess > tolerance { beyond.append("\(excess) samples at the \(edge)") }
        }
        guard !beyond.isEmpty else { return nil }
        let what = box.within == .safeArea ? "the preset's safe area" : "the canvas"
        return finding(
            .error, .safeArea, at: index, [box.name],
            """
            "\(box.name)" reaches beyond \(what), by \(beyond.joined(separator: " and ")): make it smaller, or move it \
            inwards
            """)
    }

    /// One sentence for all screens that cover the layer, or there would be a page of them.
    private func apps(_ index: Int, _ areas: [PixelArea]) -> CheckFinding? {
        var covers: [String] = []
        for screen in screens {
            let what = screen.coveredAreas.filter { covered in
                let area = covered.area(on: canvas)
                return areas.contains { own in
                    own.intersection(area).map { $0.width > tolerance && $0.height > tolerance } ?? false
                }
            }.map(\.what)
            if !what.isEmpty { covers.append("\(screen.title) (\(what.joined(separator: ", ")))") }
        }
        guard !covers.isEmpty else { return nil }
        let name = preset.layers[index].box.name
        return finding(
            .warning, .app, at: index, [name], "\"\(name)\" is partly covered in \(covers.joined(separator: ", "))")
    }

    // MARK: - Helpers

    private func isJudged(_ index: Int) -> Bool { preset.layers[index].type.descriptor.presence != .overAll }

    /// Whether only one of them is on screen at a time.
    private func shareSlot(_ first: Int, _ second: Int) -> Bool {
        guard let slot = preset.layers[first].box.slot else { return false }
        return preset.layers[second].box.slot == slot
    }

    /// Whether it comes for a moment, when an event says so.
    private func isMomentary(_ index: Int) -> Bool {
        preset.layers[index].type.descriptor.presence == .momentary || preset.layers[index].box.isHidden
    }

    private func finding(
        _ severity: CheckFinding.Severity, _ rule: CheckFinding.Rule, at index: Int?, _ layers: [String],
        _ message: String
    ) -> CheckFinding {
        let position = places.position(of: index.map { "layers[\($0)]" } ?? "")
        return CheckFinding(
            severity: severity, rule: rule, file: position.file, line: position.line, column: position.column,
            layers: layers, message: message)
    }
}

extension ExampleShow {
    /// What most shows of a preset are like, and what the longest texts make of them.
    ///
    /// - Parameter photo: The products' picture; `nil` for none.
    static func both(for preset: Preset, photo: String? = nil) -> [ExampleShow] {
        [false, true].map { ExampleShow(for: preset, isLong: $0, photo: photo) }
    }
}

extension PixelArea {
    /// What both cover; `nil` for nothing.
    fileprivate func intersection(_ other: PixelArea) -> PixelArea? {
        let (left, top) = (max(x, other.x), max(y, other.y))
        let (right, bottom) = (min(x + width, other.x + other.width), min(y + height, other.y + other.height))
        guard right > left, bottom > top else { return nil }
        return PixelArea(x: left, y: top, width: right - left, height: bottom - top)
    }
}

extension CoveredArea {
    /// The same in samples of a canvas.
    fileprivate func area(on canvas: PixelSize) -> PixelArea {
        func samples(_ percent: Double, of side: Int) -> Int { Int((Double(side) * percent / 100).rounded()) }
        return PixelArea(
            x: samples(left, of: canvas.width), y: samples(top, of: canvas.height),
            width: samples(width, of: canvas.width), height: samples(height, of: canvas.height))
    }
}
