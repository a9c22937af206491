// The documents of a knowledge base: dropped or chosen, sent with their progress, listed, taken out.

import { signal, useRef } from "/page/vendor/libraries.js";
import { html } from "/page/parts/html.js";
import { t } from "/page/parts/language.js";
import { IconButton } from "/page/parts/message.js";
import { call } from "/page/parts/server.js";

export const documents = signal([]);
const sending = signal([]); // {id, name, share, state, error}
let number = 0;

const api = (base) => `/api/bases/${encodeURIComponent(base)}`;

export async function refresh(base) {
  documents.value = base ? (await (await call(`${api(base)}/documents`)).json()).documents : [];
}

function change(id, news) {
  sending.value = sending.value.map((each) => (each.id === id ? { ...each, ...news } : each));
}

// XMLHttpRequest, for fetch does not tell how much of a body has been sent
function send(base, file, id) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", `${api(base)}/files?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    const key = sessionStorage.getItem("aquila2.key");
    if (key) request.setRequestHeader("Authorization", `Bearer ${key}`);
    request.upload.onprogress = (event) => change(id, { share: event.loaded / Math.max(event.total, 1) });
    request.upload.onload = () => change(id, { share: 1, state: "reading" });
    request.onload = () => {
      let told = {};
      try {
        told = JSON.parse(request.responseText);
      } catch {
        told = { error: { message: `HTTP ${request.status}` } };
      }
      change(id, told.error ? { error: told.error.message } : { state: told.state, notes: told.notes });
      resolve();
    };
    request.onerror = () => {
      change(id, { error: t("no_server") });
      resolve();
    };
    request.send(file);
  });
}

export async function upload(base, files) {
  const news = [...files].map((file) => ({ id: ++number, name: file.name, share: 0, state: "", file }));
  sending.value = [...news.map(({ file, ...each }) => each), ...sending.value].slice(0, 50);
  for (const { id, file } of news) {
    await send(base, file, id);
    await refresh(base);
  }
}

async function remove(base, path) {
  if (!confirm(`${t("delete_document")}\n${path}`)) return;
  await call(`${api(base)}/documents?path=${encodeURIComponent(path)}`, { method: "DELETE" });
  await refresh(base);
}

function Sending({ each }) {
  const state = each.error ?? (each.state ? t(`state_${each.state}`) : `${Math.round(each.share * 100)} %`);
  return html`<li class=${each.error ? "failed" : ""}>
    <span class="name">${each.name}</span>
    ${!each.error && each.share < 1 && html`<wa-progress-bar value=${Math.round(each.share * 100)}></wa-progress-bar>`}
    <span class="state">${state}</span>
  </li>`;
}

export function Documents({ base }) {
  const chooser = useRef();
  return html`<section class="documents" aria-label=${t("documents")}>
    <h2>${t("documents")} (${documents.value.length})</h2>
    <input
      ref=${chooser}
      id="files"
      type="file"
      multiple
      onChange=${(event) => upload(base, event.target.files).then(() => (event.target.value = ""))}
    />
    <wa-button class="add" appearance="outlined" disabled=${!base} onClick=${() => chooser.current.click()}
      ><wa-icon slot="start" name="plus"></wa-icon>${t("add_files")}</wa-button
    >
    <p class="note">${t("drop")}</p>
    <ul class="sending">
      ${sending.value.map((each) => html`<${Sending} key=${each.id} each=${each} />`)}
    </ul>
    ${base && !documents.value.length && html`<p class="note">${t("no_documents")}</p>`}
    <ul class="stored">
      ${documents.value.map(
        (each) => html`<li key=${each.path}>
          <span class="name" title=${[each.path, ...each.notes].join("\n")}>${each.path}</span>
          <${IconButton} icon="trash" label=${t("delete")} onClick=${() => remove(base, each.path)} />
        </li>`,
      )}
    </ul>
  </section>`;
}
