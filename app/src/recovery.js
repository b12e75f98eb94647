// Whether someone acted in this page since it last asked the server: what an open page asks by itself is no use of a session.
for (const act of ["pointerdown", "keydown", "wheel"]) {
  addEventListener(act, () => { window.acted = true; }, { capture: true, passive: true });
}
// What the list is painted without counts from here on.
addEventListener("load", () => {
  for (const sheet of document.querySelectorAll("link[media=print]")) sheet.media = "all";
});
(() => {
  let broken = false;
  let asked = null;
  const note = (address) => { asked = { address, at: Date.now() }; };
  const link = (event) => event.composedPath().find((node) => node instanceof HTMLAnchorElement && node.href);
  addEventListener("click", (event) => {
    const a = link(event);
    if (!a || a.origin !== location.origin) return;
    // The router would take the click and do nothing with it.
    if (broken) event.stopImmediatePropagation();
    else note(a.href);
  }, true);
  addEventListener("submit", (event) => {
    if (!broken) return;
    event.stopImmediatePropagation();
    // It leads nowhere without script; the page loaded anew brings its draft back.
    if (event.target.method === "dialog") location.reload();
  }, true);
  addEventListener("popstate", () => { if (broken) location.reload(); else note(location.href); }, true);
  const recover = (error, awaited) => {
    const text = String(error && (error.message || error));
    const root = document.documentElement.classList;
    // Before the page is taken over, a fetch that fails is that of its script.
    const missing = awaited && error instanceof TypeError && !root.contains("has-js");
    const fatal = missing || error instanceof WebAssembly.RuntimeError || error instanceof WebAssembly.LinkError
      || /unreachable|dynamically imported module|wasm/i.test(text);
    if (!fatal || broken) return;
    broken = true;
    root.remove("has-js");
    root.add("broken");
    if (!asked || Date.now() - asked.at > 30000) return;
    const key = "recovered:" + asked.address;
    let last = 0;
    try { last = Number(sessionStorage.getItem(key)) || 0; sessionStorage.setItem(key, String(Date.now())); } catch { return; }
    if (Date.now() - last < 10000) return;
    if (asked.address === location.href) location.reload(); else location.assign(asked.address);
  };
  addEventListener("error", (event) => recover(event.error || event.message));
  addEventListener("unhandledrejection", (event) => recover(event.reason, true));
})();
