// A libFuzzer target over files of captions and segments of WebVTT that anybody may have written, compiled in one module with the sources
// of Captions. The first byte says how the captions are cut into segments; the rest is the file.

import MediaModel

/// What is made of a file can be read by players: each segment of it is read again, and says the same.
private func check(_ file: CaptionFile, _ mode: UInt8) {
    precondition(file.captions.count <= CaptionFile.maximumCaptionCount)
    precondition(
        file.problems.count == min(file.problemCount, CaptionFile.maximumProblemCount), "what is said is bounded")
    precondition(file.problems.allSatisfy { $0.line > 0 && $0.message.utf8.count < 400 }, "a sentence names a line")
    var last = MediaTime.zero
    for caption in file.captions {
        guard let to = caption.to else { preconditionFailure("a file tells all ends") }
        precondition(caption.from >= last && to > caption.from, "in order, and each ends after it begins")
        precondition(!caption.text.isEmpty && caption.text.length <= Caption.maximumLength)
        precondition(caption.text.lines.count <= CaptionText.maximumLineCount)
        last = caption.from
    }
    // Half of the files are known beforehand, of the others the captions are told as events, without their ends.
    let isKnown = mode & 1 == 0
    var track = CaptionTrack(prefix: "f", captions: isKnown ? file.captions : [])
    let step = MediaTime.milliseconds([400, 1_600, 10_000, 60_000][Int(mode >> 1 & 3)])
    var (next, told, border) = (0, 0, MediaTime.zero)
    for _ in 0..<64 {
        border = border + step
        while !isKnown, next < file.captions.count, file.captions[next].from < border {
            let caption = file.captions[next]
            let update = CaptionUpdate(
                id: "\(next % 7)", language: caption.language, text: caption.text, from: caption.from, to: nil)
            _ = track.put(update, at: caption.from)
            next += 1
        }
        let start = track.end
        let cues = track.cues(until: border)
        for cue in cues {
            precondition(cue.to > cue.from && cue.from < border && cue.to > start, "a cue of another segment")
        }
        told += cues.count
        if !cues.isEmpty || border == step { read(cues) }
        precondition(track.keptCount <= file.captions.count)
    }
    precondition(isKnown || told <= 2 * file.captions.count + 64 * 7, "more cues than captions were cut into")
}

private func read(_ cues: [WebVTTCue]) {
    let bytes = WebVTTSegment.bytes(cues)
    let document: WebVTTDocument
    do {
        document = try WebVTTDocument(parsing: bytes)
    } catch {
        preconditionFailure("our own segment: \(error): \(String(decoding: bytes, as: UTF8.self))")
    }
    precondition(document.cues.count == cues.count, "cues are lost: \(String(decoding: bytes, as: UTF8.self))")
    for (cue, again) in zip(cues, document.cues) {
        precondition(cue.id == again.id && cue.text == again.text, "\(cue.text.lines) is read as \(again.text.lines)")
    }
}

private let language = try? LanguageTag("ja")

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start, count > 1, let language else { return 0 }
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    let bytes = Array(input[1...])
    if let file = try? CaptionFile(bytes, language: language) {
        check(file, input[0])
        // How its lines end, and whether they have a mark, is nothing that matters.
        let marked = try? CaptionFile([0xEF, 0xBB, 0xBF] + bytes, language: language)
        precondition(marked == file || bytes.starts(with: [0xEF, 0xBB, 0xBF]), "a mark matters")
        if !bytes.contains(13) {
            let lines = bytes.flatMap { $0 == 10 ? [13, 10] : [$0] }
            precondition((try? CaptionFile(lines, language: language)) == file, "the ends of lines matter")
        }
    }
    if let document = try? WebVTTDocument(parsing: bytes) {
        precondition(document.cues.count <= WebVTTDocument.maximumCueCount)
        precondition(document.cues.allSatisfy { $0.to > $0.from })
        _ = document.timestampMap?.offset
    }
    if let text = String(validating: bytes, as: UTF8.self), let tag = try? LanguageTag(text) {
        precondition((try? LanguageTag("\(tag)")) == tag, "a tag is written as another one")
    }
    return 0
}
