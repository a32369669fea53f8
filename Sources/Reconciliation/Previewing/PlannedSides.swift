import Previews

/// Base, and what merging gives, both planned from one observation.
struct PlannedSides: Sendable {
    var base: ProposedState
    var merged: ProposedState
}
