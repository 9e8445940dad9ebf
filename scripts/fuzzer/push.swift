// A libFuzzer target over the session that publishes to a server: the input is what the server answers.

private let target = PushTarget(application: "live", url: "rtmp://host/live", key: "sesame-open")
private let stream = PushStream(
    width: 8, height: 8, frameRate: 30, bitRates: (1, 1), parameterSets: [0, 0, 1, 0x67, 1, 2, 3, 0, 0, 1, 0x68, 4],
    audioConfiguration: [0x11, 0x90])

/// What must not depend on how the network cut the bytes.
private struct Result {
    var accepted: [String] = []
    var failure: PushFailure?
    var sentBytes = 0
}

private func run(_ input: RTMPInput, inPiecesOf size: Int) -> Result {
    var session = PushSession(target, random: random, limits: .small)
    var result = Result()
    func note(_ outputs: [PushSession.Output]) {
        for output in outputs {
            precondition(result.failure == nil, "something came after the end")
            switch output {
            case .send(let bytes): result.sentBytes += bytes.count
            case .accepted(let words):
                precondition(!words.contains("sesame-open"), "the key is shown")
                result.accepted.append(words)
            case .failed(let failure):
                precondition(!failure.words.contains("sesame-open"), "the key is shown")
                precondition(failure.words.unicodeScalars.count < 1_000, "so many words")
                result.failure = failure
            }
        }
    }
    input.feed(inPiecesOf: size) { note(session.receive($0)) }
    precondition(result.accepted.count <= 1, "taken twice")
    precondition(session.isLive == (result.accepted.count == 1 && result.failure == nil), "live without a word, or not")
    if session.isLive {
        // The bytes serve as a picture too, with whatever start codes there are in them.
        let picture = Array(input.bytes.prefix(4_096))
        var sent = (try? session.begin(stream)) ?? []
        sent += session.picture(picture.span, isKey: true, time: 0, offset: 0)
        sent += session.sound(picture.span, time: 0) + session.end()
        precondition(sent.count < 1_024 + 8 * picture.count)
    }
    return result
}

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let input = RTMPInput(start, count) else { return 0 }
    let whole = run(input, inPiecesOf: .max)
    let pieces = run(input, inPiecesOf: input.pieceSize)
    precondition(whole.accepted == pieces.accepted && whole.failure == pieces.failure, "the pieces' size matters")
    precondition(whole.sentBytes <= 8_192 + 64 * input.bytes.count)
    return 0
}
