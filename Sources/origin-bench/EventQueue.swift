import CEpoll
import Glibc

/// Tells which of thousands of sockets can be read: an epoll instance. Used on one thread.
struct EventQueue: ~Copyable {
    private let descriptor: Int32
    private let events: UnsafeMutableBufferPointer<epoll_event>

    init() throws(LoadError) {
        descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard descriptor >= 0 else { throw LoadError("epoll_create1: \(LoadError.systemMessage())") }
        events = .allocate(capacity: 512)
    }

    deinit {
        close(descriptor)
        events.deallocate()
    }

    /// Reports `socket` as `tag` whenever it can be read or has ended; closing the socket takes it out.
    func add(_ socket: Int32, tag: Int) throws(LoadError) {
        var event = epoll_event()
        event.events = EPOLLIN.rawValue
        event.data.u64 = UInt64(tag)
        guard epoll_ctl(descriptor, EPOLL_CTL_ADD, socket, &event) == 0 else {
            throw LoadError("epoll_ctl: \(LoadError.systemMessage())")
        }
    }

    /// Waits so long at most, and calls `body` with the tag of each socket that has something.
    func wait(milliseconds: Int32, _ body: (Int) -> Void) {
        let count = epoll_wait(descriptor, events.baseAddress!, Int32(events.count), milliseconds)
        // Interrupted by a signal, it returns -1: nothing has happened then.
        for index in 0..<max(0, Int(count)) { body(Int(events[index].data.u64)) }
    }
}
