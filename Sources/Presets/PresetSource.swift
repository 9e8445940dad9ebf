import Foundation
import Show

/// Reads a preset's text and those that it extends, and makes one of them.
struct PresetSource {
    let problems: Problems

    /// How many presets may stand behind one.
    private static let maximumDepth = 4

    /// The root of a preset's text, over what it extends; `nil`, with what is wrong reported, if it can't be used.
    ///
    /// - Parameter file: Names the text; what it extends is looked for in its folder.
    func compose(_ yaml: String, file: String) -> YAMLValue? { compose(yaml, file: file, behind: []) }

    private func compose(_ yaml: String, file: String, behind: [String]) -> YAMLValue? {
        guard let root = YAMLDocument.compose(yaml, file: file, reportTo: problems) else { return nil }
        guard let extended = root["extends"] else { return root }
        let name = extended.text ?? ""
        func refuse(_ message: String) -> YAMLValue? {
            problems.report(extended.place, "extends", message)
            return nil
        }
        guard name.hasSuffix(".yaml") || name.hasSuffix(".yml"), !name.contains("/"), !name.contains("\\"),
            name.utf8.count <= 255, !name.contains("\0")
        else { return refuse("expected the name of a preset in the same folder, such as flash-sale.yaml") }
        let path = URL(filePath: file).deletingLastPathComponent().appending(path: name).relativePath
        let chain = behind + [URL(filePath: file).lastPathComponent]
        guard !chain.contains(name) else {
            return refuse("goes round in a circle: \((chain + [name]).joined(separator: " extends "))")
        }
        guard chain.count <= Self.maximumDepth else {
            return refuse("more than \(Self.maximumDepth) presets behind each other")
        }
        let text: String
        do throws(PresetError) {
            text = try PresetFile.read(path)
        } catch {
            return refuse("\(quoted(name)): \(error.problems.first?.message ?? "can't be read")")
        }
        guard let base = compose(text, file: path, behind: chain) else { return nil }
        // A preset's name is its own.
        return root.without(["extends"]).over(base.without(["name"]))
    }
}
