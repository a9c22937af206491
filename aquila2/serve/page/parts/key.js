// The dialog that asks for an API key.

import { useState } from "../vendor/libraries.js";
import { html } from "./html.js";
import { t } from "./language.js";
import { keyWanted } from "./server.js";

export function KeyDialog() {
  const [key, setKey] = useState("");
  const wanted = keyWanted.value;
  if (!wanted) return null;
  const give = (given) => {
    setKey("");
    wanted.give(given);
  };
  return html`<wa-dialog open label=${t("key_title")} onwa-hide=${(event) => event.target.localName === "wa-dialog" && give(null)}>
    <form
      onSubmit=${(event) => {
        event.preventDefault();
        give(key);
      }}
    >
      <p>${wanted.wrong ? t("key_wrong") : t("key_about")}</p>
      <wa-input
        id="key"
        type="password"
        autocomplete="off"
        label=${t("key_label")}
        value=${key}
        onInput=${(event) => setKey(event.target.value)}
        onKeyDown=${(event) => event.key === "Enter" && key && give(key)}
      ></wa-input>
    </form>
    <wa-button id="give-key" slot="footer" variant="brand" disabled=${!key} onClick=${() => give(key)}>${t("ok")}</wa-button>
  </wa-dialog>`;
}
