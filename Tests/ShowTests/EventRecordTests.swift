import Foundation
import MediaModel
import Testing

@testable import Show

@Suite struct EventRecordTests {
    private let price = ShowEvent.Action.price(.hide)
    private let hearts = ShowEvent.Action.hearts(count: 3)

    @Test func forgetsTheOldest() {
        var record = EventRecord(capacity: 2)
        record.insert("a", price, tick: 1)
        record.insert("b", price, tick: 2)
        record.insert("c", price, tick: 3)
        #expect(["a", "b", "c"].map { record.tick(of: $0) } == [nil, 2, 3])
        #expect(record.use(of: "a", by: hearts) == .new)
    }

    @Test func tellsTheSameFromSomethingElse() {
        var record = EventRecord(capacity: 2)
        record.insert("a", price, tick: 7)
        #expect(record.use(of: "a", by: price) == .repeated)
        #expect(record.use(of: "a", by: hearts) == .other(tick: 7))
    }

    @Test func aRemovedCommentKeepsItsIDFromCommentsAlone() {
        var record = EventRecord(capacity: 2)
        record.insert(removedComment: "c", tick: 4)
        #expect(record.use(of: "c", by: .comment(.show(Comment(id: "c", text: "hi")))) == .repeated)
        #expect(record.use(of: "c", by: price) == .new)
        #expect(record.tick(of: "c") == nil)
        record.insert("a", price, tick: 1)
        record.insert(removedComment: "a", tick: 5)
        #expect(record.use(of: "a", by: price) == .repeated && record.tick(of: "a") == 1)
    }

    /// An encoder of a shop's back end sends a corrected price under the old id: nobody may think that it is on screen.
    @Test func refusesAnotherPriceUnderTheSameID() throws {
        var reducer = ShowReducer(frameRate: .fps30, layers: [.price(PriceLayer())])
        func show(_ price: Int, at time: MediaTime? = nil) -> ShowEvent {
            ShowEvent(
                at: time, id: "p-1",
                action: .price(.show(Product(id: "cup", name: "Cup", price: .init(price), currency: "JPY"))))
        }
        #expect(reducer.apply(show(3_980), atTick: 371) == .applied)
        #expect(reducer.apply(show(3_980, at: .seconds(40)), atTick: 400) == .repeated)
        guard case .refused(let error) = reducer.apply(show(2_980), atTick: 401) else {
            Issue.record("another price was taken for the same")
            return
        }
        #expect("\(error)" == "the id p-1 was used for something else at 12.37 s")
        #expect(reducer.state.price.current?.price == 3_980)
    }

    /// Pinning and removing name another event's id, which isn't use of it.
    @Test func namingAnIDIsNotUsingIt() {
        var reducer = ShowReducer(frameRate: .fps30, layers: [.comment(CommentLayer())])
        let comment = ShowEvent(id: "c-1", action: .comment(.show(Comment(id: "c-1", text: "one"))))
        #expect(reducer.apply(comment, atTick: 1) == .applied)
        #expect(reducer.apply(ShowEvent(action: .comment(.pin(id: "c-1"))), atTick: 2) == .applied)
        #expect(reducer.apply(comment, atTick: 3) == .repeated)
    }
}
