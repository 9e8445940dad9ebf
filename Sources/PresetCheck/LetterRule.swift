import Foundation
import MediaModel
import Overlay
import Presets
import Show
import Typeset

/// Letters that no font here has: viewers would see an ellipsis in their place.
///
/// What the preset writes itself is an error; a warning, what typical comments are written with, and what shows of its locale
/// are: its letters, and the sign of its currency.
struct LetterRule {
    let preset: Preset
    let places: PresetPlaces

    /// - Parameter maker: Has drawn the preset's layers with typical content.
    func findings(_ builder: SceneBuilder) -> [CheckFinding] {
        let own = builder.takeGaps().isEmpty ? [] : ownFindings()
        let told = Set(own.map(\.script))
        return own.map(\.finding)
            + localeGaps(builder).all.filter { !told.contains($0.gap.script) }.map { gap, _ in
                finding(
                    .warning, at: ["locale"], layers: [],
                    "shows in \(preset.locale) are written with \(gap.script.name): \(gap)")
            }
    }

    /// Which layer it is shows each drawn by itself.
    private func ownFindings() -> [(script: TextScript, finding: CheckFinding)] {
        var findings: [(script: TextScript, finding: CheckFinding)] = []
        let canvas = preset.canvas.size ?? PixelSize(width: 720, height: 1_280)
        for (index, layer) in preset.layers.enumerated() {
            var alone = preset
            alone.layers = [layer]
            guard let builder = try? SceneBuilder(preset: alone, canvas: canvas, isDraft: true) else { continue }
            for show in ExampleShow.both(for: alone) {
                _ = try? builder.layout(of: show.state, at: ExampleShow.tick)
            }
            for (gap, _) in builder.takeGaps().all {
                // What others say in a show matters where they say it.
                let isExample = ExampleShow.allTexts.contains { $0.contains(gap.sample) }
                let finding = finding(
                    isExample ? .warning : .error,
                    at: ["layers[\(index)].\(layer.type.rawValue).text", "layers[\(index)]"],
                    layers: [layer.box.name], "\"\(layer.box.name)\": \(gap)")
                findings.append((gap.script, finding))
            }
        }
        return findings
    }

    private func localeGaps(_ builder: SceneBuilder) -> GlyphGaps {
        var gaps = GlyphGaps()
        let catalogue = FontCatalogue()
        let style = preset.layers.first?.box.style ?? LayerStyle.standard
        if let face = catalogue.face(named: style.face) {
            gaps.add(Typesetter(language: preset.locale).gaps(inLettersOf: preset.locale, face: face))
        }
        if let currency = Locale(identifier: preset.locale).currency?.identifier {
            let product = Product(id: "p", name: "-", price: 12_345, currency: currency)
            gaps.add(builder.gaps(in: ShowEvent(action: .price(.show(product)))))
        }
        return gaps
    }

    private func finding(
        _ severity: CheckFinding.Severity, at paths: [String], layers: [String], _ message: String
    ) -> CheckFinding {
        let position = places.position(ofFirst: paths)
        return CheckFinding(
            severity: severity, rule: .letters, file: position.file, line: position.line, column: position.column,
            layers: layers, message: message)
    }
}
