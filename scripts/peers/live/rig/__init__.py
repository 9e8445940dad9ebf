"""What the scripts about publishers share: sources with flashes and beeps, a broadcast, and a look at what came out of it."""
