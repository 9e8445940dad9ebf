extension BroadcastEvent {
    /// Takes what happens until the programme is over.
    ///
    /// A listener for whom the machine has no time is let go: it then listens anew, and what happened meanwhile is lost to it.
    ///
    /// - Parameters:
    ///   - first: What happens from now on.
    ///   - listen: Gives what happens from then on.
    ///   - onGap: Called where something was lost.
    package static func each(
        of first: AsyncStream<BroadcastEvent>, listen: () -> AsyncStream<BroadcastEvent>,
        take: (BroadcastEvent) async -> Void, onGap: () -> Void = {}
    ) async {
        var events = first
        while true {
            var hasCome = false
            for await event in events {
                if case .finished = event { return }
                hasCome = true
                await take(event)
            }
            // The programme is over, or we were let go.
            guard hasCome, !Task.isCancelled else { return }
            onGap()
            events = listen()
        }
    }
}
