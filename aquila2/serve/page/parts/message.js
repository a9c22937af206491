// One message of a conversation: the user's can be edited, the model's copied and made again.

import { useEffect, useRef, useState } from "../vendor/libraries.js";
import { html } from "./html.js";
import { t } from "./language.js";
import { Markdown, copyText } from "./markdown.js";

export function IconButton({ icon, label, onClick, disabled, id }) {
  return html`<wa-button
    id=${id}
    class="icon-button"
    appearance="plain"
    size="s"
    title=${label}
    disabled=${Boolean(disabled)}
    onClick=${onClick}
    ><wa-icon name=${icon} label=${label}></wa-icon
  ></wa-button>`;
}

export function CopyButton({ text }) {
  const [done, setDone] = useState(false);
  const copy = () => {
    copyText(text).then(() => {
      setDone(true);
      setTimeout(() => setDone(false), 1500);
    });
  };
  return html`<${IconButton} icon=${done ? "check" : "copy"} label=${done ? t("copied") : t("copy")} onClick=${copy} />`;
}

// figures: {tokens, firstSeconds, perSecond, finish}
export function Figures({ figures, stopped }) {
  const parts = [];
  if (figures?.tokens) parts.push(`${figures.tokens} ${t("tokens")}`);
  if (figures?.perSecond) parts.push(`${figures.perSecond.toFixed(1)} ${t("tokens_per_second")}`);
  if (figures?.firstSeconds != null) parts.push(`${t("first_token")} ${figures.firstSeconds.toFixed(2)} s`);
  if (stopped) parts.push(t("stopped"));
  else if (figures?.finish === "length") parts.push(t("cut"));
  return html`<span class="figures">${parts.join(" · ")}</span>`;
}

export function UserMessage({ text, onEdit, busy }) {
  const [draft, setDraft] = useState(null);
  const area = useRef();
  useEffect(() => {
    if (draft !== null) area.current?.updateComplete?.then(() => area.current.focus());
  }, [draft === null]);
  if (draft !== null) {
    const save = () => {
      if (!draft.trim()) return;
      setDraft(null);
      onEdit(draft);
    };
    return html`<article class="message user editing">
      <wa-textarea
        ref=${area}
        resize="auto"
        rows="2"
        value=${draft}
        label=${t("edit")}
        onInput=${(event) => setDraft(event.target.value)}
      ></wa-textarea>
      <div class="row end">
        <wa-button size="s" appearance="outlined" onClick=${() => setDraft(null)}>${t("cancel")}</wa-button>
        <wa-button size="s" variant="brand" class="save-edit" onClick=${save}>${t("resend")}</wa-button>
      </div>
    </article>`;
  }
  return html`<article class="message user" aria-label=${t("you")}>
    <div class="bubble">${text}</div>
    <div class="actions">
      <${CopyButton} text=${text} />
      ${onEdit && html`<${IconButton} icon="pencil" label=${t("edit")} disabled=${busy} onClick=${() => setDraft(text)} />`}
    </div>
  </article>`;
}

export function AssistantMessage({ text, figures, stopped, error, growing, onAgain, busy, children }) {
  return html`<article class="message assistant" aria-busy=${growing ? "true" : "false"}>
    ${text && html`<${Markdown} text=${text} />`}
    ${growing && !text && html`<div class="thinking"><i></i><i></i><i></i></div>`}
    ${children}
    ${error && html`<wa-callout variant="danger" size="s">${error}</wa-callout>`}
    <div class="actions">
      ${!growing && text && html`<${CopyButton} text=${text} />`}
      ${!growing && onAgain && html`<${IconButton} icon="refresh" label=${t("regenerate")} disabled=${busy} onClick=${onAgain} />`}
      <${Figures} figures=${figures} stopped=${stopped} />
    </div>
  </article>`;
}
