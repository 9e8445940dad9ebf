import Follow
import Show

/// What finds the subjects that a crop follows.
extension DoctorChecks {
    /// Makes the detectors, as a show does that follows, and has each look once.
    var following: DoctorReport.Section {
        var finding = DoctorReport.Finding(
            name: "faces and hands", state: .present, detail: "\(FollowDetectors.library ?? ""), with all models")
        do throws(FollowError) {
            _ = try FollowDetectors.make(for: .auto)
        } catch {
            let isWithout = FollowDetectors.library == nil
            finding.state = isWithout ? .optionalMissing : .missing
            finding.detail =
                isWithout
                ? "this program was built without OpenCV: crops that follow them stand at their anchor"
                : error.description
            finding.remedy = isWithout ? FollowDetectors.install : FollowDetectors.mendModels
        }
        return DoctorReport.Section(title: "Subjects that a crop follows", findings: [finding])
    }
}
