extension PublishSession {
    /// Obeys a command (RTMP 1.0, 7.2): name, transaction, command object, arguments.
    mutating func handleCommand(_ body: ArraySlice<UInt8>, streamID: UInt32) throws(ProtocolError) {
        var reader = AMFReader(body, limits: limits)
        let (values, damage) = try reader.readableValues()
        guard let name = values.first?.text else {
            throw damage ?? ProtocolError(.malformed, "A command without a name.")
        }
        // What can't be read are arguments behind those that count, such as values of AMF3.
        if let damage { drop(.commandAMF0, .malformed, damage.message) }
        let transaction = values.dropFirst().first?.number ?? 0
        let arguments = Array(values.dropFirst(3))
        if name == "connect" {
            let object = values.count > 2 ? values[2] : .null
            if phase == .publishing { return connectAgain(object, transaction: transaction) }
            return try connect(object, transaction: transaction)
        }
        guard phase != .connecting else {
            throw ProtocolError(.malformed, "A command before connect.")
        }
        switch name {
        case "createStream": try createStream(transaction: transaction)
        case "publish": publish(arguments, streamID: streamID)
        case "FCUnpublish": unpublish()
        // It comes on the stream that it closes (7.2.2.3).
        case "closeStream": if streamID == self.streamID || streamID == 0 { unpublish() }
        case "deleteStream":
            // Its argument is the message stream (7.2.2.3).
            if arguments.first?.number ?? Double(self.streamID) == Double(self.streamID) { unpublish() }
        case "play", "play2":
            let error = ProtocolError(
                .player, "This server takes publishers only: play the broadcast's HLS address instead of its RTMP one.")
            if phase == .publishing { sendStatus("NetStream.Play.Failed", error.message, level: "error", on: streamID) }
            throw error
        case "getStreamLength": answer(transaction, [0.0])
        // Courtesies of Flash Media Live Encoder and its heirs, which go on with or without an answer.
        case "releaseStream", "FCPublish", "_checkbw": answer(transaction, [.undefined])
        case "_result", "_error", "onStatus", "onFCPublish": break
        default:
            // Transaction 0 wants no answer, and publishers may take one for an error of their own.
            if transaction != 0 {
                answerError(transaction, "NetConnection.Call.Failed", "This server doesn't know that command.")
            }
            if phase == .publishing { drop(.commandAMF0, .unknown, "A command that this server doesn't know.") }
        }
    }

    private mutating func connect(_ object: AMFValue, transaction: Double) throws(ProtocolError) {
        guard phase == .connecting else { throw ProtocolError(.malformed, "A second connect on one connection.") }
        connection = object["app"]?.text ?? Self.application(of: object["tcUrl"]?.text ?? "")
        program = printable(object["flashVer"]?.text ?? "", limit: 100)
        guard address.admits(connection: connection) else {
            // What it asked for may be a key in the wrong place, so it isn't repeated.
            let error = ProtocolError(
                .wrongApplication,
                "There is no such application on this server: the URL to publish to ends in /\(application).")
            answerError(transaction, "NetConnection.Connect.Rejected", error.message)
            phase = .over
            outputs.append(.refused(error))
            return
        }
        phase = .connected
        send(
            .number(.windowAcknowledgementSize, AcknowledgementWindow.ours),
            // 2 is "dynamic" (5.4.5).
            .number(.setPeerBandwidth, AcknowledgementWindow.ours, trailing: [2]),
            .number(.setChunkSize, 4_096))
        answerConnect(transaction)
    }

    /// Answers a publisher that connects while it publishes: its connection is as it was.
    private mutating func connectAgain(_ object: AMFValue, transaction: Double) {
        drop(.commandAMF0, .unexpected, "A second connect on one connection.")
        guard address.admits(connection: object["app"]?.text ?? connection) else {
            return answerError(
                transaction, "NetConnection.Connect.Rejected", "This connection publishes to another application.")
        }
        answerConnect(transaction)
    }

    private mutating func answerConnect(_ transaction: Double) {
        send(
            .command([
                "_result", .number(transaction),
                .object(
                    [
                        .init(key: "fmsVer", value: "FMS/3,5,7,7009"),
                        .init(key: "capabilities", value: 31.0),
                    ] + Self.capabilities),
                .object(
                    [
                        .init(key: "level", value: "status"),
                        .init(key: "code", value: "NetConnection.Connect.Success"),
                        .init(key: "description", value: "Connection succeeded."),
                        .init(key: "objectEncoding", value: 0.0),
                    ] + Self.capabilities),
            ]))
    }

    /// Enhanced RTMP v2, "Enhancing NetConnection connect Command". The specification leaves open in which of the two objects
    /// of the answer they go, and publishers differ.
    private static var capabilities: [AMFValue.Property] {
        let canDecode: AMFValue = 1.0
        let video = VideoCodec.allCases.map(\.fourCC)
        let audio = AudioCodec.allCases.map(\.fourCC)
        return [
            .init(key: "fourCcList", value: .array((video + audio).map { .string($0) })),
            .init(key: "videoFourCcInfoMap", value: .object(video.map { .init(key: $0, value: canDecode) })),
            .init(key: "audioFourCcInfoMap", value: .object(audio.map { .init(key: $0, value: canDecode) })),
            // ModEx is understood; several tracks are not asked for.
            .init(key: "capsEx", value: 4.0),
        ]
    }

    /// The path of a URL, for publishers that send no application.
    private static func application(of url: String) -> String {
        // scheme, nothing, host, path
        url.split(separator: "/", omittingEmptySubsequences: false).dropFirst(3).joined(separator: "/")
    }

    private mutating func createStream(transaction: Double) throws(ProtocolError) {
        guard streamCount < limits.createdStreams else {
            throw ProtocolError(.limit, "More than \(limits.createdStreams) streams created on one connection.")
        }
        streamCount += 1
        answer(transaction, [.number(Double(streamCount))])
    }

    private mutating func publish(_ arguments: [AMFValue], streamID: UInt32) {
        let keys = address.keys(connection: connection, name: arguments.first?.text ?? "")
        guard phase == .publishing else { return request(keys, on: streamID) }
        drop(.commandAMF0, .unexpected, "A second publish on one connection: it publishes already.")
        if keys == publishedKeys {
            sendStatus("NetStream.Publish.Start", "The stream is on air.", level: "status", on: streamID)
        } else {
            sendStatus(
                "NetStream.Publish.BadName", "This connection publishes already: use another one.", level: "error",
                on: streamID)
        }
    }

    private mutating func unpublish() {
        guard phase == .publishing else { return }
        sendStatus("NetStream.Unpublish.Success", "The stream is off air.", level: "status")
        phase = .connected
        outputs.append(.unpublished)
    }

    // MARK: Answers

    private mutating func answer(_ transaction: Double, _ results: [AMFValue]) {
        // Transaction 0 wants none (7.2.1.2).
        guard transaction != 0 else { return }
        send(.command(["_result", .number(transaction), .null] + results))
    }

    private mutating func answerError(_ transaction: Double, _ code: String, _ description: String) {
        send(
            .command([
                "_error", .number(transaction), .null,
                ["level": "error", "code": .string(code), "description": .string(description)],
            ]))
    }
}
