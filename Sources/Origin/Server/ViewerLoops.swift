package import NIOCore
import NIOPosix

/// All that serves viewers' connections: a ``ViewerLoop`` for each event loop, and the threads that do for them what takes long.
package final class ViewerLoops: Sendable {
    let configuration: ViewerConfiguration
    let files: FileReader
    /// Writes and compresses long playlists. One thread, so that whoever asks for the same text next finds it made.
    private let writer = NIOThreadPool(numberOfThreads: 1)
    private let loops: [ObjectIdentifier: ViewerLoop]

    /// Any thread; the loops run from then on.
    ///
    /// - Parameter access: Who may watch; `nil`: everybody.
    package init(
        _ group: any EventLoopGroup, origin: Origin, configuration: ViewerConfiguration,
        statistics: ViewerStatistics, access: (any ViewerAccess)? = nil
    ) {
        self.configuration = configuration
        files = FileReader(pendingReads: configuration.limits.pendingReads)
        writer.start()
        var loops: [ObjectIdentifier: ViewerLoop] = [:]
        for eventLoop in group.makeIterator() {
            let loop = ViewerLoop(
                eventLoop: eventLoop, origin: origin, limits: configuration.limits, statistics: statistics,
                writer: writer, access: access)
            eventLoop.execute { loop.start() }
            origin.observe { loop.wake() }
            loops[ObjectIdentifier(eventLoop)] = loop
        }
        self.loops = loops
    }

    subscript(_ eventLoop: any EventLoop) -> ViewerLoop? { loops[ObjectIdentifier(eventLoop)] }

    /// Ends the threads. No connection may be left.
    package func close() async {
        await files.close()
        try? await writer.shutdownGracefully()
    }
}
