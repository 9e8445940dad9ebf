import Broadcast
import ColorMapping
import FFmpegKit
import Foundation
import HLS
import MediaModel
import Overlay
import Show
import Typeset

/// Looks at this machine, one section of the report each. Nothing is changed, and nothing is thrown: what fails is
/// what the report is about.
struct DoctorChecks {
    let libraries = LibraryReport()
    /// Whose fonts and locales are wanted, besides the built-in ones.
    let presets: [Preset]

    func report() -> DoctorReport {
        DoctorReport(
            sections: [ffmpeg, colors, codecs, encoders, following, fonts] + [letters].compactMap(\.self)
                + [locales, processor, versions],
            encoderTable: EncoderProfile.x264.modes.map { mode in
                DoctorReport.EncoderSetting(
                    latency: mode.latency.rawValue, preset: mode.preset, parameters: mode.parameters.text,
                    delay: mode.delay)
            })
    }

    private var ffmpeg: DoctorReport.Section {
        DoctorReport.Section(
            title: "FFmpeg \(libraries.release)",
            findings: libraries.libraries.map { library in
                DoctorReport.Finding(
                    name: library.name, state: library.fits ? .present : .missing,
                    detail: "\(library.running), compiled against \(library.compiled)",
                    remedy: "sudo apt-get install \(library.name)-dev && make build")
            })
    }

    /// Works one source's colours out, as a show of a phone's HDR does.
    private var colors: DoctorReport.Section {
        let codes = ColorCodePoints(transfer: 18).resolved(for: PixelSize(width: 1920, height: 1080))
        var finding = DoctorReport.Finding(name: "zimg", state: .present, detail: ColorLibrary.version)
        do throws(ColorMappingError) {
            _ = try ColorTable(.init(codes: codes, isFullRange: false, depth: 10))
        } catch {
            finding.state = .optionalMissing
            finding.detail += ": \(error)"
            finding.remedy = "sudo apt-get install libzimg-dev && make build"
        }
        return DoctorReport.Section(title: "HDR to SDR", findings: [finding])
    }

    private var codecs: DoctorReport.Section {
        let required: Set = ["H.264", "AAC"]
        // Debian and Ubuntu number the package by the library's major version.
        let major = libraries.libraries.first { $0.name == "libavcodec" }?.running.major
        let remedy = "sudo apt-get install --reinstall libavcodec\(major.map(String.init) ?? "-dev")"
        func finding(_ verb: String, _ codec: LibraryReport.Codec) -> DoctorReport.Finding {
            let lack: DoctorReport.State = required.contains(codec.format) ? .missing : .optionalMissing
            return DoctorReport.Finding(
                name: "\(verb) \(codec.format)", state: codec.implementation == nil ? lack : .present,
                detail: codec.implementation ?? "this FFmpeg can't", remedy: remedy)
        }
        return DoctorReport.Section(
            title: "Codecs",
            findings: libraries.encoders.map { finding("encode", $0) }
                + libraries.decoders.map { finding("decode", $0) })
    }

    /// Opens every encoder that a show opens: an x264 of another age may know other parameters.
    private var encoders: DoctorReport.Section {
        FFmpegLog.redirect(verbose: false) { _ in }
        let rung = Rung(size: PixelSize(width: 720, height: 1280), bitRate: 3_000_000)
        let profile = EncoderProfile.x264
        let video = profile.modes.map { mode in
            opens("x264 \(mode.latency.rawValue)") { () throws(FFmpegError) in
                let grid = PartGrid(frameRate: .fps30, latency: mode.latency)
                _ = try VideoEncoder(profile.encoding(of: rung, mode, grid).usual)
            }
        }
        let audio = opens("aac") { () throws(FFmpegError) in _ = try AudioEncoder(bitRate: 128_000) }
        return DoctorReport.Section(title: "Encoders, opened as a show does", findings: video + [audio])
    }

    private func opens(_ name: String, _ open: () throws(FFmpegError) -> Void) -> DoctorReport.Finding {
        do {
            try open()
            return DoctorReport.Finding(name: name, state: .present, detail: "opens")
        } catch {
            return DoctorReport.Finding(
                name: name, state: .missing, detail: error.description,
                remedy: "sudo apt-get install libavcodec-dev && make build")
        }
    }

    private var fonts: DoctorReport.Section {
        let catalogue = FontCatalogue()
        var wanted = [LayerStyle.standard.face]
        for font in presets.flatMap(\.layers).map(\.box.style.face) where !wanted.contains(font) { wanted.append(font) }
        return DoctorReport.Section(
            title: "Fonts",
            findings: wanted.map { Self.finding(font: $0, use: "text", in: catalogue) }
                + [Self.finding(font: "Noto Color Emoji", use: "emoji", in: catalogue)])
    }

    static func finding(font: String, use: String, in catalogue: FontCatalogue) -> DoctorReport.Finding {
        let packages = [
            ("BIZ UDGothic", "fonts-morisawa-bizud-gothic"), ("BIZ UDPGothic", "fonts-morisawa-bizud-gothic"),
            ("BIZ UDMincho", "fonts-morisawa-bizud-mincho"), ("BIZ UDPMincho", "fonts-morisawa-bizud-mincho"),
            ("M PLUS", "fonts-mplus"), ("Noto Color Emoji", "fonts-noto-color-emoji"),
        ]
        let package = packages.first { font.hasPrefix($0.0) }?.1
        let face = catalogue.face(named: font)
        let nearest = catalogue.names(nearest: font, count: 2).joined(separator: ", ")
        return DoctorReport.Finding(
            name: font, state: face == nil ? .missing : .present,
            detail: face == nil ? "not installed; the nearest here: \(nearest.isEmpty ? "none" : nearest)" : use,
            // Which package has a font that we don't know is for the archive's index to say.
            remedy: package.map { "sudo apt-get install \($0)" } ?? "apt-cache search fonts \(firstWord(of: font))")
    }

    /// Only letters and digits, as the word goes into a command.
    private static func firstWord(of name: String) -> Substring {
        name.lowercased().prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }

    /// Money as each locale must write it. Foundation carries the data with it, so a wrong one is a broken Swift.
    private var locales: DoctorReport.Section {
        var samples: [(locale: String, expected: String?)] = [
            ("ja-JP", "¥3,980"), ("en-US", "$39.80"), ("de-DE", "39,80\u{A0}€"),
        ]
        for locale in presets.map(\.locale) where !samples.contains(where: { $0.locale == locale }) {
            samples.append((locale, nil))
        }
        return DoctorReport.Section(
            title: "Locale data",
            findings: samples.map { sample in
                let currency = sample.locale == "ja-JP" ? "JPY" : sample.locale == "en-US" ? "USD" : "EUR"
                let amount = currency == "JPY" ? Decimal(3980) : Decimal(3980) / 100
                let written = PriceFormatter(locale: sample.locale).string(amount, currency: currency)
                let isRight = sample.expected.map { $0 == written } ?? true
                return DoctorReport.Finding(
                    name: sample.locale, state: isRight ? .present : .missing,
                    detail: isRight ? written : "\(written) instead of \(sample.expected ?? "")",
                    remedy: "make clean build")
            })
    }

    private var versions: DoctorReport.Section {
        DoctorReport.Section(title: "Versions", findings: TriedVersions.findings(ffmpeg: libraries.release))
    }

    private var processor: DoctorReport.Section {
        #if arch(x86_64)
            let kind = "x86_64"
        #elseif arch(arm64)
            let kind = "arm64"
        #else
            let kind = "other"
        #endif
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let instructions = libraries.vectorInstructions
        let isFast = instructions.contains("AVX2") || instructions.contains("NEON")
        return DoctorReport.Section(
            title: "Processor",
            findings: [
                DoctorReport.Finding(
                    name: kind, state: isFast ? .present : .optionalMissing,
                    detail: "\(cores) \(cores == 1 ? "core" : "cores"); "
                        + (instructions.isEmpty ? "no vector instructions" : instructions.joined(separator: ", "))
                        + (isFast ? "" : "; shows render, but slowly"))
            ])
    }
}
