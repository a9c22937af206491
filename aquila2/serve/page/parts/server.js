// This server's API: which models there are, and answers as they grow. Asks for a key when the server wants one.

import { signal } from "../vendor/libraries.js";

export class ServerError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

// what the key dialog shows: null, or {wrong, give} while a call waits for a key
export const keyWanted = signal(null);
let asking = null;

function askForKey() {
  asking ??= new Promise((resolve) => {
    keyWanted.value = {
      wrong: Boolean(sessionStorage.getItem("aquila2.key")),
      give(key) {
        if (key) sessionStorage.setItem("aquila2.key", key);
        keyWanted.value = asking = null;
        resolve(key);
      },
    };
  });
  return asking;
}

// fetch with the key; once more with another key after 401
export async function call(path, options = {}) {
  const key = sessionStorage.getItem("aquila2.key");
  const headers = { ...(options.body ? { "Content-Type": "application/json" } : {}), ...options.headers };
  if (key) headers.Authorization = `Bearer ${key}`;
  const response = await fetch(path, { ...options, headers });
  if (response.status === 401 && (await askForKey())) return call(path, options);
  if (!response.ok) throw new ServerError(response.status, await errorText(response));
  return response;
}

async function errorText(response) {
  try {
    return (await response.json()).error.message;
  } catch {
    return `HTTP ${response.status}`;
  }
}

export async function isReady() {
  return (await fetch("/ready")).ok;
}

export async function models() {
  return (await (await call("/v1/models")).json()).data;
}

// Each event of a stream of server-sent events, as JSON, until [DONE].
export async function* events(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let held = "";
  try {
    while (true) {
      const { value, done } = await reader.read();
      if (done) return;
      const parts = (held + value).split("\n\n");
      held = parts.pop();
      for (const part of parts) {
        const data = part.replace(/^data: /, "");
        if (data === "[DONE]") return;
        const event = JSON.parse(data);
        if (event.error) throw new ServerError(500, event.error.message);
        yield event;
      }
    }
  } finally {
    reader.cancel().catch(() => {}); // the server notices that nobody reads, and stops
  }
}

// Streams an answer. `onText(text so far, figures)`; resolves to {text, figures}.
export async function streamChat({ path = "/v1/chat/completions", body, signal, onText, onEvent }) {
  const start = performance.now();
  const response = await call(path, {
    method: "POST",
    body: JSON.stringify({ ...body, stream: true, stream_options: { include_usage: true } }),
    signal,
  });
  let text = "";
  const figures = { tokens: 0, firstSeconds: null, perSecond: null, finish: null };
  let first = 0;
  for await (const event of events(response)) {
    onEvent?.(event);
    const choice = event.choices?.[0];
    if (event.usage) figures.tokens = event.usage.completion_tokens;
    if (choice) {
      figures.finish = choice.finish_reason ?? figures.finish;
      if (choice.delta.content) {
        text += choice.delta.content;
        figures.tokens += 1;
        const now = performance.now();
        first ||= now;
        figures.firstSeconds ??= (now - start) / 1000;
        if (now > first) figures.perSecond = ((figures.tokens - 1) * 1000) / (now - first);
      }
    }
    onText?.(text, figures);
  }
  return { text, figures };
}
