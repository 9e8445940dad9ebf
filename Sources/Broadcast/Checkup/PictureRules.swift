import Foundation
import MediaModel

/// What a streamer should know of a source's pictures, and do about them. Pure.
struct PictureRules {
    private let facts: PictureFacts
    /// Across the canvas of most shows.
    private static let canvasWidth = 720.0

    init(_ facts: PictureFacts) { self.facts = facts }

    var section: CheckupReport.Section {
        .init(
            title: "Pictures",
            findings: [track, shape, sharpness, rate] + [orientation, fields, colors, keys].compactMap(\.self)
                + [bitRate, brightness, black, freeze] + [damage].compactMap(\.self))
    }

    private var track: CheckupReport.Finding {
        .init(
            key: "pictures", name: "track", state: .good, value: nil, detail: "\(facts.codec), \(facts.size)",
            advice: nil)
    }

    /// The part of the picture that an upright crop shows, in samples.
    private var crop: (width: Double, height: Double) {
        let (width, height) = (Double(facts.size.width), Double(facts.size.height))
        return (min(width, height * 9 / 16), min(height, width * 16 / 9))
    }

    private var shape: CheckupReport.Finding {
        let share = crop.width * crop.height / max(1, Double(facts.size.area))
        var finding = CheckupReport.Finding(key: "shape", name: "shape", state: .good, value: share, detail: "")
        if share > 0.97 {
            finding.detail = "upright already (9:16): all of it is shown"
        } else if facts.size.width > facts.size.height {
            finding.state = .hint
            finding.detail = "wide: an upright crop shows \(Spoken.percent(share)) of it"
            finding.advice =
                "Turn the camera upright; or let the crop follow the seller, with reframe: {mode: follow} in the preset."
        } else {
            finding.detail = "upright, but not 9:16: a crop shows \(Spoken.percent(share)) of it"
        }
        return finding
    }

    private var sharpness: CheckupReport.Finding {
        let enlargement = Self.canvasWidth / max(1, crop.width)
        var finding = CheckupReport.Finding(
            key: "enlargement", name: "sharpness", state: .good, value: enlargement,
            detail: enlargement <= 1
                ? "enough samples for a canvas of 720x1280"
                : "enlarged \(Spoken.tenths(enlargement)) times for a canvas of 720x1280")
        if enlargement > 2 { finding.state = .bad } else if enlargement > 1.2 { finding.state = .hint }
        if finding.state != .good {
            finding.advice = "Send 1080x1920 upright, or 1920x1080 wide: what is enlarged is soft."
        }
        return finding
    }

    private var rate: CheckupReport.Finding {
        let isVariable = facts.unsteadiness > 0.05
        var finding = CheckupReport.Finding(
            key: "frameRate", name: "frame rate", state: .good, value: facts.rate,
            detail:
                "\(Spoken.tenths(facts.rate)) a second, \(isVariable ? "unsteady: \(Spoken.percent(facts.unsteadiness)) come sooner or later" : "steady")"
        )
        if facts.count > 1, facts.rate < 23 {
            finding.state = .hint
            finding.advice =
                "Send 30 pictures a second, with more light or a lower bit rate if the camera can't: so few judder."
        } else if isVariable {
            finding.state = .hint
            finding.advice = "Set a constant frame rate in the encoder; phones slow down in the dark."
        }
        return finding
    }

    private var orientation: CheckupReport.Finding? {
        facts.isTurned
            ? .init(
                key: "rotation", name: "rotation", state: .good, value: nil,
                detail: "the file says how to turn it, and it is turned", advice: nil) : nil
    }

    private var fields: CheckupReport.Finding? {
        facts.isInterlaced
            ? .init(
                key: "interlaced", name: "interlaced", state: .hint, value: nil,
                detail: "half of its lines belong to another instant; one half is used",
                advice: "Set the camera to progressive (25p, 30p).") : nil
    }

    private var colors: CheckupReport.Finding? {
        facts.needsMapping
            ? .init(
                key: "colors", name: "colours", state: .good, value: nil,
                detail: "HDR or wide; a show makes SDR of them",
                advice: nil) : nil
    }

    private var keys: CheckupReport.Finding? {
        facts.keyInterval.map { interval in
            let isLong = interval > 4.2
            return .init(
                key: "keyInterval", name: "key pictures", state: isLong ? .hint : .good, value: interval,
                detail: "every \(Spoken.tenths(interval)) s at most",
                advice: isLong
                    ? "Set a key picture every 2 s in the encoder: after a loss a show waits for the next one." : nil)
        }
    }

    private var bitRate: CheckupReport.Finding {
        let perSample = facts.bitRate / max(1, Double(facts.size.area) * max(1, facts.rate))
        // What H.264 needs of a talking person; HEVC, AV1 and VP9 need half.
        let least = ["hevc", "av1", "vp9"].contains(facts.codec) ? 0.015 : 0.03
        let isLow = perSample < least && facts.bitRate > 0
        return .init(
            key: "bitRate", name: "bit rate", state: isLow ? .hint : .good, value: facts.bitRate,
            detail: "\(String(format: "%.2f", facts.bitRate / 1e6)) Mbit/s",
            advice: isLow
                ? "Send \(String(format: "%.1f", least * 2 * Double(facts.size.area) * max(1, facts.rate) / 1e6)) Mbit/s or more for this size: so little shows blocks where things move."
                : nil)
    }

    private var brightness: CheckupReport.Finding {
        var finding = CheckupReport.Finding(
            key: "brightness", name: "brightness", state: .good, value: facts.brightness,
            detail: "\(Spoken.percent(facts.brightness)) of white, on average")
        if facts.blackShare < 0.5, facts.brightness < 0.17 {
            finding.state = .hint
            finding.advice = "More light, from the front: so dark a picture is noisy, and products lose their colours."
        } else if facts.brightness > 0.82 {
            finding.state = .hint
            finding.advice = "Lower the exposure, or take light away: so bright a picture has lost what is white."
        }
        return finding
    }

    private var black: CheckupReport.Finding {
        var finding = CheckupReport.Finding(
            key: "black", name: "black", state: .good, value: facts.blackShare,
            detail: facts.blackShare == 0 ? "never" : "\(Spoken.percent(facts.blackShare)) of the time")
        if facts.blackShare > 0.9 {
            finding.state = .bad
            finding.advice = "Is the lens covered, or the wrong camera chosen?"
        } else if facts.blackShare > 0.1 {
            finding.state = .hint
            finding.advice = "Does the app lose its camera now and again?"
        }
        return finding
    }

    private var freeze: CheckupReport.Finding {
        var finding = CheckupReport.Finding(
            key: "frozen", name: "standing picture", state: .good, value: facts.longestFreeze,
            detail: facts.longestFreeze < 1
                ? "never for a second" : "for \(Spoken.tenths(facts.longestFreeze)) s at most")
        if facts.frozenShare > 0.9, facts.duration > 2 {
            finding.state = .bad
            finding.advice = "Nothing moves at all: is it a photo, or has the camera hung?"
        } else if facts.longestFreeze > 2 {
            finding.state = .hint
            finding.advice = "Does the camera or its line hang? A picture that stands looks like a broken show."
        }
        return finding
    }

    private var damage: CheckupReport.Finding? {
        facts.damagedPictures == 0
            ? nil
            : .init(
                key: "damagedPictures", name: "damage", state: .hint, value: Double(facts.damagedPictures),
                detail: "\(facts.damagedPictures) pictures are damaged",
                advice: "Copy the file anew, or send over a line that loses nothing.")
    }
}
