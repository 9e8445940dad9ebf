/// A screen that viewers watch on, and what it covers of an upright picture with its own buttons and bars.
///
/// All figures are percent of a 9:16 canvas. They come from the table `app-screens.yaml` of the Presets target, which
/// says of each where it is from.
public struct AppScreen: Hashable, Sendable {
    /// E.g. `tiktok-live`; no two are alike.
    public let name: String
    /// E.g. `tiktok`: what a person calls the app, whichever of its screens is meant.
    public let app: String
    /// E.g. `TikTok LIVE`, for sentences.
    public let title: String
    /// What is covered from edge to edge.
    public let margins: SafeArea
    /// What each margin's size rests on.
    public let evidence: [Edge: Evidence]
    /// What is covered besides, e.g. by a column of buttons.
    public let covers: [CoveredArea]

    public enum Edge: String, CaseIterable, Sendable {
        case top, right, bottom, left
    }

    /// What a figure rests on.
    public enum Evidence: Hashable, Sendable {
        /// An address, and what it says there.
        case source(String)
        /// How it was estimated.
        case estimated(String)
    }

    public init(
        name: String, app: String, title: String, margins: SafeArea, evidence: [Edge: Evidence],
        covers: [CoveredArea] = []
    ) {
        self.name = name
        self.app = app
        self.title = title
        self.margins = margins
        self.evidence = evidence
        self.covers = covers
    }
}

/// A rectangle of the picture that an app draws over: in percent of the canvas' width and height, from its top left corner.
public struct CoveredArea: Hashable, Sendable {
    /// What covers it, e.g. `comments`.
    public let what: String
    public let left, top, width, height: Double
    public let evidence: AppScreen.Evidence

    public init(
        what: String, left: Double, top: Double, width: Double, height: Double, evidence: AppScreen.Evidence
    ) {
        self.what = what
        (self.left, self.top, self.width, self.height) = (left, top, width, height)
        self.evidence = evidence
    }
}

extension AppScreen {
    /// All that is covered: the margins that aren't empty, as rectangles, and the other areas.
    public var coveredAreas: [CoveredArea] {
        let edges: [(Edge, CoveredArea)] = Edge.allCases.compactMap { edge in
            guard let evidence = evidence[edge] else { return nil }
            let area =
                switch edge {
                case .top:
                    CoveredArea(
                        what: "top bar", left: 0, top: 0, width: 100, height: margins.top, evidence: evidence)
                case .right:
                    CoveredArea(
                        what: "right edge", left: 100 - margins.right, top: 0, width: margins.right, height: 100,
                        evidence: evidence)
                case .bottom:
                    CoveredArea(
                        what: "bottom bar", left: 0, top: 100 - margins.bottom, width: 100, height: margins.bottom,
                        evidence: evidence)
                case .left:
                    CoveredArea(
                        what: "left edge", left: 0, top: 0, width: margins.left, height: 100, evidence: evidence)
                }
            return (edge, area)
        }
        return edges.map(\.1).filter { $0.width > 0 && $0.height > 0 } + covers
    }
}
