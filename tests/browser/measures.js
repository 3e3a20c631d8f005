// What is measured on a page by the browser tests. Each function gives a list of sentences, empty where all is well.
'use strict';
window.measures = (() => {
  const HAN = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/;
  const TARGETS = 'a[href],button,select,textarea,summary,[role=button],input:not([type=hidden])';
  const DENSE_MIN = 24;
  const SPOKEN = ['title', 'aria-label', 'alt', 'placeholder', 'aria-description', 'aria-valuetext'];

  function named(element) {
    const id = element.id ? '#' + element.id : '';
    const kind = element.classList.length ? '.' + [...element.classList].join('.') : '';
    const words = (element.textContent || element.value || '').trim().replace(/\s+/g, ' ').slice(0, 24);
    return `<${element.localName}${id}${kind}> “${words}”`;
  }

  function seen(element) {
    const box = element.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1 || box.right <= 0 || box.bottom + scrollY <= 0) return false;
    return element.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true});
  }

  function texts() {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (walker.currentNode.data.trim() && seen(walker.currentNode.parentElement)) found.push(walker.currentNode);
    }
    return found;
  }

  // A link within a sentence is as tall as its line: WCAG 2.5.5 excepts it, since the lines could not be read otherwise.
  function inSentence(element) {
    if (getComputedStyle(element).display !== 'inline') return false;
    const around = [...element.parentElement.childNodes].filter(node => node !== element && node.nodeType === 3);
    return around.some(node => node.data.trim().length > 1);
  }

  // A box to tick is pressed on its words too, a hidden file input on its label alone.
  function box(element) {
    const boxes = [element, ...(element.labels && /checkbox|radio|file/.test(element.type) ? element.labels : [])]
      .map(one => one.getBoundingClientRect());
    const span = (from, to) => Math.max(...boxes.map(b => b[to])) - Math.min(...boxes.map(b => b[from]));
    return {width: span('left', 'right'), height: span('top', 'bottom')};
  }

  // Staff's tables are dense and pressed with a mouse: there WCAG 2.5.8 is enough.
  function smallTargets(least) {
    return [...document.querySelectorAll(TARGETS)].filter(seen).filter(one => !one.disabled && !inSentence(one))
      .map(one => [one, box(one), one.closest('table.dense') ? DENSE_MIN : least])
      .filter(([, b, wanted]) => b.width < wanted - 0.5 || b.height < wanted - 0.5)
      .map(([one, b, wanted]) => `${named(one)} is ${b.width.toFixed(0)}×${b.height.toFixed(0)} px, not ${wanted}`);
  }

  function smallText(least) {
    return texts().map(node => [node.parentElement, parseFloat(getComputedStyle(node.parentElement).fontSize)])
      .filter(([, size]) => size < least - 0.01).map(([one, size]) => `${named(one)} is set in ${size} px, not ${least}`);
  }

  function overflow() {
    const width = document.documentElement.clientWidth;
    if (document.scrollingElement.scrollWidth <= width) return [];
    const wide = [...document.body.querySelectorAll('*')].filter(one => !one.closest('.scroll') && seen(one))
      .filter(one => one.getBoundingClientRect().right > width + 1).map(named);
    return [`${document.scrollingElement.scrollWidth} px in ${width}: ${wide.slice(-3).join(', ')}`];
  }

  function foreignWords() {
    const astray = element => !element.closest('[lang|="zh"]');
    const found = HAN.test(document.title) ? [`title “${document.title}”`] : [];
    for (const node of texts()) {
      if (HAN.test(node.data) && astray(node.parentElement)) found.push(named(node.parentElement));
    }
    for (const option of document.querySelectorAll('option,optgroup')) {
      if (HAN.test(option.label) && astray(option)) found.push(`<${option.localName}> “${option.label.slice(0, 24)}”`);
    }
    for (const name of SPOKEN) {
      for (const element of document.querySelectorAll(`[${name}]`)) {
        const words = element.getAttribute(name);
        if (HAN.test(words) && astray(element)) found.push(`${named(element)} ${name}=“${words.slice(0, 24)}”`);
      }
    }
    return found;
  }

  function dress(size, theme) {
    document.documentElement.dataset.size = size;
    document.documentElement.dataset.theme = theme;
  }

  return {smallTargets, smallText, overflow, foreignWords, dress};
})();
