// What the pages use of other people's work, in one module. The pages themselves are in aquila2/serve/page, unbuilt.

import "@awesome.me/webawesome/dist/components/button/button.js";
import "@awesome.me/webawesome/dist/components/callout/callout.js";
import "@awesome.me/webawesome/dist/components/details/details.js";
import "@awesome.me/webawesome/dist/components/dialog/dialog.js";
import "@awesome.me/webawesome/dist/components/drawer/drawer.js";
import "@awesome.me/webawesome/dist/components/dropdown/dropdown.js";
import "@awesome.me/webawesome/dist/components/dropdown-item/dropdown-item.js";
import "@awesome.me/webawesome/dist/components/icon/icon.js";
import "@awesome.me/webawesome/dist/components/input/input.js";
import "@awesome.me/webawesome/dist/components/option/option.js";
import "@awesome.me/webawesome/dist/components/select/select.js";
import "@awesome.me/webawesome/dist/components/slider/slider.js";
import "@awesome.me/webawesome/dist/components/spinner/spinner.js";
import "@awesome.me/webawesome/dist/components/switch/switch.js";
import "@awesome.me/webawesome/dist/components/textarea/textarea.js";
import "@awesome.me/webawesome/dist/components/tooltip/tooltip.js";
import "@awesome.me/webawesome/dist/translations/zh-cn.js";
import { registerIconLibrary } from "@awesome.me/webawesome/dist/components/icon/library.js";

import bookOpen from "lucide-static/icons/book-open.svg";
import check from "lucide-static/icons/check.svg";
import copy from "lucide-static/icons/copy.svg";
import download from "lucide-static/icons/download.svg";
import fileText from "lucide-static/icons/file-text.svg";
import languages from "lucide-static/icons/languages.svg";
import menu from "lucide-static/icons/menu.svg";
import moon from "lucide-static/icons/moon.svg";
import pencil from "lucide-static/icons/pencil.svg";
import plus from "lucide-static/icons/plus.svg";
import refresh from "lucide-static/icons/refresh-cw.svg";
import search from "lucide-static/icons/search.svg";
import send from "lucide-static/icons/arrow-up.svg";
import settings from "lucide-static/icons/sliders-horizontal.svg";
import square from "lucide-static/icons/square.svg";
import sun from "lucide-static/icons/sun.svg";
import system from "lucide-static/icons/sun-moon.svg";
import trash from "lucide-static/icons/trash-2.svg";
import undo from "lucide-static/icons/undo-2.svg";
import upload from "lucide-static/icons/upload.svg";

const icons = {
  "book-open": bookOpen, check, copy, download, "file-text": fileText, languages, menu, moon, pencil, plus, refresh,
  search, send, settings, square, sun, system, trash, undo, upload,
};
registerIconLibrary("default", { resolver: (name) => icons[name] });

export { Fragment, h, render } from "preact";
export { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
export { batch, computed, effect, signal, useSignal } from "@preact/signals";
export { default as htm } from "htm";
export { default as MarkdownIt } from "markdown-it";
export { default as DOMPurify } from "dompurify";
export { default as hljs } from "highlight.js/lib/common";
