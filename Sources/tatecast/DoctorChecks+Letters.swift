import MediaModel
import Overlay
import Presets
import Show
import Typeset

/// Which scripts the fonts here have.
extension DoctorChecks {
    /// Languages that viewers write in, each of a script of its own, or nearly.
    private static let languages = [
        "ja", "ko", "zh-CN", "zh-TW", "en", "vi", "el", "ru", "hy", "ka", "he", "ar", "fa", "ur", "hi", "bn", "pa",
        "gu", "or", "ta",
        "te", "kn", "ml", "si", "th", "lo", "km", "my", "bo", "am", "mn-CN", "dv",
    ]

    /// `nil` without a single font to ask for others with.
    var letters: DoctorReport.Section? {
        guard let face = FontCatalogue().face(named: LayerStyle.standard.face) else { return nil }
        var findings: [DoctorReport.Finding] = []
        for locale in ["ja-JP"] + presets.map(\.locale) where !findings.contains(where: { $0.name.hasPrefix(locale) }) {
            let gaps = Typesetter(language: locale).gaps(inLettersOf: locale, face: face)
            findings += gaps.all.map { Self.finding($0.gap, name: "\(locale): \($0.gap.script.name)") }
            if gaps.isEmpty { findings.append(.init(name: locale, state: .present, detail: "all its letters")) }
        }
        for preset in presets {
            let canvas = preset.canvas.size ?? PixelSize(width: 720, height: 1_280)
            guard let builder = try? SceneBuilder(preset: preset, canvas: canvas, isDraft: true) else { continue }
            _ = try? builder.prepare(ShowState(start: nil))
            findings += builder.takeGaps().all.map {
                Self.finding($0.gap, name: "\(preset.name): \($0.gap.script.name)")
            }
        }
        return DoctorReport.Section(title: "Letters", findings: findings + [others(face)])
    }

    private static func finding(_ gap: GlyphGap, name: String) -> DoctorReport.Finding {
        DoctorReport.Finding(
            name: name, state: .missing, detail: "no font here has it; \"…\" is drawn instead", remedy: gap.remedy)
    }

    /// What viewers may write comments in.
    private func others(_ face: FontFace) -> DoctorReport.Finding {
        let typesetter = Typesetter(language: "en")
        var scripts: [TextScript] = []
        for language in Self.languages {
            let gaps = typesetter.gaps(inLettersOf: language, face: face)
            for (gap, _) in gaps.all where !scripts.contains(gap.script) { scripts.append(gap.script) }
        }
        let packages = Set(scripts.compactMap(\.package)).sorted()
        return DoctorReport.Finding(
            name: "comments in other scripts", state: scripts.isEmpty ? .present : .optionalMissing,
            detail: scripts.isEmpty
                ? "\(Self.languages.count) languages tried"
                : "no font here has \(scripts.map(\.name).joined(separator: ", "))",
            remedy: packages.isEmpty ? nil : "sudo apt-get install \(packages.joined(separator: " "))")
    }
}
