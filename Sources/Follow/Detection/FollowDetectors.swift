public import Show

/// Makes what finds subjects.
public enum FollowDetectors {
    /// The command that installs what faces and hands need, and builds the program with it.
    public static let install =
        "sudo apt-get install libopencv-core-dev libopencv-imgproc-dev libopencv-dnn-dev && make build"
    /// The command that brings the models back, and builds the program with them.
    public static let mendModels = "git checkout -- Sources/COpenCV/Models && make build"

    /// What runs the nets, e.g. "OpenCV 4.6.0"; `nil` if the program was built without it.
    public static var library: String? {
        #if OpenCV
            NeuralNet.library
        #else
            nil
        #endif
    }

    /// Makes a detector, for the thread that will look. It takes some 50 ms.
    ///
    /// - Throws: ``FollowError`` if this program can't look for these: it was built without OpenCV, or a model in it is damaged.
    public static func make(for choice: FollowPreset.SubjectChoice) throws(FollowError) -> sending any SubjectDetector {
        if choice == .motion { return MotionDetector() }
        #if OpenCV
            return try FaceAndHandDetector(for: choice)
        #else
            throw FollowError("this tatecast was built without OpenCV, which finds faces and hands: \(install)")
        #endif
    }
}
