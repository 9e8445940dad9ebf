extension MultivariantPlaylist {
    /// Reads a multivariant playlist. Tags, attributes and renditions (TYPE=VIDEO) it doesn't know are passed over.
    ///
    /// - Parameter context: Where the text comes from, for what it may take from there (EXT-X-DEFINE).
    /// - Throws: ``PlaylistError`` naming the line: a missing attribute, a value that can't be read, a variable that isn't
    ///   defined, a media playlist, text beyond the limits (16 MiB, 16 KiB a line, 100,000 entries).
    public init(parsing text: String, from context: PlaylistContext = PlaylistContext()) throws(PlaylistError) {
        let lines = try PlaylistLines(text, context, isMultivariant: true)
        var version = 1
        var isIndependent = false
        var audio: [AudioRendition] = []
        var (subtitles, captions): ([SubtitleRendition], [ClosedCaptionRendition]) = ([], [])
        var variants: [Variant] = []
        var iFrames: [IFrameVariant] = []
        var images: [ImageVariant] = []
        var sessionData: [SessionData] = []
        var pending: (line: PlaylistLines.Line, attributes: AttributeList)?

        for line in lines.lines {
            guard
                audio.count + subtitles.count + captions.count + variants.count + iFrames.count + images.count
                    + sessionData.count < PlaylistLines.maximumEntryCount
            else {
                throw line.error("too many variants")
            }
            guard let (name, value) = line.tag else {
                guard let stream = pending else { throw line.error("a URI without EXT-X-STREAM-INF before it") }
                guard MediaPlaylist.Segment.isURI(line.text) else { throw line.error("\"\(line.text)\" is no URI") }
                variants.append(
                    try read(stream.line) { () throws(AttributeList.Failure) in
                        try Variant(stream.attributes, uri: line.text)
                    })
                pending = nil
                continue
            }
            // 4.4.6.2: the URI is the line after the tag.
            if let pending { throw pending.line.error("no URI after EXT-X-STREAM-INF") }
            func attributes() throws(AttributeList.Failure) -> AttributeList { try AttributeList(parsing: value) }
            switch name {
            case "EXT-X-VERSION":
                guard let number = DecimalText.integer(value) else { throw line.error("\"\(value)\" is no integer") }
                version = number
            case "EXT-X-INDEPENDENT-SEGMENTS": isIndependent = true
            case "EXT-X-STREAM-INF": pending = (line, try read(line, attributes))
            case "EXT-X-MEDIA":
                let list = try read(line, attributes)
                switch list["TYPE"] {
                case .plain("AUDIO")?:
                    audio.append(try read(line) { () throws(AttributeList.Failure) in try AudioRendition(list) })
                case .plain("SUBTITLES")?:
                    subtitles.append(
                        try read(line) { () throws(AttributeList.Failure) in try SubtitleRendition(list) })
                case .plain("CLOSED-CAPTIONS")?:
                    captions.append(
                        try read(line) { () throws(AttributeList.Failure) in try ClosedCaptionRendition(list) })
                default: break
                }
            case "EXT-X-I-FRAME-STREAM-INF":
                iFrames.append(try read(line) { () throws(AttributeList.Failure) in try IFrameVariant(attributes()) })
            case "EXT-X-IMAGE-STREAM-INF":
                images.append(try read(line) { () throws(AttributeList.Failure) in try ImageVariant(attributes()) })
            case "EXT-X-SESSION-DATA":
                sessionData.append(try read(line) { () throws(AttributeList.Failure) in try SessionData(attributes()) })
            case "EXTINF", "EXT-X-TARGETDURATION", "EXT-X-MEDIA-SEQUENCE", "EXT-X-ENDLIST":
                throw line.error("\(name) belongs to a media playlist")
            default: break
            }
        }
        if let pending { throw pending.line.error("no URI after EXT-X-STREAM-INF") }
        self.init(
            variants: variants, audioRenditions: audio, iFrameVariants: iFrames,
            hasIndependentSegments: isIndependent, version: version)
        (subtitleRenditions, closedCaptionRenditions, imageVariants) = (subtitles, captions, images)
        self.sessionData = sessionData
        (variables, versionOfVariables) = (lines.variables.values, lines.variables.neededVersion)
    }
}

/// Adds the line to what is wrong with an attribute list.
private func read<Result>(
    _ line: PlaylistLines.Line, _ body: () throws(AttributeList.Failure) -> Result
) throws(PlaylistError) -> Result {
    do throws(AttributeList.Failure) {
        return try body()
    } catch {
        throw line.error("\(line.tag?.name ?? ""): \(error.message)")
    }
}

extension MultivariantPlaylist.StreamDescription {
    fileprivate init(_ list: AttributeList) throws(AttributeList.Failure) {
        let range = try list.plain("VIDEO-RANGE")
        let videoRange = range.flatMap { MultivariantPlaylist.VideoRange(rawValue: $0) }
        if let range, videoRange == nil { throw AttributeList.Failure(message: "VIDEO-RANGE: \"\(range)\"") }
        self.init(
            bandwidth: try list.required("BANDWIDTH", list.integer("BANDWIDTH")),
            averageBandwidth: try list.integer("AVERAGE-BANDWIDTH"),
            codecs: (try list.quoted("CODECS") ?? "").split(separator: ",").map { String($0) },
            resolution: try list.resolution("RESOLUTION"),
            videoRange: videoRange)
    }
}

extension MultivariantPlaylist.Variant {
    fileprivate init(_ list: AttributeList, uri: String) throws(AttributeList.Failure) {
        var thousandths: Int?
        if let text = try list.plain("FRAME-RATE") {
            guard let value = DecimalText.scaled(text, digits: 3) else {
                throw AttributeList.Failure(message: "FRAME-RATE: \"\(text)\" is no number")
            }
            thousandths = Int(value)
        }
        self.init(
            stream: try MultivariantPlaylist.StreamDescription(list), frameRateInThousandths: thousandths,
            audioGroupID: try list.quoted("AUDIO"), declaresNoClosedCaptions: list["CLOSED-CAPTIONS"] == .plain("NONE"),
            uri: uri)
        subtitleGroupID = try list.quoted("SUBTITLES")
        if !declaresNoClosedCaptions { closedCaptionGroupID = try list.quoted("CLOSED-CAPTIONS") }
    }
}

extension MultivariantPlaylist.IFrameVariant {
    fileprivate init(_ list: AttributeList) throws(AttributeList.Failure) {
        self.init(
            stream: try MultivariantPlaylist.StreamDescription(list),
            uri: try list.required("URI", list.quoted("URI")))
    }
}

extension MultivariantPlaylist.ImageVariant {
    fileprivate init(_ list: AttributeList) throws(AttributeList.Failure) {
        self.init(
            stream: try MultivariantPlaylist.StreamDescription(list),
            uri: try list.required("URI", list.quoted("URI")))
    }
}

extension MultivariantPlaylist.SessionData {
    fileprivate init(_ list: AttributeList) throws(AttributeList.Failure) {
        let id = try list.required("DATA-ID", list.quoted("DATA-ID"))
        switch (try list.quoted("VALUE"), try list.quoted("URI")) {
        case (let value?, nil): self.init(id: id, .value(value))
        case (nil, let uri?): self.init(id: id, .uri(uri))
        default: throw AttributeList.Failure(message: "expected either VALUE or URI")
        }
        language = try list.quoted("LANGUAGE")
    }
}

extension MultivariantPlaylist.AudioRendition {
    fileprivate init(_ list: AttributeList) throws(AttributeList.Failure) {
        // 4.4.6.1: the channel count comes first, other parameters after a slash.
        let channels = try list.quoted("CHANNELS").flatMap { DecimalText.integer($0.prefix { $0 != "/" }) }
        self.init(
            groupID: try list.required("GROUP-ID", list.quoted("GROUP-ID")),
            name: try list.required("NAME", list.quoted("NAME")),
            language: try list.quoted("LANGUAGE"),
            isDefault: try list.flag("DEFAULT") ?? false,
            isAutoselected: try list.flag("AUTOSELECT") ?? false,
            channelCount: channels,
            uri: try list.quoted("URI"))
    }
}

extension MultivariantPlaylist.SubtitleRendition {
    fileprivate init(_ list: AttributeList) throws(AttributeList.Failure) {
        self.init(
            groupID: try list.required("GROUP-ID", list.quoted("GROUP-ID")),
            name: try list.required("NAME", list.quoted("NAME")), language: try list.quoted("LANGUAGE"),
            uri: try list.quoted("URI"))
        isDefault = try list.flag("DEFAULT") ?? false
        isAutoselected = try list.flag("AUTOSELECT") ?? false
        isForced = try list.flag("FORCED") ?? false
        characteristics = (try list.quoted("CHARACTERISTICS") ?? "").split(separator: ",").map {
            $0.trimmingPrefix(while: \.isWhitespace).description
        }
    }
}

extension MultivariantPlaylist.ClosedCaptionRendition {
    fileprivate init(_ list: AttributeList) throws(AttributeList.Failure) {
        self.init(
            groupID: try list.required("GROUP-ID", list.quoted("GROUP-ID")),
            name: try list.required("NAME", list.quoted("NAME")), language: try list.quoted("LANGUAGE"),
            instreamID: try list.required("INSTREAM-ID", list.quoted("INSTREAM-ID")))
        isDefault = try list.flag("DEFAULT") ?? false
        isAutoselected = try list.flag("AUTOSELECT") ?? false
    }
}
