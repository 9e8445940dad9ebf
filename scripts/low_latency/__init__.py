"""A broadcast with a clock burned into its pictures, published by ffmpeg and watched in Chromium with hls.js."""
