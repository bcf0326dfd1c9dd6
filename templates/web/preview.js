// The editor's desk in the browser: shows each change at once, keeps its place, and answers to keys. Every view is a link
// that works without it.
"use strict";

const FRAMES_WITHIN = 1500; // milliseconds that a frame has to load before the page is shown all the same
const LOST_AFTER = 2500; // milliseconds without the server before the page says so

const byId = (id) => document.getElementById(id);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// The mail in its frames. Its HTML is what would be sent; the publication's own pictures may not be public yet, so they
// are taken from the media folder once the frame is there.

function ownPictures(frame) {
  const url = document.body.dataset.mediaUrl;
  const mail = frame.contentDocument;
  if (!url || !mail) return;
  const own = new RegExp(`(^|["'(\\s,;])${url.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`, "g");
  for (const element of all("[src], [srcset], [background], [style]", mail)) {
    for (const name of ["src", "srcset", "background", "style"]) {
      const value = element.getAttribute(name);
      if (value?.includes(url)) element.setAttribute(name, value.replace(own, "$1/media/"));
    }
  }
  for (const style of all("style", mail)) {
    if (style.textContent.includes(url)) style.textContent = style.textContent.replace(own, "$1/media/");
  }
}

function furnish(frame) {
  if (frame.contentDocument?.URL === "about:blank") return;
  ownPictures(frame);
  frame.contentDocument?.addEventListener("keydown", onKey);
}

function prepare(frame) {
  // Where the machine is dark, a mail that is to be light must be told so.
  if (frame.dataset.scheme === "light" && matchMedia("(prefers-color-scheme: dark)").matches) {
    frame.src += `${frame.src.includes("?") ? "&" : "?"}scheme=light`;
  }
  return new Promise((done) => {
    frame.addEventListener("load", () => { furnish(frame); done(); });
    setTimeout(done, FRAMES_WITHIN);
  });
}

// Another look, in place: what has the focus, is scrolled or open stays so.

function place() {
  return {
    focus: document.activeElement?.id,
    open: all("details[open]").map((details) => details.id),
    help: byId("keys").open,
    page: scrollY,
    kept: all("[data-keep]").map((element) => [element.id, element.scrollTop, element.scrollLeft]),
    frames: all("iframe").map((frame) => [frame.id, frame.contentWindow.scrollY]),
  };
}

function restore(before, { menus }) {
  for (const id of before.open) if (byId(id) && (menus || !byId(id).matches(".menu"))) byId(id).open = true;
  if (before.help) byId("keys").showModal();
  for (const [id, top, left] of before.kept) byId(id)?.scrollTo(left, top);
  scrollTo(0, before.page);
  if (before.focus) byId(before.focus)?.focus({ preventScroll: true });
}

async function replace(fresh, { menus }) {
  const before = place();
  document.title = fresh.title;
  document.body.replaceWith(document.adoptNode(fresh.body));
  furnishPage();
  const frames = all("iframe").map(prepare);
  restore(before, { menus });
  await Promise.all(frames);
  for (const [id, top] of before.frames) byId(id)?.contentWindow.scrollTo(0, top);
}

function changedAtOnce(change) {
  // The old page stays on the screen until the new frames are there, so that nothing flickers.
  const transition = document.startViewTransition(change);
  transition.ready.catch(() => {}); // the next change may come before it, which is well
  return transition.updateCallbackDone;
}

let shown = Promise.resolve();

function show(url, { push = false } = {}) {
  shown = shown.then(async () => {
    try {
      const answer = await fetch(url);
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (push) history.pushState(null, "", url);
      const change = () => replace(fresh, { menus: !push });
      await (document.startViewTransition ? changedAtOnce(change) : change());
    } catch (error) {
      console.error(error);
      isLost();
    }
  });
  return shown;
}

// What the server says of changes; a page that nobody sees does not ask.

let source, lost;

function tell(state, words) {
  if (byId("live").dataset.state === state) return;
  byId("live").dataset.state = state;
  byId("live").textContent = words;
}

const isLive = () => { clearTimeout(lost); lost = undefined; tell("live", "live"); };
const isLost = () => tell("lost", "no answer: start digest preview again");

function listen() {
  source?.close();
  if (document.hidden) return;
  source = new EventSource("/changes");
  source.onopen = isLive;
  source.onmessage = (event) => {
    isLive();
    if (event.data !== document.body.dataset.version) show(location.href);
  };
  source.onerror = () => { lost ??= setTimeout(isLost, LOST_AFTER); };
}

// Keys and menus.

const keysWork = () => localStorage.getItem("keys") !== "off";

function use(element) {
  if (element.matches("a")) {
    element.focus();
    element.click();
  } else if (element.matches("button")) {
    element.click();
  } else if (element.matches("summary")) {
    element.parentElement.open = !element.parentElement.open;
    element.focus();
    if (element.parentElement.open) (all("a[aria-current]", element.parentElement)[0] ?? element).focus();
  } else {
    element.focus();
    element.scrollIntoView({ block: "nearest" });
  }
}

function closeMenus(except) {
  for (const menu of all(".menu[open]")) if (menu !== except) menu.open = false;
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || byId("keys").open) return;
  const menu = document.activeElement?.closest(".menu[open]");
  if (event.key === "Escape" && document.querySelector(".menu[open]")) {
    menu?.querySelector("summary").focus();
    closeMenus();
  } else if (menu && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    const links = all("a", menu);
    const at = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    links[(at + links.length) % links.length].focus();
    event.preventDefault();
  } else if (keysWork() && event.key.toLowerCase() === "r") {
    show(location.href);
  } else if (keysWork() && event.key.length === 1 && event.key.trim()) {
    const wanted = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!wanted) return;
    event.preventDefault();
    use(wanted);
  }
}

document.addEventListener("keydown", onKey);

document.addEventListener("click", (event) => {
  closeMenus(event.target.closest(".menu"));
  const link = event.target.closest("a[href]");
  const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (link && plain && link.pathname === "/" && !link.getAttribute("href").startsWith("#")) {
    event.preventDefault();
    show(link.href, { push: true });
  } else if (event.target.closest("#help")) {
    byId("keys").showModal();
  } else if (event.target.closest("#keys-close")) {
    byId("keys").close();
  }
});

document.addEventListener("change", (event) => {
  if (event.target.id === "keys-on") localStorage.setItem("keys", event.target.checked ? "on" : "off");
});

addEventListener("popstate", () => show(location.href));
document.addEventListener("visibilitychange", listen);

function furnishPage() {
  byId("help").hidden = false;
  byId("keys-on").checked = keysWork();
  if (source?.readyState === EventSource.OPEN) isLive();
}

furnishPage();
for (const frame of all("iframe")) {
  prepare(frame);
  if (frame.contentDocument?.readyState === "complete") furnish(frame);
}
listen();
