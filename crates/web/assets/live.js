// Keeps a page as it would be if it were loaded again. The page names an event stream (data-live); when that tells of a
// change, the page is fetched once more and the parts that differ (data-part) are replaced. What a person has opened and
// where the keyboard stands stay; a change of what matters is told to screen readers (data-tell). A page nobody looks at
// is left alone, and a stream that fails is asked again later and later.
"use strict";

const page = document.querySelector("[data-live]");
const LEAST = 1000;
const MOST = 60000;

/** Each part as it was when it came; what the browser changes in it (an opened details) is no difference. */
const known = new Map();
let stream = null;
let wait = LEAST;
let retry = null;
let asking = false;
let again = false;

const parts = (root) => [...root.querySelectorAll("[data-part]")];
const places = (part) => [...part.querySelectorAll("a, button, summary")];

/** Takes what differs from a page that was fetched. */
const take = (fetched) => {
  for (const fresh of parts(fetched)) {
    const name = fresh.dataset.part;
    const old = parts(document).find((part) => part.dataset.part === name);
    const is = fresh.outerHTML;
    if (!old || known.get(name) === is) continue;
    // Where someone writes, nothing moves until they are done.
    if (old.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) continue;
    known.set(name, is);
    replace(old, document.adoptNode(fresh));
  }
};

const replace = (old, fresh) => {
  const told = toldIn(old);
  const focused = old.contains(document.activeElement) ? places(old).indexOf(document.activeElement) : -1;
  const opened = [...old.querySelectorAll("details")].map((details) => details.open);
  fresh.querySelectorAll("details").forEach((details, at) => {
    details.open = opened[at] ?? false;
  });
  old.replaceWith(fresh);
  places(fresh)[focused]?.focus({ preventScroll: true });
  const now = toldIn(fresh);
  if (now && now !== told) document.querySelector("[data-tell]").textContent = now;
};

/** What a part says that is told aloud when it changes. */
const toldIn = (part) => {
  const tell = document.querySelector("[data-tell]");
  return tell ? part.querySelector(`#${CSS.escape(tell.dataset.tell)}`)?.textContent : undefined;
};

/** Fetches the page; what is asked for meanwhile is one time more. */
const refresh = async () => {
  if (document.hidden || asking) {
    again = asking;
    return;
  }
  asking = true;
  again = false;
  try {
    const response = await fetch(location.href, { headers: { accept: "text/html" }, cache: "no-store" });
    if (response.ok && !response.redirected) {
      take(new DOMParser().parseFromString(await response.text(), "text/html"));
    } else if (response.status < 500) {
      // Logged out, or the page is gone: the next click says so.
      stop();
    }
  } catch {
    // No network: the stream notices as well and comes back.
  }
  asking = false;
  if (again && stream) setTimeout(refresh, LEAST);
};

const stop = () => {
  clearTimeout(retry);
  stream?.close();
  stream = null;
};

const start = () => {
  stop();
  stream = new EventSource(page.dataset.live);
  stream.addEventListener("open", () => {
    wait = LEAST;
  });
  for (const event of ["state", "counters"]) stream.addEventListener(event, refresh);
  stream.addEventListener("error", () => {
    stop();
    retry = setTimeout(start, wait * (0.75 + Math.random() / 2));
    wait = Math.min(wait * 2, MOST);
  });
};

if (page) {
  for (const part of parts(document)) known.set(part.dataset.part, part.outerHTML);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      stop();
    } else {
      start();
      refresh();
    }
  });
  window.addEventListener("pagehide", stop);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) start();
  });
  if (!document.hidden) start();
}
