// Small comforts only: every page works without this file.
(() => {
  "use strict";
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  const summary = document.querySelector(".error-summary");
  if (summary) summary.focus();

  // An answer that takes longer than a second is waited for beside a moving bar.
  const wait = (form) => {
    const line = document.createElement("p");
    const bar = document.createElement("progress");
    line.className = "working";
    line.setAttribute("role", "status");
    bar.setAttribute("aria-label", "Working");
    line.append(bar, " Working on it. Long lists take some seconds.");
    form.append(line);
  };

  // A second press while the first is under way sends nothing. The server makes one row of two anyway.
  const sent = new WeakSet();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (sent.has(form)) {
      event.preventDefault();
      return;
    }
    sent.add(form);
    setTimeout(() => sent.delete(form), 8000);
    setTimeout(wait, 1000, form);
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.forms) sent.delete(form);
    for (const line of document.querySelectorAll(".working")) line.remove();
  });
})();
