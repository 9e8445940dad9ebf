// A libFuzzer target over the closed captions of a hostile source, compiled in one module with the sources that move them. An input is a
// list of pictures: a byte that says how many triplets follow and what else happens, and then the triplets.

import MediaModel

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = UnsafeBufferPointer(start: start, count: count)
    guard count > 1, let rate = FrameRate(framesPerSecond: FrameRate.supported[Int(input[0]) % 4]) else { return 0 }
    var queue = ClosedCaptionQueue(frameRate: rate)
    var (index, tick, sent, offered) = (1, 0, 0, 0)
    while index < count {
        let head = input[index]
        index += 1
        if head & 0x80 != 0 { queue.beginAnew() }
        let end = min(count, index + Int(head & 0x3f) * 3)
        let triplets = Array(input[index..<end])
        let pairs = ClosedCaptionPair.pairs(in: triplets.span)
        index = end
        // Some pictures are for a later tick.
        queue.offer(pairs, due: tick + Int(head >> 6 & 1) * 7)
        offered += pairs.count
        let taken = queue.take(tick).count
        precondition(taken % 3 == 0 && taken <= 9, "a tick's share is three pairs at most")
        sent += taken / 3
        precondition(queue.waitingCount <= 2 * (ClosedCaptionQueue.longestWait * 30 + 8), "the queue is bounded")
        tick += 1
    }
    // All else drains, and nothing is made up but what clears screens: eight pairs in a field each time.
    let room = 2 * (ClosedCaptionQueue.longestWait * 30 + 8) + 7
    for _ in 0..<room * 2 { sent += queue.take(tick).count / 3; tick += 1 }
    precondition(queue.isEmpty && sent <= offered + 16 * (tick + 1), "more was sent than came")
    return 0
}
