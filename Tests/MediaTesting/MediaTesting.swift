/// How a test of real media is written.
///
/// 1. Name an input: a ``Clip`` says how `ffmpeg` makes it, and ``ClipLibrary`` makes it once a run, however many
///    tests want it. Nothing is stored in the repository, and nothing is random.
///
///        let bars = Clip("bars", "mp4", ["-f", "lavfi", "-i", "testsrc2=s=640x360:r=30:d=1"] + Clip.h264)
///
/// 2. Run the built command with ``Tatecast/render(_:arguments:)``, which gives it a folder of its own, a small preset
///    and a deadline, and tells the exit status, what it said, and what it left.
///
///        let run = try await Tatecast.render(bars, arguments: ["--duration", "1"])
///        #expect(run.status == 0)
///
/// 3. Look at what came out as a player would, through `ffmpeg`: ``Decoded/pictures(_:size:)`` and ``Decoded/sound(_:)``
///    decode it, and ``Picture/color(x:y:)`` and ``Sound/onset`` say where things are. Assert numbers with a stated
///    bound, since an encoder stands in between.
///
/// Few processes run at a time (``ToolProcess``), so that a deadline means a hang and not a busy machine. A suite's
/// `.timeLimit` counts the waiting for a turn too, so it is generous.
public enum MediaTesting {}
