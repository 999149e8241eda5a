// Live search of places and goods: htmx fetches the options, this file moves among them by keyboard (the ARIA combobox pattern).
// Without JavaScript the field is a plain text field and the server understands what was typed.
"use strict";
(() => {
  const fields = new WeakMap();

  function setUp(root) {
    for (const box of root.querySelectorAll("[data-search]")) {
      const input = box.querySelector("input");
      const list = box.querySelector("[role=listbox]");
      if (!input || fields.has(input)) continue;
      fields.set(input, list);
      const address = `${box.dataset.search}?field=${encodeURIComponent(input.name)}`;
      for (const [name, value] of Object.entries({
        role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
        "hx-get": address, "hx-trigger": "input changed delay:120ms", "hx-target": `#${list.id}`, "hx-swap": "innerHTML",
        "hx-sync": "this:replace", "hx-push-url": "false", "hx-select": "unset",
      })) input.setAttribute(name, value);
      list.addEventListener("htmx:afterSwap", () => opened(input, list));
      list.addEventListener("mousedown", (event) => {
        event.preventDefault();
        const option = event.target.closest("[data-value]");
        if (option) choose(input, list, option);
      });
      input.addEventListener("keydown", (event) => key(event, input, list));
      input.addEventListener("blur", () => close(input, list));
      window.htmx.process(input);
    }
  }

  function opened(input, list) {
    if (document.activeElement !== input || !input.value.trim()) return close(input, list);
    list.querySelectorAll("[role=option]").forEach((option, index) => {
      option.id = `${list.id}_${index}`;
      option.setAttribute("aria-selected", "false");
    });
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    input.removeAttribute("aria-activedescendant");
  }

  function close(input, list) {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(input, list, option) {
    input.value = option.dataset.value;
    close(input, list);
  }

  function key(event, input, list) {
    if (list.hidden) return;
    const options = [...list.querySelectorAll("[data-value]")];
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!options.length) return;
      const step = event.key === "ArrowDown" ? 1 : -1;
      const next = at < 0 ? (step > 0 ? 0 : options.length - 1) : (at + step + options.length) % options.length;
      options.forEach((option, index) => option.setAttribute("aria-selected", String(index === next)));
      options[next].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[next].id);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      choose(input, list, options[at]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close(input, list);
    }
  }

  // A source opens beside its figure; only one is open, and Escape or a click elsewhere closes it.
  document.addEventListener("toggle", (event) => {
    if (!event.target.matches?.("details.source[open]")) return;
    for (const other of document.querySelectorAll("details.source[open]")) if (other !== event.target) other.open = false;
    // Near the left edge it opens to the right.
    event.target.classList.remove("left");
    event.target.classList.toggle("left", event.target.querySelector(".note").getBoundingClientRect().left < 0);
  }, true);
  document.addEventListener("click", (event) => {
    const source = document.querySelector("details.source[open]");
    if (source && !source.contains(event.target)) source.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const source = event.key === "Escape" && document.querySelector("details.source[open]");
    if (!source) return;
    source.open = false;
    source.querySelector("summary").focus();
  });

  // On a phone the lower sections begin folded; a link to one, a search in the page and printing unfold them.
  const narrow = window.matchMedia("(max-width: 48rem)");
  function fold(root) {
    for (const part of root.querySelectorAll("details.part")) {
      const within = location.hash.length > 1 && part.closest("section")?.id === location.hash.slice(1);
      part.open = within || !narrow.matches;
      part.querySelector("summary").tabIndex = narrow.matches ? 0 : -1;
    }
  }
  function unfold() {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    const part = target?.querySelector?.(":scope > details.part");
    if (part) part.open = true;
    target?.scrollIntoView?.();
  }
  document.addEventListener("click", (event) => {
    const head = event.target.closest?.("details.part > summary");
    if (head && !narrow.matches) event.preventDefault();
    const link = event.target.closest?.('a[href^="#"]');
    if (link && link.hash === location.hash) unfold();
  });
  narrow.addEventListener("change", () => fold(document));
  window.addEventListener("hashchange", unfold);
  window.addEventListener("beforeprint", () => document.querySelectorAll("details.part").forEach((part) => { part.open = true; }));

  // After a part of the page was exchanged: set up what is new, say that it is new, keep the keyboard's place.
  let focused = "";
  document.addEventListener("htmx:beforeSwap", () => { focused = document.activeElement?.id || ""; });
  document.addEventListener("htmx:afterSettle", (event) => {
    const page = document.getElementById("page");
    if (!page || event.detail.elt !== page) return;
    setUp(page);
    fold(page);
    const trouble = page.querySelector(".trouble");
    if (trouble) return trouble.focus();
    document.getElementById("status").textContent = page.dataset.said || "";
    (document.getElementById(focused) || page.querySelector("tr.chosen") || page.querySelector("h1")).focus?.({ preventScroll: true });
  });
  // Leave the history to the browser: going back loads the page as it is on the server.
  window.addEventListener("DOMContentLoaded", () => {
    setUp(document);
    fold(document);
    document.querySelector(".trouble")?.focus();
  });
})();
