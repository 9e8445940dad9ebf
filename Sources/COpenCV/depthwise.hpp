// Convolutions that look at each channel by itself, which OpenCV's own layer is slow at.
#ifndef TATECAST_DEPTHWISE_HPP
#define TATECAST_DEPTHWISE_HPP

namespace eyes {

/// Makes nets that are read from now on use this program's layer for depthwise convolutions of 3×3 and 5×5. All else stays OpenCV's.
///
/// OpenCV 4.6 has a quick way for those of 3×3 on pictures wider than 17 samples alone: the palms' net, whose are 5×5, took three quarters of
/// its time for them, 16 of 22 ms. Can be called by any thread, and again.
void use_quick_depthwise();

} // namespace eyes

#endif
