extension HeartBurst {
    static let count = EventKey.integer("count", in: 1...1_000_000_000, "How many.")
    static let iconName = EventKey.text(
        "icon", limit: 64, "One of the layer's icons or stamps, by name; absent for all icons in turn.")

    static let description = EventDescription(
        "Hearts that came from viewers.",
        [
            EventForm(
                nil, keys: [count.required, iconName.optional],
                "Lets so many rise, as far as they fit, and counts all.", #"{"type": "hearts", "count": 37}"#)
        ])
}
