/* Comforts over pages that work without them. Hooks are data-pro-* attributes; see templates/components/. */
"use strict";
(() => {
  const all = (selector, root = document) => root.querySelectorAll(selector);
  const closest = (event, selector) => event.target instanceof Element ? event.target.closest(selector) : null;

  /* --- Toasts: a short sentence that passes; it stays while one points at it --- */
  const TOAST_MS = 7000;
  const toasts = () => document.getElementById("toasts");

  function arm(toast) {
    if (toast.dataset.armed) return;
    toast.dataset.armed = "1";
    const held = () => toast.matches(":hover, :focus-within");
    const leave = () => held() ? setTimeout(leave, 2000) : toast.remove();
    if (toast.getAttribute("role") !== "alert") setTimeout(leave, TOAST_MS);
  }

  function say(message, isError = false) {
    const toast = document.createElement("div");
    toast.className = "toast";
    toast.setAttribute("data-pro-toast", "");
    if (isError) toast.setAttribute("role", "alert");
    const words = document.createElement("span");
    words.textContent = message;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "btn btn-night btn-s";
    close.setAttribute("data-pro-dismiss", "");
    close.textContent = "Fermer";
    toast.append(words, close);
    toasts()?.append(toast);
    arm(toast);
  }

  /* --- Forms: one sending at a time, nothing typed is lost --- */
  const BUSY_MS = 15000;
  const typed = (form) => new URLSearchParams(
    [...new FormData(form)].map(([name, value]) => [name, value instanceof File ? value.name : value])
  ).toString();

  function release(form) {
    delete form.dataset.sending;
    all("[aria-busy]", form).forEach((button) => button.removeAttribute("aria-busy"));
  }

  function send(event) {
    const form = event.target;
    if (event.defaultPrevented && !form.hasAttribute("hx-post")) return;
    if (form.method !== "post" || form.hasAttribute("data-pro-download")) return;
    if (form.dataset.sending) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    form.dataset.sending = "1";
    event.submitter?.setAttribute("aria-busy", "true");
    setTimeout(() => release(form), BUSY_MS);
  }

  function guard(form) {
    if (form.dataset.guarded) return;
    form.dataset.guarded = "1";
    form.proStart = typed(form);
  }

  const unsaved = () => [...all("form[data-pro-guard]")].some(
    (form) => form.proStart !== undefined && !form.dataset.sending && typed(form) !== form.proStart
  );

  /* --- What a page, or a fragment of it, needs when it arrives --- */
  function arrive(root) {
    all("[data-pro-toast]", root).forEach(arm);
    all("form[data-pro-guard]", root).forEach(guard);
    all("[data-pro-reveal], [data-pro-copy], [data-pro-print]", root).forEach((button) => { button.hidden = false; });
    all(".tabs, .scroll-x", root).forEach((strip) => {
      const current = strip.querySelector("[aria-current]");
      if (current) strip.scrollLeft = current.offsetLeft - strip.offsetLeft - 24;
    });
    root.querySelector("[data-pro-errors]")?.focus();
  }

  const CLICKS = {
    "[data-pro-dialog]"(opener, event) {
      const dialog = document.getElementById(opener.dataset.proDialog);
      if (!dialog?.showModal) return;
      event.preventDefault();
      dialog.showModal();
    },
    "[data-pro-close]"(button, event) {
      event.preventDefault();
      button.closest("dialog")?.close();
    },
    "[data-pro-dismiss]"(button) {
      button.closest("[data-pro-toast]")?.remove();
    },
    "[data-pro-print]"() {
      window.print();
    },
    async "[data-pro-copy]"(button) {
      try {
        await navigator.clipboard.writeText(button.dataset.proCopy);
        say("Copié.");
      } catch {
        const field = button.parentElement.querySelector("input");
        field?.select();
        say("Copie impossible ici : le texte est sélectionné, copiez-le vous-même.", true);
      }
    },
    "[data-pro-reveal]"(button) {
      const field = document.getElementById(button.dataset.proReveal);
      const shown = field.type === "text";
      field.type = shown ? "password" : "text";
      button.setAttribute("aria-pressed", String(!shown));
    },
  };

  function outside(dialog, event) {
    const box = dialog.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    return event.detail > 0 && !inside;
  }

  document.addEventListener("click", (event) => {
    for (const [selector, act] of Object.entries(CLICKS)) {
      const found = closest(event, selector);
      if (found) act(found, event);
    }
    if (event.target instanceof HTMLDialogElement && outside(event.target, event)) event.target.close();
    all("details[data-pro-menu][open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    all("details[data-pro-menu][open]").forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
    if (location.hash === "#menu") location.hash = "#contenu";
  });

  document.addEventListener("submit", send);
  window.addEventListener("beforeunload", (event) => { if (unsaved()) event.preventDefault(); });
  window.addEventListener("pageshow", () => all("form[data-sending]").forEach(release));

  /* --- Files: drop them anywhere in the frame, read their name --- */
  const MO = 1024 * 1024;
  const weight = (size) => (size < MO / 10 ? `${Math.ceil(size / 1024)} Ko` : `${(size / MO).toFixed(1).replace(".", ",")} Mo`);
  document.addEventListener("change", (event) => {
    if (!(event.target instanceof HTMLInputElement) || event.target.type !== "file") return;
    const name = event.target.closest("[data-pro-drop]")?.querySelector("[data-pro-drop-name]");
    const file = event.target.files[0];
    if (name) name.textContent = file ? `${file.name}, ${weight(file.size)}` : "";
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const frame = closest(event, "[data-pro-drop]");
      if (!frame) return;
      event.preventDefault();
      frame.classList.toggle("over", kind === "dragover");
      if (kind !== "drop" || !event.dataTransfer.files.length) return;
      const field = frame.querySelector("input[type=file]");
      field.files = event.dataTransfer.files;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  /* --- htmx --- */
  document.addEventListener("htmx:load", (event) => arrive(event.detail.elt));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt.closest?.("form");
    if (form) release(form);
  });
  document.addEventListener("htmx:responseError", () => say("La page n’a pas pu se mettre à jour. Rechargez-la.", true));
  document.addEventListener("htmx:sendError", () => say("Pas de réseau : rien n’a été envoyé.", true));

  arrive(document);
})();
