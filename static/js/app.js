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
    line.append(bar, form.dataset.send ? " Sending." : " Working on it. Long lists take some seconds.");
    form.append(line);
  };

  // Where the line may drop (data-send: the page to come): the page stays until the answer is there. Two presses are one.
  const send = async (form, waiting) => {
    const stamp = form.elements.pressed_at;
    if (stamp && !stamp.value) stamp.value = Date.now();
    form.querySelector(".warning")?.remove();
    try {
      const body = new FormData(form);
      const answer = await fetch(form.action, { method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(30000) });
      if (answer.type === "opaqueredirect") location.assign(form.dataset.send);
      else form.submit();
    } catch {
      const line = document.createElement("p");
      line.className = "warning";
      line.setAttribute("role", "alert");
      line.textContent = "Not sent: there is no connection. Nothing is lost. Press again when there is; the time of your first press counts.";
      form.append(line);
      clearTimeout(waiting);
      form.querySelector(".working")?.remove();
      sent.delete(form);
    }
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
    const waiting = setTimeout(wait, 1000, form);
    if (form.dataset.send && window.AbortSignal?.timeout) {
      event.preventDefault();
      send(form, waiting);
    } else setTimeout(() => sent.delete(form), 8000);
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.forms) sent.delete(form);
    for (const line of document.querySelectorAll(".working")) line.remove();
  });
})();
