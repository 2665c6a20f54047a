// What is wrong with the page, in words: links, overflow, contrast, alternative texts, ids, headings.
(() => {
  const said = [], all = selector => [...document.querySelectorAll(selector)];
  all("details").forEach(one => one.open = true);

  const ids = all("[id]").map(one => one.id);
  ids.filter((id, place) => ids.indexOf(id) !== place).forEach(id => said.push(`the id ${id} stands twice`));
  all('a[href^="#"]').filter(link => !ids.includes(decodeURIComponent(link.hash.slice(1))))
    .forEach(link => said.push(`the link ${link.hash} leads nowhere`));
  all("a, button, summary").filter(one => !one.textContent.trim()).forEach(one => said.push(`a ${one.localName} without words`));
  all("img").filter(one => !one.alt.trim()).forEach(one => said.push(`an image without alternative text`));
  all("img").filter(one => !one.naturalWidth).forEach(one => said.push(`the image ${one.alt} does not load`));
  if (!document.documentElement.lang || !document.title) said.push("no language or no title");

  const levels = all("h1, h2, h3, h4, h5, h6").map(one => Number(one.localName[1]));
  if (levels[0] !== 1 || levels.filter(level => level === 1).length !== 1) said.push("not one h1, first of all headings");
  levels.forEach((level, place) => { if (place && level > levels[place - 1] + 1) said.push(`h${level} under h${levels[place - 1]}`); });

  const width = window.innerWidth;
  if (document.documentElement.scrollWidth > width) said.push(`the page is ${document.documentElement.scrollWidth} px wide`);
  all("body *").filter(one => !one.closest(".scroll *") && one.getClientRects().length)
    .filter(one => { const box = one.getBoundingClientRect(); return box.left < -1 || box.right > width + 1; })
    .forEach(one => said.push(`${one.localName} ${one.textContent.slice(0, 30)} is cut`));

  const rgba = text => { const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number); return [r, g, b, a]; };
  const channel = value => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = one => {
    for (; one; one = one.parentElement) {
      const color = rgba(getComputedStyle(one).backgroundColor);
      if (color[3] > 0) return color;
    }
    return [255, 255, 255, 1];
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const parent = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !parent.getClientRects().length) continue;
    const lights = [rgba(getComputedStyle(parent).color), behind(parent)].map(light).sort((a, b) => b - a);
    const ratio = (lights[0] + 0.05) / (lights[1] + 0.05);
    if (ratio < 4.5) said.push(`contrast ${ratio.toFixed(1)} of "${texts.currentNode.data.trim().slice(0, 30)}"`);
  }
  return said;
})()
