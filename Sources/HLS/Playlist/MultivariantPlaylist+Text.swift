extension MultivariantPlaylist {
    /// The playlist as a file, each line ended by a line feed.
    public var text: String {
        var lines = ["#EXTM3U", "#EXT-X-VERSION:\(version)"]
        if hasIndependentSegments { lines.append("#EXT-X-INDEPENDENT-SEGMENTS") }
        lines += audioRenditions.map { "#EXT-X-MEDIA:\($0.attributes.text)" }
        lines += subtitleRenditions.map { "#EXT-X-MEDIA:\($0.attributes.text)" }
        lines += closedCaptionRenditions.map { "#EXT-X-MEDIA:\($0.attributes.text)" }
        for variant in variants { lines += ["#EXT-X-STREAM-INF:\(variant.attributes.text)", variant.uri] }
        lines += iFrameVariants.map { "#EXT-X-I-FRAME-STREAM-INF:\($0.stream.attributes(uri: $0.uri).text)" }
        lines += imageVariants.map { "#EXT-X-IMAGE-STREAM-INF:\($0.stream.attributes(uri: $0.uri).text)" }
        lines += sessionData.map { "#EXT-X-SESSION-DATA:\($0.attributes.text)" }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension MultivariantPlaylist.SessionData {
    fileprivate var attributes: AttributeList {
        var list = AttributeList()
        list.append("DATA-ID", .quoted(id))
        switch content {
        case .value(let text): list.append("VALUE", .quoted(text))
        case .uri(let uri): list.append("URI", .quoted(uri))
        }
        if let language { list.append("LANGUAGE", .quoted(language)) }
        return list
    }
}

extension MultivariantPlaylist.AudioRendition {
    fileprivate var attributes: AttributeList {
        var list = AttributeList(
            rendition: "AUDIO", of: groupID, name: name, language: language, isDefault: isDefault,
            isAutoselected: isAutoselected)
        if let channelCount { list.append("CHANNELS", .quoted("\(channelCount)")) }
        if let uri { list.append("URI", .quoted(uri)) }
        return list
    }
}

extension MultivariantPlaylist.SubtitleRendition {
    fileprivate var attributes: AttributeList {
        var list = AttributeList(
            rendition: "SUBTITLES", of: groupID, name: name, language: language, isDefault: isDefault,
            isAutoselected: isAutoselected)
        list.append("FORCED", .plain(isForced ? "YES" : "NO"))
        if !characteristics.isEmpty { list.append("CHARACTERISTICS", .quoted(characteristics.joined(separator: ","))) }
        if let uri { list.append("URI", .quoted(uri)) }
        return list
    }
}

extension MultivariantPlaylist.ClosedCaptionRendition {
    fileprivate var attributes: AttributeList {
        var list = AttributeList(
            rendition: "CLOSED-CAPTIONS", of: groupID, name: name, language: language, isDefault: isDefault,
            isAutoselected: isAutoselected)
        list.append("INSTREAM-ID", .quoted(instreamID))
        return list
    }
}

extension AttributeList {
    /// What every EXT-X-MEDIA begins with: what players show and choose a rendition by (4.4.6.1).
    fileprivate init(
        rendition type: String, of groupID: String, name: String, language: String?, isDefault: Bool,
        isAutoselected: Bool
    ) {
        self.init()
        append("TYPE", .plain(type))
        append("GROUP-ID", .quoted(groupID))
        let quotable = name.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7f }
            .map { $0 == "\"" ? "'" : Character($0) }
        append("NAME", .quoted(String(quotable)))
        if let language { append("LANGUAGE", .quoted(language)) }
        append("DEFAULT", .plain(isDefault ? "YES" : "NO"))
        append("AUTOSELECT", .plain(isAutoselected ? "YES" : "NO"))
    }
}

extension MultivariantPlaylist.StreamDescription {
    fileprivate var attributes: AttributeList {
        var list = AttributeList()
        list.append("BANDWIDTH", .plain("\(bandwidth)"))
        if let averageBandwidth { list.append("AVERAGE-BANDWIDTH", .plain("\(averageBandwidth)")) }
        if !codecs.isEmpty { list.append("CODECS", .quoted(codecs.joined(separator: ","))) }
        if let resolution { list.append("RESOLUTION", .plain("\(resolution)")) }
        if let videoRange { list.append("VIDEO-RANGE", .plain(videoRange.rawValue)) }
        return list
    }
}

extension MultivariantPlaylist.Variant {
    fileprivate var attributes: AttributeList {
        var list = stream.attributes
        if let rate = frameRateInThousandths {
            list.append("FRAME-RATE", .plain(DecimalText.text(Int64(rate), digits: 3)))
        }
        if let audioGroupID { list.append("AUDIO", .quoted(audioGroupID)) }
        if let subtitleGroupID { list.append("SUBTITLES", .quoted(subtitleGroupID)) }
        if let closedCaptionGroupID {
            list.append("CLOSED-CAPTIONS", .quoted(closedCaptionGroupID))
        } else if declaresNoClosedCaptions {
            list.append("CLOSED-CAPTIONS", .plain("NONE"))
        }
        return list
    }
}

extension MultivariantPlaylist.StreamDescription {
    /// Of a tag that has its address among its attributes.
    fileprivate func attributes(uri: String) -> AttributeList {
        var list = attributes
        list.append("URI", .quoted(uri))
        return list
    }
}
