// Templates without a build step: html`<p>${text}</p>` makes Preact's elements.

import { h, htm } from "../vendor/libraries.js";

export const html = htm.bind(h);
