import Foundation
import MediaModel
import Testing

@testable import Show

/// An auction on stage. Ticks are of 30 a second.
@Suite struct AuctionTests {
    private static let start = WallTime(rfc3339: "2026-11-22T20:00:00+09:00")
    private var reducer = ShowReducer(
        frameRate: .fps30, layers: [.auction(AuctionLayer(resultFor: .seconds(5)))], start: start)

    /// What is wrong with an event, or nothing.
    private mutating func send(_ json: String, at tick: Int) throws -> String? {
        switch reducer.apply(try EventDecoder().decode(json.utf8), atTick: tick) {
        case .applied: nil
        case .repeated: "repeated"
        case .refused(let error): error.description
        }
    }

    private var run: AuctionRun? { reducer.state.auction.current }

    private static let plate =
        #"{"type":"auction","id":"a-1","item":"Plate","startingBid":1000,"currency":"JPY","ends":10,"url":"https://shop.example/a"}"#

    private static func bid(_ amount: String, by bidder: String = "M***a", _ more: String = "") -> String {
        #"{"type":"auction","action":"bid","amount":\#(amount),"bidder":"\#(bidder)"\#(more)}"#
    }

    @Test mutating func goesToTheHighestBidder() throws {
        #expect(try send(Self.plate, at: 30) == nil)
        #expect(run?.isOpen == true && run?.endsAt == 330 && run?.bid == nil)
        #expect(try send(Self.bid("1000"), at: 60) == nil)
        #expect(try send(Self.bid("1500", by: "J**"), at: 90) == nil)
        #expect(run?.bid == Bid(amount: 1_500, bidder: "J**") && run?.bidCount == 2)
        #expect(try send(#"{"type":"auction","action":"sold"}"#, at: 120) == nil)
        #expect(run?.soldAt == 120 && run?.isOpen == false)
        // It stays as long as the layer says, whatever its time was.
        #expect(reducer.nextChange(after: 120) == 270)
        reducer.advance(toTick: 270)
        #expect(run == nil && reducer.state.auction.previous?.soldAt == 120)
        #expect(reducer.nextChange(after: 270) == nil)
    }

    @Test mutating func refusesInASentence() throws {
        #expect(try send(Self.bid("1000"), at: 0) == "action: no auction is on screen")
        #expect(try send(#"{"type":"auction","action":"sold"}"#, at: 0) == "action: no auction is on screen")
        #expect(try send(Self.plate, at: 0) == nil)
        #expect(try send(Self.bid("999"), at: 1) == "amount: expected at least the starting bid, 1000, found 999")
        #expect(try send(#"{"type":"auction","action":"sold"}"#, at: 1) == "action: nobody has bid: hide it instead")
        #expect(try send(Self.bid("1200"), at: 2) == nil)
        for amount in ["1200", "1100"] {
            #expect(
                try send(Self.bid(amount), at: 3)
                    == "amount: expected more than the highest bid, 1200, found \(amount)")
        }
        #expect(
            try send(Self.bid("2000", by: "x", #","currency":"USD""#), at: 3)
                == "currency: bids are in JPY, this one is in USD")
        #expect(
            try send(Self.bid("2000.5"), at: 3) == "amount: expected at most 0 decimals, as JPY has, found 2000.5")
        #expect(
            try send(Self.bid("2000", by: "x", #","auction":"a-2""#), at: 3)
                == "auction: auction \"a-2\" isn't on screen")
        #expect(
            try send(#"{"type":"auction","action":"extend","ends":5}"#, at: 3)
                == "ends: expected a later end than the one there is")
        #expect(run?.bidCount == 1 && run?.endsAt == 300)
    }

    @Test mutating func isOverWhenItsTimeHasRunOut() throws {
        #expect(try send(Self.plate, at: 0) == nil)
        #expect(try send(Self.bid("1000"), at: 299) == nil)
        #expect(try send(Self.bid("2000"), at: 300) == "action: bidding is over")
        #expect(run?.isOver == true && run?.soldAt == nil)
        // More time opens it again.
        #expect(try send(#"{"type":"auction","action":"extend","ends":5}"#, at: 310) == nil)
        #expect(try send(Self.bid("2000"), at: 320) == nil)
        reducer.advance(toTick: 460)
        #expect(run?.isOver == true)
        #expect(try send(#"{"type":"auction","action":"sold"}"#, at: 470) == nil)
        #expect(try send(#"{"type":"auction","action":"sold"}"#, at: 471) == "action: \"Plate\" is sold already")
        #expect(try send(Self.bid("9000"), at: 472) == "action: \"Plate\" is sold")
    }

    @Test mutating func endsAtAnInstantOfTheCalendar() throws {
        let json =
            #"{"type":"auction","item":"Plate","startingBid":1,"currency":"EUR","ends":"2026-11-22T20:01:00+09:00"}"#
        #expect(try send(json, at: 30) == nil)
        #expect(run?.endsAt == 1_800)
        #expect(
            AuctionLayer.playerFacts(of: reducer.state)?.last == PlayerFact("ENDS", .text("2026-11-22T11:01:00Z")))
        #expect(
            try send(json.replacing("20:01", with: "19:59"), at: 31) == "ends: this time is past")
    }

    @Test mutating func takesABidBack() throws {
        #expect(try send(Self.plate, at: 0) == nil)
        #expect(try send(Self.bid("1000"), at: 10) == nil)
        #expect(try send(Self.bid("5000", by: "typo", #","id":"b-2""#), at: 20) == nil)
        #expect(try send(#"{"type":"undo","id":"b-2"}"#, at: 30) == nil)
        #expect(run?.bid?.amount == 1_000 && run?.bidCount == 1)
        #expect(try send(#"{"type":"clear","layer":"auction"}"#, at: 40) == nil)
        #expect(run == nil)
    }

    @Test func readsItsKeys() throws {
        func error(_ json: String) -> String? {
            do throws(EventError) {
                _ = try EventDecoder().decode(json.utf8)
                return nil
            } catch {
                return error.description
            }
        }
        #expect(error(#"{"type":"auction","item":"x","currency":"JPY"}"#) == "startingBid: missing")
        #expect(
            error(#"{"type":"auction","item":"x","startingBid":1.5,"currency":"JPY"}"#)
                == "startingBid: expected a whole amount, as JPY has no decimals, found 1.5")
        #expect(
            error(#"{"type":"auction","action":"sold","amount":5}"#)
                == "amount: not expected where action is \"sold\"")
        #expect(
            error(#"{"type":"auction","action":"bidd","amount":5}"#)
                == "action: unknown action \"bidd\"; did you mean \"bid\"?")
        #expect(
            error(
                #"{"type":"countdown","seconds":3,"onZero":[{"type":"auction","action":"bid","amount":5}]}"#) != nil)
        #expect(
            error(
                #"{"type":"countdown","seconds":3,"onZero":[{"type":"auction","item":"x","startingBid":1,"currency":"JPY"}]}"#
            ) == nil)
    }

    @Test mutating func tellsPlayersWhileTheyCanBid() throws {
        #expect(try send(Self.plate, at: 0) == nil)
        #expect(try send(Self.bid("1000"), at: 1) == nil)
        #expect(
            AuctionLayer.playerFacts(of: reducer.state)?.map(\.name) == [
                "ID", "NAME", "STARTING-BID", "BID", "BIDDER", "CURRENCY", "URL", "ENDS",
            ])
        reducer.advance(toTick: 300)
        #expect(AuctionLayer.playerFacts(of: reducer.state) == nil)
    }

    /// What the preview's buttons send is taken, whatever they were pressed before.
    @Test(arguments: ["ja-JP", "en-US"]) mutating func offersButtonsThatWork(locale: String) throws {
        for tick in 1...40 {
            let buttons = AuctionLayer.previewButtons(reducer.state, locale: locale)
            let button = try #require(buttons.first)
            #expect(try send(button.event, at: tick) == nil, "\(button)")
        }
        for button in AuctionLayer.previewButtons(reducer.state, locale: locale).reversed() {
            var copy = self
            #expect(try copy.send(button.event, at: 50) == nil, "\(button)")
        }
    }
}
