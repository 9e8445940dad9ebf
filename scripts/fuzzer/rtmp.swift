// A libFuzzer target over the whole RTMP session, compiled in one module with the sources of Ingest that know no socket.

private let now = ContinuousClock.now

/// What must not depend on how the network cut the bytes.
private struct Result: Equatable {
    var media: [IngestEvent] = []
    var refusal: ProtocolError?
    var publications = 0
    var sentBytes = 0
    var mediaBytes = 0
}

private func run(_ input: RTMPInput, inPiecesOf size: Int) -> Result {
    let admitting = input.mode & 2 == 0
    var session = PublishSession(application: "live", limits: .small, random: random)
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
    input.feed(inPiecesOf: size) { piece in
        note(session.receive(piece, at: now))
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

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let input = RTMPInput(start, count) else { return 0 }
    let whole = run(input, inPiecesOf: .max)
    let pieces = run(input, inPiecesOf: input.pieceSize)
    precondition(whole.media == pieces.media && whole.refusal == pieces.refusal, "the pieces' size matters")
    precondition(whole.publications == pieces.publications)
    // An answer may be longer than its question, but not without bound.
    precondition(whole.sentBytes <= 8_192 + 64 * input.bytes.count)
    precondition(whole.mediaBytes <= 600 * input.bytes.count)
    return 0
}
