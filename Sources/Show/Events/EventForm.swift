/// One way to write events of a type: an action, and the keys that go with it.
struct EventForm: Sendable {
    /// A key, and whether this form needs it.
    struct Key: Sendable {
        let description: any EventKeyDescription
        let isRequired: Bool
    }

    /// The value of `action`; `nil` for a type that has none.
    let action: String?
    /// Whether `action` may be left out.
    let isDefault: Bool
    let keys: [Key]
    /// Whether the `id` names something, so that there must be one.
    let needsID: Bool
    /// Why it can't follow from another event; `nil` if it can.
    let followRefusal: String?
    /// What it does, in a sentence.
    let about: String
    /// One such event, as JSON.
    let example: String

    init(
        _ action: String?, isDefault: Bool = false, keys: [Key] = [], needsID: Bool = false,
        followRefusal: String? = nil,
        _ about: String, _ example: String
    ) {
        self.action = action
        self.isDefault = isDefault
        self.keys = keys
        self.needsID = needsID
        self.followRefusal = followRefusal
        self.about = about
        self.example = example
    }
}

/// All ways to write events of a type.
struct EventDescription: Sendable {
    /// What events of this type are for, in a sentence.
    let about: String
    let forms: [EventForm]
    /// Each key once, in the order in which messages name them.
    let keys: [any EventKeyDescription]
    /// Those of `keys`, behind `action` where the type has actions: asked for with each event.
    let keyNames: [String]

    /// - Parameter keys: `nil` for the order of the forms.
    init(_ about: String, keys: [any EventKeyDescription]? = nil, _ forms: [EventForm]) {
        var all = keys ?? []
        for key in forms.flatMap(\.keys) where !all.contains(where: { $0.name == key.description.name }) {
            all.append(key.description)
        }
        (self.about, self.forms, self.keys) = (about, forms, all)
        keyNames = (forms.contains { $0.action != nil } ? ["action"] : []) + all.map(\.name)
    }
}
