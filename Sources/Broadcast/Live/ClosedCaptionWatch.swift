import MediaModel

/// Tells of the closed captions in a broadcast's source, and what somebody may want to do about them. The composer's thread.
struct ClosedCaptionWatch: Sendable {
    /// Those that players are told of; none if viewers don't get any.
    let declared: [ClosedCaptionChannel]
    let context: BroadcastContext

    func note(_ status: ClosedCaptionStatus) {
        context.status.set(\.closedCaptions, status)
        let missing = status.channels.filter { !declared.contains($0) }.map(\.rawValue)
        if declared.isEmpty {
            context.diagnostics.logOnce(
                "the source has closed captions (\(status.names)), which viewers don't get; a preset with captions: {source: {\(missing[0]): en}} "
                    + "keeps them, if that is their language")
        } else {
            context.diagnostics.logOnce("the source has closed captions: \(status.names)")
            if !missing.isEmpty {
                context.diagnostics.warnOnce(
                    "undeclared captions",
                    "players aren't told of the closed captions in \(missing.joined(separator: ", ")): the preset's captions.source doesn't have them"
                )
            }
            if status.lostPairs > 0 { context.diagnostics.warnOnce("lost captions", ClosedCaptionStatus.lossWarning) }
        }
    }
}
