import MediaModel
import Overlay
public import Presets
public import Show
import Typeset

/// Finds what viewers would stumble over in a preset: keys and values, fonts, pictures, contrast, layers that overlap, and
/// layers that apps cover with their own buttons.
///
/// Layers are laid out as on air, all on at once, with typical content and with long content. Any thread; a preset takes
/// some tenths of a second.
public struct PresetChecker: Sendable {
    /// The apps' screens to compare with.
    public let screens: [AppScreen]
    private let fonts = FontCatalogue()

    public init(screens: [AppScreen] = AppScreens.all) { self.screens = screens }

    /// All that was found, in the file's order.
    ///
    /// - Throws: ``PresetError`` for a file that can't be read; what is wrong *in* a file is among the findings. Blocks.
    public func check(path: String) throws(PresetError) -> [CheckFinding] {
        let (preset, places): (Preset, PresetPlaces)
        do throws(PresetError) {
            (preset, places) = try PresetFile.loadWithPlaces(path: path, fontCheck: fontComplaint)
        } catch {
            guard error.kind == .invalid else { throw error }
            return Self.findings(of: error)
        }
        var findings = ContrastRule.findings(of: preset, places)
        findings += LayoutRules(preset: preset, places: places, screens: screens).findings()
        return findings.enumerated().sorted { left, right in
            let (first, second) = (left.element, right.element)
            let (firstPlace, secondPlace) = (
                (first.line ?? 0, first.column ?? 0), (second.line ?? 0, second.column ?? 0)
            )
            return firstPlace == secondPlace ? left.offset < right.offset : firstPlace < secondPlace
        }.map(\.element)
    }

    private func fontComplaint(about face: String) -> String? {
        guard fonts.face(named: face) == nil else { return nil }
        let nearest = fonts.names(nearest: face).map { "\"\($0)\"" }.joined(separator: ", ")
        return "no font \"\(face)\" is installed" + (nearest.isEmpty ? "" : "; the nearest are \(nearest)")
    }

    private static func findings(of error: PresetError) -> [CheckFinding] {
        var findings = error.problems.map { problem in
            CheckFinding(
                severity: .error, rule: .preset, file: problem.file ?? error.file, line: problem.line,
                column: problem.column, layers: [],
                message: problem.keyPath.isEmpty ? problem.message : "\(problem.keyPath): \(problem.message)")
        }
        if error.unlistedCount > 0 {
            findings.append(
                CheckFinding(
                    severity: .error, rule: .preset, file: error.file, line: nil, column: nil, layers: [],
                    message: "and \(error.unlistedCount) more problems"))
        }
        return findings
    }
}
