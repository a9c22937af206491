"""An OpenAI-compatible server over the engine, its chat page, and a load generator. Imports `engine`, `chat`, `tokenizer`."""
