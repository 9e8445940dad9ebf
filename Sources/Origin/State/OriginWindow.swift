import Broadcast
package import HLS
import NIOCore

/// What a programme on air has in memory at an instant, as files. It keeps that memory for as long as somebody has it.
package struct OriginWindow: Sendable {
    private let snapshot: LiveSnapshot

    fileprivate init(_ snapshot: LiveSnapshot) { self.snapshot = snapshot }

    /// The text of `master.m3u8`.
    package var multivariant: String { snapshot.multivariantText }

    /// The text of a rendition's playlist: its whole segments. `nil` if there is no such rendition.
    package func playlist(of id: RenditionID) -> String? {
        index(of: id).map { String(decoding: snapshot.timeline.plainPlaylist(of: $0).bytes, as: UTF8.self) }
    }

    /// A segment or an initialisation section; `nil` if there is none of that name, or not any more.
    package func media(_ name: String, of id: RenditionID) -> [UInt8]? {
        guard let index = index(of: id), case .available(let pieces, _) = snapshot.timeline.media(name, of: index)
        else { return nil }
        return pieces.reduce(into: []) { $0 += Array($1.readableBytesView) }
    }

    private func index(of id: RenditionID) -> Int? { snapshot.timeline.renditions.firstIndex { $0.id == id } }
}

extension Origin {
    /// What is in memory now; `nil` before the programme begins, and of a finished show.
    package var window: OriginWindow? {
        if case .live(let snapshot) = content { OriginWindow(snapshot) } else { nil }
    }
}
