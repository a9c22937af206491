// Appearance and language, as buttons for a page's head.

import { html } from "./html.js";
import { language, otherLanguage, t } from "./language.js";
import { IconButton } from "./message.js";
import { theme } from "./theme.js";

export function LanguageButton() {
  return html`<wa-button id="language" size="s" appearance="plain" lang=${language.value === "zh" ? "en" : "zh"} onClick=${otherLanguage}
    >${t("language")}</wa-button
  >`;
}

export function ThemeButton() {
  const icons = { light: "sun", dark: "moon", system: "system" };
  const labels = { light: t("light"), dark: t("dark"), system: t("system_theme") };
  const next = { system: "light", light: "dark", dark: "system" };
  return html`<${IconButton}
    id="theme"
    icon=${icons[theme.value]}
    label=${`${t("theme")}: ${labels[theme.value]}`}
    onClick=${() => (theme.value = next[theme.value])}
  />`;
}
