"""Messages to ids: templates as data, rendering with an exact loss mask, trimming, stops. Imports `tokenizer`."""
