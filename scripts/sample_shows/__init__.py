"""The parts of scripts/render-samples, scripts/render-sheets and scripts/renew-goldens. Python's standard library only."""
