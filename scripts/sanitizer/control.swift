// Two threads count together: `control locked` with a Mutex, `control` without. The sanitizer must tell them apart.
import Foundation
import Synchronization

final class Counter: @unchecked Sendable {
    let locked = Mutex([0])
    var bare = [0]
}

@main struct Control {
    static func main() {
        let counter = Counter()
        let isLocked = CommandLine.arguments.dropFirst().first == "locked"
        let done = DispatchGroup()
        for _ in 0..<4 {
            done.enter()
            Thread.detachNewThread {
                for number in 0..<2_000 {
                    if isLocked { counter.locked.withLock { $0[0] += number } } else { counter.bare[0] += number }
                }
                done.leave()
            }
        }
        done.wait()
        print(isLocked ? counter.locked.withLock { $0[0] } : counter.bare[0])
    }
}
