"""What the guide does: one module a subject, one class an action. `memory` is the only place that reads and writes slots."""
