/// What strangers may take of us.
package struct ViewerLimits: Sendable {
    /// At the same time; a viewer takes two.
    package var connections = 10_000
    /// From a connection's start to its first request.
    package var headTimeout = Duration.seconds(10)
    /// Between two requests.
    package var idleTimeout = Duration.seconds(60)
    /// For a request's body.
    package var bodyTimeout = Duration.seconds(30)
    /// For what isn't there yet; `nil` for what the rules of reloading say, three target durations.
    package var waitTimeout: Duration?
    /// For the disk to give out a piece of a file, and for a long playlist to be written.
    package var preparationTimeout = Duration.seconds(10)
    /// Reads of files under way or waiting for their turn, of all viewers. Each viewer has one at most, and whoever comes when there are
    /// as many is asked to come again.
    package var pendingReads = 1_000
    /// In bytes, of all fields of a request.
    package var headerByteCount = 16_384
    /// For who still sends when the last answer is written.
    package var linger = LingeringClose.Limits()

    package init() {}

    /// 20 s, and what a network of 256 kbit/s takes besides.
    func writeTimeout(byteCount: Int) -> Duration { .seconds(20 + byteCount / 32_768) }
}
