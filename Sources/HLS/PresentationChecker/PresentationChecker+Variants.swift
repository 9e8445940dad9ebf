import MediaModel

// Rules about what the multivariant playlist says of the media.

extension PresentationChecker {
    /// A variant that could be read whole, with its media and that of its audio group.
    private typealias Readable = (
        variant: MultivariantPlaylist.Variant, media: LoadedPresentation.Rendition,
        audio: [LoadedPresentation.Rendition]
    )

    private static func readableVariants(_ show: LoadedPresentation) -> [Readable] {
        show.multivariant.variants.compactMap { variant in
            guard let media = show.rendition(variant.uri), let audio = show.audioGroup(of: variant) else { return nil }
            return (variant, media, audio)
        }
    }

    /// Apple 1.26, 1.27, 9.13 and 9.14: BANDWIDTH and AVERAGE-BANDWIDTH are there, and within 10 % of what is measured.
    @Sendable static func bandwidth(_ show: LoadedPresentation) -> [Finding] {
        let variants = readableVariants(show).flatMap { variant, media, audio in
            bandwidthFindings(
                show, variant.uri, variant.stream,
                VariantBandwidth(variant: media.bandwidth, audioGroup: audio.map(\.bandwidth)))
        }
        let iFrames = show.iFramePlaylists.flatMap { iFrames in
            var meter = BandwidthMeter(targetDuration: iFrames.playlist.header.targetDuration)
            for entry in iFrames.playlist.segments where entry.duration > .zero && !entry.isGap {
                meter.add(bytes: entry.byteRange?.length ?? 0, duration: entry.duration)
            }
            return bandwidthFindings(
                show, iFrames.variant.uri, iFrames.variant.stream, VariantBandwidth(variant: meter))
        }
        let images = show.imagePlaylists.flatMap { images -> [Finding] in
            guard let meter = meter(of: images) else { return [] }
            return bandwidthFindings(show, images.variant.uri, images.variant.stream, VariantBandwidth(variant: meter))
        }
        return variants + iFrames + images
    }

    /// `nil` if one of them couldn't be had, which is found already.
    private static func meter(of images: LoadedPresentation.Images) -> BandwidthMeter? {
        var meter = BandwidthMeter(targetDuration: images.playlist.header.targetDuration)
        for (place, entry) in images.playlist.segments.enumerated() where entry.duration > .zero && !entry.isGap {
            guard let picture = images.pictures[place] else { return nil }
            meter.add(bytes: picture.byteCount, duration: entry.duration)
        }
        return meter
    }

    private static func bandwidthFindings(
        _ show: LoadedPresentation, _ uri: String, _ stream: MultivariantPlaylist.StreamDescription,
        _ measured: VariantBandwidth
    ) -> [Finding] {
        // What is left of a broadcast needn't be like the whole: 1.29 bounds its peak from above alone, and 1.28 an
        // average over an hour, which is nobody's window. Nor is a show with gaps whole.
        let isOnDemand =
            show.options.profile == .tatecast || show.renditions.contains { $0.playlist.header.kind == .videoOnDemand }
        let isWhole = isOnDemand && !playlists(show).contains { $0.playlist.segments.contains(where: \.isGap) }
        func isNear(_ declared: Int, _ measured: Int) -> Bool {
            abs(Double(declared) - Double(measured)) <= Double(measured) / 10
        }
        let isPeakRight =
            isWhole
            ? isNear(stream.bandwidth, measured.peak) : Double(measured.peak) <= Double(stream.bandwidth) * 1.25
        var findings: [Finding] = []
        if !isPeakRight {
            findings.append(
                Finding(
                    .bandwidth, show.multivariantPath,
                    "\(uri): BANDWIDTH is \(stream.bandwidth), measured \(measured.peak)"))
        }
        guard let average = stream.averageBandwidth else {
            return findings + [
                Finding(.averageBandwidth, show.multivariantPath, "\(uri): no AVERAGE-BANDWIDTH")
            ]
        }
        if isWhole, !isNear(average, measured.average) {
            findings.append(
                Finding(
                    .averageBandwidth, show.multivariantPath,
                    "\(uri): AVERAGE-BANDWIDTH is \(average), measured \(measured.average)"))
        }
        return findings
    }

    /// Apple 9.1 and 9.3, RFC 8216bis 6.2.4: CODECS names every track's codec, as its initialisation section has it.
    @Sendable static func codecs(_ show: LoadedPresentation) -> [Finding] {
        func check(_ uri: String, _ declared: [String], _ media: [LoadedPresentation.Rendition])
            -> [Finding]
        {
            var actual: Set<String> = []
            for segment in media.flatMap(\.segments) {
                do throws(CodecString.Failure) {
                    for track in segment.tracks { actual.insert(try track.initialisation.codecString()) }
                } catch {
                    return [Finding(.codecs, show.multivariantPath, "\(uri): \(error)")]
                }
            }
            guard Set(declared) != actual else { return [] }
            return [
                Finding(
                    .codecs, show.multivariantPath,
                    "\(uri): CODECS is \"\(declared.joined(separator: ","))\", "
                        + "the media has \"\(actual.sorted().joined(separator: ","))\"")
            ]
        }
        return readableVariants(show).flatMap { check($0.variant.uri, $0.variant.stream.codecs, [$0.media] + $0.audio) }
            + show.iFramePlaylists.flatMap { iFrames in
                source(of: iFrames, show).map { check(iFrames.variant.uri, iFrames.variant.stream.codecs, [$0]) } ?? []
            }
    }

    /// Apple 9.2 and 9.4: RESOLUTION is the pictures' size.
    @Sendable static func resolution(_ show: LoadedPresentation) -> [Finding] {
        func check(_ uri: String, _ declared: PixelSize?, _ media: LoadedPresentation.Rendition?)
            -> [Finding]
        {
            guard case .video(let size, _)? = media?.initialisation.content, size != declared else { return [] }
            let text = declared.map { "RESOLUTION is \($0)" } ?? "no RESOLUTION"
            return [Finding(.resolution, show.multivariantPath, "\(uri): \(text), the media has \(size)")]
        }
        return readableVariants(show).flatMap { check($0.variant.uri, $0.variant.stream.resolution, $0.media) }
            + show.iFramePlaylists.flatMap {
                check($0.variant.uri, $0.variant.stream.resolution, source(of: $0, show))
            }
    }

    /// Apple 9.15 and 1.19: FRAME-RATE is the media's, at most 60.
    @Sendable static func frameRate(_ show: LoadedPresentation) -> [Finding] {
        readableVariants(show).filter(\.media.isVideo).flatMap { variant, media, _ -> [Finding] in
            guard let declared = variant.frameRateInThousandths, 1...60_000 ~= declared else {
                let text = variant.frameRateInThousandths.map { "FRAME-RATE is \($0) / 1000" } ?? "no FRAME-RATE"
                return [Finding(.frameRate, show.multivariantPath, "\(variant.uri): \(text)")]
            }
            let wrong = media.segments.first {
                let due = MediaTime(Int64($0.index.sampleCount) * 1_000, timescale: Int64(declared))
                // Others' rates are rounded to a thousandth, and a cut may fall a frame off.
                let frame = MediaTime(1_000, timescale: Int64(declared))
                return show.options.profile == .tatecast ? due != $0.duration : due.distance(to: $0.duration) > frame
            }
            guard let wrong else { return [] }
            return [
                Finding(
                    .frameRate, show.multivariantPath,
                    "\(variant.uri): FRAME-RATE is \(DecimalText.text(Int64(declared), digits: 3)), \(wrong.path) has "
                        + "\(wrong.index.sampleCount) pictures in \(wrong.duration.text)")
            ]
        }
    }

    /// Apple 1.3b for macOS: no higher than High profile at level 5.0 (iOS and tvOS allow more).
    @Sendable static func videoProfile(_ show: LoadedPresentation) -> [Finding] {
        show.videoRenditions.compactMap { rendition in
            guard case .video(_, let record) = rendition.initialisation.content, record.count >= 4 else { return nil }
            let (profile, level) = (record[1], record[3])
            guard ![66, 77, 100].contains(profile) || level > 50 else { return nil }
            return Finding(
                .videoProfile, rendition.path, "profile \(profile) at level \(Double(level) / 10)")
        }
    }

    /// Apple 2.3 and 2.17: stereo AAC, of 48 kHz here.
    @Sendable static func audioFormat(_ show: LoadedPresentation) -> [Finding] {
        show.audioRenditions.compactMap { rendition in
            guard case .audio(let channels, let rate, let config) = rendition.initialisation.content else { return nil }
            // 2 is AAC-LC; 5 and 29 are HE-AAC. A config too short is the rule on CODECS' finding.
            let type = try? CodecString.audioObjectType(config)
            let isRate = rate == PartGrid.audioSampleRate || show.options.profile == .generic
            guard channels != 2 || !isRate || ![2, 5, 29, nil].contains(type) else { return nil }
            return Finding(
                .audioFormat, rendition.path, "\(channels) channels at \(rate) Hz, object type \(type ?? 0)",
                isWarning: show.options.profile == .generic)
        }
    }
}

// MARK: - Rules about its tags

extension PresentationChecker {
    /// RFC 8216bis 4.4.6.1, 4.4.6.1.1 and 4.4.6.2.1, Apple 8.9 and 8.10: audio of its own is in a group that exists,
    /// with names, languages and one default.
    @Sendable static func audioGroup(_ show: LoadedPresentation) -> [Finding] {
        func finding(_ sentence: String) -> Finding {
            Finding(.audioGroup, show.multivariantPath, sentence)
        }
        var findings: [Finding] = []
        let groups = Dictionary(grouping: show.multivariant.audioRenditions, by: \.groupID)
        for variant in show.multivariant.variants {
            if let id = variant.audioGroupID {
                if groups[id] == nil { findings.append(finding("\(variant.uri): no group \"\(id)\"")) }
            } else if variant.hasVideo,
                !variant.stream.codecs.contains(where: { Rendition.Codec(naming: $0)?.kind == .audio })
            {
                findings.append(finding("\(variant.uri): no AUDIO, and its segments are video only"))
            }
        }
        for (id, renditions) in groups.sorted(by: { $0.key < $1.key }) {
            if Set(renditions.map(\.name)).count < renditions.count {
                findings.append(finding("\"\(id)\": a name twice"))
            }
            if renditions.count(where: \.isDefault) > 1 { findings.append(finding("\"\(id)\": two defaults")) }
            for rendition in renditions {
                if rendition.language == nil { findings.append(finding("\"\(id)\": no LANGUAGE")) }
                if rendition.uri == nil { findings.append(finding("\"\(id)\": no URI")) }
                // 4.4.6.1 asks for YES only where AUTOSELECT is; ours always is.
                if show.options.profile == .tatecast, rendition.isDefault && !rendition.isAutoselected {
                    findings.append(finding("\"\(id)\": DEFAULT without AUTOSELECT"))
                }
            }
        }
        return findings
    }

    /// Apple 9.9: several bit rates of video.
    @Sendable static func severalBitRates(_ show: LoadedPresentation) -> [Finding] {
        let rates = Set(show.multivariant.variants.filter(\.hasVideo).map(\.stream.bandwidth))
        guard rates.count < 2 else { return [] }
        return [Finding(.severalBitRates, show.multivariantPath, "\(rates.count) bit rates of video")]
    }

    /// Apple 9.21: on cellular networks, a variant whose BANDWIDTH is at most 192 kbit/s.
    @Sendable static func cellularVariant(_ show: LoadedPresentation) -> [Finding] {
        let least = show.multivariant.variants.map(\.stream.bandwidth).min() ?? 0
        guard show.options.needsCellularVariant, least > 192_000 else { return [] }
        return [
            Finding(.cellularVariant, show.multivariantPath, "the least BANDWIDTH is \(least), over 192000")
        ]
    }
}
