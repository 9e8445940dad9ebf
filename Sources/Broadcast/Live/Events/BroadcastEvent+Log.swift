extension BroadcastContext {
    /// Says what has happened, once for all who want to know. Any thread; never waits.
    func tell(_ event: BroadcastEvent) {
        status.note(event)
        event.log(to: diagnostics)
        events.post(event)
    }
}

extension BroadcastEvent {
    /// Says it in the log, if people want to read of it there. ``Diagnostics`` leaves out what was said too often.
    func log(to diagnostics: Diagnostics) {
        switch self {
        case .source(let state, let cause):
            if let text = Self.text(of: state, cause) { diagnostics.log(text) }
        case .overload(let before, let step, let rungCount):
            let text = step.text(rungCount: rungCount)
            if step > before {
                diagnostics.warnOnce("overload \(step)", "the machine is too slow: \(text)")
            } else {
                diagnostics.log(step == .none ? text : "a step back to: \(text)")
            }
        case .disk(let fault): fault.log(to: diagnostics)
        case .refused(let id, let reason):
            let name = id.map { " \"\($0)\"" } ?? ""
            diagnostics.warn("the event\(name) is refused: \(reason)")
        case .destinationUp(let name, let answer):
            diagnostics.log("destination \(name) takes the programme" + (answer.map { ": \($0)" } ?? ""))
        case .destinationDown(let name, let cause, _): diagnostics.warn("destination \(name): \(cause)")
        case .clip(.ready(let id, let file, _, _)): diagnostics.log("clip \(id) is ready: \(file)")
        case .clip(.failed(let id, let cause)): diagnostics.warn("clip \(id) can't be made: \(cause)")
        case .ready, .takeover, .upload, .segment, .committed, .preset, .warning, .finished: break
        }
    }

    private static func text(of state: LiveStatus.SourceState, _ cause: SlateCause?) -> String? {
        switch state {
        case .live: "the source's picture is on air"
        case .frozen: "the source stalls; its last picture stays"
        case .slate:
            switch cause {
            case .isWanted: "the slate is shown, as was asked for"
            case .picturesPause:
                "the source is heard, but its pictures pause for too long; the slate is shown until they are back"
            case .nothingComes, nil: "the source is gone; the slate is shown until it is back"
            }
        case .waiting, .finished: nil
        }
    }
}

extension DiskFault {
    fileprivate func log(to diagnostics: Diagnostics) {
        switch self {
        case .slow(let store):
            diagnostics.warnOnce(
                "slow \(store)", "\(store) is too slow: what it can't take is missing in the recording alone")
        case .presentation(let store, let text):
            diagnostics.warnOnce(store, "\(text); the broadcast goes on without it")
        case .eventLog(let path, let cause):
            diagnostics.warn("\(path) can't be written, and is tried again; the show goes on: \(cause)")
        case .sourceRecording(let path, let cause):
            diagnostics.warn("\(path) can't be written, and the show goes on without it: \(cause)")
        }
    }
}
