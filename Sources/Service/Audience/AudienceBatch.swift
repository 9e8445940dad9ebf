import Broadcast
import NIOCore
import Show

/// What visitors have sent since the programme was told last, summed up: a thousand taps are one event. A value.
struct AudienceBatch {
    private struct Choice: Hashable {
        let poll: String?
        /// From 1.
        let option: Int
    }

    /// So many comments at most are committed at once; a viewer can't read them any faster.
    static let commentLimit = 50

    private var hearts = 0
    private var votes: [Choice: Int] = [:]
    private var comments: [LiveEvent] = []

    var isEmpty: Bool { hearts == 0 && votes.isEmpty && comments.isEmpty }

    mutating func addHearts(_ count: Int) { hearts = min(hearts + count, 1_000_000_000) }

    /// - Parameter option: From 1.
    mutating func addVote(for option: Int, in poll: String?) {
        votes[Choice(poll: poll, option: option), default: 0] += 1
    }

    /// - Returns: Whether there was room.
    mutating func add(_ comment: LiveEvent) -> Bool {
        guard comments.count < Self.commentLimit else { return false }
        comments.append(comment)
        return true
    }

    /// What is to be committed.
    var events: [LiveEvent] {
        var lines: [JSONWriter] = []
        if hearts > 0 {
            var json = JSONWriter()
            json.object { json in
                json.member("type", "hearts")
                json.member("count", hearts)
            }
            lines.append(json)
        }
        for (choice, count) in votes.sorted(by: { $0.key.option < $1.key.option }) {
            var json = JSONWriter()
            json.object { json in
                json.member("type", "poll")
                json.member("action", "vote")
                if let poll = choice.poll { json.member("poll", poll) }
                json.member("option", choice.option)
                json.member("count", count)
            }
            lines.append(json)
        }
        let decoder = EventDecoder()
        let sums = lines.compactMap { line in
            let text = String(buffer: line.bytes)
            return (try? decoder.decode(text.utf8)).map { LiveEvent($0, json: text) }
        }
        return sums + comments
    }
}
