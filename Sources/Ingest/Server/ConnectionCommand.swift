/// What the registry tells a connection to do.
enum ConnectionCommand: Sendable {
    /// Closes, as another publisher, at this address, took over.
    case replaced(by: String)
    /// Closes, to make room for another connection.
    case evicted(ProtocolError)
    /// Ends a publication that nothing can be made of.
    case refuse(ProtocolError, publication: UInt64)
    /// Reads on, as the queue has room again.
    case resume
    /// Closes, as the server does.
    case serverClosing
}
