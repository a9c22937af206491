// The chat page.

import { render, signal, useEffect, useLayoutEffect, useRef } from "./vendor/libraries.js";
import { Composer } from "./parts/composer.js";
import { html } from "./parts/html.js";
import { KeyDialog } from "./parts/key.js";
import { keep, kept } from "./parts/kept.js";
import { addWords, t } from "./parts/language.js";
import { LanguageButton, ThemeButton } from "./parts/menu.js";
import { AssistantMessage, IconButton, UserMessage } from "./parts/message.js";
import { isReady, models, streamChat } from "./parts/server.js";
import "./parts/theme.js";
import { current, full, save, startNew, update } from "./conversations.js";
import { Settings, sampling, settingsOpen } from "./settings.js";
import { Sidebar } from "./sidebar.js";
import { words } from "./words.js";

addWords(words);

const cards = signal([]);
const model = signal(kept("model") ?? "");
const state = signal("loading"); // loading, ready, gone
const drawerOpen = signal(false);
const growing = signal(null); // the answer being given: {id, text, figures, abort}

const chosen = () => cards.value.find((card) => card.id === model.value) ?? cards.value[0];

async function watchServer() {
  while (true) {
    try {
      if (await isReady()) {
        cards.value = (await models()).filter((card) => card.max_model_len);
        state.value = "ready";
        return;
      }
      state.value = "loading";
    } catch (error) {
      if (error.status) return; // no key was given
      state.value = "gone";
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

async function answer(conversation) {
  const abort = new AbortController();
  growing.value = { id: conversation.id, text: "", figures: null, abort };
  const system = conversation.system.trim() ? [{ role: "system", content: conversation.system }] : [];
  const history = told(conversation.messages).map(({ role, content }) => ({ role, content }));
  const last = { role: "assistant", content: "" };
  let shown = 0;
  const onText = (text, figures) => {
    Object.assign(last, { content: text, figures });
    const now = performance.now();
    if (now - shown < 40) return; // Markdown is made anew each time: 25 times a second are enough
    shown = now;
    growing.value = { ...growing.value, text, figures };
  };
  const body = { model: chosen()?.id ?? model.value, messages: [...system, ...history], ...sampling.value };
  try {
    const { text, figures } = await streamChat({ body, signal: abort.signal, onText });
    Object.assign(last, { content: text, figures });
  } catch (error) {
    if (abort.signal.aborted) last.stopped = true;
    else last.error = error.status ? error.message : t("no_server");
  }
  growing.value = null;
  // the conversation may have been changed meanwhile (its title, its system prompt), or be no longer on the screen
  const now = current.value.id === conversation.id ? current.value : conversation;
  save(update(now, { messages: [...conversation.messages, last] }));
}

// What the model is told of the past: not the questions of which no answer came, one of which may have been too long.
function told(messages) {
  const failed = messages.map((message) => message.role === "assistant" && !message.content);
  return messages.filter((_, index) => !failed[index] && !failed[index + 1]);
}

function send(text) {
  const conversation = update(current.value, { messages: [...current.value.messages, { role: "user", content: text }] });
  save(conversation);
  answer(conversation);
}

function edit(index, text) {
  answer(update(current.value, { messages: [...current.value.messages.slice(0, index), { role: "user", content: text }] }));
}

function again(index) {
  answer(update(current.value, { messages: current.value.messages.slice(0, index) }));
}

function Messages() {
  const { id, messages } = current.value;
  const grows = growing.value?.id === id ? growing.value : null;
  const busy = growing.value !== null;
  return messages
    .map((message, index) =>
      message.role === "user"
        ? html`<${UserMessage} key=${`${id}.${index}`} text=${message.content} busy=${busy} onEdit=${(text) => edit(index, text)} />`
        : html`<${AssistantMessage}
            key=${`${id}.${index}`}
            text=${message.content}
            figures=${message.figures}
            stopped=${message.stopped}
            error=${message.error}
            busy=${busy}
            onAgain=${() => again(index)}
          />`,
    )
    .concat(grows ? html`<${AssistantMessage} key="growing" text=${grows.text} figures=${grows.figures} growing />` : []);
}

function Welcome() {
  const examples = [t("example_1"), t("example_2"), t("example_3"), t("example_4")];
  return html`<section class="welcome">
    <img src="/page/icon.svg" alt="" width="56" height="56" />
    <h1>${t("hello")}</h1>
    <div class="examples">
      ${examples.map((text) => html`<button key=${text} disabled=${state.value !== "ready"} onClick=${() => send(text)}>${text}</button>`)}
    </div>
  </section>`;
}

// The end stays in view while an answer grows, unless the reader has scrolled up.
function Log() {
  const box = useRef();
  const atEnd = useRef(true);
  const { messages, id } = current.value;
  const onScroll = () => (atEnd.current = box.current.scrollHeight - box.current.scrollTop - box.current.clientHeight < 60);
  useLayoutEffect(() => {
    if (atEnd.current) box.current.scrollTop = box.current.scrollHeight;
  });
  useLayoutEffect(() => {
    atEnd.current = true;
    box.current.scrollTop = box.current.scrollHeight;
  }, [id, messages.length]);
  return html`<main class="log" ref=${box} onScroll=${onScroll}>
    <div class="column">${messages.length ? html`<${Messages} />` : html`<${Welcome} />`}</div>
  </main>`;
}

function ModelChoice() {
  if (cards.value.length < 2) return html`<span class="model">${cards.value[0]?.id ?? "aquila2"}</span>`;
  const choose = (event) => {
    model.value = event.target.value;
    keep("model", model.value);
  };
  return html`<wa-select id="model" size="s" appearance="filled" value=${chosen().id} label="" onChange=${choose}>
    ${cards.value.map((card) => html`<wa-option key=${card.id} value=${card.id}>${card.id}</wa-option>`)}
  </wa-select>`;
}

function Page() {
  useEffect(() => {
    watchServer();
  }, []);
  return html`<div class="page">
    <aside class="side"><${Sidebar} /></aside>
    <div class="stage">
      <header class="head">
        <span class="phone"><${IconButton} id="menu" icon="menu" label=${t("conversations")} onClick=${() => (drawerOpen.value = true)} /></span>
        <${ModelChoice} />
        <span class="space"></span>
        <span class="phone"><${IconButton} id="new" icon="plus" label=${t("new_chat")} onClick=${startNew} /></span>
        <${LanguageButton} />
        <${ThemeButton} />
        <${IconButton} id="open-settings" icon="settings" label=${t("settings")} onClick=${() => (settingsOpen.value = true)} />
      </header>
      ${state.value !== "ready" &&
      html`<div class="column"><wa-callout size="s" variant=${state.value === "gone" ? "danger" : "neutral"}
        ><wa-spinner slot="icon"></wa-spinner>${t(state.value === "gone" ? "no_server" : "loading")}</wa-callout
      ></div>`}
      ${full.value && html`<div class="column"><wa-callout size="s" variant="warning">${t("full")}</wa-callout></div>`}
      <${Log} />
      <footer class="foot">
        <div class="column">
          <${Composer}
            placeholder=${t("ask")}
            busy=${growing.value !== null}
            disabled=${state.value !== "ready"}
            onSend=${send}
            onStop=${() => growing.value?.abort.abort()}
          />
          <p class="note">${t("may_err")}</p>
        </div>
      </footer>
    </div>
    <wa-drawer
      id="list"
      label=${t("conversations")}
      placement="start"
      light-dismiss
      open=${drawerOpen.value}
      onwa-after-hide=${(event) => event.target.id === "list" && (drawerOpen.value = false)}
      ><${Sidebar} onChosen=${() => (drawerOpen.value = false)}
    /></wa-drawer>
    <${Settings} card=${chosen()} />
    <${KeyDialog} />
  </div>`;
}

render(html`<${Page} />`, document.body);
