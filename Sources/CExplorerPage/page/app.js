// The page's start: the key, the two tabs.
import { currentKey, setKey } from "./client.js";
import { CreditsView } from "./credits.js";
import { byId } from "./dom.js";
import { Explorer } from "./explorer.js";

const explorer = new Explorer();
const credits = new CreditsView({
  pane: byId("credits"),
  onQuery: (query, variables) => {
    explorer.load(query, JSON.stringify(variables, null, 2));
    show("explorer");
  },
});

function show(name) {
  for (const tab of document.querySelectorAll("[role=tab]")) {
    const isChosen = tab.getAttribute("aria-controls") === name;
    tab.setAttribute("aria-selected", String(isChosen));
    tab.tabIndex = isChosen ? 0 : -1;
    byId(tab.getAttribute("aria-controls")).hidden = !isChosen;
  }
  history.replaceState(null, "", `#${name}`);
  if (name === "credits") credits.open();
}

for (const tab of document.querySelectorAll("[role=tab]")) {
  tab.addEventListener("click", () => show(tab.getAttribute("aria-controls")));
  tab.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const other = [...document.querySelectorAll("[role=tab]")].find((one) => one !== tab);
    other.focus();
    other.click();
  });
}

const key = byId("key");
key.value = currentKey();
byId("key-form").addEventListener("submit", (event) => {
  event.preventDefault();
  setKey(key.value);
  credits.reset();
  explorer.connect();
  if (!byId("credits").hidden) credits.open();
});

show(location.hash === "#credits" ? "credits" : "explorer");
explorer.connect();
