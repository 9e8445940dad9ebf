/// Events that belong to no type of layer.
extension EventDescription {
    static let layer = EventDescription(
        "Shows or hides a layer of the preset; what it shows goes on meanwhile.", keys: [EventKey.layerName],
        ["show", "hide"].map { action in
            EventForm(
                action, keys: [EventKey.layerName.required], action == "show" ? "Shows it." : "Hides it.",
                #"{"type": "layer", "name": "recap", "action": "\#(action)"}"#)
        })

    static let clear = EventDescription(
        "Empties a layer of the preset.",
        [
            EventForm(
                nil, keys: [EventKey.clearedLayer.required], "Takes away what it shows.",
                #"{"type": "clear", "layer": "comment"}"#)
        ])

    static let undo = EventDescription(
        "Makes the show what it would be had an event never happened.",
        [
            EventForm(
                nil, needsID: true, "Takes back the event of this `id`.",
                #"{"type": "undo", "id": "e-17"}"#)
        ])
}

extension EventKey<String> {
    static let layerName = text("name", limit: 64, "The layer's name in the preset.")
    static let clearedLayer = text("layer", limit: 64, "The layer's name in the preset.")
}
