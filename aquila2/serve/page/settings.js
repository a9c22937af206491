// The system prompt of this conversation, and how answers are drawn. What is not set is the model's own.

import { signal } from "./vendor/libraries.js";
import { html } from "./parts/html.js";
import { keep, kept } from "./parts/kept.js";
import { t } from "./parts/language.js";
import { current, save, update } from "./conversations.js";

export const sampling = signal(kept("sampling") ?? {});
export const settingsOpen = signal(false);

const ROWS = [
  { name: "temperature", min: 0, max: 2, step: 0.05, usual: 1 },
  { name: "top_p", min: 0.05, max: 1, step: 0.05, usual: 1 },
  { name: "top_k", min: 0, max: 200, step: 1, usual: 0 },
  { name: "min_p", min: 0, max: 1, step: 0.01, usual: 0 },
  { name: "repetition_penalty", min: 1, max: 2, step: 0.05, usual: 1 },
  { name: "max_tokens", min: 16, max: 4096, step: 16, usual: null },
];

function set(name, value) {
  const { [name]: _, ...rest } = sampling.value;
  sampling.value = value === null ? rest : { ...rest, [name]: value };
  keep("sampling", sampling.value);
}

function Row({ row, defaults, longest }) {
  const own = sampling.value[row.name];
  const usual = defaults[row.name] ?? row.usual;
  const max = row.name === "max_tokens" ? Math.min(row.max, longest ?? row.max) : row.max;
  return html`<div class="setting">
    <wa-slider
      name=${row.name}
      label=${t(row.name)}
      min=${row.min}
      max=${max}
      step=${row.step}
      value=${own ?? usual ?? max}
      size="s"
      onInput=${(event) => set(row.name, event.target.value)}
    ></wa-slider>
    <output>${own ?? usual ?? "–"}</output>
    <wa-button
      size="xs"
      appearance="plain"
      disabled=${own === undefined}
      title=${t("as_model")}
      onClick=${() => set(row.name, null)}
      ><wa-icon name="undo" label=${t("as_model")}></wa-icon
    ></wa-button>
  </div>`;
}

export function Settings({ card }) {
  const onSystem = (event) => {
    const changed = update(current.value, { system: event.target.value });
    if (changed.messages.length) save(changed);
  };
  return html`<wa-drawer
    id="settings"
    label=${t("settings")}
    placement="end"
    light-dismiss
    open=${settingsOpen.value}
    onwa-after-hide=${(event) => event.target.localName === "wa-drawer" && (settingsOpen.value = false)}
  >
    <wa-textarea
      id="system"
      label=${t("system_prompt")}
      hint=${t("system_hint")}
      rows="4"
      resize="auto"
      value=${current.value.system}
      onInput=${onSystem}
    ></wa-textarea>
    <h3>${t("drawing")}</h3>
    ${ROWS.map((row) => html`<${Row} key=${row.name} row=${row} defaults=${card?.sampling ?? {}} longest=${card?.max_model_len} />`)}
    <wa-input
      id="seed"
      size="s"
      type="number"
      min="0"
      label=${t("seed")}
      hint=${t("seed_hint")}
      value=${sampling.value.seed ?? ""}
      onInput=${(event) => set("seed", event.target.value === "" ? null : Math.max(0, Math.trunc(Number(event.target.value))))}
    ></wa-input>
  </wa-drawer>`;
}
