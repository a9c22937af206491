// Conversations, kept in this browser: a list of their titles, and each by itself.

import { signal } from "./vendor/libraries.js";
import { keep, kept } from "./parts/kept.js";

// {id, title, changed}, the newest first
export const list = signal(kept("conversations") ?? []);
export const current = signal(blank());
export const full = signal(false); // the browser gives no more room: what is new is not kept

function blank() {
  return { id: crypto.randomUUID?.() ?? String(Math.random()).slice(2), messages: [], system: "" };
}

export function save(conversation) {
  const title = conversation.title ?? conversation.messages[0]?.content.split("\n")[0].slice(0, 60) ?? "";
  const entry = { id: conversation.id, title, changed: Date.now() };
  list.value = [entry, ...list.value.filter((other) => other.id !== conversation.id)];
  full.value = !(keep(`conversation.${conversation.id}`, conversation) && keep("conversations", list.value));
}

// Messages are replaced, never changed in place, so that what is shown follows.
export function update(conversation, change) {
  const next = { ...conversation, ...change };
  if (current.value.id === next.id) current.value = next;
  return next;
}

export function open(id) {
  const found = kept(`conversation.${id}`);
  if (found) current.value = found;
  else remove(id);
}

export function startNew() {
  current.value = blank();
}

export function rename(id, title) {
  list.value = list.value.map((entry) => (entry.id === id ? { ...entry, title } : entry));
  keep("conversations", list.value);
  const conversation = current.value.id === id ? update(current.value, { title }) : { ...kept(`conversation.${id}`), title };
  keep(`conversation.${id}`, conversation);
}

export function remove(id) {
  list.value = list.value.filter((entry) => entry.id !== id);
  keep("conversations", list.value);
  keep(`conversation.${id}`, undefined);
  if (current.value.id === id) startNew();
}
