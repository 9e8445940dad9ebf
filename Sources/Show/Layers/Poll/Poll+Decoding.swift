extension Poll {
    private static let question = EventKey.localizedText("question", limit: 120, "What is asked.")
    private static let options = EventKey<[Option]>(
        "options", "Each a text, or an object with it and what happens if it wins.",
        optionsSchema(isConsequence: false), inConsequence: .some(optionsSchema(isConsequence: true))
    ) { (fields, key) throws(EventError) in try Self.readOptions(fields, key) }
    private static let duration = EventKey.seconds(
        "duration", in: 3...3_600, "Seconds; absent until an event closes it.")
    private static let onEnd = EventKey.consequences(
        "onEnd", "What happens at its end, after the winning option's own events.")

    static var keys: [EventForm.Key] {
        [question.required, options.required, duration.optional, onEnd.optional]
    }

    init(_ fields: EventFields, id: String?) throws(EventError) {
        let options = try fields.require(Self.options)
        self.init(
            id: id, question: try fields.require(Self.question), options: options,
            duration: try fields.read(Self.duration), onEnd: try fields.read(Self.onEnd) ?? [])
    }

    private static func optionsSchema(isConsequence: Bool) -> JSONTree {
        let option = EventSchema.object(Option.keys, isConsequence: isConsequence)
        return PresetSchemaKeys.list(of: ["anyOf": [EventSchema.text(limit: 60), option]], 2...4)
    }

    private static func readOptions(_ fields: EventFields, _ key: String) throws(EventError) -> [Option]? {
        guard let elements = try fields.list(key, of: 2...4, "options, each text or an object with it", textLimit: 60)
        else { return nil }
        var options: [Option] = []
        for element in elements {
            switch element {
            case .text(let text): options.append(Option(text: .plain(text)))
            case .object(let option): options.append(try Option(option))
            case .number: throw fields.error("\(key)[\(options.count)]", "expected text or an object with it")
            }
        }
        return options
    }
}

extension Poll.Option {
    fileprivate static let text = EventKey.localizedText("text", limit: 60, "")
    private static let product = EventKey.product("product", "Shown when the option wins.")
    private static let events = EventKey.consequences("events", "What else happens when the option wins.")

    fileprivate static var keys: [EventForm.Key] { [text.required, product.optional, events.optional] }

    fileprivate init(_ fields: EventFields) throws(EventError) {
        try fields.refuseKeys(notAmong: Self.keys.map(\.description.name))
        self.init(
            text: try fields.require(Self.text), product: try fields.read(Self.product),
            events: try fields.read(Self.events) ?? [])
    }
}
