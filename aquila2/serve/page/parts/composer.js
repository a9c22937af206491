// Where the user writes. Enter sends, Shift+Enter breaks the line; while an answer grows, the button stops it.

import { useRef, useState } from "../vendor/libraries.js";
import { html } from "./html.js";
import { t } from "./language.js";

export function Composer({ placeholder, busy, disabled, onSend, onStop }) {
  const [text, setText] = useState("");
  const area = useRef();
  const send = () => {
    if (busy || disabled || !text.trim()) return;
    onSend(text.trim());
    setText("");
    area.current.style.height = "";
  };
  const onInput = (event) => {
    setText(event.target.value);
    event.target.style.height = "auto";
    event.target.style.height = `${Math.min(event.target.scrollHeight, innerHeight * 0.4)}px`;
  };
  const onKeyDown = (event) => {
    // while an input method composes a word (pinyin), Enter chooses it
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send();
    }
  };
  return html`<form class="composer" onSubmit=${(event) => event.preventDefault()}>
    <textarea
      ref=${area}
      id="question"
      rows="1"
      value=${text}
      placeholder=${placeholder}
      aria-label=${placeholder}
      onInput=${onInput}
      onKeyDown=${onKeyDown}
    ></textarea>
    ${busy
      ? html`<wa-button id="stop" variant="neutral" pill title=${t("stop")} onClick=${onStop}
          ><wa-icon name="square" label=${t("stop")}></wa-icon
        ></wa-button>`
      : html`<wa-button id="send" variant="brand" pill title=${t("send")} disabled=${disabled || !text.trim()} onClick=${send}
          ><wa-icon name="send" label=${t("send")}></wa-icon
        ></wa-button>`}
  </form>`;
}
