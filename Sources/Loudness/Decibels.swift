import Foundation

/// What an amplitude is multiplied by for so many decibels.
public func amplitude(ofDecibels decibels: Double) -> Double { pow(10, decibels / 20) }

/// How many decibels an amplitude is from full scale (1); −∞ for 0.
public func decibels(ofAmplitude amplitude: Double) -> Double { 20 * log10(amplitude) }

/// The loudness of K-weighted energy (the channels' mean squares, added), in LUFS; −∞ for silence (ITU-R BS.1770-4, formula 2).
func loudness(ofEnergy energy: Double) -> Double { -0.691 + 10 * log10(energy) }

/// The energy that has this loudness.
func blockEnergy(ofLoudness loudness: Double) -> Double { pow(10, (loudness + 0.691) / 10) }

/// How many times the energy so many decibels more have.
func energyRatio(ofDecibels decibels: Double) -> Double { pow(10, decibels / 10) }
