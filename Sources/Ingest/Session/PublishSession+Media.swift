extension PublishSession {
    /// Takes a message of the publication: sound, picture, data, or an aggregate of them.
    mutating func handleMedia(_ message: Message, at now: ContinuousClock.Instant) throws(ProtocolError) {
        switch message.type {
        case .video: try handleVideo(message, at: now)
        case .audio: try handleAudio(message, at: now)
        case .dataAMF0: handleData(message.body[...])
        case .dataAMF3: handleData(message.valuesAsAMF0)
        case .aggregate: try handleAggregate(message, at: now)
        default:
            if !message.type.isKnown { drop(message.type, .unknown, "A message of a type that RTMP doesn't have.") }
        }
    }

    private mutating func handleVideo(_ message: Message, at now: ContinuousClock.Instant) throws(ProtocolError) {
        let decodeTime = clock.unwrap(message.timestamp)
        switch try VideoTag.decode(message.body) {
        case .configuration(let configuration):
            guard configuration != video else { return }
            video = configuration
            emit(.videoConfiguration(configuration))
        case .picture(let codec, let isKeyFrame, let compositionOffset, let bytes):
            guard codec == video?.codec else { return dropHeaderless(.video, at: now) }
            // A picture keeps its message's memory, unless that has much else in it.
            let isAlone = message.body.count - bytes.count <= 64
            let sample = EncodedSample(
                decodeTime: decodeTime, compositionOffset: compositionOffset, isKeyFrame: isKeyFrame,
                bytes: isAlone ? bytes : Array(bytes)[...], arrival: now)
            emit(.video(sample))
        case .metadata(let body): handleColors(body[...])
        case .nothing: break
        case .otherTrack: counts.otherTracks += 1
        }
    }

    /// Colours that don't make sense are as good as none: what the pictures say themselves goes first anyway.
    private mutating func handleColors(_ body: ArraySlice<UInt8>) {
        var reader = AMFReader(body, limits: limits)
        guard let values = try? reader.values() else {
            return drop(.video, .metadata, "Colours that can't be read; the pictures say themselves what they are.")
        }
        guard values.first?.text == "colorInfo", values.count > 1 else { return }
        let colors = VideoColors(values[1])
        // OBS repeats itself with each key picture.
        guard colors != self.colors else { return }
        self.colors = colors
        outputs.append(.media(.videoColors(colors)))
    }

    private mutating func handleAudio(_ message: Message, at now: ContinuousClock.Instant) throws(ProtocolError) {
        let decodeTime = clock.unwrap(message.timestamp)
        switch try AudioTag.decode(message.body) {
        case .configuration(let configuration):
            // What it says holds whatever the heads of frames say.
            soundHasHeads = false
            guard configuration != audio else { return }
            audio = configuration
            emit(.audioConfiguration(configuration))
        case .sound(let codec, let bytes):
            if codec == .aac, let frames = try ADTSFrame.frames(in: bytes) {
                return handleFrames(frames, decodeTime: decodeTime, at: now)
            }
            guard codec == audio?.codec else { return dropHeaderless(.audio, at: now) }
            emit(.audio(EncodedSample(decodeTime: decodeTime, isKeyFrame: true, bytes: bytes[...], arrival: now)))
        case .nothing: break
        case .otherTrack: counts.otherTracks += 1
        }
    }

    /// AAC with a head on each frame says itself what a sequence header would, and goes on without the heads.
    private mutating func handleFrames(_ frames: [ADTSFrame], decodeTime: Int64, at now: ContinuousClock.Instant) {
        var samples: Int64 = 0
        for frame in frames {
            if audio?.codec != .aac || (soundHasHeads && audio != frame.configuration) {
                (audio, soundHasHeads) = (frame.configuration, true)
                emit(.audioConfiguration(frame.configuration))
            }
            let time = decodeTime + samples * 1_000 / frame.sampleRate
            samples += frame.samples
            emit(.audio(EncodedSample(decodeTime: time, isKeyFrame: true, bytes: frame.bytes[...], arrival: now)))
        }
    }

    /// Only metadata is of interest. It's for display, so what can't be read of it ends no broadcast.
    private mutating func handleData(_ body: ArraySlice<UInt8>) {
        var reader = AMFReader(body, limits: limits)
        guard var values = try? reader.values()[...] else {
            return drop(.dataAMF0, .metadata, "Metadata that can't be read; they are for display only.")
        }
        if values.first?.text == "@setDataFrame" { values.removeFirst() }
        guard values.popFirst()?.text == "onMetaData", let object = values.first else { return }
        // GStreamer repeats itself with every change of its own bit rate.
        guard let metadata = StreamMetadata(object), metadata != self.metadata else { return }
        self.metadata = metadata
        emit(.metadata(metadata))
    }

    /// Several FLV tags in one message (RTMP 1.0, 7.1.6): the message's time is the first one's, and the others keep their
    /// distance to it.
    private mutating func handleAggregate(
        _ message: Message, at now: ContinuousClock.Instant
    ) throws(ProtocolError) {
        var reader = ByteReader(message.body[...], of: "An aggregate message")
        var first: UInt32?
        while reader.remaining > 0 {
            let type = MessageType(rawValue: try reader.byte())
            let length = Int(try reader.integer(bytes: 3))
            // FLV has the lower 24 bits first, then the upper 8.
            let lower = UInt32(try reader.integer(bytes: 3))
            let timestamp = UInt32(try reader.byte()) << 24 | lower
            _ = try reader.integer(bytes: 3)  // The stream.
            let body = Array(try reader.take(length))
            // The last back pointer is missing in some.
            if reader.remaining >= 4 { _ = try reader.integer(bytes: 4) }
            let offset = timestamp &- (first ?? timestamp)
            first = first ?? timestamp
            // An aggregate inside an aggregate has no meaning, and would recurse.
            guard type != .aggregate else { continue }
            let part = Message(
                type: type, streamID: message.streamID, timestamp: message.timestamp &+ offset, body: body)
            do throws(ProtocolError) {
                try handleMedia(part, at: now)
            } catch {
                drop(type, error, at: now)
            }
        }
    }
}
