"""What a model is worth: tasks, the engine behind lm-evaluation-harness, strict and lenient scores, reports."""
