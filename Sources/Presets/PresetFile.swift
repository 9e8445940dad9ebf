import Foundation
public import Show

/// Reads presets from YAML.
///
/// All problems of a file are reported at once, each with its place, what was found and what is accepted.
/// No value is taken from YAML's own idea of types: a font named `No` is a font.
public enum PresetFile {
    /// Reads a file. Blocks.
    ///
    /// - Throws: ``PresetError``, `cannotRead` if there is no such file or no permission, `invalid` otherwise.
    public static func load(path: String) throws(PresetError) -> Preset {
        let data: Data
        do {
            let handle = try FileHandle(forReadingFrom: URL(filePath: path))
            // One byte more than allowed tells a file that is too large, and a device that never ends.
            data = try handle.read(upToCount: YAMLDocument.maximumByteCount + 1) ?? Data()
        } catch {
            let reason = PresetProblem(line: nil, column: nil, keyPath: "", message: reason(for: error, path: path))
            throw PresetError(.cannotRead, file: path, problems: [reason])
        }
        guard let yaml = String(validating: data, as: UTF8.self) else {
            let problem = PresetProblem(line: nil, column: nil, keyPath: "", message: "not valid UTF-8")
            throw PresetError(.invalid, file: path, problems: [problem])
        }
        return try decode(yaml: yaml, file: path)
    }

    /// Reads a preset's text.
    ///
    /// - Parameter file: Names the text in errors. Without its folder and extension it is the name of a preset that
    ///   has none.
    public static func decode(yaml: String, file: String) throws(PresetError) -> Preset {
        let problems = Problems()
        let defaultName = URL(filePath: file).deletingPathExtension().lastPathComponent
        let preset = YAMLDocument.compose(yaml, reportTo: problems).flatMap { root in
            Field(node: root, path: "", problems: problems).preset(defaultName: defaultName)
        }
        guard let preset, problems.isEmpty else { throw problems.error(in: file) }
        return preset
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
