// A libFuzzer target over show events as shops and viewers send them: decoding, and what they make of the show. An input is a number of lines,
// each an event's JSON; each is committed some ticks after the one before.

import Captions
import MediaModel
import Show

private let decoder = EventDecoder()
private let reducer: ShowReducer = {
    let layers: [Layer] = [
        .price(PriceLayer()), .hearts(HeartsLayer()), .comment(CommentLayer()), .poll(PollLayer()),
        .countdown(CountdownLayer()), .coupon(CouponLayer()), .auction(AuctionLayer()),
    ]
    return ShowReducer(
        frameRate: .fps30, layers: layers, maskedWords: ["damn"], start: WallTime(microseconds: 1_800_000_000_000_000),
        captionLanguages: ["ja", "en"].compactMap { try? LanguageTag($0) })
}()

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start, count > 0 else { return 0 }
    let input = UnsafeBufferPointer(start: start, count: count)
    var show = reducer
    var tick = 0
    for line in input.split(separator: UInt8(ascii: "\n")).prefix(200) {
        let event: ShowEvent
        do throws(EventError) {
            event = try decoder.decode(line)
        } catch {
            precondition("\(error)".utf8.count < 1_000, "a sentence about an event")
            continue
        }
        tick += 1 + Int(line.first ?? 0) % 40
        if case .caption(.show(let update)) = event.action {
            precondition(!update.text.isEmpty && update.text.length <= Caption.maximumLength)
        }
        let outcome = show.apply(event, atTick: tick)
        let state = show.state
        precondition(state.captions.shown.count <= 2 * CaptionsState.maximumShownCount, "captions on screen")
        // The same event once more changes nothing.
        guard case .applied = outcome, event.id != nil, case .comment = event.action else { continue }
        if case .applied = show.apply(event, atTick: tick) { preconditionFailure("committed twice") }
        precondition(show.state == state, "a repeated event changes the show")
    }
    // All that happens by itself.
    show.advance(toTick: tick + 3_000)
    precondition(show.state.captions.shown.count <= 2 * CaptionsState.maximumShownCount, "captions on screen")
    return 0
}
