package import Broadcast
import FFmpegKit
import Ingest
package import Logging
import Synchronization

/// All destinations of a programme: they come and go while it is on air, apart from each other and from the programme. Any thread.
package final class Destinations: Sendable {
    /// Why something can't be done.
    package struct Refusal: Error, Sendable, CustomStringConvertible {
        package enum Kind: Hashable, Sendable {
            /// The order is wrong.
            case bad
            /// There is no such destination.
            case unknown
            /// There is one already, or there are too many.
            case conflict
        }

        package let kind: Kind
        package let description: String

        package init(_ kind: Kind, _ description: String) { (self.kind, self.description) = (kind, description) }
    }

    private struct State {
        /// In the order in which they were added.
        var list: [Destination] = []
        var measured: Set<String> = []
        var isOver = false
    }

    /// More would be a fault: each costs an upload of the whole programme.
    package static let limit = 8
    /// Names that were ever given in one programme: each has metrics.
    private static let nameLimit = 32

    private let outlets: ProgrammeOutlets
    private let status: LiveStatus
    private let trust: PushTrust
    private let logger: Logger
    private let tell: @Sendable (BroadcastEvent) -> Void
    private let ending = Interrupt()
    private let state = Mutex(State())

    /// - Parameter tell: Told what happens to them; must not wait.
    package init(
        _ outlets: ProgrammeOutlets, status: LiveStatus, trust: PushTrust, logger: Logger,
        tell: @escaping @Sendable (BroadcastEvent) -> Void
    ) {
        (self.outlets, self.status, self.trust, self.logger, self.tell) = (outlets, status, trust, logger, tell)
    }

    // MARK: - Control

    /// Adds a destination, which is connected to as soon as the programme has a picture. One that is stopped gives way to another of its
    /// name.
    ///
    /// - Throws: ``Refusal``, in words without secrets.
    package func add(_ order: DestinationOrder, _ secrets: DestinationSecrets) throws(Refusal) {
        let feed: PushFeed
        do throws(DestinationOrder.Failure) {
            feed = PushFeed(outlets, rung: try order.check(secrets, outlets))
        } catch {
            throw Refusal(.bad, error.description)
        }
        let destination = Destination(
            order, link: order.makeLink(secrets, trust), feed: feed, ending: ending, tell: tell)
        var retired: Destination? = destination
        let refusal: Refusal? = state.withLock { state in
            guard !state.isOver else { return Refusal(.conflict, "the programme is over") }
            var earlier: Destination?
            if let index = state.list.firstIndex(where: { $0.order.keyVariable == order.keyVariable }) {
                guard state.list[index].state.phase == .stopped else {
                    return Refusal(.conflict, "\(order.name): there is a destination of that name; stop it first")
                }
                earlier = state.list.remove(at: index)
            }
            guard state.list.count < Self.limit else {
                return Refusal(.conflict, "\(order.name): expected \(Self.limit) destinations at most")
            }
            guard state.measured.contains(order.name) || state.measured.count < Self.nameLimit else {
                return Refusal(
                    .conflict, "\(order.name): expected \(Self.nameLimit) different names at most in one programme")
            }
            state.list.append(destination)
            if state.measured.insert(order.name).inserted { status.add(metrics(of: order.name)) }
            destination.start()
            retired = earlier
            return nil
        }
        if let retired { Task { await retired.close() } }
        if let refusal { throw refusal }
        if order.address.showsKey {
            logger.warning("destination \(order.name): without rtmps, everybody on the way can read the stream key")
        }
    }

    /// Ends the stream to a destination, and makes no more attempts.
    package func stop(_ name: String) throws(Refusal) { try find(name).stop() }

    /// Begins anew with a destination: connects at once, whether it was stopped, is in a pause, or is up.
    package func restart(_ name: String) throws(Refusal) { try find(name).start() }

    private func find(_ name: String) throws(Refusal) -> Destination {
        guard let found = state.withLock({ $0.list.first { $0.order.name == name } }) else {
            throw Refusal(.unknown, "there is no destination \"\(name.prefix(32).filter { !$0.isNewline })\"")
        }
        return found
    }

    /// Ends all of them in order, a second later at most. Nobody is waited for who hangs.
    package func end() async {
        let list = state.withLock { state in
            state.isOver = true
            return state.list
        }
        ending.request()
        for destination in list { Task { await destination.close() } }
        await untilFirst(
            { for destination in list { await destination.ended.wait() } },
            { try? await Task.sleep(for: PushPatience.farewell + .milliseconds(200)) })
    }

    // MARK: - What is known

    /// In the order in which they were added.
    package var states: [DestinationState] { state.withLock { $0.list }.map(\.state) }

    private func metrics(of name: String) -> [MetricSource] {
        let labels = [("destination", name)]
        let state = { @Sendable [weak self] in self?.states.first { $0.name == name } }
        return [
            MetricSource(.gauge, "destination_up", "Whether a destination takes the programme", labels) {
                state()?.phase == .up ? 1 : 0
            },
            MetricSource(
                .counter, "destination_bytes", "Bytes that were handed to the network for a destination", labels
            ) {
                Double(state()?.bytes ?? 0)
            },
            MetricSource(
                .counter, "destination_dropped_pictures", "Pictures that a destination couldn't keep up with", labels
            ) { Double(state()?.droppedPictures ?? 0) },
            MetricSource(
                .counter, "destination_reconnects", "How often a destination has taken the programme again", labels
            ) { Double(state()?.reconnects ?? 0) },
        ]
    }
}
