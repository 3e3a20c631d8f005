'use strict';
/* Keys of staff pages: an element with data-key is pressed (an input focused) by that key.
   Without the bar of hints (#keys) there are none: it is left out for whoever switched them off. */
(function () {
  var bar = document.getElementById('keys'), sheet = document.getElementById('keys-sheet');
  var find = document.getElementById('find-q'), typed = '', timer = 0;
  if (!bar || !sheet) return;

  function target(key) {
    return Array.prototype.filter.call(document.querySelectorAll('[data-key]'), function (element) {
      return element.getAttribute('data-key').toLowerCase() === key.toLowerCase();
    })[0];
  }
  function use(element) {
    if (!element) return;
    element.focus();
    if (element.matches('input:not([type=checkbox])')) element.select(); else element.click();
  }
  function isWriting(element) {
    return element.matches('select,textarea,input:not([type=checkbox]):not([type=radio])');
  }
  /* One character is a key. Several within a breath come from a reader of identity cards. */
  function settle() {
    var text = typed;
    typed = '';
    if (text.length === 1) use(target(text));
    else if (find) { find.value = text; find.focus(); }
  }
  function escape(element) {
    if (element.matches('input,select,textarea') && element !== find) element.blur(); else use(target('Escape'));
  }
  function enter(event) {
    var confirm = target('Enter');
    if (typed.length > 1 && find) {
      clearTimeout(timer);
      settle();
      event.preventDefault();
      find.form.submit();
    } else if (confirm && !/^(A|BUTTON|SUMMARY)$/.test(event.target.tagName)) {
      event.preventDefault();
      use(confirm);
    }
  }
  document.addEventListener('keydown', function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || sheet.open) return;
    if (event.key === 'Escape') return escape(event.target);
    if (isWriting(event.target) || event.repeat) return;
    if (event.key === 'Enter') return enter(event);
    if (!/^[0-9a-z/?]$/i.test(event.key)) return;
    if (event.key === '/') event.preventDefault();
    typed += event.key;
    clearTimeout(timer);
    timer = setTimeout(settle, 60);
  });

  /* The sheet of all keys, made from the page itself. */
  function open() {
    var list = document.getElementById('keys-list');
    list.textContent = '';
    document.querySelectorAll('[data-key][data-key-words]').forEach(function (element) {
      var line = document.createElement('div'), key = document.createElement('dt'), words = document.createElement('dd');
      key.appendChild(document.createElement('kbd')).textContent = element.getAttribute('data-key').replace('Escape', 'Esc');
      words.textContent = element.getAttribute('data-key-words');
      line.append(key, words);
      list.appendChild(line);
    });
    sheet.showModal();
  }
  target('?').addEventListener('click', open);
  bar.querySelectorAll('[data-hint]').forEach(function (hint) { hint.hidden = !target(hint.getAttribute('data-hint')); });
  bar.hidden = false;
})();
