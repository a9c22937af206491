// The list of conversations.

import { html } from "./parts/html.js";
import { t } from "./parts/language.js";
import { IconButton } from "./parts/message.js";
import { current, list, open, remove, rename, startNew } from "./conversations.js";

export function Sidebar({ onChosen }) {
  const choose = (action) => () => {
    action();
    onChosen?.();
  };
  const ask = (entry) => {
    const title = prompt(t("rename"), entry.title);
    if (title) rename(entry.id, title);
  };
  return html`<nav class="conversations" aria-label=${t("conversations")}>
    <wa-button class="new" appearance="outlined" onClick=${choose(startNew)}
      ><wa-icon slot="start" name="plus"></wa-icon>${t("new_chat")}</wa-button
    >
    <ul>
      ${list.value.map(
        (entry) => html`<li key=${entry.id} class=${entry.id === current.value.id ? "chosen" : ""}>
          <button class="title" onClick=${choose(() => open(entry.id))}>${entry.title || t("untitled")}</button>
          <${IconButton} icon="pencil" label=${t("rename")} onClick=${() => ask(entry)} />
          <${IconButton} icon="trash" label=${t("delete")} onClick=${() => confirm(t("delete_sure")) && remove(entry.id)} />
        </li>`,
      )}
    </ul>
    <p class="note">${t("kept_here")}</p>
  </nav>`;
}
