// A libFuzzer target over the whole RTMP session, compiled in one module with the sources of Ingest that know no socket.

private let limits: IngestLimits = {
    // Small, so that short inputs reach them.
    var limits = IngestLimits()
    limits.keylessMessageBytes = 2_048
    limits.messageBytes = 8_192
    limits.chunkStreams = 8
    limits.amfKeys = 60
    limits.createdStreams = 4
    return limits
}()

private let handshake: [UInt8] = [3] + [UInt8](repeating: 0, count: 2 * 1_536)
private let random = [UInt8](repeating: 7, count: 1_528)
private let now = ContinuousClock.now

/// What must not depend on how the network cut the bytes.
private struct Result: Equatable {
    var media: [IngestEvent] = []
    var refusal: ProtocolError?
    var publications = 0
    var sentBytes = 0
    var mediaBytes = 0
}

private func run(_ bytes: ArraySlice<UInt8>, inPiecesOf size: Int, shakingHands: Bool, admitting: Bool) -> Result {
    var session = PublishSession(application: "live", limits: limits, random: random)
    var result = Result()
    func note(_ outputs: [PublishSession.Output]) {
        for output in outputs {
            precondition(result.refusal == nil, "something came after the end")
            switch output {
            case .send(let bytes): result.sentBytes += bytes.count
            case .media(let event):
                precondition(admitting, "media of a publisher that wasn't admitted")
                result.media.append(event)
                result.mediaBytes += event.bytes
            case .publishRequested: result.publications += 1
            case .refused(let error): result.refusal = error
            case .handshakeFinished, .unpublished, .pingAnswered, .odd: break
            }
        }
    }
    // In one piece, as the handshake is the same each time and would take most of the time.
    if shakingHands { note(session.receive(handshake[...], at: now)) }
    var rest = bytes
    while !rest.isEmpty {
        note(session.receive(rest.prefix(size), at: now))
        rest = rest.dropFirst(size)
        while session.phase == .deciding {
            note(
                admitting
                    ? session.accept(at: now)
                    : session.refuse(ProtocolError(.wrongKey, "No."), code: "NetStream.Publish.Denied"))
        }
    }
    precondition(session.isOver == (result.refusal != nil), "a session ended without a word")
    return result
}

/// The input's first byte says how to run it, the others are what the peer sends.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start, count > 1 else { return 0 }
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    let mode = input[0]
    let bytes = input[1...]
    let (shakingHands, admitting) = (mode & 1 == 0, mode & 2 == 0)
    let whole = run(bytes, inPiecesOf: .max, shakingHands: shakingHands, admitting: admitting)
    let size = [61, 7, 1, 300][Int(mode >> 2 & 3)]
    let pieces = run(bytes, inPiecesOf: size, shakingHands: shakingHands, admitting: admitting)
    precondition(whole.media == pieces.media && whole.refusal == pieces.refusal, "the pieces' size matters")
    precondition(whole.publications == pieces.publications)
    // An answer may be longer than its question, but not without bound.
    precondition(whole.sentBytes <= 8_192 + 64 * bytes.count)
    precondition(whole.mediaBytes <= 600 * bytes.count)
    return 0
}
