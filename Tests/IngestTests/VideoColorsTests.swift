import Testing

@testable import Ingest

/// The metadata frame of Enhanced RTMP.
@Suite struct VideoColorsTests {
    /// As OBS sends it.
    private func colorInfo(_ configuration: AMFValue?) -> AMFValue {
        guard let configuration else { return [:] }
        return ["colorConfig": configuration, "hdrCll": ["maxFall": 0.0, "maxCLL": 1_000.0]]
    }

    private func message(_ values: [AMFValue]) -> Message {
        var body = [0x94] + Array("hvc1".utf8)
        for value in values { body.append(amf: value) }
        return Message(type: .video, streamID: 1, body: body)
    }

    private func colors(_ bodies: [[AMFValue]]) -> [VideoColors?] {
        var (session, publisher) = (PublishSession.make(), TestPublisher())
        var bytes = publisher.opening()
        for body in bodies { bytes += publisher.bytes(message(body)) }
        return session.run(bytes, at: .now).media.compactMap {
            if case .videoColors(let colors) = $0 { .some(colors) } else { nil }
        }
    }

    private let hlg: AMFValue = [
        "bitDepth": 10.0, "colorPrimaries": 9.0, "transferCharacteristics": 18.0, "matrixCoefficients": 9.0,
    ]

    @Test func readsColorsOnceUntilTheyChange() {
        let message: [AMFValue] = ["colorInfo", colorInfo(hlg)]
        #expect(colors([message, message]) == [VideoColors(primaries: 9, transfer: 18, matrix: 9)])
        #expect(
            colors([message, ["colorInfo", colorInfo(nil)], message])
                == [
                    VideoColors(primaries: 9, transfer: 18, matrix: 9), nil,
                    VideoColors(primaries: 9, transfer: 18, matrix: 9),
                ])
        #expect(colors([message, ["colorInfo", .undefined]]).count == 2)
    }

    @Test func takesWhatIsSaidAndLeavesTheRestOpen() {
        #expect(
            colors([["colorInfo", colorInfo(["transferCharacteristics": 16.0])]])
                == [VideoColors(primaries: 2, transfer: 16, matrix: 2)])
    }

    @Test(
        arguments: [
            ["colorInfo"], ["colorInfo", "blue"], ["colorInfo", ["colorConfig": 7.0]], ["other", ["colorConfig": [:]]],
            ["colorInfo", ["colorConfig": ["colorPrimaries": 9.5, "transferCharacteristics": -1.0]]],
            ["colorInfo", ["colorConfig": ["colorPrimaries": 1e300, "matrixCoefficients": "nine"]]], [],
        ] as [[AMFValue]])
    func passesNonsenseOver(_ body: [AMFValue]) {
        #expect(colors([body]).isEmpty)
    }

    @Test func countsWhatCantBeRead() {
        var (session, publisher) = (PublishSession.make(), TestPublisher())
        let message = Message(type: .video, streamID: 1, body: [0x94] + Array("hvc1".utf8) + [2, 0, 200, 1])
        let outputs = session.run(publisher.opening() + publisher.bytes(message), at: .now)
        #expect(outputs.refusal == nil)
        #expect(session.dropped.counts[.metadata] == 1)
    }
}
