import Foundation

/// What a file is that isn't a clip, told by its first bytes: for sentences that help whoever named it.
enum FileKind: Hashable {
    /// A single picture, by its format's name, and whether FFmpeg reads that.
    case photo(String, isReadByFFmpeg: Bool)
    /// Something else, with its article.
    case thing(String)
    /// Words that may well be something else with a misleading name.
    case text
    /// Of which the index isn't there, or FFmpeg makes nothing.
    case movie
    /// By its name's ending.
    case unfinished(String)

    /// Enough for what stands at the beginning of a web page or of a picture with a colour profile.
    private static let headLength = 64 << 10

    private static let unfinishedEndings: Set<String> = ["part", "crdownload", "download", "partial", "opdownload"]

    /// - Returns: `nil` if nothing is known, or the file can't be read.
    init?(path: String) {
        let ending = (path as NSString).pathExtension.lowercased()
        let head = FileHandle(forReadingAtPath: path).flatMap { try? $0.read(upToCount: Self.headLength) } ?? Data()
        guard let kind = FileKind([UInt8](head), ending: ending) else {
            guard Self.unfinishedEndings.contains(ending) else { return nil }
            self = .unfinished(ending)
            return
        }
        self = kind == .movie && Self.unfinishedEndings.contains(ending) ? .unfinished(ending) : kind
    }

    /// - Parameters:
    ///   - head: The file's first bytes; all of them, if they are few.
    ///   - ending: Of its name, in small letters.
    init?(_ head: [UInt8], ending: String) {
        guard let kind = Self.picture(head, ending) ?? Self.file(head) ?? Self.words(head) else { return nil }
        self = kind
    }

    /// Whether it isn't a clip whatever FFmpeg makes of it.
    var isCertain: Bool { if case .photo = self { true } else { false } }

    /// What is wrong with a file of this kind, and what to do.
    func sentence(_ path: String) -> String {
        let name = ShellWord.quoted(path)
        switch self {
        case .photo(let format, isReadByFFmpeg: true):
            return
                "\(path) is a photo (\(format)); a show needs a clip, such as this command makes of it: ffmpeg -loop 1 "
                + "-i \(name) -t 10 -vf 'crop=trunc(iw/2)*2:trunc(ih/2)*2,format=yuv420p' clip.mp4"
        case .photo(let format, isReadByFFmpeg: false):
            return "\(path) is a photo (\(format)); a show needs a clip: save it as JPEG, and make one of that"
        case .thing(let words):
            return "\(path) isn't media that can be decoded: it is \(words)"
        case .text:
            return "\(path) isn't media that can be decoded: Invalid data found when processing input; it is text"
        case .movie:
            return "\(path) is an MP4 whose index (moov) is missing or broken: the recording was cut off before it was "
                + "closed"
        case .unfinished(let ending):
            return "\(path) is an unfinished download (.\(ending)) that can't be decoded; let it finish"
        }
    }
}

extension FileKind {
    private static func text(_ head: [UInt8], _ range: Range<Int>) -> String {
        String(decoding: head[range.clamped(to: 0..<head.count)], as: UTF8.self)
    }

    private static func picture(_ head: [UInt8], _ ending: String) -> FileKind? {
        func begins(_ bytes: [UInt8]) -> Bool { head.starts(with: bytes) }
        if begins([0xFF, 0xD8, 0xFF]) {
            return ["mjpeg", "mjpg"].contains(ending)
                ? .thing("a stream of JPEG pictures without a container") : .photo("JPEG", isReadByFFmpeg: true)
        }
        if begins([0x89, 0x50, 0x4E, 0x47]) {
            // An animation says so before its first picture.
            let start = text(head, 0..<head.count)
            let first = start.range(of: "IDAT")?.lowerBound ?? start.endIndex
            return start[..<first].contains("acTL") ? nil : .photo("PNG", isReadByFFmpeg: true)
        }
        if begins(Array("RIFF".utf8)), text(head, 8..<12) == "WEBP" {
            let isAnimated = text(head, 12..<16) == "VP8X" && head.count > 20 && head[20] & 2 != 0
            return isAnimated
                ? .thing("an animated WebP; save it as MP4 or GIF") : .photo("WebP", isReadByFFmpeg: true)
        }
        if begins(Array("GIF8".utf8)) {
            return GIFPictures.count(head, upTo: 2) == 1 ? .photo("GIF", isReadByFFmpeg: true) : nil
        }
        if text(head, 4..<8) == "ftyp" { return stillMovie(head) }
        if begins([0x49, 0x49, 0x2A, 0]) || begins([0x4D, 0x4D, 0, 0x2A]) {
            return .photo("TIFF or raw", isReadByFFmpeg: false)
        }
        if begins([0x42, 0x4D]), head.count > 14, head[6..<10].allSatisfy({ $0 == 0 }) {
            return .photo("BMP", isReadByFFmpeg: true)
        }
        if begins([0xFF, 0x0A]) || text(head, 4..<8) == "JXL " { return .photo("JPEG XL", isReadByFFmpeg: false) }
        if text(head, 4..<6) == "jP" { return .photo("JPEG 2000", isReadByFFmpeg: false) }
        if begins(Array("8BPS".utf8)) { return .photo("Photoshop", isReadByFFmpeg: false) }
        if begins([0x76, 0x2F, 0x31, 0x01]) { return .photo("OpenEXR", isReadByFFmpeg: false) }
        return nil
    }

    /// Photos in the container of MP4 (ISO 23008-12), by their brands.
    private static func stillMovie(_ head: [UInt8]) -> FileKind? {
        let length = head[..<4].reduce(0) { $0 << 8 | Int($1) }
        let brands = stride(from: 8, to: min(max(12, length), head.count, 256), by: 4).map { text(head, $0..<$0 + 4) }
        guard let major = brands.first else { return nil }
        // A sequence that can be played as a movie, too, has a track and the brand that says so.
        if major == "avif" { return .photo("AVIF", isReadByFFmpeg: false) }
        if ["heic", "heix", "heim", "heis"].contains(major) { return .photo("HEIC", isReadByFFmpeg: false) }
        guard ["mif1", "msf1", "mif2"].contains(major) else { return nil }
        return .photo(brands.contains("avif") ? "AVIF" : "HEIF", isReadByFFmpeg: false)
    }

    private static func file(_ head: [UInt8]) -> FileKind? {
        func begins(_ bytes: [UInt8]) -> Bool { head.starts(with: bytes) }
        if head.count >= 512, head.allSatisfy({ $0 == 0 }) {
            return .thing("nothing but zeros; a download or a copy that was never finished leaves such a file")
        }
        if begins(Array("%PDF".utf8)) { return .thing("a PDF document") }
        if begins([0x50, 0x4B, 3, 4]) {
            let start = text(head, 0..<head.count)
            let documents = ["word/": "a Word document", "xl/": "an Excel sheet", "ppt/": "a PowerPoint presentation"]
            let found = documents.first { start.contains($0.key) }?.value
            return .thing(
                found ?? (start.contains("[Content_Types].xml") ? "an Office document" : "a ZIP archive; unpack it"))
        }
        if begins([0xD0, 0xCF, 0x11, 0xE0]) { return .thing("an Office document") }
        if begins([0x1F, 0x8B]) || begins([0x37, 0x7A, 0xBC, 0xAF]) || begins([0xFD, 0x37, 0x7A, 0x58, 0x5A]) {
            return .thing("a compressed archive; unpack it")
        }
        if begins(Array("Rar!".utf8)) { return .thing("a RAR archive; unpack it") }
        if begins(Array("{\\rtf".utf8)) { return .thing("an RTF document") }
        if begins([0x7F, 0x45, 0x4C, 0x46]) { return .thing("a program") }
        if ["ftyp", "moov", "mdat", "wide", "free", "skip"].contains(text(head, 4..<8)) { return .movie }
        return nil
    }

    private static func words(_ head: [UInt8]) -> FileKind? {
        guard !head.isEmpty, !head.contains(0) else { return nil }
        // The last letter may be cut.
        guard let start = String(validating: head.dropLast(head.count >= headLength ? 3 : 0), as: UTF8.self) else {
            return nil
        }
        let text = start.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
        let lower = text.prefix(2_048).lowercased()
        if lower.hasPrefix("<!doctype html") || lower.hasPrefix("<html") || lower.contains("<html") {
            return .thing("a web page (HTML), perhaps an error page that was saved in the clip's place; fetch it again")
        }
        if lower.contains("<svg") { return .thing("a drawing (SVG); a show needs a clip") }
        if lower.contains("<mpd") {
            return .thing(
                "a playlist (DASH), which only names media; name a clip, or the HLS address with live --input")
        }
        if lower.hasPrefix("<?xml") { return .thing("an XML file") }
        if text.hasPrefix("#EXTM3U") {
            return .thing(
                "a playlist (M3U8), which only names media; name a clip, or the playlist's address with live --input")
        }
        if text.hasPrefix("ffconcat") || lower.hasPrefix("[playlist]") {
            return .thing("a playlist, which only names media; name a clip")
        }
        if text.hasPrefix("WEBVTT") || text.hasPrefix("[Script Info]") || lower.contains(" --> ") {
            return .thing("subtitles; name the clip that they belong to")
        }
        if text.hasPrefix("v=0") { return .thing("a session description (SDP), which only names media") }
        if text.hasPrefix("{") || text.hasPrefix("[") {
            return .thing("a JSON file, perhaps a server's error that was saved in the clip's place")
        }
        let isPlain = text.prefix(2_048).unicodeScalars.allSatisfy {
            $0.value >= 0x20 || "\t\r\n\u{0C}".unicodeScalars.contains($0)
        }
        return isPlain ? .text : nil
    }
}
