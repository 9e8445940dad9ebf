import ArgumentParser
import Broadcast
import Captions
import Foundation
import Logging
import Show

/// `--captions`.
struct CaptionOptions: ParsableArguments {
    @Option(
        name: .customLong("captions"),
        help: ArgumentHelp(
            "What is said, in a language: ja=show.ja.vtt, WebVTT or SubRip (SRT), by the programme's time. May be given several times; viewers get a subtitle track of each.",
            valueName: "language=file"))
    var captions: [String] = []

    /// Reads all files, and adds their languages to the preset's. What is wrong with a caption is said, and the rest is taken.
    ///
    /// - Returns: The preset with them, and all captions in order of their beginnings.
    /// - Throws: ``JobError`` for a file that can't be read at all, and for what is no language.
    func load(over preset: Preset, logger: Logger) throws(JobError) -> (preset: Preset, captions: [Caption]) {
        var preset = preset
        var all: [Caption] = []
        var languages: [LanguageTag] = []
        for word in Self.separated(captions) {
            let (language, path) = try Self.parts(of: word)
            guard !languages.contains(language) else {
                throw JobError(.usage, "--captions: \(language) is given twice: each language has one file")
            }
            languages.append(language)
            let file = try Self.read(path, language)
            for problem in file.problems { logger.warning("\(path):\(problem.line): \(problem.message)") }
            if file.problemCount > file.problems.count {
                logger.warning("\(path): and \(file.problemCount - file.problems.count) more like these")
            }
            all += file.captions
        }
        guard !languages.isEmpty else { return (preset, []) }
        preset.captions = (preset.captions ?? CaptionsPreset()).adding(languages)
        let count = preset.captions?.languages.count ?? 0
        guard count <= CaptionsPreset.maximumLanguageCount else {
            throw JobError(
                .usage,
                "--captions: expected \(CaptionsPreset.maximumLanguageCount) languages at most, with those of the preset, found \(count)"
            )
        }
        let order = all.indices.sorted { (all[$0].from, $0) < (all[$1].from, $1) }
        return (preset, order.map { all[$0] })
    }

    /// Several in one word, as a variable has them, have spaces between them; so may the names of files.
    private static func separated(_ options: [String]) -> [String] {
        options.flatMap { option in
            option.split(separator: " ").reduce(into: [String]()) { words, word in
                if words.isEmpty || word.contains("=") {
                    words.append(String(word))
                } else {
                    words[words.count - 1] += " " + word
                }
            }
        }
    }

    private static func parts(of word: String) throws(JobError) -> (language: LanguageTag, path: String) {
        guard let mark = word.firstIndex(of: "="), word.index(after: mark) < word.endIndex else {
            throw JobError(.usage, "--captions \(word): expected a language and a file, such as ja=show.ja.vtt")
        }
        do throws(LanguageTagFault) {
            return (try LanguageTag(word[..<mark]), String(word[word.index(after: mark)...]))
        } catch {
            throw JobError(.usage, "--captions \(word): \(error)")
        }
    }

    private static func read(_ path: String, _ language: LanguageTag) throws(JobError) -> CaptionFile {
        let data = try InputFile.read(
            path, upTo: CaptionFile.maximumByteCount, tooLarge: "\(CaptionFileError.tooLarge)")
        do throws(CaptionFileError) {
            return try CaptionFile(Array(data), language: language)
        } catch {
            throw JobError(.inputUnusable, "\(path): \(error)")
        }
    }
}
