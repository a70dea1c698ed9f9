/* Nothing typed is lost. Every form works without this; with it, a working copy of what is written
   is kept now and then, and whoever sits still is warned before they are signed out. */
"use strict";

const QUIET = 2500; /* milliseconds without a key before a copy is kept */
const WARN_AFTER = 13 * 60 * 1000; /* of the fifteen minutes that a session lives */

const local = (address) => {
  const url = new URL(address, location.href);
  return url.pathname + url.search;
};

const written = (form) => {
  const fields = new FormData(form);
  return new URLSearchParams([...fields].filter(([, value]) => typeof value === "string"));
};

const clock = () =>
  new Date().toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");

function watch(form) {
  const told = document.createElement("p");
  told.className = "cw-small cw-kept cw-noprint";
  told.setAttribute("role", "status");
  let timer = 0;
  /* what was refused is on no shelf yet: it is kept even if nothing more is typed */
  let kept = form.querySelector(".error-list") ? "" : String(written(form));
  let sent = false;
  let asking = null;

  async function keep(leaving) {
    window.clearTimeout(timer);
    const now = written(form);
    if (sent || String(now) === kept) return;
    kept = String(now);
    asking = new AbortController();
    const where = new URLSearchParams({
      sida: location.pathname + location.search,
      till: local(form.getAttribute("action") || location.href),
    });
    try {
      const answer = await fetch("/pagaende?" + where, {
        method: "POST",
        body: now,
        keepalive: leaving,
        redirect: "manual",
        signal: asking.signal,
      });
      if (sent) return;
      if (answer.status === 204) {
        tell("Texten hålls kvar åt dig kl. " + clock() + ". Den är inte sparad ännu.");
        warnLater();
      } else if (answer.status === 413) {
        tell("Texten är för lång för att hållas kvar. Spara den snart.");
      } else {
        tell("Du är utloggad. Tryck på knappen, logga in igen, så är texten tillbaka.");
      }
    } catch {
      kept = "";
      if (!sent) tell("Det går inte att nå tjänsten just nu. Texten står kvar här i fönstret.");
    }
  }

  function tell(words) {
    if (!told.isConnected) form.append(told);
    told.textContent = words;
  }

  form.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => keep(false), QUIET);
  });
  form.addEventListener("submit", () => {
    sent = true;
    window.clearTimeout(timer);
    if (asking) asking.abort();
  });
  window.addEventListener("pageshow", () => {
    sent = false;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep(true);
  });
  window.addEventListener("pagehide", () => keep(true));
}

const writable = 'textarea, input[type="text"], input[type="date"], input[type="time"], input:not([type])';

for (const form of document.querySelectorAll('main form[method="post"]')) {
  const secret = form.querySelector('input[type="password"]') || form.dataset.notKept !== undefined;
  if (!secret && form.querySelector(writable)) watch(form);
}

/* The warning before one is signed out. */
let warning = 0;
const dialog = document.getElementById("vaken");

function warnLater() {
  window.clearTimeout(warning);
  if (dialog) warning = window.setTimeout(() => dialog.showModal(), WARN_AFTER);
}

if (dialog) {
  dialog.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    dialog.close();
    const answer = await fetch("/vaken", { method: "POST", body: written(event.target), redirect: "manual" });
    if (answer.ok) warnLater();
    else location.reload();
  });
  warnLater();
}
