// An answer from the knowledge base: its citations as links, its sources folded under it.

import { useLayoutEffect, useRef } from "/page/vendor/libraries.js";
import { html } from "/page/parts/html.js";
import { t } from "/page/parts/language.js";
import { AssistantMessage } from "/page/parts/message.js";
import { openPassage } from "./viewer.js";

// Every [2] in an answer's text, but for code, becomes a link; `Answer` listens to its clicks.
function linkCitations(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (/\[\d{1,3}\]/.test(node.data) && !node.parentElement.closest("a, code, pre")) found.push(node);
  }
  for (const node of found) {
    const parts = node.data.split(/(\[\d{1,3}\])/).map((part) => {
      if (!/^\[\d{1,3}\]$/.test(part)) return part;
      const link = document.createElement("a");
      link.href = `#cite-${part.slice(1, -1)}`;
      link.textContent = part;
      return link;
    });
    node.replaceWith(...parts);
  }
}

function Source({ base, source, number, citation }) {
  const quotes = citation?.quotes ?? [];
  const place = source.page ? ` · ${t("page")} ${source.page}` : "";
  return html`<li class=${citation ? "cited" : ""}>
    <button class="source" onClick=${() => openPassage(base, source, quotes)}>
      <b>[${number}] ${source.document}</b>${place}
      ${citation?.supported === false && html`<wa-badge variant="danger">${t("not_supported")}</wa-badge>`}
      ${citation && citation.supported === null && html`<wa-badge variant="neutral">${t("unchecked")}</wa-badge>`}
      <span>${source.text.slice(0, 160)}</span>
    </button>
  </li>`;
}

export function Answer({ base, message, growing, busy, onAgain }) {
  const { content = "", sources = [], checked, figures, stopped, error } = message;
  const citation = (number) => checked?.citations.find((each) => each.number === number);
  const open = (event) => {
    const link = event.target.closest?.("a[href^='#cite-']");
    if (!link) return;
    event.preventDefault();
    const number = Number(link.getAttribute("href").slice("#cite-".length));
    if (sources[number - 1]) openPassage(base, sources[number - 1], citation(number)?.quotes ?? []);
  };
  const refused = checked?.refused;
  const box = useRef();
  useLayoutEffect(() => {
    const text = box.current.querySelector(".markdown");
    if (text) linkCitations(text);
  }, [content]);
  return html`<div class="answer" ref=${box} onClick=${open}>
    <${AssistantMessage}
      text=${content}
      figures=${figures}
      stopped=${stopped}
      error=${error}
      growing=${growing}
      busy=${busy}
      onAgain=${onAgain}
    >
      ${refused && html`<wa-callout class="refused" variant="warning" size="s">${t("refused")}</wa-callout>`}
      ${checked?.unsupported.map(
        (sentence) => html`<wa-callout class="unsupported" variant="danger" size="s">${t("not_supported")}: ${sentence}</wa-callout>`,
      )}
      ${checked?.notes.map((note) => html`<p class="note">${note}</p>`)}
      ${sources.length > 0 &&
      !refused &&
      html`<details class="sources">
        <summary>${t("sources")} (${sources.length})</summary>
        ${checked?.rewrites.length > 0 && html`<p class="note">${t("also_searched")}: ${checked.rewrites.join(" | ")}</p>`}
        <ol>
          ${sources.map(
            (source, index) =>
              html`<${Source} key=${index} base=${base} source=${source} number=${index + 1} citation=${citation(index + 1)} />`,
          )}
        </ol>
      </details>`}
    <//>
  </div>`;
}
