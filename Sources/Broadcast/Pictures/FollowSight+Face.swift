import Follow

extension FollowSight {
    /// Whether the middle of a face that was found lies in the crop.
    var showsFace: Bool {
        let box = windowBox
        return found.contains { subject in
            subject.kind == .face && box.x...box.x + box.width ~= subject.box.centerX
                && box.y...box.y + box.height ~= subject.box.centerY
        }
    }
}
