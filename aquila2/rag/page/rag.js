// The page of the knowledge bases: ask, read the sources, add documents.

import { render, signal, useEffect, useLayoutEffect, useRef } from "/page/vendor/libraries.js";
import { Composer } from "/page/parts/composer.js";
import { html } from "/page/parts/html.js";
import { KeyDialog } from "/page/parts/key.js";
import { keep, kept } from "/page/parts/kept.js";
import { addWords, t } from "/page/parts/language.js";
import { LanguageButton, ThemeButton } from "/page/parts/menu.js";
import { IconButton, UserMessage } from "/page/parts/message.js";
import { call, streamChat } from "/page/parts/server.js";
import "/page/parts/theme.js";
import { current, full, save, startNew, update } from "/page/conversations.js";
import { Sidebar } from "/page/sidebar.js";
import { Answer } from "./answer.js";
import { Documents, refresh, upload } from "./documents.js";
import { Viewer } from "./viewer.js";
import { words } from "./words.js";

addWords(words);

const bases = signal([]);
const base = signal(kept("base") ?? "");
const failure = signal("");
const growing = signal(null); // the answer being given: {id, message, abort}
const dropping = signal(false);

async function loadBases() {
  try {
    bases.value = (await (await call("/api/bases")).json()).bases;
    if (!bases.value.some((each) => each.name === base.value)) base.value = bases.value[0]?.name ?? "";
    await refresh(base.value);
    failure.value = "";
  } catch (error) {
    failure.value = error.status ? error.message : t("no_server");
  }
}

async function choose(name) {
  base.value = name;
  keep("base", name);
  await refresh(name);
}

async function create() {
  const name = prompt(t("new_base_name"))?.trim();
  if (!name) return;
  try {
    await call("/api/bases", { method: "POST", body: JSON.stringify({ name }) });
    await loadBases();
    await choose(name);
  } catch (error) {
    failure.value = error.message;
  }
}

async function answer(conversation) {
  const abort = new AbortController();
  const asked = conversation.base ?? base.value;
  const message = { role: "assistant", content: "" };
  growing.value = { id: conversation.id, message, abort };
  const show = (news) => {
    Object.assign(message, news);
    growing.value = { ...growing.value, message: { ...message } };
  };
  const onEvent = (event) => {
    if (event.sources) show({ sources: event.sources });
    if (event.checked) show({ checked: event.checked });
  };
  const messages = conversation.messages.filter((m) => m.content).map(({ role, content }) => ({ role, content }));
  try {
    const onText = (content, figures) => show({ content, figures });
    await streamChat({ body: { model: asked, messages }, signal: abort.signal, onText, onEvent });
    if (message.checked) show({ content: message.checked.answer }); // without citations of what is not there
  } catch (error) {
    if (abort.signal.aborted) message.stopped = true;
    else message.error = error.status ? error.message : t("no_server");
  }
  growing.value = null;
  const now = current.value.id === conversation.id ? current.value : conversation;
  save(update(now, { messages: [...conversation.messages, message] }));
}

function send(text) {
  const messages = [...current.value.messages, { role: "user", content: text }];
  const conversation = update(current.value, { messages, base: current.value.base ?? base.value });
  save(conversation);
  answer(conversation);
}

const again = (index) => answer(update(current.value, { messages: current.value.messages.slice(0, index) }));

function Log() {
  const box = useRef();
  const { id, messages, base: own } = current.value;
  const grows = growing.value?.id === id ? growing.value.message : null;
  useLayoutEffect(() => {
    box.current.scrollTop = box.current.scrollHeight;
  }, [id, messages.length, grows?.content]);
  return html`<main class="log" ref=${box}>
    <div class="column">
      ${!messages.length &&
      html`<section class="welcome">
        <img src="/page/icon.svg" alt="" width="56" height="56" />
        <h1>${t("hello_base")}</h1>
        <p class="note">${base.value ? t("drop") : t("no_base")}</p>
      </section>`}
      ${messages.map((message, index) =>
        message.role === "user"
          ? html`<${UserMessage} key=${`${id}.${index}`} text=${message.content} />`
          : html`<${Answer}
              key=${`${id}.${index}`}
              base=${own ?? base.value}
              message=${message}
              busy=${growing.value !== null}
              onAgain=${() => again(index)}
            />`,
      )}
      ${grows && html`<${Answer} key="growing" base=${own ?? base.value} message=${grows} growing />`}
    </div>
  </main>`;
}

function BaseChoice() {
  return html`<wa-select
      id="base"
      size="s"
      appearance="filled"
      aria-label=${t("base")}
      value=${base.value}
      onChange=${(event) => choose(event.target.value)}
    >
      ${bases.value.map((each) => html`<wa-option key=${each.name} value=${each.name}>${each.name}</wa-option>`)}
    </wa-select>
    <${IconButton} id="new-base" icon="plus" label=${t("new_base")} onClick=${create} />`;
}

function Page() {
  useEffect(() => {
    loadBases();
  }, []);
  const over = (event) => {
    event.preventDefault();
    dropping.value = true;
  };
  const leave = (event) => {
    if (!event.relatedTarget) dropping.value = false;
  };
  const drop = (event) => {
    event.preventDefault();
    dropping.value = false;
    if (base.value && event.dataTransfer.files.length) upload(base.value, event.dataTransfer.files);
  };
  return html`<div class=${`page rag ${dropping.value ? "dropping" : ""}`} onDragOver=${over} onDragLeave=${leave} onDrop=${drop}>
    <aside class="side"><${Sidebar} /></aside>
    <div class="stage">
      <header class="head">
        <${BaseChoice} />
        <span class="space"></span>
        <span class="phone"><${IconButton} id="new" icon="plus" label=${t("new_chat")} onClick=${startNew} /></span>
        <${LanguageButton} />
        <${ThemeButton} />
      </header>
      ${failure.value && html`<div class="column"><wa-callout size="s" variant="danger">${failure.value}</wa-callout></div>`}
      ${full.value && html`<div class="column"><wa-callout size="s" variant="warning">${t("full")}</wa-callout></div>`}
      <${Log} />
      <footer class="foot">
        <div class="column">
          <${Composer}
            placeholder=${t("ask_base")}
            busy=${growing.value !== null}
            disabled=${!base.value}
            onSend=${send}
            onStop=${() => growing.value?.abort.abort()}
          />
          <p class="note">${t("answers_may_err")}</p>
        </div>
      </footer>
    </div>
    <aside class="panel"><${Documents} base=${base.value} /></aside>
    <${Viewer} />
    <${KeyDialog} />
  </div>`;
}

render(html`<${Page} />`, document.body);
