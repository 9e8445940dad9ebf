import FFmpegKit
import HLS
import MediaModel

/// The multivariant playlist of a show: which renditions there are, and what each asks of a player.
struct MultivariantBuilder {
    /// In bits per second (RFC 8216bis 4.4.6.2).
    struct Rate: Hashable, Sendable {
        var peak: Int
        var average: Int
    }

    struct Entry: Sendable {
        let track: Track
        /// As CODECS wants it.
        let codec: String
        /// Of the variant: a rung with its sound, or the sound alone. Not looked at for the audio group.
        let rate: Rate
        /// Of a rung's I-frames alone.
        let iFrameRate: Rate?
    }

    let entries: [Entry]
    let frameRate: FrameRate

    private static let audioGroup = "audio"
    private static let soundName = "Programme"
    /// BCP 47 for a language that isn't known (Apple's rule 8.10 wants the attribute).
    private static let undetermined = "und"

    var playlist: MultivariantPlaylist {
        var variants: [MultivariantPlaylist.Variant] = []
        var iFrameVariants: [MultivariantPlaylist.IFrameVariant] = []
        var renditions: [MultivariantPlaylist.AudioRendition] = []
        let groupCodecs = entries.filter(\.track.isAudioGroup).map(\.codec)
        for entry in entries {
            let id = entry.track.id
            let uri = "\(id)/playlist.m3u8"
            switch entry.track.kind {
            case .video(let rung):
                variants.append(
                    .init(
                        stream: .init(
                            bandwidth: entry.rate.peak, averageBandwidth: entry.rate.average,
                            codecs: [entry.codec] + groupCodecs, resolution: rung.size, videoRange: .standard),
                        frameRateInThousandths: frameRate.framesPerSecond * 1000, audioGroupID: Self.audioGroup,
                        uri: uri))
                guard let rate = entry.iFrameRate else { continue }
                iFrameVariants.append(
                    .init(
                        stream: .init(
                            bandwidth: rate.peak, averageBandwidth: rate.average, codecs: [entry.codec],
                            resolution: rung.size, videoRange: .standard),
                        uri: "\(id)/iframes.m3u8"))
            case .audio(_, isGroup: true):
                renditions.append(
                    .init(groupID: Self.audioGroup, name: Self.soundName, language: Self.undetermined, uri: uri))
            case .audio(_, isGroup: false):
                variants.append(
                    .init(
                        stream: .init(
                            bandwidth: entry.rate.peak, averageBandwidth: entry.rate.average, codecs: [entry.codec]),
                        audioGroupID: "\(id)", uri: uri))
                // A group of its own, of the same playlist: a player that looks for sound in groups finds it.
                renditions.append(
                    .init(groupID: "\(id)", name: Self.soundName, language: Self.undetermined, uri: uri))
            }
        }
        return MultivariantPlaylist(
            variants: MultivariantPlaylist.Variant.ordered(variants), audioRenditions: renditions,
            iFrameVariants: iFrameVariants)
    }
}

extension MultivariantBuilder {
    /// From what each track takes by itself: a rung's variant takes its sound with it.
    ///
    /// - Parameter iFrameRates: Of rungs; those of other tracks aren't looked at.
    init(tracks: [Track], codecs: [String], rates: [Rate], iFrameRates: [Rate], frameRate: FrameRate) {
        let groups = tracks.indices.filter { tracks[$0].isAudioGroup }
        let entries = tracks.indices.map { index in
            let isVideo = tracks[index].isVideo
            let parts = (isVideo ? [index] + groups : [index]).map { rates[$0] }
            return Entry(
                track: tracks[index], codec: codecs[index],
                rate: Rate(peak: parts.reduce(0) { $0 + $1.peak }, average: parts.reduce(0) { $0 + $1.average }),
                iFrameRate: isVideo ? iFrameRates[index] : nil)
        }
        self.init(entries: entries, frameRate: frameRate)
    }
}

extension RenderPlan {
    /// What each track takes at most and on average, container included: decided by its encoder's settings.
    var rates: [MultivariantBuilder.Rate] {
        tracks.map { track in
            switch track.kind {
            case .video(let rung):
                let rate = encoding(of: rung).usual.rate
                // A segment may also take a part of the decoder's buffer with it.
                return .init(peak: rate.peak * 6 / 5, average: rate.average * 102 / 100)
            case .audio(let bitRate, _):
                return .init(peak: bitRate * 115 / 100, average: bitRate * 108 / 100)
            }
        }
    }
}
