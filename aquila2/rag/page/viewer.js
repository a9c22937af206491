// A document with a passage marked in it, scrolled into view.

import { signal, useEffect, useRef } from "/page/vendor/libraries.js";
import { html } from "/page/parts/html.js";
import { t } from "/page/parts/language.js";
import { call } from "/page/parts/server.js";

const shown = signal(null); // {path, text, pages, start, end, quotes} or {path, error}
const AROUND = 20000; // characters on both sides of the passage: a long document is not shown whole

export async function openPassage(base, source, quotes) {
  const path = source.document;
  try {
    const query = `/api/bases/${encodeURIComponent(base)}/document?path=${encodeURIComponent(path)}`;
    const found = await (await call(query)).json();
    shown.value = { ...found, characters: [...found.text], start: source.start, end: source.end, quotes };
  } catch (error) {
    shown.value = { path, error: error.message };
  }
}

// The text cut where something begins or ends: the passage, a quote in it, a page. Offsets count characters, not UTF-16.
function parts({ characters, pages, start, end, quotes }) {
  const first = Math.max(0, start - AROUND);
  const last = Math.min(characters.length, end + AROUND);
  const inside = pages.filter((page) => page.start > first && page.start < last);
  const edges = [first, last, start, end, ...quotes.flatMap((q) => [q.start, q.end]), ...inside.map((page) => page.start)];
  const cuts = [...new Set(edges)].filter((at) => at >= first && at <= last).sort((a, b) => a - b);
  return cuts.slice(0, -1).map((from, index) => ({
    from,
    text: characters.slice(from, cuts[index + 1]).join(""),
    passage: from >= start && from < end,
    quote: quotes.some((q) => from >= q.start && from < q.end),
    page: inside.find((page) => page.start === from)?.label,
  }));
}

export function Viewer() {
  const mark = useRef();
  const found = shown.value;
  useEffect(() => {
    const timer = setTimeout(() => mark.current?.scrollIntoView({ block: "center" }), 150); // once the dialog is open
    return () => clearTimeout(timer);
  }, [found]);
  if (!found) return null;
  const close = (event) => event.target.localName === "wa-dialog" && (shown.value = null);
  const pieces = found.error ? [] : parts(found);
  const focus = pieces.find((piece) => piece.quote) ?? pieces.find((piece) => piece.passage);
  return html`<wa-dialog id="viewer" open light-dismiss label=${found.path} onwa-after-hide=${close}>
    ${found.error && html`<wa-callout variant="danger">${found.error}</wa-callout>`}
    <div class="document">
      ${pieces.map(
        (piece) => html`${piece.page && html`<div class="page-mark">${t("page")} ${piece.page}</div>`}${piece.passage
          ? html`<mark ref=${piece === focus ? mark : null} class=${piece.quote ? "quote" : ""}>${piece.text}</mark>`
          : piece.text}`,
      )}
    </div>
  </wa-dialog>`;
}
