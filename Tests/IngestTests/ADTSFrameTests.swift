import Testing

@testable import Ingest

@Suite struct ADTSFrameTests {
    private let now = ContinuousClock.now

    /// A frame behind a head of seven bytes, nine with a checksum.
    private func frame(
        _ payload: [UInt8], rate: UInt8 = 3, channels: UInt8 = 1, hasChecksum: Bool = false, version: UInt8 = 0,
        statedLength: Int? = nil, blocks: UInt8 = 1
    ) -> [UInt8] {
        let length = statedLength ?? payload.count + (hasChecksum ? 9 : 7)
        return [
            0xFF, 0xF0 | version << 3 | (hasChecksum ? 0 : 1), 1 << 6 | rate << 2 | channels >> 2,
            channels << 6 | UInt8(length >> 11), UInt8(length >> 3 & 0xFF), UInt8(length & 7) << 5 | 0x1F,
            0xFC | (blocks - 1),
        ] + (hasChecksum ? [0xAB, 0xCD] : []) + payload
    }

    private func sound(_ bytes: [UInt8], timestamp: UInt32) -> Message { .sound(bytes, timestamp: timestamp) }

    private func media(_ messages: [Message], sourceLocation: SourceLocation = #_sourceLocation) -> [IngestEvent] {
        var publisher = TestPublisher()
        var bytes = publisher.opening()
        for message in messages { bytes += publisher.bytes(message) }
        var session = PublishSession.make()
        let outputs = session.run(bytes, at: now)
        var other = PublishSession.make()
        #expect(other.run(bytes, inPiecesOf: 1, at: now) == outputs, sourceLocation: sourceLocation)
        #expect(outputs.refusal == nil, sourceLocation: sourceLocation)
        return outputs.media
    }

    private func unit(_ bytes: [UInt8], at time: Int64) -> IngestEvent {
        .audio(EncodedSample(decodeTime: time, isKeyFrame: true, bytes: bytes[...], arrival: now))
    }

    private func configuration(_ record: [UInt8]) -> IngestEvent {
        .audioConfiguration(AudioConfiguration(codec: .aac, record: record))
    }

    @Test func makesTheSequenceHeaderFromTheHeads() {
        // AAC-LC at 48 kHz, one channel: 00010 0011 0001 000.
        #expect(
            media([sound(frame([1, 2, 3]), timestamp: 10), sound(frame([4, 5]), timestamp: 31)])
                == [configuration([0x11, 0x88]), unit([1, 2, 3], at: 10), unit([4, 5], at: 31)])
    }

    @Test(
        arguments: [
            (4, 2, [0x12, 0x10]), (3, 2, [0x11, 0x90]), (11, 1, [0x15, 0x88]), (3, 6, [0x11, 0xB0]),
            (12, 7, [0x16, 0x38]),
        ] as [(UInt8, UInt8, [UInt8])])
    func readsRateAndChannels(rate: UInt8, channels: UInt8, record: [UInt8]) throws {
        let frames = try #require(try ADTSFrame.frames(in: frame([9], rate: rate, channels: channels)))
        #expect(frames.map(\.configuration.record) == [record])
        #expect(frames.map(\.bytes) == [[9]])
    }

    @Test func takesTheHeadsOffWhereThereIsAHeaderToo() {
        let header = Message.audioHeader(record: [0x12, 0x10])
        // What the sequence header says counts, also where it comes later.
        #expect(
            media([header, sound(frame([1]), timestamp: 0), sound([2], timestamp: 21), header])
                == [configuration([0x12, 0x10]), unit([1], at: 0), unit([2], at: 21)])
        #expect(
            media([sound(frame([1]), timestamp: 0), header, sound(frame([2]), timestamp: 21)])
                == [configuration([0x11, 0x88]), unit([1], at: 0), configuration([0x12, 0x10]), unit([2], at: 21)])
    }

    @Test func followsHeadsThatChange() {
        #expect(
            media([sound(frame([1]), timestamp: 0), sound(frame([2], channels: 2), timestamp: 21)])
                == [configuration([0x11, 0x88]), unit([1], at: 0), configuration([0x11, 0x90]), unit([2], at: 21)])
    }

    @Test func takesSeveralFramesOfOneMessage() {
        let three = frame([1, 1]) + frame([2, 2, 2]) + frame([3])
        // 1024 samples at 48 kHz are 21 1/3 ms.
        #expect(
            media([sound(three, timestamp: 1_000)])
                == [
                    configuration([0x11, 0x88]), unit([1, 1], at: 1_000), unit([2, 2, 2], at: 1_021),
                    unit([3], at: 1_042),
                ])
    }

    @Test func readsChecksumsVersionsAndLengthsThatAreWrong() throws {
        for bytes in [
            frame([7, 8, 9], hasChecksum: true), frame([7, 8, 9], version: 1), frame([7, 8, 9], statedLength: 3),
            frame([7, 8, 9], statedLength: 4_000), frame([7, 8, 9], statedLength: 0),
        ] {
            let frames = try #require(try ADTSFrame.frames(in: bytes))
            #expect(frames.map(\.bytes) == [[7, 8, 9]])
        }
        #expect(try ADTSFrame.frames(in: frame([]))?.isEmpty == true)
    }

    @Test(
        arguments: [
            [], [0xFF], [0xFF, 0xF1, 0x4C, 0x40, 0x01, 0x7F], [0x21, 0x10], [0xFF, 0xFB, 0x90, 0x64, 0, 0, 0, 0, 0],
        ] as [[UInt8]])
    func leavesOtherSoundAsItIs(_ bytes: [UInt8]) throws {
        #expect(try ADTSFrame.frames(in: bytes) == nil)
    }

    @Test func refusesHeadsThatNoDecoderKnows() {
        #expect(throws: ProtocolError.self) { try ADTSFrame.frames(in: frame([1], rate: 13)) }
        let error = #expect(throws: ProtocolError.self) { try ADTSFrame.frames(in: frame([1], channels: 0)) }
        #expect(error?.message.contains("mono or stereo") == true)
        #expect(throws: ProtocolError.self) { try ADTSFrame.frames(in: frame([1], hasChecksum: true, blocks: 2)) }
        #expect(throws: ProtocolError.self) {
            try ADTSFrame.frames(in: (0..<101).flatMap { _ in frame([1]) })
        }
    }

    @Test func takesAHeadForASequenceHeader() throws {
        let expected = AudioTag.configuration(AudioConfiguration(codec: .aac, record: [0x11, 0x88]))
        #expect(try AudioTag.decode([0xAF, 0] + frame([])) == expected)
        #expect(try AudioTag.decode([0xAF, 0] + frame([1, 2])) == expected)
    }

    @Test func readsThemInEnhancedMessagesToo() {
        let body = [0x91] + Array("mp4a".utf8) + frame([5])
        #expect(
            media([Message(type: .audio, streamID: 1, timestamp: 3, body: body)])
                == [configuration([0x11, 0x88]), unit([5], at: 3)])
    }
}
