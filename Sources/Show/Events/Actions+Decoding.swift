import MediaModel

extension PriceAction {
    init(_ fields: EventFields) throws(EventError) {
        let action = try fields.choice("action", among: ["show", "hide", "stock", "soldOut"]) ?? "show"
        let reason = "action is \"\(action)\""
        if action != "show" { try fields.refuse(["product", "products", "interval"], where: reason) }
        if action == "show" || action == "hide" { try fields.refuse(["productId", "stock"], where: reason) }
        switch action {
        case "show": self = try Self.shown(fields)
        case "hide": self = .hide
        case "stock":
            self = .stock(
                try fields.require("stock", fields.integer("stock", in: 0...1_000_000_000)),
                productID: try fields.text("productId", limit: 128))
        default:
            try fields.refuse(["stock"], where: reason)
            self = .soldOut(productID: try fields.text("productId", limit: 128))
        }
    }

    private static func shown(_ fields: EventFields) throws(EventError) -> PriceAction {
        guard fields.has("products") else {
            try fields.refuse(["interval"], where: "there is one product")
            return .show(try Product(fields.require("product", fields.object("product"))))
        }
        try fields.refuse(["product"], where: "there are products")
        var products: [Product] = []
        for element in try fields.list("products", of: 1...20, "products") ?? [] {
            guard case .object(let product) = element else {
                throw fields.error("products[\(products.count)]", "expected a product, an object")
            }
            products.append(try Product(product))
            // Stock and "sold out" find a product by its id.
            if products.dropLast().contains(where: { $0.id == products.last?.id }) {
                throw fields.error("products[\(products.count - 1)].id", "another of the products has this id")
            }
        }
        return .show(products, interval: try fields.seconds("interval", in: 2...600) ?? .seconds(6))
    }
}

extension CommentAction {
    init(_ fields: EventFields, id: String?) throws(EventError) {
        let action = try fields.choice("action", among: ["show", "pin", "unpin", "remove"]) ?? "show"
        if action != "show" { try fields.refuse(["author", "text", "pin"], where: "action is \"\(action)\"") }
        switch action {
        case "show":
            let comment = Comment(
                id: id, author: try fields.text("author", limit: 60),
                text: try fields.require("text", fields.text("text", limit: 500)))
            self = .show(comment, isPinned: try fields.flag("pin") ?? false)
        case "pin": self = .pin(id: try fields.require("id", id))
        case "unpin": self = .unpin(id: id)
        default: self = .remove(id: try fields.require("id", id))
        }
    }
}

extension PollAction {
    init(_ fields: EventFields, id: String?) throws(EventError) {
        let action = try fields.choice("action", among: ["open", "vote", "close"]) ?? "open"
        let reason = "action is \"\(action)\""
        if action != "open" { try fields.refuse(["question", "options", "duration", "onEnd"], where: reason) }
        if action != "vote" { try fields.refuse(["option", "count"], where: reason) }
        if action == "open" { try fields.refuse(["poll"], where: reason) }
        let poll = try fields.text("poll", limit: 128)
        switch action {
        case "open": self = .open(try Poll(fields, id: id))
        case "vote":
            let option = try fields.require("option", fields.integer("option", in: 1...4))
            let count = try fields.integer("count", in: 1...1_000_000_000) ?? 1
            self = .vote(option: option - 1, count: count, pollID: poll)
        default: self = .close(pollID: poll)
        }
    }
}

extension RecapAction {
    init(_ fields: EventFields) throws(EventError) {
        let action = try fields.choice("action", among: ["show", "hide"]) ?? "show"
        guard fields.has("lines") else {
            try fields.refuse(["every", "duration"], where: "there are no lines")
            self = action == "show" ? .show : .hide
            return
        }
        try action == "hide" ? fields.refuse(["lines"], where: "action is \"hide\"") : ()
        self = .set(try Recap(fields))
    }
}
