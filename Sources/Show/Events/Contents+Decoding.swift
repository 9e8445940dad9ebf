import Foundation
import MediaModel

extension Poll {
    init(_ fields: EventFields, id: String?) throws(EventError) {
        let noun = "options, each text or an object with it"
        var options: [Option] = []
        for element in try fields.require("options", fields.list("options", of: 2...4, noun, textLimit: 60)) {
            switch element {
            case .text(let text): options.append(Option(text: text))
            case .object(let option): options.append(try Option(option))
            case .number: throw fields.error("options[\(options.count)]", "expected text or an object with it")
            }
        }
        self.init(
            id: id, question: try fields.require("question", fields.text("question", limit: 120)), options: options,
            duration: try fields.seconds("duration", in: 3...3_600), onEnd: try fields.consequences("onEnd"))
    }
}

extension Poll.Option {
    fileprivate init(_ fields: EventFields) throws(EventError) {
        try fields.refuseKeys(notAmong: ["text", "product", "events"])
        self.init(
            text: try fields.require("text", fields.text("text", limit: 60)),
            product: try Product(optional: fields.object("product")), events: try fields.consequences("events"))
    }
}

extension Product {
    fileprivate init?(optional fields: EventFields?) throws(EventError) {
        guard let fields else { return nil }
        try self.init(fields)
    }
}

extension Countdown {
    /// `nil` where the event takes the countdown away.
    init?(_ fields: EventFields) throws(EventError) {
        let action = try fields.choice("action", among: ["start", "stop"]) ?? "start"
        guard action == "start" else {
            try fields.refuse(
                ["to", "seconds", "rounds", "work", "rest", "label", "onZero"], where: "action is \"stop\"")
            return nil
        }
        self.init(
            try Self.target(fields), label: try fields.text("label", limit: 60),
            onZero: try fields.consequences("onZero"))
    }

    private static func target(_ fields: EventFields) throws(EventError) -> Target {
        let given = ["to", "seconds", "rounds"].filter(fields.has)
        guard given.count == 1 else {
            throw fields.error(given.last ?? "to", "a countdown needs one of to, seconds and rounds")
        }
        if given[0] != "rounds" { try fields.refuse(["work", "rest"], where: "there are no rounds") }
        if let instant = try fields.wallTime("to") { return .wallTime(instant) }
        if let duration = try fields.seconds("seconds", in: 1...86_400) { return .duration(duration) }
        return .rounds(
            count: try fields.require("rounds", fields.integer("rounds", in: 1...99)),
            work: try fields.require("work", fields.seconds("work", in: 1...3_600)),
            rest: try fields.seconds("rest", in: 0...3_600) ?? .zero)
    }
}

extension Coupon {
    init?(_ fields: EventFields) throws(EventError) {
        guard try fields.isShow(refusing: ["code", "condition", "expires", "url"]) else { return nil }
        self.init(
            code: try fields.require("code", fields.text("code", limit: 40)),
            condition: try fields.text("condition", limit: 120), expires: try fields.wallTime("expires"),
            url: try fields.webAddress("url"))
    }
}

extension Nameplate {
    init?(_ fields: EventFields) throws(EventError) {
        guard try fields.isShow(refusing: ["name", "title"]) else { return nil }
        self.init(
            name: try fields.require("name", fields.text("name", limit: 60)),
            title: try fields.text("title", limit: 80))
    }
}

extension Recap {
    init(_ fields: EventFields) throws(EventError) {
        var lines: [String] = []
        for element in try fields.list("lines", of: 1...3, "lines of text", textLimit: 60) ?? [] {
            guard case .text(let line) = element else {
                throw fields.error("lines[\(lines.count)]", "expected text")
            }
            lines.append(line)
        }
        self.init(lines: lines, every: try fields.seconds("every", in: 10...86_400))
        if let duration = try fields.seconds("duration", in: 1...600) { self.duration = duration }
        guard let every, every < duration else { return }
        throw fields.error("every", "shorter than the recap's duration")
    }
}

extension Stamp {
    init(_ fields: EventFields) throws(EventError) {
        self.init(
            image: try fields.require("image", fields.showFile("image")), position: try fields.position("position"),
            width: try fields.decimal("width", in: 5...100).map { ($0 as NSDecimalNumber).doubleValue })
        if let duration = try fields.seconds("duration", in: 1...600) { self.duration = duration }
    }
}

extension Slate {
    init?(_ fields: EventFields) throws(EventError) {
        guard try fields.isShow(refusing: ["kind", "text", "until"]) else { return nil }
        let kinds = Kind.allCases.map(\.rawValue)
        let name = try fields.require("kind", fields.choice("kind", among: kinds))
        self.init(
            Kind(rawValue: name) ?? .backSoon, text: try fields.text("text", limit: 80),
            until: try fields.end("until", in: 1...86_400))
    }
}

extension EventFields {
    /// Whether `action` is "show", which it is where it isn't given; where it is "hide", these keys have no meaning.
    fileprivate func isShow(refusing keys: [String]) throws(EventError) -> Bool {
        guard try choice("action", among: ["show", "hide"]) == "hide" else { return true }
        try refuse(keys, where: "action is \"hide\"")
        return false
    }
}
