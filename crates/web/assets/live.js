// Keeps a page as it would be if it were loaded again. The page names an event stream (data-live); when that tells of a
// change, the page is fetched once more and the parts that differ (data-part) are replaced. What a person has opened,
// where the keyboard stands and what a screen reader was told stay. A page nobody looks at is left alone, and a stream
// that fails is asked again later and later.
"use strict";

const page = document.querySelector("[data-live]");
const LEAST = 1000;
const MOST = 60000;

let stream = null;
let wait = LEAST;
let retry = null;
let refreshing = false;
let again = false;

/** Replaces what differs. */
const take = (fresh) => {
  for (const part of document.querySelectorAll("[data-part]")) {
    const name = CSS.escape(part.dataset.part);
    const other = fresh.querySelector(`[data-part="${name}"]`);
    if (!other || part.dataset.was === other.innerHTML) continue;
    // A part someone writes in is left until they are done.
    if (part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) continue;
    const was = other.innerHTML;
    if (was !== part.innerHTML) replace(part, other);
    part.dataset.was = was;
  }
};

const replace = (part, other) => {
  const focused = part.contains(document.activeElement) ? document.activeElement : null;
  const place = focused && [...part.querySelectorAll("a, button, summary")].indexOf(focused);
  const opened = [...part.querySelectorAll("details")].map((details) => details.open);
  part.replaceChildren(...other.childNodes);
  part.querySelectorAll("details").forEach((details, at) => {
    if (opened[at]) details.open = true;
  });
  if (focused) {
    const heir = (focused.id && document.getElementById(focused.id)) || part.querySelectorAll("a, button, summary")[place];
    heir?.focus({ preventScroll: true });
  }
};

/** Fetches the page once; what is asked for meanwhile is one time more. */
const refresh = async () => {
  if (document.hidden || refreshing) {
    again = true;
    return;
  }
  refreshing = true;
  again = false;
  try {
    const response = await fetch(location.href, { headers: { accept: "text/html" }, cache: "no-store" });
    // Logged out, or the page is gone: the next click says so.
    if (!response.ok || response.redirected) {
      stop();
      return;
    }
    take(new DOMParser().parseFromString(await response.text(), "text/html"));
  } catch {
    // No network: the stream notices as well and comes back.
  } finally {
    refreshing = false;
    if (again && stream) setTimeout(refresh, LEAST);
  }
};

const stop = () => {
  clearTimeout(retry);
  stream?.close();
  stream = null;
};

const start = () => {
  stop();
  if (document.hidden) return;
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

if (page && window.EventSource) {
  // What stands in a part as it was loaded; the browser's own changes (an opened details) are no difference.
  for (const part of document.querySelectorAll("[data-part]")) part.dataset.was = part.innerHTML;
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
  start();
}
