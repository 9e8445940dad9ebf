import CFFmpeg

/// A track of words in a container, as viewers could switch it on in a player.
public struct SubtitleTrack: Hashable, Sendable {
    /// FFmpeg's name of how it is coded, e.g. `subrip`, `mov_text`, `webvtt`, `dvb_subtitle`.
    public let codecName: String
    /// As the container writes it: mostly three letters of ISO 639; `nil` if it doesn't say.
    public let language: String?

    public init(codecName: String, language: String?) { (self.codecName, self.language) = (codecName, language) }
}

extension InputContainer {
    static func describeSubtitles(of context: UnsafeMutablePointer<AVFormatContext>) -> [SubtitleTrack] {
        (0..<Int(context.pointee.nb_streams)).compactMap { index in
            guard let stream = context.pointee.streams[index], let parameters = stream.pointee.codecpar,
                parameters.pointee.codec_type == AVMEDIA_TYPE_SUBTITLE
            else { return nil }
            let language = av_dict_get(stream.pointee.metadata, "language", nil, 0)
                .flatMap { $0.pointee.value.map { String(cString: $0) } }
            return SubtitleTrack(
                codecName: String(cString: avcodec_get_name(parameters.pointee.codec_id)),
                language: language == "und" ? nil : language)
        }
    }
}
