/// What a listener is to viewers.
package struct ViewerConfiguration: Sendable {
    package var limits = ViewerLimits()
    /// Whether viewers find the show here, and not only whoever controls it.
    package var servesShow = true
    package var prefix = PathPrefix("")

    package init() {}
}
