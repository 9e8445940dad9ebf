import Captions
import FFmpegKit
import HLS
import MediaModel

/// The multivariant playlist of a programme: which renditions there are, and what each asks of a player.
struct MultivariantBuilder {
    struct Entry: Sendable {
        let track: Track
        /// As CODECS wants it.
        let codec: String
        /// Of its own media.
        let bandwidth: VariantBandwidth
        /// Of its I-frames alone; looked at for rungs only.
        let iFrameBandwidth: VariantBandwidth
    }

    let entries: [Entry]
    let frameRate: FrameRate
    /// What the pictures say besides, in all rungs.
    let closedCaptions: [ClosedCaptionService]
    /// The storyboard of a show on demand; `nil` for none.
    var images: MultivariantPlaylist.ImageVariant?
    /// Whether a show on demand has its chapters beside it.
    var hasChapters = false

    private static let audioGroup = "audio"
    private static let subtitleGroup = "captions"
    private static let closedCaptionGroup = "cc"
    private static let soundName = "Programme"
    /// BCP 47 for a language that isn't known (Apple's rule 8.10 wants the attribute).
    private static let undetermined = "und"

    var playlist: MultivariantPlaylist {
        var variants: [MultivariantPlaylist.Variant] = []
        var iFrameVariants: [MultivariantPlaylist.IFrameVariant] = []
        var renditions: [MultivariantPlaylist.AudioRendition] = []
        var subtitles: [MultivariantPlaylist.SubtitleRendition] = []
        let closedCaptionGroup = closedCaptions.isEmpty ? nil : Self.closedCaptionGroup
        let sounds = entries.filter(\.track.isAudioGroup)
        let texts = entries.filter { !$0.track.isEncoded }
        // What a viewer reads is one of them; RFC 8216bis 4.4.6.2 wants the largest sum.
        let text = VariantBandwidth(
            peak: texts.map(\.bandwidth.peak).max() ?? 0, average: texts.map(\.bandwidth.average).max() ?? 0)
        for entry in entries {
            let id = entry.track.id
            let uri = "\(id)/playlist.m3u8"
            switch entry.track.kind {
            case .video(let rung):
                // A rung's variant takes its sound with it.
                let bandwidth = sounds.reduce(entry.bandwidth) { $0 + $1.bandwidth } + text
                variants.append(
                    .init(
                        stream: .init(
                            bandwidth: bandwidth.peak, averageBandwidth: bandwidth.average,
                            codecs: [entry.codec] + sounds.map(\.codec), resolution: rung.size, videoRange: .standard),
                        frameRateInThousandths: frameRate.framesPerSecond * 1000, audioGroupID: Self.audioGroup,
                        closedCaptionGroupID: closedCaptionGroup, declaresNoClosedCaptions: closedCaptionGroup == nil,
                        uri: uri))
                iFrameVariants.append(
                    .init(
                        stream: .init(
                            bandwidth: entry.iFrameBandwidth.peak, averageBandwidth: entry.iFrameBandwidth.average,
                            codecs: [entry.codec], resolution: rung.size, videoRange: .standard),
                        uri: "\(id)/iframes.m3u8"))
            case .audio(_, isGroup: true):
                renditions.append(
                    .init(groupID: Self.audioGroup, name: Self.soundName, language: Self.undetermined, uri: uri))
            case .audio(_, isGroup: false):
                variants.append(
                    .init(
                        stream: .init(
                            bandwidth: (entry.bandwidth + text).peak,
                            averageBandwidth: (entry.bandwidth + text).average, codecs: [entry.codec]),
                        // NONE on one variant would mean none on any.
                        audioGroupID: "\(id)", declaresNoClosedCaptions: closedCaptionGroup == nil, uri: uri))
                // A group of its own, of the same playlist: a player that looks for sound in groups finds it.
                renditions.append(
                    .init(groupID: "\(id)", name: Self.soundName, language: Self.undetermined, uri: uri))
            case .captions(let choice):
                var rendition = MultivariantPlaylist.SubtitleRendition(
                    groupID: Self.subtitleGroup, name: choice.language.ownName, language: "\(choice.language)", uri: uri
                )
                rendition.isDefault = choice.isShown
                if choice.describesSound {
                    rendition.characteristics = MultivariantPlaylist.SubtitleRendition.describesSound
                }
                subtitles.append(rendition)
            }
        }
        // Who only listens may read as well.
        if !subtitles.isEmpty {
            for index in variants.indices { variants[index].subtitleGroupID = Self.subtitleGroup }
        }
        var playlist = MultivariantPlaylist(
            variants: MultivariantPlaylist.Variant.ordered(variants), audioRenditions: renditions,
            iFrameVariants: iFrameVariants)
        playlist.subtitleRenditions = subtitles
        playlist.imageVariants = images.map { [$0] } ?? []
        if hasChapters { playlist.sessionData = [.chapters(ChapterName.json)] }
        playlist.closedCaptionRenditions = closedCaptions.map { $0.rendition(of: Self.closedCaptionGroup) }
        return playlist
    }
}

extension RenderPlan {
    /// What each track takes at most and on average, container included: decided by its encoder's settings.
    var bandwidths: [VariantBandwidth] {
        tracks.map { track in
            switch track.kind {
            case .video(let rung):
                let rate = encoding(of: rung).usual.rate
                // A segment may also take a part of the decoder's buffer with it.
                return .init(peak: rate.peak * 6 / 5, average: rate.average * 102 / 100)
            case .audio(let bitRate, _):
                return .init(peak: bitRate * 115 / 100, average: bitRate * 108 / 100)
            case .captions:
                // Words that are told twenty times a second still come as a cue or two a segment: half a kilobyte, four at most.
                return .init(peak: 24_000, average: 3_000)
            }
        }
    }
}
