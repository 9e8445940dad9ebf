public import MediaModel

/// Something that has happened in a broadcast: the one list of all that anybody is told of.
///
/// Whoever finds it out says so once, by ``BroadcastContext/tell(_:)``. All the rest is made from it: what `/v1/state` and `/metrics`
/// count (``LiveStatus/note(_:)``), the log's sentence (`BroadcastEvent+Log.swift`), and what `GET /v1/events` sends to listeners
/// (`EventMessages` in Service). What happens over the picture, a price or a comment, is a show event; of those, this tells only
/// that they were committed or refused.
///
/// A webhook, or a report at the end, is one more listener of ``BroadcastJob/events``: it encodes each event as JSON and puts it into
/// a bounded outbox of its own at once. A listener that lags by more than the bus keeps is let go (``BroadcastEventBus``).
public enum BroadcastEvent: Hashable, Codable, Sendable {
    /// Publishers can come, to these addresses, which are without their keys; or the source is open, and there are none.
    case ready(publish: [String])
    /// What is shown of the source has changed. It is lost with `slate`, and back with the next `live`.
    ///
    /// - because: Why the slate is shown; `nil` for other states.
    case source(LiveStatus.SourceState, because: SlateCause? = nil)
    /// A publisher at this address has taken another one's place.
    case takeover(by: String)
    /// The programme does without more than before for want of CPU, or without less; a programme of so many rungs.
    case overload(from: OverloadStep, to: OverloadStep, rungCount: Int)
    /// Something can't be written. The programme goes on without it.
    case disk(DiskFault)
    /// What is kept elsewhere, in a bucket say, has fallen behind, caught up, or lost something.
    case upload(UploadChange)
    /// A whole segment of the first rendition is there, of this media sequence number.
    case segment(sequence: Int)
    /// So many show events have been committed at a media time, with so many hearts in them; of those with ids, the first hundred ids.
    case committed(count: Int, hearts: Int = 0, ids: [String], at: MediaTime)
    /// A show event that was to be committed by itself can't be, for this reason.
    case refused(id: String?, reason: String)
    /// Another preset draws the show.
    case preset(name: String)
    /// A destination takes the programme from now on; with its own words, if it said any.
    case destinationUp(name: String, answer: String?)
    /// A destination doesn't take the programme, or not any more; it is tried again, unless a person has stopped it.
    ///
    /// - cause: The end of a sentence whose subject is the destination, with its own words, without secrets.
    /// - isRefused: Whether it refuses the key or the permission.
    case destinationDown(name: String, cause: String, isRefused: Bool = false)
    /// A clip that was asked for is there, or can't be made.
    case clip(ClipChange)
    /// What else a person should know, in a sentence without secrets. What the log warns of comes as a warning too.
    case warning(String)
    /// The programme is over, and all of it is written: nothing comes after this.
    case finished
}

/// Why viewers see the slate.
public enum SlateCause: String, Hashable, Codable, Sendable {
    /// Nothing comes from the source.
    case nothingComes
    /// The source is heard, but its pictures pause for longer than they may.
    case picturesPause
    /// A person has put it up.
    case isWanted
}

/// What can't be written.
public enum DiskFault: Hashable, Codable, Sendable {
    /// A store, as the disk, is too slow for a segment, which it lacks then.
    case slow(store: String)
    /// A store can't take a file of the presentation, as the sentence says.
    case presentation(store: String, String)
    /// The log of show events, at a path: it is tried again.
    case eventLog(String, cause: String)
    /// The recording of the source, at a path.
    case sourceRecording(String, cause: String)
}

/// By its name, as metrics have it.
extension OverloadStep: Codable {
    public init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        let name = try value.decode(String.self)
        guard let step = Self.allCases.first(where: { $0.name == name }) else {
            throw DecodingError.dataCorruptedError(in: value, debugDescription: "there is no step \"\(name)\"")
        }
        self = step
    }

    public func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        try value.encode(name)
    }
}
