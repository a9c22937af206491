// Words of the interface in English and Chinese. `t("stop")` is the word now; pages add their own with `addWords`.

import { effect, signal } from "../vendor/libraries.js";
import { kept, keep } from "./kept.js";

const words = {
  en: {
    cancel: "Cancel",
    copied: "Copied",
    copy: "Copy",
    dark: "Dark",
    edit: "Edit",
    key_about: "This server asks for an API key. It stays in this tab.",
    key_label: "API key",
    key_title: "API key",
    key_wrong: "The server does not know this key.",
    language: "中文",
    light: "Light",
    loading: "The model is being loaded…",
    no_server: "The server does not answer.",
    ok: "OK",
    regenerate: "Regenerate",
    resend: "Send",
    send: "Send",
    stop: "Stop",
    stopped: "stopped",
    cut: "ended at the length limit",
    system_theme: "As the system",
    theme: "Appearance",
    first_token: "first token",
    tokens: "tokens",
    tokens_per_second: "tokens/s",
    you: "You",
  },
  zh: {
    cancel: "取消",
    copied: "已复制",
    copy: "复制",
    dark: "深色",
    edit: "编辑",
    key_about: "此服务器需要 API 密钥。密钥只保存在当前标签页。",
    key_label: "API 密钥",
    key_title: "API 密钥",
    key_wrong: "服务器不认识这个密钥。",
    language: "English",
    light: "浅色",
    loading: "正在加载模型…",
    no_server: "服务器没有响应。",
    ok: "确定",
    regenerate: "重新生成",
    resend: "发送",
    send: "发送",
    stop: "停止",
    stopped: "已停止",
    cut: "达到长度上限",
    system_theme: "跟随系统",
    theme: "外观",
    first_token: "首词",
    tokens: "词元",
    tokens_per_second: "词元/秒",
    you: "你",
  },
};

export const language = signal(kept("language") ?? (navigator.language.startsWith("zh") ? "zh" : "en"));

effect(() => {
  document.documentElement.lang = language.value === "zh" ? "zh-cn" : "en"; // Web Awesome's own words follow it
  keep("language", language.value);
});

export function addWords(more) {
  for (const [name, theirs] of Object.entries(more)) Object.assign(words[name], theirs);
}

export function t(key) {
  return words[language.value][key] ?? words.en[key] ?? key;
}

export function otherLanguage() {
  language.value = language.value === "zh" ? "en" : "zh";
}
