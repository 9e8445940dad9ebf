import Captions
import MediaModel

// Rules about captions: in tracks of their own, and in the pictures' stream.

extension PresentationChecker {
    /// RFC 8216bis 4.4.6.1 and 4.4.6.2: CLOSED-CAPTIONS is a group that exists, or NONE on every variant: without it players look
    /// for captions in the video.
    @Sendable static func closedCaptions(_ show: LoadedPresentation) -> [Finding] {
        let isGeneric = show.options.profile == .generic
        var findings: [Finding] = []
        func find(_ sentence: String, about uri: String? = nil, isWarning: Bool = false) {
            findings.append(
                Finding(.closedCaptions, show.multivariantPath, sentence, about: uri, isWarning: isWarning))
        }
        let groups = Dictionary(grouping: show.multivariant.closedCaptionRenditions, by: \.groupID)
        let variants = show.multivariant.variants
        let saysNone = variants.contains(where: \.declaresNoClosedCaptions)
        for variant in variants {
            if let id = variant.closedCaptionGroupID {
                if groups[id] == nil { find("\(variant.uri): no group \"\(id)\"", about: variant.uri) }
                if saysNone { find("\(variant.uri): a group, and NONE on another variant", about: variant.uri) }
            } else if !variant.declaresNoClosedCaptions, variant.hasVideo || groups.isEmpty {
                find("\(variant.uri): no CLOSED-CAPTIONS=NONE", about: variant.uri, isWarning: isGeneric)
            }
        }
        for (id, captions) in groups.sorted(by: { $0.key < $1.key }) {
            let choices = captions.map { (name: $0.name, language: $0.language, isDefault: $0.isDefault) }
            for sentence in faults(of: choices) { find("\"\(id)\": \(sentence)") }
            if Set(captions.map(\.instreamID)).count < captions.count { find("\"\(id)\": an INSTREAM-ID twice") }
            for caption in captions where !isChannel(caption.instreamID) {
                find("\"\(id)\": INSTREAM-ID \"\(caption.instreamID)\"")
            }
        }
        return findings
    }

    private static func isChannel(_ text: String) -> Bool {
        if ["CC1", "CC2", "CC3", "CC4"].contains(text) { return true }
        guard text.hasPrefix("SERVICE"), let number = DecimalText.integer(text.dropFirst(7)) else { return false }
        return 1...63 ~= number
    }

    /// 4.4.6.1 and Apple's 8.10: what viewers choose by.
    private static func faults(of choices: [(name: String, language: String?, isDefault: Bool)]) -> [String] {
        var faults: [String] = []
        if Set(choices.map(\.name)).count < choices.count { faults.append("a name twice") }
        if choices.count(where: \.isDefault) > 1 { faults.append("two defaults") }
        for choice in choices {
            guard let language = choice.language else {
                faults.append("no LANGUAGE")
                continue
            }
            do throws(LanguageTagFault) { _ = try LanguageTag(language) } catch {
                faults.append("LANGUAGE \"\(language)\" is no language tag")
            }
        }
        return faults
    }

    /// RFC 8216bis 4.4.6.1 and 4.4.6.2, Apple 4.7 and 8.10: subtitles are in a group that exists and that every variant names.
    @Sendable static func subtitleGroup(_ show: LoadedPresentation) -> [Finding] {
        func finding(_ sentence: String, isWarning: Bool = false) -> Finding {
            Finding(.subtitleGroup, show.multivariantPath, sentence, isWarning: isWarning)
        }
        var findings: [Finding] = []
        let groups = Dictionary(grouping: show.multivariant.subtitleRenditions, by: \.groupID)
        for variant in show.multivariant.variants {
            if let id = variant.subtitleGroupID {
                if groups[id] == nil { findings.append(finding("\(variant.uri): no group \"\(id)\"")) }
            } else if !groups.isEmpty, variant.hasVideo {
                findings.append(finding("\(variant.uri): no SUBTITLES, and there are some"))
            }
        }
        for (id, renditions) in groups.sorted(by: { $0.key < $1.key }) {
            let choices = renditions.map { (name: $0.name, language: $0.language, isDefault: $0.isDefault) }
            findings += faults(of: choices).map { finding("\"\(id)\": \($0)") }
            if renditions.contains(where: { $0.uri == nil }) { findings.append(finding("\"\(id)\": no URI")) }
            for rendition in renditions where rendition.isDefault && !rendition.isAutoselected {
                findings.append(finding("\"\(id)\": DEFAULT without AUTOSELECT"))
            }
        }
        return findings
    }

    /// Apple 5.5, 5.6 and 8.15: subtitle playlists last as long as the show, with its target duration and discontinuities.
    ///
    /// 5.6 is about broadcasts; on demand, others' segments of text may be longer.
    @Sendable static func subtitlePlaylist(_ show: LoadedPresentation) -> [Finding] {
        guard let first = show.renditions.first else { return [] }
        let target = first.playlist.header.targetDuration
        let isOurs = show.options.profile == .tatecast
        return show.subtitles.flatMap { track -> [Finding] in
            var findings: [Finding] = []
            func find(_ sentence: String, isWarning: Bool = false) {
                findings.append(Finding(.subtitlePlaylist, track.path, sentence, isWarning: isWarning))
            }
            let own = track.playlist.header.targetDuration
            if own != target {
                find("a target duration of \(own) s, \(first.path) has \(target) s", isWarning: !isOurs)
            }
            let apart = track.playlist.duration.distance(to: first.playlist.duration)
            if apart > .seconds(Int64(max(own, target))) {
                find("it lasts \(track.playlist.duration.text), \(first.path) \(first.playlist.duration.text)")
            }
            let (ours, theirs) = (
                track.playlist.segments.count(where: \.isDiscontinuous),
                first.playlist.segments.count(where: \.isDiscontinuous)
            )
            if ours != theirs { find("\(ours) discontinuities, \(first.path) has \(theirs)") }
            return findings
        }
    }

    /// RFC 8216bis 3.1.4 (SHOULD), Apple 5.3 (MUST): each segment of text says which timestamps its times belong to.
    @Sendable static func timestampMap(_ show: LoadedPresentation) -> [Finding] {
        show.subtitles.flatMap { track in
            track.segments.sorted { $0.key < $1.key }.filter { $0.value.timestampMap == nil }.map { place, _ in
                let uri = track.playlist.segments[place].uri
                return Finding(.webVTT, track.path, "no X-TIMESTAMP-MAP in \(uri)", about: uri)
            }
        }
    }

    /// How long after its time a cue may still come that was told late.
    private static let lateness = MediaTime.seconds(65)
    /// Cues have milliseconds, and EXTINF is rounded.
    private static let grace = MediaTime.milliseconds(3)

    /// RFC 8216bis 3.1.4: a segment has all cues that are shown in its time. A map that is ten seconds off shows none.
    @Sendable static func subtitleTimes(_ show: LoadedPresentation) -> [Finding] {
        guard let first = show.renditions.first else { return [] }
        return show.subtitles.flatMap { track -> [Finding] in
            var findings: [Finding] = []
            var start = first.start.inMicroseconds
            // The first cue of all, for a map that is wrong throughout.
            var stray: (uri: String, time: MediaTime)?
            var isOneInTime = false
            for (place, entry) in track.playlist.segments.enumerated() {
                // Timestamps begin anew there.
                if place > 0, entry.isDiscontinuous { break }
                let end = start + entry.duration
                defer { start = end }
                guard let document = track.segments[place], let offset = document.timestampMap?.offset else { continue }
                func find(_ sentence: String) {
                    findings.append(Finding(.subtitleTimes, track.path, sentence, about: entry.uri))
                }
                for cue in document.cues where !isOneInTime {
                    isOneInTime = cue.from + offset < end + grace && cue.to + offset > start
                    stray = stray ?? (entry.uri, cue.from + offset)
                }
                let far = document.cues.first {
                    $0.from + offset > end + grace || $0.to + offset + lateness < start
                }
                if let far {
                    find(
                        "\(entry.uri) has a cue at \((far.from + offset).text), its own time is \(start.text) to \(end.text)"
                    )
                }
                guard let next = track.segments[place + 1], !track.playlist.segments[place + 1].isDiscontinuous else {
                    continue
                }
                let missing = document.cues.first { cue in
                    cue.to + offset > end + grace
                        && !next.cues.contains { $0.from == cue.from && $0.to == cue.to && $0.text == cue.text }
                }
                if let missing {
                    find(
                        "the cue at \((missing.from + offset).text) lasts until \((missing.to + offset).text), and isn't in the segment after \(entry.uri)"
                    )
                }
            }
            if let stray, !isOneInTime, findings.isEmpty {
                findings.append(
                    Finding(
                        .subtitleTimes, track.path,
                        "no cue is in its segment's time: the first of \(stray.uri) is at \(stray.time.text), the show begins at \(first.start.text)",
                        about: stray.uri))
            }
            return findings
        }
    }
}
