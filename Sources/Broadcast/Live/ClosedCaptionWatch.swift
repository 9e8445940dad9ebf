import MediaModel

/// Tells of the closed captions in a broadcast's source, and what somebody may want to do about them. The composer's thread.
struct ClosedCaptionWatch: Sendable {
    /// Those that players are told of; none if they are left out. `nil`: nobody has said anything.
    let declared: [ClosedCaptionChannel]?
    let context: BroadcastContext

    func note(_ status: ClosedCaptionStatus) {
        context.status.set(\.closedCaptions, status)
        guard let declared, !declared.isEmpty else {
            return context.diagnostics.logOnce(declared == nil ? Self.hint(status) : status.omittedWords)
        }
        context.diagnostics.logOnce(status.keptWords)
        let missing = status.channels.filter { !declared.contains($0) }.map(\.rawValue)
        if !missing.isEmpty {
            context.diagnostics.warnOnce(
                "undeclared captions",
                "players aren't told of the closed captions in \(missing.joined(separator: ", ")): the preset's captions.source "
                    + "doesn't have them")
        }
        if status.lostPairs > 0 { context.diagnostics.warnOnce("lost captions", ClosedCaptionStatus.lossWarning) }
    }

    private static func hint(_ status: ClosedCaptionStatus) -> String {
        let channel = status.channels.first.map(\.rawValue) ?? "CC1"
        return "the source has closed captions (\(status.names)), which viewers don't get; a preset with "
            + "captions: {source: {\(channel): en}} keeps them, if that is their language"
    }
}
