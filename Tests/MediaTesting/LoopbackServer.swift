import Foundation
import Glibc

/// A port of this machine on which a test answers, with a thread for each connection.
public final class LoopbackServer: Sendable {
    public let port: Int
    private let listener: Int32

    /// - Parameter answer: Called with each connection, which is closed afterwards. It may wait.
    public init(_ answer: @escaping @Sendable (_ connection: Int32) -> Void) {
        (listener, port) = LoopbackSocket.listen(backlog: 128)
        Thread.detachNewThread { [listener] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                Thread.detachNewThread {
                    answer(connection)
                    Glibc.close(connection)
                }
            }
        }
    }

    /// Connections that are there go on.
    public func close() {
        shutdown(listener, Int32(SHUT_RDWR))
        Glibc.close(listener)
    }
}
