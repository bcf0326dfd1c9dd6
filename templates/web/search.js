// Searches the archive where no server does: every word that is looked for must begin a word of a story.
(() => {
  const form = document.querySelector(".search"), box = form.querySelector("input"), place = document.getElementById("found");
  const known = new Map(), most = 30;
  const plain = (text) => text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase();
  const words = (text) => plain(text).match(/[\p{L}\p{N}]+/gu) || [];
  const unspaced = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\uffff]/; // scripts with no space between words
  const load = async (url) => {
    if (!known.has(url)) known.set(url, await (await fetch(url)).json());
    return known.get(url);
  };
  const holds = (text, wanted) => {
    const there = words(text);
    return wanted.every((word) => there.some((one) => one.startsWith(word) || (unspaced.test(word) && one.includes(word))));
  };
  const element = (name, text, kind) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  };
  // A text with the words marked in it that were looked for.
  const marked = (kind, text, wanted) => {
    const made = element(kind), begins = (word) => wanted.some((one) => plain(word).startsWith(one));
    for (const piece of text.split(/([\p{L}\p{N}][\p{L}\p{N}\p{Mn}]*)/u)) made.append(begins(piece) ? element("mark", piece) : piece);
    return made;
  };
  const line = (url, name, [title, summary], wanted) => {
    const item = element("li"), link = element("a");
    link.href = url;
    const headline = marked("h2", title, wanted), words = marked("p", summary, wanted);
    for (const made of [headline, words]) made.dir = "auto";
    link.append(headline, words, element("span", name, "quiet"));
    item.append(link);
    return item;
  };
  const search = async (query) => {
    const wanted = words(query), list = element("ul", "", "items found");
    let count = 0;
    if (!wanted.length) return;
    for (const index of form.dataset.indexes.split(" ").filter(Boolean)) {
      for (const [url, name, stories] of await load(index)) {
        stories.forEach((story, number) => {
          if (!holds(story.join(" "), wanted)) return;
          count += 1;
          if (count <= most) list.append(line(`${url}#story-${number + 1}`, name, story, wanted));
        });
      }
      if (count > most) break;
    }
    const told = element("p", count ? form.dataset.found.replace("%s", () => (count > most ? `${most}+` : count)) : form.dataset.none.replace("%s", () => query), count ? "count" : "lead");
    place.replaceChildren(told, ...(count ? [list] : []));
    place.hidden = false;
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    history.replaceState(null, "", `?q=${encodeURIComponent(box.value)}`);
    search(box.value.trim());
  });
  box.value = new URLSearchParams(location.search).get("q") || "";
  search(box.value.trim());
})();
