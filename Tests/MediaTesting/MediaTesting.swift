/// How a test of real media is written.
///
/// 1. Name an input: a ``Clip`` says how `ffmpeg` makes it, and ``ClipLibrary`` makes it once a run, however many
///    tests want it. Nothing is stored in the repository, and nothing is random.
///
///        let bars = Clip("bars", "mp4", ["-f", "lavfi", "-i", "testsrc2=s=640x360:r=30:d=1"] + Clip.h264)
///
/// 2. Run the built command with ``Tatecast/render(_:preset:arguments:output:_:)``, which gives it a folder of its own, a small
///    preset and a deadline, and tells the exit status, what it said, and what it left. Whatever is to happen while it runs
///    goes into a closure, which waits for what happens (``RunningProcess/until(_:_:)``) and never just for a while.
///
///        let run = try await Tatecast.render(bars) { process in
///            try await process.untilThere(movie)
///            process.send(SIGTERM)
///        }
///        #expect(run.status == 143)
///
/// 3. Look at what came out as a player would, through `ffmpeg`: ``Decoded/pictures(_:size:)`` and ``Decoded/sound(_:)``
///    decode it, and ``Picture/color(x:y:)`` and ``Sound/onset`` say where things are. Assert numbers with a stated
///    bound, since an encoder stands in between.
///
/// Few processes run at a time (``ToolProcess``), so that a deadline means a hang and not a busy machine. A suite's
/// `.timeLimit` counts the waiting for a turn too, so it is generous.
public enum MediaTesting {}
