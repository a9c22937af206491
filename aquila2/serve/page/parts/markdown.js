// Markdown from a model, as HTML that can do nothing: no HTML of the model's own, no images, nothing that runs.

import { DOMPurify, MarkdownIt, hljs, useMemo } from "../vendor/libraries.js";
import { html } from "./html.js";
import { t } from "./language.js";

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true });
const escape = markdown.utils.escapeHtml;

markdown.renderer.rules.fence = (tokens, index) => {
  const { content, info } = tokens[index];
  const name = info.trim().split(/\s+/)[0].toLowerCase();
  const known = name && hljs.getLanguage(name);
  const code = known ? hljs.highlight(content, { language: name, ignoreIllegals: true }).value : escape(content);
  const head = `<div class="code-head"><span>${escape(name)}</span><button class="code-copy">${escape(t("copy"))}</button></div>`;
  return `<div class="code">${head}<pre><code class="hljs">${code}</code></pre></div>`;
};
// an image would be asked for from wherever the model says: its description is shown instead
markdown.renderer.rules.image = (tokens, index) => `<span class="image">[${escape(tokens[index].content)}]</span>`;
markdown.renderer.rules.table_open = () => '<div class="table"><table>';
markdown.renderer.rules.table_close = () => "</table></div>";

const purifier = DOMPurify(window);
const ALLOWED = {
  ALLOWED_TAGS: (
    "a b blockquote br button code del div em h1 h2 h3 h4 h5 h6 hr i li ol p pre s span strong table tbody td th thead tr ul"
  ).split(" "),
  ALLOWED_ATTR: ["class", "href", "start"],
  ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
};
purifier.addHook("afterSanitizeAttributes", (node) => {
  if (node.tagName === "A") {
    node.setAttribute("target", "_blank");
    node.setAttribute("rel", "noopener noreferrer");
  }
});

export function toHtml(text) {
  return purifier.sanitize(markdown.render(text), ALLOWED);
}

function copyCode(event) {
  const button = event.target.closest(".code-copy");
  if (!button) return;
  copyText(button.closest(".code").querySelector("code").textContent);
  button.textContent = t("copied");
  setTimeout(() => (button.textContent = t("copy")), 1500);
}

// navigator.clipboard is there on https and on this machine alone; by another name over http the old way is left
export async function copyText(text) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

export function Markdown({ text }) {
  const inner = useMemo(() => ({ __html: toHtml(text) }), [text]);
  return html`<div class="markdown" onClick=${copyCode} dangerouslySetInnerHTML=${inner}></div>`;
}
