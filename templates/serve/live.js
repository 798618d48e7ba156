// Added to every page of a preview by `counterpart serve`: shows the page anew when it changed, and what keeps it from changing.
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
  let again = 0;

  const leave = () => {
    clearTimeout(again);
    events?.close();
    events = null;
  };

  // The page as it is now is written in the place of what it was, with all that listens; the reader stays where they were. To load it would take the browser twice as long.
  const renew = async () => {
    leave();
    const place = { left: scrollX, top: scrollY, behavior: "instant" };
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      if (answer.redirected || !answer.headers.get("content-type")?.startsWith("text/html")) throw new Error("not this page");
      const text = await answer.text();
      document.open();
      document.write(text);
      document.close();
      document.addEventListener("DOMContentLoaded", () => scrollTo(place), { once: true });
    } catch {
      location.reload();
    }
  };

  const hear = ({ data }) => {
    const state = JSON.parse(data);
    if (state.stamp !== stamp) {
      renew();
    } else if (state.trouble) {
      show(state.trouble);
    } else {
      hide();
    }
  };

  const listen = () => {
    leave();
    events = new EventSource(address);
    events.addEventListener("state", hear);
    // A browser that gave up is asked to try again: the server may have been started anew.
    events.addEventListener("error", () => {
      if (events?.readyState === EventSource.CLOSED) again = setTimeout(listen, 500);
    });
  };

  // A browser keeps but few connections to one server: those are for the pages that somebody looks at. Whoever comes back hears at once what has happened.
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : listen()));
  addEventListener("pagehide", leave);
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  if (!document.hidden) listen();
})();
