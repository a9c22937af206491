// Light, dark, or as the system has it.

import { effect, signal } from "../vendor/libraries.js";
import { keep, kept } from "./kept.js";

const system = matchMedia("(prefers-color-scheme: dark)");
const systemDark = signal(system.matches);
system.addEventListener("change", () => (systemDark.value = system.matches));

export const theme = signal(kept("theme") ?? "system");

effect(() => {
  const dark = theme.value === "dark" || (theme.value === "system" && systemDark.value);
  document.documentElement.classList.toggle("wa-dark", dark);
  document.documentElement.classList.toggle("wa-light", !dark);
  keep("theme", theme.value);
});
