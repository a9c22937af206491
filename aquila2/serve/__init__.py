"""An OpenAI-compatible server, its chat page, and a load generator. Imports `engine`, `chat`, `tokenizer`."""
