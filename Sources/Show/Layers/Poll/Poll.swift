public import MediaModel

/// A question to the viewers.
public struct Poll: Hashable, Sendable {
    /// That of the event that opened it; votes name it.
    public var id: String?
    public var question: LocalizedText
    /// 2 to 4.
    public var options: [Option]
    /// How long it is open; `nil` until an event closes it.
    public var duration: MediaTime?
    /// What happens at its end, after the winning option's own events; at most 16.
    public var onEnd: [ShowEvent.Action]

    public struct Option: Hashable, Sendable {
        public var text: LocalizedText
        /// Shown when the option wins.
        public var product: Product?
        /// What else happens when the option wins; at most 16.
        public var events: [ShowEvent.Action]

        public init(text: LocalizedText, product: Product? = nil, events: [ShowEvent.Action] = []) {
            self.text = text
            self.product = product
            self.events = events
        }
    }

    public init(
        id: String? = nil, question: LocalizedText, options: [Option], duration: MediaTime? = nil,
        onEnd: [ShowEvent.Action] = []
    ) {
        self.id = id
        self.question = question
        self.options = options
        self.duration = duration
        self.onEnd = onEnd
    }
}
