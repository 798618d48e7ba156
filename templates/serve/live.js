// Added to every page of a preview by `counterpart serve`: loads the page anew when it changed, and shows what keeps it from changing.
(() => {
  "use strict";
  const { page, stamp, revision } = document.currentScript.dataset;
  const address = "/~events?" + new URLSearchParams({ page, stamp, revision });
  let host = null;

  const hide = () => {
    host?.remove();
    host = null;
  };

  const element = (name, className, text) => {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  };

  const show = (trouble) => {
    hide();
    host = document.createElement("counterpart-trouble");
    host.setAttribute("role", "alert");
    const root = host.attachShadow({ mode: "open" });
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = "/~serve.css";
    const panel = element("section", "trouble", "");
    const count = trouble.findings.length + trouble.more;
    panel.append(element("h2", "", count === 1 ? "An error keeps this page as it was" : `${count} errors keep this page as it was`));
    for (const finding of trouble.findings) panel.append(element("pre", "", finding));
    if (trouble.more > 0) panel.append(element("p", "", `and ${trouble.more} more`));
    const close = element("button", "", "Hide");
    close.type = "button";
    close.addEventListener("click", hide);
    panel.append(close);
    root.append(style, panel);
    document.documentElement.append(host);
  };

  let events = null;

  const hear = ({ data }) => {
    const state = JSON.parse(data);
    if (state.stamp !== stamp) {
      leave();
      location.reload();
    } else if (state.trouble) {
      show(state.trouble);
    } else {
      hide();
    }
  };

  const leave = () => {
    events?.close();
    events = null;
  };

  const listen = () => {
    leave();
    events = new EventSource(address);
    events.addEventListener("state", hear);
    // A browser that gave up is asked to try again: the server may have been started anew.
    events.addEventListener("error", () => {
      if (events?.readyState === EventSource.CLOSED) setTimeout(listen, 500);
    });
  };

  // A browser keeps but few connections to one server: those are for the pages that somebody looks at. Whoever comes back hears at once what has happened.
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : listen()));
  addEventListener("pagehide", leave);
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  if (!document.hidden) listen();
})();
