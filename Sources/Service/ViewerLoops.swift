import Broadcast
import NIOCore

/// The loops of all connections.
final class ViewerLoops: Sendable {
    private let loops: [ObjectIdentifier: ViewerLoop]

    /// Any thread; the loops run from then on.
    init(
        _ group: any EventLoopGroup, origin: Origin, configuration: OriginServer.Configuration,
        statistics: ViewerStatistics
    ) {
        var loops: [ObjectIdentifier: ViewerLoop] = [:]
        for eventLoop in group.makeIterator() {
            let loop = ViewerLoop(
                eventLoop: eventLoop, origin: origin, configuration: configuration, statistics: statistics)
            eventLoop.execute { loop.start() }
            origin.observe { loop.wake() }
            loops[ObjectIdentifier(eventLoop)] = loop
        }
        self.loops = loops
    }

    subscript(_ eventLoop: any EventLoop) -> ViewerLoop? { loops[ObjectIdentifier(eventLoop)] }
}
