import Foundation
import MediaModel
public import Show

/// Reads presets from YAML.
///
/// All problems of a file are reported at once, each with its place, what was found and what is accepted.
/// No value is taken from YAML's own idea of types: a font named `No` is a font.
public enum PresetFile {
    /// Says what is wrong with a font's name; `nil` for nothing.
    ///
    /// Presets know no fonts, but a font that is missing should be reported where it is named.
    public typealias FontCheck = (_ face: String) -> String?

    /// Reads a file, and those that it extends, and looks for the pictures that they name. Blocks.
    ///
    /// - Throws: ``PresetError``, `cannotRead` if there is no such file or no permission, `invalid` otherwise.
    public static func load(path: String, fontCheck: FontCheck? = nil) throws(PresetError) -> Preset {
        try decode(yaml: read(path), file: path, fontCheck: fontCheck)
    }

    /// Reads a preset's text, and the files that it extends, and looks for the pictures that they name. Blocks.
    ///
    /// - Parameter file: Names the text in errors; other files are looked for in its folder. Without its folder and
    ///   extension it is the name of a preset that has none.
    public static func decode(
        yaml: String, file: String, fontCheck: FontCheck? = nil
    ) throws(PresetError) -> Preset {
        try decodeWithPlaces(yaml: yaml, file: file, fontCheck: fontCheck).preset
    }

    /// The same as ``load(path:fontCheck:)``, with the places of the preset's values. Blocks.
    public static func loadWithPlaces(
        path: String, fontCheck: FontCheck? = nil
    ) throws(PresetError) -> (preset: Preset, places: PresetPlaces) {
        try decodeWithPlaces(yaml: read(path), file: path, fontCheck: fontCheck)
    }

    private static func decodeWithPlaces(
        yaml: String, file: String, fontCheck: FontCheck?
    ) throws(PresetError) -> (preset: Preset, places: PresetPlaces) {
        let problems = Problems(file: file, fontCheck: fontCheck)
        let defaultName = URL(filePath: file).deletingPathExtension().lastPathComponent
        let root = PresetSource(problems: problems).compose(yaml, file: file)
        let preset = root.flatMap { root in
            Field(value: root, path: "", problems: problems).preset(defaultName: defaultName)
        }
        guard let preset, problems.isEmpty else { throw problems.error() }
        return (preset, PresetPlaces(root, file: file))
    }

    /// A file's text.
    static func read(_ path: String) throws(PresetError) -> String {
        let data: Data
        do {
            let handle = try FileHandle(forReadingFrom: URL(filePath: path))
            // One byte more than allowed tells a file that is too large, and a device that never ends.
            data = try handle.read(upToCount: YAMLDocument.maximumByteCount + 1) ?? Data()
        } catch {
            throw PresetError(.cannotRead, file: path, problems: [PresetProblem(reason(for: error, path: path))])
        }
        do throws(TextEncoding.Failure) {
            return try TextEncoding.text(data)
        } catch {
            throw PresetError(.invalid, file: path, problems: [PresetProblem("\(error)")])
        }
    }

    private static func reason(for error: any Error, path: String) -> String {
        let isDirectory = (try? URL(filePath: path).resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory
        if isDirectory == true { return "is a directory" }
        return switch (error as? CocoaError)?.code {
        case .fileNoSuchFile, .fileReadNoSuchFile: "no such file"
        case .fileReadNoPermission: "no permission to read it"
        default: error.localizedDescription
        }
    }
}
